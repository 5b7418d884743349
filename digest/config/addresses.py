"""Addresses: of mail, of the web, of hosts and of the database.

Every `wrong_*` takes a text and returns "" when it is fine, else one clause that says what is wrong and what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_network
from urllib.parse import SplitResult, urlsplit

_ADDRESS = r"[^\s<>()\[\],;:@\\\"]+@[^\s<>()\[\],;:@\\\"]+"
_MAILBOX = re.compile(rf'(?:"(?P<quoted>[^"\\]*)"|(?P<plain>[^<>"@]*?))\s*<(?P<angle>{_ADDRESS})>|(?P<bare>{_ADDRESS})')
_HOST = re.compile(r"(?=.{1,253}\Z)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*")


def mailbox(text: str) -> tuple[str, str]:
    """Read `Name <address>` or a bare address: (name, address), the name "" when there is none.

    Raises ValueError when `text` is neither.
    """
    found = _MAILBOX.fullmatch(text.strip())
    address = (found["angle"] or found["bare"]) if found else ""
    if not found or not _good_address(address):
        raise ValueError(f'"{text}" is not a mail address; write "Name <name@example.org>"')
    return (found["quoted"] or found["plain"] or "").strip(), address


def _good_address(address: str) -> bool:
    local, _, domain = address.rpartition("@")
    dotted = not (local.startswith(".") or local.endswith(".") or ".." in local)
    return dotted and bool(_HOST.fullmatch(domain)) and ("." in domain or domain == "localhost")


def wrong_mailbox(text: str) -> str:
    """Check a sender: `Name <address>` or a bare address."""
    try:
        mailbox(text)
    except ValueError as error:
        return str(error)
    return ""


def wrong_contact(text: str) -> str:
    """Check a contact: a bare mail address or an http(s) URL."""
    if "://" in text:
        return _wrong_web(text, ("https", "http"), "https://example.org/contact")
    if _MAILBOX.fullmatch(text) and not wrong_mailbox(text) and "<" not in text:
        return ""
    return f'"{text}" is no address; write "editor@example.org" or "https://example.org/contact"'


def wrong_public_url(text: str) -> str:
    """Check the address that readers get: https, a host, no query, no fragment, no password."""
    wrong = _wrong_web(text, ("https",), "https://news.example.org")
    if wrong:
        return wrong
    parts = urlsplit(text)
    if parts.query or parts.fragment or parts.username:
        return f'"{text}" holds more than host and path; write e.g. "https://news.example.org/brief"'
    return ""


def canonical_url(text: str) -> str:
    """A public URL without its trailing slashes, so that "/" and a path can follow."""
    return text.rstrip("/")


def wrong_feed(text: str, exists: Callable[[str], bool]) -> str:
    """Check a source's `url`: an http(s) address, or a path. `exists` is only asked of what may be a path."""
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):(?!\\)", text)
    if scheme and not re.match(r"[^/:]+:\d+(/|$)", text):
        return _wrong_web(text, ("https", "http"), "https://example.org/feed.xml")
    host, slash, _ = text.partition("/")
    looks_like_host = re.fullmatch(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?::\d+)?", host)
    if looks_like_host and (slash or text.startswith("www.")) and not exists(text):
        return f'"{text}" has no scheme; write "https://{text}"'
    return ""


def _wrong_web(text: str, schemes: tuple[str, ...], example: str) -> str:
    parts = _split(text)
    kind = "https" if schemes == ("https",) else "http(s)"
    if parts is None or re.search(r"\s", text):
        return f'"{text}" is not a URL; write e.g. "{example}"'
    if parts.scheme not in schemes:
        return f'"{text}" is not {kind}; write e.g. "{example}"'
    if not _HOST.fullmatch(parts.hostname or "") and "[" not in parts.netloc:
        return f'"{text}" names no host; write e.g. "{example}"'
    return ""


def _split(text: str) -> SplitResult | None:
    """`text` in its parts, or None when it is no URL (a bad port, a bad bracket)."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return None
    return parts


def wrong_list_id(text: str) -> str:
    """Check a List-Id: dot-separated words, at least two (RFC 2919)."""
    if re.fullmatch(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+", text) and len(text) < 256:
        return ""
    return f'"{text}" is not a list id; write words joined by dots, e.g. "weekly.example.org"'


def wrong_host(text: str) -> str:
    """Check one of `allow_hosts`: a host, host:port, an IP address or a CIDR network."""
    try:
        ip_network(text, strict=False)
    except ValueError:
        host, colon, port = text.rpartition(":") if ":" in text else (text, "", "")
        fine = bool(_HOST.fullmatch(host.strip("[]"))) or _is_network(host.strip("[]"))
        if fine and (not colon or (port.isdecimal() and 0 < int(port) < 65536)):
            return ""
        return f'"{text}" is not a host; write "host", "host:8080" or "10.0.0.0/8"'
    return ""


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def wrong_database(text: str) -> str:
    """Check the database: a path, or a URL of SQLite or of PostgreSQL through psycopg."""
    scheme, divider, _ = text.partition("://")
    if not divider or scheme in {"sqlite", "postgresql+psycopg"}:
        return ""
    if scheme.partition("+")[0] in {"postgres", "postgresql"}:
        return 'write "postgresql+psycopg://..." for PostgreSQL'
    return (
        f'"{scheme}" is not a database that is known here; write a path, "sqlite:///..." or "postgresql+psycopg://..."'
    )
