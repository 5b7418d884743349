"""What the head of a text file says of its article, gathered line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import unquote

from digest.language.dates import dateline, is_dateline, moment
from digest.language.markup import unescaped
from digest.models import Entry, Fetched
from digest.parse.labels import Field, address, host, label_of, sorted_out
from digest.parse.trust import DATES, TITLES, Claim, Place, named_title

_NAME_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?!\d)|(\d{4})[._]?(\d\d)[._]?(\d\d)(?=[-_. ])")
_TITLE_DATE = re.compile(r"[,;:(–—-]\s*(\d{1,2}([./-])\d{1,2}\2\d{2,4}|\d{4}-\d\d-\d\d)\)?$")
_PATH_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/-])")
_TITLE_WORDS = 25
_BEFORE_TITLE = 3  # paragraphs in which a date, a site or an address may stand before the title
_STOPS = tuple(".!?:;,…؟۔।。！？")
_FIRST = 8  # lines of an article in which a date may stand that nothing else tells
_SPLIT = re.compile(r"\s*[,;،、]\s*")


@dataclass(slots=True)
class Head:
    """The fields found so far. The first value of a field counts; of title and date that of the most trusted place."""

    said: dict[Field, str] = field(default_factory=dict)
    updated: datetime | None = None
    language: str = ""
    title: Claim[str] = field(default_factory=lambda: Claim(TITLES))
    date: Claim[datetime] = field(default_factory=lambda: Claim(DATES))

    @property
    def published(self) -> datetime | None:
        """The date found so far."""
        return self.date.value

    def take(self, line: str) -> bool:
        """Keep what a labelled line says; False for a line that says nothing of the article."""
        found = label_of(line)
        if found:
            self.put(found.field, found.value, "label", found.name)
        return found is not None

    def put(self, name: Field, value: str, place: Place = "label", label: str = "") -> None:
        """Keep `value` as what is said of `name` at `place`, in a line that the file labels `label`."""
        if name == "title":
            self.title.hear(" ".join(unescaped(value).split()), place, label)
        elif name == "published":
            self.date.hear(moment(value, self.language), place, label)
        elif name == "updated":
            self.updated = self.updated or moment(value, self.language)
        elif name == "category":
            self._categorise(value)
        elif name == "url" or (name == "agency" and address(value)):
            self._keep("url", address(value))
        elif name != "ignored":
            self._keep(name, value)

    def look_for_date(self, lines: Iterable[str]) -> None:
        """Keep the date of the first of some lines that tells little else than when."""
        if self.date.value is None or self.date.place in {"shell", "properties"}:
            self.date.hear(dated_among(lines, self.language), "text")

    def look_for_title(self, paragraphs: Iterable[str]) -> None:
        """Keep the first paragraph that can be a title: short, no sentence, with longer ones behind it."""
        said = [text for text in map(" ".join, map(str.split, paragraphs)) if text]
        for number, text in enumerate(said[:_BEFORE_TITLE]):
            if is_dateline(text, self.language) or address(text) or host(text):
                continue
            longer = any(len(other) > len(text) for other in said[number + 1 :])
            if longer and len(text.split()) <= _TITLE_WORDS and not text.endswith(_STOPS):
                self.put("title", text, "line")
            return

    def entry(self, fetched: Fetched, body: str, *, html: bool = False) -> Entry:
        """The article of a file: its own address is its identity, unless its text names another."""
        file = file_name(fetched.url)
        if body.strip():
            self.title.hear(named_title(file), "name")
        title = self.title.value or ""
        url = self.said.get("url") or fetched.url
        self.date.hear(closing_date(title, self.language), "title")
        self.date.hear(named_date(file), "name")
        self.date.hear(path_date(url), "address")
        return Entry(
            guid=self.said.get("guid", ""),
            url=url,
            title=title,
            body=body,
            body_format="html" if html else "text",
            author=self.said.get("author", ""),
            published=self.date.value,
            updated=self.updated,
            language=self.said.get("language", "") or self.language,
            publisher=self.said.get("publisher", ""),
            agency=self.said.get("agency", ""),
            place=self.said.get("place", ""),
            kind=self.said.get("kind", ""),
            tags=tuple(dict.fromkeys(filter(None, _SPLIT.split(self.said.get("tags", ""))))),
            titled_from=self.title.noun,
            dated_from=self.date.noun,
        )

    def _categorise(self, value: str) -> None:
        language, place, kind, others = sorted_out(value)
        self.language = self.language or language
        self._keep("place", place)
        self._keep("kind", kind)
        self._keep("tags", ", ".join(others))

    def _keep(self, name: Field, value: str) -> None:
        text = unescaped(value).strip()
        if text:
            self.said.setdefault(name, text)


def dated_among(lines: Iterable[str], language: str) -> datetime | None:
    """The date of the first of eight lines that tells little else than when: "Istanbul, 5 June 2025"."""
    said = (" ".join(line.split()) for line in lines)
    found = (dateline(line, language) for line in islice(filter(None, said), _FIRST))
    return next(filter(None, found), None)


def closing_date(title: str, language: str = "") -> datetime | None:
    """The date in figures that closes a title: "Briefing, 12/12/2011"."""
    closing = _TITLE_DATE.search(title)
    return moment(closing[1], language) if closing else None


def named_date(file: str) -> datetime | None:
    """The date that a file's name begins with, as site generators name files: "2025-06-05-talks.md"."""
    found = _NAME_DATE.match(file)
    return moment(found[1] or "-".join(found.groups()[1:])) if found else None


def path_date(url: str) -> datetime | None:
    """The date in the path of a page's address: "https://wire.example/2025/06/05/talks"."""
    found = _PATH_DATE.search(url) if url.startswith("http") else None
    return moment("{}-{:0>2}-{:0>2}".format(*found.groups())) if found else None


def file_name(url: str) -> str:
    """The name of the file behind a `file:` URL, the innermost of one in an archive; "" for another URL."""
    return PurePosixPath(unquote(url.removeprefix("file:"))).name if url.startswith("file:") else ""
