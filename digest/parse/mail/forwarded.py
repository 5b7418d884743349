"""A mail that somebody passed on within the text of another: its own head is read, and what stood before is dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from digest.language.dates import moment
from digest.parse.mail.lines import Line
from digest.parse.mail.words import anywhere, folded

_BEFORE = 60  # words of a remark of whom passes it on; more is a text of its own
_ROW = 80  # characters of the row that opens it
_HEAD = 10  # lines of the inner head
_SENDERS = re.compile(r"\W*(?:from|von|de|kimden|gönderen|от|من|da|van)\s*:\s*(.+)", re.IGNORECASE)
_SUBJECTS = re.compile(
    r"\W*(?:subject|betreff|objet|asunto|konu|тема|الموضوع|oggetto|assunto|onderwerp)\s*:\s*(.+)", re.IGNORECASE
)
_DATES = re.compile(
    r"\W*(?:date|sent|gesendet|datum|envoyé|fecha|enviado|enviado el|tarih|gönderme tarihi|дата"
    r"|отправлено|التاريخ|data)\s*:\s*(.+)",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\W*(?:to|cc|reply-to|an|à|para|kime|кому|إلى|a|aan)\s*:\s*.+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passed:
    """What the inner head says; "" and None where it says nothing."""

    subject: str = ""
    sender: str = ""
    sent: datetime | None = None


def passed_on(lines: list[Line]) -> tuple[list[Line], Passed | None]:
    """The lines of the mail that was passed on, and what its head says; all lines and None where none was."""
    number = _start(lines)
    if number is None:
        return lines, None
    rows = [(at, row) for at in range(number, min(number + _HEAD, len(lines))) for row in lines[at].text.split("\n")]
    said: dict[str, str] = {}
    last = number
    for at, row in rows:
        if _take(row, said):
            last = at
        elif said:
            break
    if len(said) < 2:
        return lines, None
    name, address = parseaddr(said.get("sender", ""))
    passed = Passed(said.get("subject", ""), name or address.rpartition("@")[2], moment(said.get("sent", "")))
    return lines[last + 1 :], passed


def _start(lines: list[Line]) -> int | None:
    """The number of the line that opens the mail passed on, behind a short remark at most; None where there is none."""
    before = 0
    for number, line in enumerate(lines):
        if any(len(row) <= _ROW and _opens(row) for row in line.text.split("\n")[:2]):
            return number
        before += line.words
        if before > _BEFORE:
            break
    return None


def _opens(row: str) -> bool:
    """Whether a row is the line that a mail program puts before the mail."""
    text = folded(row)
    return len(text.split()) <= 8 and anywhere("letters", "forwards").search(text) is not None


def _take(row: str, said: dict[str, str]) -> bool:
    """Keep what a row of the inner head says; False for another row."""
    for name, pattern in (("sender", _SENDERS), ("subject", _SUBJECTS), ("sent", _DATES)):
        if found := pattern.fullmatch(row.strip()):
            said.setdefault(name, found[1].strip(" *"))
            return True
    return _OTHERS.fullmatch(row.strip()) is not None
