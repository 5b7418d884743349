"""What a body is, for a person who asks: the name of its format, and the encoding that it really is in."""

from __future__ import annotations

import json
import re

from digest.models import Fetched
from digest.parse.decoding import as_written, decode
from digest.parse.looks import look

_RSS = re.compile(r"<rss\b[^>]*?\bversion\s*=\s*[\"']\s*([\d.]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NAMES = {
    "text/html": "HTML page",
    "application/xhtml+xml": "HTML page",
    "text/markdown": "Markdown",
    "text/plain": "plain text",
    "message/rfc822": "mail",
    "application/mbox": "mailbox",
    "application/pdf": "PDF",
    "application/zip": "ZIP archive",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
}
_HEAD = 4_000  # characters


def format_of(fetched: Fetched) -> str:
    """The name of the format: "RSS 2.0", "Atom 1.0", "JSON Feed 1.1", "Markdown"; else the media type as it came."""
    if fetched.body[:4] in {b"%PDF", b"PK\x03\x04"}:
        return _NAMES.get(fetched.media_type, fetched.media_type)
    text = decode(fetched.body, fetched.charset)
    seen = look(text)
    if seen == "feed":
        return _feed(text[:_HEAD]) or fetched.media_type
    if seen == "json" and (name := _json(text)):
        return name
    if seen == "html" and fetched.media_type not in _NAMES:
        return _NAMES["text/html"]
    return _NAMES.get(fetched.media_type, fetched.media_type)


def encoding_of(fetched: Fetched) -> str:
    """The encoding that the text was read in, and what was declared where that is another; "" for what is no text."""
    if fetched.body[:4] in {b"%PDF", b"PK\x03\x04"}:
        return ""
    text = as_written(fetched.body, fetched.charset)
    found = _DECLARED.search(fetched.body[:_HEAD])
    written = (found[1] or found[2]).decode("ascii", "ignore").lower() if found else ""
    really = _really(fetched.body, text, ("utf-8", fetched.charset, written))
    said = [name for name in dict.fromkeys((fetched.charset, written)) if name and not _same(name, really)]
    return f"{really} (declared: {', '.join(said)})" if said else really


def _really(body: bytes, text: str, names: tuple[str, ...]) -> str:
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name
    if body.isascii():
        return "ascii" if text == body.decode("ascii") else next(filter(None, names[1:]), "ascii")
    for name in filter(None, (*names, "cp1252", "cp1251", "gb18030")):
        try:
            if body.decode(name) == text:
                return name
        except (UnicodeError, LookupError):
            continue
    return "guessed"


def _same(declared: str, really: str) -> bool:
    """Whether a declaration is true enough: ASCII is in all of them."""
    return really == "ascii" or declared.replace("_", "-").lower().replace("utf8", "utf-8") == really


def _feed(head: str) -> str:
    if version := _RSS.search(head):
        return f"RSS {version[1]}"
    if "http://www.w3.org/2005/Atom" in head:
        return "Atom 1.0"
    if "purl.org/atom/" in head:
        return "Atom 0.3"
    if re.search(r"<(?:[\w-]+:)?rdf[\s>]", head, re.IGNORECASE):
        return "RSS 0.90" if "my.netscape.com/rdf/simple/0.9/" in head else "RSS 1.0"
    if re.search(r"<channel\b", head, re.IGNORECASE):
        return "CDF" if re.search(r"<channel\b[^>]*\bhref|cdf", head, re.IGNORECASE) else "RSS"
    return "RSS" if re.search(r"<rss\b", head, re.IGNORECASE) else "Atom"


def _json(text: str) -> str:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    version = str(data.get("version", "")) if isinstance(data, dict) else ""
    return f"JSON Feed {version.rpartition('/')[2]}" if "jsonfeed.org" in version else "JSON"
