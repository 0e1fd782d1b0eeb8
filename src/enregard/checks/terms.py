"""Terms of the project's glossary, acronyms that change with the language, false friends, months and days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from enregard.checks.contract import Look, Pair, Policy, Remark, Rule, Term
from enregard.checks.prose import sides
from enregard.checks.repair import outside_markup
from enregard.checks.stems import stems
from enregard.model import Severity

_FR_EN = ("fr", "en")


def glossary(_among: Sequence[Pair], policy: Policy) -> Look:
    """A term of the glossary is not translated as the glossary says.

    The glossary is a table (``glossary`` in ``[checks]``): the term, its translations, and words that are not wanted.
    Plurals and other inflections are recognised. Change the translation, or the glossary.
    """
    terms = [
        (term, _stemmed(term.source, policy.source), [_stemmed(one, policy.target) for one in term.targets])
        for term in policy.terms
        if term.source and term.targets
    ]

    def look(pair: Pair) -> Iterator[Remark]:
        found = sides(pair)
        if found is None or not terms:
            return
        old, new = stems(found[0].text, policy.source), stems(found[1].text, policy.target)
        for term, source, targets in terms:
            if _holds(old, source) and not any(_holds(new, one) for one in targets):
                yield Remark(f"“{term.source}” should be {_either(term.targets)}, says the glossary")

    return look


def forbidden(_among: Sequence[Pair], policy: Policy) -> Look:
    """A translation uses a word that the glossary does not want.

    Where the line of the glossary names a term, the word is unwanted as its translation only; else everywhere.
    """
    lines = [
        (term, _stemmed(term.source, policy.source), [(word, _stemmed(word, policy.target)) for word in term.forbidden])
        for term in policy.terms
        if term.forbidden
    ]

    def look(pair: Pair) -> Iterator[Remark]:
        found = sides(pair)
        if found is None or not lines:
            return
        old, new = stems(found[0].text, policy.source), stems(found[1].text, policy.target)
        for term, source, unwanted in lines:
            if term.source and not _holds(old, source):
                continue
            for word, wanted in unwanted:
                if _holds(new, wanted):
                    yield Remark(f"“{word}” is not wanted{_instead(term)}, says the glossary")

    return look


@cache
def _stemmed(term: str, language: str) -> tuple[str, ...]:
    return stems(term, language)


def _holds(words: tuple[str, ...], term: tuple[str, ...]) -> bool:
    size = len(term)
    return size > 0 and any(words[n : n + size] == term for n in range(len(words) - size + 1) if words[n] == term[0])


def _either(words: Sequence[str]) -> str:
    return " or ".join(f"“{word}”" for word in words)


def _instead(term: Term) -> str:
    return f" (but {_either(term.targets)})" if term.targets else ""


_TABLE = (
    "OTAN=NATO ONU=UN TVA=VAT PIB=GDP PNB=GNP UE=EU OMS=WHO FMI=IMF OMC=WTO OCDE=OECD OIT=ILO BCE=ECB CEE=EEC"
    " CEDH=ECHR CJUE=CJEU CPI=ICC CIJ=ICJ HCR=UNHCR AIEA=IAEA PNUD=UNDP PNUE=UNEP OIM=IOM CICR=ICRC ONG=NGO"
    " PME=SME RGPD=GDPR ADN=DNA ARN=RNA VIH=HIV IRM=MRI OGM=GMO GES=GHG GIEC=IPCC OVNI=UFO URSS=USSR RFA=FRG"
    " RDA=GDR RDC=DRC CEDEAO=ECOWAS OPEP=OPEC BERD=EBRD IA=AI PAC=CAP"
)
ACRONYMS = dict(pair.split("=") for pair in _TABLE.split())
"""French acronyms and what stands for them in English."""
_CAPITALS = re.compile("[A-Z][A-Z₂]")
_ACRONYM = re.compile(r"(?<![\w.-])[A-Z][A-Z₂]{1,7}(?![\w-]|\.\w)")


def acronym(_among: Sequence[Pair], policy: Policy) -> Look:
    """A French acronym was kept that has another form in English: OTAN is NATO, PIB is GDP.

    The table is the program's own; ``[checks.acronyms]`` adds to it, or changes it.
    """
    known = {**ACRONYMS, **policy.acronyms}

    def look(pair: Pair) -> Iterator[Remark]:
        found = sides(pair)
        if found is None or found[0].text == found[1].text or not _CAPITALS.search(found[1].own):
            return
        kept = set(_ACRONYM.findall(found[0].text)) & set(_ACRONYM.findall(found[1].own)) & known.keys()
        for old in sorted(kept):
            new = known[old]
            if new != old and not re.search(rf"(?<!\w){re.escape(new)}", found[1].text):
                yield Remark(f"“{old}” is “{new}” in English")

    return look


_FRIENDS = tuple(
    (stem, re.compile(rf"\b(?:{french})\b", re.IGNORECASE), re.compile(rf"\b(?:{english})\b", re.IGNORECASE), meaning)
    for stem, french, english, meaning in (
        ("actuel", r"actuellement|actuel(?:le)?s?", r"actual(?:ly)?", "currently, current"),
        ("éventuel", r"éventuellement|éventuel(?:le)?s?", r"eventual(?:ly)?", "possibly, possible"),
        ("librair", r"librairies?", r"librar(?:y|ies)", "a bookshop"),
        ("sensible", r"sensibles?", r"sensible", "sensitive"),
        ("sympathique", r"sympathiques?", r"sympathetic", "nice"),
        ("prétend", r"prétend(?:re|s|ent|u|ait)?", r"pretend(?:s|ed|ing)?", "claim"),
        ("assist", r"assister à|assist(?:e|ent|é) à", r"assist(?:s|ed|ing)?", "attend"),
        ("ach", r"achever|achèvent?|achevé(?:e|s)?", r"achieve[sd]?", "complete"),
        ("déception", r"déceptions?", r"deception", "disappointment"),
        ("avertissement", r"avertissements?", r"advertisement", "warning"),
        ("monnaie", r"monnaies?", r"money", "currency, change"),
        ("ancien", r"ancien(?:ne)?s?", r"ancient", "former, old"),
        ("fabrique", r"fabriques?", r"fabric", "factory"),
        ("préservatif", r"préservatifs?", r"preservatives?", "condom"),
        ("versatile", r"versatiles?", r"versatile", "fickle"),
        ("suppli", r"supplier|supplient?", r"suppliers?", "to beg"),
        ("phrase", r"phrases?", r"phrases?", "sentence"),
        (
            "important",
            r"important(?:e|s|es)? (?:baisse|hausse|somme|nombre)",
            r"important (?:fall|rise|sum|number)",
            "large",
        ),
    )
)


def false_friend(pair: Pair) -> Iterator[Remark]:
    """A French word seems to be translated by the English one that looks like it and means something else.

    ``actuellement`` is ``currently``, ``éventuellement`` is ``possibly``, ``librairie`` is a bookshop. It is
    information: in its place the word can be right.
    """
    found = sides(pair)
    if found is None:
        return
    text = found[0].text.casefold()
    for stem, french, english, meaning in _FRIENDS:
        if stem in text and (old := french.search(found[0].text)) and (new := english.search(found[1].own)):
            yield Remark(f"“{new[0]}” for “{old[0]}”? That rather means: {meaning}")


_MONTHS = "january february april june july august september october november december"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_LOWER = re.compile(rf"(?<![\w./-])(?:{'|'.join((_MONTHS + ' ' + _DAYS).split())}|(?<=\d )(?:march|may))(?![\w/-])")


def calendar_capital(pair: Pair) -> Iterator[Remark]:
    """A month or a day of the week begins with a small letter.

    French writes ``lundi 3 mars``, English ``Monday 3 March``. ``check --fix`` writes the capital.
    """
    found = sides(pair)
    if found is not None and (match := _LOWER.search(found[1].own)):
        mended = outside_markup(pair.msgstr, lambda text: _LOWER.sub(lambda m: m[0].capitalize(), text))
        yield Remark(f"“{match[0]}” has a capital in English", suggestion=mended if mended != pair.msgstr else None)


RULES = (
    Rule("glossary", Severity.WARNING, prepare=glossary),
    Rule("forbidden-term", Severity.WARNING, prepare=forbidden),
    Rule("acronym", Severity.WARNING, prepare=acronym, languages=_FR_EN),
    Rule("false-friend", Severity.INFO, false_friend, languages=_FR_EN),
    Rule("calendar-capital", Severity.WARNING, calendar_capital, languages=_FR_EN),
)
