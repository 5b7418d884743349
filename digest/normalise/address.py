"""One address for one article: without what only tracks its reader, written in one way."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

from digest.language.wordlists import wordlist

_LONGEST = 4_096  # characters: beyond, it is data
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[\w.-]+|\[[0-9a-f:.]+\]", re.IGNORECASE)
_BAD_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_PATH = "/%:@!$&'()*+,;=~"
_QUERY = _PATH + "?[]|"


def canonical(url: str) -> str:
    """`url` in its one canonical form, ASCII; "" for what is no absolute http(s) address. Done twice, the same."""
    text = "".join(url.split())
    if len(text) > _LONGEST:
        return ""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    host = _ascii_host(host)
    if scheme not in _PORTS or not host:
        return ""
    netloc = host if port in {None, _PORTS[scheme]} else f"{host}:{port}"
    query = "&".join(part for part in parts.query.split("&") if part and not _tracks(part))
    return urlunsplit((scheme, netloc, _escaped(parts.path or "/", _PATH), _escaped(query, _QUERY), ""))


def _tracks(parameter: str) -> bool:
    names, valued = _tracking()
    return names.fullmatch(parameter.partition("=")[0]) is not None or valued.fullmatch(parameter) is not None


@lru_cache(maxsize=1)
def _tracking() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What matches the names of parameters that only track, and whole parameters that do."""
    lists = (wordlist("tracking", name) for name in ("parameters", "valued"))
    spelt = ("|".join(re.escape(word).replace(r"\*", ".*") for word in words) for words in lists)
    names, valued = (re.compile(pattern, re.IGNORECASE) for pattern in spelt)
    return names, valued


def _ascii_host(host: str) -> str:
    """The host in lower case, other scripts in Punycode; "" for an impossible one."""
    if ":" in host:
        host = f"[{host}]"
    name = host.lower().rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return name if _HOST.fullmatch(name) else ""


def _escaped(text: str, safe: str) -> str:
    return quote(_BAD_PERCENT.sub("%25", text), safe=safe, errors="ignore")
