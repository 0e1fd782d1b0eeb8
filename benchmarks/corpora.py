"""Projects to measure on: generated, cut small, put together to one long document, translated throughout."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GENERATOR = Path(__file__).parent.parent.parent / "shared" / "tools" / "make_bench_corpus.py"
"""The generator of synthetic documents, which lies beside the repository."""
ENREGARD = Path(sys.executable).parent / "enregard"

_HEADING = re.compile(r"(?m)^(?=#{1,6} )")
_MARK = re.compile(r' \((?:en|version ([0-9]+))\)"')
"""What stands at the end of every translation that was made here."""
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_UNTRANSLATED = re.compile(r'^(msgid (?:".*"\n)+)msgstr ""\n(?=\n|\Z)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of French documents, and how large it is."""

    source: Path
    documents: int
    size: int
    """Bytes."""

    def __str__(self) -> str:
        """How a report calls it."""
        return f"{self.documents:,} documents, {self.size / 1e6:.1f} MB"


def corpus(source: Path) -> Corpus:
    """What a folder holds."""
    files = list(source.rglob("*.md"))
    return Corpus(source, len(files), sum(path.stat().st_size for path in files))


def generated(folder: Path, documents: int) -> Corpus:
    """That many synthetic documents, and a revised copy beside them; made once for a folder."""
    source = folder / f"generated-{documents}"
    if not source.is_dir():
        command = [sys.executable, GENERATOR, "--docs", str(documents), "--out", source, "--revise", "0.05"]
        subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)
    return corpus(source)


def revised(source: Corpus) -> Path:
    """The same documents with one block in twenty changed; exists for generated ones."""
    return source.source.with_name(f"{source.source.name}-rev2")


def small(folder: Path, whole: Corpus, *, files: int = 2_800, size: int = 400) -> Corpus:
    """The documents cut at their headings, and where a section is longer between its blocks, to about so many bytes."""
    target = folder / f"small-{whole.source.name}"
    if not target.is_dir():
        pieces = (piece for path in sorted(whole.source.rglob("*.md")) for piece in _pieces(path, size))
        for number, piece in zip(range(files), pieces, strict=False):
            to = target / f"{number // 100:02d}" / f"piece-{number:04d}.md"
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(piece, encoding="utf-8")
    return corpus(target)


def _pieces(path: Path, size: int) -> Iterator[str]:
    """Whole blocks of a document, together not much longer than the size; a part of a fenced block is left out."""
    for section in _HEADING.split(_FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))):
        taken = ""
        for block in [*section.strip().split("\n\n"), None]:
            if taken and (block is None or len((taken + block).encode()) > 1.5 * size):
                if len(taken.encode()) > size / 2 and not any(taken.count(fence) % 2 for fence in ("```", ":::")):
                    yield taken
                taken = ""
            taken += f"{block}\n\n" if block else ""


def one_document(folder: Path, whole: Corpus, *, size: int) -> Corpus:
    """One document of that many bytes, put together from the whole ones."""
    target = folder / f"one-{size}"
    if not target.is_dir():
        text = ""
        for path in sorted(whole.source.rglob("*.md")):
            text += _FRONT_MATTER.sub("", path.read_text(encoding="utf-8")) + "\n\n"
            if len(text.encode()) >= size:
                break
        cut = text.encode()[:size].decode(errors="ignore")
        target.mkdir(parents=True)
        (target / "long.md").write_text(cut[: cut.rfind("\n\n")] + "\n", encoding="utf-8")
    return corpus(target)


def project(folder: Path, source: Corpus, *, translated: bool) -> Path:
    """A project of these documents, its catalogs extracted and translated where that is asked for."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(source.source, folder / "source_fr")
    if translated:
        subprocess.run([str(ENREGARD), "extract", "-q"], cwd=folder, check=False, capture_output=True)
        for path in (folder / "locales" / "en").rglob("*.po"):
            path.write_text(translation(path.read_text(encoding="utf-8")), encoding="utf-8")
        forget(folder)
    return folder


def translation(catalog: str) -> str:
    """The catalog with every entry translated: by its own words and a mark, so that no two languages are alike."""

    def said(match: re.Match[str]) -> str:
        lines = match[1].removeprefix("msgid ").splitlines()
        if lines == ['""']:
            return match[0]
        last = lines[-1].removesuffix('"')
        end = "\\n" if last.endswith("\\n") else ""
        return match[1] + "msgstr " + "\n".join([*lines[:-1], f'{last.removesuffix(end)} (en){end}"']) + "\n"

    return _UNTRANSLATED.sub(said, catalog)


def forget(folder: Path) -> None:
    """Remove what the program knows of earlier runs, and the pages."""
    for name in ("build", ".enregard"):
        shutil.rmtree(folder / name, ignore_errors=True)


def start_over(folder: Path) -> None:
    """The same, and the catalogs."""
    forget(folder)
    shutil.rmtree(folder / "locales", ignore_errors=True)


def save_a_sentence(folder: Path) -> None:
    """What an editor does: one translation, the last of the middle catalog, is written anew; never the same twice."""
    paths = sorted((folder / "locales" / "en").rglob("*.po"))
    path = paths[len(paths) // 2]
    text = path.read_text(encoding="utf-8")
    *_, last = _MARK.finditer(text)
    path.write_text(f'{text[: last.start()]} (version {int(last[1] or 1) + 1})"{text[last.end() :]}', encoding="utf-8")
