"""Source formats: each reads a file into a manuscript that lists its segments and renders itself."""
