"""An article saved from a site as text: a block of labelled lines, a rule, who published it, and the article.

    ## The title
    Published on June 5, 2025
    Document Date: Mon, Jan 12 2026 07:03:44 am
    Category: ,English,Middle East - ,Snippets
    Show on website : [Click Here](#)
    ---
    rki.news
    Sources Anadolu Agency

The lines of the head may be missing, in another order or language, marked as bold, or parted from their labels; the
title may stand behind them. Several articles in one file are parted where another such head begins: each is an item,
the second one known as the file's address and `#2`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from digest.language.dates import is_dateline, moment
from digest.language.identify import UNDETERMINED, identify
from digest.models import Entry, Fetched
from digest.parse.head import Head
from digest.parse.labels import address, agency, host
from digest.parse.paging import unpaged
from digest.parse.saved_lines import RULE, joined, tells, tidy

_HEAD_LINES = 40
_HEAD_SPAN = 15  # lines between two labels of one head
_PUBLISHER_WORDS = 6
_TITLE_WORDS = 20  # of a title that stands behind the labels
_LONGEST_TITLE = 250  # characters
_BEFORE_RULE = 7  # lines that may stand between the last label and the rule
_TITLE_LINES = 3  # that a wrapped title fills
_STOPS = tuple(".!?:…؟۔।。！？,;")


def is_saved(text: str) -> bool:
    """Whether `text` has the head of a saved article: two of its four labels before its 40th line."""
    lines = text.split("\n", _HEAD_LINES)[:_HEAD_LINES]
    return len({tells(line) for line in lines} - {""}) >= 2


def parse_saved(fetched: Fetched, text: str) -> tuple[Entry, ...]:
    """The articles of a saved file. When it was exported is not when it was published."""
    lines = text.split("\n")
    starts = _starts(lines)
    parts = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    return tuple(_article(_numbered(fetched, number), part) for number, part in enumerate(parts, 1))


def _numbered(fetched: Fetched, number: int) -> Fetched:
    return fetched if number == 1 else replace(fetched, url=f"{fetched.url}#{number}")


def _article(fetched: Fetched, lines: list[str]) -> Entry:
    end = _end_of_head(lines)
    above = joined([tidy(line) for line in lines[:end]])
    head = Head()
    # The category names the language that the date is in, wherever it stands.
    for line in above:
        if tells(line) == "category":
            head.take(line)
    declared = head.language
    head.language = declared or _guessed("\n".join(lines[end:]))
    _read_head(above, head)
    start = _credits(lines, end, head)
    head.look_for_date(lines[start:])
    body = unpaged(lines[start:], head.title.value or "")
    entry = head.entry(fetched, "\n".join(body).strip("\n"))
    return entry if declared or "language" in head.said else replace(entry, language="")


def _guessed(text: str) -> str:
    """The language that the article seems to be in: its dates are read by it, though nobody declared it."""
    found = identify(text)
    return "" if found == UNDETERMINED else found


# -- where articles begin ------------------------------------------------------------------------------------------


def _starts(lines: list[str]) -> list[int]:
    """The numbers of the lines that articles begin with; the first one is 0."""
    heads = [head for head in _heads(lines) if len({tells(lines[number]) for number in head}) >= 2]
    return [0, *(_with_title(lines, head[0]) for head in heads[1:])]


def _heads(lines: list[str]) -> Iterator[list[int]]:
    """The numbers of labelled lines, those of one head together: a label that comes again begins another head."""
    head: list[int] = []
    for number, line in enumerate(lines):
        label = tells(line)
        if not label:
            continue
        if head and (number - head[-1] > _HEAD_SPAN or label in {tells(lines[one]) for one in head}):
            yield head
            head = []
        head.append(number)
    if head:
        yield head


def _with_title(lines: list[str], label: int) -> int:
    """The first line of the title above a head's first label; that of the label itself where there is none."""
    at = label
    while at and not lines[at - 1].strip():
        at -= 1
    first = at
    while first and at - first < _TITLE_LINES and lines[first - 1].strip() and not RULE.fullmatch(lines[first - 1]):
        first -= 1
    block = lines[first:at]
    marked = next((number for number, line in enumerate(block, first) if line.lstrip().startswith("#")), None)
    if marked is not None:
        return marked
    parted = not first or not lines[first - 1].strip() or RULE.fullmatch(lines[first - 1]) is not None
    return first if block and parted and _may_title(" ".join(map(tidy, block))) else label


def _end_of_head(lines: list[str]) -> int:
    """The number of the line behind the rule, or behind the last labelled line and its value where there is no rule."""
    first = _HEAD_LINES + _TITLE_LINES
    last = max((n for n, line in enumerate(lines[:first]) if tells(line)), default=0)
    behind = [number for number in range(last + 1, len(lines)) if lines[number].strip()]
    for number in behind[:_BEFORE_RULE]:
        if RULE.fullmatch(lines[number]):
            return number + 1
        if len(lines[number].split()) > _TITLE_WORDS:
            break
    return last + 1 + (len(joined([tidy(line) for line in lines[last : last + 3]])[0]) > len(tidy(lines[last])))


# -- what the head says --------------------------------------------------------------------------------------------


def _read_head(lines: list[str], head: Head) -> None:
    """Read the labelled lines, and the lines without a label as what they look like: who, where from, the title."""
    title: list[str] = []
    for line in [*lines, ""]:
        text = line.strip(" \t#*_")
        labelled = head.take(line)
        if text and not labelled and not RULE.fullmatch(line) and not _note(text, head):
            title.append(line)
            if len(title) < _TITLE_LINES:
                continue
        if title:
            marked = any(one.lstrip(" *").startswith("#") for one in title)
            words = " ".join(one.strip(" \t#*_") for one in title)
            head.put("title", words, "heading" if marked else "line")
            title = []


def _note(text: str, head: Head) -> bool:
    """Keep what a line without a label says by itself; False for one that may be a title or the article."""
    if agency(text):
        head.put("agency", agency(text))
    elif host(text):
        head.put("publisher", host(text))
    elif address(text):
        head.put("url", text)
    elif is_dateline(text, head.language):
        head.date.hear(moment(text, head.language), "text")
    else:
        return False
    return True


def _credits(lines: list[str], start: int, head: Head) -> int:
    """Read who published the article, whom it is from, a bare address or date, and a title that was not there before.

    The number of the article's first line.
    """
    for number in range(start, len(lines)):
        line = tidy(lines[number]).strip()
        text = line.strip(" \t#*_")
        if not text or RULE.fullmatch(line) or _note(text, head):
            continue
        if "publisher" not in head.said and _names_publisher(lines, number):
            head.put("publisher", text)
        elif len(text) <= _LONGEST_TITLE and not text.endswith(_STOPS) and head.take(line):
            continue
        elif not head.title.value and (line.startswith("#") or _may_title(text)):
            head.put("title", text, "heading" if line.startswith("#") else "line")
        else:
            return number
    return len(lines)


def _may_title(text: str) -> bool:
    return 0 < len(text.split()) <= _TITLE_WORDS and len(text) <= _LONGEST_TITLE and not text.endswith(_STOPS)


def _names_publisher(lines: list[str], number: int) -> bool:
    """Whether a line is a publisher's name: short, no sentence, and its agency is named next."""
    line = lines[number].strip()
    following = next((tidy(other) for other in lines[number + 1 :] if other.strip()), "")
    return len(line.split()) <= _PUBLISHER_WORDS and line[-1] not in ".!?:؟۔" and bool(agency(following))
