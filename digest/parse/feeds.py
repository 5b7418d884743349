"""RSS 0.9x to 2.0, RSS 1.0, Atom and their relatives, through feedparser."""

from __future__ import annotations

import re
import xml.sax
from calendar import timegm
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from digest.errors import SourceTrouble
from digest.language.dates import moment
from digest.language.markup import plain, unescaped
from digest.models import Entry, Failure, Fetched
from digest.parse.links import absolute
from digest.parse.looks import looks_like

MOST = 2_000  # entries of one feed; real ones have a few hundred at most
_TAGS = 30  # per entry
# XML 1.0 forbids them, and one of them makes a whole feed ill-formed.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# What stands before the feed: its declaration, and what a server printed before that ("<b>Warning</b>: ...").
_PROLOG = re.compile(r"\A(?:.{0,4000}?<\?xml[^>]*>\s*|[^<]*)", re.DOTALL)
# feedparser resolves ids as it resolves links, and an id must not change with the address that a feed is fetched from:
# it resolves against this, and what it changed is changed back.
_BASE = "http://base.invalid/-/"
_ROOT = "http://base.invalid/"
_TEXT_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", ""})
_DATES = (("published", "issued", "created"), ("updated", "modified"))
_ADDRESSED = re.compile(r"\S+@\S+\s*\((?P<name>[^()@]+)\)")  # as RSS has it; feedparser misreads long domains
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_DAY_ONLY = re.compile(r"\s*\d{4}-\d\d-\d\d\s*\Z")

Parsed = Mapping[str, Any]


def parse_feed(fetched: Fetched, text: str) -> tuple[Entry | Failure, ...]:
    """The entries of a feed in its order, at most 2,000; what is left over, and empty ones, are Failures.

    Raises SourceTrouble when it is no feed, or one that breaks off before its first entry.
    """
    import feedparser

    # The text is decoded already: what the feed says of its encoding may be wrong, and must not be heard again.
    clean = _FORBIDDEN.sub("", text)
    prolog = _PROLOG.match(clean)
    parsed = feedparser.parse(
        BytesIO(clean[prolog.end() if prolog else 0 :].encode()),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": _BASE},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    found = [entry for entry in parsed.entries if entry]
    if not found:
        _explain(parsed, text, prolog[0].count("\n") if prolog else 0)
    feed = parsed.feed
    made = [_entry(entry, feed, fetched, parsed.get("version", "")) for entry in found[:MOST]]
    return (*_told_apart(made, fetched), *_left_over(len(found), fetched))


def _explain(parsed: Any, text: str, lines_before: int) -> None:
    """Raise what is wrong with a feed that has no entries; return when it is merely empty."""
    problem = parsed.get("bozo_exception")
    broken = isinstance(problem, xml.sax.SAXParseException)
    # feedparser puts a line of its own before the first.
    line = f"line {problem.getLineNumber() - 1 + lines_before}" if broken else ""
    if not parsed.get("version"):
        what = looks_like(text)
        raise SourceTrouble(
            f"This is no feed: it looks like {what}.", "Give the address of the site's RSS or Atom feed.", line
        )
    if broken:
        what = f"The feed breaks off or is not well-formed before its first entry: {problem.getMessage()}."
        raise SourceTrouble(what, "Look at it with a feed validator, or try again later.", line)


def _left_over(count: int, fetched: Fetched) -> Iterator[Failure]:
    if count > MOST:
        what = f"The feed has {count} entries; the first {MOST} were read."
        yield Failure(fetched.source, fetched.url, "parse", what, "Use the publisher's feed of recent entries.")


def _told_apart(made: Sequence[Entry], fetched: Fetched) -> Iterator[Entry | Failure]:
    """The entries; without their ids where two different articles share one, and as Failures where nothing is said."""
    pages = Counter(guid for guid, _ in {(entry.guid, entry.url) for entry in made})
    for number, entry in enumerate(made, 1):
        if not entry.title and not entry.body.strip():
            where = f"{fetched.url}: entry {number} {entry.url or entry.guid}".rstrip()
            yield Failure(fetched.source, where, "parse", "The entry has neither a title nor a text.")
        elif entry.guid and pages[entry.guid] > 1 and entry.url:
            yield replace(entry, guid="")
        else:
            yield entry


def _entry(entry: Parsed, feed: Parsed, fetched: Fetched, version: str) -> Entry:
    body, kind, language = _body(entry)
    title = _detail(entry, "title")
    language = _text(entry, "language") or language or title.get("language") or _text(feed, "language")
    published, updated = (_date(entry, names, language) for names in _DATES)
    return Entry(
        guid=_as_written(_text(entry, "id")),
        url=_url(entry, feed, fetched),
        title=_title(title, version),
        body=body,
        body_format="text" if kind == "text/plain" else "html",
        author=_author(entry),
        published=published,
        updated=updated,
        language=language,
        publisher=plain(_text(entry.get("source") or {}, "title")),
        tags=_tags(entry),
    )


def _text(holder: Parsed, name: str) -> str:
    value = dict.get(holder, name) if isinstance(holder, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _detail(entry: Parsed, name: str) -> Parsed:
    found = entry.get(f"{name}_detail")
    return found if isinstance(found, Mapping) else {"value": _text(entry, name)}


def _title(detail: Parsed, version: str) -> str:
    """Plain text. RSS never says whether its titles are HTML, and many are; Atom says so; plain text may have "<"."""
    value = _text(detail, "value")
    if version.startswith("atom") and detail.get("type") == "text/plain":
        return " ".join(unescaped(value).split())
    return plain(value)


def _body(entry: Parsed) -> tuple[str, str, str]:
    """The fullest text that the entry has, its media type and its language."""
    contents = [one for one in entry.get("content") or [] if isinstance(one, Mapping)]
    parts = [*contents, _detail(entry, "summary"), _detail(entry, "media_description")]
    said = [part for part in parts if _text(part, "value") and str(part.get("type") or "").lower() in _TEXT_TYPES]
    if not said:
        return "", "", ""
    best = max(said, key=lambda part: len(plain(_text(part, "value"))))
    kind = str(best.get("type") or "text/html").lower()
    return _text(best, "value"), kind, best.get("language") or ""


def _url(entry: Parsed, feed: Parsed, fetched: Fetched) -> str:
    """The article's absolute address, or "" when the feed gives none."""
    link = _text(entry, "feedburner_origlink")
    if not link.startswith(("http:", "https:")):
        link = _as_written(_text(entry, "link"))
    linked = [one for one in entry.get("links") or [] if isinstance(one, Mapping)]
    if not link:
        link = next((_as_written(_text(one, "href")) for one in linked if one.get("rel") in {"alternate", None}), "")
    if link == _as_written(_text(entry, "id")) and not linked and not link.startswith(("http:", "https:", "/")):
        return ""
    base = fetched.url if fetched.url.startswith("http") else _as_written(_text(feed, "link"))
    return absolute(base, link)


def _as_written(uri: str) -> str:
    """A relative reference as the feed has it, an absolute one unchanged."""
    if uri.startswith(_BASE):
        return uri.removeprefix(_BASE)
    return "/" + uri.removeprefix(_ROOT) if uri.startswith(_ROOT) else uri


def _date(entry: Parsed, names: Sequence[str], language: str) -> datetime | None:
    """The first date of the given names that can be read."""
    for name in names:
        said = _text(entry, name)
        stamp = dict.get(entry, f"{name}_parsed") if isinstance(entry, dict) else None
        if stamp and not _DAY_ONLY.match(said):
            try:
                return datetime.fromtimestamp(timegm(stamp), UTC)
            except (ValueError, OverflowError, OSError):
                continue
        read = moment(said, language)
        if read:
            return read
    return None


def _author(entry: Parsed) -> str:
    """Names without their addresses: "a@b.example (Jo Bloggs)" is Jo Bloggs."""
    addressed = _ADDRESSED.fullmatch(plain(_text(entry, "author")))
    if addressed:
        return addressed["name"].strip()
    people = entry.get("authors") or [{"name": _text(entry, "author")}]
    names = (_EMAIL.sub("", plain(_text(one, "name"))).strip(" ()<>,;") for one in people)
    return ", ".join(dict.fromkeys(filter(None, names)))


def _tags(entry: Parsed) -> tuple[str, ...]:
    terms = (plain(_text(tag, "label") or _text(tag, "term")) for tag in entry.get("tags") or [])
    return tuple(dict.fromkeys(term for term in terms if term))[:_TAGS]
