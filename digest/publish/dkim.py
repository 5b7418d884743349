"""Our own DKIM signature (RFC 6376), where the server that takes our mails makes none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from digest.errors import ConfigError, EnvironmentFault

_SIGNED = (
    "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "content-transfer-encoding",
    "list-id", "list-unsubscribe", "list-unsubscribe-post", "content-language",
)  # fmt: skip


def signer(key: Path, selector: str, domain: str) -> Callable[[bytes], bytes]:
    """What puts a signature before a mail. EnvironmentFault without dkimpy, ConfigError for a bad key."""
    try:
        import dkim
    except ModuleNotFoundError:
        raise EnvironmentFault("DKIM signatures need the package dkimpy: pip install 'digest[dkim]'") from None
    try:
        private = key.read_bytes()
        dkim.sign(b"From: a@example.org\r\n\r\n\r\n", selector.encode(), domain.encode(), private)
    except (OSError, dkim.DKIMException, ValueError) as error:
        raise ConfigError(f"delivery.dkim_key: {key.name} is no private key that can sign: {error}") from None

    def sign(mail: bytes) -> bytes:
        head = mail.partition(b"\r\n\r\n")[0].lower()
        there = [
            name.encode() for name in _SIGNED if head.startswith(f"{name}:".encode()) or f"\r\n{name}:".encode() in head
        ]
        made: bytes = dkim.sign(
            mail,
            selector.encode(),
            domain.encode(),
            private,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=there,
        )
        return made + mail

    return sign
