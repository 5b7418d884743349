"""Mailboxes on this machine: an mbox file, and a Maildir folder. Every mail in them is an outcome of its own.

A mail's address does not change when others come or go: in an mbox it ends with a hash of the mail, in a Maildir it is
the unique part of the file's name, whatever flags a mail program adds to that.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO

from digest.errors import SourceTrouble
from digest.models import Failure, Fetched, Unchanged, Validators
from digest.sources.media import body_hash

MAIL = "message/rfc822"
_NAMES = frozenset({".mbox", ".mbx", ".mboxrd"})
# "From sender, weekday, month, day, time, year": a line of a text that begins with "From" has no time of day in it.
_SEPARATOR = re.compile(rb"From \S.*\d{1,2}:\d\d")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER = re.compile(rb"[\x21-\x39\x3b-\x7e]+:")
Outcome = Fetched | Unchanged | Failure


def is_maildir(folder: Path) -> bool:
    """Whether a folder is a Maildir: it has cur/ and new/."""
    try:
        return (folder / "cur").is_dir() and (folder / "new").is_dir()
    except OSError:
        return False


def is_mbox(path: Path) -> bool:
    """Whether a file is an mbox: by its name, or by its first two lines."""
    if path.suffix.lower() in _NAMES:
        return True
    try:
        with _opened(path) as file:
            return _SEPARATOR.match(file.readline(1000)) is not None and _HEADER.match(file.readline(1000)) is not None
    except (OSError, SourceTrouble):
        return False


def read_mbox(
    name: str, path: Path, url: str, at: datetime, cap: int, known: Mapping[str, Validators]
) -> Iterator[Outcome]:
    """Yield the mails of an mbox that are not known yet, in their order; Unchanged where there are none.

    Of a mail longer than `cap` bytes the rest is left out: attachments stand behind the text. A mail that is there
    twice comes once.
    """
    seen: set[str] = set()
    news = 0
    try:
        with _opened(path) as file:
            for body in _mails(file, cap):
                mark = body_hash(body)
                if mark in seen or f"{url}#{mark}" in known:
                    seen.add(mark)
                    continue
                seen.add(mark)
                news += 1
                yield Fetched(name, f"{url}#{mark}", body, MAIL, "", at, Validators(body_hash=mark))
    except OSError as error:
        raise SourceTrouble(f"the file cannot be read: {error.strerror}", "Check its permissions.") from error
    if not seen:
        raise SourceTrouble("there is no mail in the file", "Put one there, or take the file out.")
    if not news:
        yield Unchanged(name, url, at)


def read_maildir(
    name: str,
    folder: Path,
    url: str,
    at: datetime,
    known: Mapping[str, Validators],
    contents: Callable[[Path], tuple[bytes, datetime | None]],
) -> Iterator[Outcome]:
    """Yield every mail of a Maildir, sorted by its unique name: Fetched, Unchanged, or a Failure.

    `contents` reads a file; it raises SourceTrouble.
    """
    found = {_unique(path): path for part in ("new", "cur") for path in _files(folder / part)}
    if not found:
        yield Unchanged(name, url, at)
    for unique, path in sorted(found.items()):
        where = f"{url}/{unique}"
        if where in known:  # what is in a Maildir is never written again
            yield Unchanged(name, where, at)
            continue
        try:
            body, modified = contents(path)
        except SourceTrouble as trouble:
            yield Failure(name, where.removeprefix("file:"), "fetch", trouble.what, trouble.advice)
            continue
        yield Fetched(name, where, body, MAIL, "", at, Validators(body_hash=body_hash(body)), modified)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise SourceTrouble(f"the folder cannot be read: {error.strerror}", "Check its permissions.") from error


def _unique(path: Path) -> str:
    return os.fsencode(path.name).decode("utf-8", "replace").partition(":2,")[0]


def _opened(path: Path) -> IO[bytes]:
    """An ordinary file, opened without waiting. Raises OSError or SourceTrouble."""
    file = open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK | os.O_CLOEXEC))  # noqa: SIM115
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise SourceTrouble("it is no ordinary file", "Take it out of the folder.")
    return file


def _mails(file: IO[bytes], cap: int) -> Iterator[bytes]:
    """The mails of an mbox, each as it was sent: its separator taken off, its ">From" lines as they were."""
    held: list[bytes] = []
    size, begun, blank = 0, False, True
    for line in file:
        if blank and _SEPARATOR.match(line):
            if begun:
                yield _sent(held)
            held, size, begun = [], 0, True
        elif begun or line.strip():
            begun = True
            size += len(line)
            if size <= cap:
                held.append(line)
        blank = not line.strip(b"\r\n")
    if begun and b"".join(held).strip():
        yield _sent(held)


def _sent(lines: list[bytes]) -> bytes:
    return _QUOTED.sub(rb"\1", b"".join(lines)).rstrip(b"\r\n") + b"\n"
