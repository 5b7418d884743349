"""Where mail is handed over: smtps://user:password@host:port, or a place on this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from digest.config.addresses import wrong_host

EXAMPLE = "smtps://${SMTP_USER}:${SMTP_PASSWORD}@smtp.example.org"
OUTBOX_EXAMPLE = "maildir:/home/reader/Maildir"
_PORTS = {"smtps": 465, "smtp": 587}
# A name is often a mail address, and a password may hold anything: the last @ before the host ends it.
_PARTS = re.compile(
    r"(?P<scheme>smtps?)://(?:(?P<user>[^:/?#]*):(?P<password>.*)@)?(?P<host>\[[0-9a-f:.]+\]|[^@/?#:\[\]\s]+)"
    r"(?::(?P<port>\d{1,5}))?/?",
    re.IGNORECASE | re.DOTALL,
)
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1")
_OUTBOX = re.compile(r"(?P<kind>folder|maildir|sendmail):(?P<path>.+)")


@dataclass(frozen=True, slots=True)
class Relay:
    """A server that takes mail, read from its address. Name and password are decoded; both are "" for none."""

    host: str  # lower case
    port: int
    tls: str  # "implicit" from the first byte, "starttls" always, "none" on this machine only
    user: str = ""
    password: str = field(default="", repr=False)


def relay(text: str) -> Relay:
    """Read the address of a server. Raises ValueError: one clause, what is wrong and what to write.

    smtp:// begins TLS by STARTTLS, and sends nothing without; only on this machine (localhost) it is plain.
    """
    found = _PARTS.fullmatch(text.strip())
    if not found:
        raise ValueError(f'is not the address of a mail server; write "{EXAMPLE}"')
    user, password = unquote(found["user"] or ""), unquote(found["password"] or "")
    if bool(user) != bool(password):
        raise ValueError(f'needs both a user and a password, or neither; write "{EXAMPLE}"')
    if any(not char.isprintable() for char in user + password):
        raise ValueError("holds a control character; write the name and password without it")
    scheme, host = found["scheme"].lower(), found["host"].lower().strip("[]")
    here = bool(_LOOPBACK.fullmatch(host))
    port = int(found["port"] or (25 if here and scheme == "smtp" else _PORTS[scheme]))
    if wrong_host(host) or not 0 < port < 65536:
        raise ValueError(f'names no host; write "{EXAMPLE}"')
    return Relay(host, port, "implicit" if scheme == "smtps" else "none" if here else "starttls", user, password)


def wrong_relay(text: str) -> str:
    """Check the address of a mail server; the address itself is not repeated, as it holds a password."""
    try:
        relay(text)
    except ValueError as error:
        return str(error)
    return ""


def outbox(text: str) -> tuple[str, str]:
    """Read `folder:PATH`, `maildir:PATH` or `sendmail:PROGRAM`: (kind, path). Raises ValueError as `relay` does."""
    found = _OUTBOX.fullmatch(text.strip())
    if not found:
        raise ValueError(f'"{text}" is no outbox; write "{OUTBOX_EXAMPLE}", "folder:..." or "sendmail:..."')
    return found["kind"], found["path"]


def wrong_outbox(text: str) -> str:
    """Check an outbox."""
    try:
        outbox(text)
    except ValueError as error:
        return str(error)
    return ""
