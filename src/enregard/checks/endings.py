"""How a translation ends, how long it is, and whether its brackets and quotation marks close."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log, sqrt

from enregard.checks.contract import Among, Inquiry, Look, Pair, Policy, Remark, Rule, Study, Verdict
from enregard.checks.prose import OBJECT, sides
from enregard.checks.vocabulary import VOCABULARY, vocabulary
from enregard.model import Kind, Severity

_CLOSERS = " \t\n\u00a0\u202f\u2009\"”“’‘'»«)]}*_"
_NAMES = {
    ".": "a full stop",
    "…": "an ellipsis",
    "?": "a question mark",
    "!": "an exclamation mark",
    ":": "a colon",
    ";": "a semicolon",
    ",": "a comma",
    "": "no punctuation",
}
_ALIKE = {
    (";", ""), (";", ","), (";", "."), (",", ""), (",", ";"), ("…", "."), (".", "…"), ("?", "?!"), ("!", "?!"),
    (":", "—"), ("", ","), (":", "."), ("!", "."), (";", "…"),
}  # fmt: skip
_IN_TECHNICAL = {("", "."), ("", ":"), (".", ":")}
"""What manuals do besides: a sentence announces the example below it."""
_ASKS = re.compile(
    r"(?:what|where|when|which|who|whom|whose|why|how|can|could|do|does|did|is|are|was|should|will|would|may|must|have"
    r"|has)\b",
    re.IGNORECASE,
)
_ASKS_NOTHING = re.compile(r"(?:what|where|when|which|who|whom|how)(?: \w+)? to\b", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\b(?:etc|al|Inc|Ltd|Co|Jr|Sr|e\.g|i\.e|p\.m|a\.m|ex|cf|v|vs)\.$", re.IGNORECASE)


def end_punctuation(_among: Sequence[Pair], policy: Policy) -> Look:
    """A translation ends in another sign than its source: a lost full stop, a question that became a statement.

    Quotation marks and brackets that close at the end are looked through, and a full stop may stand before or behind
    a last remark in brackets. French items of a list may lose their semicolon or comma, and a title may ask what the
    other language names (“What is a driver?”). In the profile ``literary`` it is information, in ``technical`` a
    full stop or a colon may be added.
    """
    alike = _ALIKE | _IN_TECHNICAL if policy.profile == "technical" else _ALIKE

    def look(pair: Pair) -> Iterator[Remark]:
        found = sides(pair)
        if found is None or pair.segment.kind in {Kind.TERM, Kind.ABBREVIATION}:
            return
        old, new = (_ending(side.text) for side in found)
        if old is None or new is None or old == new:
            return
        if (old, new) in alike and (new != ":" or len(found[1].text) > 0.6 * len(found[0].text)):
            return
        if {old, new} == {".", ""} and _ends_in_abbreviation(*(side.text for side in found)):
            return
        remarks = (_before_remark(side.text) for side in found)
        if new == next(remarks) or old == next(remarks) or _may_ask(found[1].text, old, new):
            return
        yield Remark(f"it ends with {_NAMES.get(new, new)}; its source with {_NAMES.get(old, old)}")

    return look


def _ending(text: str) -> str | None:
    """The class of the last sign that is no closing mark; None where the text has no words before it."""
    bare = text.rstrip(_CLOSERS)
    if not bare or not any(map(str.isalnum, bare.replace(OBJECT, "x"))):
        return None
    if bare.endswith(("...", "…", "….")):
        return "…"
    last = bare[-1]
    if last in "?!":
        return "?!" if {*re.sub(r"[\s\u00a0]", "", bare)[-2:]} == {"?", "!"} else last
    if last in ".:;,":
        return last
    return ""


def _ends_in_abbreviation(source: str, translation: str) -> bool:
    """Is the full stop that one of them ends with a part of its last word, and that word not in the other?"""  # noqa: D400 - a question
    ends = [re.sub(r"[\s»”\")]+$", "", text) for text in (source, translation)]
    found = next((match for text in ends if (match := _ABBREVIATED.search(text))), None)
    return found is not None and not any(text.casefold().endswith(found[0].casefold()[:-1]) for text in ends)


def _before_remark(text: str) -> str | None:
    """The sign that ends the sentence before a last remark in brackets; None where there is none."""
    remark = _REMARK.search(text)
    return None if remark is None else _ending(text[: remark.start()]) or None


_REMARK = re.compile(r"\s\([^()]*(?:\([^()]*\)[^()]*)*\)[\s.]*$")


def _may_ask(translation: str, old: str, new: str) -> bool:
    """Is it a title that is a question in one language, and a name in the other?"""  # noqa: D400 - a question
    words = translation.strip(_CLOSERS)
    return ((old, new) == ("", "?") and _ASKS.match(words) is not None) or (
        (old, new) in {("?", ""), ("?", ".")} and _ASKS_NOTHING.match(words) is not None
    )


def lengths(pairs: Sequence[Pair], _policy: Policy) -> Study:
    """The sizes of the pairs of a document, each kind of number in a list of its own, and what may be left out.

    The lists are those of the pairs' numbers, of the signs of sources and of translations, and of what is known of
    each: 1, its source ends like a sentence; 2, the two are equal, so that nothing is to be learnt.
    """
    found: list[tuple[int, int, int, int]] = []
    fair: dict[str, tuple[int, int]] = {}
    for number, pair in enumerate(pairs):
        size = _sizes(pair)
        if size is not None:
            found.append((number, size.old, size.new, size.whole + 2 * (pair.msgid == pair.msgstr)))
            if (left := _without_remarks(pair, size)) is not None:
                fair[str(number)] = left
    return [*(zip(*found, strict=True) if found else ((), (), (), ())), fair]


def length(among: Among, _policy: Policy) -> Verdict:
    """A translation is much shorter or much longer than translations of this project are.

    Something may be missing, or stand there twice. How long a translation usually is, and how far lengths vary, is
    learnt from the project's own finished segments; short ones may vary more.
    """
    learnt: dict[int, list[tuple[int, int]]] = {0: [], 1: []}
    for _, olds, news, kinds, _ in among.studies.values():
        for old, new, kind in zip(olds, news, kinds, strict=True):
            if kind < 2:
                learnt[kind].append((old, new))
    everything = [*learnt[1], *learnt[0]]
    bands = {kind: _band(own if len(own) >= _ENOUGH else everything, whole=kind == 1) for kind, own in learnt.items()}

    def verdict(study: Study) -> Iterator[tuple[int, Remark]]:
        *sizes, fair = study
        for number, old, new, kind in zip(*sizes, strict=True):
            middle, bar = bands[kind % 2]
            off = _off(old, new, middle)
            if abs(off) > bar and not (off < 0 and _is_fair(fair.get(str(number)), middle, bar)):
                word = "short" if off < 0 else "long"
                share, usual = round(100 * new / old), round(100 * exp(middle))
                remark = f"it is {word}: {share} % of the length of its source, where {usual} % are usual"
                yield number, Remark(remark)

    return verdict


_PRIOR = log(0.93)
_USUAL = log(0.7), log(1.3)
"""Between these lies the middle of what projects have; manuals 0.86, novels 1.03."""
_LEAST = 15
"""Signs of the source below which lengths say nothing."""
_ENOUGH = 60
"""Segments from which usual lengths can be learnt."""


@dataclass(frozen=True, slots=True)
class Size:
    """Signs of a source and of its translation, spaces left out."""

    old: int
    new: int
    whole: bool
    """Whether the source ends like a sentence: a list item or a heading may be cut without a sign of it."""


def _off(old: int, new: int, middle: float) -> float:
    """How far the ratio of two sizes is from the usual one, in units of what short and long segments vary."""
    return (log(new / old) - middle) / sqrt(0.012 + 2.2 / min(old, new))


def _sizes(pair: Pair) -> Size | None:
    found = sides(pair)
    if found is None:
        return None
    old, new = (len("".join(side.text.split())) for side in found)
    return Size(old, new, _ending(found[0].text) in _FINAL) if old >= _LEAST and new else None


def _without_remarks(pair: Pair, size: Size) -> tuple[int, int] | None:
    """The sizes without what the source explains in brackets, and with what is code in the translation only.

    None where there is nothing of either, or where the translation does not end like a sentence.
    """
    found = sides(pair)
    if found is None or ("(" not in found[0].text and not found[1].code) or _ending(found[1].text) not in _FINAL:
        return None
    remarks = [sum(map(len, _IN_BRACKETS.findall(side.text))) for side in found]
    more_code = max(0, len(found[1].code) - len(found[0].code))
    less = max(0, remarks[0] - remarks[1])
    return (size.old - less, size.new + more_code) if less or more_code else None


def _is_fair(left: tuple[int, int] | None, middle: float, bar: float) -> bool:
    """Is what is left, remarks being left out, of a usual length?"""  # noqa: D400 - a question
    return left is not None and (left[0] < _LEAST or abs(_off(*left, middle)) <= min(bar, 2.5))


_IN_BRACKETS = re.compile(r"\([^()]*\)")
_FINAL = {".", "?", "!", ":", "…", "?!"}


def _band(known: Sequence[tuple[int, int]], *, whole: bool) -> tuple[float, float]:
    """The usual ratio of lengths (its logarithm), and how far from it is too far: a sentence shows that it was cut."""
    if len(known) < _ENOUGH:
        return _PRIOR, 3.2
    ratios = sorted([log(new / old) for old, new in known])
    middle = ratios[len(ratios) // 2]
    if not _USUAL[0] < middle < _USUAL[1]:  # no language is that short or long: many are cut, or doubled
        return _PRIOR, 3.2 if whole else 2.5
    off = sorted([abs(_off(old, new, middle)) for old, new in known])
    least, factor = (3.2, 1.5) if whole else (2.3, 1.15)
    return middle, min(max(least, factor * off[max(0, int(len(off) * 0.99) - 1)]), 5)


_PAIRS = {")": "(", "]": "[", "}": "{", "”": "“"}
_BRACKET = re.compile(r"[][(){}“”]")
_ITEM = re.compile(r"(?:^|[\s(,;:])(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})$")


def brackets(pair: Pair) -> Iterator[Remark]:
    """A bracket or a quotation mark of a translation does not close, or was never opened, though its source is right.

    ``a)`` and ``1)`` before an item are no brackets, nor are intervals (``[0, 1)``) that the source writes too.
    """
    found = sides(pair)
    if found is None:
        return
    if new := _alone(found[1].text):
        old = _alone(found[0].text)
        for sign in dict.fromkeys(new):
            if new.count(sign) > old.count(sign):
                yield Remark(f"“{sign}” without its counterpart")
    if found[1].text.count('"') % 2 and not found[0].text.count('"') % 2 and not re.search(r'\d"', found[1].text):
        yield Remark("a straight quotation mark without its counterpart")


def _alone(text: str) -> list[str]:
    """Brackets and double quotation marks that have no counterpart."""
    opened: list[str] = []
    alone: list[str] = []
    for match in _BRACKET.finditer(text.replace("„", "“")):
        sign = match[0]
        if sign not in _PAIRS:
            opened.append(sign)
        elif _PAIRS[sign] in opened:
            while (last := opened.pop()) != _PAIRS[sign]:
                alone.append(last)
        elif not (sign == ")" and _ITEM.search(text, max(0, match.start() - 5), match.start())):
            alone.append(sign)
    return alone + opened


_DANGLING = re.compile(
    r"\b(?:the|a|an|of|to|and|or|with|from|by|for|in|at|as|is|are|was|were|that|which|its|their|your|our|because|if|when|using)$",
    re.IGNORECASE,
)
_NEVER_LAST = re.compile(r"\b(?:the|a|an|of|their|your|our|its|using|when|which|because)$")
"""Words that end no title either."""
_LONGEST = len("because")
"""Signs of the longest word of both lists: no more of a text need be searched for them than its end."""
_DANGLING_FR = re.compile(
    r"\b(?:le|la|les|un|une|des|du|de|à|au|aux|et|ou|avec|par|pour|dans|en|est|sont|que|qui|où|dont|si|comme|sur)$|['’]$",
    re.IGNORECASE,
)


def ends(pairs: Sequence[Pair], _policy: Policy) -> Study:
    """What pairs of a document end with in the middle of something, and how; or a word, if it may be a part of one."""
    return [(number, *end) for number, pair in enumerate(pairs) if (end := _end(pair)) is not None]


def cut_short(among: Among, _policy: Policy) -> Verdict:
    """A translation ends in the middle of a sentence, or of a word.

    Its last word is an article, a preposition or a conjunction, and its source ends like a sentence; or it is the
    beginning of a word that other translations of the project have, and no word itself. Something was lost,
    perhaps when it was copied.
    """

    @cache
    def words() -> list[str]:
        return sorted(word for word, times in vocabulary(among).translations.items() if times > 1)

    def verdict(study: Study) -> Iterator[tuple[int, Remark]]:
        for number, end, what in study:
            if what != _WORD or _is_beginning(end, words()):
                yield number, Remark(f"it ends with “{end}”, in the middle of a {what}")

    return verdict


_WORD = "word"


def _end(pair: Pair) -> tuple[str, str] | None:
    """What a translation ends with, and what that is in the middle of; of a word only the project can tell."""
    found = sides(pair)
    if found is None:
        return None
    old, new = (side.text.rstrip(_CLOSERS) for side in found)
    end = max(0, len(new) - _LONGEST)
    word = _DANGLING.search(new, end)
    if word is not None:
        last = _NEVER_LAST.search(new, end)
        whole = _ending(old) in _FINAL or (last is not None and not re.search(rf"(?<!\w){last[0]}(?!\w)", old))
        if whole and not _DANGLING_FR.search(old.rstrip(" ;,")):
            return word[0], "sentence"
    tag = re.search(r"<[a-zA-Z/][^<>]*$", new) if "<" in new else None
    if tag is not None and tag[0] not in old:
        return tag[0], "tag"
    if word is None and len(new) < 0.7 * len(old) and _ending(new) == "":
        part = re.search(r"(?<![^\s-])[a-zA-Z]{1,30}$", new)
        if part is not None and not re.search(rf"(?<!\w){part[0]}(?!\w)", old, re.IGNORECASE):
            return part[0], _WORD
    return None


def _is_beginning(word: str, known: Sequence[str]) -> bool:
    """Is it no word of the project, and the beginning of one?"""  # noqa: D400 - a question
    word = word.casefold()
    place = bisect_left(known, word)
    return len(known) > 300 and place < len(known) and known[place] != word and known[place].startswith(word)


_MILD = {"literary": Severity.INFO}
RULES = (
    Rule("end-punctuation", Severity.WARNING, prepare=end_punctuation, levels=_MILD),
    Rule("length", Severity.WARNING, inquiry=Inquiry(lengths, length), levels=_MILD),
    Rule("brackets", Severity.WARNING, brackets),
    Rule("cut-short", Severity.WARNING, inquiry=Inquiry(ends, cut_short, (VOCABULARY,)), languages=("fr", "en")),
)
