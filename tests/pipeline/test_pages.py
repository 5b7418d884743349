"""Articles read from their pages: a local site, the real parts, one gather after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from digest.models import Failure, Picture
from digest.pipeline.pages import PagesRead
from digest.protocols import Limits
from tests.builders import NOW
from tests.pipeline.newsroom import BODY, FULL, LEAD, TITLE, Newsroom, article, newsroom, text_of
from tests.sources.site import Visit, open_site

HOUR = timedelta(hours=1)
V = TypeVar("V")
R = TypeVar("R")


@pytest.fixture(name="room")
def _room() -> Iterator[Newsroom]:
    with newsroom() as opened:
        yield opened


def test_a_teaser_becomes_the_article_of_its_page(room: Newsroom) -> None:
    room.entry()
    room.html("/grain", article(*BODY))
    assert room.gather() == PagesRead(read=1)
    item = room.item()
    assert text_of(item) == BODY
    assert (item.text_from, item.text_note, item.title) == ("page", "", TITLE)
    assert room.store.snapshots([item.snapshot])[item.snapshot].text.startswith(f"{TITLE}\n\n{BODY[0]}")
    (candidate,) = room.store.candidates("weekly", NOW, {"Wire": None})
    assert len(candidate.fresh) == len(BODY)
    assert dict(room.site.requests)["/grain"]["Accept"].startswith("text/html")


def test_between_the_stages_the_feeds_text_stands(room: Newsroom) -> None:
    """As after a kill between the two: the next gather, even of an unchanged feed, asks for the page."""
    room.entry()
    room.html("/grain", article(*BODY))
    room.gather_feeds()
    assert (text_of(room.item()), room.item().text_from) == ((LEAD,), "stub")
    assert room.gather(NOW + HOUR) == PagesRead(read=1)
    assert text_of(room.item()) == BODY


def test_a_page_is_asked_for_once(room: Newsroom) -> None:
    room.entry()
    room.html("/grain", article(*BODY))
    room.gather()
    assert room.gather(NOW + HOUR) == PagesRead()
    room.entry("/other", "A second article that has nothing to do with it", FULL)
    assert room.gather(NOW + 2 * HOUR) == PagesRead(), "the feed was read again: its first entry is the same"
    assert room.item("A second article").text_from == "source"
    assert room.asked() == 1


def test_a_changed_teaser_keeps_the_pages_text_until_the_new_one_is_there(room: Newsroom) -> None:
    room.entry()
    room.html("/grain", article(*BODY))
    room.gather()
    room.entries.clear()
    room.entry(text=LEAD + " It is bound for Tripoli in Lebanon.")
    room.html("/grain", b"gone fishing", status=503)
    later = NOW + HOUR
    assert room.gather(later).failed == 1
    assert text_of(room.item()) == BODY
    assert room.item().text_note.endswith("the page's earlier text stays")
    assert room.store.candidates("weekly", NOW, {"Wire": None})[0].first_seen == NOW
    room.html("/grain", article(*BODY, "The ship is bound for Tripoli in Lebanon, where it is expected within days."))
    assert room.gather(later + HOUR) == PagesRead(read=1)
    assert text_of(room.item())[:4] == BODY
    assert (len(room.item().passages), room.item().text_note) == (5, "")


def test_a_changed_title_comes_with_the_new_text(room: Newsroom) -> None:
    room.entry()
    room.html("/grain", article(*BODY))
    room.gather()
    room.entries.clear()
    room.entry(title="First grain ship leaves Odesa under the Istanbul agreement")
    room.gather_feeds(NOW + HOUR)
    assert room.item().title == TITLE, "title and text are of one snapshot"
    room.read_pages(NOW + HOUR)
    item = room.item("First grain ship")
    assert room.store.snapshots([item.snapshot])[item.snapshot].text.startswith(item.title)


def test_a_feed_that_turns_to_full_texts_is_taken_at_its_word(room: Newsroom) -> None:
    room.entry()
    room.html("/grain", article(*BODY))
    room.gather()
    room.entries.clear()
    room.entry(text=FULL.replace("</p>", " The feed has this sentence more.</p>"))
    room.gather(NOW + HOUR)
    assert room.item().text_from == "source"
    assert "The feed has this sentence more." in text_of(room.item())[0]


def test_other_things_change_at_once(room: Newsroom) -> None:
    room.entry()
    room.html("/grain", article(*BODY))
    room.gather()
    room.entries.clear()
    room.entry(dated="2025-06-07")
    room.gather_feeds(NOW + HOUR)
    assert room.item().published == datetime(2025, 6, 7, 9, tzinfo=UTC)
    assert text_of(room.item()) == BODY


# -- pages that are no articles --------------------------------------------------------------------------------------

CONSENT = article(
    "We and our 842 partners store and access information on your device. You can accept all, or manage your preferences.",
    "Our partners have a legitimate interest in personalised ads; you may withdraw your consent at any time.",
    title="We value your privacy",
)
PAYWALL = article(BODY[0], BODY[1], "Subscribe to continue reading this article.", "Already a subscriber? Sign in.")
OTHER = article(
    "The museum shows 120 paintings of the Dutch seventeenth century, among them three by Vermeer.",
    "Tickets are sold for fixed hours; on Thursdays the rooms stay open until ten in the evening.",
    "A catalogue with all works is printed in Dutch, French and English, and costs forty euros.",
    title="Museum extends its exhibition of old masters",
)
ENDS = {
    "consent": (CONSENT, "the page asks for consent"),
    "paywall": (PAYWALL, "the page shows its article to subscribers only"),
    "other": (OTHER, "the page holds another article"),
    "shorter": (article("The first ship with grain from Odesa passed the Bosporus."), "the page gives less than the feed"),
    "empty": (b"<html><body><div id='app'></div><script>start()</script></body></html>", "no article was found on the page"),
    "missing": (article("Check the address.", title="Page not found"), "the page says that the article is not there"),
    "robots": (article("Enable JavaScript and cookies to continue.", title="Just a moment..."), "the page asks whether a person is reading"),
    "login": (b"<html><title>Log in</title><main><p>Welcome back to Wire, please log in.</p><form><input type='password'></form></main></html>", "the page asks for a login"),
}  # fmt: skip


@pytest.mark.parametrize("what", ENDS)
def test_a_page_that_is_no_article_leaves_the_feeds_text(room: Newsroom, what: str) -> None:
    body, why = ENDS[what]
    room.entry()
    room.html("/grain", body)
    assert room.gather() == PagesRead(kept=1)
    item = room.item()
    assert text_of(item) == (LEAD,)
    assert (item.text_from, item.text_note) == ("stub", f"{why}: the feed's own text stays")
    assert room.gather(NOW + 48 * HOUR) == PagesRead(), "it is not asked for again"


def test_a_page_that_says_what_the_feed_says(room: Newsroom) -> None:
    room.entry()
    room.html("/grain", article(LEAD))
    assert room.gather() == PagesRead(kept=1)
    assert (room.item().text_from, room.item().text_note) == (
        "source",
        "the page gives no more than the feed: the feed's own text stays",
    )


def test_what_is_no_web_page(room: Newsroom) -> None:
    room.entry()
    room.site.page("/grain", b"%PDF-1.4 ...", Content_Type="application/pdf")
    assert room.gather() == PagesRead(kept=1)
    assert room.item().text_note == "the address gives application/pdf, no web page: the feed's own text stays"


def test_a_page_that_is_not_there_is_tried_four_times_in_all(room: Newsroom) -> None:
    room.entry()
    room.html("/grain", b"", status=404)
    hours = (0, 0.5, 1, 2, 7, 8, 31, 32, 100, 1000)
    asked = []
    for hour in hours:
        room.gather(NOW + hour * HOUR)
        asked.append(room.asked())
    assert asked == [1, 1, 2, 2, 3, 3, 4, 4, 4, 4]
    assert room.item().text_note.startswith("the page could not be fetched (")
    assert room.item().text_note.endswith("): the feed's own text stays")
    assert room.store.failures() == [], "a page is no source: its trouble is told with its item"


def test_a_page_that_comes_late(room: Newsroom) -> None:
    room.entry()
    room.html("/grain", b"", status=404)
    room.gather()
    room.html("/grain", article(*BODY))
    assert room.gather(NOW + HOUR) == PagesRead(read=1)
    assert (room.item().text_from, room.item().text_note) == ("page", "")


class Overwhelmed:
    """An engine whose workers cannot read anything within the limits that they are given."""

    def __init__(self) -> None:
        self.limits: list[Limits] = []

    def run(
        self, fn: Callable[[V], R], values: Iterable[V], limits: Limits, name: Callable[[V], Failure]
    ) -> Iterator[R | Failure]:
        """Fail each value."""
        for value in values:
            self.limits.append(limits)
            yield replace(name(value), what=f"needed more than {limits.memory} MB of memory")


def test_a_page_that_cannot_be_read_within_the_limits(room: Newsroom) -> None:
    room.entry()
    room.html("/grain", article(*BODY))
    room.gather_feeds()
    engine = Overwhelmed()
    assert room.read_pages(engine=engine) == PagesRead(failed=1)
    assert engine.limits == [Limits(cpu=10, memory=512, wall=60)]
    why = "the page could not be read (needed more than 512 MB of memory)"
    assert room.item().text_note == f"{why}: the feed's own text stays"
    assert room.read_pages(NOW + HOUR) == PagesRead(read=1)


# -- which pages are asked for ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "full", "asked"),
    [
        ("", False, 1),
        ("", True, 0),
        ('full_text = "always"', True, 1),
        ('full_text = "never"', False, 0),
        ('[gather]\nfull_text = "never"', False, 0),
        ('full_text = "auto"\n[gather]\nfull_text = "never"', False, 1),
    ],
)
def test_auto_always_never(room: Newsroom, settings: str, full: bool, asked: int) -> None:
    room.settings = settings
    room.entry(text=FULL if full else LEAD)
    room.html("/grain", article(*BODY, "Nobody else has this paragraph, which only the page of the article has."))
    room.gather()
    assert room.asked() == asked
    assert room.item().text_from == ("page" if asked else "source" if full else "stub")
    assert room.store.wanted_pages(NOW, {"Wire": None}, 9) == ([], 0)


def test_old_items_are_left_alone(room: Newsroom) -> None:
    room.settings = "max_age = 3"
    room.entry(dated="2025-06-01")
    room.html("/grain", article(*BODY))
    assert room.gather() == PagesRead()
    assert room.asked() == 0


def test_what_is_too_much_waits_for_the_next_gather(room: Newsroom) -> None:
    for number in range(5):
        room.entry(
            f"/{number}", f"Grain corridor report, part {number + 1} of the series", dated=f"2025-06-0{number + 1}"
        )
        room.html(f"/{number}", article(*BODY, title=f"Grain corridor report, part {number + 1} of the series"))
    room.gather_feeds()
    assert room.read_pages(most=2) == PagesRead(read=2, waiting=3)
    assert room.asked("/4") == room.asked("/3") == 1, "the newest first"
    assert room.read_pages(most=30, patience=0) == PagesRead(read=1, waiting=2)
    assert room.read_pages() == PagesRead(read=2)


def test_two_items_of_one_page_ask_once(room: Newsroom) -> None:
    room.entry()
    room.entries[0] = room.entries[0].replace("<id>urn:/grain</id>", "<id>urn:first</id>")
    room.entry(text=f"{BODY[1][:90]} ...")
    room.html("/grain", article(*BODY))
    assert room.gather() == PagesRead(read=2)
    assert room.asked() == 1


def test_one_request_to_a_host_at_a_time(room: Newsroom) -> None:
    for number in range(4):
        room.entry(f"/{number}", f"Grain corridor report, part {number + 1} of the series")

        def slow(visit: Visit, number: int = number) -> None:
            time.sleep(0.05)
            visit.send(article(*BODY, title=f"Grain corridor report, part {number + 1} of the series"))

        room.site.pages[f"/{number}"] = slow
    assert room.gather().read == 4
    assert room.site.busiest == 1


def test_a_private_address_is_not_asked(room: Newsroom) -> None:
    """A feed cannot send the program to a host of its choice inside the network."""
    with open_site("127.0.0.2") as inside:
        inside.page("/secret", article(*BODY))
        room.entry()
        room.entries[0] = room.entries[0].replace(f"{room.site.url}/grain", f"{inside.url}/secret")
        room.site.page("/feed", f'<feed xmlns="http://www.w3.org/2005/Atom">{room.entries[0]}</feed>'.encode())
        assert room.gather() == PagesRead(failed=1)
        assert inside.requests == []


# -- what else the page gives ----------------------------------------------------------------------------------------


def test_the_page_gives_what_the_feed_lacks(room: Newsroom) -> None:
    head = (
        '<meta name="author" content="The Istanbul desk"><meta property="og:image" content="/ship.jpg">'
        '<meta property="og:image:alt" content="A ship in the strait">'
        '<meta property="article:published_time" content="2025-06-04T10:00:00Z">'
    )
    room.entry(dated="")
    room.html("/grain", article(*BODY, head=head))
    room.gather()
    item = room.item()
    assert item.author == "The Istanbul desk"
    assert item.picture == Picture(f"{room.site.url}/ship.jpg", "A ship in the strait")
    assert (item.published, item.dated_by, item.dated_from) == (
        datetime(2025, 6, 4, 10, tzinfo=UTC), "publisher", "the page",
    )  # fmt: skip
    room.entry("/other", "Another article about another thing altogether", dated="2020-01-01")
    room.gather(NOW + HOUR)
    assert room.item() == item, "the feed still has no date: that changes nothing"
    assert room.asked() == 1


def test_the_feeds_own_words_go_first(room: Newsroom) -> None:
    head = '<meta name="author" content="The web desk"><meta property="article:published_time" content="2025-06-01">'
    room.entry()
    room.html("/grain", article(*BODY, head=head))
    room.entries[0] = room.entries[0].replace("<content", "<author><name>The Odesa desk</name></author><content")
    room.site.page("/feed", f'<feed xmlns="http://www.w3.org/2005/Atom">{room.entries[0]}</feed>'.encode())
    room.gather()
    assert room.item().author == "The Odesa desk"
    assert room.item().published == datetime(2025, 6, 5, 9, tzinfo=UTC)


def test_selectors_of_a_site(room: Newsroom) -> None:
    body = "".join(f"<div class='x1'><span>{one}</span></div>" for one in BODY)
    page = f"<html><body><div class='zz'>{body}<div class='box'>Take our survey of readers.</div></div></body></html>"
    room.tables = '[[sites]]\nhost = "127.0.0.1"\narticle = ".zz"\nremove = [".box"]\n'
    room.entry()
    room.html("/grain", page.encode())
    assert room.gather().read == 1
    assert text_of(room.item()) == BODY


def test_a_name_in_the_store_is_the_items(room: Newsroom) -> None:
    """Neither what the page calls its article nor its canonical address makes another item of it."""
    room.entry()
    head = '<link rel="canonical" href="https://elsewhere.example/ship"><meta property="og:title" content="A ship">'
    room.html("/grain", article(*BODY, head=head))
    room.gather_feeds()
    before = room.item()
    room.read_pages()
    after = room.item()
    assert replace(after, snapshot=before.snapshot, passages=before.passages, text_from="stub") == before
