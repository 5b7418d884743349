"""The lines of a saved article's head: which of its four labels one has, and labels put before their values again."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from digest.language.dates import moment
from digest.language.wordlists import any_of, tables
from digest.parse.labels import address

Tells = Literal["published", "document", "category", "website", ""]

RULE = re.compile(r"\s*(?:[-–—_*=~·•]{3,}|(?:[-–—_*=~·•]\s+){2,}[-–—_*=~·•]|⸻)\s*")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_EMPHASIS = re.compile(r"(?<!\w)[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?!\w)")
_BEFORE = re.compile(r"^\s*(?:[>|•▪◦+-]\s+|[>|]+\s*|\d{1,2}[.)]\s+)+")
_WORDS = 15  # of a category's value
_LOOK = 3  # lines behind a label that stands alone, in which its value is looked for


def tidy(line: str) -> str:
    """A line without marks of emphasis, list, quotation and table around it, and with plain spaces."""
    text = _EMPHASIS.sub("", _UNSEEN.sub("", _SPACES.sub(" ", line)))
    return text if RULE.fullmatch(line) else _BEFORE.sub("", text).rstrip(" \t|")


def tells(line: str) -> Tells:
    """Which of the four labels of a saved article a line begins with; "" for another line."""
    if len(line) > 400:
        return ""
    found = _labels().match(tidy(line).strip(" \t#"))
    return _by_name()[_folded(found["name"])] if found else ""


def joined(lines: list[str]) -> list[str]:
    """The lines, a value that stands in a line below its label put behind it; that line is blank then."""
    made = list(lines)
    for number, line in enumerate(made):
        label = tells(line)
        found = _labels().match(line.strip(" \t#"))
        if not label or not found or line.strip(" \t#")[found.end() :].strip(" \t:：-–"):
            continue
        for below in range(number + 1, min(len(made), number + 1 + _LOOK)):
            if made[below].strip():
                if _fits(label, made[below]):
                    made[number] = f"{found['name']}: {made[below].strip()}"
                    made[below] = ""
                break
    return made


def _fits(label: Tells, line: str) -> bool:
    """Whether a line can be the value of that label."""
    text = line.strip()
    if tells(line) or RULE.fullmatch(line) or text.startswith("#"):
        return False
    if label in {"published", "document"}:
        return moment(text) is not None and len(text.split()) <= _WORDS
    if label == "category":
        return len(text.split()) <= _WORDS and text[-1] not in ".!?" and moment(text) is None
    return bool(address(text)) or text.startswith(("[", "<"))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Tells]:
    groups: dict[str, Tells] = {"published": "published", "document": "document", "category": "category"}
    return {_folded(name): groups.get(group, "website") for group, names in tables("saved").items() for name in names}


@lru_cache(maxsize=1)
def _labels() -> re.Pattern[str]:
    names = any_of(name for names in tables("saved").values() for name in names)
    return re.compile(rf"(?P<name>{names})(?=\s*[:：]|\s*$|\s+\S)", re.IGNORECASE)


def _folded(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
