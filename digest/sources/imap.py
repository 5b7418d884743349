"""A folder of an IMAP server as a source. It is only read: no mail is marked, moved or deleted.

Every mail is an outcome of its own, with an address of its own (RFC 5092) that names its number and the folder's
UIDVALIDITY. What is known are the addresses of mails that were kept: where a run is killed in the middle, or a mail
cannot be read, the next run asks for what is missing. Mails older than the oldest one known were left out by the first
run, which takes the newest only, and stay so. When the server numbers the folder anew, all mails since the day of the
oldest known one are read again; their Message-IDs tell that they are no new ones.
"""

from __future__ import annotations

import re
import ssl
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import httpx2

from digest.config.mailfolders import MailFolder
from digest.errors import SourceTrouble
from digest.models import Failure, Fetched, Unchanged, Validators
from digest.sources.addresses import Allowed
from digest.sources.door import Door, LookUp, Reach
from digest.sources.imap_line import ImapLine
from digest.sources.media import body_hash
from digest.sources.names import look_up
from digest.sources.web import Patience

CAP = 10_000_000  # bytes of one mail that are fetched: the text comes first, attachments may be cut
_STEP = 60.0  # seconds for one command
_TOTAL = 300.0  # seconds of waiting for the server in one run; what is left follows in the next
_AT_ONCE = 20  # mails asked for in one command
_WEIGHT = 2_000_000  # bytes asked for in one command, unless one mail has more
_ASKED = 500  # sizes asked for in one command
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NUMBERED = re.compile(r";UIDVALIDITY=(\d+)/;UID=(\d+)$")
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,15})\b")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]{10,40})"')
_LIST = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?P<mark>\\?.)"|NIL) (?P<name>.+)')


@dataclass(frozen=True, slots=True)
class _Mail:
    uid: int
    size: int
    arrived: str  # as the server gives it: the day of it is asked by when the folder is numbered anew


@dataclass(slots=True)
class ImapSource:
    """One folder. `first` mails, the newest, are taken from a folder that was never read; "all" takes all."""

    name: str
    place: MailFolder
    at: datetime
    allowed: Allowed = field(default_factory=Allowed)
    first: int | Literal["all"] = 10
    patience: Patience = field(default_factory=Patience)
    look_up: LookUp = look_up
    tls: Callable[[], ssl.SSLContext] = httpx2.create_ssl_context
    cap: int = CAP
    total: float = _TOTAL

    def fetch(self, known: Mapping[str, Validators]) -> Iterator[Fetched | Unchanged | Failure]:
        """Yield one outcome per new mail, the oldest first; Unchanged when there is none; or a Failure."""
        try:
            yield from self._fetch(known)
        except SourceTrouble as trouble:
            yield Failure(self.name, self.place.url, "fetch", trouble.what, trouble.advice)

    def _fetch(self, known: Mapping[str, Validators]) -> Iterator[Fetched | Unchanged]:
        door = Door(self.allowed, self.look_up, Reach())
        door.budget = sys.maxsize  # the line has a budget of its own, for each answer
        line = ImapLine(self.place, door, self.patience, self.tls)
        try:
            visit = _Visit(line, self)
            validity = visit.enter()
            wanted = visit.wanted(validity, known)
            if not wanted:
                yield Unchanged(self.name, self.place.url, self.at)
            for mail, body in visit.mails(wanted):
                yield self._fetched(validity, mail, body)
        finally:
            line.hang_up()

    def _fetched(self, validity: int, mail: _Mail, body: bytes) -> Fetched:
        url = f"{self.place.url};UIDVALIDITY={validity}/;UID={mail.uid}"
        kept = Validators(last_modified=mail.arrived, body_hash=body_hash(body))
        return Fetched(self.name, url, body, "message/rfc822", "", self.at, kept)


class _Visit:
    """One visit to a folder, and the time that is left for it."""

    def __init__(self, line: ImapLine, source: ImapSource) -> None:
        self._line = line
        self._source = source
        self._left = source.total

    def enter(self) -> int:
        """Open the folder, to read only: its UIDVALIDITY. Raises SourceTrouble when it is not there."""
        folder = self._source.place.folder
        for name in dict.fromkeys([folder, folder.replace("/", self._mark())]):
            kind, _ = self._ask("select", _quoted(name), True)
            if kind == "OK":
                values = self._line.response("UIDVALIDITY")[1]
                return int(values[0]) if values and values[0] and values[0].isdigit() else 0
        there = ", ".join(self._folders()[:12])
        raise SourceTrouble(
            f'there is no folder "{folder}" that can be read',
            f"Correct its name in feeds.toml. There are: {there or 'none'}.",
        )

    def wanted(self, validity: int, known: Mapping[str, Validators]) -> list[int]:
        """The numbers of the mails to fetch, the oldest first."""
        ours = [(found, held) for url, held in known.items() if (found := self._ours(url))]
        numbers = {int(found[2]) for found, _ in ours if int(found[1]) == validity}
        if numbers:
            oldest = min(numbers)
            return [uid for uid in self._search(f"UID {oldest}:*") if uid > oldest and uid not in numbers]
        every = self._search("ALL")
        first = self._source.first
        newest = every if first == "all" else every[-max(first, 1) :]  # of none, nothing would tell which ones are new
        days = [day for _, held in ours if (day := _day(held.last_modified)) is not None]
        # A server's day may begin earlier than that of UTC.
        again = self._search(f"SINCE {_written(min(days) - timedelta(days=1))}") if days else []
        return sorted({*newest, *again})

    def mails(self, wanted: list[int]) -> Iterator[tuple[_Mail, bytes]]:
        """The mails with these numbers and their bytes, in this order, as many as there is time for."""
        for start in range(0, len(wanted), _ASKED):
            for group in _grouped(self._sizes(wanted[start : start + _ASKED]), self._source.cap):
                bodies = self._bodies(group)
                for mail in group:  # one that is missing was deleted meanwhile
                    if mail.uid in bodies:
                        yield mail, bodies[mail.uid]

    def _sizes(self, uids: list[int]) -> list[_Mail]:
        rows = self._rows(self._ask("uid", "FETCH", _set(uids), "(UID RFC822.SIZE INTERNALDATE)")[1])
        found: dict[int, _Mail] = {}
        for head, _ in rows:
            uid, size, date = _UID.search(head), _SIZE.search(head), _DATE.search(head)
            if uid:
                arrived = date[1].decode("ascii", "replace").strip() if date else ""
                found[int(uid[1])] = _Mail(int(uid[1]), int(size[1]) if size else self._source.cap, arrived)
        return [found[uid] for uid in uids if uid in found]

    def _bodies(self, group: list[_Mail]) -> dict[int, bytes]:
        cap = self._source.cap
        what = f"(UID BODY.PEEK[]<0.{cap}>)"
        room = sum(min(mail.size, cap) + 10_000 for mail in group) * 2  # sizes that servers tell are rough
        rows = self._rows(self._ask("uid", "FETCH", _set([mail.uid for mail in group]), what, bodies=room)[1])
        found: dict[int, bytes] = {}
        for head, body in rows:
            uid = _UID.search(head)
            if uid and body is not None:
                found[int(uid[1])] = body[:cap]
        return found

    def _search(self, criterion: str) -> list[int]:
        kind, said = self._ask("uid", "SEARCH", *criterion.split())
        if kind != "OK":
            raise SourceTrouble(f"{self._source.place.host} cannot list the folder", "The next run tries again.")
        return sorted({int(word) for row in said if isinstance(row, bytes) for word in row.split() if word.isdigit()})

    def _mark(self) -> str:
        """The sign that parts a folder's name from that of the folder in which it lies."""
        for row in self._listed('""', '""'):
            if row["mark"]:
                return row["mark"].decode("ascii", "replace")[-1]
        return "/"

    def _folders(self) -> list[str]:
        mark = self._mark()
        names = (row["name"].strip().strip(b'"').decode("ascii", "replace") for row in self._listed('""', '"*"'))
        return sorted(_decoded(name).replace(mark, "/") for name in names)

    def _listed(self, where: str, pattern: str) -> Iterator[re.Match[bytes]]:
        for row in self._ask("list", where, pattern)[1]:
            line = b" ".join(part for part in row if isinstance(part, bytes)) if isinstance(row, tuple) else row
            if isinstance(line, bytes) and (found := _LIST.match(line)):
                yield found

    def _ask(self, command: str, *words: Any, bodies: int = 0) -> tuple[str, list[Any]]:
        """One command, within the time that is left. Raises SourceTrouble."""
        step = min(_STEP, self._left)
        if step <= 0:
            raise self._slow()
        start = time.monotonic()
        try:
            with self._line.command(step, bodies):
                kind, said = getattr(self._line, command)(*words)
                return str(kind), list(said or [])
        except SourceTrouble as trouble:
            if step < _STEP and time.monotonic() - start >= step:  # cut short by the whole visit's end
                raise self._slow() from trouble
            raise
        finally:
            self._left -= time.monotonic() - start

    def _slow(self) -> SourceTrouble:
        what = f"{self._source.place.host} was slow: {self._source.total:.3g} s were not enough for all mails"
        return SourceTrouble(what, "The next run goes on from here.")

    def _ours(self, url: str) -> re.Match[str] | None:
        """What a known address says of a mail in this folder; None for another address."""
        return (
            _NUMBERED.fullmatch(url.removeprefix(self._source.place.url))
            if url.startswith(self._source.place.url)
            else None
        )

    @staticmethod
    def _rows(said: list[Any]) -> Iterator[tuple[bytes, bytes | None]]:
        """The answers to a FETCH: what is said of a mail, before or behind its body, and the body."""
        for number, row in enumerate(said):
            if isinstance(row, tuple) and len(row) == 2:
                behind = said[number + 1] if number + 1 < len(said) and isinstance(said[number + 1], bytes) else b""
                yield row[0] + b" " + behind, row[1]
            elif isinstance(row, bytes):
                yield row, None


def _grouped(mails: list[_Mail], cap: int) -> Iterator[list[_Mail]]:
    """Mails in their order, as many together as one command may bring."""
    group: list[_Mail] = []
    weight = 0
    for mail in mails:
        size = min(mail.size, cap)
        if group and (len(group) == _AT_ONCE or weight + size > _WEIGHT):
            yield group
            group, weight = [], 0
        group.append(mail)
        weight += size
    if group:
        yield group


def _set(uids: list[int]) -> str:
    return ",".join(map(str, uids))


def _day(arrived: str) -> datetime | None:
    """The day of an INTERNALDATE such as "17-Jul-2026 02:44:25 -0700", UTC."""
    try:
        day, month, year = arrived.split()[0].split("-")
        return datetime(int(year), _MONTHS.index(month.title()) + 1, int(day), tzinfo=UTC)
    except (ValueError, IndexError):
        return None


def _written(day: datetime) -> str:
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year:04d}"


def _quoted(name: str) -> str:
    return '"' + encoded(name).replace("\\", "\\\\").replace('"', '\\"') + '"'


def encoded(name: str) -> str:
    """A folder's name as the protocol writes it: modified UTF-7 (RFC 3501, 5.1.3)."""

    def coded(found: re.Match[str]) -> str:
        if found[0] == "&":
            return "&-"
        return "&" + b64encode(found[0].encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",") + "-"

    return re.sub(r"&|[^\x20-\x7e]+", coded, name)


def _decoded(name: str) -> str:
    """The other way round; a name that is written wrongly stays as it is."""

    def plain(found: re.Match[str]) -> str:
        if not found[1]:
            return "&"
        try:
            return ("+" + found[1].replace(",", "/") + "-").encode("ascii").decode("utf-7")
        except UnicodeError:
            return found[0]

    return re.sub(r"&([A-Za-z0-9+,]*)-", plain, name)
