"""What all feeds of one run share: how long and how much is put up with, who may be asked, and the lines to hosts."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import httpx2

from digest import __version__
from digest.sources.addresses import Address, Allowed
from digest.sources.lines import Lines
from digest.sources.names import look_up


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how much of a server is put up with: seconds, bytes, redirects."""

    connect: float = 5.0
    read: float = 10.0  # one step: between two packets
    total: float = 15.0  # everything, all redirects included; waiting for our turn at a host is not
    body: int = 10_000_000  # as it comes, and again in every layer of unpacking
    redirects: int = 5
    head: int = 64_000  # of all headers of an answer


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer of a server: to which address, its status, and its headers by lower-case name."""

    url: str
    status: int
    headers: Mapping[str, str]


class Web:
    """What all feeds of one run share: settings, and the lines to hosts. Safe to share between threads."""

    def __init__(
        self,
        at: datetime,
        *,
        contact: str = "",
        allowed: Allowed | None = None,
        proxies: Mapping[str, str] | None = None,
        patience: Patience | None = None,
        pause: float = 0.0,
        look_up: Callable[[str, float], tuple[Address, ...]] = look_up,
        tls: Callable[[], ssl.SSLContext] = httpx2.create_ssl_context,
        heard: Callable[[Heard], None] = lambda _: None,
    ) -> None:
        """`at` is the moment of the run; `contact` an address or URL that servers' owners may write to; `proxies` as
        `urllib.request.getproxies()` gives them; `pause` is in seconds, between two requests to one host, whoever makes
        them; `tls` makes the context that says which certificates are trusted (default: those of the system); `heard`
        is told of every answer. Nothing is connected yet. Raises ConfigError for a proxy that cannot be used.
        """
        self.at = at
        self.heard = heard
        self.allowed = allowed or Allowed()
        self.patience = patience or Patience()
        self.lines = Lines(self.allowed, proxies or {}, look_up, tls, pause)
        version = ".".join(__version__.split(".")[:2])
        fit = contact.isascii() and contact.isprintable() and contact != ""
        self.agent = f"digest/{version} (+{contact})" if fit else f"digest/{version} (no contact given)"
