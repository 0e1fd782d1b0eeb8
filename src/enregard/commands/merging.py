"""``merge-driver`` and ``textconv``: what git calls for catalogs, so that it merges and shows entries, not lines."""

from __future__ import annotations

from pathlib import Path

from enregard import files
from enregard.catalogs import Catalog, read
from enregard.catalogs.threeway import reconcile
from enregard.commands.outcome import Exit, Outcome, many
from enregard.errors import CatalogError
from enregard.model import Entry, State
from enregard.project import reading as disk
from enregard.reports.terminal import excerpt, safe

_VOLATILE = frozenset({"POT-Creation-Date", "PO-Revision-Date", "X-Generator"})
"""Header fields that a readable diff leaves out."""


def merge_driver(base: Path, ours: Path, theirs: Path, *, name: str) -> Outcome:
    """Merge two versions of a catalog into ``ours``, as git's merge drivers do; ``name`` is its path for people.

    The exit code is what git is told: 0 merged; 1 merged, but two translators said different things, which a person
    has to see before it is committed; 3 a version cannot be read, and ours stands as it was. Raises WritingError.
    """
    name = files.printable(name) if name else files.shown(ours)
    try:
        old, mine, yours = (_version(path, f"{name} ({said})") for path, said in _versions(base, ours, theirs))
    except CatalogError as error:
        return _left_alone(error, name)
    if mine is None or yours is None:
        return _left_alone(CatalogError("empty catalog: not one entry", path=name, line=1), name)
    try:
        merged = reconcile(old, mine, yours)
    except CatalogError as error:
        return _left_alone(error, name)
    files.write(ours, merged.data, root=ours.absolute().parent)
    if not merged.conflicts:
        return Outcome()
    lines = [f"{name}: {many(len(merged.conflicts), 'sentence')} translated differently on both sides, now fuzzy"]
    lines += [f"  {_short(entry.msgid)}" for entry in merged.conflicts]
    lines.append(f"The file is whole and has both translations: look at them, then git add {name}")
    return Outcome(Exit.SOMETHING_TO_SEE, report="\n".join(lines))


def _versions(base: Path, ours: Path, theirs: Path) -> tuple[tuple[Path, str], ...]:
    return ((base, "common ancestor"), (ours, "ours"), (theirs, "theirs"))


def _version(path: Path, shown_as: str) -> Catalog | None:
    """One version of a catalog; None where the file is empty, as git gives it where there was none."""
    data = disk.named(path)
    return read(data, path=shown_as) if data.strip() else None


def _left_alone(error: CatalogError, name: str) -> Outcome:
    """Nothing is written; git reports a conflict, and all versions stay in its index."""
    advice = f"{name} is as on our side; the other one is in git show :3:{name}"
    told = CatalogError(error.problem, path=error.path, line=error.line, advice=f"{error.advice} {advice}".strip())
    return Outcome(Exit.TO_MEND, problems=(told,))


def textconv(path: Path) -> Outcome:
    """A catalog as text that is good to compare: each entry unwrapped, without references, ids and dates.

    A file that cannot be read is shown as it is: git shows no difference at all where this fails. Raises UsageError.
    """
    data = disk.named(path)
    try:
        catalog = read(data, path=files.shown(path))
    except CatalogError:
        return Outcome(data=_printable(data.decode(errors="replace")))
    fields = [f"{name}: {value}" for name, value in catalog.header.items() if name not in _VOLATILE]
    entries = [_told(entry) for entry in (*catalog.entries, *catalog.obsolete)]
    return Outcome(data=_printable("\n\n".join(("\n".join(fields), *entries)).lstrip("\n") + "\n"))


def _printable(text: str) -> str:
    """The text as a terminal may have it: git's pager passes on what it is given."""
    return "\n".join(map(safe, text.split("\n")))


def _told(entry: Entry) -> str:
    """An entry for people: state, comments, texts."""
    lines = [f"# {line}" for line in entry.comments]
    if entry.context is not None:
        lines.append(f"[{entry.context}]")
    if entry.previous_msgid is not None:
        lines.append(f"    was: {_indented(entry.previous_msgid)}")
    lines.append(f"  msgid: {_indented(entry.msgid)}")
    if entry.msgid_plural is not None:
        lines.append(f" plural: {_indented(entry.msgid_plural)}")
    state = "  fuzzy: " if entry.state in {State.FUZZY, State.STALE} else " msgstr: "
    lines += [f"{state}{_indented(text)}" for text in entry.msgstr_plural or (entry.msgstr,)]
    return "\n".join(("(obsolete)", *lines) if entry.obsolete else lines)


def _indented(text: str) -> str:
    return text.replace("\n", "\n         ")


def _short(text: str) -> str:
    return excerpt(" ".join(text.split()), 70)
