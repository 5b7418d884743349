"""Addresses as articles and feeds give them, made absolute."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_ORIGIN = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?", re.IGNORECASE)
_HOLE = "\ue000"  # a private character, in the place of a folder without a name


def absolute(base: str, link: str) -> str:
    """The http(s) address that `link` stands for at `base`; "" for no link, a broken one, or another scheme."""
    url = link.strip()
    if not url:
        return ""
    try:
        if not url.startswith(("https://", "http://")):
            url = urljoin(_held(base) if base.startswith("http") else "", _held(url)).replace(_HOLE, "")
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname else ""
    except ValueError:
        return ""


def _held(url: str) -> str:
    """`url` with each doubled slash of its path held open: urljoin would make one of the two, which leads elsewhere.

    Archives of the web have them: https://archive.example/2011/http://example.org/.
    """
    start = _ORIGIN.match(url)
    at = start.end() if start else 0
    return url[:at] + re.sub(r"/(?=/)", "/" + _HOLE, url[at:]) if "//" in url[at:] else url
