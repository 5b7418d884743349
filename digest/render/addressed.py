"""An issue's mail for one reader: the same bytes for all but a few fields of the head."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from digest.errors import DigestError
from digest.models import Recipient
from digest.render.head import clean, mailbox, serialise, unstructured

_FIELD = re.compile(rb"(?P<name>[!-9;-~]+):[^\r]*(?:\r\n[ \t][^\r]*)*\r\n")
_LONGEST = 998  # octets of a line without its end: RFC 5321 lets servers refuse more


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it was rendered: the fields of its head, and all that follows, with CRLF throughout."""

    fields: tuple[tuple[str, bytes], ...]  # name in small letters, and the whole field
    body: bytes  # with the empty line before it


def letter(message: bytes) -> Letter:
    """Take a mail apart, once for all readers. Every line's end becomes CRLF.

    Raises DigestError for a head that is none, and for a line that servers may refuse.
    """
    whole = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    head, gap, body = whole.partition(b"\r\n\r\n")
    fields = tuple((found["name"].decode("ascii").lower(), found[0]) for found in _FIELD.finditer(head + b"\r\n"))
    if not gap or b"".join(field for _, field in fields) != head + b"\r\n":
        raise DigestError("mail.eml: its head cannot be read; run `digest rebuild` for the issue")
    if any(len(line) > _LONGEST for line in whole.split(b"\r\n")):
        raise DigestError(f"mail.eml: a line is longer than {_LONGEST} octets, which servers refuse")
    return Letter(fields, b"\r\n" + body + (b"" if body.endswith(b"\r\n") else b"\r\n"))


def personalised(template: Letter, values: Mapping[str, str]) -> bytes:
    """The mail with these fields in place of its own; the values are ASCII, as `render.head` makes them.

    Raises DigestError when a value would break out of its field.
    """
    made = {name.lower(): serialise([(name, value)]) for name, value in values.items()}
    head = [made.pop(name, field) for name, field in template.fields]
    return b"".join((*made.values(), *head, template.body))


def values_for(reader: Recipient, message_id: str) -> dict[str, str]:
    """The fields that are a reader's own. An address beyond ASCII stands on the envelope only."""
    own = {"Message-ID": message_id}
    return {**own, "To": mailbox(reader.name, reader.address)} if reader.address.isascii() else own


def proof_subject(template: Letter, mark: str = "[Proof] ") -> str:
    """The mail's subject, marked so that nobody takes a proof for the issue."""
    from email import message_from_bytes
    from email.policy import default

    fields = b"".join(field for name, field in template.fields if name == "subject")
    subject = message_from_bytes(fields + b"\r\n", policy=default)["subject"] or ""
    return unstructured(clean(f"{mark}{subject}"))
