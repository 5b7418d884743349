"""Autodiscovery: the feeds that a page names, best first, and where a feed usually lies when the page names none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from digest.language.markup import capped
from digest.parse.links import absolute

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MOST = 20  # feeds of one page; some name one per tag, and nobody asks the hundredth

_FEED_TYPES = {  # what a link may declare, and how gladly it is taken: 0 best
    "application/rss+xml": 0, "application/atom+xml": 0, "application/x-rss+xml": 0, "application/x-atom+xml": 0,
    "application/x.atom+xml": 0, "application/rdf+xml": 1, "application/feed+json": 1,
}  # fmt: skip
_VAGUE_TYPES = frozenset({"", "text/xml", "application/xml", "text/rss", "text/atom", "application/json", "text/html"})
_SPACE = " \t\n\r\f"
_PATH = re.compile(
    r"/(?:feeds?|rss2?|atom|rdf|xml/rss|feedburner|syndication)(?:/|$|\.(?:php|aspx?|cgi)$)"
    r"|\.(?:rss|atom|rdf)$|/(?:index|rss\d?|atom\d?|feeds?|news|all|main|blog|latest|posts)\.xml$|/feed\.json$"
    r"|[-_.](?:rss|atom|feed)\.(?:xml|php)$",
    re.IGNORECASE,
)
_QUERY = re.compile(r"(?:^|&)(?:feed|format|type|alt|output)=(?:rss|atom|rdf|feed|xml)", re.IGNORECASE)
_HOST = re.compile(r"(?:^|\.)(?:feeds?|rss)\d*\.|(?:^|\.)feedburner\.com$", re.IGNORECASE)
_WORDS = re.compile(r"\b(?:rss|atom|rdf|feeds?|flux|syndication)\b|subscribe|s'abonner|подпис", re.IGNORECASE)
_SHORT = re.compile(
    r"(?:(?:rss|atom|xml|rdf)\s*(?:feeds?|[\d.]+)?|(?:web\s*)?feeds?|flux(?: rss)?|subscribe via rss)", re.IGNORECASE
)
_NO_FEED = re.compile(
    # The buttons that share a page are links to somebody's feed, too.
    r"^https?://(?:[\w-]+\.)*(?:facebook|twitter|x|linkedin|pinterest|whatsapp|telegram|t|vk)\.(?:com|me)/"
    r"|sitemap|oembed|opensearch|wlwmanifest|xmlrpc|/wp-json/|[?&]rsd\b|\.(?:opml|css|js|png|jpe?g|gif|svg|pdf|zip)$",
    re.IGNORECASE,
)
# Readers' buttons carry the feed's address: https://feedly.com/i/subscription/feed/https://example.org/feed
_BUTTON = re.compile(
    r"(?:feedly|netvibes|newsblur|inoreader|bloglines|theoldreader)\.com/.*?"
    r"(?:feed/|[?&](?:url|add|add_feed|add_url)=)(https?(?::|%3A).+)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"[ck]omm?ent|reacties|réponses|yorum|комментар|التعليقات|コメント|评论|評論|댓글|σχόλι|hozzászól|\brepl(?:y|ies)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"/(?:category|categories|cat|tags?|authors?|topics?|labels?|section|search|user|series|plugins)/", re.IGNORECASE
)
_OTHER = re.compile(
    r"podcast|itunes|audio|video|excerpt|headlines only|newsletter|calendar|events?\b|activity", re.IGNORECASE
)
_OLD = re.compile(r"0\.9\d?|\.9\d\b|/rss(?:0?9\d)\b", re.IGNORECASE)
_DATED = re.compile(r"/\d{4}/\d{1,2}/|/\d{4}-\d\d")
_USUAL = ("feed", "rss.xml", "atom.xml", "index.xml", "feed.xml", "rss", "feed.json")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    url: str  # absolute, http(s)
    title: str  # as the page calls it; "" when it does not
    media_type: str  # as declared, lower case; "" when not


def feeds_named(text: str, url: str) -> tuple[FeedLink, ...]:
    """The feeds that the page `text` at `url` names, the best first, each once; at most MOST.

    What a <link> declares to be a feed goes before what only looks like one, and both before what is linked in the
    text. The main feed goes before one of comments, of a category, of one post; the one of the page's own folder
    before the site's.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(capped(text))
    root = tree.css_first("html")
    language = ((root.attributes.get("lang") or "") if root else "").lower()[:2]
    base = url
    found: dict[str, tuple[tuple[int, ...], FeedLink]] = {}
    for place, node in enumerate(tree.css("base, link, a, area")):
        if node.tag == "base":  # one behind a link does not count for it, and only the first counts at all
            base = (absolute(url, node.attributes.get("href") or "") or base) if base == url else base
            continue
        named = _link(node, base) if node.tag == "link" else _anchor(node, base)
        if named is None or named[1].url.partition("#")[0] == url.partition("#")[0]:
            continue
        sure, link = named
        # The sort key: surer, nearer to the main feed, the better format, the earlier on the page.
        key = (sure, _distance(link, url) + _foreign(node, language), _format(link), place)
        if link.url not in found or key < found[link.url][0]:
            found[link.url] = (key, link)
    return tuple(link for _, link in sorted(found.values(), key=lambda one: one[0]))[:MOST]


def well_known(url: str) -> tuple[str, ...]:
    """Where the feed of the page at `url` usually lies: a few addresses in its own folder, the likeliest first."""
    parts = urlsplit(url)
    folder = parts.path if parts.path.endswith("/") else parts.path.rpartition("/")[0] + "/"
    if "." not in parts.path.rpartition("/")[2] and not parts.path.endswith("/"):
        folder = parts.path + "/"  # https://example.org/blog is a folder, https://example.org/index.html a file in one
    return tuple(urljoin(url, folder + name) for name in _USUAL)


# -- what names a feed ---------------------------------------------------------------------------------------------


def _link(node: LexborNode, base: str) -> tuple[int, FeedLink] | None:
    """A <link>, with 0 where it declares a feed and 1 where it only looks like one; None for any other."""
    rels = (node.attributes.get("rel") or "").lower().split()
    kind = (node.attributes.get("type") or "").partition(";")[0].strip(_SPACE).lower()
    title = " ".join((node.attributes.get("title") or "").split())
    url = _address(node, base)
    if not url or not {"alternate", "feed", "self", "service.feed"} & set(rels) or "stylesheet" in rels:
        return None
    link = FeedLink(url, title, kind)
    if _NO_FEED.search(url):
        return None
    if kind in _FEED_TYPES or "feed" in rels:
        return 0, link
    likely = _like_feed(url) or (kind != "text/html" and bool(_WORDS.search(title)))
    return (1, link) if kind in _VAGUE_TYPES and likely else None


def _anchor(node: LexborNode, base: str) -> tuple[int, FeedLink] | None:
    """An <a> that leads to a feed by its address (2), or by its words alone (3); None for any other."""
    given = (node.attributes.get("href") or "").strip(_SPACE)
    kind = (node.attributes.get("type") or "").strip(_SPACE).lower()
    button = _BUTTON.search(given)
    url = unquote(button[1]) if button else _address(node, base)
    if not url or _NO_FEED.search(url):
        return None
    words = " ".join(filter(None, (node.text(), node.attributes.get("title"), node.attributes.get("aria-label"))))
    title = " ".join(words.split())[:200]
    link = FeedLink(url, title, kind)
    if given.lower().startswith("feed:") or kind in _FEED_TYPES or button or _like_feed(url):
        return 2, link
    image = node.css_first("img[alt]")
    alt = (image.attributes.get("alt") or "") if image else ""
    return (3, link) if any(_SHORT.fullmatch(one.strip()) for one in (title, node.text(), alt)) else None


def _address(node: LexborNode, base: str) -> str:
    """The absolute address of a link; `feed:https://...` and `feed://...` are what they stand for."""
    href = (node.attributes.get("href") or "").strip(_SPACE)
    if href.lower().startswith("feed:"):
        href = href[5:]
        href = "http:" + href if href.startswith("//") else href
    return absolute(base, href)


def _like_feed(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_PATH.search(parts.path) or _QUERY.search(parts.query) or _HOST.search(parts.hostname or ""))


# -- which is the best ---------------------------------------------------------------------------------------------


def _distance(link: FeedLink, page: str) -> int:
    """How far a feed is from the one that is meant by `page`, 0 for the one of its own folder."""
    here, there = urlsplit(page), urlsplit(link.url)
    if (_COMMENTS.search(link.url) or _COMMENTS.search(link.title)) and not _COMMENTS.search(page):
        return 8
    folder = here.path.rstrip("/")
    if folder and there.path.startswith(folder + "/"):
        # A post's own feed is that of its comments, in whatever language its title says so.
        return 7 if _DATED.search(here.path) else 0
    far = 1
    if _PART.search(there.path) or _DATED.search(there.path):
        far += 3
    if _OTHER.search(link.title) or _OTHER.search(there.path):
        far += 2
    return far


def _foreign(node: LexborNode, language: str) -> int:
    """1 for a feed in another language than the page's."""
    given = (node.attributes.get("hreflang") or "").lower()[:2]
    return int(bool(given and language and given != language))


def _format(link: FeedLink) -> int:
    if _OLD.search(link.title) or _OLD.search(link.url):
        return 2
    return _FEED_TYPES.get(link.media_type, 1)
