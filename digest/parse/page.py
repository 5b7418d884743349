"""HTML pages: what the page says of its article, and the part of it that is the article."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from digest.language.dates import moment
from digest.language.markup import capped, plain
from digest.models import Entry, Fetched
from digest.parse.head import Head
from digest.parse.linked import linked_data, shell_date
from digest.parse.links import absolute
from digest.parse.trust import sane_title

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LITERAL = re.compile(r"\bb(?P<quote>['\"])(?=\s*<)")
_TAIL = re.compile(r"\s*(?:</body>\s*)?(?:</html>\s*)?\Z", re.IGNORECASE)
_META = {
    "title": "og:title twitter:title dc.title citation_title headline",
    "published": "article:published_time datepublished date dc.date dc.date.issued dcterms.date dcterms.created "
    "pubdate publish-date publish_date publication_date parsely-pub-date sailthru.date citation_publication_date "
    "og:published_time",
    "updated": "article:modified_time datemodified og:updated_time last-modified dcterms.modified",
    "url": "og:url",
    "author": "author article:author dc.creator parsely-author citation_author",
    "publisher": "og:site_name application-name dc.publisher",
    "language": "og:locale content-language dc.language",
    "kind": "og:type",
}
_NO_ARTICLE = (
    "script, style, noscript, template, iframe, svg, nav, aside, form, button, select, dialog, footer, "
    "[hidden], [aria-hidden=true], [role=navigation], [role=banner], [role=contentinfo], [role=complementary], "
    "[role=search], [role=dialog]"
)
_ARTICLE = ("[itemprop=articleBody]", "article", "main", "[role=main]")
# What browsers and their extensions note at the head of a saved page.
_SAVED = re.compile(r"<!--[^>]{0,200}?(?:saved from url=\(\d+\)|saved with SingleFile\s+url:)\s*(https?://[^\s>]+)")
_HEAD = 4_000  # characters
_WORD = re.compile(r"urn:schemas-microsoft-com:office|content=[\"']?Microsoft Word|class=[\"']?Mso")
_MARK = re.compile(r"<!(?:--)?\[if !supportLists\](?:--)?>.*?<!(?:--)?\[endif\](?:--)?>", re.DOTALL)
_ITEM = re.compile(r"<p(?=\s+class=[\"']?MsoListParagraph)")
_LEAST = 0.25  # of the page's text: a smaller "article" is a teaser beside the real one


def parse_page(fetched: Fetched, text: str) -> Entry:
    """The article of a page. The title is that of og:title, h1 or title; the date is None when the page has none."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(capped(_from_word(_unwrapped(text))))
    said = {**linked_data(tree), **{k: v for k, v in _meta(tree).items() if v}}
    head = Head({"url": _url(tree, said, fetched, text)}, language=_language(tree, said))
    _title(tree, said, head)
    head.put("published", said.get("published", ""), "page")
    head.put("published", shell_date(tree), "shell")
    head.put("updated", said.get("updated", ""))
    head.put("author", "" if said.get("author", "").startswith("http") else plain(said.get("author", "")))
    head.put("publisher", plain(said.get("publisher", "")))
    body = _main(tree)
    _marked_date(tree, body, head)
    return head.entry(fetched, (body.html or "") if body and body.text(strip=True) else "", html=True)


def is_article(text: str) -> bool:
    """Whether a page says of itself that it is an article, rather than a front page or an error message."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(capped(text))
    meta = _meta(tree)
    return meta["kind"].lower() == "article" or bool(linked_data(tree)) or "article:published_time" in text


def _from_word(text: str) -> str:
    """The page; one that Word exported without the marks that it sets before the items of its lists."""
    if not _WORD.search(text, 0, _HEAD):
        return text
    return _ITEM.sub("<li", _MARK.sub("", text))


def titles(text: str) -> tuple[str, ...]:
    """What a page calls its article, the surest name first: its top headings, and what it says to other programs."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(capped(text))
    heads = [node.text() for node in tree.css("h1")]
    said = [_meta(tree)["title"], linked_data(tree).get("title", ""), *(node.text() for node in tree.css("title"))]
    return tuple(dict.fromkeys(filter(None, map(plain, [*heads, *said]))))


def _unwrapped(text: str) -> str:
    """The page; a body that a scraper saved as Python writes bytes, `b'<div>...</div>'`, turned back into text."""
    found = _LITERAL.search(text)
    tail = _TAIL.search(text, max(0, len(text) - 40))
    end = tail.start() if tail else len(text)
    if not found or end <= found.end() or text[end - 1] != found["quote"]:
        return text
    try:
        body = ast.literal_eval(text[found.start() : end])
    except (ValueError, SyntaxError, MemoryError):
        return text
    return text[: found.start()] + bytes(body).decode("utf-8", "replace") + text[end:]


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """The page's own words on each of our fields, the first of the names that it uses."""
    said: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop") or ""
        said.setdefault(name.strip().lower(), (node.attributes.get("content") or "").strip())
    return {field: next((said[n] for n in names.split() if said.get(n)), "") for field, names in _META.items()}


def _title(tree: LexborHTMLParser, said: dict[str, str], head: Head) -> None:
    """Read the title, without the site's name behind it: a heading that begins it is the same title, and cleaner."""
    headings = [plain(node.text()) for node in tree.css("h1")]
    element = sane_title(next((plain(n.text()) for n in tree.css("title")), ""))
    full = plain(said.get("title", "")) or element
    for heading in headings:
        if heading and (not full or full.startswith(heading)):
            head.put("title", heading, "heading")
            return
    site = plain(said.get("publisher", ""))
    title = re.sub(rf"\s+[|–—·:»-]+\s+{re.escape(site)}$", "", full) if site else full
    head.put("title", title, "page" if said.get("title") else "element")
    head.put("title", next((plain(node.text()) for node in tree.css("p.MsoTitle")), ""), "style")
    if not head.title.value and _WORD.search(tree.html or "", 0, _HEAD):
        head.look_for_title(plain(node.text()) for node in tree.css("p"))


def _language(tree: LexborHTMLParser, said: dict[str, str]) -> str:
    root = tree.css_first("html")
    declared = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else ""
    return (declared or said.get("language", "")).strip().replace("_", "-")


def _url(tree: LexborHTMLParser, said: dict[str, str], fetched: Fetched, text: str) -> str:
    """The page's own address; of a saved page that does not say it, the one that the browser noted."""
    canonical = tree.css_first("link[rel=canonical][href]")
    link = (canonical.attributes.get("href") or "") if canonical else ""
    saved = _SAVED.search(text, 0, _HEAD)
    origin = absolute(fetched.url, saved[1]) if saved else ""
    element = tree.css_first("base[href]")
    base = absolute(origin or fetched.url, (element.attributes.get("href") or "") if element else "") or origin
    told = (absolute(base or fetched.url, one) for one in (link, said.get("url", "")))
    return next(filter(None, told), "") or origin or fetched.url


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    """The part that holds the article, stripped of what surrounds it. Changes the tree."""
    for node in tree.css(_NO_ARTICLE):
        node.decompose()
    body = tree.body
    if body is None:
        return None
    size = len(body.text())
    for selector in _ARTICLE:
        best = max(tree.css(selector), key=lambda node: len(node.text()), default=None)
        if best is not None and len(best.text()) >= _LEAST * size:
            return best
    for node in body.css("body > header"):
        node.decompose()
    return body


def _marked_date(tree: LexborHTMLParser, body: LexborNode | None, head: Head) -> None:
    """Read the date in the page's text: of a time element, else of a first line that tells little else."""
    if head.published and head.date.place != "shell":
        return
    for node in tree.css("time[datetime], [itemprop=datePublished]"):
        stamp = node.attributes.get("datetime") or node.attributes.get("content") or node.text()
        head.date.hear(moment(stamp, head.language), "time")
    if body:
        head.look_for_date(body.text(separator="\n").split("\n"))
