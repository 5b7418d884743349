"""A mail taken apart: the part that is its text, whatever its sender's program did to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from typing import Literal, NamedTuple

from digest.errors import SourceTrouble
from digest.parse.decoding import decode

_KNOWN = re.compile(
    rb"^(?:from|to|cc|date|subject|message-id|mime-version|received|return-path|delivered-to|sender|reply-to|list-id|"
    rb"content-type|content-transfer-encoding)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = 20_000  # bytes in which a mail must show a header
_PARTS = 500
_NOTHING = 20  # letters: an HTML part with fewer is a wrapper around a picture
_UUENCODED = re.compile(r"^begin [0-7]{3,4} .+\n(?:[!-`].*\n)*?(?:`? *\n)?end *$", re.MULTILINE)
_BEGIN, _SIGNATURE, _END = (
    f"-----{what}-----" for what in ("BEGIN PGP SIGNED MESSAGE", "BEGIN PGP SIGNATURE", "END PGP SIGNATURE")
)
_ARMOR = re.compile(r"\s*\n(?:\w+: [^\n]*\n)*\n?")
_DASHED = re.compile(r"^- ", re.MULTILINE)


class Text(NamedTuple):
    """The text of a part, as it is read."""

    kind: Literal["html", "text"]
    words: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: its headers and structure, and the text that is meant to be read, or None."""

    message: Message
    text: Text | None


def opened(body: bytes) -> Message:
    """The structure of a mail. Raises SourceTrouble for bytes that are no mail, or one nested beyond reason."""
    body = re.sub(rb"\A(?:\xef\xbb\xbf|\s)*(?:\d{1,9}\s*\n)?(?:>?From [^\n]*\n)*", b"", body[:_HEAD]) + body[_HEAD:]
    if not _KNOWN.search(body[:_HEAD]):
        raise SourceTrouble("This is no mail: it has none of the headers that mails have.", "Remove the file.")
    try:
        return message_from_bytes(body, policy=policy.compat32)
    except RecursionError:
        raise SourceTrouble("The mail is nested too deep to be read.", "Open it in a mail program.") from None


def letter(message: Message) -> Letter:
    """The mail and its text; a mail that only passes on another one stands for that."""
    text = _best(message)
    inner = next(_enclosed(message), None)
    if inner is not None and (text is None or len(text.words.split()) < 40):
        return letter(inner)
    return Letter(message, text)


def digest_of(message: Message) -> list[Message]:
    """The mails in a digest (multipart/digest), or the mail itself."""
    parts = [part for part in _walk(message) if part.get_content_type() == "multipart/digest"]
    inner = [mail for part in parts for one in _children(part) if (mail := next(_enclosed(one), None)) is not None]
    return inner or [message]


def kinds(message: Message) -> list[str]:
    """The media types of all its parts, its own first."""
    return [part.get_content_type() for part in _walk(message)]


def _walk(message: Message) -> Iterator[Message]:
    todo, seen = [message], 0
    while todo and seen < _PARTS:
        part = todo.pop(0)
        seen += 1
        yield part
        if part.get_content_maintype() != "message":
            todo = [*_children(part), *todo]


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _enclosed(message: Message) -> Iterator[Message]:
    """The mails that a mail carries: as parts, or as a part in its own headers' words."""
    for part in _walk(message):
        if part.get_content_type() in {"message/rfc822", "message/global"}:
            yield from _children(part)
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and _KNOWN.search(payload[:_HEAD]):  # packed, though the standard forbids it
                yield message_from_bytes(payload, policy=policy.compat32)


def _best(message: Message) -> Text | None:
    """The text of the mail: HTML, unless that says nothing and the plain text does."""
    found = [text for part in _readable(message) if (text := _text(part)) is not None and text.words.strip()]
    pages = [text for text in found if text.kind == "html"]
    plain = [text for text in found if text.kind == "text"]
    said = "\n".join(text.words for text in plain)
    if pages and (_letters(pages) >= _NOTHING or len(said.split()) < _NOTHING):
        return Text("html", "\n".join(text.words for text in pages))
    return Text("text", said) if plain else None


def _readable(message: Message) -> Iterator[Message]:
    """The parts that are the mail's own text: no attachment, nothing out of a mail that it carries."""
    for part in _walk(message):
        named = _filename(part) and part is not message
        disposition = str(part.get("Content-Disposition", "")).split(";")[0].strip().lower()
        readable = part.get_content_maintype() == "text" or _is_text_after_all(part)
        if readable and disposition != "attachment" and not named:
            yield part


def _is_text_after_all(part: Message) -> bool:
    """Whether a part claims to be made of parts, and is not: its boundary is missing or wrong."""
    return part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), str)


def _filename(part: Message) -> str:
    try:
        return str(part.get_filename() or "")
    except (LookupError, ValueError, TypeError, AttributeError):
        return "unreadable"


def _text(part: Message) -> Text | None:
    subtype = "plain" if _is_text_after_all(part) else part.get_content_subtype()
    if subtype not in {"html", "plain", "enriched", "x-amp-html", "markdown", "x-markdown"} or subtype == "x-amp-html":
        return None
    words = decode(_payload(part), _charset(part)).replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    if subtype == "html" or (
        subtype == "plain" and re.match(r"\s*<(?:!doctype html|html|div|table|p)\b", words, re.IGNORECASE)
    ):
        return Text("html", words)
    if subtype == "enriched":
        words = re.sub(r"<param>.*?</param>|<[^<>\n]{1,60}>", "", words, flags=re.DOTALL)
    if _parameter(part, "format").lower() == "flowed":
        words = _unflowed(words, joined=_parameter(part, "delsp").lower() == "yes")
    return Text("text", _plain(words))


def _payload(part: Message) -> bytes:
    """The bytes of a part. A part that claims parts and has none is read as it stands."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, TypeError):
        payload = None
    if isinstance(payload, bytes):
        return payload
    whole = part.get_payload()
    return whole.encode("utf-8", "surrogateescape") if isinstance(whole, str) else b""


def _charset(part: Message) -> str:
    try:
        return (part.get_content_charset() or "").strip("\"' ")
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name)
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""
    return value if isinstance(value, str) else ""


def _plain(words: str) -> str:
    """Plain text without what is no text in it: encoded files, the frame of a signature."""
    return _UUENCODED.sub("", _unsigned(words))


def _unsigned(words: str) -> str:
    """The text within the frame of a signature (RFC 9580, 7), and what stands around it."""
    before, begin, rest = words.partition(_BEGIN)
    signed, mark, behind = rest.partition(_SIGNATURE)
    if not begin or not mark:
        return words
    armor = _ARMOR.match(signed)
    text = _DASHED.sub("", signed[armor.end() :] if armor else signed)
    return before + text + behind.partition(_END)[2]


def _unflowed(words: str, *, joined: bool) -> str:
    """RFC 3676: a line that ends with a space goes on in the next, unless that is quoted otherwise or a signature."""
    out: list[str] = []
    depth, flows = -1, False
    for line in words.split("\n"):
        quotes = len(line) - len(line.lstrip(">"))
        body = line[quotes:].removeprefix(" ")
        if flows and quotes == depth and body != "-- ":
            out[-1] = (out[-1][:-1] if joined else out[-1]) + body
        else:
            out.append("> " * bool(quotes) + body)
        depth, flows = quotes, body.endswith(" ") and body != "-- "
    return "\n".join(out)


def _letters(pages: list[Text]) -> int:
    from selectolax.lexbor import LexborHTMLParser

    from digest.language.markup import capped

    count = 0
    for page in pages:
        tree = LexborHTMLParser(capped(page.words))
        for node in tree.css("script, style, title, head"):
            node.decompose()
        count += sum(char.isalnum() for char in (tree.body.text() if tree.body else ""))
    return count
