"""The address of a mail folder: imaps://user:password@host:port/folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from digest.config.addresses import wrong_host

EXAMPLE = "imaps://${MAIL_USER}:${MAIL_PASSWORD}@imap.example.org/INBOX/News"
_PORTS = {"imaps": 993, "imap": 143}
# A name is often a mail address, and a password may hold anything: the last @ before the host ends it.
_PARTS = re.compile(
    r"(?P<scheme>imaps?)://(?:(?P<user>[^:/?#]*)(?::(?P<password>.*))?@)?(?P<host>\[[0-9a-f:.]+\]|[^@/?#:\[\]\s]+)"
    r"(?::(?P<port>\d{1,5}))?(?:/(?P<folder>[^?#@]*))?",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class MailFolder:
    """A folder on an IMAP server, read from its address. Name, password and folder are decoded."""

    host: str  # lower case
    port: int
    secure: bool  # TLS from the first byte; else it is begun by STARTTLS, always
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"

    @property
    def url(self) -> str:
        """The address without name and password: how it is kept and shown."""
        scheme = "imaps" if self.secure else "imap"
        port = "" if self.port == _PORTS[scheme] else f":{self.port}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}{port}/{quote(self.folder, safe='/')}"


def names_mail_folder(text: str) -> bool:
    """Whether an address begins as that of a mail folder."""
    return text.strip().lower().startswith(("imap:", "imaps:"))


def mail_folder(text: str) -> MailFolder:
    """Read `imaps://user:password@host:port/folder`. Raises ValueError: one clause, what is wrong and what to write."""
    found = _PARTS.fullmatch(text.strip())
    if not found:
        raise ValueError(f'is not the address of a mail folder; write "{EXAMPLE}"')
    user, password = unquote(found["user"] or ""), unquote(found["password"] or "")
    if not user or not password:
        raise ValueError(f'names no user and password; write "{EXAMPLE}"')
    folder = unquote(found["folder"] or "").strip("/") or "INBOX"
    if any(not char.isprintable() for char in user + password + folder):
        raise ValueError("holds a control character; write the name, password and folder without it")
    scheme, host = found["scheme"].lower(), found["host"].lower().strip("[]")
    port = int(found["port"] or _PORTS[scheme])
    if wrong_host(host) or not 0 < port < 65536:
        raise ValueError(f'names no host; write "{EXAMPLE}"')
    return MailFolder(host, port, scheme == "imaps", user, password, folder)


def wrong_mail_folder(text: str) -> str:
    """Check the address of a mail folder; the address itself is not repeated, as it holds a password."""
    try:
        mail_folder(text)
    except ValueError as error:
        return str(error)
    return ""
