"""What becomes of the fields of one entry."""

from datetime import UTC, datetime

import pytest

from digest.models import Entry
from digest.parse import parse
from tests.builders import fetched
from tests.parse.test_feeds import ITEM, atom, item, rss


def test_a_standing_text_and_its_teaser() -> None:
    content = '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">{}</content:encoded>'
    entry = item(
        "<description>In &lt;b&gt;short&lt;/b&gt;.</description>"
        + content.format("<![CDATA[<p>A whole article.</p>]]>")
    )
    assert (entry.body, entry.summary) == ("<p>A whole article.</p>", "In <b>short</b>.")
    plainly = atom(
        "<summary>In short: a &lt; b.</summary><content type='html'>&lt;p&gt;A whole article.&lt;/p&gt;</content>"
    )
    assert (plainly.body_format, plainly.summary) == ("html", "In short: a &lt; b.")
    turned = atom(
        "<summary type='html'>In &lt;b&gt;short&lt;/b&gt;</summary><content>A whole article, in plain text.</content>"
    )
    assert (turned.body_format, turned.summary) == ("text", "In short")
    assert item("<description>Only this.</description>").summary == ""


def test_plain_text_that_is_html_all_the_same() -> None:
    assert atom("<summary>&lt;p&gt;They met.&lt;/p&gt;</summary>").body_format == "html"
    assert atom("<summary>They met: a &lt; b, if x&lt;y.</summary>").body_format == "text"


def test_a_text_packed_in_base64() -> None:
    packed = "PHA+VGhleSBtZXQgaW4gdGhlIGV2ZW5pbmcuPC9wPg=="
    assert (
        atom(f"<content type='application/octet-stream'>{packed}</content>").body == "<p>They met in the evening.</p>"
    )
    picture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    assert atom(f"<title>T</title><content type='image/png'>{picture}</content>").body == ""


@pytest.mark.parametrize(
    ("attributes", "inside", "expected"),
    [
        ("", "", "https://wire.example/feed"),
        ("xml:base='https://a.example/x/'", "", "https://a.example/x/"),
        ("xml:base='https://a.example/x/'", "xml:base='y/'", "https://a.example/x/y/"),
        ("xml:base='/x/'", "xml:base='y/'", "https://wire.example/x/y/"),
        ("", "xml:base='z/'", "https://wire.example/z/"),
        ("", "xml:base='javascript:x'", "https://wire.example/feed"),
    ],
)
def test_what_relative_links_of_a_text_stand_against(attributes: str, inside: str, expected: str) -> None:
    body = f"<feed xmlns='http://www.w3.org/2005/Atom' {attributes}><entry><content type='html' {inside}>x</content></entry></feed>"
    (entry,) = parse(fetched(body))
    assert isinstance(entry, Entry)
    assert entry.base == expected


def test_where_the_response_says_it_stands() -> None:
    body = rss("<item><title>T</title><link>1</link></item>")
    (entry,) = parse(fetched(body, base="https://a.example/x/", language="tr"))
    assert isinstance(entry, Entry)
    assert (entry.url, entry.base, entry.language) == ("https://a.example/x/1", "https://a.example/x/", "tr")


@pytest.mark.parametrize(
    ("inside", "url", "link"),
    [
        ("<link>https://wire.example/1</link>", "https://wire.example/1", ""),
        ("<link>1</link>", "https://wire.example/1", ""),
        ("<link>at://did:plc:x/post/1</link>", "", "at://did:plc:x/post/1"),
        ("<guid>12345</guid>", "", "https://wire.example/12345"),
        (
            "<link>https://r.example/~r/1</link><feedburner:origLink xmlns:feedburner="
            "'http://rssnamespace.org/feedburner/ext/1.0'>https://wire.example/3</feedburner:origLink>",
            "https://wire.example/3",
            "https://r.example/~r/1",
        ),
    ],
)
def test_the_link_as_the_feed_has_it_is_kept_beside_the_address(inside: str, url: str, link: str) -> None:
    entry = item(f"<title>T</title>{inside}")
    assert (entry.url, entry.link) == (url, link)


@pytest.mark.parametrize(
    ("date", "day_only"),
    [
        ("2025-06-05", True),
        ("5 June 2025", True),
        ("Thu, 05 Jun 2025", True),
        ("2025-06-05T12:00:00Z", False),
        ("Thu, 05 Jun 2025 12:00:00 GMT", False),
    ],
)
def test_a_day_without_a_time_is_its_noon_and_says_so(date: str, day_only: bool) -> None:
    entry = item(f"<title>T</title><pubDate>{date}</pubDate>")
    assert (entry.published, entry.day_only) == (datetime(2025, 6, 5, 12, tzinfo=UTC), day_only)


def test_authors() -> None:
    dc = "xmlns:dc='http://purl.org/dc/elements/1.1/'"
    assert item(f"<title>T</title><dc:creator {dc}>A</dc:creator><dc:creator {dc}>B</dc:creator>").author == "A, B"
    named = atom("<title>T</title><author><name>Jo Bloggs</name><email>jo@wire.example</email></author>")
    assert (named.author, named.mail) == ("Jo Bloggs", "jo@wire.example")
    feed = "<feed xmlns='http://www.w3.org/2005/Atom'><author><name>Desk</name></author><entry><title>T</title></entry></feed>"
    (entry,) = parse(fetched(feed))
    assert isinstance(entry, Entry)
    assert entry.author == "Desk"
    (answers,) = parse(fetched(rss(ITEM, head="<managingEditor>boss@wire.example (Boss)</managingEditor>")))
    assert isinstance(answers, Entry)
    assert answers.author == ""  # who answers for a channel wrote none of its items


def test_cdf() -> None:
    body = (
        "<CHANNEL HREF='https://wire.example/'><TITLE>W</TITLE><ITEM HREF='https://wire.example/1' "
        "LASTMOD='2025-06-05T10:00+0000'><TITLE>Talks</TITLE><ABSTRACT>They met.</ABSTRACT></ITEM></CHANNEL>"
    )
    (entry,) = parse(fetched(body))
    assert isinstance(entry, Entry)
    assert (entry.title, entry.url, entry.body) == ("Talks", "https://wire.example/1", "They met.")


@pytest.mark.parametrize("version", ["0.90", "0.91", "0.92", "0.93", "0.94", "2.0", ""])
def test_all_versions_of_rss(version: str) -> None:
    (entry,) = parse(fetched(f"<rss version='{version}'><channel>{ITEM}</channel></rss>"))
    assert isinstance(entry, Entry)
    assert (entry.title, entry.url) == ("Delegations meet", "https://wire.example/1")


def test_atom_0_3() -> None:
    body = (
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><id>tag:wire.example,2025:1</id><title mode='escaped' "
        "type='text/html'>&lt;i&gt;Talks&lt;/i&gt;</title><issued>2025-06-05T10:00:00Z</issued>"
        "<modified>2025-06-06T10:00:00Z</modified></entry></feed>"
    )
    (entry,) = parse(fetched(body))
    assert isinstance(entry, Entry)
    assert (entry.title, entry.published, entry.updated) == (
        "Talks", datetime(2025, 6, 5, 10, tzinfo=UTC), datetime(2025, 6, 6, 10, tzinfo=UTC)
    )  # fmt: skip


def test_titles_lose_scripts_and_all_tags_that_html_has() -> None:
    title = "&lt;h2&gt;Talks&lt;/h2&gt;&lt;script&gt;go()&lt;/script&gt; &lt;iframe src='x'&gt;&lt;/iframe&gt;resume: x&lt;y"
    assert item(f"<title>{title}</title>").title == "Talks resume: x<y"


def test_names_of_namespaces_and_their_prefixes_do_not_matter() -> None:
    body = (
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xmlns:m='http://search.yahoo.com/mrss'><a:entry><a:title>T</a:title>"
        "<a:link href='https://wire.example/1'/><m:thumbnail url='https://i.example/t.jpg'/></a:entry></a:feed>"
    )
    (entry,) = parse(fetched(body))
    assert isinstance(entry, Entry)
    assert (entry.title, entry.url) == ("T", "https://wire.example/1")
    assert entry.picture is not None
