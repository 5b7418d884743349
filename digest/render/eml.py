"""mail.eml: the whole message, ready to be handed to a server; the same plan gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from digest.models import Issue, Rendered
from digest.render.addresses import unsubscribe_url
from digest.render.environment import page
from digest.render.facts import Facts, languages
from digest.render.head import Field, ascii_address, clean, mailbox, phrase, serialise, unstructured

SUBJECT = 70  # characters: what a telephone shows of it
# Servers refuse from 10 MB on, and base64 adds a third and its line ends: a larger PDF is left to the web page.
ATTACHMENT = 6_500_000
_BODY = SMTP.clone(max_line_length=78)


class EmlRenderer:
    """mail.eml, made from mail.txt and mail.html, with issue.pdf attached when the imprint asks for it.

    It is addressed to the list itself: whoever sends it writes each reader's own address.
    """

    name = "mail.eml"

    def render(self, issue: Issue, made: Mapping[str, Rendered], plain: frozenset[str]) -> Rendered:
        """Assemble the message; KeyError when `made` has no mail.txt or mail.html. `plain` changes nothing here."""
        message = EmailMessage(policy=_BODY)
        text = made["mail.txt"].body.decode()
        html = made["mail.html"].body.decode()
        message.set_content(text, cte=_encoding(text), params={"format": "flowed"})
        shown = {name: one for name, one in made.items() if f'src="{name}"' in html}
        for name in shown:
            html = html.replace(f'src="{name}"', f'src="cid:{_content_id(name)}"')
        message.add_alternative(html, subtype="html", cte=_encoding(html))
        _carry(message, shown)
        pdf = made.get("issue.pdf")
        if pdf and "pdf" in issue.imprint.attach and len(pdf.body) <= ATTACHMENT:
            message.add_attachment(pdf.body, maintype="application", subtype="pdf", filename=_file(issue))
        _mark_boundaries(message, issue.id)
        return Rendered(self.name, "message/rfc822", serialise(tuple(_fields(issue))) + message.as_bytes())


def _carry(message: EmailMessage, pictures: Mapping[str, Rendered]) -> None:
    """Put the pictures that the HTML shows beside it: a mail loads nothing, and tells nobody that it is read."""
    page = message.get_payload(1)
    assert isinstance(page, EmailMessage)
    for name, one in pictures.items():
        kind, _, subtype = one.media_type.partition("/")
        leaf = name.rpartition("/")[2]
        page.add_related(one.body, kind, subtype, cid=f"<{_content_id(name)}>", disposition="inline", filename=leaf)


def _content_id(name: str) -> str:
    """A picture's id in a mail: its hash, at a domain that cannot exist."""
    return f"{name.rpartition('/')[2].partition('.')[0]}@pictures.invalid"


def subject(issue: Issue, facts: Facts) -> str:
    """Title, number and window in at most 70 characters; a longer title is cut at a word, the window last of all."""
    tail = f"{facts.number}: {facts.short_window}" if facts.number else facts.short_window
    joint = " " if facts.number else ": "
    room = SUBJECT - len(joint) - len(tail)
    title = clean(issue.title)
    if len(title) > room:
        title = (title[: room - 1].rpartition(" ")[0] or title[: room - 1]).rstrip(" ,;:") + "…" if room > 1 else ""
    return f"{title}{joint}{tail}"[:SUBJECT].strip(" :")


def _fields(issue: Issue) -> Iterator[Field]:
    """Every field but those of MIME, which the message writes itself."""
    facts: Facts = page(issue)["facts"]
    address = ascii_address(issue.imprint.sender_address or f"{issue.edition}@digest.invalid")
    domain = address.rpartition("@")[2]
    name = issue.imprint.sender_name or issue.title
    yield "From", mailbox(name, address)
    yield "To", mailbox(name, address)
    yield "Subject", unstructured(subject(issue, facts))
    yield "Date", format_datetime(issue.until.astimezone(ZoneInfo(issue.timezone)))
    yield "Message-ID", f"<{_slug(issue.id)}.{_digest(issue.id, 8)}@{domain}>"
    yield "List-Id", f"{phrase(name)}<{_list(issue, domain)}>"
    yield from _unsubscribe(issue, address)
    yield "Auto-Submitted", "auto-generated"
    yield "Precedence", "bulk"
    yield "Feedback-ID", f"{_slug(issue.id)}:{_slug(issue.edition)}:digest:{_digest(domain, 5)}"
    yield "Content-Language", ", ".join(tag for tag in languages(issue) if re.fullmatch(r"[A-Za-z0-9-]+", tag))


def _unsubscribe(issue: Issue, address: str) -> Iterator[Field]:
    """RFC 2369 and, where there is an https page, RFC 8058."""
    ways = [f"<mailto:{address}?subject=unsubscribe>"]
    found = unsubscribe_url(issue)
    if found.startswith("https://"):
        ways.insert(0, f"<{found}>")
    yield "List-Unsubscribe", ", ".join(ways)
    if len(ways) > 1:
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _list(issue: Issue, domain: str) -> str:
    """The list's id: a domain name; the edition under the sender's domain when none is configured."""
    found = issue.imprint.list_id.strip().strip("<>")
    return found if re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", found) else f"{_slug(issue.edition)}.{domain}"


def _mark_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries from the issue's id. "=_" stands in neither quoted-printable nor base64."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{_digest(f'{seed} {number}', 12)}")


def _encoding(text: str) -> str:
    """Quoted-printable keeps Latin text readable on the wire; other scripts are a third shorter in base64."""
    foreign = sum(not letter.isascii() for letter in text)
    return "base64" if foreign * 6 > len(text) else "quoted-printable"


def _file(issue: Issue) -> str:
    return f"{_slug(issue.id)}.pdf"


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", text).strip("-") or "issue"


def _digest(text: str, size: int) -> str:
    return blake2b(text.encode(), digest_size=size).hexdigest()
