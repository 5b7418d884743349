"""The folder of one issue: written whole or not at all.

    out/weekly/2026-W47/              the issue
    out/weekly/2026-W47.incomplete/   an issue that lacks something: kept to be looked at, never sent
    out/weekly/.2026-W47.new/         being written
    out/weekly/.2026-W47.old/         being replaced

A new folder is written beside the old one and synced to the disk; then the old one is renamed away, the new one in.
After a crash at any moment either the old or the new one is there: the next call puts the old one back when it was
caught between the two renames, and clears away the rest.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from digest.errors import DigestError, EnvironmentFault
from digest.models import Rendered

INCOMPLETE = ".incomplete"
_FOLDER_MODE, _FILE_MODE = 0o755, 0o644  # less what the umask takes away
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
REASONS = {
    errno.ENOSPC: "the disk is full: free some space and run it again",
    errno.EDQUOT: "the disk quota is used up: free some space and run it again",
    errno.EROFS: "the file system is read-only: choose another `out` in feeds.toml",
    errno.EACCES: "no permission to write there: change the folder's owner or choose another `out` in feeds.toml",
    errno.EPERM: "no permission to write there: change the folder's owner or choose another `out` in feeds.toml",
    errno.ENOTDIR: "a part of the path is a file, not a folder: move it away or choose another `out` in feeds.toml",
    errno.EEXIST: "a file stands where a folder must be: move it away or choose another `out` in feeds.toml",
}


def publish(out: str, issue_id: str, made: Sequence[Rendered], incomplete: bool) -> str:
    """Write `made` into out/<issue_id>/, or out/<issue_id>.incomplete/, and return that folder's path.

    A folder with the same files is left untouched. A complete issue takes the place of an incomplete one of the same
    id. Raises DigestError for an id or a file name that would lead elsewhere, and EnvironmentFault, in plain words,
    when the files cannot be written: what was there before is then still there.
    """
    *edition, leaf = _parts(issue_id)
    files = _files(made)
    parent = Path(out, *edition)
    target = parent / (leaf + INCOMPLETE if incomplete else leaf)
    try:
        parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        with _alone(parent):
            _recover(target)
            if not _holds(target, files):
                _replace(target, files)
            if not incomplete:
                shutil.rmtree(parent / (leaf + INCOMPLETE), ignore_errors=True)
    except OSError as error:
        reason = REASONS.get(error.errno or 0, error.strerror or str(error))
        raise EnvironmentFault(f"{target}: the issue cannot be written: {reason}.") from error
    return str(target)


def _parts(issue_id: str) -> list[str]:
    parts = issue_id.split("/")
    if not all(NAME.fullmatch(part) and not part.endswith((".", INCOMPLETE)) for part in parts):
        raise DigestError(f"{issue_id!r} cannot be the name of a folder: letters, digits, dots, hyphens, one slash.")
    return parts


def _files(made: Sequence[Rendered]) -> dict[str, bytes]:
    files = {one.name: one.body for one in made}
    for name in files:
        folder, slash, leaf = name.rpartition("/")
        if not NAME.fullmatch(leaf) or (slash and not NAME.fullmatch(folder)):
            raise DigestError(f"{name!r} cannot be the name of a file in an issue's folder.")
    if len(files) < len(made):
        raise DigestError("Two outputs of one issue have the same name.")
    return files


@contextmanager
def _alone(parent: Path) -> Iterator[None]:
    """Keep other processes out of `parent` meanwhile; the lock ends with the process, however that ends."""
    handle = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _new(target: Path) -> Path:
    return target.with_name(f".{target.name}.new")


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _recover(target: Path) -> None:
    """Undo what a crashed call left behind."""
    if _old(target).exists():
        if target.exists():
            shutil.rmtree(_old(target))
        else:
            _old(target).rename(target)
    if _new(target).exists():
        shutil.rmtree(_new(target))


def _holds(target: Path, files: dict[str, bytes]) -> bool:
    """Whether `target` has these files, these bytes, and nothing else."""
    if not target.is_dir() or _names(target) != set(files):
        return False
    return all((target / name).is_file() and (target / name).read_bytes() == body for name, body in files.items())


def _names(folder: Path) -> set[str]:
    """The files in `folder` and in its folders, as outputs are named."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _replace(target: Path, files: dict[str, bytes]) -> None:
    new, old = _new(target), _old(target)
    try:
        new.mkdir(mode=_FOLDER_MODE)
        inner = sorted({(new / name).parent for name in files} - {new})
        for folder in inner:
            folder.mkdir(mode=_FOLDER_MODE)
        for name, body in files.items():
            _write(new / name, body)
        for folder in (*inner, new):
            _sync(folder)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if target.exists():
        target.rename(old)
    new.rename(target)
    _sync(target.parent)
    if old.exists():
        shutil.rmtree(old)


def _write(path: Path, body: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
