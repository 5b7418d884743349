"""Files on this machine, named by globs; also a feed that was saved as a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import normalize

from digest.errors import SourceTrouble
from digest.models import Failure, Fetched, Unchanged, Validators
from digest.sources.globs import matches
from digest.sources.mailbox import MAIL, is_maildir, is_mbox, read_maildir, read_mbox
from digest.sources.media import BY_EXTENSION, binary, body_hash, media_type

CAP = 20_000_000  # bytes: a book of 3,000 pages as plain text has 6 MB


@dataclass(slots=True)
class FilesSource:
    """The files that `globs` name (see globs.matches), relative to the folder `base`; read at the moment `at`."""

    name: str
    globs: tuple[str, ...]
    base: Path
    at: datetime
    cap: int = CAP

    def fetch(self, known: Mapping[str, Validators]) -> Iterator[Fetched | Unchanged | Failure]:
        """Yield one outcome per file, each file once, sorted by path; and a Failure per glob that names no file."""
        found: set[Path] = set()
        for pattern in self.globs:
            folder = self.base / _plain(pattern)
            if is_maildir(folder):
                yield from self._maildir(folder, known)
                continue
            paths = matches(self.base, _plain(pattern))
            found.update(paths)
            if not paths:
                advice = "Correct the path in feeds.toml, or put a file there."
                yield Failure(self.name, pattern, "fetch", f"no file matches {pattern}", advice)
        for url, path in sorted((address(path, self.base), path) for path in found):
            try:
                if is_mbox(path):
                    yield from read_mbox(self.name, path, url, self.at, self.cap, known)
                else:
                    yield self._read(path, url, known.get(url))
            except SourceTrouble as trouble:
                yield Failure(self.name, url.removeprefix("file:"), "fetch", trouble.what, trouble.advice)

    def _maildir(self, folder: Path, known: Mapping[str, Validators]) -> Iterator[Fetched | Unchanged | Failure]:
        url = address(folder, self.base)
        try:
            yield from read_maildir(self.name, folder, url, self.at, known, lambda path: _contents(path, self.cap))
        except SourceTrouble as trouble:
            yield Failure(self.name, url.removeprefix("file:"), "fetch", trouble.what, trouble.advice)

    def _read(self, path: Path, url: str, old: Validators | None) -> Fetched | Unchanged:
        body, modified = _contents(path, self.cap)
        if not body.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
            raise SourceTrouble("the file is empty", "Write something into it, or remove it.")
        declared = BY_EXTENSION.get(path.suffix.lower(), "")
        if declared != MAIL and (noun := binary(body)):
            raise SourceTrouble(f"the file is {noun}, not text", "Save it as text, Markdown or HTML.")
        kept = Validators(body_hash=body_hash(body))
        if old is not None and old.body_hash == kept.body_hash:
            return Unchanged(self.name, url, self.at)
        kind = media_type(declared, body) or "text/plain"
        return Fetched(self.name, url, body, kind, "", self.at, kept, modified)


def address(path: Path, base: Path) -> str:
    """`file:` and the path relative to `base` with forward slashes, the same on every machine."""
    relative = Path(os.path.relpath(path, base)).as_posix()
    return "file:" + normalize("NFC", os.fsencode(relative).decode("utf-8", "replace"))


def _plain(pattern: str) -> str:
    """A pattern without the `file:` that a URL of a file begins with."""
    return pattern.removeprefix("file://").removeprefix("file:")


def _contents(path: Path, cap: int) -> tuple[bytes, datetime | None]:
    """A file's bytes and when it was last written. Raises SourceTrouble; never waits, not even on a pipe."""
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise SourceTrouble("it is no ordinary file", "Take it out of the folder.")
            if facts.st_size > cap:
                raise _too_large(cap)
            body = file.read(cap + 1)
    except OSError as error:
        raise SourceTrouble(f"the file cannot be read: {error.strerror}", "Check its permissions.") from error
    if len(body) > cap:
        raise _too_large(cap)
    return body, _moment(facts.st_mtime)


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def _too_large(cap: int) -> SourceTrouble:
    return SourceTrouble(f"the file is larger than {cap / 1e6:.3g} MB", "Split it, or take it out of the folder.")


def _moment(seconds: float) -> datetime | None:
    """An aware UTC datetime, or None for a time stamp outside the calendar."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
