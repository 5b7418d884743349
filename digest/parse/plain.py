"""Plain text: a title line, then perhaps lines that say when, who, and where, then the article."""

from __future__ import annotations

import re
from dataclasses import replace

from digest.language.dates import is_dateline, moment
from digest.language.identify import UNDETERMINED, identify
from digest.language.wordlists import open_words
from digest.models import Entry, Fetched
from digest.parse.head import Head
from digest.parse.labels import address, agency, labelled
from digest.parse.paging import unpaged

_LONGEST_TITLE = 250  # characters
_LONGEST_NAME = 80  # characters
_NAME_WORDS = 10
_NAMES = 3
_TITLE_WORDS = 15  # in a title that ends with a full stop
_BLOCKS = 4  # blocks of lines after the title that can still be its head
_STOPS = tuple(".!?…。！？؟۔।")
_UNDERLINE = re.compile(r"\s*[=\-~_*]{3,}\s*")


def parse_plain(fetched: Fetched, text: str) -> Entry:
    """The article of a plain text file. Where the first line is a paragraph, there is no title."""
    lines = text.split("\n")
    language = identify(text)
    head = Head(language="" if language == UNDETERMINED else language)
    start = _title(lines, head)
    rest = _head(lines, start, head)
    head.look_for_date(lines[rest:])
    body = unpaged(lines[rest:], head.title.value or "")
    entry = head.entry(fetched, "\n".join(body).strip("\n"))
    # The language was guessed to read the dates by: nobody declared it.
    return entry if "language" in head.said else replace(entry, language="")


def _title(lines: list[str], head: Head) -> int:
    """Read the title; the number of the line behind it."""
    for number, line in enumerate(lines):
        text = line.strip(" \t#*")
        if not text or _UNDERLINE.fullmatch(line):
            continue
        if is_dateline(text, head.language) or address(text) or head.take(text):
            return _title_after_label(lines, number, head)
        following = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if _is_prose(text, following):
            return number
        head.put("title", text, "heading" if line.lstrip().startswith("#") else "line")
        return number + 1
    return len(lines)


def _title_after_label(lines: list[str], number: int, head: Head) -> int:
    """A file that begins with its date, address or labels: its title is labelled, or the first other line."""
    _note(lines[number], head)
    for later in range(number + 1, len(lines)):
        text = lines[later].strip(" \t#*")
        if text and not _note(text, head):
            if head.title.value or _is_prose(text, ""):
                return later
            head.put("title", text, "heading" if lines[later].lstrip().startswith("#") else "line")
            return later + 1
    return len(lines)


def _note(line: str, head: Head) -> bool:
    """Keep what a line of the head says by itself; False for a line that needs its neighbours to be understood."""
    text = line.strip(" \t#*")
    if is_dateline(text, head.language):
        head.date.hear(moment(text, head.language), "text")
    elif address(text):
        head.put("url", text)
    elif agency(text, needs_colon=True):
        head.put("agency", agency(text))
    elif not (labelled(text) and len(text) <= _LONGEST_TITLE):
        return False
    else:
        head.take(text)
    return True


def _is_prose(text: str, following: str) -> bool:
    """Whether a first line is a paragraph, or the beginning of one that is wrapped, rather than a title."""
    if len(text) > _LONGEST_TITLE or (text.endswith(_STOPS) and len(text.split()) > _TITLE_WORDS):
        return True
    runs_on = following[:1].islower() or (following != "" and text.split()[-1].casefold() in open_words())
    return runs_on and not text.endswith(_STOPS)


def _head(lines: list[str], start: int, head: Head) -> int:
    """Read the blocks of lines behind the title that say when, who and where; the number of the article's first line.

    A name is only taken for one where its block also has a date, an address or a label: the first is the publisher's,
    the next the author's.
    """
    at = start
    for _ in range(_BLOCKS):
        while at < len(lines) and (not lines[at].strip() or _UNDERLINE.fullmatch(lines[at])):
            at += 1
        end = at
        while end < len(lines) and lines[end].strip():
            end += 1
        size = _block(lines[at:end], head)
        at += size
        if not size or at < end:
            break
    return at


def _block(block: list[str], head: Head) -> int:
    """Read one block of the head: how many of its lines are no part of the article."""
    sure = 0
    names: list[str] = []
    for number, line in enumerate(block, 1):
        if _note(line, head):
            sure = number
        elif len(names) < _NAMES and _may_name(line):
            names.append(line)
        else:
            # It runs on into the article: what seemed names behind the last sure line were its first words.
            names = names[: sum(1 for name in names if name in block[:sure])]
            break
    else:
        sure = len(block) if sure else 0
    if sure:
        for name in names:
            _name(name, head)
    return sure


def _may_name(line: str) -> bool:
    text = line.strip()
    return len(text) <= _LONGEST_NAME and len(text.split()) <= _NAME_WORDS and not text.endswith(_STOPS)


def _name(line: str, head: Head) -> None:
    """A line of the head without a label: the publisher, then the byline."""
    name = re.sub(r"&nbsp;|\xa0", " ", line).strip(" \t:،,-–—")
    head.put("author" if "publisher" in head.said else "publisher", name)
