"""Other programs that take Markdown to gettext templates or to pages, as their manuals say to call them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from measuring import Task

ENVIRONMENTS = Path(__file__).parent.parent / ".venv" / "peers"
"""Where ``make bench`` installs the Python ones, each in an environment of its own."""

BARE = """
import sys
from pathlib import Path
import markdown
parser = markdown.Markdown(extensions=["extra", "admonition", "sane_lists", "toc"])
for path in sorted(Path(sys.argv[1]).rglob("*.md")):
    parser.reset()
    parser.convert(path.read_text(encoding="utf-8"))
"""
"""Python-Markdown alone with the extensions that are ours by default: the unit of all ratios."""

MDPO = """
import sys
from pathlib import Path
from mdpo.md2po import markdown_to_pofile
source, target = map(Path, sys.argv[1:])
for path in sorted(source.rglob("*.md")):
    to = (target / path.relative_to(source)).with_suffix(".pot")
    to.parent.mkdir(parents=True, exist_ok=True)
    markdown_to_pofile(str(path)).save(str(to))
"""
"""mdpo's documented function for each file in one process: its command line writes one catalog only."""

MERGE = """
cd "$1/locales/en/LC_MESSAGES"
for old in */*.po; do msgmerge --quiet --previous -o "$3" "$old" "$2/${old}t" || exit 1; done
"""
"""GNU gettext, one process for each catalog, as makefiles call it."""

LAYOUT = """<!doctype html>
<html lang="{{ .Language.Lang }}"><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program beside which ours is measured."""

    name: str
    program: str | Path
    """What must exist for it to run: a name on the PATH or a file."""
    task: Callable[[Path, Path], Task]
    """The task for a folder of manuscripts and an empty folder to write to."""

    @property
    def missing(self) -> bool:
        """True where it is not on this machine."""
        return not Path(self.program).exists() if isinstance(self.program, Path) else shutil.which(self.program) is None


def bare(source: Path, target: Path) -> Task:
    """Every file through ``markdown.convert``, nothing written."""
    target.mkdir(parents=True, exist_ok=True)
    return Task("bare Python-Markdown", [sys.executable, "-c", BARE, source], target)


def _emptied(target: Path) -> Callable[[], object]:
    def before() -> None:
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)

    return before


def _md2po(source: Path, target: Path) -> Task:
    command: list[str | Path] = [
        ENVIRONMENTS / "translate-toolkit" / "bin" / "md2po",
        "-P",
        "--progress=none",
        source,
        target / "pot",
    ]
    return Task("md2po (translate-toolkit)", command, target, _emptied(target))


def _mdpo(source: Path, target: Path) -> Task:
    command: list[str | Path] = [ENVIRONMENTS / "mdpo" / "bin" / "python", "-c", MDPO, source, target / "pot"]
    return Task("mdpo", command, target, _emptied(target))


def _po4a(source: Path, target: Path) -> Task:
    """One template and one catalog for all documents, as po4a(7) sets a project up."""

    def before() -> None:
        _emptied(target)()
        masters = (
            f"[type: text] {path} $lang:$lang/{path.relative_to(source)}\n" for path in sorted(source.rglob("*.md"))
        )
        head = '[po4a_langs] en\n[po4a_paths] all.pot $lang:$lang.po\n[options] opt:"-M UTF-8 -o markdown"\n'
        (target / "po4a.cfg").write_text(head + "".join(masters), encoding="utf-8")

    return Task("po4a", ["po4a", "--no-translations", "po4a.cfg"], target, before)


def _hugo(source: Path, target: Path) -> Task:
    def before() -> None:
        _emptied(target)()
        for language in ("fr", "en"):
            shutil.copytree(source, target / "content" / language)
        (target / "layouts" / "_default").mkdir(parents=True)
        for kind in ("single", "list"):
            (target / "layouts" / "_default" / f"{kind}.html").write_text(LAYOUT)
        tables = "".join(f'[languages.{one}]\ncontentDir = "content/{one}"\n' for one in ("fr", "en"))
        settings = 'defaultContentLanguage = "fr"\ndisableKinds = ["taxonomy", "term"]\n'
        (target / "config.toml").write_text(settings + tables)

    return Task("Hugo, two languages", ["hugo", "--quiet"], target, before)


EXTRACTORS: Sequence[Peer] = (
    Peer("md2po (translate-toolkit)", ENVIRONMENTS / "translate-toolkit" / "bin" / "md2po", _md2po),
    Peer("mdpo", ENVIRONMENTS / "mdpo" / "bin" / "python", _mdpo),
    Peer("po4a", "po4a", _po4a),
)
"""From Markdown to templates."""
BUILDERS: Sequence[Peer] = (Peer("Hugo, two languages", "hugo", _hugo),)
"""From Markdown to pages; none of them sets two languages side by side."""


def merging(project: Path, templates: Path, target: Path) -> Task:
    """``msgmerge --previous`` of every catalog of a project with the template of the revised French."""
    target.mkdir(parents=True, exist_ok=True)
    return Task("msgmerge --previous", ["sh", "-c", MERGE, "sh", project, templates, target / "merged.po"], target)


def installed(peers: Sequence[Peer]) -> list[Peer]:
    """Those that are on this machine; the others are named."""
    for peer in peers:
        if peer.missing:
            print(f"{peer.name} is not on this machine and is left out", file=sys.stderr)
    return [peer for peer in peers if not peer.missing]
