"""Addresses as a page may print them: only http(s), only in characters that an attribute can hold. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from digest.models import Issue, Printing

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
_URL_SAFE = ":/?@!$&'()*+,;=%-._~"


def href(url: str) -> str:
    """An http(s) address, fit for an attribute and for <angle brackets>; "" for everything else.

    A `javascript:` or `data:` address is not an address, nor is one with a user name, which shows another host than
    it leads to. What a URL may not hold is percent-encoded, a host in another script written in ASCII.
    """
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port else ""
        found = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(found):
        return ""
    netloc = (f"[{found}]" if ":" in found else found) + port
    path, query, fragment = (_encoded(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, netloc, path, query, fragment))


def host(url: str) -> str:
    """The host of an address as a reader knows it, without "www."; "" when it has none."""
    return (urlsplit(href(url)).hostname or "").removeprefix("www.")


def issue_url(issue: Issue, file: str = "") -> str:
    """Where the issue is published, or one file of it; "" when nothing is."""
    base = _public(issue)
    return f"{base}/{quote(issue.id)}/{file}" if base else ""


def printing_url(printing: Printing, issue: Issue) -> str:
    """Where a story that `issue` follows up was printed: on its page, or on the earlier issue's; "" nowhere."""
    if printing.issue == issue.id:
        return f"#{printing.piece}"
    base = _public(issue)
    return f"{base}/{quote(printing.issue)}/#{printing.piece}" if base else ""


def contact_url(issue: Issue) -> str:
    """A link to the contact: a web address, or mailto; "" when it is neither."""
    contact = issue.imprint.contact.strip()
    return href(contact) or (f"mailto:{contact}" if _ADDRESS.fullmatch(contact) else "")


def unsubscribe_url(issue: Issue) -> str:
    """Where a reader leaves the list: a page when there is one, else a mail to the list or to the contact, else ""."""
    base, contact = _public(issue), issue.imprint.contact.strip()
    address = issue.imprint.sender_address or (contact if _ADDRESS.fullmatch(contact) else "")
    if base:
        return f"{base}/unsubscribe/{quote(issue.edition)}"
    return f"mailto:{quote(address, safe='@')}?subject=unsubscribe" if address else ""


def _public(issue: Issue) -> str:
    return href(issue.imprint.public_url).rstrip("/")


def _encoded(part: str) -> str:
    """A path, query or fragment with what it may not hold percent-encoded, and stray percent signs too."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(part, safe=_URL_SAFE))
