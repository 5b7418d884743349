"""Files that were read before and are gone: deleted, or renamed."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from digest.models import Validators
from digest.sources.globs import names

_FILE = "file:"


def vanished(known: Collection[str], found: Collection[str], base: Path, barren: Collection[str]) -> list[str]:
    """The addresses in `known` whose files are surely gone, sorted.

    `found` are the addresses of the files that are there, `barren` the patterns that name none of them. Where nothing
    at all is found the folder is more likely away than empty, and nothing is gone; the same holds for what a barren
    pattern would name, and for a file in a folder that cannot be read. A file that is there and only named no more by
    any pattern is not gone either.
    """
    if not found:
        return []
    files = (url for url in known if url.startswith(_FILE) and url not in found)
    paths = {url: url.removeprefix(_FILE) for url in files}
    return sorted(
        url
        for url, path in paths.items()
        if not any(names(base, pattern, path) for pattern in barren) and _is_gone(base / path)
    )


@dataclass(slots=True)
class Names:
    """By which address the items of each file are known: a renamed file keeps that of its old name."""

    known: Mapping[str, Validators]
    gone: Collection[str]
    _moved: set[str] = field(default_factory=set)

    def of(self, url: str, body_hash: str) -> str:
        """The address for a file that is read at `url`; "" when that is its own."""
        if url in self.known:
            return self.known[url].known_as
        for old in self.gone:
            if old not in self._moved and body_hash and self.known[old].body_hash == body_hash:
                self._moved.add(old)
                return self.known[old].known_as or old
        # Another file that was renamed is still known by this name.
        taken = {one.known_as for one in self.known.values()}
        return f"{url}#{body_hash[:8]}" if url in taken else ""


def _is_gone(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return _readable(path.parent)
    except (OSError, ValueError):
        return False
    return False


def _readable(folder: Path) -> bool:
    """Whether a folder, or the nearest one above it that is still there, can be read."""
    try:
        with os.scandir(folder):
            return True
    except (FileNotFoundError, NotADirectoryError):
        return folder != folder.parent and _readable(folder.parent)
    except OSError:
        return False
