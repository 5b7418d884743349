"""A ZIP archive taken apart in memory: its members become files of their own. Nothing of it ever touches the disk."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from digest.errors import SourceTrouble
from digest.models import Failure, Fetched, Validators
from digest.parse.formats import ZIP, beside, media_type_of

_MEMBERS = 1_000
_ALL = 64_000_000  # bytes decoded: what a child process may hold several times over
_ONE = 20_000_000  # bytes, as of a file that lies in a folder
_RATIO = 100  # decoded to packed, of a member above a megabyte: prose packs 3 to 10 times, a bomb up to 1,032 times
_SUSPECT = 1_000_000  # bytes
_UTF8 = 0x800  # the flag that says that a name is UTF-8
_LOCKED = 0x1
_DEEPEST = 2  # archives inside one another that are opened
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class _Budget:
    """What may still be unpacked."""

    members: int = _MEMBERS
    size: int = _ALL


def unpack(fetched: Fetched) -> tuple[Fetched | Failure, ...]:
    """The files in an archive, in the order of their names; those that cannot be had are Failures among them.

    A member's address is the archive's, `!/` and its name there: `file:inbox/week.zip!/talks/a.md`. Archives in it are
    opened as well, those in them are not. Raises SourceTrouble for what is no archive, or would unpack to too much.
    """
    return tuple(_unpacked(fetched, 1, _Budget()))


@contextmanager
def opened(body: bytes) -> Iterator[ZipFile]:
    """The archive in `body`. Raises SourceTrouble when it is none, or is broken beyond reading."""
    try:
        archive = ZipFile(BytesIO(body))
    except _BROKEN as error:
        what = "It begins like a ZIP archive and is broken or incomplete."
        raise SourceTrouble(what, "Get it again, or pack it anew.") from error
    with archive:
        yield archive


def extract(archive: ZipFile, member: ZipInfo, most: int = _ONE) -> bytes:
    """A member's bytes. Raises SourceTrouble when it is locked, broken, a bomb, or larger than `most` bytes."""
    if member.flag_bits & _LOCKED:
        raise SourceTrouble("It is locked with a password.", "Unpack it, or pack it without a password.")
    packed, size = member.compress_size, member.file_size
    if size > most or (size > _SUSPECT and size > _RATIO * max(1, packed)):
        what = f"It would unpack from {packed / 1e6:.3g} MB to {size / 1e6:.3g} MB: too much for an article."
        raise SourceTrouble(what, "Look whether it is what it says it is.")
    try:
        with archive.open(member) as file:
            body = file.read(most + 1)
    except _BROKEN as error:
        raise SourceTrouble("It cannot be unpacked: the archive is broken there.", "Pack it anew.") from error
    if len(body) > most:
        raise SourceTrouble(f"It is larger than {most / 1e6:.3g} MB.", "Look whether it is what it says it is.")
    return body


def _unpacked(fetched: Fetched, depth: int, budget: _Budget) -> Iterator[Fetched | Failure]:
    with opened(fetched.body) as archive:
        members = _members(archive)
        _check(members, budget)
        left = replace(budget, members=budget.members - len(members))
        for name in sorted(members):
            url = f"{fetched.url}!/{name}"
            try:
                body = extract(archive, members[name])
                left = replace(left, size=left.size - len(body))
                known_as = f"{fetched.validators.known_as}!/{name}" if fetched.validators.known_as else ""
                held = Validators(known_as=known_as)
                one = replace(fetched, url=url, body=body, media_type=media_type_of(body), validators=held)
                yield from _opened_again(one, depth, left) if one.media_type == ZIP else [one]
            except SourceTrouble as trouble:
                yield Failure(fetched.source, url, "parse", trouble.what, trouble.advice)


def _opened_again(inner: Fetched, depth: int, budget: _Budget) -> Iterator[Fetched | Failure]:
    if depth >= _DEEPEST:
        raise SourceTrouble("It is an archive in an archive in an archive.", "Unpack it.")
    # All of it before any of it: the budget that is left is only known to be kept when it was.
    yield from tuple(_unpacked(inner, depth + 1, budget))


def _members(archive: ZipFile) -> dict[str, ZipInfo]:
    """The files that may be articles by their names; of the same name the last, as in the folder it was made of."""
    named = ((_name(member), member) for member in archive.infolist() if not member.is_dir())
    return {name: member for name, member in named if name and not beside(name)}


def _check(members: dict[str, ZipInfo], budget: _Budget) -> None:
    """Refuse an archive of too many files or bytes, by what it says of itself: no member is read beyond that."""
    size = sum(member.file_size for member in members.values())
    if len(members) > budget.members:
        what = f"It holds {len(members):,} files: more than {budget.members:,} are not read."
        raise SourceTrouble(what, "Part it, or unpack it.")
    if size > budget.size:
        what = f"It would unpack to {size / 1e6:,.3g} MB: more than {budget.size / 1e6:.3g} MB are not read."
        raise SourceTrouble(what, "Part it, or unpack it.")


def _name(member: ZipInfo) -> str:
    """A member's name with forward slashes, without roots and steps upwards: it is part of an address and no path."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        # Without the flag a name is in the code page of old DOS, says the format; most write UTF-8 all the same.
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part.strip() not in {"", ".", ".."} and not part.endswith(":"))
