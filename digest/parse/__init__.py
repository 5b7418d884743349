"""parse: Fetched -> Entry. The media type, the file's name and the content pick the parser; one file each in here."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from digest.errors import SourceTrouble
from digest.models import Entry, Failure, Fetched, Ignored
from digest.parse.decoding import decode
from digest.parse.looks import look, looks_like

__all__ = ["parse"]

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_FEEDS = frozenset({".xml", ".rss", ".atom", ".rdf", ".json"})
_MAILS = frozenset({"message/rfc822", "message/global"})
_SAMPLE = 2_000  # characters


def parse(fetched: Fetched) -> tuple[Entry | Failure | Ignored, ...]:
    """Read the articles of one feed or file, in its order.

    An entry that says nothing is a Failure among the others, a mail that is no news is Ignored. A date that the text
    does not tell is None: when a file was last changed is not when it was published. Raises SourceTrouble when nothing
    at all can be read.
    """
    if fetched.media_type in _MAILS:  # its parts have encodings of their own
        from digest.parse.mail import parse_mail

        return parse_mail(fetched)
    text = decode(fetched.body, fetched.charset).replace("\ufeff", "")
    if not text.strip():
        raise SourceTrouble("It is empty.", "Check the address, or remove the file.")
    if _is_binary(text):
        raise SourceTrouble(
            "It is no text: a picture, a PDF or an office document perhaps.", "Save it as text or HTML."
        )
    kind = _kind(fetched, text)
    if kind == "feed":
        from digest.parse.feeds import parse_feed

        return parse_feed(fetched, text)
    if kind == "json":
        from digest.parse.jsonfeed import parse_json_feed

        return parse_json_feed(fetched, text)
    return (_article(kind, fetched, _lines(text)),)


def _kind(fetched: Fetched, text: str) -> str:
    """Which parser reads it: "feed", "json", "page", "markdown" or "text"."""
    seen = look(text)
    local = fetched.url.startswith("file:")
    suffix = PurePosixPath(fetched.url if local else urlsplit(fetched.url).path).suffix.lower()
    if seen in {"feed", "json"} and not (local and suffix in _MARKDOWN):
        return seen
    if suffix in _MARKDOWN or fetched.media_type in {"text/markdown", "text/x-markdown"} or seen == "front matter":
        return "markdown"
    if seen == "html" or (local and suffix in _PAGES):
        return "page"
    # Where a feed is asked for nobody serves an article as plain text: its parser says what came instead.
    return "text" if local and seen == "prose" and suffix not in _FEEDS else "feed"


def _is_binary(text: str) -> bool:
    """Whether one character in twenty is one that no text has."""
    head = text[:_SAMPLE]
    strange = sum(1 for char in head if char == "\ufffd" or (char < " " and char not in "\t\n\r\f"))
    return strange * 20 > len(head)


def _lines(text: str) -> str:
    """The text with the line ends of Unix; form feeds, where a page ended, are blank lines."""
    return (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\f", "\n\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
    )


def _article(kind: str, fetched: Fetched, text: str) -> Entry:
    from digest.parse.saved import is_saved, parse_saved

    if kind == "page":
        entry = _page(fetched, text)
    elif is_saved(text):
        entry = parse_saved(fetched, text)
    elif kind == "markdown":
        from digest.parse.markdown import parse_markdown

        entry = parse_markdown(fetched, text)
    else:
        from digest.parse.plain import parse_plain

        entry = parse_plain(fetched, text)
    if not entry.title and not entry.body.strip():
        raise SourceTrouble(f"It has neither a title nor a text: it looks like {looks_like(text)}.")
    return entry


def _page(fetched: Fetched, text: str) -> Entry:
    """A page is an article when it is a file, was named by hand, or says so: a feed's address may answer anything."""
    from digest.parse.page import feed_links, is_article, parse_page

    if not (fetched.by_hand or fetched.url.startswith("file:") or is_article(text)):
        links = list(filter(None, feed_links(text, fetched.url)))
        advice = (
            f"Its page names this feed: {links[0]}" if links else "Give the address of the site's RSS or Atom feed."
        )
        raise SourceTrouble("This is no feed: it looks like an HTML page.", advice)
    return parse_page(fetched, text)
