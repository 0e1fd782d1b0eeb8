"""Links, images, code, notes, emphasis: what a reader of the source meets, a reader of the translation meets too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from enregard.checks.contract import Pair, Remark, Rule
from enregard.markup import Marks, is_twin, marks
from enregard.model import Severity

_SPELT = {"b": "strong", "i": "em"}
_NAMES = {"em": "emphasis (*…*)", "strong": "strong emphasis (**…**)", "del": "struck out text", "s": "struck out text"}


def links(pair: Pair) -> Iterator[Remark]:
    """A translation leads to fewer places than its source, or to one of them more often.

    Links may change their order and their words. An address may be the same one in the other language
    (``fr.wikipedia.org`` and ``en.wikipedia.org``, ``/fr/`` and ``/en/``).
    """
    lost, added = _differences(pair, lambda found: found.links)
    yield from (Remark(f"the link to {target} is missing{_times(n)}") for target, n in lost)
    yield from (Remark(f"it links to {target} more often than its source{_times(n)}") for target, n in added)


def images(pair: Pair) -> Iterator[Remark]:
    """A translation shows other images than its source, or not as often.

    The same image in the other language (``frise.svg`` and ``frise.en.svg``) is no finding.
    """
    lost, added = _differences(pair, lambda found: found.images)
    yield from (Remark(f"the image {address} is missing{_times(n)}") for address, n in lost)
    yield from (Remark(f"it shows the image {address} more often than its source{_times(n)}") for address, n in added)


def footnotes(pair: Pair) -> Iterator[Remark]:
    """A translation refers to other footnotes than its source, or not as often.

    Put ``[^...]`` where the note belongs in the translated sentence; its order among other notes is free.
    """
    lost, added = _differences(pair, lambda found: tuple(note.removeprefix("fn:") for note in found.footnotes))
    yield from (Remark(f"the reference to footnote [^{note}] is missing{_times(n)}") for note, n in lost)
    yield from (Remark(f"it refers to footnote [^{note}] more often than its source{_times(n)}") for note, n in added)


def code(pair: Pair) -> Iterator[Remark]:
    """A translation has other code than its source.

    A span that is missing, added, or changed by a letter or a sign is an error: what readers copy would not work. A
    wholly different one is information, because translators rightly translate the names of examples.
    """
    lost, added = (list(Counter(dict(items)).elements()) for items in _differences(pair, lambda found: found.code))
    for old, new in _matched(lost, added):
        severity = None if _is_near_miss(old, new) else Severity.INFO
        yield Remark(f"the code `{old}` became `{new}`", severity)
    yield from (Remark(f"the code `{text}` is missing") for text in lost)
    yield from (Remark(f"it has the code `{text}`, which its source does not have there") for text in added)


def emphasis(pair: Pair) -> Iterator[Remark]:
    """A translation has less emphasis than its source, or another kind of it.

    Emphasis that was added is a warning only: translations set foreign words and titles in italics.
    """
    lost, added = _differences(pair, lambda found: tuple(_SPELT.get(name, name) for name in found.emphasis))
    if lost and added:
        yield Remark(f"{_kinds(lost)} became {_kinds(added)}")
    elif lost:
        yield Remark(f"{_kinds(lost)} is missing")
    elif added:
        yield Remark(f"it adds {_kinds(added)}, which its source does not have", Severity.WARNING)


def breaks(pair: Pair) -> Iterator[Remark]:
    """A translation has more or fewer forced line breaks than its source.

    A break is two spaces at the end of a line, or ``<br>``; verses and addresses need theirs.
    """
    passages = _compared(pair)
    if passages and passages[0].breaks != passages[1].breaks:
        yield Remark(f"it has {passages[1].breaks} forced line breaks; its source has {passages[0].breaks}")


def _compared(pair: Pair) -> tuple[Marks, Marks] | None:
    """The marks of source and translation, where there is something to compare."""
    if not pair.done or pair.source is None or pair.translation is None or pair.quarantine is not None:
        return None
    if "<" not in pair.source.html and "<" not in pair.translation.html:
        return None
    return marks(pair.source.html), marks(pair.translation.html)


Items = list[tuple[str, int]]


def _differences(pair: Pair, kind: Callable[[Marks], Iterable[str]]) -> tuple[Items, Items]:
    """What the translation lacks and what it has more often, with their numbers; twins in two languages are equal."""
    compared = _compared(pair)
    if compared is None or pair.source is None or pair.translation is None:
        return [], []
    old, new = (Counter(kind(found)) for found in compared)
    lost, added = old - new, new - old
    languages = (pair.source.language, pair.translation.language)
    for theirs in list(lost.elements()):
        twin = next((mine for mine in added if is_twin(theirs, mine, languages)), None)
        if twin is not None:
            lost -= Counter([theirs])
            added -= Counter([twin])
    return list(lost.items()), list(added.items())


def _matched(lost: list[str], added: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of a span that went and one that came in its place, the likest first; both lists lose them."""
    likest = sorted(((_edits(old, new), old, new) for old in lost for new in added), key=lambda both: both[0])
    for _, old, new in likest:
        if old in lost and new in added:
            lost.remove(old)
            added.remove(new)
            yield old, new


def _is_near_miss(old: str, new: str) -> bool:
    """Is it a slip (a letter or two, a sign, a digit), neither another name nor another spacing?"""  # noqa: D400 - a question
    if re.sub(r"\s", "", old) == re.sub(r"\s", "", new):
        return False
    letters = [re.sub(r"[\W\d_]+", "", text).casefold() for text in (old, new)]
    return letters[0] == letters[1] or (min(len(old), len(new)) > 3 and _edits(old, new) <= 2)


def _edits(old: str, new: str) -> int:
    """How many characters to insert, delete or replace, to make one of the other, in the first 60 of them."""
    old, new = old[:60], new[:60]
    row = list(range(len(new) + 1))
    for number, mine in enumerate(old, 1):
        corner, row[0] = row[0], number
        for place, theirs in enumerate(new, 1):
            corner, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, corner + (mine != theirs))
    return row[-1]


def _kinds(items: Items) -> str:
    return " and ".join(_NAMES.get(name, f"<{name}>") + _times(number) for name, number in items)


def _times(number: int) -> str:
    return "" if number == 1 else f" ({number} times)"


RULES = (
    Rule("links", Severity.ERROR, links),
    Rule("images", Severity.ERROR, images),
    Rule("footnotes", Severity.ERROR, footnotes),
    Rule("code", Severity.ERROR, code),
    Rule("emphasis", Severity.ERROR, emphasis),
    Rule("breaks", Severity.WARNING, breaks),
)
