"""Mails that are no news: reports of failed delivery, automatic replies, invitations, requests to confirm.

A mail is only taken for one that asks to confirm something when it is short, and says so both in its subject and in its
text, or several times in a very short text: a newsletter with such a link in its foot is none.
"""

from __future__ import annotations

from email.message import Message

from digest.parse.mail.headers import header, people, raw
from digest.parse.mail.lines import Line
from digest.parse.mail.message import Text, kinds
from digest.parse.mail.words import anywhere, folded, why

_SHORT = 220  # words of a mail about a subscription; in six languages such mails have 30 to 150
_VERY_SHORT = 90
_REPORTS = frozenset({"multipart/report", "message/delivery-status", "message/disposition-notification"})
_PACKED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_ROBOTS = ("mailer-daemon", "postmaster", "mail-daemon")
_NEVER_MOVED = frozenset({"message/partial", "message/external-body"})


def by_structure(message: Message, text: Text | None) -> str:
    """Why a mail is no news, by its headers and parts; "" when it may be."""
    found = set(kinds(message))
    sender = next((address.partition("@")[0] for _, address in people(message, "From")), "")
    if found & _REPORTS or (
        sender in _ROBOTS and raw(message, "Return-Path") in {"<>", ""} and "X-Failed-Recipients" in message
    ):
        return "it reports a failed or made delivery"
    if (
        raw(message, "Auto-Submitted").lower().startswith("auto-replied")
        or "X-Autoreply" in message
        or "X-Autorespond" in message
    ):
        return "it is an automatic reply"
    if raw(message, "Precedence").lower() == "auto_reply":
        return "it is an automatic reply"
    if found & _PACKED or (text is not None and text.words.lstrip().startswith("-----BEGIN PGP MESSAGE-----")):
        return "it is encrypted, or signed in a way that hides its text"
    if "text/calendar" in found and _invites(message):
        return "it is an invitation to a calendar"
    if found & _NEVER_MOVED and text is None:
        return "its text is kept in another mail or place"
    if text is None:
        return "it has no text of its own: attachments, pictures or nothing"
    return ""


def by_words(message: Message, lines: list[Line]) -> str:
    """Why a mail is no news, by what its subject and text say; "" when it is."""
    subject = folded(header(message, "Subject"))
    size = sum(line.words for line in lines)
    if size > _SHORT:
        return ""
    text = " ".join(line.key for line in lines)
    for table in ("confirm", "account", "welcome"):
        named = anywhere(table, "subjects").search(subject) is not None
        said = {found[0] for found in anywhere(table, "bodies").finditer(text)}
        if (named and said) or (table == "confirm" and len(said) >= 2 and size <= _VERY_SHORT):
            return why(table)
    return ""


def _invites(message: Message) -> bool:
    """Whether the calendar part is the mail itself, or another form of its text; not a file beside a newsletter."""
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            method = part.get_param("method")
            disposition = str(part.get("Content-Disposition", "")).lower()
            return isinstance(method, str) or (part is message and not disposition.startswith("attachment"))
    return False
