"""Catalogs: PO files as values, read strictly, written entry by entry, merged with what the French says now."""

from enregard.catalogs.carrying import is_sealed
from enregard.catalogs.catalog import Catalog, Key, Piece, passage_ids
from enregard.catalogs.changes import Change, Changes, How, compare
from enregard.catalogs.faults import damage
from enregard.catalogs.headings import Heading, stamp
from enregard.catalogs.merging import Merged, Tally, counts, merge
from enregard.catalogs.reader import read
from enregard.catalogs.recutting import cut_by, cut_otherwise
from enregard.catalogs.shelf import Shelf, useful
from enregard.catalogs.templates import Sheet, sheet, template
from enregard.catalogs.writer import write

__all__ = [
    "Catalog",
    "Change",
    "Changes",
    "Heading",
    "How",
    "Key",
    "Merged",
    "Piece",
    "Sheet",
    "Shelf",
    "Tally",
    "compare",
    "counts",
    "cut_by",
    "cut_otherwise",
    "damage",
    "is_sealed",
    "merge",
    "passage_ids",
    "read",
    "sheet",
    "stamp",
    "template",
    "useful",
    "write",
]
