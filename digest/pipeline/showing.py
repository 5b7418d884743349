"""What is read from a feed or file, entry by entry, in plain values: for `digest check` and for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from digest.models import Entry, Fetched


def shown(fetched: Fetched) -> list[dict[str, object]]:
    """The entries in the feed's order, each with these keys, texts unless said otherwise, "" where nothing is said:

    id, title (plain text), link (absolute), published and updated (ISO 8601 in UTC, or None), author, summary and
    content (sanitised HTML), language (BCP 47). Raises SourceTrouble when nothing at all can be read.
    """
    # Imported where the work is done: it runs in a child process.
    from digest.parse import parse

    return [_entry(entry) for entry in parse(fetched) if isinstance(entry, Entry)]


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.guid,
        "title": entry.title,
        "link": entry.url,
        "published": _iso(entry.published),
        "updated": _iso(entry.updated),
        "author": entry.author,
        "summary": _html(entry, entry.summary),
        "content": _html(entry, entry.body),
        "language": entry.language,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _html(entry: Entry, text: str) -> str:
    import nh3

    from digest.language.markup import capped

    return escape(text, quote=False) if entry.body_format == "text" else nh3.clean(capped(text))
