"""JSON-LD: what a page tells search engines of its article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_ARTICLES = ("Article", "NewsArticle", "BlogPosting", "Report", "LiveBlogPosting", "PressRelease")
_PAGES = ("WebPage", "ItemPage")  # a CollectionPage or an AboutPage is no article's
_DEEPEST = 6  # levels of lists and graphs
_MOST = 200  # objects of one script


def linked_data(tree: LexborHTMLParser) -> dict[str, str]:
    """Title, dates, author, publisher, language of the first article that the page describes; {} without one."""
    return next((_said(thing) for thing in _described(tree) if _is(thing, _ARTICLES)), {})


def shell_date(tree: LexborHTMLParser) -> str:
    """When the web page around the article was published, by its own word; "" where it does not say.

    Site generators set it to the article's date on an article's page, and to the site's first day on others.
    """
    pages = (thing for thing in _described(tree) if _is(thing, _PAGES))
    return next(filter(None, (_name(thing.get("datePublished")) for thing in pages)), "")


def _described(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """What the page describes, in its order; what is broken is passed over."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text(), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from islice(_things(data, 0), _MOST)


def _things(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _things(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _things([data.get("@graph"), data.get("mainEntity")], depth + 1)


def _is(thing: dict[str, Any], endings: tuple[str, ...]) -> bool:
    kinds = thing.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.endswith(endings) for name in names)


def _said(thing: dict[str, Any]) -> dict[str, str]:
    said = {
        "title": _name(thing.get("headline") or thing.get("name")),
        "published": _name(thing.get("datePublished")),
        "updated": _name(thing.get("dateModified")),
        "author": _name(thing.get("author")),
        "publisher": _name(thing.get("publisher")),
        "language": _name(thing.get("inLanguage")),
        "kind": "article",
    }
    return {field: value for field, value in said.items() if value}


def _name(value: Any, depth: int = 0) -> str:
    """A text, the name of a thing, or those of a list of things."""
    if isinstance(value, str):
        return value.strip()
    if depth > 1:
        return ""
    if isinstance(value, dict):
        return _name(value.get("name") or value.get("@value"), depth + 1)
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, (_name(one, depth + 1) for one in value))))
    return ""
