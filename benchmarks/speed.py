"""How fast the program is beside its peers, what nothing changed costs, and how time grows; as tables and charts.

    make bench                                   everything, with peers in environments of their own
    python benchmarks/speed.py --only extraction,building --runs 3
    python benchmarks/speed.py --corpus FOLDER   on documents of your own

Whole processes, their start included; the programs of one table run in turn, several times; medians. Ratios are those
to bare Python-Markdown (``markdown.convert`` of the same files in one process), processor against processor; where two
cores are named, clock against clock. Tables are printed as Markdown; charts go to the folder that ``--charts`` names.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import corpora
import drawing
import peers
from corpora import ENREGARD, Corpus
from measuring import Figures, Run, Task, alternating, exponent, once

GROWTH = (100, 300, 1_000, 3_000, 10_000)
"""Documents of the projects whose time is compared."""
LENGTHS = (15_000, 50_000, 150_000, 500_000, 1_500_000)
"""Bytes of the one long document: about 100 to 10,000 segments."""
SERIAL = ("extract", "--jobs", "1")
TO_SEE = (0, 1)
"""Exit codes of commands that did their work: 1 says that there is something to see."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What all measurements need."""

    folder: Path
    corpus: Corpus
    runs: int
    charts: Path | None
    growth: Sequence[int] = GROWTH

    def ours(self, name: str, project: Path, *words: str, before: Callable[[], object] = lambda: None) -> Task:
        """Our program in a project."""
        return Task(name, [ENREGARD, *words], project, before, TO_SEE)

    def chart(self, name: str, title: str, seconds: Mapping[str, float], *, unit: str = "s") -> None:
        """A chart with bars, where charts are wanted."""
        if self.charts is not None and seconds:
            drawing.bars(self.charts / f"{name}.svg", title, seconds, unit=unit)


def table(title: str, figures: Mapping[str, Figures], *, unit: str = "bare Python-Markdown") -> None:
    """One table of Markdown; ratios where the unit was measured as well."""
    print(
        f"\n### {title}\n\n| | processor s | ratio | clock s | MB | runs |\n| --- | ---: | ---: | ---: | ---: | --- |"
    )
    one = figures.get(unit)
    for name, found in figures.items():
        ratio = f"{found.cpu / one.cpu:.2f}" if one else ""
        print(
            f"| {name} | {found.cpu:.2f} | {ratio} | {found.wall:.2f} | {found.megabytes:.0f} "
            f"| {len(found.runs)}: {found.spread} |"
        )
    sys.stdout.flush()


def extraction(bench: Bench) -> None:
    """From nothing to templates and catalogs, beside the extractors, on whole documents and on small ones."""
    _extraction(bench, "extraction", f"Extraction, {bench.corpus}", bench.corpus)
    small = corpora.small(bench.folder, bench.corpus)
    _extraction(bench, "small-files", f"Extraction of small files, {small}", small)


def _extraction(bench: Bench, chart: str, title: str, documents: Corpus) -> None:
    project = corpora.project(bench.folder / "extraction", documents, translated=False)
    figures = alternating(
        [
            peers.bare(documents.source, bench.folder / "bare"),
            bench.ours("enregard extract", project, *SERIAL, before=lambda: corpora.start_over(project)),
            *(
                peer.task(documents.source, bench.folder / f"peer-{number}")
                for number, peer in enumerate(peers.installed(peers.EXTRACTORS))
            ),
        ],
        runs=bench.runs,
    )
    table(title, figures)
    bench.chart(chart, f"{title}: seconds of the processor", {name: found.cpu for name, found in figures.items()})


def again(bench: Bench) -> None:
    """The second extraction, and one after every twentieth block was changed, beside ``msgmerge``."""
    project = corpora.project(bench.folder / "again", bench.corpus, translated=True)
    tasks = [
        bench.ours("enregard extract, first", project, *SERIAL, before=lambda: _without(project)),
        bench.ours("enregard extract, nothing changed", project, *SERIAL),
    ]
    figures = alternating(tasks, runs=bench.runs)
    table("Extraction again", figures, unit="enregard extract, first")
    changed = corpora.revised(bench.corpus)
    if not changed.is_dir():
        return
    # What msgmerge is given was made by our own extraction of the revised French: it starts with the work half done.
    newer = corpora.project(bench.folder / "newer", corpora.corpus(changed), translated=False)
    once(bench.ours("extract", newer, "extract"))
    old = corpora.project(bench.folder / "older", bench.corpus, translated=True)
    copy = bench.folder / "revised"
    tasks = [
        bench.ours("enregard extract, sources read", copy, "extract", before=lambda: _revised(old, changed, copy)),
        peers.merging(old, newer / "locales" / "pot", bench.folder / "merged"),
    ]
    copy.mkdir(exist_ok=True)
    table("One block in twenty changed, all catalogs translated", alternating(tasks, runs=max(1, bench.runs // 2)))


def _without(project: Path) -> None:
    kept = project.with_name(f"{project.name}-locales")
    if not kept.is_dir():
        shutil.copytree(project / "locales", kept)
    corpora.start_over(project)


def _revised(old: Path, changed: Path, copy: Path) -> None:
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    shutil.copytree(old / "locales", copy / "locales")
    shutil.copytree(changed, copy / "source_fr")


def building(bench: Bench) -> None:
    """All editions from nothing, on one core and on two, and when nothing changed; status and check beside."""
    project = corpora.project(bench.folder / "building", bench.corpus, translated=True)
    fresh = {"before": lambda: corpora.forget(project)}
    tasks = [
        peers.bare(bench.corpus.source, bench.folder / "bare"),
        bench.ours("enregard build, three editions, one core", project, "build", "--jobs", "1", **fresh),
        bench.ours("enregard build, three editions, two cores", project, "build", "--jobs", "2", **fresh),
        bench.ours("enregard build, nothing changed", project, "build"),
        bench.ours("enregard status, fresh", project, "status", **fresh),
        bench.ours("enregard status, again", project, "status"),
        bench.ours("enregard check, fresh", project, "check", "--format", "json", **fresh),
        bench.ours("enregard check, again", project, "check", "--format", "json"),
        *(peer.task(bench.corpus.source, bench.folder / peer.program) for peer in peers.installed(peers.BUILDERS)),
    ]
    figures = alternating(tasks, runs=bench.runs)
    table(f"Building, {bench.corpus}", figures)
    both, bare = figures.get("enregard build, three editions, two cores"), figures.get("bare Python-Markdown")
    if both and bare:
        print(f"\nTwo cores, clock against clock: {both.wall / bare.wall:.2f} times bare Python-Markdown.")
    bench.chart("building", f"Building, {bench.corpus}", {name: found.cpu for name, found in figures.items()})


def saving(bench: Bench) -> None:
    """A project of 1,000 documents: nothing changed, and one sentence saved in one catalog; by the clock."""
    documents = min(1_000, max(bench.growth))
    project = corpora.project(bench.folder / "saving", corpora.generated(bench.folder, documents), translated=True)
    for command in ("build", "status", "extract", "check"):
        once(bench.ours(command, project, command))
    tasks = [
        task
        for command in ("build", "status", "extract", "check")
        for task in (
            bench.ours(
                f"{command}, one sentence saved", project, command, before=lambda: corpora.save_a_sentence(project)
            ),
            bench.ours(f"{command}, nothing changed", project, command),
        )
    ]
    table(f"Between two saves, {documents:,} documents", alternating(tasks, runs=2 * bench.runs))


def starting(bench: Bench) -> None:
    """What a person waits for before anything happens; by the clock."""
    few = corpora.project(bench.folder / "ten", corpora.generated(bench.folder, 10), translated=True)
    tasks = [
        bench.ours("enregard --version", few, "--version"),
        bench.ours("enregard --help", few, "--help"),
        bench.ours("status of ten documents, fresh", few, "status", before=lambda: corpora.forget(few)),
        bench.ours("status of ten documents, again", few, "status"),
    ]
    table("Starting", alternating(tasks, runs=3 * bench.runs))


def growth(bench: Bench) -> None:
    """How time and memory grow with the number of documents, and with the length of one."""
    found: dict[str, list[tuple[float, float]]] = {"enregard build": [], "enregard extract": [], "bare convert": []}
    print("\n### Growth with the number of documents (one core)\n")
    print("| documents | extract s | MB | build s | MB | bare s |\n| ---: | ---: | ---: | ---: | ---: | ---: |")
    for count in bench.growth:
        runs = _grown(bench, corpora.generated(bench.folder, count))
        for name, run in zip(("enregard extract", "enregard build", "bare convert"), runs, strict=True):
            found[name].append((count, run.cpu))
        first, second, bare = runs
        print(
            f"| {count:,} | {first.cpu:.2f} | {first.megabytes:.0f} | {second.cpu:.2f} | {second.megabytes:.0f} "
            f"| {bare.cpu:.2f} |",
            flush=True,
        )
    print("\n" + "; ".join(f"{name}: exponent {exponent(points):.2f}" for name, points in found.items()))
    if bench.charts is not None:
        title = "Three editions from nothing, and what comes before"
        drawing.lines(bench.charts / "growth.svg", title, found, across="documents")
    print("\n### Growth with the length of one document\n")
    print("| kB | extract s | build s | bare s |\n| ---: | ---: | ---: | ---: |")
    long: list[tuple[Run, Run, Run]] = []
    for size in LENGTHS:
        long.append(_grown(bench, corpora.one_document(bench.folder, bench.corpus, size=size)))
        print(f"| {size // 1000:,} | " + " | ".join(f"{run.cpu:.2f}" for run in long[-1]) + " |", flush=True)
    for number, name in enumerate(("extract", "build", "bare convert")):
        whole = [(size, runs[number].cpu) for size, runs in zip(LENGTHS, long, strict=True)]
        start = 0.9 * min(seconds for _, seconds in whole)  # what the shortest takes is nearly all start
        work = [(size, seconds - start) for size, seconds in whole[2:]]
        print(
            f"\n{name}: exponent {exponent(whole):.2f}; without the start, from {LENGTHS[2] // 1000} kB on, "
            f"{exponent(work):.2f}"
        )


def _grown(bench: Bench, corpus: Corpus) -> tuple[Run, Run, Run]:
    """Extraction, building and bare conversion of one corpus."""
    project = corpora.project(bench.folder / "growth", corpus, translated=True)
    second = once(bench.ours("build", project, "build", "--jobs", "1"))
    bare = once(peers.bare(corpus.source, bench.folder / "bare"))
    first = once(bench.ours("extract", project, *SERIAL, before=lambda: corpora.start_over(project)))
    return first, second, bare


MEASUREMENTS: Mapping[str, Callable[[Bench], None]] = {
    one.__name__: one for one in (starting, extraction, again, building, saving, growth)
}


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(MEASUREMENTS), help=f"of {', '.join(MEASUREMENTS)}")
    parser.add_argument("--corpus", type=Path, help="a folder of Markdown files; without it documents are generated")
    parser.add_argument("--documents", type=int, default=300, help="how many are generated (300)")
    parser.add_argument("--largest", type=int, default=GROWTH[-1], help="documents of the largest project (10,000)")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--charts", type=Path, help="a folder for the charts")
    parser.add_argument("--folder", type=Path, help="where to work; kept, so that corpora are made once")
    arguments = parser.parse_args()
    if arguments.corpus is None and not corpora.GENERATOR.is_file():
        parser.error(f"{corpora.GENERATOR} is not there: give a folder of documents with --corpus")
    with tempfile.TemporaryDirectory() as name:
        folder = (arguments.folder or Path(name)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        corpus = (
            corpora.corpus(arguments.corpus.resolve())
            if arguments.corpus
            else corpora.generated(folder, arguments.documents)
        )
        sizes = [size for size in GROWTH if size <= arguments.largest]
        bench = Bench(folder, corpus, arguments.runs, arguments.charts, sizes)
        print(f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, ", end="")
        print(f"load {os.getloadavg()[0]:.1f}: `{' '.join(['python', *sys.argv])}`")
        for one in arguments.only.split(","):
            MEASUREMENTS[one](bench)


if __name__ == "__main__":
    main()
