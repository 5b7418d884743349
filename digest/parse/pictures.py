"""The lead picture of an entry, and the files that it brings along, as its publisher names them. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from digest.language.markup import plain
from digest.language.wordlists import any_of, wordlist
from digest.models import Enclosure, Picture
from digest.parse.links import absolute

_ENCLOSED = 20  # files of one entry
_LOOKED_AT = 20  # pictures of a body: one that is fit to lead stands near its beginning
_SMALLEST = 60  # pixels on a side that is said: smaller are counters, faces and buttons
_ALT = 500  # characters
_BODY = 200_000  # characters of a body that are searched
_IMG = re.compile(r"<img(?=[\s/])([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original")  # pages that load them late leave `src` to a blank
_FILES = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)\Z", re.IGNORECASE)

Parsed = Mapping[str, Any]


def picture(base: str, address: str, alt: str = "", credit: str = "") -> Picture | None:
    """A picture by its address; None for none, for a drawing, and for what only counts readers."""
    url = absolute(base, address)
    if not url or _counts(url):
        return None
    return Picture(url, plain(alt)[:_ALT], plain(credit)[:_ALT])


def lead_picture(parsed: Parsed, base: str, body: str, body_base: str) -> Picture | None:
    """The picture that an entry names, the largest of each kind first; else the first real one in its body."""
    alt = _said(parsed.get("media_description")) or _said(dict.get(_dict(parsed), "media_title"))
    credit = next((_said(one.get("content")) for one in _listed(parsed, "media_credit") if one.get("content")), "")
    for address in _named(parsed):
        found = picture(base, address, alt, credit)
        if found:
            return found
    return first_picture(body, body_base, credit)


def first_picture(html: str, base: str, credit: str = "") -> Picture | None:
    """The first picture in a body that shows something: no pixel, counter, button or face."""
    for tag in islice(_IMG.finditer(html, 0, _BODY), _LOOKED_AT):
        said = {name.lower(): unescape(one or two or bare) for name, one, two, bare in _ATTRIBUTE.findall(tag[1])}
        if _too_small(said):
            continue
        for name in _SOURCES:
            found = picture(base, said.get(name, ""), said.get("alt", ""), credit)
            if found:
                return found
    return None


def enclosures(parsed: Parsed, base: str) -> tuple[Enclosure, ...]:
    """The files of an entry, each once, in its order, at most 20; pictures are not among them."""
    made: dict[str, Enclosure] = {}
    for one in _attached(parsed):
        url = absolute(base, str(one.get("href") or one.get("url") or ""))
        if url and not _is_picture(one):
            size = str(one.get("length") or one.get("filesize") or "").strip()
            bytes_said = int(size) if size.isdecimal() and len(size) < 16 else 0
            made.setdefault(url, Enclosure(url, _kind(one), bytes_said, plain(str(one.get("title") or ""))[:_ALT]))
    return tuple(islice(made.values(), _ENCLOSED))


def _attached(parsed: Parsed) -> Iterator[Parsed]:
    yield from (link for link in _listed(parsed, "links") if link.get("rel") == "enclosure")
    yield from (one for one in _listed(parsed, "media_content") if one.get("medium") in {"audio", "video", "document"})
    yield from (one for one in _listed(parsed, "media_content") if _kind(one).startswith(("audio/", "video/")))


def _named(parsed: Parsed) -> Iterator[str]:
    """Addresses of pictures that the entry names, best first."""
    shown = [one for one in _listed(parsed, "media_content") if _is_picture(one)]
    yield from (str(one["url"]) for one in sorted(shown, key=_width, reverse=True) if one.get("url"))
    small = [one for one in _listed(parsed, "media_thumbnail") if not _too_small(one)]
    yield from (str(one["url"]) for one in sorted(small, key=_width, reverse=True) if one.get("url"))
    enclosed = (link for link in _listed(parsed, "links") if link.get("rel") == "enclosure")
    yield from (str(link["href"]) for link in enclosed if link.get("href") and _is_picture(link))
    image = dict.get(_dict(parsed), "image")
    if isinstance(image, Mapping):
        yield str(image.get("href") or "")


def _is_picture(one: Parsed) -> bool:
    if one.get("medium") == "image" or _kind(one).startswith("image/"):
        return not _too_small(one)
    vague = not one.get("medium") and _kind(one) in {"", "text/html", "application/octet-stream"}
    return vague and _FILES.search(_path(str(one.get("url") or one.get("href") or ""))) is not None


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _kind(one: Parsed) -> str:
    return str(one.get("type") or "").strip().lower()


def _width(one: Parsed) -> int:
    return _pixels(one.get("width")) or 0


def _too_small(one: Parsed) -> bool:
    sides = (_pixels(one.get("width")), _pixels(one.get("height")))
    return any(side is not None and side < _SMALLEST for side in sides)


def _pixels(said: object) -> int | None:
    """A length in pixels as HTML writes it; None for another unit, and for none."""
    text = str(said or "").strip().lower().removesuffix("px")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else None


def _counts(url: str) -> bool:
    drawn = ".svg" in url.lower() and _path(url).lower().endswith(".svg")
    return drawn or _counters().search(url) is not None


@lru_cache(maxsize=1)
def _counters() -> re.Pattern[str]:
    return re.compile(any_of(wordlist("tracking", "pictures")), re.IGNORECASE)


def _listed(parsed: Parsed, name: str) -> list[Parsed]:
    value = dict.get(_dict(parsed), name)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _dict(parsed: Parsed) -> dict[str, Any]:
    """`parsed` without feedparser's own way to look things up, which answers with other fields than it is asked for."""
    return parsed if isinstance(parsed, dict) else {}


def _said(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
