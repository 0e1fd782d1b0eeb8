"""The variety of English that a project has chosen: spelling, quotation marks, dates, dashes, capitals of titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from enregard.checks.contract import Look, Pair, Policy, Remark, Rule
from enregard.checks.prose import sides
from enregard.checks.repair import outside_markup
from enregard.model import Kind, Severity

_EN = ("", "en")
_BRITISH_ROOTS = (
    "behaviour colour favour favourite flavour harbour honour humour labour neighbour neighbouring rumour vapour"
    " endeavour parlour saviour savour splendour vigour"
)
_TABLE = (
    "centre=center theatre=theater metre=meter litre=liter fibre=fiber calibre=caliber sombre=somber"
    " defence=defense offence=offense licence=license travelled=traveled travelling=traveling"
    " traveller=traveler cancelled=canceled labelled=labeled modelling=modeling modelled=modeled"
    " signalled=signaled fuelled=fueled catalogue=catalog dialogue=dialog grey=gray programme=program"
    " cheque=check tyre=tire plough=plow jewellery=jewelry sceptical=skeptical ageing=aging artefact=artifact"
    " enrol=enroll fulfil=fulfill skilful=skillful wilful=willful paediatric=pediatric anaemia=anemia"
    " manoeuvre=maneuver"
)
_PAIRS = dict(pair.split("=") for pair in _TABLE.split())
_TO_AMERICAN = _PAIRS | {word: word.replace("our", "or") for word in _BRITISH_ROOTS.split()}
_MEANT = frozenset({"program", "check", "tire", "meter", "license", "dialog", "catalog"})
"""American spellings that British English has too, with another meaning."""
_TO_BRITISH = {new: old for old, new in _TO_AMERICAN.items() if new not in _MEANT}
_TO_CANADIAN = {new: old for new, old in _TO_BRITISH.items() if old.endswith(("our", "re"))}
_ENDINGS = ("s", "ed", "ing", "al", "ful", "able")
_WORD = re.compile(r"[^\W\d_]+")
_ISE = re.compile(r"\b([A-Za-z]{3,}[^aeiou\W])is(e|es|ed|ing|ation|ations)\b")
_IZE = re.compile(r"\b([A-Za-z]{3,})iz(e|es|ed|ing|ation|ations)\b")
_NEVER_IZE = re.compile(
    r"(?:adv|compr|desp|dev|exc|exerc|improv|merchand|prem|prom|rev|superv|surpr|telev|adverti|disgu|franch|lik|otherw"
    r"|clockw|no|pra|prec|conc|expert|paradi|treat|enterpr|dem|ra|ari|wi|bru|cru|crui|disea|incre|relea|purcha|chas)$",
    re.IGNORECASE,
)


def spelling(_among: Sequence[Pair], policy: Policy) -> Look:
    """A word is spelt as in another variety of English than the one chosen (``variant`` in ``[checks]``).

    ``colour`` in ``en-US``, ``color`` in ``en-GB``; ``-ise`` in ``en-US`` and ``en-CA``, ``-ize`` in ``en-EU``;
    ``en-GB`` takes both.
    """
    wrong = {"en-US": _TO_AMERICAN, "en-CA": _TO_CANADIAN}.get(policy.variant, _TO_BRITISH)
    forms = {f"{word}{ending}" for word in wrong for ending in ("", *_ENDINGS)}
    words = re.compile(rf"\b(?:{'|'.join(map(re.escape, wrong))})(?:{'|'.join(_ENDINGS)})?\b", re.IGNORECASE)

    def look(pair: Pair) -> Iterator[Remark]:
        found = sides(pair)
        if found is None:
            return
        text = found[1].own
        bad = []
        if not forms.isdisjoint(_WORD.findall(text.lower())):
            bad = [m[0] for m in words.finditer(text) if not m[0][0].isupper() or m.start() == 0]
        if policy.variant in {"en-US", "en-CA"}:
            bad += [m[0] for m in _ISE.finditer(text) if not _NEVER_IZE.search(m[1]) and m[0][0].islower()]
        elif policy.variant == "en-EU":
            bad += [m[0] for m in _IZE.finditer(text) if m[1].lower() not in {"cap", "bapt"} and m[0][0].islower()]
        if bad:
            yield Remark(f"“{bad[0]}” is not spelt as in {policy.variant}")

    return look


_OPENING = re.compile(r"[“‘„‚](?<![^\W_].)(?=\w)", re.DOTALL)


def quotation_marks(_among: Sequence[Pair], policy: Policy) -> Look:
    """Quotation marks are not those of the chosen variety of English.

    ``en-US`` and ``en-CA`` begin with “double” ones, ``en-EU`` with ‘single’ ones; ``en-GB`` takes both. ``„`` and
    ``‚`` belong to other languages.
    """
    first = {"en-US": "“", "en-CA": "“", "en-EU": "‘"}.get(policy.variant)

    def look(pair: Pair) -> Iterator[Remark]:
        found = sides(pair)
        if found is None:
            return
        opening = None if found[1].text.isascii() else _OPENING.search(found[1].text)
        if opening is None or (opening[0] == "‘" and "’" not in found[1].text[opening.end() :]):
            return
        if opening[0] in "„‚" or (first is not None and opening[0] != first):
            yield Remark(f"“{policy.variant}” does not begin a quotation with {opening[0]}")

    return look


_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MONTH_FIRST = re.compile(rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, \d{{4}})?\b(?! \d{{4}})")
_DAY_FIRST = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b")


def date(_among: Sequence[Pair], policy: Policy) -> Look:
    """A date has its day and month in the order of another variety of English.

    ``3 March 2026`` in ``en-GB`` and ``en-EU``, ``March 3, 2026`` in ``en-US``; ``en-CA`` takes both.
    """
    wrong = {"en-US": _DAY_FIRST, "en-GB": _MONTH_FIRST, "en-EU": _MONTH_FIRST}.get(policy.variant)

    def look(pair: Pair) -> Iterator[Remark]:
        found = sides(pair)
        if found is None or wrong is None or not found[1].digits:
            return
        if match := wrong.search(found[1].own):
            yield Remark(f"“{match[0]}” is not how {policy.variant} writes a date")

    return look


def dash(_among: Sequence[Pair], policy: Policy) -> Look:
    """A dash is set as another variety of English sets it.

    ``word—word`` in ``en-US`` and ``en-CA``, ``word – word`` in ``en-GB`` and ``en-EU``. ``check --fix`` sets it right.
    """
    american = policy.variant in {"en-US", "en-CA"}
    change: Callable[[str], str] = _closed if american else _open

    def look(pair: Pair) -> Iterator[Remark]:
        found = sides(pair)
        if found is None:
            return
        text = found[1].text
        if ("—" in text or "–" in text) and change(text) != text:
            mended = outside_markup(pair.msgstr, change)
            suggestion = mended if mended != pair.msgstr else None
            yield Remark(f"the dash is not set as in {policy.variant}", suggestion=suggestion)

    return look


def _closed(text: str) -> str:
    return re.sub(r"(?<=\w)[ \u00a0]+[–—][ \u00a0](?=\w)", "—", text)


def _open(text: str) -> str:
    return re.sub(r"(?<=\w)[ \u00a0]?—[ \u00a0]?(?=\w)", " – ", text)


_SMALL = frozenset("a an and as at but by for from in into nor of off on or over per the to up via vs with".split())  # noqa: SIM905 - words


def title_case(_among: Sequence[Pair], policy: Policy) -> Look:
    """A heading does not follow the project's style of titles (``titles`` in ``[checks]``).

    ``sentence``: a capital begins the title and names only; ``title``: every word but the small ones has one; ``any``,
    as it is set at first: not looked at.
    """

    def look(pair: Pair) -> Iterator[Remark]:
        found = sides(pair)
        if found is None or policy.titles == "any" or pair.segment.kind not in {Kind.HEADING, Kind.METADATA}:
            return
        words = re.findall(r"[^\W\d_][\w’'-]*", found[1].text)
        later = [word for word in words[1:] if word.lower() not in _SMALL and not word.isupper()]
        small = [word for word in later if word[0].islower()]
        capital = [word for word in later if word[0].isupper() and word not in found[0].text]
        if policy.titles == "title" and small:
            yield Remark(f"“{small[0]}” has no capital, in a title")
        elif policy.titles == "sentence" and len(capital) >= max(2, len(later) * 2 // 3):
            yield Remark(f"“{capital[0]}” has a capital, in the middle of a title")

    return look


RULES = (
    Rule("spelling", Severity.INFO, prepare=spelling, languages=_EN),
    Rule("quotation-marks", Severity.INFO, prepare=quotation_marks, languages=_EN),
    Rule("date", Severity.INFO, prepare=date, languages=_EN),
    Rule("dash", Severity.INFO, prepare=dash, languages=_EN),
    Rule("title-case", Severity.WARNING, prepare=title_case, languages=_EN),
)
