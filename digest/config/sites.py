"""How the pages of some sites are read: `[[sites]]`, each host once, with selectors that CSS understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from digest.config.addresses import wrong_host
from digest.config.document import ANY, Document, tables, texts
from digest.config.findings import Finding, shown
from digest.config.locator import Path

if TYPE_CHECKING:
    from digest.config.schema import SiteTable

_EXAMPLE = 'e.g. "div.story-body"'


def bad_sites(document: Document) -> Iterator[Finding]:
    """Hosts that are none or listed twice, selectors that are none, sites that change nothing."""
    first: dict[str, Path] = {}
    for path, host in texts(document, ("sites", ANY, "host")):
        if host and (trouble := wrong_site(host)):
            yield Finding(path, trouble)
        elif first.setdefault(_plain(host), path) != path:
            yield Finding(path, f'"{host}" is the host of {shown(first[_plain(host)][:-1])} already; keep one of them')
    for pattern in (("sites", ANY, "article"), ("sites", ANY, "remove", ANY)):
        for path, selector in texts(document, pattern):
            if (selector or path[-1] != "article") and (trouble := wrong_selector(selector)):
                yield Finding(path, trouble)
    for path, table in tables(document, "sites"):
        if not table.get("article") and not table.get("remove"):
            yield Finding(path, f"neither article nor remove is set; write article = a CSS selector, {_EXAMPLE}")


def wrong_site(host: str) -> str:
    """Check a site's host: a name alone, without scheme, port or path."""
    if "/" in host or ":" in host or wrong_host(host) or "." not in host:
        return f'"{host}" is no host; write it alone, e.g. "example.org"'
    return ""


def wrong_selector(selector: str) -> str:
    """Check one CSS selector; several may stand in it, parted by commas."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    try:
        LexborHTMLParser("<p></p>").css(selector)
    except SelectolaxError:
        return f'"{selector}" is no CSS selector; write {_EXAMPLE}'
    return ""


def site_of(host: str, sites: Sequence[SiteTable]) -> SiteTable | None:
    """What is said of the site that `host` belongs to: the longest name that is the host's or its end."""
    name = _plain(host)
    fitting = [one for one in sites if name == _plain(one.host) or name.endswith("." + _plain(one.host))]
    return max(fitting, key=lambda one: len(one.host), default=None)


def _plain(host: str) -> str:
    return host.strip().casefold().rstrip(".").removeprefix("www.")
