"""The one room that writes to disk: whole files or nothing, inside one folder, never over somebody else's save.

A file is written beside its place under another name, flushed to the disk, and renamed over the old one, so that a
crash, a full disk or Ctrl-C leaves the old file or the new one. Pages, which can be made again, are not waited for:
where the power fails, their last version may be missing or cut short. What the old file is expected to hold is asked
for twice, the second time right before the new one takes its place.

Folders are opened one by one without following symbolic links, and everything happens relative to the open folder:
what is swapped meanwhile is not written to. A link that leads to another place below the root is resolved first.

Kept: mode, group, and owner where the system lets us. A file with several names (hard links) is parted from the
others, which keep the old text: that is what makes it safe to back up a project with hard links.
"""

from enregard.files.desk import ANYTHING, Anything
from enregard.files.locking import WORKSHOP, lock
from enregard.files.telling import Changed, changed, printable, shown
from enregard.files.writing import copy, remove, sweep, write, write_all

__all__ = [
    "ANYTHING",
    "WORKSHOP",
    "Anything",
    "Changed",
    "changed",
    "copy",
    "lock",
    "printable",
    "remove",
    "shown",
    "sweep",
    "write",
    "write_all",
]
