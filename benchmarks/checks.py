"""How many accepted translations the checks flag, how many seeded faults they find, and how fast they are.

    python benchmarks/checks.py [--profile technical] [--sample N] [--show RULE] ENGLISH_TO_FRENCH.po...

The files are human translations from English into French (``# python-docs-fr`` and its like); turned round, their
French is the source and their English the translation. reStructuredText roles become the Markdown that a writer would
use: code, links and emphasis; everything then goes the way of ``enregard check``: the French is read as a manuscript,
both sides are rendered, and every rule is put to every pair. Faults are sown, one a segment, into all translations that
can have them; a fault counts as found when a rule says something of the level of a warning or an error that it did not
say before.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from enregard import catalogs, checks, publication
from enregard.checks import Pair, Policy
from enregard.model import Entry, Finding, Limits, Place, Reading, Severity
from enregard.registry import CHECKS, SOURCES
from enregard.sources.contract import Manuscript

DOCUMENT = 60
"""Entries in a manuscript: long pages are slow to render and tell nothing more."""
Words = tuple[str, str]
"""The French and the English of an entry."""


def turned(path: Path) -> list[Words]:
    """The finished entries of a file, French first, as Markdown."""
    entries = catalogs.read(path.read_bytes(), path=path.name).entries
    done = [e for e in entries if e.msgstr.strip() and "fuzzy" not in e.flags and e.msgid_plural is None]
    pairs = {markdown(e.msgstr): markdown(e.msgid) for e in done}
    return [(french, english) for french, english in pairs.items() if french != english]


_LITERAL = re.compile(
    r"``(?P<code>.+?)``(?![`\w])"
    r"|:(?P<role>(?:[a-z]+:)?[a-z-]+):`(?P<text>[^`]*)`"
    r"|`(?P<words>[^`<]*?)\s*<(?P<address>[^`>]*)>`__?"
    r"|`(?P<name>[^`]+)`__?(?!`)"
    r"|\[(?:#[\w-]*|\d+)\]_",
    re.DOTALL,
)
_SHOWN = frozenset("ref doc term abbr rfc pep issue dfn menuselection guilabel source option keyword".split())  # noqa: SIM905 - words
"""Roles that print their text as it is; all others print code."""


def markdown(rst: str) -> str:
    """Inline reStructuredText as Markdown, read once from left to right."""
    text = _LITERAL.sub(_in_markdown, re.sub(r" ?::$", ":", rst.strip()))
    text = re.sub(r"(?<![`\w])(__\w+?__)(?!`)", lambda m: m[1].replace("_", "\\_"), text)
    text = re.sub(r"\\\*", "\u2217", text)  # an escaped star would be one in Markdown too; here it is only in the way
    return re.sub(r"\\(?=[ _|])", "", text)


def _in_markdown(match: re.Match[str]) -> str:
    if match["code"]:
        return _code(match["code"])
    if match["role"]:
        shown = re.sub(r"\s*<[^>]*>$", "", match["text"]).lstrip("!")
        if match["role"].rpartition(":")[2] in _SHOWN:
            return shown
        return _code(re.sub(r"^~.*\.|^\.", "", shown))  # ~ prints the last part only, a dot searches
    if match["address"]:
        return f"[{match['words']}]({_encoded(match['address'])})"
    return f"[{match['name']}](#)" if match["name"] else "[^1]"


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _encoded(address: str) -> str:
    return re.sub(r"\s", "", address).replace("(", "%28").replace(")", "%29")


def read(words: Sequence[Words], name: str) -> list[Pair]:
    """Pairs as ``enregard check`` would make them; entries that are no paragraph in Markdown are left out."""
    pairs: list[Pair] = []
    reading = Reading(unit="block", front_matter=())
    for start in range(0, len(words), DOCUMENT):
        part = dict(words[start : start + DOCUMENT])
        text = "\n\n".join((*part, "[^1]: Une note.\n\n[^2]: Une autre.\n"))
        manuscript = SOURCES[".md"](text, path=f"{name}.md", name=name, reading=reading, ids={})
        known = {re.sub(r"[ \n]+", " ", french): english for french, english in part.items()}
        entries = {s.key: Entry(s.text, known[s.text]) for s in manuscript.segments if s.text in known}
        pairs += _pairs(manuscript, entries, name)
    return pairs


def _pairs(manuscript: Manuscript, entries: dict[tuple[str | None, str], Entry], name: str) -> Iterator[Pair]:
    catalog = catalogs.Catalog(f"{name}.po", "", "utf-8", (), tuple(entries.values()), (), by_key=entries)
    source = publication.source_page(manuscript, language="fr", limits=Limits())
    faces = publication.facing(manuscript, catalog, source, language="en", stale="source", limits=Limits())
    for theirs, ours in zip(faces.source.passages, faces.translation.passages, strict=True):
        key = theirs.segment.key
        if key in entries:
            shown = ours if ours.language == "en" else None
            reason = faces.quarantined.get(key)
            yield Pair(theirs.segment, entries[key], theirs, shown, reason, Place(f"{name}.po", 1), Place(f"{name}.md"))


# -- faults ---------------------------------------------------------------------------------------------------------

Sow = Callable[[str, str, random.Random], str | None]
"""French, English, chance -> the English with a fault, or None where it cannot have this one."""


def final_stop(_fr: str, en: str, _r: random.Random) -> str | None:
    """The full stop at the end is lost."""
    return en[:-1] if re.search(r"\w\.$", en) and re.search(r"\w\.$", _fr) else None


def french_space(_fr: str, en: str, r: random.Random) -> str | None:
    """A French space stands before a sign of punctuation."""
    places = [m.start() for m in re.finditer(r"(?<=\w)[;:!?](?=\s|$)", en) if _outside_code(en, m.start())]
    if not places:
        return None
    place = r.choice(places)
    return en[:place] + r.choice("\u00a0\u202f") + en[place:]


def guillemets(_fr: str, en: str, r: random.Random) -> str | None:
    """A word stands between guillemets."""
    words = list(re.finditer(r"(?<= )[A-Za-z]{3,}(?= )", en))
    if not words or "`" in en[: words[0].start()]:
        return None
    word = words[0] if r.random() < 0.5 else r.choice(words)
    return f"{en[: word.start()]}«\u00a0{word[0]}\u00a0»{en[word.end() :]}" if _outside_code(en, word.start()) else None


def number(_fr: str, en: str, r: random.Random) -> str | None:
    """One digit of a number is another digit."""
    places = [m.start() for m in re.finditer(r"\d", en) if _outside_code(en, m.start())]
    if not places:
        return None
    place = r.choice(places)
    digit = r.choice([d for d in "123456789" if d != en[place]])
    return en[:place] + digit + en[place + 1 :]


def link_target(_fr: str, en: str, _r: random.Random) -> str | None:
    """A link leads elsewhere."""
    found = re.search(r"\]\(((?!https?://\w\w\.wiki)[^)#\s]{6,})\)", en)
    return None if found is None else f"{en[: found.end(1) - 2]}x{en[found.end(1) - 1 :]}"


def code(_fr: str, en: str, r: random.Random) -> str | None:
    """A letter of a code span is lost."""
    spans = [m for m in re.finditer(r"(?<!`)`([^`]+)`(?!`)", en) if f"`{m[1]}`" in _fr and _fr.count(m[1]) == 1]
    spans = [m for m in spans if len(m[1]) > 2]
    if not spans:
        return None
    span = r.choice(spans)
    place = r.choice([n for n in range(span.start(1), span.end(1)) if not en[n].isspace()])
    return en[:place] + en[place + 1 :]


def emphasis(_fr: str, en: str, _r: random.Random) -> str | None:
    """Emphasised words are plain, where the French has as many: what the source lacks cannot be lost."""
    if len(_EMPHASISED.findall(_fr)) < len(_EMPHASISED.findall(en)):
        return None
    lost = _EMPHASISED.sub(r"\2", en, count=1)
    return lost if lost != en and "`" not in en[: en.index("*")] else None


_EMPHASISED = re.compile(r"(?<![*\w])(\*\*?)(?!\s)([^*`\n]+)(?<!\s)\1(?!\*)")


def footnote(_fr: str, _en: str, _r: random.Random) -> str | None:
    """A reference to a note is lost: sown by ``with_note``."""
    return None


def truncated(_fr: str, en: str, _r: random.Random) -> str | None:
    """Only the first 40 % are there."""
    cut = en[: int(len(en) * 0.4)].rstrip()
    return cut if len(en) >= 40 and not _unbalanced(cut) else None


def copied(fr: str, _en: str, _r: random.Random) -> str | None:
    """The French stands in place of the translation."""
    return fr if len(re.findall(r"[a-zà-ÿ]{2,}", re.sub(r"`[^`]*`", "", fr))) >= 3 else None


def doubled(_fr: str, en: str, r: random.Random) -> str | None:
    """A word stands twice."""
    words = [w for w in re.finditer(r"(?<= )[A-Za-z]{2,}(?= )", en) if _outside_code(en, w.start())]
    if not words:
        return None
    word = r.choice(words)
    return f"{en[: word.end()]} {word[0]}{en[word.end() :]}"


def half(fr: str, en: str, r: random.Random) -> str | None:
    """One half is still French."""
    theirs, mine = fr.split(" "), en.split(" ")
    if len(theirs) < 6 or len(mine) < 6:
        return None
    first, second = (theirs, mine) if r.random() < 0.5 else (mine, theirs)
    mixed = " ".join((*first[: len(first) // 2], *second[len(second) // 2 :]))
    return None if _unbalanced(mixed) else mixed


def space_before(_fr: str, en: str, _r: random.Random) -> str | None:
    """Two spaces between two words."""
    return en.replace(" ", "  ", 1) if " " in en and "  " not in en and "`" not in en.partition(" ")[0] else None


def lower_start(_fr: str, en: str, _r: random.Random) -> str | None:
    """A closing bracket is lost."""
    place = en.rfind(")")
    return en[:place] + en[place + 1 :] if place > 0 and "](" not in en and _outside_code(en, place) else None


FAULTS: dict[str, tuple[Sow, float]] = {
    "final stop dropped": (final_stop, 99),
    "French space left": (french_space, 99),
    "guillemets left": (guillemets, 99),
    "number changed": (number, 99),
    "link target changed": (link_target, 99),
    "code changed": (code, 99),
    "emphasis lost": (emphasis, 99),
    "footnote lost": (footnote, 99),
    "truncated": (truncated, 99),
    "untranslated copy": (copied, 99),
    "doubled word": (doubled, 97),
    "half in French": (half, 90),
    "bracket lost": (lower_start, 0),
    "double space": (space_before, 0),
}
"""Each fault with the share that has to be found, in per cent."""


def _outside_code(text: str, place: int) -> bool:
    before = text[:place]
    return before.count("`") % 2 == 0 and not re.search(r"\]\([^)]*$", before)


def _unbalanced(text: str) -> bool:
    """Markup cut in two would be found for other reasons than the fault."""
    return text.count("`") % 2 == 1 or text.count("*") % 2 == 1 or bool(re.search(r"\[[^\]]*$|\]\([^)]*$", text))


def sown(pairs: Sequence[Pair], name: str, sample: int, seed: int) -> list[Pair]:
    """Pairs with one fault each, rendered anew; drawn from all that are published, flagged or not."""
    chance = random.Random(f"{seed} {name}")
    sow = FAULTS[name][0]
    faulty: list[Words] = []
    published = [pair for pair in pairs if pair.quarantine is None]
    for pair in chance.sample(published, len(published)):
        french, english = pair.msgid, pair.msgstr
        wrong = english if name == "footnote lost" else sow(french, english, chance)
        french += NOTE if name == "footnote lost" else ""
        if wrong is not None and (french, wrong) != (pair.msgid, english) and wrong.strip():
            faulty.append((french, wrong))
        if len(faulty) >= sample:
            break
    return read(faulty, "faults")


NOTE = "[^1]"
"""The reference that a French passage has, and its translation has lost."""


# -- judging --------------------------------------------------------------------------------------------------------


def flagged(pairs: Sequence[Pair], policy: Policy, among: Sequence[Pair]) -> dict[str, list[Finding]]:
    """Findings of the level of a warning or an error, by msgid."""
    found: dict[str, list[Finding]] = {}
    for finding in checks.check(pairs, CHECKS.values(), policy=policy, among=among):
        if finding.severity is not Severity.INFO:
            found.setdefault(finding.msgid, []).append(finding)
    return found


@dataclass(frozen=True, slots=True)
class Score:
    """How many faults of a kind are found, in per cent."""

    sown: int
    found: float
    """In a project whose other translations are those that were accepted."""
    alone: float
    """In a project of nothing but faults of this kind: what is learnt from it must not call them usual."""
    missed: tuple[Pair, ...]


def score(pairs: Sequence[Pair], name: str, policy: Policy, *, sample: int, seed: int = 1) -> Score | None:
    """What becomes of one kind of fault; None where no pair can have it. Found is what was not said before."""
    faulty = sown(pairs, name, sample, seed)
    if not faulty:
        return None
    before = _told(flagged(pairs, policy, pairs))
    shares = []
    for among in (pairs, faulty):
        new = _told(flagged(faulty, policy, among)) - before
        told = {msgid for msgid, _, _ in new}
        missed = tuple(pair for pair in faulty if pair.msgid not in told)
        shares.append((100 * (1 - len(missed) / len(faulty)), missed))
    return Score(len(faulty), shares[0][0], shares[1][0], shares[0][1])


def _told(found: Mapping[str, Sequence[Finding]]) -> set[tuple[str, str, str]]:
    return {(finding.msgid, finding.rule, finding.message) for findings in found.values() for finding in findings}


def project(paths: Sequence[Path]) -> list[Pair]:
    """The pairs of several files, each French text once."""
    return read(list(dict(pair for path in paths for pair in turned(path)).items()), "docs")


def main() -> None:
    """Read, judge, sow, judge again, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="PO")
    parser.add_argument("--profile", default="technical")
    parser.add_argument("--sample", type=int, default=400, help="faults of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", default="", metavar="RULE", help="print what a rule flags, or a fault's misses")
    args = parser.parse_args()
    pairs = project(args.files)
    policy = Policy(profile=args.profile)
    start = time.process_time()
    found = flagged(pairs, policy, pairs)
    spent = time.process_time() - start
    print(f"{len(pairs)} paragraphs; profile {args.profile}")
    print(f"flagged: {len(found)} = {100 * len(found) / len(pairs):.2f} %")
    print(f"time: {spent:.2f} s, {10_000 * spent / len(pairs):.2f} s for 10,000")
    by_rule = Counter(rule for findings in found.values() for rule in {finding.rule for finding in findings})
    for rule, count in by_rule.most_common():
        print(f"  {rule:24}{count:6}  {100 * count / len(pairs):.2f} %")
    _show(found, args.show)
    for name, (_, wanted) in FAULTS.items():
        seen = score(pairs, name, policy, sample=args.sample, seed=args.seed)
        if seen is None:
            continue
        short = "" if seen.found >= wanted else f"(wanted {wanted})"
        print(f"{name:24}{seen.sown:6} sown {seen.found:7.2f} % found, {seen.alone:7.2f} % alone  {short}")
        if args.show == name:
            for pair in seen.missed:
                print("   MISSED", repr(pair.msgid), "\n         ", repr(pair.msgstr))


def _show(found: dict[str, list[Finding]], rule: str) -> None:
    for findings in found.values():
        for finding in findings:
            if rule in {finding.rule, "all"}:
                print(f"{finding.rule}: {finding.message}\n     {finding.msgid!r}\n     {finding.msgstr!r}")


if __name__ == "__main__":
    main()
