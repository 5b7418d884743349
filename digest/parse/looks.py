"""What a text looks like from its beginning: a feed, a page, data, or prose."""

from __future__ import annotations

import re
from typing import Literal

Look = Literal["feed", "html", "json", "xml", "front matter", "prose"]

_HEAD = 4_000  # characters; comments and processing instructions are skipped before they count
_SKIPPED = re.compile(
    r"(?:\s+|<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)|<!DOCTYPE(?!\s+html)[^>\[]*(?:\[.*?\]\s*)?>)+",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(r"<(?:[\w-]+:)?(?:rss|feed|rdf|channel|entry)(?=[\s>/:])", re.IGNORECASE)
_WRAPPED = re.compile(r"<(?:rss\s+version\s*=|feed\s+[^>]{0,200}?xmlns\s*=)", re.IGNORECASE)  # even inside a page
_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h[1-6]|table|meta|title|script|style)(?=[\s>/])",
    re.IGNORECASE,
)
_MATTER = re.compile(r"(?:---|\+\+\+)[ \t]*\n(?:.*\n){0,80}?(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"^[\w-]+\s*[:=]", re.MULTILINE)


def look(text: str) -> Look:
    """What `text` is by its first characters. Junk before the first tag of a feed is overlooked."""
    head = text.lstrip("\ufeff \t\r\n")
    if head.startswith(("{", "[")):
        return "json"
    matter = _MATTER.match(head)
    if matter and _KEY.search(matter[0]):
        return "front matter"
    if _WRAPPED.search(head, 0, _HEAD):
        return "feed"
    declared = re.search(r"<\?xml\b", head[:_HEAD])
    start = declared.start() if declared else 0
    skipped = _SKIPPED.match(head, start)
    body = head[skipped.end() if skipped else start :]
    if _FEED.match(body):
        return "feed"
    if _PAGE.match(body):
        return "html"
    return "xml" if declared or body.startswith("<?") else "prose"


def looks_like(text: str) -> str:
    """The same in words, for a message that begins "it looks like"."""
    names = {
        "feed": "a broken feed",
        "html": "an HTML page",
        "json": "JSON data",
        "xml": "XML of another kind",
        "front matter": "a Markdown file",
    }
    return names.get(look(text), "plain text") if text.strip() else "an empty file"
