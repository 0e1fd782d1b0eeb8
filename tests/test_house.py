"""The rules of the house, kept by reading the code: floors, doors, who reads, writes and prints, how long things get.

The table of floors below is the one that docs/architecture.md shows.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

SRC = ROOT / "src" / "enregard"

FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("model",),
    ("markup", "languages", "words", "numbers", "deadline", "execution", "codec"),
    ("segmentation", "settings", "files"),
    ("sources", "catalogs"),
    ("checks", "containment", "coverage"),
    ("editions", "reports", "publication"),
    ("registry",),
    ("project",),
    ("commands",),
    ("options",),
    ("cli",),
    ("__main__",),
)
"""Rooms (a module, or a folder of modules) from the ground up; a room imports from floors below its own only."""

SEAMS = frozenset({"execution", "sources", "checks", "editions", "reports"})
"""Folders that a contract and the registry join to the rest; none of them knows another."""

DOORS = {
    "markdown": ("sources/markdown/",),
    "pygments": ("sources/markdown/",),
    "yaml": ("sources/front_matter.py",),
    "polib": ("catalogs/po.py",),
    "rapidfuzz": ("catalogs/likeness.py",),
    "snowballstemmer": ("checks/stems.py",),
    "babel": ("languages.py",),
    "click": ("cli.py", "options.py"),
    "jinja2": ("editions/html_page.py",),
    "markupsafe": ("editions/html_page.py",),
    "nh3": ("containment.py",),
    "rich": ("reports/text.py",),
    "multiprocessing": ("execution/processes.py",),
    "tomllib": ("settings/reading.py",),
    "regex": ("segmentation/",),
}
"""The only files or folders that may import a library."""

PACKAGES = {"yaml": "PyYAML", "markupsafe": "jinja2"}
"""What a library is called where it is installed from, if not as it is imported."""

WORKBENCHES = {
    "options.py": {"Common"},
    "commands/course.py": {"Work"},
    "commands/loading.py": {"Workshop"},
    "commands/steps.py": {"Hand", "Steps"},
    "editions/addresses.py": {"Addresses"},
    "files/desk.py": {"Draft"},
    "markup/tree.py": {"Node"},
    "sources/markdown/engine.py": {"Knowledge"},
    "sources/markdown/layout.py": {"Rendering"},
    "sources/markdown/reading.py": {"Plan"},
    "sources/markdown/slots.py": {"Slot"},
}
"""Dataclasses that are no values but work under way, filled while a command line, a project or a document is read."""

READERS = ("project/", "commands/", "files/")
WRITERS = ("files/",)
PRINTERS = ("cli.py",)

READING = frozenset(
    {"read_text", "read_bytes", "open", "iterdir", "glob", "rglob", "walk", "scandir", "listdir", "exists", "is_file",
     "is_dir", "is_symlink", "stat", "lstat", "readlink", "resolve", "realpath", "getcwd", "cwd"}
)  # fmt: skip
WRITING = frozenset(
    {"write_text", "write_bytes", "mkdir", "makedirs", "rename", "unlink", "rmdir", "rmtree", "touch", "symlink",
     "symlink_to", "link", "hardlink_to", "chmod", "fchmod", "chown", "fchown", "truncate", "mkfifo", "removedirs"}
)  # fmt: skip
DISK = frozenset({"os", "pathlib", "shutil", "tempfile", "fcntl", "glob", "os.path"})
"""Libraries without which a method such as ``stat`` or ``open`` is not about the disk (package resources are not)."""

HEAVY = ("markdown", "babel", "jinja2", "nh3", "polib", "yaml", "rich", "rapidfuzz", "pygments", "importlib.metadata")


def files() -> list[str]:
    """Every module of the program, as a path below src/enregard."""
    return sorted(path.relative_to(SRC).as_posix() for path in SRC.rglob("*.py"))


@cache
def tree(file: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse((SRC / file).read_text(encoding="utf-8"), file)


def module(file: str) -> str:
    """The dotted name of a module: ``enregard.sources`` for ``sources/__init__.py``."""
    parts = file.removesuffix(".py").removesuffix("__init__").strip("/").split("/")
    return ".".join(["enregard", *(part for part in parts if part)])


MODULES = {module(file): file for file in files()}


@cache
def imports(file: str, *, at_run_time: bool = False) -> frozenset[str]:
    """Dotted names of all modules that a module imports: lazily too, and for type checking unless told otherwise."""
    found = set()
    ignored = {n for node in ast.walk(tree(file)) if at_run_time and _for_types(node) for n in ast.walk(node)}
    for node in ast.walk(tree(file)):
        if node in ignored:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: imports are absolute, so that rooms can be read off them"
            found.update(_imported(node))
    return frozenset(found)


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def _imported(node: ast.ImportFrom) -> Iterator[str]:
    for alias in node.names:
        full = f"{node.module}.{alias.name}"
        yield full if full in MODULES else str(node.module)


def room(name: str) -> str:
    """The room that a module of ours lies in; empty for the package itself."""
    return [*name.split("."), ""][1]


def floor(name: str) -> int:
    """The floor of a room; the package itself (its version) lies below all."""
    return next((number for number, rooms in enumerate(FLOORS) if name in rooms), -1)


def allowed(file: str, places: tuple[str, ...]) -> bool:
    """Whether a file is one of the places, or lies in one."""
    return any(file == place or (place.endswith("/") and file.startswith(place)) for place in places)


@pytest.mark.parametrize("file", files())
def test_a_room_imports_from_below(file: str) -> None:
    """Every room has a floor, and a file imports from lower floors or from its own room only."""
    own = room(module(file))
    assert own == "" or floor(own) >= 0, f"{file}: give the room {own!r} a floor in tests/test_house.py"
    for name in imports(file):
        if name.split(".")[0] == "enregard" and room(name) != own:
            assert floor(room(name)) < floor(own), f"{file} imports {name}, which lies no floor below it"


@pytest.mark.parametrize("file", files())
def test_seams_do_not_know_each_other(file: str) -> None:
    """An engine, a source format, an edition, a check or a report can be taken away without touching another seam."""
    own = room(module(file))
    others = {room(name) for name in imports(file) if name.startswith("enregard.")} & SEAMS - {own}
    assert own not in SEAMS or not others, f"{file} imports {others}"


def test_every_room_is_there() -> None:
    """The table names no room that nobody has built."""
    rooms = {room(module(file)) for file in files()}
    assert {name for names in FLOORS for name in names} <= rooms
    assert rooms >= SEAMS


def test_no_circle() -> None:
    """Modules can be put into an order in which each imports earlier ones only; a name for type checking is no need."""
    waiting = {name: imports(file, at_run_time=True) & MODULES.keys() - {name} for name, file in MODULES.items()}
    while free := [name for name, needs in waiting.items() if not needs & waiting.keys()]:
        for name in free:
            del waiting[name]
    assert not waiting, f"each of these imports another of them: {sorted(waiting)}"


@pytest.mark.parametrize("file", files())
def test_each_library_has_one_door(file: str) -> None:
    """What is not Python's own or ours is imported through its door only, and every door is known."""
    for name in sorted({name.split(".")[0] for name in imports(file)}):
        if name in DOORS:
            assert allowed(file, DOORS[name]), f"{file} imports {name}, whose door is {DOORS[name]}"
        else:
            assert name == "enregard" or name in sys.stdlib_module_names, f"{file} imports {name}: which is its door?"


def test_every_door_is_needed_and_installed() -> None:
    """A library that is imported is a dependency, and a dependency is imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[^\w-]", line)[0].lower() for line in project["dependencies"]}
    used = {name.split(".")[0] for file in files() for name in imports(file)} & DOORS.keys() - sys.stdlib_module_names
    assert {PACKAGES.get(name, name).lower() for name in used} == wanted


@pytest.mark.parametrize("file", files())
def test_who_touches_the_disk(file: str) -> None:
    """Disk is read in project and commands, and written in files; all else takes values and gives values."""
    about_disk = bool(imports(file) & DISK)
    for node in ast.walk(tree(file)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if "os.devnull" in map(ast.unparse, node.args):
            continue
        bare_open = name == "open" and isinstance(node.func, ast.Name)
        if bare_open or (about_disk and name in READING):
            assert allowed(file, READERS), f"{file}:{node.lineno}: {name} reads the disk"
        by_shutil = ast.unparse(node.func).startswith("shutil.") and name != "get_terminal_size"
        if by_shutil or (about_disk and name in WRITING):
            assert allowed(file, WRITERS), f"{file}:{node.lineno}: {name} writes to the disk"
    assert "tempfile" not in imports(file), f"{file}: files is how this house writes"


@pytest.mark.parametrize("file", files())
def test_who_prints(file: str) -> None:
    """Only the command line speaks to the terminal, so that nothing reaches it unescaped."""
    for node in ast.walk(tree(file)):
        spoken = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "input")
        stream = isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr", "__stdout__", "__stderr__")
        if spoken or (stream and isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "sys"):
            assert allowed(file, PRINTERS), f"{file}:{getattr(node, 'lineno', '?')}: only cli.py prints"


@pytest.mark.parametrize("file", files())
def test_nothing_is_long(file: str) -> None:
    """No file above 400 lines, no function above 60."""
    lines = (SRC / file).read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{file} has {lines} lines"
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{file}:{node.lineno}: {node.name} has {length} lines"


@pytest.mark.parametrize("file", files())
def test_names_say_something(file: str) -> None:
    """No drawer for odds and ends, and every module opens with a sentence that would do as its caption."""
    assert not {"utils", "util", "helpers", "helper", "common", "misc"} & set(re.split(r"[/.]", file)), file
    caption = ast.get_docstring(tree(file)) or ""
    assert re.match(r"[^\n]{15,118}[.:;?]", caption), f"{file}: {caption!r}"


@pytest.mark.parametrize("file", files())
def test_values_are_frozen_and_slotted(file: str) -> None:
    """A public dataclass is a value: frozen, so that it can be shared; all have slots, so that a slip is an error."""
    changing = set()
    for node in ast.walk(tree(file)):
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            if "dataclass" in ast.unparse(decorator).split("(")[0]:
                options = {o.arg: ast.unparse(o.value) for o in getattr(decorator, "keywords", ())}
                assert options.get("slots") == "True", f"{file}:{node.lineno}: {node.name} has no slots"
                if options.get("frozen") != "True" and not node.name.startswith("_"):
                    changing.add(node.name)
    assert changing == WORKBENCHES.get(file, set()), f"{file}: only work under way is not frozen"


@pytest.mark.parametrize("name", [n for n in ("enregard.cli", "enregard.project", "enregard.files") if n in MODULES])
def test_a_quick_start(name: str) -> None:
    """Heavy libraries are imported where they are needed, so that ``enregard --version`` is there at once."""
    program = f"import sys, {name}; print(*(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stdout + done.stderr


def test_the_picture_of_the_house_is_true() -> None:
    """The table of floors in docs/architecture.md is the one that these tests keep."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", text, re.MULTILINE)
    shown = {int(number): tuple(re.findall(r"`(\w+)[./\w]*`", rooms)) for number, rooms in rows}
    assert shown == dict(enumerate(FLOORS))


def test_an_upward_import_would_be_seen(tmp_path: Path) -> None:
    """The reading of imports itself: nested, lazy and aliased ones are all found."""
    source = "import os.path as p\ndef f():\n    from enregard import files\n    from enregard.model import Page\n"
    found = set()
    for node in ast.walk(ast.parse(source, str(tmp_path))):
        if isinstance(node, ast.ImportFrom):
            found.update(_imported(node))
    assert found == {"enregard.files", "enregard.model"}
    assert (room("enregard.sources.markdown"), floor("cli") > floor("errors") > floor("")) == ("sources", True)
