"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from digest.errors import SourceTrouble
from digest.language.dates import moment, tells_time
from digest.language.markup import plain, unescaped
from digest.models import Enclosure, Entry, Failure, Fetched
from digest.parse.links import absolute
from digest.parse.pictures import first_picture, picture

MOST = 2_000  # items of one feed, as of any other feed
_ATTACHED = 20  # files of one item
_TAGS = 30
_LONE = re.compile(r"[\ud800-\udfff]")  # half a character, as JSON can write it and UTF-8 cannot
_ADVICE = "Give the address of an RSS, Atom or JSON feed."


def parse_json_feed(fetched: Fetched, text: str) -> tuple[Entry | Failure, ...]:
    """The items of a JSON Feed in its order, at most 2,000; what is none and what is left over are Failures.

    Raises SourceTrouble when it is no JSON or no JSON Feed.
    """
    feed = _load(text)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(items, list):
        raise SourceTrouble("This is JSON, but no JSON Feed: it has no list of items.", _ADVICE)
    return (*(_read(item, feed, fetched, n) for n, item in enumerate(items[:MOST], 1)), *_left_over(items, fetched))


def _load(text: str) -> Any:
    try:
        return json.loads(text, strict=False)  # line breaks within texts are a frequent slip
    except json.JSONDecodeError as wrong:
        raise SourceTrouble(f"The JSON is broken: {wrong.msg}.", _ADVICE, f"line {wrong.lineno}") from None
    except RecursionError:
        raise SourceTrouble("The JSON is nested too deep to be a feed.", _ADVICE) from None
    except ValueError:  # an integer of more digits than Python converts
        raise SourceTrouble("The JSON has a number that is too long to be one.", _ADVICE) from None


def _left_over(items: list[Any], fetched: Fetched) -> Iterator[Failure]:
    if len(items) > MOST:
        what = f"The feed has {len(items)} items; the first {MOST} were read."
        yield Failure(fetched.source, fetched.url, "parse", what, "Use the publisher's feed of recent items.")


def _read(item: Any, feed: Mapping[str, Any], fetched: Fetched, number: int) -> Entry | Failure:
    if not isinstance(item, dict):
        what = "The item is no JSON object."
        return Failure(fetched.source, f"{fetched.url}: item {number}", "parse", what)
    return _entry(item, feed, fetched.base or fetched.url)


def _entry(item: Mapping[str, Any], feed: Mapping[str, Any], base: str) -> Entry:
    language = _text(item, "language") or _text(feed, "language")
    html = _text(item, "content_html")
    text = _text(item, "content_text")
    summary = _text(item, "summary")
    body = html or text or summary
    published, updated = _text(item, "date_published"), _text(item, "date_modified")
    url = _url(item, base)
    return Entry(
        guid=_text(item, "id"),
        url=url,
        title=" ".join(unescaped(_text(item, "title")).split()),
        body=body,
        body_format="html" if html else "text",
        author=_author(item) or _author(feed),
        published=moment(published, language),
        updated=moment(updated, language),
        language=language,
        tags=_tags(item),
        summary="" if summary == body else escape(summary, quote=False) if html else summary,
        picture=picture(base, _text(item, "image"))
        or picture(base, _text(item, "banner_image"))
        or first_picture(html, url or base),
        enclosures=tuple(_attached(item, base)),
        base=url or (base if base.startswith("http") else ""),
        day_only=bool(published or updated) and not tells_time(published or updated),
        listed=True,
    )


def _text(holder: Mapping[str, Any], name: str) -> str:
    """A string or number as text: ids are numbers in many feeds."""
    value = holder.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _LONE.sub("\ufffd", str(value)).strip()


def _list(holder: Mapping[str, Any], name: str) -> list[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else []


def _url(item: Mapping[str, Any], base: str) -> str:
    link = _text(item, "url") or _text(item, "external_url")
    if not link and _text(item, "id").startswith(("http:", "https:")):
        link = _text(item, "id")
    return absolute(base, link)


def _author(holder: Mapping[str, Any]) -> str:
    people = _list(holder, "authors") or [holder.get("author")]
    names = (_text(one, "name") for one in people if isinstance(one, dict))
    return ", ".join(dict.fromkeys(filter(None, names))) or _text(holder, "author")


def _tags(item: Mapping[str, Any]) -> tuple[str, ...]:
    named = (plain(_LONE.sub("", tag)) for tag in _list(item, "tags") if isinstance(tag, str))
    return tuple(dict.fromkeys(filter(None, named)))[:_TAGS]


def _attached(item: Mapping[str, Any], base: str) -> Iterator[Enclosure]:
    for one in _list(item, "attachments")[:_ATTACHED]:
        url = absolute(base, _text(one, "url")) if isinstance(one, dict) else ""
        if url:
            size = one.get("size_in_bytes")
            bytes_said = int(size) if isinstance(size, int | float) and 0 <= size < 1 << 62 else 0
            yield Enclosure(url, _text(one, "mime_type").lower(), bytes_said, _text(one, "title"))
