from datetime import UTC, datetime

import pytest

from digest.errors import SourceTrouble
from digest.models import Entry, Failure
from digest.parse import parse
from tests.builders import fetched

ITEM = "<item><title>Delegations meet</title><link>https://wire.example/1</link></item>"


def rss(*items: str, head: str = "", prolog: str = '<?xml version="1.0"?>') -> str:
    return f'{prolog}<rss version="2.0"><channel><title>Wire</title>{head}{"".join(items)}</channel></rss>'


def item(inside: str) -> Entry:
    made = parse(fetched(rss(f"<item>{inside}</item>", head="<link>https://wire.example/</link>")))
    assert len(made) == 1
    assert isinstance(made[0], Entry)
    return made[0]


def atom(inside: str) -> Entry:
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry>{inside}</entry></feed>'
    made = parse(fetched(body, media_type="application/atom+xml"))
    assert isinstance(made[0], Entry)
    return made[0]


def test_an_rss_item() -> None:
    entry = item(
        "<guid isPermaLink='false'>w1</guid><title>Delegations meet</title><link>https://wire.example/1</link>"
        "<description>&lt;p&gt;They met.&lt;/p&gt;</description><pubDate>Thu, 05 Jun 2025 10:00:00 +0300</pubDate>"
        "<author>jo@wire.example (Jo Bloggs)</author><category>Talks</category><category>Talks</category>"
        "<source url='https://rki.example/feed'>rki.example</source>"
    )
    assert entry == Entry(
        guid="w1",
        url="https://wire.example/1",
        title="Delegations meet",
        body="<p>They met.</p>",
        body_format="html",
        author="Jo Bloggs",
        published=datetime(2025, 6, 5, 7, 0, tzinfo=UTC),
        publisher="rki.example",
        tags=("Talks",),
        base="https://wire.example/feed",
        mail="jo@wire.example",
        listed=True,
    )


def test_an_atom_entry() -> None:
    entry = atom(
        "<id>urn:1</id><title type='html'>Talks &lt;b&gt;resume&lt;/b&gt;</title><link href='https://wire.example/1'/>"
        "<summary>Short.</summary><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Long text.</p>"
        "</div></content><updated>2025-06-06T08:00:00Z</updated><published>2025-06-05</published>"
        "<author><name>A</name></author><author><name>B</name></author>"
    )
    assert (entry.guid, entry.title, entry.url) == ("urn:1", "Talks resume", "https://wire.example/1")
    assert "<p>Long text.</p>" in entry.body
    assert entry.published == datetime(2025, 6, 5, 12, 0, tzinfo=UTC)
    assert entry.updated == datetime(2025, 6, 6, 8, 0, tzinfo=UTC)
    assert entry.author == "A, B"


def test_rss_1_0() -> None:
    body = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>W</title></channel><item><title>Talks</title>'
        "<link>https://wire.example/1</link><dc:date>2025-06-05T10:00:00Z</dc:date><dc:language>tr</dc:language></item></rdf:RDF>"
    )
    (entry,) = parse(fetched(body))
    assert isinstance(entry, Entry)
    assert (entry.title, entry.language, entry.updated) == ("Talks", "tr", datetime(2025, 6, 5, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("AT&amp;amp;T and friends", "AT&T and friends"),
        ("Prices &amp;amp;amp; wages", "Prices & wages"),
        ("&lt;b&gt;Bold&lt;/b&gt; claim", "Bold claim"),
        ("if x&lt;y then", "if x<y then"),
        ("<![CDATA[Talks &#8217;resume&#8217;]]>", "Talks ’resume’"),
    ],
)
def test_rss_titles_are_plain_text(written: str, expected: str) -> None:
    assert item(f"<title>{written}</title>").title == expected


def test_plain_atom_titles_keep_what_looks_like_a_tag() -> None:
    assert atom("<title>Less: &lt;em&gt; &amp;amp; more</title>").title == "Less: <em> & more"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<link>https://wire.example/1</link>", "https://wire.example/1"),
        ("<link>/1</link>", "https://wire.example/1"),
        ("<link>1</link>", "https://wire.example/1"),
        ("<guid>https://wire.example/2</guid>", "https://wire.example/2"),
        ("<guid>12345</guid>", ""),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>http://[broken</link>", ""),
        (
            "<link>https://tracker.example/~r/1</link><feedburner:origLink "
            "xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>https://wire.example/3</feedburner:origLink>",
            "https://wire.example/3",
        ),
        ("", ""),
    ],
)
def test_addresses(inside: str, expected: str) -> None:
    assert item(f"<title>T</title>{inside}").url == expected


def test_the_base_of_a_local_feed_is_its_channel() -> None:
    body = rss(
        "<item><title>T</title><link>/1</link><guid>/id/1</guid></item>", head="<link>https://wire.example/</link>"
    )
    (entry,) = parse(fetched(body, url="file:feeds/wire.xml"))
    assert isinstance(entry, Entry)
    assert (entry.url, entry.guid) == ("https://wire.example/1", "/id/1")


def test_an_id_does_not_change_with_the_address_of_the_feed() -> None:
    body = rss("<item><title>T</title><guid>n/1</guid></item>")
    here, there = (parse(fetched(body, url=url))[0] for url in ("https://a.example/x/f", "https://b.example/f"))
    assert isinstance(here, Entry)
    assert isinstance(there, Entry)
    assert here.guid == there.guid == "n/1"


def test_xml_base_is_heard() -> None:
    assert atom("<title>T</title><link xml:base='https://base.example/a/' href='b'/>").url == "https://base.example/a/b"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<pubDate>5 juin 2025</pubDate>", datetime(2025, 6, 5, 12, tzinfo=UTC)),
        ("<pubDate>31 June 2025</pubDate>", None),
        ("<pubDate>yesterday</pubDate>", None),
        ("", None),
    ],
)
def test_dates_that_no_standard_knows(inside: str, expected: datetime | None) -> None:
    assert item(f"<title>T</title>{inside}").published == expected


@pytest.mark.parametrize(
    "junk",
    ["\ufeff", "\n\n  ", "<br /><b>Warning</b>: cannot connect\n", "junk ", "\x00\x08"],
    ids=["mark", "white space", "a server's warning", "words", "control characters"],
)
def test_junk_before_the_declaration(junk: str) -> None:
    (entry,) = parse(fetched(junk + rss(ITEM)))
    assert isinstance(entry, Entry)
    assert entry.title == "Delegations meet"


def test_a_declaration_within_the_feed_is_an_example() -> None:
    example = "<![CDATA[<pre><?xml version='1.0'?><rss></pre>]]>"
    (entry,) = parse(fetched(rss(f"<item><title>T</title><description>{example}</description></item>", prolog="")))
    assert isinstance(entry, Entry)
    assert entry.title == "T"


@pytest.mark.parametrize(
    "body",
    [
        rss("<item><title>A & B&nbsp;C</title></item>"),
        rss("<item><title>Cut off</title><description>here"),
        '<rss version="2.0"><channel><item><title>No end</title></item>',
        "<html><body>" + rss(ITEM, prolog="") + "</body></html>",
    ],
    ids=["bare ampersand", "cut", "unclosed", "inside a page"],
)
def test_ill_formed_feeds_are_read_all_the_same(body: str) -> None:
    made = parse(fetched(body))
    assert [type(entry) for entry in made] == [Entry]


def test_an_encoding_that_the_prolog_denies() -> None:
    text = "Министр сказал, что переговоры в Стамбуле скоро возобновятся."
    body = rss(f"<item><title>{text}</title></item>", prolog='<?xml version="1.0" encoding="utf-8"?>').encode("cp1251")
    (entry,) = parse(fetched(body))
    assert isinstance(entry, Entry)
    assert entry.title == text


def test_the_fullest_text_is_the_body() -> None:
    content = '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">{}</content:encoded>'
    short = item(
        "<title>T</title><description>A whole sentence.</description>" + content.format("<![CDATA[<img src='x'>]]>")
    )
    assert short.body == "A whole sentence."
    full = item(
        "<title>T</title><description>Short.</description>" + content.format("<![CDATA[<p>A whole article.</p>]]>")
    )
    assert full.body == "<p>A whole article.</p>"


def test_an_entry_that_says_nothing_is_an_empty_one_among_the_others() -> None:
    empty = "<item><link>https://wire.example/9</link></item>"
    first, second, third = parse(fetched(rss(ITEM, empty, "<item/>")))
    assert isinstance(first, Entry)
    assert isinstance(second, Entry)
    assert (second.title, second.body, second.url) == ("", "", "https://wire.example/9")
    assert third == Entry("", "", "", "", "html", base="https://wire.example/feed", listed=True)


def test_an_id_that_two_articles_share_names_neither() -> None:
    items = [
        f"<item><guid>same</guid><title>T{n}</title><link>https://wire.example/{n}</link></item>" for n in (1, 2, 2)
    ]
    assert [entry.guid for entry in parse(fetched(rss(*items))) if isinstance(entry, Entry)] == ["", "", ""]
    assert [entry.guid for entry in parse(fetched(rss(*items[1:]))) if isinstance(entry, Entry)] == ["same", "same"]


def test_a_feed_is_read_up_to_its_two_thousandth_entry() -> None:
    made = parse(fetched(rss(*[ITEM] * 2_003)))
    assert len(made) == 2_001
    assert isinstance(made[-1], Failure)
    assert "more than 2000 entries" in made[-1].what


def test_an_empty_feed_is_no_trouble() -> None:
    assert parse(fetched(rss())) == ()


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<opml><body/></opml>", "plain text"),
        ('<?xml version="1.0"?><opml><body/></opml>', "XML of another kind"),
        ("Service unavailable", "plain text"),
    ],
)
def test_what_is_no_feed_says_what_it_looks_like(body: str, what: str) -> None:
    with pytest.raises(SourceTrouble, match="This is no feed") as caught:
        parse(fetched(body))
    assert what in caught.value.what
    assert "RSS or Atom" in caught.value.advice


def test_a_feed_that_breaks_off_says_where() -> None:
    with pytest.raises(SourceTrouble, match="breaks off") as caught:
        parse(fetched('<rss version="2.0">\n<channel>\n<title>W</title>'))
    assert caught.value.where == "line 3"


def test_entities_do_not_explode_and_fetch_nothing() -> None:
    bomb = '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = f'{bomb}<rss version="2.0"><channel><item><title>T &b; &x; end</title></item></channel></rss>'
    (entry,) = parse(fetched(body))
    assert isinstance(entry, Entry)
    assert "root:" not in entry.title
    assert len(entry.title) < 60
