"""How these tests write a mail and read it."""

from __future__ import annotations

from email.message import EmailMessage

from digest.models import Entry, Failure, Ignored, Reading, SourceFacts
from digest.normalise import normalise
from digest.parse import parse
from tests.builders import NOW, fetched


def letter(html: str = "", text: str = "", **headers: str) -> bytes:
    """A mail of the Weekly Wire to Anna Reader; a header's name is written with underscores, "" leaves it out."""
    message = EmailMessage()
    said = {
        "From": "The Weekly Wire <wire@news.example.com>",
        "To": "Anna Reader <anna.reader@example.org>",
        "Subject": "The week on the river",
        "Date": "Mon, 01 Jun 2026 08:00:00 +0200",
        "Message-ID": "<42@wire.example.com>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in said.items():
        if value:
            message[name] = value
    if text or not html:
        message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html") if text else message.set_content(html, subtype="html")
    return message.as_bytes()


def read(body: bytes) -> list[Entry | Failure | Ignored]:
    """What a mail becomes."""
    return list(parse(fetched(body, url="file:mail/one.eml", media_type="message/rfc822")))


def entries(body: bytes) -> list[Entry]:
    """The articles of a mail that has nothing else."""
    found = read(body)
    assert all(isinstance(one, Entry) for one in found), found
    return [one for one in found if isinstance(one, Entry)]


def reading(entry: Entry) -> Reading:
    """The item that an entry becomes."""
    return normalise(entry, SourceFacts("Post"), NOW)


def words(entry: Entry) -> str:
    """All that is printed of an entry, one paragraph a line."""
    return "\n".join(passage.text for passage in reading(entry).item.passages)


def why(body: bytes) -> str:
    """Why a mail is ignored; "" when it is not."""
    return next((one.why for one in read(body) if isinstance(one, Ignored)), "")
