"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from digest.errors import SourceTrouble
from digest.language.dates import moment
from digest.language.markup import unescaped
from digest.models import Entry, Failure, Fetched
from digest.parse.links import absolute

MOST = 2_000  # items of one feed, as of any other feed
_ADVICE = "Give the address of an RSS, Atom or JSON feed."


def parse_json_feed(fetched: Fetched, text: str) -> tuple[Entry | Failure, ...]:
    """The items of a JSON Feed in its order, at most 2,000; empty ones and what is left over are Failures.

    Raises SourceTrouble when it is no JSON or no JSON Feed.
    """
    feed = _load(text)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(items, list):
        raise SourceTrouble("This is JSON, but no JSON Feed: it has no list of items.", _ADVICE)
    return (*(_entry(item, feed, fetched, n) for n, item in enumerate(items[:MOST], 1)), *_left_over(items, fetched))


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as wrong:
        raise SourceTrouble(f"The JSON is broken: {wrong.msg}.", _ADVICE, f"line {wrong.lineno}") from None
    except RecursionError:
        raise SourceTrouble("The JSON is nested too deep to be a feed.", _ADVICE) from None


def _left_over(items: list[Any], fetched: Fetched) -> Iterator[Failure]:
    if len(items) > MOST:
        what = f"The feed has {len(items)} items; the first {MOST} were read."
        yield Failure(fetched.source, fetched.url, "parse", what, "Use the publisher's feed of recent items.")


def _entry(item: Any, feed: Mapping[str, Any], fetched: Fetched, number: int) -> Entry | Failure:
    if not isinstance(item, dict):
        item = {}
    language = _text(item, "language") or _text(feed, "language")
    html = _text(item, "content_html")
    body = html or _text(item, "content_text") or _text(item, "summary")
    title = " ".join(unescaped(_text(item, "title")).split())
    url = _url(item, fetched)
    if not title and not body:
        where = f"{fetched.url}: item {number} {url or _text(item, 'id')}".rstrip()
        return Failure(fetched.source, where, "parse", "The item has neither a title nor a text.")
    return Entry(
        guid=_text(item, "id"),
        url=url,
        title=title,
        body=body,
        body_format="html" if html else "text",
        author=_author(item) or _author(feed),
        published=moment(_text(item, "date_published"), language),
        updated=moment(_text(item, "date_modified"), language),
        language=language,
        tags=tuple(dict.fromkeys(tag.strip() for tag in _list(item, "tags") if isinstance(tag, str) and tag.strip())),
    )


def _text(holder: Mapping[str, Any], name: str) -> str:
    """A string or number as text: ids are numbers in many feeds."""
    value = holder.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def _list(holder: Mapping[str, Any], name: str) -> list[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else []


def _url(item: Mapping[str, Any], fetched: Fetched) -> str:
    link = _text(item, "url") or _text(item, "external_url")
    if not link and _text(item, "id").startswith(("http:", "https:")):
        link = _text(item, "id")
    return absolute(fetched.url, link)


def _author(holder: Mapping[str, Any]) -> str:
    people = _list(holder, "authors") or [holder.get("author")]
    names = (_text(one, "name") for one in people if isinstance(one, dict))
    return ", ".join(dict.fromkeys(name for name in names if name))
