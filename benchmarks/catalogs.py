"""How long catalogs take to read and to merge, how much memory, and how many changed sentences find their translation.

    python benchmarks/catalogs.py [--seed N] [--quick]

French-like prose is made up from a seed: sentences of 6 to 24 words, a fifth of them alike but for a number or a word,
as in laws and lists. Then 5 % of the sentences are reworded, one or two words in each. ``msgmerge --previous`` (GNU
gettext) and ``pot2po`` (translate-toolkit) get the same pair of templates; those that are not on the PATH are named.
Every measurement is a process of its own, the interpreter's start included; seconds are the processor's, so that other
work on the machine counts less, and memory is the greatest size of the process.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from measuring import Task, TaskError, once

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
PLURALS = "nplurals=2; plural=(n != 1);"
SYLLABLES = tuple("la ti mon re so pa vi gé dou ché ran bel fi cu tra né lois pri ver sau mé quoi ble té sion".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Work:
    """A translated catalog, the French now, and where each reworded sentence comes from."""

    old_template: Path
    catalog: Path
    new_template: Path
    reworded: dict[str, str]
    """New msgid to old msgid."""
    count: int = 0


def prose(count: int, *, seed: int) -> list[str]:
    """Different sentences; a fifth of them like another one but for a number or a word."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4)))) for _ in range(6_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    found: dict[str, None] = {}
    while len(found) < count:
        if found and chance.random() < 0.2:
            text = reworded(next(reversed(found)), chance, words, times=1)
        else:
            text = " ".join(chance.choices(words, weights, k=chance.randint(6, 24))).capitalize()
            text += f" (article {chance.randint(1, 400)})." if chance.random() < 0.2 else "."
        found[text] = None
    return list(found)


def reworded(text: str, chance: random.Random, words: Sequence[str], *, times: int) -> str:
    """The sentence with other words in some places."""
    parts = text.split(" ")
    for _ in range(times):
        parts[chance.randrange(1, len(parts) - 1)] = chance.choice(words)
    return " ".join(parts)


def prepared(folder: Path, count: int, *, seed: int) -> Work:
    """The files of one measurement."""
    chance = random.Random(seed + 1)
    old = prose(count, seed=seed)
    words = sorted({word for text in old[:500] for word in text.split(" ")[1:-1]})
    known = set(old)
    new, changed = [], {}
    for text in old:
        now = text
        while chance.random() < 0.05 and now in known:
            now = reworded(text, chance, words, times=chance.choice((1, 1, 2)))
        if now in known and now != text:
            now = text
        known.add(now)
        new.append(now)
        if now != text:
            changed[now] = text
    paths = [folder / f"{count}{name}" for name in (".old.pot", ".po", ".new.pot")]
    for path, texts, said in ((paths[0], old, False), (paths[1], old, True), (paths[2], new, False)):
        path.write_text(po(texts, said=said), encoding="utf-8")
    return Work(*paths, changed, count)


def po(texts: Sequence[str], *, said: bool) -> str:
    """A template, or a catalog in which every sentence is translated by its own words backwards."""
    head = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    head += '"Content-Transfer-Encoding: 8bit\\n"\n"MIME-Version: 1.0\\n"\n'
    entries = [
        f'#. type: Plain text\n#. id: s{n}\n#: source_fr/a.md\nmsgid "{t}"\nmsgstr "{english(t) if said else ""}"'
        for n, t in enumerate(texts)
    ]
    return "\n\n".join((head.rstrip("\n"), *entries)) + "\n"


def english(text: str) -> str:
    """What the catalog says for a sentence: unlike it, and no other sentence's."""
    return text[::-1]


def ours(work: Work, result: Path) -> None:
    """Read the old template and the catalog, compare, merge, write; the new French comes as its segments do."""
    from enregard import catalogs
    from enregard.model import Kind, Segment

    old = catalogs.read(work.old_template.read_bytes(), path="old.pot")
    with work.new_template.open(encoding="utf-8") as lines:
        texts = [line[7:-2] for line in lines if line.startswith('msgid "') and line != 'msgid ""\n']
    segments = [Segment(text, Kind.PARAGRAPH, f"s{n}") for n, text in enumerate(texts)]
    catalog = catalogs.read(work.catalog.read_bytes(), path="a.po")
    changes = catalogs.compare({"a": old}, {"a": segments})
    merged = catalogs.merge(
        changes,
        "a",
        {"a": catalog},
        catalogs.sheet(segments, source_path="source_fr/a.md", references="path", ids=changes.ids["a"]),
        catalogs.Heading("a", "1", catalogs.stamp(NOW), "en", PLURALS),
    )
    result.write_bytes(merged.data)


def reading(work: Work, result: Path) -> None:
    """Read the catalog."""
    from enregard import catalogs

    begin = time.process_time()
    catalog = catalogs.read(work.catalog.read_bytes(), path="a.po")
    seconds = time.process_time() - begin
    result.write_text(f"{seconds:.2f} s for {len(catalog.entries)} entries, without the interpreter's start")


def polib(work: Work, result: Path) -> None:
    """Read the catalog with polib, which most tools use."""
    import polib

    begin = time.process_time()
    found = polib.pofile(str(work.catalog))
    result.write_text(f"{time.process_time() - begin:.2f} s for {len(found)} entries, without the interpreter's start")


OURS: dict[str, Callable[[Work, Path], None]] = {"enregard": ours, "reading": reading, "polib": polib}


def command(tool: str, work: Work, result: Path) -> list[str]:
    """How a tool is called on a pair of templates."""
    if tool == "msgmerge":
        return ["msgmerge", "--previous", "--quiet", "-o", str(result), str(work.catalog), str(work.new_template)]
    if tool == "pot2po":
        return ["pot2po", "--progress=none", "-t", str(work.catalog), str(work.new_template), str(result)]
    files = (work.old_template, work.catalog, work.new_template, result)
    return [sys.executable, __file__, "--one", tool, *map(str, files)]


def timed(tool: str, work: Work, result: Path) -> tuple[float, float]:
    """Seconds of the processor and megabytes of one run of a tool."""
    result.unlink(missing_ok=True)
    run = once(Task(tool, command(tool, work, result), result.parent))
    if not result.exists():
        raise TaskError(f"{tool} wrote nothing")
    return run.cpu, run.megabytes


def quality(work: Work, result: Path) -> str:
    """Of the reworded sentences: how many have the right old translation, as a fuzzy one, and with the old msgid."""
    from enregard import catalogs

    entries = catalogs.read(result.read_bytes(), path="result.po").by_key
    right = told = published = 0
    for now, before in work.reworded.items():
        entry = entries[None, now]
        good = entry.msgstr == english(before) and "fuzzy" in entry.flags
        right += good
        told += good and entry.previous_msgid == before
        published += bool(entry.msgstr) and "fuzzy" not in entry.flags
    total = len(work.reworded)
    shares = f"{100 * right / total:.1f} % right, {100 * told / total:.1f} % with the right previous msgid"
    return f"{shares}, {published} published unseen, of {total} reworded"


def beside_others(work: Work, result: Path, tools: Sequence[str], *, runs: int) -> None:
    """The same merge by several tools; the best of some runs counts."""
    print(f"\nA catalog of {work.count} entries, 5 % reworded; the best of {runs}\n")
    for tool in tools:
        if tool != "enregard" and shutil.which(tool) is None:
            print(f"{tool:10} is not installed")
            continue
        seconds, memory = min(timed(tool, work, result) for _ in range(runs))
        print(f"{tool:10} {seconds:6.2f} s {memory:6.0f} MB  {quality(work, result)}")


def main() -> None:
    """Print one line per measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="smaller catalogs: a quarter of the entries")
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        tool, *paths = arguments.one
        OURS[tool](Work(*map(Path, paths[:3]), {}), Path(paths[3]))
        return
    part = 4 if arguments.quick else 1
    with tempfile.TemporaryDirectory() as name:
        everything(Path(name), part, seed=arguments.seed)


def everything(folder: Path, part: int, *, seed: int) -> None:
    """All measurements in a folder."""
    result = folder / "result.po"

    big = prepared(folder, 30_000 // part, seed=seed)
    print(f"A catalog of {30_000 // part} entries, 5 % reworded\n")
    for tool in ("reading", "polib"):
        _, memory = timed(tool, big, result)
        print(f"{tool:10} {memory:6.0f} MB  {result.read_text()}")
    seconds, memory = timed("enregard", big, result)
    print(f"{'enregard':10} {memory:6.0f} MB  {seconds:.2f} s read, compared, merged, written")

    beside_others(prepared(folder, 8_000 // part, seed=seed), result, ("enregard", "msgmerge"), runs=3)
    beside_others(prepared(folder, 1_000 // part, seed=seed), result, ("enregard", "msgmerge", "pot2po"), runs=1)

    print("\nGrowth: read, compared, merged, written\n")
    for count in (1_000, 2_000, 4_000, 8_000, 16_000, 32_000):
        work = prepared(folder, count // part, seed=seed)
        seconds = min(timed("enregard", work, result)[0] for _ in range(2))
        print(f"{count // part:10} {seconds:6.2f} s  {1_000_000 * seconds / (count // part):6.0f} µs an entry")


if __name__ == "__main__":
    main()
