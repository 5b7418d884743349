"""Which files a glob names, in a fixed order."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import translate
from functools import lru_cache
from pathlib import Path, PurePosixPath
from stat import S_ISDIR
from typing import Literal

from digest.parse.formats import beside

_MAGIC = re.compile(r"[*?[]")
# Left by editors, downloads and operating systems beside the files that are meant.
_LITTER = re.compile(
    r".*(?:~|\.(?:bak|orig|rej|sw[a-z]|tmp|temp|part|crdownload|lock))|#.*#|~\$.*|thumbs\.db|desktop\.ini",
    re.IGNORECASE,
)


def matches(base: Path, pattern: str) -> list[Path]:
    """The files under `base` that `pattern` names, sorted; empty when there are none.

    `*`, `?` and `[...]` stand for parts of one name, `**` for any number of folders. A pattern may be absolute or go
    up with `..`. What a wildcard finds is left out when it is hidden (unless the wildcard begins with a dot too), a
    folder, or what an editor leaves behind; what is spelt out is not. A link is followed, wherever it leads, but `**`
    does not go through links to folders, so that it ends. A folder that is spelt out stands for all files in it and in
    its folders, but for those that lie beside articles: pictures, style sheets, what browsers keep with a saved page.
    """
    whole = base / pattern
    if _kind(whole) == "folder":
        return sorted(path for path in _expand(whole, ("**",)) if not beside(path.relative_to(whole).as_posix()))
    if not _MAGIC.search(pattern) or _kind(whole) == "file":
        return [whole] if _kind(whole) == "file" else []
    parts = PurePosixPath(pattern).parts
    start = Path(parts[0]) if PurePosixPath(pattern).is_absolute() else base
    rest = parts[1:] if start != base or PurePosixPath(pattern).is_absolute() else parts
    return sorted(set(_expand(start, rest)))


def names(base: Path, pattern: str, path: str) -> bool:
    """Whether `pattern` would name a file at `path`, relative to `base`, if there were one."""
    return _whole(base, pattern).match(os.path.normpath(base / path)) is not None


@lru_cache(maxsize=64)
def _whole(base: Path, pattern: str) -> re.Pattern[str]:
    """The absolute paths that a pattern names, as one expression; a pattern without wildcards may be a folder."""
    spelt = os.path.normpath(base / pattern).split("/")
    parts = ["(?:[^/]+/)*" if part == "**" else _part(part) + "/" for part in spelt]
    end = "" if _MAGIC.search(pattern) else "(?:/.*)?"
    if spelt[-1] == "**":
        return re.compile("".join(parts) + r"[^/]+\Z")
    return re.compile("".join(parts).removesuffix("/") + end + r"\Z")


def _part(name: str) -> str:
    """The expression of one name that may hold wildcards."""
    return translate(name).removeprefix("(?s:").removesuffix(r")\Z").replace(".*", "[^/]*")


def _expand(folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    first, *others = parts
    rest = tuple(others)
    if first == "**":
        yield from _expand(folder, rest or ("*",))
        for entry in _entries(folder):
            if not entry.name.startswith(".") and _kind(entry) == "folder" and not entry.is_symlink():
                yield from _expand(entry, parts)
    elif rest:
        for entry in _named(folder, first):
            if _kind(entry) == "folder":
                yield from _expand(entry, rest)
    elif _MAGIC.search(first):
        yield from (path for path in _named(folder, first) if _kind(path) != "folder" and not _litter(path))
    elif _kind(folder / first) == "file":
        yield folder / first


def _named(folder: Path, name: str) -> Iterator[Path]:
    """What in `folder` is called `name`, which may hold wildcards."""
    if not _MAGIC.search(name):
        yield folder / name
        return
    wanted = re.compile(translate(name))
    for entry in _entries(folder):
        if wanted.match(entry.name) and (name.startswith(".") or not entry.name.startswith(".")):
            yield entry


def _litter(path: Path) -> bool:
    return _LITTER.fullmatch(path.name) is not None


def _kind(path: Path) -> Literal["folder", "file", "nothing"]:
    """What a path leads to; a file is all that is no folder. A link that leads nowhere is nothing."""
    try:
        return "folder" if S_ISDIR(path.stat().st_mode) else "file"
    except (OSError, ValueError):
        return "nothing"


def _entries(folder: Path) -> list[Path]:
    """What is in a folder; nothing when it may not be read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
