"""What is read from a feed or file, entry by entry, in plain values: for `digest check` and for tests."""

from __future__ import annotations

from datetime import datetime
from html import escape
from urllib.parse import urljoin

from digest.models import Entry, Fetched


def shown(fetched: Fetched) -> list[dict[str, object]]:
    """The entries in the feed's order, each with these keys, texts unless said otherwise, "" where nothing is said:

    id, title (plain text), link (as the feed gives it, absolute), url (the article's own address, behind a
    redirector), published and updated (ISO 8601 in UTC, or None), author, summary and content (sanitised HTML),
    language (BCP 47). All as its publisher wrote it, letters that were encoded twice too. Raises SourceTrouble when
    nothing at all can be read.
    """
    # Imported where the work is done: it runs in a child process.
    from digest.parse import parse

    return [_entry(entry) for entry in parse(fetched, repair=False) if isinstance(entry, Entry)]


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "id": _id(entry),
        "title": entry.title,
        "link": entry.link or entry.url,
        "url": entry.url,
        "published": _iso(entry.published, day_only=entry.day_only),
        "updated": _iso(entry.updated, day_only=entry.day_only and not entry.published),
        "author": f"{entry.author} ({entry.mail})" if entry.author and entry.mail else entry.author or entry.mail,
        "summary": _html(entry, entry.summary),
        "content": _html(entry, entry.body),
        "language": entry.language,
    }


def _id(entry: Entry) -> str:
    """The id; whole where it is the link, too, and stands in the feed as a relative one."""
    link = entry.link or entry.url
    relative = entry.guid and link != entry.guid and "://" in link and ":" not in entry.guid
    return link if relative and urljoin(entry.base or link, entry.guid) == link else entry.guid


def _iso(moment: datetime | None, *, day_only: bool) -> str | None:
    """ISO 8601; a day without a time of day is its midnight, as it is written in feeds."""
    if moment is None:
        return None
    return (moment.replace(hour=0, minute=0, second=0) if day_only else moment).isoformat()


def _html(entry: Entry, text: str) -> str:
    from digest.normalise.sanitise import sanitised

    return escape(text, quote=False) if entry.body_format == "text" else sanitised(text, entry.base or entry.url)
