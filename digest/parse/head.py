"""What the head of a text file says of its article, gathered line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import unquote

from digest.language.dates import dateline, moment
from digest.language.markup import unescaped
from digest.models import Entry, Fetched
from digest.parse.labels import Field, address, categories, labelled

_NAME_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)")
_TITLE_DATE = re.compile(r"[,;:(–—-]\s*(\d{1,2}([./-])\d{1,2}\2\d{2,4}|\d{4}-\d\d-\d\d)\)?$")
_FIRST = 8  # lines of an article in which a date may stand that nothing else tells
_SPLIT = re.compile(r"\s*[,;،、]\s*")


@dataclass(slots=True)
class Head:
    """The fields found so far. The first value of a field counts; a later one changes nothing."""

    said: dict[Field, str] = field(default_factory=dict)
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""

    def take(self, line: str) -> bool:
        """Keep what a labelled line says; False for a line that says nothing of the article."""
        found = labelled(line)
        if found:
            self.put(*found)
        return found is not None

    def put(self, name: Field, value: str) -> None:
        """Keep `value` as what is said of `name`."""
        if name == "published":
            self.published = self.published or moment(value, self.language)
        elif name == "updated":
            self.updated = self.updated or moment(value, self.language)
        elif name == "category":
            self._categorise(value)
        elif name == "url" or (name == "agency" and address(value)):
            self._keep("url", address(value))
        elif name != "ignored":
            self._keep(name, value)

    def entry(self, fetched: Fetched, body: str, *, html: bool = False) -> Entry:
        """The article of a file: its own address is its identity, else the file's name is."""
        title = " ".join(unescaped(self.said.get("title", "")).split())
        return Entry(
            guid=self.said.get("guid", ""),
            url=self.said.get("url") or fetched.url,
            title=title,
            body=body,
            body_format="html" if html else "text",
            author=self.said.get("author", ""),
            published=self.published or named_date(title, fetched.url, self.language),
            updated=self.updated,
            language=self.said.get("language", "") or self.language,
            publisher=self.said.get("publisher", ""),
            agency=self.said.get("agency", ""),
            place=self.said.get("place", ""),
            kind=self.said.get("kind", ""),
            tags=tuple(dict.fromkeys(filter(None, _SPLIT.split(self.said.get("tags", ""))))),
        )

    def _categorise(self, value: str) -> None:
        language, place, kind = categories(value)
        self.language = self.language or language
        self._keep("place", place)
        self._keep("kind", kind)

    def _keep(self, name: Field, value: str) -> None:
        text = unescaped(value).strip()
        if text:
            self.said.setdefault(name, text)


def dated_among(lines: Iterable[str], language: str) -> datetime | None:
    """The date of the first of eight lines that tells little else than when: "Istanbul, 5 June 2025"."""
    said = (" ".join(line.split()) for line in lines)
    found = (dateline(line, language) for line in islice(filter(None, said), _FIRST))
    return next(filter(None, found), None)


def named_date(title: str, url: str, language: str = "") -> datetime | None:
    """The date in figures that closes a title, "Briefing, 12/12/2011", or that a file's name begins with.

    Site generators name files so: "2025-06-05-talks.md".
    """
    closing = _TITLE_DATE.search(title)
    if closing:
        return moment(closing[1], language)
    found = (
        _NAME_DATE.match(PurePosixPath(unquote(url.removeprefix("file:"))).name) if url.startswith("file:") else None
    )
    return moment(found[1]) if found else None
