import json
from datetime import UTC, datetime

import pytest

from digest.errors import SourceTrouble
from digest.models import Entry, SourceFacts
from digest.normalise import normalise
from digest.parse import parse
from tests.builders import NOW, fetched

TEXT = "<p>Delegations of Russia and Ukraine met at Çırağan Palace in Istanbul. They agreed to exchange prisoners.</p>"


def read(html: str, **changes: str) -> Entry:
    (entry,) = parse(fetched(html, **{"url": "file:talks.html", "media_type": "text/html", **changes}))
    assert isinstance(entry, Entry)
    return entry


def page(head: str = "", body: str = TEXT) -> str:
    return f"<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def day(year: int, month: int, date: int, hour: int = 12) -> datetime:
    return datetime(year, month, date, hour, tzinfo=UTC)


def ld(**thing: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def test_what_a_page_says_of_itself() -> None:
    entry = read(
        page(
            "<title>Talks resume | RKI</title><meta property='og:title' content='Talks resume &amp; go on'>"
            "<meta property='og:site_name' content='RKI'><meta name='author' content='Jo Bloggs'>"
            "<meta property='article:published_time' content='2025-06-02T10:00:00+03:00'>"
            "<meta property='article:modified_time' content='2025-06-03'><link rel=canonical href='https://rki.example/1'>"
        )
    )
    assert (entry.title, entry.publisher, entry.author, entry.language) == (
        "Talks resume & go on",
        "RKI",
        "Jo Bloggs",
        "en-GB",
    )
    assert (entry.published, entry.updated) == (day(2025, 6, 2, 7), day(2025, 6, 3))
    assert (entry.url, entry.body_format) == ("https://rki.example/1", "html")
    assert "Çırağan" in entry.body


def test_linked_data() -> None:
    thing = {
        "@type": ["Thing", "NewsArticle"],
        "headline": "Talks resume",
        "datePublished": "2025-06-02T10:00:00Z",
        "dateModified": "2025-06-03",
        "author": [{"name": "Jo"}, {"name": "Al"}, 7],
        "publisher": {"name": "RKI"},
        "inLanguage": {"@value": "tr"},
    }
    html = page(ld(**{"@graph": [{"@type": "WebPage"}, thing]})).replace(" lang='en-GB'", "")
    entry = read(html)
    assert (entry.title, entry.author, entry.publisher, entry.language) == ("Talks resume", "Jo, Al", "RKI", "tr")
    assert (entry.published, entry.updated) == (day(2025, 6, 2, 10), day(2025, 6, 3))


@pytest.mark.parametrize(
    "script",
    [
        "<script type='application/ld+json'>{broken</script>",
        f"<script type='application/ld+json'>{'[' * 5_000}</script>",
        ld(**{"@type": "Organization", "name": "RKI"}),
        ld(**{"@graph": [[[[[[[{"@type": "NewsArticle", "headline": "Deep"}]]]]]]]}),
        f"<script type='application/ld+json'>{json.dumps([{'@type': 'Thing'}] * 300 + [{'@type': 'Article'}])}</script>",
        ld(**{"@type": "NewsArticle", "headline": [[["deep"]]]}),
    ],
    ids=["broken", "deep brackets", "no article", "deep graph", "many things", "deep name"],
)
def test_linked_data_that_says_nothing(script: str) -> None:
    assert read(page("<title>Talks</title>" + script)).title == "Talks"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("<title>Talks - RKI</title>", "<h1>Talks</h1>", "Talks"),
        ("<title>Talks - RKI</title><meta property='og:site_name' content='RKI'>", "", "Talks"),
        ("<title>Talks - RKI</title>", "", "Talks - RKI"),
        ("<meta property='og:title' content='Talks | RKI'>", "<h1></h1><h1>Talks</h1>", "Talks"),
        ("<meta property='og:title' content='Talks resume'>", "<h1>RKI</h1>", "Talks resume"),
        ("", "<h1>Talks <em>resume</em></h1>", "Talks resume"),
        ("", "", ""),
    ],
)
def test_titles(head: str, body: str, expected: str) -> None:
    assert read(page(head, body + TEXT)).title == expected


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("", "<time datetime='2025-06-02'>Monday</time>", day(2025, 6, 2)),
        ("", "<time datetime='PT5M'>5 min</time><time datetime='2025-06-02'></time>", day(2025, 6, 2)),
        ("<meta itemprop='datePublished' content='2025-06-02'>", "", day(2025, 6, 2)),
        ("", "<p>For Immediate Release<br>June 2, 2025</p>", day(2025, 6, 2)),
        ("", "<p>Istanbul, 2 June 2025</p>", day(2025, 6, 2)),
        ("<title>Briefing, 6/2/2025</title>", "", day(2025, 2, 6)),
        ("<title>Briefing, 2025-06-02</title>", "", day(2025, 6, 2)),
        ("", "<p>They met on 2 June 2025 in Istanbul.</p>", None),
    ],
)
def test_dates_outside_the_metadata(head: str, body: str, expected: datetime | None) -> None:
    assert read(page(head, body + TEXT)).published == expected


@pytest.mark.parametrize(
    ("kind", "head", "body", "expected", "place"),
    [
        ("WebPage", "", "", day(2025, 6, 3, 9), "what the page says of itself as a page, not of its article"),
        (["WebPage", "ItemPage"], "", "", day(2025, 6, 3, 9), "what the page says of itself as a page, not of its article"),
        ("CollectionPage", "", "", None, ""),
        ("WebPage", "", "<time datetime='2025-06-02'>Monday</time>", day(2025, 6, 2), "the page's first time element"),
        ("WebPage", "", "<p>Istanbul, 2 June 2025</p>", day(2025, 6, 2), "a line of the text that only says when"),
        ("WebPage", "<meta itemprop='datePublished' content='2025-06-02'>", "", day(2025, 6, 2), "what the page says of itself"),
        ("WebPage", ld(**{"@type": "Article", "datePublished": "2025-06-02"}), "", day(2025, 6, 2), "what the page says of itself"),
        ("WebPage", "<link rel=canonical href='https://rki.example/2025/06/02/talks'>", "", day(2025, 6, 2), "the address"),
    ],
)  # fmt: skip
def test_the_date_of_the_page_around_the_article_where_nothing_better_is_there(
    kind: object, head: str, body: str, expected: datetime | None, place: str
) -> None:
    graph = ld(**{"@graph": [{"@type": "WebSite"}, {"@type": kind, "datePublished": "2025-06-03T09:00:00Z"}]})
    entry = read(page(graph + head, body + TEXT))
    assert (entry.published, entry.dated_from) == (expected, place)


SENTENCES = "".join(
    f"<p>{word} the delegations spoke about the exchange of prisoners, the return of children, and the terms on which "
    f"a truce could be kept by both sides along the whole line of contact.</p>"
    for word in ("First", "Then", "Later", "Finally")
)
LINKS = "".join(f"<li><a href='/{n}'>Another headline of the day, number {n}</a></li>" for n in range(30))


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param("<nav>{links}</nav>{article}<footer>Imprint of the site</footer>", id="nav and footer"),
        pytest.param("<div class=menu><ul>{links}</ul></div><div class=story>{article}</div>", id="links alone"),
    ],
)
def test_a_whole_page_that_was_saved_is_read_as_a_page_of_the_web(frame: str) -> None:
    text = read(page(body=frame.format(links=LINKS, article=f"<div>{SENTENCES}</div>"))).body
    assert all(word in text for word in ("First", "Then", "Later", "Finally"))
    assert "Another headline" not in text
    assert "Imprint" not in text


def test_a_text_that_is_no_whole_page_stays_as_it_is_written() -> None:
    table = "<table><tr><td>Odesa</td><td>26,000 tonnes</td></tr></table>"
    assert (
        table.replace("<table>", "<table><tbody>").replace("</table>", "</tbody></table>")
        in read(page(body=SENTENCES + table)).body
    )


@pytest.mark.parametrize(
    ("title", "body", "why"),
    [
        ("Before you continue", "<p>We and our partners use cookies and process personal data. Accept all or reject all; "
         "manage your preferences at any time in our cookie policy.</p>", "the page asks for consent"),
        ("Talks resume", "<main><p>Delegations of Russia and Ukraine met at the palace in Istanbul on Monday to speak about "
         "the exchange of prisoners and of fallen soldiers.</p><p>Subscribe to continue reading.</p></main>",
         "the page shows its article to subscribers only"),
        ("Just a moment...", "<p>Checking your browser before accessing the site.</p>", "the page asks whether a person is reading"),
        ("Page not found", "<p>Sorry.</p>", "the page says that the article is not there"),
        ("Log in", "<form><input type=password name=p></form><p>Log in to read on.</p>", "the page asks for a login"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("by_hand", [False, True])
def test_a_notice_in_the_place_of_an_article_is_refused(title: str, body: str, why: str, by_hand: bool) -> None:
    url = "https://rki.example/talks" if by_hand else "file:talks.html"
    with pytest.raises(SourceTrouble, match=f"This is no article: {why}") as caught:
        parse(fetched(page(f"<title>{title}</title>", body), url=url, media_type="text/html", by_hand=by_hand))
    assert "save it again" in caught.value.advice


def test_an_article_that_is_for_subscribers_is_read_where_it_was_saved_whole() -> None:
    thing = ld(**{"@type": "NewsArticle", "headline": "Talks", "isAccessibleForFree": False})
    assert "Finally" in read(page(thing, SENTENCES)).body


def test_the_article_without_what_surrounds_it() -> None:
    body = (
        "<header>Site</header><nav>Menu</nav><aside>More</aside><main><article><h1>Talks</h1>"
        f"{TEXT}<script>x()</script><div hidden>Secret</div><footer>Share</footer></article></main><footer>Imprint</footer>"
    )
    text = read(page(body=body)).body
    assert "Çırağan" in text
    assert not any(word in text for word in ("Site", "Menu", "More", "x()", "Secret", "Share", "Imprint"))


def test_a_teaser_is_not_the_article() -> None:
    body = f"<header>Site</header><article>Another story</article><div>{TEXT * 3}</div>"
    text = read(page(body=body)).body
    assert "Çırağan" in text
    assert "Site" not in text


def test_a_page_in_frames_has_no_body() -> None:
    entry = read("<html><head><title>Talks</title></head><frameset><frame src='a'></frameset></html>")
    assert (entry.title, entry.body) == ("Talks", "")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_body_saved_as_python_writes_bytes(quote: str) -> None:
    body = f"b{quote}" + r"<div>\n<p>Talks at \xc3\x87\xc4\xb1ra\xc4\x9fan\xc2\xa0Palace</p></div>" + quote
    entry = read("<h1>Talks</h1>\n" + body)
    assert "Çırağan\xa0Palace" in entry.body or "Çırağan&nbsp;Palace" in entry.body
    assert "\\n" not in entry.body


@pytest.mark.parametrize("body", ["b'<p>it's</p>'", "b'<p>unclosed", "b'<p>x</p>' and more", r"b'<p>\xzz</p>'"])
def test_what_only_looks_like_bytes_stays(body: str) -> None:
    assert "b'" in read(f"<h1>Talks</h1><p>{body}").body


def test_relative_and_broken_addresses() -> None:
    assert (
        read(page("<link rel=canonical href='/1'><meta property='og:url' content='http://[x'>")).url
        == "file:talks.html"
    )
    html = page("<link rel=canonical href='/1'><meta property='og:type' content='article'>")
    assert read(html, url="https://rki.example/x").url == "https://rki.example/1"


@pytest.mark.parametrize(
    "head",
    ["<meta property='og:type' content='article'>", ld(**{"@type": "NewsArticle", "headline": "Talks"})],
    ids=["og", "ld"],
)
def test_a_page_on_the_web_that_says_it_is_an_article(head: str) -> None:
    assert "Çırağan" in read(page(head), url="https://rki.example/1").body


def test_a_page_on_the_web_that_is_no_article_is_no_feed() -> None:
    html = page("<link rel='alternate' type='application/rss+xml' href='/feed'><link rel=alternate href='/m'>")
    with pytest.raises(SourceTrouble, match="HTML page") as caught:
        read(html, url="https://rki.example/")
    assert "https://rki.example/feed" in caught.value.advice
    with pytest.raises(SourceTrouble, match="HTML page") as caught:
        read(page(), url="https://rki.example/")
    assert "RSS or Atom" in caught.value.advice


def test_authors_that_are_addresses_are_none() -> None:
    assert read(page("<meta property='article:author' content='https://social.example/jo'>")).author == ""


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<base href='https://rki.example/a/'><link rel=canonical href='talks'>", "https://rki.example/a/talks"),
        ("<!-- saved from url=(0025)https://rki.example/talks -->", "https://rki.example/talks"),
        ("<!--\n Page saved with SingleFile\n url: https://rki.example/talks\n saved date: Mon Jan 12 2026\n-->", "https://rki.example/talks"),
        ("", "file:talks.html"),
    ],
)  # fmt: skip
def test_the_address_of_a_saved_page(head: str, url: str) -> None:
    assert read(f"{head}{page()}" if head.startswith("<!--") else page(head)).url == url


def test_a_date_that_only_the_address_tells() -> None:
    entry = read(page("<link rel=canonical href='https://rki.example/2025/06/05/talks'>"))
    assert (entry.published, entry.dated_from) == (day(2025, 6, 5), "the address")


def test_a_page_that_word_exported() -> None:
    word = (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta name=Generator content='Microsoft Word 15'>"
        "<title>Dokument1</title><!--[if gte mso 9]><xml><o:Author>x</o:Author></xml><![endif]--></head><body>"
        "<p class=MsoTitle>Talks go on<o:p></o:p></p><p class=MsoNormal>They met on Monday.<o:p>&nbsp;</o:p></p>"
        "<p class=MsoListParagraph><![if !supportLists]><span>·<span>&nbsp; </span></span><![endif]>Prisoners</p></body></html>"
    )
    entry = read(word)
    assert (entry.title, entry.titled_from) == ("Talks go on", "the paragraph of the style “Title”")
    made = normalise(entry, SourceFacts("Inbox"), NOW).item.passages
    assert [(one.kind, one.text) for one in made] == [("paragraph", "They met on Monday."), ("item", "Prisoners")]


def test_a_page_saved_as_a_mail_is_refused_in_plain_words() -> None:
    with pytest.raises(SourceTrouble, match="saved as MHTML"):
        read(
            "From: <Saved by Blink>\nSnapshot-Content-Location: https://rki.example\nMIME-Version: 1.0\n",
            url="file:a.mhtml",
        )
