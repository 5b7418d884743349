"""A web page read for its article: the text, what the page says of it, and why it is none if it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.language.markup import capped, plain
from digest.models import Entry, Fetched, Picture
from digest.parse.decoding import decode
from digest.parse.fulltext import Article, Selectors, extract, lines
from digest.parse.links import absolute
from digest.parse.page import parse_page, titles
from digest.parse.refusal import refusal

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_PASSWORD = re.compile(r"<input[^<>]+type\s*=\s*[\"']?password", re.IGNORECASE)
_HTML = frozenset({"text/html", "application/xhtml+xml", ""})
_NAMED = re.compile(
    r"logo|placeholder|default[-_]?(?:image|share|og)|blank|spacer", re.IGNORECASE
)  # no article's picture


@dataclass(frozen=True, slots=True)
class PageArticle:
    """What a page gives: its article as an entry, its body the text that was found, and what the page calls it."""

    entry: Entry
    article: Article
    titles: tuple[str, ...]
    refused: str  # why it is no article, as a clause; "" when it is one


def read_article(fetched: Fetched, site: Selectors | None = None) -> PageArticle:
    """Read one page. Whatever it holds, the result is a value; the body is "" where no article was found."""
    text = decode(fetched.body, fetched.charset).replace("\ufeff", "")
    names = titles(text)
    article = extract(text, names, site)
    entry = replace(
        parse_page(fetched, text), body=article.html, body_format="html", picture=_picture(text, fetched.url)
    )
    return PageArticle(entry, article, names, _refused(fetched, text, article, names))


def _refused(fetched: Fetched, text: str, article: Article, names: tuple[str, ...]) -> str:
    if fetched.media_type not in _HTML:
        return f"the address gives {fetched.media_type}, no web page"
    free, password = is_free(text), asks_password(text)
    return refusal(article.text, lines(text), names, fetched.url, free=free, password=password)


def is_free(text: str) -> bool:
    """Whether a page does not say to machines that its article is for subscribers only."""
    return _NOT_FREE.search(text) is None


def asks_password(text: str) -> bool:
    """Whether a page has a field for a password."""
    return _PASSWORD.search(text) is not None


def _picture(text: str, url: str) -> Picture | None:
    """The picture that a page shows when it is shared, with its description."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(capped(text))
    for name in ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"):
        address = absolute(url, _meta(tree, name))
        if address and not _NAMED.search(address.rpartition("/")[2]):
            return Picture(address, plain(_meta(tree, "og:image:alt") or _meta(tree, "twitter:image:alt")))
    return None


def _meta(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f'meta[property="{name}"][content], meta[name="{name}"][content]')
    return (node.attributes.get("content") or "").strip() if node else ""
