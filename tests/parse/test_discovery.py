"""Autodiscovery: which feeds a page names, and which of them is meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import NoFeed
from digest.models import Entry
from digest.parse import parse
from digest.parse.decoding import decode
from digest.parse.discovery import MOST, feeds_named, well_known
from digest.parse.links import absolute
from tests.builders import fetched

PAGE = "https://example.org/"
RSS = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'


def named(text: str, url: str = PAGE) -> list[str]:
    return [link.url.removeprefix("https://example.org") for link in feeds_named(text, url)]


@pytest.mark.parametrize(
    ("text", "feeds"),
    [
        (RSS, ["/feed.xml"]),
        ("<LINK REL=ALTERNATE TYPE=APPLICATION/ATOM+XML HREF=/a.atom>", ["/a.atom"]),
        ("<link rel=' foo  Alternate ' type=' application/rss+xml; charset=utf-8 ' href=' /f '>", ["/f"]),
        ("<link rel=alternate\r\ntype='application/feed&#43;json'\r\nhref='/f.json?a=1&amp;b=2'>", ["/f.json?a=1&b=2"]),
        ("<body><p>text</p>" + RSS, ["/feed.xml"]),
        ("<base href='/blog/'><link rel=alternate type=application/rss+xml href=feed>", ["/blog/feed"]),
        ("<base href='/a/'><base href='/b/'><link rel=alternate type=application/rss+xml href=feed>", ["/a/feed"]),
        ("<link rel=alternate type=application/rss+xml href=feed><base href='/late/'>", ["/feed"]),
        ("<link rel=alternate type=application/rss+xml href='//feeds.example.net/x'>", ["https://feeds.example.net/x"]),
        ("<link rel='alternate feed' href=/all>", ["/all"]),
        ("<link rel=self type=application/atom+xml href=/self>", ["/self"]),
        ("<link rel=alternate href=/rss>", ["/rss"]),
        ("<link rel=alternate type=text/xml title='RSS .92' href=/92>", ["/92"]),
        ("<link rel=alternate type=text/html href=/feed/>", ["/feed/"]),
        ("<a href='feed://example.org/f.xml'>here</a>", ["http://example.org/f.xml"]),
        ("<a href='feed:https://example.org/f.xml'>here</a>", ["/f.xml"]),
        ("<a href='/news.rss'>news</a> <a href='/?feed=rss2'>more</a>", ["/news.rss", "/?feed=rss2"]),
        ("<a href='/subscribe-here'><img src=i.png alt='RSS feed'></a>", ["/subscribe-here"]),
        (
            "<a href='https://feedly.com/i/subscription/feed/https%3A%2F%2Fexample.org%2Fgood'>Feedly</a>",
            ["/good"],
        ),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
def test_what_a_page_names(text: str, feeds: list[str]) -> None:
    assert named(text) == feeds


@pytest.mark.parametrize(
    "text",
    [
        "<link rev=alternate type=application/rss+xml href=/f>",
        "<link rel='alter nate' type=application/rss+xml href=/f>",
        "<link rel=alternate type='application/ rss+xml' href=/f>",
        "<link rel='alternate stylesheet' type=text/css href=/feed>",
        "<link rel=alternate hreflang=fr href=/fr/>",
        "<link rel=alternate type=application/json href=/wp-json/wp/v2/pages/2>",
        "<link rel=alternate type=text/xml+oembed href=/feed>",
        "<link rel=alternate type=application/rss+xml href=''>",
        "<link rel=alternate type=application/rss+xml href='javascript:feed()'>",
        "<link rel=alternate type=application/rss+xml href='http://[bad/feed'>",
        "<link rel=alternate type=application/rss+xml href='file:///etc/passwd'>",
        "<a href=/sitemap.xml>XML sitemap</a><a href=/news>All the news that feeds the town</a>",
        "<a href='#feed'>Feed</a>",
        "<a href='https://www.facebook.com/dialog/feed?link=x'>Share</a><a href='https://t.me/feed'>Join</a>",
        "",
    ],
    ids=lambda text: text[:60],
)
def test_what_is_no_feed(text: str) -> None:
    assert named(text) == []


def link(href: str, title: str = "", kind: str = "application/rss+xml", more: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}" {more}>'


@pytest.mark.parametrize(
    ("text", "url", "best"),
    [
        (link("/comments/feed/", "Site: Comments") + link("/feed/", "Site"), PAGE, "/feed/"),
        (link("/k/feed/", "Site: Kommentar-Feed") + link("/feed/", "Site"), PAGE, "/feed/"),
        (link("/laufen/feed/", "Laufen: Komentarze") + link("/feed/", "Site"), PAGE + "laufen/", "/feed/"),
        (link("/feed/", "Site") + link("/comment/rss", "Comment"), PAGE + "comment", "/comment/rss"),
        (link("/wp-content/plugins/board/rss.php", "Board") + link("/feed/", "Site"), PAGE, "/feed/"),
        (link("/tag/war/feed/", "War") + link("/feed/", "Site"), PAGE, "/feed/"),
        (link("/podcast.xml", "Podcast") + link("/feed/", "Site"), PAGE, "/feed/"),
        (link("/rss92.xml", "RSS 0.92") + link("/feed/", "RSS 2.0"), PAGE, "/feed/"),
        (link("/f.json", "", "application/feed+json") + link("/atom", "", "application/atom+xml"), PAGE, "/atom"),
        (link("/fr/rss", "", more="hreflang=fr") + link("/en/rss", "", more="hreflang=en"), PAGE, "/en/rss"),
        ("<a href=/old.rss>RSS</a>" + link("/feed/", "Site"), PAGE, "/feed/"),
        ("<a href=/about>Feed</a><a href=/all.rss>All</a>", PAGE, "/all.rss"),
        (link("/feed/", "Site") + link("/world/feed/", "World"), PAGE + "world/", "/world/feed/"),
        (link("/2025/06/talks/feed/", "Talks") + link("/feed/", "Site"), PAGE + "2025/06/talks/", "/feed/"),
    ],
)
def test_the_main_feed_comes_first(text: str, url: str, best: str) -> None:
    assert named('<html lang="en">' + text, url)[0] == best


def test_each_feed_is_named_once_and_not_hundreds_of_them() -> None:
    assert named(RSS + RSS + "<a href=/feed.xml>RSS</a>") == ["/feed.xml"]
    assert len(named("".join(link(f"/{number}") for number in range(500)))) == MOST


@pytest.mark.parametrize(
    ("url", "first", "folder"),
    [
        ("https://example.org", "https://example.org/feed", "https://example.org/"),
        ("https://example.org/blog", "https://example.org/blog/feed", "https://example.org/blog/"),
        ("https://example.org/a/index.html?x=1#y", "https://example.org/a/feed", "https://example.org/a/"),
    ],
)
def test_the_usual_places_are_few_and_in_the_pages_own_folder(url: str, first: str, folder: str) -> None:
    places = well_known(url)
    assert places[0] == first
    assert len(places) == len(set(places)) <= 8
    assert all(place.startswith(folder) for place in places)


@pytest.mark.parametrize(
    ("base", "given", "whole"),
    [
        ("https://a.example/2011/http://b.example/x", "y.xml", "https://a.example/2011/http://b.example/y.xml"),
        ("https://a.example/x//y/z", "../w", "https://a.example/x//w"),
        ("https://a.example/x", "//b.example/c//d", "https://b.example/c//d"),
        ("https://a.example/?u=http://c.example", "d", "https://a.example/d"),
    ],
)
def test_doubled_slashes_are_kept(base: str, given: str, whole: str) -> None:
    assert absolute(base, given) == whole


def test_a_page_where_a_feed_was_asked_for_says_which_feeds_it_names() -> None:
    page = fetched("<!doctype html><title>Site</title>" + RSS, url=PAGE, media_type="text/html")
    with pytest.raises(NoFeed) as trouble:
        parse(page)
    assert trouble.value.links == ("https://example.org/feed.xml",)


ARTICLE = '<!doctype html><title>T</title><meta property="og:type" content="article">{}<p>Words enough for a text.</p>'


def test_an_article_stays_one_but_a_front_page_is_none() -> None:
    page = ARTICLE.format(RSS)
    for kept in (
        fetched(page, url=PAGE + "news/1", media_type="text/html"),
        fetched(page, url=PAGE, media_type="text/html", by_hand=True),
        fetched(page, url="file:page.html", media_type="text/html"),
        fetched(ARTICLE.format(""), url=PAGE, media_type="text/html"),
    ):
        assert isinstance(parse(kept)[0], Entry)
    for refused in (
        fetched(page, url=PAGE, media_type="text/html"),
        fetched(page, url=PAGE + "news/1", media_type="text/html", followed=True),
    ):
        with pytest.raises(NoFeed):
            parse(refused)


@given(st.text(alphabet="<>/='\" \nlinkareabs hrefatypeo:.#?&;%[]0123", max_size=300))
def test_no_page_is_too_strange(text: str) -> None:
    for one in feeds_named(text, PAGE):
        assert re.match(r"https?://", one.url)


def test_the_pages_of_the_autodiscovery_suite(shared: Path) -> None:
    """Each page names exactly one feed, whose name is the page's own; some set traps beside it."""
    folder = shared / "corpora/feeds/feedvalidator-finder"
    archive = "https://web.archive.org/web/20110926231958/"
    base = "http://diveintomark.org/tests/client/autodiscovery/"
    pages = sorted(folder.glob("html4-*.html"))
    assert len(pages) == 30
    for page in pages:
        found = [one.url for one in feeds_named(decode(page.read_bytes()), archive + base + page.name)]
        moved = page.stem in {"html4-048", "html4-049"}  # their <base> leads to another site
        prefix = "http://www.ragingplatypus.com/tests/client/autodiscovery/" if moved else archive + base
        assert found == [f"{prefix}{page.stem}.xml"], page.name
