"""HTML pages where a feed or a file was asked for: which are articles, which part of them is, and which are refused."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from digest.errors import NoFeed, SourceTrouble
from digest.models import Entry, Fetched
from digest.parse.article import asks_password, is_free
from digest.parse.fulltext import extract, lines
from digest.parse.page import is_article, parse_page, titles
from digest.parse.refusal import EMPTY, refusal

# What a whole page of a site has and a text that somebody wrote or cut out has not.
_FRAME = re.compile(
    r"<(?:nav|footer|header|aside)[\s>]|role\s*=\s*[\"']?(?:navigation|banner|contentinfo)", re.IGNORECASE
)
_LINK = re.compile(r"<a\s[^<>]*href", re.IGNORECASE)
# Of 165 saved pages of sites 139 have such an element, and 25 more so many links; of 63 clippings none has.
_MANY = 25
_LITTLE = 500  # characters: of a shorter text the page's own main part is the better guess, see `fulltext`
_GIVE = "Give the address of the site's RSS or Atom feed."


def read_page(fetched: Fetched, text: str) -> Entry:
    """The article of a page: a file's, one named by hand, or one that says that it is an article.

    A feed's address may answer anything, and a site's front page is no article, whatever it says, where it names feeds.
    Raises NoFeed for other pages, SourceTrouble for one that shows a notice in the place of its article.
    """
    if fetched.url.startswith("file:"):
        # What is paid for and was saved by who paid is an article, whatever the page tells machines of it.
        return _checked(fetched, text, least=_LITTLE if _is_whole(text) else None, free=True)
    if fetched.by_hand:
        return _checked(fetched, text, least=1, free=is_free(text))
    article = not fetched.followed and is_article(text)
    if article and urlsplit(fetched.url).path not in {"", "/"}:
        return _checked(fetched, text, least=1, free=is_free(text))
    from digest.parse.discovery import feeds_named

    links = tuple(link.url for link in feeds_named(text, fetched.url))
    if article and not links:
        return _checked(fetched, text, least=1, free=is_free(text))
    raise _no_feed(fetched, text, links)


def _no_feed(fetched: Fetched, text: str, links: tuple[str, ...]) -> NoFeed:
    if links:
        return NoFeed("This is no feed: it looks like an HTML page.", f"Its page names this feed: {links[0]}", links)
    from digest.parse.single import is_single

    if is_single(text, fetched.url):
        advice = f"`digest add URL` takes one article. {_GIVE}"
        return NoFeed("This is no feed: it is the page of one article, and names none.", advice, single=True)
    return NoFeed("This is no feed: it looks like an HTML page.", _GIVE)


def _is_whole(text: str) -> bool:
    """Whether it is a page as a site gives it, with navigation and foot, rather than a text of its own."""
    return _FRAME.search(text) is not None or len(_LINK.findall(text)) >= _MANY


def _checked(fetched: Fetched, text: str, *, least: int | None, free: bool) -> Entry:
    """The page's article, without what surrounds it there where at least so many characters are found; None: as it is.

    `free`: the page does not say to machines that its article is for subscribers only.
    """
    names = titles(text)
    article = extract(text, names)
    # A file's own name says nothing of where its page was found.
    place = "" if fetched.url.startswith("file:") else fetched.url
    why = refusal(article.text, lines(text), names, place, free=free, password=asks_password(text))
    if why and why != EMPTY:  # an article may be no more than its title
        advice = "Open it in a browser and save it again once the article is seen, or take it out."
        raise SourceTrouble(f"This is no article: {why}.", advice)
    entry = parse_page(fetched, text)
    return entry if least is None or len(article.text) < least else replace(entry, body=article.html)
