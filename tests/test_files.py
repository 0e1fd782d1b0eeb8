"""Writing to disk: old or new and never half, inside the root only, and never over somebody else's save."""

from __future__ import annotations

import errno
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import pytest

from enregard import files
from enregard.errors import WritingError

OLD = b"l'ancien texte\n" * 1000
NEW = b"le nouveau texte\n" * 1000


def names(folder: Path) -> list[str]:
    """All names in a folder, hidden ones included."""
    return sorted(path.name for path in folder.iterdir())


def refusal(path: Path, root: Path) -> WritingError:
    """The error that writing to a path is refused with."""
    with pytest.raises(WritingError) as caught:
        files.write(path, NEW, root=root)
    return caught.value


def test_a_new_file_has_its_folders_and_ordinary_rights(tmp_path: Path) -> None:
    """A first catalog is written with the folders above it and the rights that the user's mask gives."""
    path = tmp_path / "locales" / "en" / "page.po"
    before = os.umask(0o027)
    try:
        assert files.write(path, NEW, root=tmp_path, expected=None)
    finally:
        os.umask(before)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(path.parent) == ["page.po"]


def test_equal_bytes_are_not_written(tmp_path: Path) -> None:
    """A file that holds its bytes already keeps its inode and its time."""
    path = tmp_path / "page.po"
    path.write_bytes(NEW)
    os.utime(path, (1, 1))
    before = path.stat()
    assert not files.write(path, NEW, root=tmp_path, expected=OLD)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_mode_and_owner_are_kept(tmp_path: Path) -> None:
    """A file that the group may write stays one, and belongs to whom it belonged."""
    path = tmp_path / "page.po"
    path.write_bytes(OLD)
    path.chmod(0o664)
    if os.geteuid() == 0:
        os.chown(path, 4711, 4712)
    before = path.stat()
    assert files.write(path, NEW, root=tmp_path)
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


@pytest.mark.parametrize("expected", [None, b"autre chose"])
def test_a_save_of_somebody_else_stands(tmp_path: Path, expected: bytes | None) -> None:
    """A file that is not what was read is left alone, and the caller is told so by a class of its own."""
    path = tmp_path / "page.po"
    path.write_bytes(OLD)
    with pytest.raises(files.Changed, match="saved by another program"):
        files.write(path, NEW, root=tmp_path, expected=expected)
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["page.po"]


def test_a_vanished_file_is_a_change(tmp_path: Path) -> None:
    """A catalog that was read and is gone now is not brought back unseen."""
    with pytest.raises(files.Changed):
        files.write(tmp_path / "page.po", NEW, root=tmp_path, expected=OLD)
    assert names(tmp_path) == []


def test_a_save_while_we_write_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that saves between our first look and the renaming loses nothing."""
    path = tmp_path / "page.po"
    path.write_bytes(OLD)
    real = os.fsync

    def save_meanwhile(handle: int) -> None:
        path.write_bytes(b"la traductrice")
        real(handle)

    monkeypatch.setattr(os, "fsync", save_meanwhile)
    with pytest.raises(files.Changed):
        files.write(path, NEW, root=tmp_path, expected=OLD)
    assert path.read_bytes() == b"la traductrice"
    assert names(tmp_path) == ["page.po"]


@pytest.mark.parametrize("call", ["fsync", "rename", "fchmod", "write"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_failing_call_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    """Whichever step the system refuses, the old file stands, the message says why, and nothing is left behind."""
    path = tmp_path / "page.po"
    path.write_bytes(OLD)

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as broken:
        broken.setattr(os, call, fail)
        error = refusal(path, tmp_path)
    assert os.strerror(code) in error.problem
    assert error.advice
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["page.po"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """A write that the system really cuts off half-way leaves the old file and no other."""
    path = tmp_path / "page.po"
    path.write_bytes(OLD)
    program = f"""
import resource
from pathlib import Path
from enregard import files
from enregard.errors import WritingError
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    files.write(Path({str(path)!r}), b"x" * 5000, root=Path({str(tmp_path)!r}))
except WritingError as error:
    print(error.problem)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "cannot be written" in done.stdout
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["page.po"]


def test_a_killed_run_leaves_old_or_new(tmp_path: Path) -> None:
    """Killed at any moment, the file is one of the two whole ones, and the next run sweeps up."""
    path = tmp_path / "page.po"
    path.write_bytes(OLD)
    program = f"""
from pathlib import Path
from enregard import files
old, new = {OLD!r}, {NEW!r}
print("on", flush=True)
while True:
    for data in (new, old):
        files.write(Path({str(path)!r}), data, root=Path({str(tmp_path)!r}))
"""
    chance = random.Random(65)
    for _ in range(6):
        run = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(chance.random() / 50)
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        assert path.read_bytes() in (OLD, NEW)
    files.sweep(tmp_path, root=tmp_path)
    assert names(tmp_path) == ["page.po"]


def test_sweeping_takes_only_what_is_ours(tmp_path: Path) -> None:
    """Left-over temporary files go, in folders too; everything else stays."""
    (tmp_path / "en").mkdir()
    for name in ("en/.enregard-0123456789abcdef.tmp", "en/page.po", ".autre.tmp"):
        (tmp_path / name).write_bytes(b"")
    assert files.sweep(tmp_path, root=tmp_path) == 1
    assert (names(tmp_path), names(tmp_path / "en")) == ([".autre.tmp", "en"], ["page.po"])


@pytest.mark.parametrize("what", ["file", "folder"])
def test_read_only_is_respected(tmp_path: Path, what: str) -> None:
    """What nobody may write is not replaced behind its owner's back, not even by the superuser."""
    path = tmp_path / "en" / "page.po"
    path.parent.mkdir()
    path.write_bytes(OLD)
    locked = path if what == "file" else path.parent
    locked.chmod(locked.stat().st_mode & ~0o222)
    try:
        assert "read-only" in refusal(path, tmp_path).problem
        with pytest.raises(WritingError, match="read-only"):
            files.remove(path, root=tmp_path)
    finally:
        locked.chmod(0o755)
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("place", ["../dehors.po", "/dehors.po", "lien/page.po", "page.po", "pendant.po", "rond.po"])
def test_nothing_is_written_outside(tmp_path: Path, place: str) -> None:
    """Dots, absolute paths and links lead nowhere outside the root, and nothing is made there."""
    root, outside = tmp_path / "projet", tmp_path / "dehors"
    root.mkdir()
    outside.mkdir()
    (outside / "page.po").write_bytes(OLD)
    (root / "lien").symlink_to(outside)
    (root / "page.po").symlink_to(outside / "page.po")
    (root / "pendant.po").symlink_to(outside / "neuf.po")
    (root / "rond.po").symlink_to(root / "rond.po")
    error = refusal(root / place, root)
    assert error.advice
    with pytest.raises(WritingError):
        files.remove(root / place, root=root)
    assert names(outside) == ["page.po"]
    assert (outside / "page.po").read_bytes() == OLD


def test_a_link_inside_is_followed(tmp_path: Path) -> None:
    """A catalog folder that is a link to another folder of the project stays one."""
    (tmp_path / "vrai").mkdir()
    (tmp_path / "locales").symlink_to("vrai")
    assert files.write(tmp_path / "locales" / "page.po", NEW, root=tmp_path)
    assert (tmp_path / "vrai" / "page.po").read_bytes() == NEW
    assert (tmp_path / "locales").is_symlink()


def test_a_hard_link_is_parted(tmp_path: Path) -> None:
    """The other name of a file, a backup perhaps, keeps the old text."""
    path, backup = tmp_path / "page.po", tmp_path / "sauvegarde.po"
    path.write_bytes(OLD)
    os.link(path, backup)
    assert files.write(path, NEW, root=tmp_path)
    assert (path.read_bytes(), backup.read_bytes()) == (NEW, OLD)


@pytest.mark.parametrize("kind", ["fifo", "folder"])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    """A pipe or a folder in the place of a file is named and never waited for."""
    path = tmp_path / "page.po"
    if kind == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    start = time.perf_counter()
    assert "not a file" in refusal(path, tmp_path).problem
    assert time.perf_counter() - start < 1


def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    """A file that stands in the way of a folder is named with advice, and stays."""
    (tmp_path / "en").write_bytes(OLD)
    assert "folder is needed" in refusal(tmp_path / "en" / "page.po", tmp_path).advice
    assert (tmp_path / "en").read_bytes() == OLD


@pytest.mark.parametrize("name", ["a\0b.po", "é" * 200 + ".po"])
def test_an_impossible_name_is_one_error(tmp_path: Path, name: str) -> None:
    """A name that no file can have is refused like anything else."""
    refusal(tmp_path / name, tmp_path)
    assert names(tmp_path) == []


def test_names_are_shown_harmless() -> None:
    """New lines, escapes, bidirectional controls and bytes that are no text never reach a terminal as such."""
    odd = os.fsdecode(b"a\nb\x1b[2J\xff") + "\u202e\u00a0é.md"
    assert files.shown(Path(odd)) == "a<U+000A>b<U+001B>[2J\\xFF<U+202E>\u00a0é.md"


def test_copying(tmp_path: Path) -> None:
    """An asset is copied once, kept while it is equal, and replaced when it differs."""
    source, target = tmp_path / "frise.svg", tmp_path / "build" / "frise.svg"
    source.write_bytes(OLD)
    assert files.copy(source, target, root=tmp_path / "build")
    os.utime(target, (1, 1))
    assert not files.copy(source, target, root=tmp_path / "build")
    assert target.stat().st_mtime == 1
    source.write_bytes(NEW)
    assert files.copy(source, target, root=tmp_path / "build")
    assert target.read_bytes() == NEW
    assert names(target.parent) == ["frise.svg"]


@pytest.mark.parametrize("kind", ["fifo", "folder", "missing"])
def test_only_files_are_copied(tmp_path: Path, kind: str) -> None:
    """A pipe is not waited for, a folder is no asset, and what is gone is named."""
    source = tmp_path / "frise.svg"
    if kind == "fifo":
        os.mkfifo(source)
    elif kind == "folder":
        source.mkdir()
    with pytest.raises(WritingError, match=r"frise\.svg"):
        files.copy(source, tmp_path / "build" / "frise.svg", root=tmp_path)


def test_removing(tmp_path: Path) -> None:
    """A file is removed once; one that somebody has saved since stays."""
    path = tmp_path / "page.po"
    path.write_bytes(OLD)
    with pytest.raises(files.Changed):
        files.remove(path, root=tmp_path, expected=NEW)
    assert files.remove(path, root=tmp_path, expected=OLD)
    assert not files.remove(path, root=tmp_path)
    assert not files.remove(tmp_path / "nulle" / "part.po", root=tmp_path)


HOLDER = """
import sys, time
from pathlib import Path
from enregard import files
with files.lock(Path(sys.argv[1])):
    print("on", flush=True)
    time.sleep(60)
"""


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """A second run waits and then says who is at work; a killed holder lets go at once."""
    run = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE)
    assert run.stdout is not None
    run.stdout.readline()
    with pytest.raises(WritingError, match="another run"), files.lock(tmp_path, seconds=0.05):
        pass
    Timer(0.1, run.kill).start()
    with files.lock(tmp_path, seconds=10) as waited:
        assert waited
    run.wait()
    run.stdout.close()
    with files.lock(tmp_path, seconds=1) as waited:
        assert not waited
        assert names(tmp_path / ".enregard") == [".gitignore", "lock"]
    with files.lock(tmp_path, seconds=1):
        assert (tmp_path / ".enregard" / ".gitignore").read_text() == "*\n"


def test_the_lock_stays_inside(tmp_path: Path) -> None:
    """A workshop folder that is a link out of the project is not used."""
    root = tmp_path / "projet"
    root.mkdir()
    (tmp_path / "dehors").mkdir()
    (root / ".enregard").symlink_to(tmp_path / "dehors")
    with pytest.raises(WritingError, match="leads out"), files.lock(root):
        pass
    assert names(tmp_path / "dehors") == []


COUNTER = """
import sys
from pathlib import Path
from enregard import files
root = Path(sys.argv[1])
path = root / "compte"
for _ in range(20):
    with files.lock(root):
        old = path.read_bytes()
        files.write(path, b"%d" % (int(old) + 1), root=root, expected=old)
"""


def test_runs_at_once_make_one_result(tmp_path: Path) -> None:
    """Under the lock, several runs that count in one file lose no count."""
    (tmp_path / "compte").write_bytes(b"0")
    runs = [subprocess.Popen([sys.executable, "-c", COUNTER, str(tmp_path)]) for _ in range(4)]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    assert (tmp_path / "compte").read_bytes() == b"80"


def test_many_files_are_written_together(tmp_path: Path) -> None:
    """Each file is whole in its own folder; one that cannot be written stops no other and is told with its reason."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "a").write_bytes(OLD)
    (tmp_path / "same").write_bytes(NEW)
    untouched = (tmp_path / "same").stat()
    saves = [
        (tmp_path / "a", NEW, OLD),
        (tmp_path / "folder", NEW, None),
        (tmp_path / "new/deep/b", NEW, None),
        (tmp_path / "same", NEW, NEW),
    ]
    failed = files.write_all(saves, root=tmp_path)
    assert [path.name for path in failed] == ["folder"]
    assert "is a folder" in str(failed[tmp_path / "folder"])
    assert [(tmp_path / name).read_bytes() for name in ("a", "new/deep/b", "same")] == [NEW, NEW, NEW]
    assert (tmp_path / "same").stat() == untouched
    assert names(tmp_path) == ["a", "folder", "new", "same"]


def test_a_save_while_many_are_written_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that saves one of many files before it is renamed loses nothing, and no draft is left behind."""
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.write_bytes(OLD)
    real = os.fsync

    def save_meanwhile(handle: int) -> None:
        paths[1].write_bytes(b"la traductrice")
        real(handle)

    monkeypatch.setattr(os, "fsync", save_meanwhile)
    with pytest.raises(files.Changed):
        files.write_all([(path, NEW, OLD) for path in paths], root=tmp_path)
    assert [path.read_bytes() for path in paths] == [NEW, b"la traductrice", OLD]
    assert names(tmp_path) == ["a", "b", "c"]


@pytest.mark.parametrize("call", ["fsync", "rename", "fchmod", "write"])
def test_a_failing_call_fails_one_of_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """A step that the system refuses once costs one file: the old one stands, the others are written."""
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.write_bytes(OLD)
    real, calls = getattr(os, call), []

    def refuse_second(*arguments: object, **options: object) -> object:
        calls.append(call)
        if len(calls) == 2:
            raise OSError(errno.EIO, "refused")
        return real(*arguments, **options)

    monkeypatch.setattr(os, call, refuse_second)
    failed = files.write_all([(path, NEW, OLD) for path in paths], root=tmp_path)
    assert list(failed) == [paths[1]]
    assert [path.read_bytes() for path in paths] == [NEW, OLD, NEW]
    assert names(tmp_path) == ["a", "b", "c"]


def test_a_link_among_many_files_is_no_way_out(tmp_path: Path) -> None:
    """A link beside a file that is written leads where it leads: inside the folder it is followed, outside refused."""
    root = tmp_path / "project"
    (root / "other").mkdir(parents=True)
    (tmp_path / "away").write_bytes(OLD)
    (root / "other/b").write_bytes(OLD)
    (root / "b").symlink_to(root / "other/b")
    (root / "c").symlink_to(tmp_path / "away")
    failed = files.write_all([(root / name, NEW, None if name == "a" else OLD) for name in "abc"], root=root)
    assert [path.name for path in failed] == ["c"]
    assert [(root / "a").read_bytes(), (root / "other/b").read_bytes()] == [NEW, NEW]
    assert (root / "b").is_symlink()
    assert (tmp_path / "away").read_bytes() == OLD
