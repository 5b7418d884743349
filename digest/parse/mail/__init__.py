"""Mails: a newsletter becomes one article, or one for each part of a round-up; what is no news is ignored."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from hashlib import blake2b

from digest.models import Entry, Fetched, Ignored
from digest.parse.mail import page, plain
from digest.parse.mail.evidence import Part
from digest.parse.mail.forwarded import Passed, passed_on
from digest.parse.mail.frame import unframed, web_version
from digest.parse.mail.headers import header, people, raw, sender, sent
from digest.parse.mail.lines import Line, markup, prose
from digest.parse.mail.links import opaque
from digest.parse.mail.message import Letter, Text, digest_of, letter, opened
from digest.parse.mail.reader import Reader
from digest.parse.mail.roundup import parts_of, titled
from digest.parse.mail.verdict import by_structure, by_words

__all__ = ["parse_mail"]

_MOST = 200  # mails of one digest
_LABEL = 3  # words of a heading that is but a label, where a heading of its own follows
_PART = 5  # words of a part without which it says nothing, unless its heading leads somewhere
_OF_TEXT = 400  # characters of a part that make its identity
_HAS_LANGUAGE = re.compile(r"<html[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
_REPLY = re.compile(r"^(?:\W*(?:re|fwd?|aw|wg|tr|rv|ynt|ilt|اعادة توجيه)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_TO = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "X-Rcpt-To")


@dataclass(frozen=True, slots=True)
class _Mail:
    """What all entries of one mail share."""

    letter: Letter
    fetched: Fetched
    identity: str
    subject: str
    publisher: str
    blank: Entry


def parse_mail(fetched: Fetched) -> tuple[Entry | Ignored, ...]:
    """The articles of one mail, or of a digest of mails, in their order; or why there are none.

    An entry's guid is the mail's Message-ID, for the parts of a round-up with a fragment made from their words behind
    it: read again, from a mailbox or a file, it is the same. Raises SourceTrouble for what is no mail.
    """
    found: list[Entry | Ignored] = []
    for message in digest_of(opened(fetched.body))[:_MOST]:
        found += _entries(letter(message), fetched)
    return tuple(found)


def _entries(one: Letter, fetched: Fetched) -> Iterator[Entry | Ignored]:
    if reason := by_structure(one.message, one.text):
        yield _ignored(one.message, fetched, reason)
        return
    assert one.text is not None  # by_structure
    reader = _reader(one.message)
    every = _lines(one.text, fetched, reader)
    every, passed = passed_on(every)
    mail = _mail(one, fetched, reader, passed)
    lines = unframed(every)
    if reason := by_words(one.message, lines or every):
        yield _ignored(one.message, fetched, reason)
        return
    entries: list[Entry | Ignored] = list(_articles(mail, lines, every))
    yield from entries or [
        _ignored(one.message, fetched, "it has no text of its own: attachments, pictures or nothing")
    ]


def _lines(text: Text, fetched: Fetched, reader: Reader) -> list[Line]:
    if text.kind == "html":
        return page.lines_of(text.words, fetched.url, reader)
    return plain.lines_of(text.words, reader)


def _articles(mail: _Mail, lines: list[Line], every: list[Line]) -> Iterator[Entry]:
    parts = parts_of(lines, mail.subject)
    if len(parts) == 1 and parts[0].heading is None:
        if parts[0].lines:
            yield _whole(mail, list(parts[0].lines), every)
        return
    met: Counter[str] = Counter()
    for part in parts:
        if _says_nothing(part):
            continue
        fragment = _fragment(part)
        met[fragment] += 1
        suffix = fragment if met[fragment] == 1 else f"{fragment}-{met[fragment]}"
        yield _section(mail, part, f"{mail.identity}#{suffix}")


def _whole(mail: _Mail, lines: list[Line], every: list[Line]) -> Entry:
    """A mail that is one article. Its address is its title's, or its page's on the web, if that is everybody's page."""
    title = titled(lines, mail.subject)
    body = [line for line in lines if line is not title]
    links = [title.link if title else "", web_version(every)]
    url = next((link for link in links if link and not opaque(link)), "")
    return _entry(mail, mail.subject or _first(body), body, mail.identity, url)


def _section(mail: _Mail, part: Part, guid: str) -> Entry:
    if part.heading is None:
        return _entry(mail, mail.subject, list(part.lines), guid, "")
    title, body, tags = part.heading.text.rstrip(": "), list(part.lines), [part.category]
    if part.heading.words <= _LABEL and body and body[0].rank and len(body) > 1:
        tags.append(title)
        title = body.pop(0).text.rstrip(": ")
    return replace(_entry(mail, title, body, guid, part.link), tags=tuple(filter(None, tags)))


def _entry(mail: _Mail, title: str, body: list[Line], guid: str, url: str) -> Entry:
    html = mail.letter.text is not None and mail.letter.text.kind == "html"
    kept = [replace(line, kind="heading") if line.rank and html else line for line in body]
    return replace(
        mail.blank,
        guid=guid,
        url=url or mail.fetched.url,
        title=" ".join(title.split()),
        body=markup(kept) if html else prose(kept),
        body_format="html" if html else "text",
    )


def _mail(one: Letter, fetched: Fetched, reader: Reader, passed: Passed | None) -> _Mail:
    message = one.message
    published, dated_from = sent(message)
    subject = reader.struck(_REPLY.sub("", header(message, "Subject")))
    publisher = sender(message)
    if passed is not None:
        subject, publisher = _REPLY.sub("", passed.subject) or subject, passed.sender or publisher
        published = passed.sent or published
    blank = Entry(
        guid="",
        url="",
        title="",
        body="",
        body_format="html",
        published=published,
        language=_language(message, one.text),
        publisher=publisher,
        dated_from=dated_from,
    )
    return _Mail(one, fetched, _identity(message, one.text), subject, publisher, blank)


def _identity(message: Message, text: Text | None) -> str:
    """The Message-ID; of a mail without one its sender, date, subject and text."""
    found = raw(message, "Message-ID").strip("<> ")
    if found:
        return found[:500]
    said = [raw(message, name) for name in ("From", "Date", "Subject")] + [text.words if text else ""]
    return "mail:" + blake2b("\n".join(said).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _fragment(part: Part) -> str:
    said = (part.heading.key if part.heading else "") + "\n" + " ".join(line.key for line in part.lines)[:_OF_TEXT]
    return blake2b("".join(filter(str.isalnum, said)).encode("utf-8", "replace"), digest_size=6).hexdigest()


def _says_nothing(part: Part) -> bool:
    return part.words < _PART and not part.link


def _reader(message: Message) -> Reader:
    found = people(message, *_TO)
    senders = {word for pair in people(message, "From", "Sender", "Reply-To") for word in pair}
    addresses = tuple(dict.fromkeys(address for _, address in found if "@" in address and address not in senders))
    names = tuple(dict.fromkeys(name for name, _ in found if name and "@" not in name and name not in senders))
    return Reader(addresses, names)


def _language(message: Message, text: Text | None) -> str:
    said = raw(message, "Content-Language").split(",")[0].strip()
    found = _HAS_LANGUAGE.search(text.words[:5_000]) if text and text.kind == "html" else None
    return said or (found[1] if found else "")


def _first(lines: list[Line]) -> str:
    """The title of a mail without a subject: its first heading."""
    return next((line.text for line in lines if line.rank), "")


def _ignored(message: Message, fetched: Fetched, reason: str) -> Ignored:
    title = header(message, "Subject")[:200]
    return Ignored(fetched.source, f"{fetched.url}: {title}" if title else fetched.url, reason)
