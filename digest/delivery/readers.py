"""A list of readers: the text of a CSV file -> readers, each once, and what is wrong with the other lines."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from digest.config.addresses import mailbox
from digest.models import ReaderList, Recipient

_ADDRESS = ("email", "e-mail", "address", "mail", "email address", "e-mail address")
_NAME = ("name", "full name", "reader")
_LONGEST = 254  # octets of an address: RFC 5321 allows 256 with its brackets


def read_readers(text: str, file: str) -> ReaderList:
    """Read a CSV file with a line of column names, of which `email` is needed and `name` is used; or without one.

    Columns are parted by commas, semicolons or tabs. Without a line of names the first column is the address, the
    second the name. Lines that are blank, or begin with #, are passed over.
    """
    rows = list(_rows(text.removeprefix("\ufeff")))
    if not rows:
        return ReaderList((), (f"{file}: it names no reader; write one address a line",))
    places, ignored = _columns(rows[0][1])
    if places is None and not any("@" in cell for cell in rows[0][1]):
        return ReaderList((), (f'{file}:{rows[0][0]}: no column is called "email"; name the one that holds addresses',))
    return _collect(rows if places is None else rows[1:], places or (0, 1), ignored, file)


def recipient(text: str, name: str = "") -> Recipient:
    """One reader from `Name <address>` or an address. Raises ValueError: what is wrong and what to write."""
    own, address = mailbox(text)
    local, _, domain = address.rpartition("@")
    if len(address.encode()) > _LONGEST or len(local.encode()) > 64:
        raise ValueError(f'"{address[:40]}…" is longer than an address may be')
    try:
        plain = domain.encode("idna").decode().lower()
    except UnicodeError:
        raise ValueError(f'"{domain}" is no name of a domain') from None
    if any(not one.isprintable() or one.isspace() for one in address):
        raise ValueError("the address holds a space or a control character")
    tidy = " ".join(one for one in (name or own).split() if one.isprintable())
    return Recipient(f"{local.lower()}@{plain}", f"{local}@{plain}", tidy)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each line that says something."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    divider = max(",;\t", key=head.count)
    reader = csv.reader(text.splitlines(), delimiter=divider, skipinitialspace=True)
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped) and not stripped[0].startswith("#"):
            yield reader.line_num, stripped


def _columns(head: Sequence[str]) -> tuple[tuple[int, int] | None, tuple[str, ...]]:
    """Where address and name stand (-1 for no name), and the columns that mean nothing; None for no line of names."""
    names = [" ".join(cell.lower().split()) for cell in head]
    address = next((names.index(one) for one in _ADDRESS if one in names), -1)
    if address < 0:
        return None, ()
    name = next((names.index(one) for one in _NAME if one in names), -1)
    return (address, name), tuple(cell for nth, cell in enumerate(head) if nth not in {address, name} and cell)


def _collect(
    rows: Sequence[tuple[int, list[str]]], places: tuple[int, int], ignored: tuple[str, ...], file: str
) -> ReaderList:
    found: dict[str, Recipient] = {}
    problems: list[str] = []
    repeated = 0
    for line, cells in rows:
        try:
            one = recipient(_cell(cells, places[0]), _cell(cells, places[1]))
        except ValueError as error:
            problems.append(f"{file}:{line}: {error}")
            continue
        repeated += one.key in found
        found.setdefault(one.key, one)
    return ReaderList(tuple(found.values()), tuple(problems), repeated, ignored)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""
