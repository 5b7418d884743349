"""An article saved from a site as text: a block of labelled lines, a rule, who published it, and the article.

    ## The title
    Published on June 5, 2025
    Document Date: Mon, Jan 12 2026 07:03:44 am
    Category: ,English,Middle East - ,Snippets
    Show on website : [Click Here](#)
    ---
    rki.news
    Sources Anadolu Agency

The lines of the head may be missing or in another order.
"""

from __future__ import annotations

import re

from digest.language.dates import is_dateline, moment
from digest.models import Entry, Fetched
from digest.parse.head import Head
from digest.parse.labels import address, agency, host

_HEAD_LINES = 40
_RULE = re.compile(r"\s*(?:-{3,}|_{3,}|\*{3,}|={3,}|(?:[-*_] ){2,}[-*_])\s*")
_TELLING = re.compile(r"\W{0,3}(?:document date|category|show on website|published on)\b", re.IGNORECASE)
_PUBLISHER_WORDS = 6
_TITLE_WORDS = 20  # of a title that stands behind the labels


def is_saved(text: str) -> bool:
    """Whether `text` has the head of a saved article: two of its four labels before its 40th line."""
    found = (_TELLING.match(line) for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES])
    return len({match[0].strip(" \t*_#").casefold() for match in found if match}) >= 2


def parse_saved(fetched: Fetched, text: str) -> Entry:
    """The article of a saved file. When it was exported is not when it was published."""
    lines = text.split("\n")
    end = _end_of_head(lines)
    head = Head()
    # The category names the language that the date is in, wherever it stands.
    for line in sorted(lines[:end], key=lambda line: not line.lower().lstrip(" *_#").startswith("category")):
        if not _RULE.fullmatch(line) and not head.take(line) and line.strip(" \t#*"):
            head.put("title", line.strip(" \t#*"), "heading" if line.lstrip(" *").startswith("#") else "line")
    start = _credits(lines, end, head)
    head.look_for_date(lines[start:])
    return head.entry(fetched, "\n".join(lines[start:]).strip("\n"))


def _end_of_head(lines: list[str]) -> int:
    """The number of the line behind the rule, or behind the last labelled line where there is no rule."""
    last = max(n for n, line in enumerate(lines[:_HEAD_LINES]) if _TELLING.match(line))
    for number in range(last + 1, min(len(lines), last + 8)):
        if _RULE.fullmatch(lines[number]):
            return number + 1
        if len(lines[number].split()) > _TITLE_WORDS:
            break
    return last + 1


def _credits(lines: list[str], start: int, head: Head) -> int:
    """Read who published the article, whom it is from, and a bare address or date; the number of its first line."""
    for number in range(start, len(lines)):
        line = lines[number].strip()
        if not line or _RULE.fullmatch(line):
            continue
        if agency(line):
            head.put("agency", agency(line))
        elif host(line):
            head.put("publisher", host(line))
        elif address(line):
            head.put("url", line)
        elif is_dateline(line, head.language):
            head.date.hear(moment(line, head.language), "text")
        elif "publisher" not in head.said and _names_publisher(lines, number):
            head.put("publisher", line)
        else:
            return number
    return len(lines)


def _names_publisher(lines: list[str], number: int) -> bool:
    """Whether a line is a publisher's name: short, no sentence, and its agency is named next."""
    line = lines[number].strip()
    following = next((other for other in lines[number + 1 :] if other.strip()), "")
    return len(line.split()) <= _PUBLISHER_WORDS and line[-1] not in ".!?:؟۔" and bool(agency(following))
