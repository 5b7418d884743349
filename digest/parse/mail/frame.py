"""What surrounds the news in a mail: how to see it elsewhere, forward it, leave it; who paid for a part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from digest.parse.mail.lines import Line
from digest.parse.mail.words import anywhere, listed, whole, word

_SHORT = 30  # words: a line about the mail itself is no longer
_CALL = 8  # words
_MARK = 12  # words of a line that marks what was paid for
_PROSE = 25  # words of a line that is the news again: a footer ends before it
_GREETING = 4  # words
_CODE = r"(?=[A-Z\d]*[A-Z])[A-Z\d]{4,20}(?!\w)"
_PRICE = re.compile(r"\d\s?%|%\s?\d|[$€£₺₽]\s?\d|\d\s?[$€£₺₽]|(?i:free trial|free shipping|kostenlos|gratuit|gratis)")
_ADDRESS = re.compile(r"\W*(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+)\W*", re.IGNORECASE)


def about_the_mail(line: Line) -> bool:
    """Whether a line is about the mail itself, or asks its reader to do something with it."""
    if line.words > _SHORT:
        return False
    if not line.links and line.words > _MARK and not anywhere("footer", "phrases").search(line.key):
        return False
    return _footing(line) or calls(line)


def bare(line: Line) -> bool:
    """Whether a line is nothing but an address."""
    return _ADDRESS.fullmatch(line.text) is not None


def calls(line: Line) -> bool:
    """Whether a line is nothing but a call: "Share", "Subscribe now"."""
    return line.words <= _CALL and whole("footer", "calls").fullmatch(line.key) is not None


def paid(line: Line) -> bool:
    """Whether a line marks what stands around it as paid for."""
    return line.words <= _MARK and whole("sponsor", "marks").fullmatch(line.key) is not None


def paid_behind(line: Line) -> bool:
    """The same of a line behind a text in a list of links: "Acme (sponsor)"."""
    return paid(line) or (line.words <= _MARK and whole("sponsor", "behind").fullmatch(line.key) is not None)


def offers(lines: Sequence[Line]) -> bool:
    """Whether lines sell something to the newsletter's readers: a code in capitals, and a price or percentage off."""
    text = " ".join(line.text for line in lines)
    return _PRICE.search(text) is not None and _codes().search(text) is not None


def paid_links(lines: Sequence[Line]) -> bool:
    """Whether all links of some lines, one at least, are paid for by their own addresses."""
    places = [address.casefold() for line in lines for _, address in line.links if address]
    marks = listed("sponsor", "paid_links")
    return bool(places) and all(any(mark in place for mark in marks) for place in places)


@lru_cache(maxsize=1)
def _codes() -> re.Pattern[str]:
    before, behind = ("|".join(map(re.escape, listed("sponsor", name))) for name in ("codes", "codes_behind"))
    # A code is of capitals and figures; the words around it may be written in any case.
    return re.compile(rf"(?<!\w)(?i:{before})\s?[:“\"'«]?\s?{_CODE}|{_CODE}[”\"'»]?\s(?i:{behind})")


def of_its_own(line: Line) -> bool:
    """Whether a heading opens a part about the newsletter and its makers."""
    return line.words <= _MARK and whole("sponsor", "own").fullmatch(line.key) is not None


def unframed(lines: list[Line]) -> list[Line]:
    """The lines without what frames them: the foot of the mail as a whole, and elsewhere line by line.

    Calls stay: where one is repeated tells of a round-up.
    """
    return [line for line in lines[: _foot(lines)] if calls(line) or not (about_the_mail(line) or _greets(line))]


def web_version(lines: list[Line]) -> str:
    """The address of the mail on the web, as its own line "view in browser" gives it; "" when it gives none."""
    for line in [*lines[:12], *lines[-12:]]:
        if line.words > _SHORT:
            continue
        for text, address in line.links:
            shown = Line(text)
            if address and _seeing(shown if shown.words > 1 else line):
                return address
    return ""


def _foot(lines: list[Line]) -> int:
    """The number of the line where the mail's foot begins: the first about the mail behind the last prose."""
    begun = next((n for n, line in enumerate(lines) if not about_the_mail(line)), len(lines))
    prose = (n for n, line in enumerate(lines) if line.words >= _PROSE and not _footing(line, long=True))
    for number in range(max(prose, default=begun) + 1, len(lines)):
        if _footing(lines[number], long=True):
            return number
    return len(lines)


def _footing(line: Line, *, long: bool = False) -> bool:
    """Whether a line speaks of subscriptions, rights and addresses. A long one must do so in more than one way."""
    if line.words > 4 * _SHORT:
        return False
    found = {match[0] for match in anywhere("footer", "phrases").finditer(line.key)}
    return len(found) >= (1 if line.words <= _SHORT else 2) if long or line.words <= _SHORT else False


def _greets(line: Line) -> bool:
    """Whether a line only greets whoever reads it: "Dear friends,"."""
    return (
        line.words <= _GREETING
        and line.text.endswith((",", "،"))
        and bool(word("letters", "greetings").match(line.key))
    )


def _seeing(line: Line) -> bool:
    phrases = listed("footer", "phrases")
    start = phrases.index("view in browser")
    end = phrases.index("you are receiving this")
    return any(phrase in line.key for phrase in phrases[start:end])
