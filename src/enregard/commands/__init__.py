"""One verb a file: what each command reads, has done by the other rooms, writes, and says."""
