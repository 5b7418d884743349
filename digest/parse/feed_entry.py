"""One entry of an XML feed: from what feedparser's grammar makes of it to an Entry."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urljoin

from digest.language.dates import NOON, moment, tells_time
from digest.language.markup import plain, unescaped
from digest.models import Entry, Fetched
from digest.parse.links import absolute
from digest.parse.pictures import enclosures, lead_picture

_TAGS = 30  # per entry
_AUTHORS = 50  # per entry
_LONGEST_NAME = 1_000  # characters
_TEXT_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml", ""})
_MARKED = re.compile(
    r"</(?:p|a|div|b|strong|em|i|ul|ol|li|span|blockquote|table|h[1-6])>|<br ?/?>|<img ", re.IGNORECASE
)
_MEDIA = ("image/", "audio/", "video/")
_PACKED = re.compile(r"[A-Za-z0-9+/=\s]{60,}")  # base64 that stayed so, since it is no text
_DATES = (("published", "issued", "created"), ("updated", "modified"))
_ADDRESSED = re.compile(r"\S+@\S+\s*\((?P<name>[^()@]+)\)")  # as RSS has it; feedparser misreads long domains
_EMAIL = re.compile(r"\S+@\S+\.\S+")

Parsed = Mapping[str, Any]


class Reader:
    """Reads the entries of one feed."""

    def __init__(self, fetched: Fetched, feed: Parsed, version: str) -> None:
        """`feed` is what the grammar makes of the feed itself, `version` its name for the format."""
        self._feed = feed
        self._version = version
        self._language = _text(feed, "language") or fetched.language
        # Atom says so of its feeds' authors; an RSS channel names who answers for it.
        self._author = _author(feed)[0] if version.startswith("atom") else ""
        outside = fetched.base or fetched.url
        # A file on this machine has no address: its feed says where the site is.
        self._base = outside if outside.startswith("http") else _text(feed, "link")

    def entry(self, parsed: Parsed) -> Entry:
        """One entry. Where it says nothing, "" and None."""
        body, teaser = _bodies(parsed)
        plainly = _is_plain(body)
        title = _detail(parsed, "title")
        language = _text(parsed, "language") or body.get("language") or title.get("language") or self._language
        published, updated = (_date(parsed, names, language) for names in _DATES)
        author, mail = _author(parsed)
        link, url = self._addresses(parsed)
        base = self._resolved(_text(body, "base"))
        return Entry(
            guid=_text(parsed, "id_written") or _text(parsed, "id"),
            url=url,
            title=self._title(title),
            body=_text(body, "value"),
            body_format="text" if plainly else "html",
            author=author or self._author,
            published=published.at,
            updated=updated.at,
            language=language,
            publisher=plain(_text(parsed.get("source") or {}, "title")),
            tags=_tags(parsed),
            summary=_as_format(teaser, plainly),
            picture=lead_picture(parsed, self._base, _text(body, "value"), base),
            enclosures=enclosures(parsed, self._base),
            base=base,
            link=link if link != url else "",
            day_only=(published if published.at else updated).day_only,
            mail=mail,
            listed=True,
        )

    def _title(self, detail: Parsed) -> str:
        """Plain text. RSS never says whether its titles are HTML, and many are; Atom does, and "<" is one there."""
        value = _text(detail, "value")
        if self._version.startswith("atom") and detail.get("type") == "text/plain":
            return " ".join(unescaped(value).split())
        return plain(value)

    def _addresses(self, parsed: Parsed) -> tuple[str, str]:
        """The link as the feed gives it, and the article's own absolute address, http(s); "" where there is none."""
        link = _text(parsed, "link")
        linked = [one for one in parsed.get("links") or [] if isinstance(one, Mapping)]
        if not link:
            link = next((_text(one, "href") for one in linked if one.get("rel") in {"alternate", None}), "")
        whole = self._resolved(link) if link else ""
        behind = absolute("", _text(parsed, "feedburner_origlink"))
        if behind:
            return whole, behind
        if link.startswith(("https://", "http://")):
            return whole, absolute("", link)
        if link == _text(parsed, "id") and not linked and not link.startswith(("http:", "https:", "/")):
            return whole, ""  # an id that nobody meant to be followed
        return whole, absolute(self._base, link)

    def _resolved(self, address: str) -> str:
        if not address or address.startswith(("https://", "http://")):
            return address or self._base
        try:
            return urljoin(self._base, address)
        except ValueError:
            return self._base


def _text(holder: Parsed, name: str) -> str:
    value = dict.get(holder, name) if isinstance(holder, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _detail(entry: Parsed, name: str) -> Parsed:
    found = entry.get(f"{name}_detail")
    return found if isinstance(found, Mapping) else {"value": _text(entry, name)}


def _bodies(entry: Parsed) -> tuple[Parsed, Parsed]:
    """The fullest text that the entry has, and the first of the others; of pictures only where nothing else is said."""
    contents = [one for one in entry.get("content") or [] if isinstance(one, Mapping)]
    said = [part for part in (*contents, _detail(entry, "summary")) if _is_text(part)]
    said = said or [part for part in [_detail(entry, "media_description")] if _is_text(part)]
    if not said:
        return {}, {}
    best = max(said, key=lambda part: len(plain(_text(part, "value")))) if len(said) > 1 else said[0]
    others = (part for part in said if _text(part, "value") != _text(best, "value"))
    return best, next(others, {})


def _is_text(part: Parsed) -> bool:
    """Whether it says something in letters: not a picture or a document that was packed into the feed."""
    value = _text(part, "value")
    kind = str(part.get("type") or "").lower()
    return bool(value) and (kind in _TEXT_TYPES or not (kind.startswith(_MEDIA) or _PACKED.fullmatch(value)))


def _is_plain(part: Parsed) -> bool:
    """Whether it is plain text: it says so, and has no markup that shows it to be wrong."""
    return str(part.get("type") or "").lower() == "text/plain" and not _MARKED.search(_text(part, "value"))


def _as_format(part: Parsed, plainly: bool) -> str:
    """A teaser in the format of the body that it stands beside."""
    value = _text(part, "value")
    if _is_plain(part) == plainly or not value:
        return value
    return plain(value) if plainly else escape(value, quote=False)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A moment, or None where none is told, and whether it stands for a whole day."""

    at: datetime | None = None
    day_only: bool = False


def _date(entry: Parsed, names: Sequence[str], language: str) -> _Dated:
    """The first date of the given names that can be read."""
    for name in names:
        said = _text(entry, name)
        stamp = dict.get(entry, f"{name}_parsed") if isinstance(entry, dict) else None
        day_only = bool(said) and not tells_time(said)
        if stamp:
            try:
                made = datetime.fromtimestamp(timegm(stamp), UTC)
            except (ValueError, OverflowError, OSError):
                continue
            return _Dated(made.replace(hour=NOON) if day_only else made, day_only)
        read = moment(said, language)
        if read:
            return _Dated(read, day_only)
    return _Dated()


def _author(entry: Parsed) -> tuple[str, str]:
    """Names without their addresses, and the address of the only one: "a@b.example (Jo Bloggs)" is Jo Bloggs."""
    written = plain(_text(entry, "author")[:_LONGEST_NAME])
    mails = _EMAIL.findall(written)
    mail = mails[0].strip("(<[>)],;") if len(mails) == 1 else ""
    addressed = _ADDRESSED.fullmatch(written)
    if addressed:
        return addressed["name"].strip(), mail
    people = (entry.get("authors") or [{"name": _text(entry, "author")}])[:_AUTHORS]
    names = (_EMAIL.sub("", plain(_text(one, "name")[:_LONGEST_NAME])).strip(" ()<>,;") for one in people)
    return ", ".join(dict.fromkeys(filter(None, names))), mail


def _tags(entry: Parsed) -> tuple[str, ...]:
    written = ((_text(tag, "label") or _text(tag, "term"))[:_LONGEST_NAME] for tag in entry.get("tags") or [])
    terms = map(plain, written)
    return tuple(dict.fromkeys(term for term in terms if term))[:_TAGS]
