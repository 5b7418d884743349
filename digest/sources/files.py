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
from digest.models import Failure, Fetched, Gone, Outcome, Unchanged, Validators
from digest.parse.formats import media_type_of
from digest.sources.globs import matches
from digest.sources.mailbox import MAIL, is_maildir, is_mbox, read_maildir, read_mbox
from digest.sources.media import BY_EXTENSION, binary, body_hash, media_type
from digest.sources.vanished import Names, vanished

CAP = 20_000_000  # bytes: a book of 3,000 pages as plain text has 6 MB


@dataclass(slots=True)
class FilesSource:
    """The files that `globs` name (see globs.matches), relative to the folder `base`; read at the moment `at`."""

    name: str
    globs: tuple[str, ...]
    base: Path
    at: datetime
    cap: int = CAP
    advice: str = "Correct the path in feeds.toml, or put a file there."  # where a pattern names nothing

    def fetch(self, known: Mapping[str, Validators]) -> Iterator[Outcome]:
        """Yield one outcome per file and per mail of a mailbox, each once, sorted by path; a Failure per glob that
        names no file; and a Gone per file of `known` that is there no more. A mail that left its mailbox is not gone.
        """
        maildirs = [folder for pattern in self.globs if is_maildir(folder := self.base / _plain(pattern))]
        for folder in maildirs:
            yield from self._maildir(folder, known)
        globs = [pattern for pattern in self.globs if self.base / _plain(pattern) not in maildirs]
        found = {pattern: matches(self.base, _plain(pattern)) for pattern in globs}
        barren = [pattern for pattern, paths in found.items() if not paths]
        for pattern in barren:
            yield Failure(self.name, pattern, "fetch", f"no file matches {pattern}", self._advice(known))
        here = {address(path, self.base): path for paths in found.values() for path in paths}
        boxes = {url for url, path in here.items() if is_mbox(path)}
        mails = (*(f"{address(folder, self.base)}/" for folder in maildirs), *(f"{url}#" for url in boxes))
        files = {url: held for url, held in known.items() if not url.startswith(mails)}
        gone = vanished(files, here, self.base, [_plain(pattern) for pattern in barren])
        names = Names(files, gone)
        for url in sorted(here):
            yield from self._mbox(here[url], url, known) if url in boxes else self._file(here[url], url, known, names)
        for url in gone:
            yield Gone(self.name, url, self.at)

    def _file(self, path: Path, url: str, known: Mapping[str, Validators], names: Names) -> Iterator[Outcome]:
        try:
            yield self._read(path, url, known.get(url), names)
        except SourceTrouble as trouble:
            yield Failure(self.name, url.removeprefix("file:"), "fetch", trouble.what, trouble.advice)

    def _mbox(self, path: Path, url: str, known: Mapping[str, Validators]) -> Iterator[Outcome]:
        try:
            yield from read_mbox(self.name, path, url, self.at, self.cap, known)
        except SourceTrouble as trouble:
            yield Failure(self.name, url.removeprefix("file:"), "fetch", trouble.what, trouble.advice)

    def _maildir(self, folder: Path, known: Mapping[str, Validators]) -> Iterator[Outcome]:
        url = address(folder, self.base)
        try:
            yield from read_maildir(self.name, folder, url, self.at, known, lambda path: _contents(path, self.cap))
        except SourceTrouble as trouble:
            yield Failure(self.name, url.removeprefix("file:"), "fetch", trouble.what, trouble.advice)

    def _advice(self, known: Mapping[str, Validators]) -> str:
        """What to do about a pattern that names nothing: what was read from there before is kept, and that is said."""
        if any(url.startswith("file:") for url in known):
            return "Items read before are kept: see whether the folder is there, or correct the path in feeds.toml."
        return self.advice

    def _read(self, path: Path, url: str, old: Validators | None, names: Names) -> Fetched | Unchanged:
        body, modified = _contents(path, self.cap)
        if not body.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
            raise SourceTrouble("the file is empty", "Write something into it, or remove it.")
        declared = BY_EXTENSION.get(path.suffix.lower(), "")
        if declared != MAIL and (noun := binary(body)):
            raise SourceTrouble(f"the file is {noun}, not text", "Save it as text, Markdown, HTML, DOCX or PDF.")
        same = body_hash(body)
        if old is not None and old.body_hash == same:
            return Unchanged(self.name, url, self.at)
        kept = Validators(body_hash=same, known_as=names.of(url, same))
        document = "" if declared == MAIL else media_type_of(body)
        kind = document or media_type(declared, body) or "text/plain"
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
