"""HTML that a mail, a page or an editor's screen may show: an allow-list of elements, and addresses that are whole."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from digest.language.markup import capped, mended

if TYPE_CHECKING:
    import nh3

_TAGS = frozenset(
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del "
    "details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre "
    "q s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var "
    "wbr".split()
)
# Their content is no text to read: code, other documents, forms, drawings.
_DROPPED = frozenset(
    "script style template frame frameset embed applet textarea select option audio video canvas".split()
)
# What these embed is not shown, but the words in them are: of formulas and drawings, and for readers like ours. HTML
# parsers would take them for no markup, or for that of another language, and drop them.
_UNWRAPPED = re.compile(
    r"</?(?:iframe|noframes|noembed|noscript|plaintext|svg|math|m[ion]|m(?:row|text|s|sup|sub|subsup|frac|sqrt|root|over"
    r"|under|underover|style|space|table|tr|td|fenced|error|padded|phantom|enclose)|semantics)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_ATTRIBUTES = {
    "*": {"title", "lang", "dir"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start"},
}
_ADDRESSES = frozenset({"href", "src", "cite"})
_SCHEMES = frozenset({"http", "https", "mailto"})
_LOADED = frozenset({"http", "https"})  # what a reader loads by itself
_WHOLE = re.compile(r"https?://[!-~]{1,4000}")  # as nearly all are
_LONGEST = 4_096  # characters of an address: beyond, it is data


def sanitised(html: str, base: str = "") -> str:
    """`html` with nothing in it that acts, loads but from http(s), or asks: no scripts, styles, forms, frames.

    Addresses are resolved against `base`, an absolute http(s) address or "", and those that are still relative, or
    of another scheme than http, https and mailto, are left out. Elements deeper than 200 are unwrapped beforehand,
    since the tree builder takes quadratic time (100,000 nested <div>: 62 s). Done twice, the same.
    """
    if "<" not in html and "&" not in html:
        return html.strip()
    ready = capped(_UNWRAPPED.sub("", mended(html)))
    return _cleaner(base if base.startswith(("http://", "https://")) else "").clean(ready).strip()


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    """A cleaner for documents at `base`: making one costs as much as cleaning a page."""
    from nh3 import Cleaner

    def kept(tag: str, name: str, value: str) -> str | None:
        return _whole(base, value, _SCHEMES if name == "href" else _LOADED) if name in _ADDRESSES else value

    return Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=kept,
        url_schemes=set(_SCHEMES),
        url_relative="pass_through",  # the filter runs after this: it resolves them, or denies them
        link_rel="noopener noreferrer",
    )


def _whole(base: str, value: str, schemes: frozenset[str]) -> str | None:
    """The address, absolute; None for one that cannot be had or must not be followed."""
    if _WHOLE.fullmatch(value):
        return value
    # Browsers drop these wherever they stand: "java\nscript:" is a scheme to them.
    address = "".join(char for char in value if char > " " or char == " ").strip()
    if not address or len(address) > _LONGEST:
        return None
    try:
        whole = urljoin(base, address)
    except ValueError:
        return None
    scheme, colon, rest = whole.partition(":")
    if not colon or scheme.lower() not in schemes or (scheme.lower() != "mailto" and not rest.startswith("//")):
        return None
    return whole.replace(" ", "%20")
