"""Addresses as articles and feeds give them, made absolute."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def absolute(base: str, link: str) -> str:
    """The http(s) address that `link` stands for at `base`; "" for no link, a broken one, or another scheme."""
    try:
        url = urljoin(base if base.startswith("http") else "", link.strip())
        parts = urlsplit(url)
        return url if link.strip() and parts.scheme in {"http", "https"} and parts.hostname else ""
    except ValueError:
        return ""
