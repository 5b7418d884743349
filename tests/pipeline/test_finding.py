"""From a page to its feed: what is asked, in which order, and what is remembered. Over a network made of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from digest.cli.watching import Looker
from digest.engine.serial import SerialEngine
from digest.models import Failure, Fetched, FoundFeed, Outcome, SourceFacts, Unchanged
from digest.pipeline.brief import read_all
from digest.pipeline.finding import Finder, Known
from digest.pipeline.gather import Gathered, Plan, gather
from digest.store import Store, open_store
from tests.builders import NOW, fetched

PAGE = "https://example.org/"
FEED = """<rss version="2.0"><channel><title>W</title><item><guid>1</guid><title>Delegations meet</title>
<description>Delegations met in Istanbul on Monday for talks.</description></item></channel></rss>"""
NOTHING = "<!doctype html><title>Nothing here</title><p>Not a feed at all.</p>"


def page(*links: str) -> str:
    return "<!doctype html><title>Site</title>" + "".join(
        f'<link rel=alternate type="application/rss+xml" href="{link}">' for link in links
    )


class Net:
    """Bodies by address; whatever is not there is a 404. Remembers what was asked."""

    def __init__(self, **bodies: str) -> None:
        self.bodies = {PAGE + name.replace("home", ""): body for name, body in bodies.items()}
        self.asked: list[str] = []

    def get(self, source: str, url: str, *, followed: bool) -> Outcome:
        self.asked.append(url.removeprefix(PAGE))
        body = self.bodies.get(url)
        if body is None:
            return Failure(source, url, "fetch", "the server says 404 Not Found", "Look for it.")
        if body.startswith("!"):
            return Failure(source, url, "fetch", body[1:], "Wait.")
        if body == "same":
            return Unchanged(source, url, NOW)
        kind = "text/html" if "doctype" in body else "application/rss+xml"
        return fetched(body, source=source, url=url, media_type=kind, followed=followed)

    def ask(self, addresses: Mapping[str, str], known: Known) -> Iterator[Outcome]:
        for source, url in addresses.items():
            yield self.get(source, url, followed=True)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        yield opened


def run(net: Net, store: Store, days: int = 0, url: str = PAGE) -> Gathered:
    """One gather of the source "Site" at `url`, so many days later."""
    at = NOW + timedelta(days=days)
    finder = Finder(net.ask, {"Site": url}, store.found_feeds(), at)
    address = finder.instead.get("Site", url)
    net.asked.clear()

    def fetch(known: Known) -> Iterator[Outcome]:
        one = net.get("Site", address, followed=address != url)
        yield replace(one, at=at) if isinstance(one, Fetched) else one

    return gather(fetch, {"Site": SourceFacts("Site")}, store, SerialEngine(), at, Looker(), Plan(finder=finder))


def test_a_page_leads_to_its_feed_which_is_asked_directly_the_next_time(store: Store) -> None:
    net = Net(home=page("/comments/feed", "/feed.xml"), **{"feed.xml": FEED})
    done = run(net, store)
    assert net.asked == ["", "feed.xml"]
    assert (done.new, done.failures) == (1, ())
    assert done.notes == ("Site: read from https://example.org/feed.xml, named by its page",)
    done = run(net, store, days=1)
    assert net.asked == ["feed.xml"]
    assert (done.same, done.failures, done.notes) == (1, (), ())
    assert store.failures() == []


PARAGRAPH = (
    "<p>" + "The delegations met in the palace at noon and talked for two hours about the exchange. " * 3 + "</p>"
)
ARTICLE = f"<!doctype html><title>Talks</title><main><h1>Talks resume in Istanbul</h1>{PARAGRAPH * 4}</main>"


@pytest.mark.parametrize(
    "place", ["world/talks-resume-in-istanbul", "world/talks.html", "2025/06/talks", "world/talks-1234567"]
)
def test_beside_the_page_of_an_article_no_feed_is_looked_for(store: Store, place: str) -> None:
    folder = place.rpartition("/")[0]
    net = Net(**{place: ARTICLE, f"{folder}/feed": FEED, f"{place}/feed": FEED, "feed": FEED})
    done = run(net, store, url=PAGE + place)
    assert net.asked == [place]
    (trouble,) = done.failures
    assert trouble.what == "This is no feed: it is the page of one article, and names none."
    assert trouble.advice == "`digest add URL` takes one article. Give the address of the site's RSS or Atom feed."
    assert store.found_feeds() == []


@pytest.mark.parametrize(
    ("place", "body"),
    [
        ("world", ARTICLE),  # a section's page whose first story is told at length
        ("index.html", ARTICLE),
        ("category/talks-in-istanbul", ARTICLE),
        ("middle-east-and-africa", NOTHING),
    ],
)
def test_a_section_s_feed_is_looked_for(store: Store, place: str, body: str) -> None:
    folder = "feed" if "." in place else f"{place}/feed"
    net = Net(**{place: body, folder: FEED})
    assert run(net, store, url=PAGE + place).new == 1
    assert net.asked == [place, folder]


def test_the_feed_that_an_article_names_is_read(store: Store) -> None:
    net = Net(**{"2025/06/talks": ARTICLE.replace("<main>", page("/feed.xml") + "<main>"), "feed.xml": FEED})
    assert run(net, store, url=PAGE + "2025/06/talks").new == 1


def test_an_unchanged_feed_keeps_what_is_remembered(store: Store) -> None:
    net = Net(home=page("/feed.xml"), **{"feed.xml": FEED})
    run(net, store)
    net.bodies[PAGE + "feed.xml"] = "same"
    assert run(net, store, days=1).unchanged == 1
    assert net.asked == ["feed.xml"]


def test_the_next_best_feed_is_asked_where_the_best_is_broken(store: Store) -> None:
    net = Net(home=page("/a", "/b", "/c"), b=NOTHING, c=FEED)
    assert run(net, store).new == 1
    assert net.asked == ["", "a", "b", "c"]


def test_a_page_of_feeds_behind_a_link_is_followed(store: Store) -> None:
    net = Net(home=page("/rss"), rss=page("/rss/world.xml"), **{"rss/world.xml": FEED})
    assert run(net, store).new == 1
    assert net.asked == ["", "rss", "rss/world.xml"]


def test_the_usual_places_are_tried_where_the_page_names_none_and_that_is_told(store: Store) -> None:
    net = Net(home=NOTHING, **{"atom.xml": FEED})
    done = run(net, store)
    assert net.asked == ["", "feed", "rss.xml", "atom.xml"]
    assert done.notes == ("Site: read from https://example.org/atom.xml, a usual place: its page names no feed",)


def test_what_was_tried_in_vain_is_told_and_not_tried_again_for_a_week(store: Store) -> None:
    net = Net(home=NOTHING, feed=NOTHING)
    (trouble,) = run(net, store).failures
    assert len(net.asked) == 8
    assert trouble.where == PAGE
    assert (
        "https://example.org/feed (a page, not a feed); https://example.org/rss.xml (the server says" in trouble.advice
    )
    (trouble,) = run(net, store, days=3).failures
    assert net.asked == [""]
    assert "tried in vain on 2025-06-09" in trouble.advice
    run(net, store, days=8)
    assert len(net.asked) == 8
    assert [one.what for one in store.failures()] == [trouble.what]


def test_a_page_whose_feeds_are_all_broken_says_why(store: Store) -> None:
    net = Net(home=page("/a", "/b"), a=NOTHING)
    (trouble,) = run(net, store).failures
    assert trouble.advice == (
        "The feeds that it names cannot be read: https://example.org/a (a page, not a feed); "
        "https://example.org/b (the server says 404 Not Found). Give the address of the site's RSS or Atom feed."
    )
    assert net.asked == ["", "a", "b"]


@pytest.mark.parametrize("end", [None, NOTHING, "no feed at all"], ids=["404", "a page", "no feed"])
def test_a_feed_that_is_gone_sends_us_back_to_the_page(store: Store, end: str | None) -> None:
    net = Net(home=page("/old"), old=FEED)
    run(net, store)
    net.bodies[PAGE] = page("/new")
    net.bodies[PAGE + "new"] = FEED
    if end is None:
        del net.bodies[PAGE + "old"]
    else:
        net.bodies[PAGE + "old"] = end
    done = run(net, store, days=1)
    assert net.asked == ["old", "", "new"]
    assert (done.failures, done.same) == ((), 1)
    assert [one.feed for one in store.found_feeds()] == [PAGE + "new"]


def test_a_server_that_is_only_down_is_not_asked_for_its_page_too(store: Store) -> None:
    net = Net(home=page("/feed"), feed=FEED)
    run(net, store)
    net.bodies[PAGE + "feed"] = "!the server says 503 Service Unavailable"
    (trouble,) = run(net, store, days=1).failures
    assert net.asked == ["feed"]
    assert (trouble.where, trouble.what) == (PAGE + "feed", "the server says 503 Service Unavailable")


def test_a_feed_that_is_gone_for_good_stays_the_trouble_that_is_told(store: Store) -> None:
    net = Net(home=page("/feed"), feed=FEED)
    run(net, store)
    del net.bodies[PAGE + "feed"]
    (trouble,) = run(net, store, days=1).failures
    assert net.asked == ["feed", ""]
    assert trouble.where == PAGE + "feed"
    assert "https://example.org/ names no other feed that can be read" in trouble.advice


def test_a_page_that_became_a_feed_is_read_itself(store: Store) -> None:
    net = Net(home=page("/feed"), feed=FEED)
    run(net, store)
    net.bodies = {PAGE: FEED}
    done = run(net, store, days=1)
    assert (net.asked, done.failures, done.notes) == (["feed", ""], (), ())
    run(net, store, days=2)
    assert net.asked == [""]


def test_another_address_in_feeds_toml_makes_what_was_found_worthless(store: Store) -> None:
    net = Net(home=page("/feed"), feed=FEED, other=FEED)
    run(net, store)
    run(net, store, days=1, url=PAGE + "other")
    assert net.asked == ["other"]


def test_without_a_way_to_ask_a_page_is_a_trouble_that_names_the_feed() -> None:
    net = Net(home=page("/feed"))
    (_, (trouble,)) = read_all(lambda _: iter([net.get("Site", PAGE, followed=False)]), {}, SerialEngine(), Looker())
    assert trouble.advice == "Its page names this feed: https://example.org/feed"


def test_a_check_of_all_sources_follows_pages_too() -> None:
    net = Net(home=page("/feed"), feed=FEED)
    finder = Finder(net.ask, {"Site": PAGE}, (), NOW)
    readings, failures = read_all(
        lambda _: iter([net.get("Site", PAGE, followed=False)]), {}, SerialEngine(), Looker(), finder
    )
    assert ([one.item.title for one in readings], failures) == (["Delegations meet"], [])


def test_the_store_keeps_the_latest_of_each_source(store: Store) -> None:
    first = FoundFeed("A", PAGE, PAGE + "x", "named", NOW)
    store.remember_feeds([first, replace(first, source="B", feed="", how="guessed")])
    store.remember_feeds([replace(first, feed=PAGE + "y")])
    assert [(one.source, one.feed, one.at) for one in store.found_feeds()] == [("A", PAGE + "y", NOW), ("B", "", NOW)]
