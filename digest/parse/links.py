"""Addresses as articles and feeds give them, made absolute."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def absolute(base: str, link: str) -> str:
    """The http(s) address that `link` stands for at `base`; "" for no link, a broken one, or another scheme."""
    url = link.strip()
    if not url:
        return ""
    try:
        if not url.startswith(("https://", "http://")):
            url = urljoin(base if base.startswith("http") else "", url)
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname else ""
    except ValueError:
        return ""
