"""parse: Fetched -> Entry. The media type, the file's name and the content pick the parser; one file each in here."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from digest.errors import SourceTrouble
from digest.models import Entry, Failure, Fetched, Ignored
from digest.parse.decoding import as_written, decode
from digest.parse.formats import format_of
from digest.parse.looks import look, looks_like
from digest.parse.unpacking import MOST, unpacked

__all__ = ["parse"]

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_FEEDS = frozenset({".xml", ".rss", ".atom", ".rdf", ".json"})
_STRANGE = re.compile(r"[\ufffd\x00-\x08\x0b\x0e-\x1f]")
_MAILS = frozenset({"message/rfc822", "message/global"})
_SAMPLE = 2_000  # characters
_SAVED_AS_MAIL = re.compile(r"\s*(?:[\w-]+:.*\n(?:[ \t].*\n)*){0,8}?From: <Saved by ", re.IGNORECASE)
_FOOT = re.compile(r"\n[ \t]*[-–—]?[ \t]*\d{1,3}[ \t]*[-–—]?[ \t]*\n?\f")  # a page's number, and the end of the page
_TOP = re.compile(r"\f[ \t]*[-–—]?[ \t]*\d{1,3}[ \t]*[-–—]?[ \t]*(?=\n)")


def parse(fetched: Fetched, *, repair: bool = True) -> tuple[Entry | Failure | Ignored, ...]:
    """Read the articles of one feed or file, in its order.

    An entry that says nothing is a Failure among the others, a mail that is no news is Ignored. A date that the text
    does not tell is None: when a file was last changed is not when it was published. With `repair`, text that was
    encoded twice is put right where that is certain. Raises SourceTrouble when nothing at all can be read, NoFeed for a
    page where a feed was asked for.
    """
    if fetched.media_type in _MAILS:  # its parts have encodings of their own
        from digest.parse.mail import parse_mail

        return parse_mail(fetched)
    body = unpacked(fetched.body)
    document = _document(replace(fetched, body=body))
    if document:
        return (document,)
    text = (decode if repair else as_written)(body, fetched.charset).replace("\ufeff", "")
    if not text.strip():
        raise SourceTrouble("It is empty.", "Check the address, or remove the file.")
    if _is_binary(text):
        raise SourceTrouble(
            "It is no text, and no document of a kind that is read.", "Save it as text, HTML, DOCX or PDF."
        )
    if _SAVED_AS_MAIL.match(text):
        advice = "Save it as HTML (web page, complete), or as PDF."
        raise SourceTrouble("It is a page saved as MHTML, a mail with the page in it.", advice)
    kind = _kind(fetched, text)
    if kind in {"feed", "json"} and len(body) > MOST:
        what = f"It has more than {MOST / 1e6:.3g} MB: that is no feed, or a broken one."
        raise SourceTrouble(what, "Use the publisher's feed of recent entries.")
    if kind == "feed":
        from digest.parse.feeds import parse_feed

        return parse_feed(fetched, text)
    if kind == "json":
        from digest.parse.jsonfeed import parse_json_feed

        return parse_json_feed(fetched, text)
    return _articles(kind, fetched, _lines(text))


def _document(fetched: Fetched) -> Entry | None:
    """The article of a document that is no text, chosen by its first bytes; None for a text.

    Raises SourceTrouble for a document of another kind.
    """
    kind = format_of(fetched.body)
    entry = None
    if kind == "archive":
        raise SourceTrouble("It is an archive of files.", "Name it among the `files` of a source: its files are read.")
    if kind == "docx":
        from digest.parse.docx import parse_docx

        entry = parse_docx(fetched)
    elif kind == "pdf":
        from digest.parse.pdf import parse_pdf

        entry = parse_pdf(fetched)
    if entry and not entry.title and not entry.body.strip():
        raise SourceTrouble("It has neither a title nor a text.", "Open it and see what it holds.")
    return entry


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
    return len(_STRANGE.findall(head)) * 20 > len(head)


def _lines(text: str) -> str:
    """The text with the line ends of Unix; form feeds, where a page ended, are blank lines, and its number is gone."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return (
        _TOP.sub("\f", _FOOT.sub("\n\f", unix)).replace("\f", "\n\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    )


def _articles(kind: str, fetched: Fetched, text: str) -> tuple[Entry, ...]:
    """The article of a text, or the articles of a saved one."""
    from digest.parse.saved import is_saved, parse_saved

    if kind != "page" and is_saved(text):
        return parse_saved(fetched, text)
    return (_article(kind, fetched, text),)


def _article(kind: str, fetched: Fetched, text: str) -> Entry:
    if kind == "page":
        from digest.parse.webpage import read_page

        entry = read_page(fetched, text)
    elif kind == "markdown":
        from digest.parse.markdown import parse_markdown

        entry = parse_markdown(fetched, text)
    else:
        from digest.parse.plain import parse_plain

        entry = parse_plain(fetched, text)
    if not entry.title and not entry.body.strip():
        raise SourceTrouble(f"It has neither a title nor a text: it looks like {looks_like(text)}.")
    return entry
