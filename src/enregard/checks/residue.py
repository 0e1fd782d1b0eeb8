"""French left behind: words, quotation marks, spaces and ways of writing numbers that English does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from enregard.checks.contract import Look, Pair, Policy, Remark, Rule
from enregard.checks.french import ALONE, BORROWED, ELISION, ENGLISH, FUNCTION, PARTICLES, WORD
from enregard.checks.prose import OBJECT, Prose, sides
from enregard.checks.repair import outside_markup
from enregard.model import Severity

_ACCENTED = re.compile(r"[àâäçèêëîïôœùûéÉÈÀÇÊ]")
_FR_EN = ("fr", "en")


def _translated(pair: Pair) -> tuple[Prose, Prose] | None:
    """The words of both sides; None where the translation repeats its source, which is another rule's to judge."""
    found = sides(pair)
    return None if found is None or found[0].text == found[1].text else found


def french_left(pair: Pair) -> Iterator[Remark]:
    """A translation still holds French: half a sentence, or a few words that nobody came back to.

    Words of French grammar count, and runs of words that stand in the source one after the other; names, titles in
    italics, quotations and words marked as French (``<span lang="fr">``) do not. Translate what is left, or set
    it in italics where it is meant to be French.
    """
    found = _translated(pair)
    if found is None:
        return
    source, translation = found
    if not _may_hold_french(source.text, translation.text):
        return
    text = translation.own if 2 * len(translation.own.split()) > len(translation.text.split()) else translation.text
    left = _left(_ADDRESS.sub(OBJECT, source.text), BORROWED.sub(OBJECT, _ADDRESS.sub(OBJECT, text)))
    if left:
        yield Remark(f"there is French left: {left}")


def _may_hold_french(source: str, translation: str) -> bool:
    """Is there a word of French grammar or with an accent that the source has too, or are there three anywhere?"""  # noqa: D400 - a question
    mine = _folded_words(translation)
    telling = mine & FUNCTION
    if not translation.isascii() or "'" in translation:
        telling |= {word for word in mine if not word.isascii() or ELISION.match(word)}
    telling -= {"a", "y"}
    return len(telling) > 1 or (len(telling) == 1 and not telling.isdisjoint(_folded_words(source)))


def _folded_words(text: str) -> set[str]:
    return set(WORD.findall(text.replace("’", "'").casefold()))


def _left(source: str, translation: str) -> str:
    """The longest run of words that is French, "" where there is none."""
    theirs = [word.casefold().replace("’", "'") for word in WORD.findall(source)]
    followers: dict[str, set[int]] = {}
    for place, word in enumerate(theirs):
        followers.setdefault(word, set()).add(place)
    words = WORD.findall(translation)
    best, points = "", 0
    for start, end in _runs([word.casefold().replace("’", "'") for word in words], followers):
        run = words[start:end]
        worth = _weight(run, first=start == 0) if len(run) > 1 else 0
        if worth > points:
            best, points = " ".join(run[:8]) + ("…" if len(run) > 8 else ""), worth
    if points >= _BAR:
        return best
    return _by_grammar(words)


_BAR = 2
_ADDRESS = re.compile(r"(?<!\w)\w+://\S+|(?<![\w.])[^\W_]+(?:[._]+[^\W_]+)+(?:/\S*)?")
"""Addresses, host names and identifiers, which have no language."""


def _runs(words: Sequence[str], places: dict[str, set[int]]) -> Iterator[tuple[int, int]]:
    """Runs of words that follow one another in the source as well, from first to behind the last."""
    start, here = 0, set[int]()
    for number, word in enumerate(words):
        following = {place + 1 for place in here} & places.get(word, set())
        if following:
            here = following
            continue
        if here:
            yield start, number
        start, here = number, places.get(word, set())
    if here:
        yield start, len(words)


def _weight(run: Sequence[str], *, first: bool) -> int:
    """How French a run of words is that the source has as well; names weigh nothing, nor do ``x`` and ``y``."""
    weight = 0
    grammar = any(len(word) > 1 and word.casefold() in FUNCTION for word in run)
    for place, word in enumerate(run):
        lower = word.casefold().replace("’", "'")
        if _in_name(run, place, lower, first=first):
            continue
        if lower in ENGLISH:
            weight -= 1
        elif lower in ALONE or ELISION.match(word) or (word[0].islower() and _ACCENTED.search(word)):
            weight += 2
        elif grammar and (lower in FUNCTION or word[0].islower()):
            weight += 1
    return weight


def _in_name(run: Sequence[str], place: int, lower: str, *, first: bool) -> bool:
    """Does the word belong to a name, such as "Conseil de la concurrence" or "Le Monde"?"""  # noqa: D400 - a question
    word = run[place]
    if word[0].isupper():
        return place > 0 or not first or word.casefold() not in FUNCTION
    if lower.partition("'")[0] not in PARTICLES:
        return False
    around = [w for w in (run[max(0, place - 2) : place], run[place + 1 : place + 3]) if w]
    return any(w[0].isupper() for side in around for w in side)


def _by_grammar(words: Sequence[str]) -> str:
    """Words of French grammar close to each other, whatever the source says."""
    last, seen = -9, list[str]()
    for number, word in enumerate(words):
        lower = word.casefold().replace("’", "'")
        french = lower in ALONE or (ELISION.match(word) is not None and not word[0].isupper())
        if lower in ENGLISH:
            seen = []
        elif french and word[0].islower():
            seen = [*seen, word] if number - last <= 3 else [word]
            last = number
        if len(seen) >= 3:
            return " … ".join(seen)
    return ""


def french_space(pair: Pair) -> Iterator[Remark]:
    """A space stands before ``;``, ``:``, ``!`` or ``?``, as French has it and English has not.

    A space inside brackets is found too, and no-break spaces beside English quotation marks. ``check --fix`` takes
    them away.
    """
    found = _translated(pair)
    if found is None or not _may_have_space(found[1].text):
        return
    match = _FRENCH_SPACE.search(found[1].text)
    if match is not None:
        mended = outside_markup(pair.msgstr, lambda text: _FRENCH_SPACE.sub(lambda m: m[0].strip(_SPACES), text))
        suggestion = mended if mended != pair.msgstr else None
        yield Remark(f"a space before “{match[0].strip(_SPACES)}”: French, not English", suggestion=suggestion)


def _may_have_space(text: str) -> bool:
    """Is there any space that English does not have there? Asked first, since most texts have none."""
    common = " :" in text or " ;" in text or " !" in text or " ?" in text
    return common or "\u00a0" in text or "\u202f" in text or "\u2009" in text


_SPACES = " \u00a0\u202f\u2009"
_FRENCH_SPACE = re.compile(
    r"(?<=\S)[\u00a0\u202f\u2009]+[;:!?]"
    r"|(?<=[^\W_])(?<!\s\w) (?:[;!?]{1,3}|:(?!:))(?=\s|$|[\"”’)\]](?<!\s:\)))"
    r"|(?<=[“‘])[\u00a0\u202f]+(?=\w)|(?<=[\w.,!?])[\u00a0\u202f]+[”]"
)


_GUILLEMET = re.compile("[«»]")


def guillemets(_among: Sequence[Pair], policy: Policy) -> Look:
    """French quotation marks (« ») stand in an English translation.

    The variant of English decides what stands for them: “double” ones, or ‘single’ ones first in ``en-EU``.
    ``check --fix`` puts them there.
    """
    marks = "‘’“”" if policy.variant == "en-EU" else "“”‘’"

    def look(pair: Pair) -> Iterator[Remark]:
        found = _translated(pair)
        if found is not None and (match := _GUILLEMET.search(found[1].text)):
            mended = outside_markup(pair.msgstr, lambda text: _quoted(text, marks))
            yield Remark(f"French quotation marks: {match[0]}", suggestion=mended if mended != pair.msgstr else None)

    return look


def _quoted(text: str, marks: str) -> str:
    """The text with English quotation marks, the inner ones of another kind."""
    out, depth = [], 0
    for part in re.split(r"(«[ \u00a0\u202f]*|[ \u00a0\u202f]*»)", text):
        if "«" in part:
            out.append(marks[0] if depth % 2 == 0 else marks[2])
            depth += 1
        elif "»" in part:
            depth = max(0, depth - 1)
            out.append(marks[1] if depth % 2 == 0 else marks[3])
        else:
            out.append(part)
    return "".join(out)


def decimal_comma(pair: Pair) -> Iterator[Remark]:
    """A number is written the French way: a decimal comma, or a space between thousands.

    English has ``3.5`` and ``10,000``. A number counts only where the source has it written the same. ``check --fix``
    writes the comma and the groups the English way.
    """
    found = _translated(pair)
    if found is None or not found[1].digits:
        return
    here = _COMMA.findall(found[1].text) + _GROUPS.findall(found[1].text)
    if here:
        theirs = {*_COMMA.findall(found[0].text), *_GROUPS.findall(found[0].text)}
        here = [n for n in here if n in theirs]
    if here:
        mended = outside_markup(pair.msgstr, _english_numbers)
        suggestion = mended if mended != pair.msgstr else None
        yield Remark(f"the number {here[0]} is written the French way", suggestion=suggestion)


_COMMA = re.compile(r"(?<![\w.,(\[{;])\d{1,12},(?:\d{1,2}|\d{4,6})(?![\w,.\])}](?!\s|$)|\d|\s*[;,]\s*\d)")
_GROUPS = re.compile(r"(?<![\w.,])\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?!\w)")


def _english_numbers(text: str) -> str:
    text = _GROUPS.sub(lambda m: re.sub(r"\D", ",", m[0]), text)
    return _COMMA.sub(lambda m: m[0].replace(",", "."), text)


def french_ordinal(pair: Pair) -> Iterator[Remark]:
    """An ordinal, a century or an hour is written the French way: ``1er``, ``2e``, ``XXe``, ``15 h 30``, ``n° 3``.

    English has ``1st`` (or ``1`` in a date), ``2nd``, ``20th``, ``3:30 p.m.`` or ``15:30``, ``No. 3``. It counts only
    where the source has it too, so that ``2e`` in a name of your own is no finding if the French lacks it.
    """
    found = _translated(pair)
    if found is None or not (found[1].digits or _ROMAN.search(found[1].text)):
        return
    mine = list(_ORDINAL.finditer(found[1].text))
    theirs = {m[0] for m in _ORDINAL.finditer(found[0].text)} if mine else set()
    match = next((m for m in mine if m[0] in theirs), None)
    if match is not None:
        yield Remark(f"“{match[0]}” is French")


_ROMAN = re.compile("[IVX]")
_ORDINAL = re.compile(
    r"(?<![\w.])(?:1(?:er|ère|re)s?|\d{1,3}(?:e|ème|ième|ᵉ)s?|[IVX][IVXL]{0,5}(?:e|er|ème|ᵉ)|[nN]°\s?\d+"
    r"|\d{1,2}[ \u00a0\u202f]?h[ \u00a0\u202f]?\d{2})(?!\w)"
)


def french_currency(pair: Pair) -> Iterator[Remark]:
    """A currency sign stands behind its number, as in French: ``10 €``.

    English has ``€10``. European Union English writes ``EUR 10``, or the sign first.
    """
    found = _translated(pair)
    if found is None or not found[1].digits:
        return
    if (match := _CURRENCY.search(found[1].text)) and _CURRENCY.search(found[0].text):
        mended = outside_markup(pair.msgstr, lambda text: _CURRENCY.sub(r"\2\1", text))
        yield Remark(f"“{match[0]}”: English puts the sign first", suggestion=mended)


_CURRENCY = re.compile(r"(?<![\w€$£.,])(\d[\d.,\u00a0\u202f]*\d|\d)[ \u00a0\u202f]?([€$£])(?!\w)")


def french_percent(pair: Pair) -> Iterator[Remark]:
    """A space stands between a number and its per cent sign, as in French: ``12 %``.

    English has ``12%``. ``check --fix`` takes the space away.
    """
    found = _translated(pair)
    if found is None or "%" not in found[1].text:
        return
    if (match := _PERCENT.search(found[1].text)) and _PERCENT.search(found[0].text):
        mended = outside_markup(pair.msgstr, lambda text: _PERCENT.sub(r"\1%", text))
        yield Remark(f"“{match[0]}”: English has no space there", suggestion=mended)


_PERCENT = re.compile(r"(\d[\d.,]*)[ \u00a0\u202f]%(?!\w)")

RULES = (
    Rule("french-left", Severity.WARNING, french_left, languages=_FR_EN),
    Rule("french-space", Severity.WARNING, french_space, languages=_FR_EN),
    Rule("guillemets", Severity.WARNING, prepare=guillemets, languages=_FR_EN),
    Rule("french-number", Severity.WARNING, decimal_comma, languages=_FR_EN),
    Rule("french-ordinal", Severity.WARNING, french_ordinal, languages=_FR_EN),
    Rule("french-currency", Severity.WARNING, french_currency, languages=_FR_EN),
    Rule("french-percent", Severity.WARNING, french_percent, languages=_FR_EN),
)
