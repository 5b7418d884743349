"""Web addresses: which ones are asked, how they are printed, and to whom a password may go."""

from __future__ import annotations

import re
from base64 import b64encode

import httpx2

from digest.errors import SourceTrouble
from digest.sources.addresses import literal

CORRECT = "Correct the address."
_SECRET = re.compile(r"//[^/?#]*@")
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST = 300  # characters of an address that are printed


def shown(address: str) -> str:
    """An address as it may be printed: without a name and password, cut when it is very long."""
    text = _SECRET.sub("//", address.strip())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def parsed(address: str, base: httpx2.URL | None) -> httpx2.URL:
    """An address, relative to `base` if that is given. Raises SourceTrouble unless it is http or https with a host."""
    try:
        url = base.join(address) if base is not None else httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError):
        url = httpx2.URL()
    host = url.raw_host.decode("ascii")
    if url.scheme in {"http", "https"} and (_NAME.fullmatch(host) or literal(host) is not None):
        # A dot at the end says that the name is whole: it is the same host, and other programs ask for it without.
        return url.copy_with(host=host[:-1]) if host.endswith(".") and len(host) > 1 else url
    if base is not None:
        raise SourceTrouble(f'redirects to "{shown(address)}", which is no http or https address', CORRECT)
    raise SourceTrouble("is no http or https address", "Write https://host/path, or the path of a file.")


def bare(url: httpx2.URL) -> httpx2.URL:
    """Without name, password and fragment: how it is asked for, kept and shown."""
    return url.copy_with(username=None, password=None, fragment=None)


def trusted(url: httpx2.URL, first: httpx2.URL) -> bool:
    """Whether the first host's password may go to `url`: the same origin, or the same host made secure."""
    upgraded = first.scheme == "http" and url.scheme == "https" and not first.port and not url.port
    return url.origin == first.origin or (upgraded and url.host == first.host)


def login(url: httpx2.URL) -> list[tuple[bytes, bytes]]:
    """The header that carries the name and password of `url`; none when it has none."""
    if not url.username and not url.password:
        return []
    return [(b"Authorization", b"Basic " + b64encode(f"{url.username}:{url.password}".encode()))]


def port_of(url: httpx2.URL) -> int:
    """The port that `url` leads to."""
    return url.port or (443 if url.scheme == "https" else 80)
