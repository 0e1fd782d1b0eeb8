"""Links that lead nowhere, headers of catalogs, what merges mixed up: found outside the words, told like the rest."""

from __future__ import annotations

from collections.abc import Iterator

from enregard.checks.contract import Pair, Remark, Rule
from enregard.model import Severity


def dead_link(_: Pair) -> Iterator[Remark]:
    """A link leads to a file or an anchor that does not exist, to a draft, or out of the sources.

    Both editions are looked at as they would be built: the links of the source, and those of the translation that are
    its own. Where the message says nothing else the source has the link, too, and its author must mend it there;
    the ids of headings come from the source, so that an anchor is the same in every language.
    """
    return iter(())


def po_header(_: Pair) -> Iterator[Remark]:
    """The header of a catalog says something wrong, or does not say what editors and tools ask it for.

    Its charset is UTF-8, its ``Language`` that of its folder, its ``Plural-Forms`` the usual ones of that language.
    ``enregard doctor --fix`` writes what is missing.
    """
    return iter(())


def mis_merge(_: Pair) -> Iterator[Remark]:
    """A translation stands under a sentence that it was not made for, as a merge line by line can leave it.

    The entry's previous msgid, its passage id or the whole translation belongs to another sentence. ``enregard init
    --git`` lets git merge by entry; ``enregard doctor`` looks at the history, too.
    """
    return iter(())


RULES = (
    Rule("dead-link", Severity.ERROR, dead_link),
    Rule("po-header", Severity.ERROR, po_header),
    Rule("mis-merge", Severity.WARNING, mis_merge),
)
