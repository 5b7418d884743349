"""One request at a time and a pause between two, whoever asks, and nobody else waits for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from threading import Thread

import pytest

from digest.models import Failure, Fetched, Outcome
from digest.sources.addresses import allowed
from digest.sources.fetching import fetch_all
from digest.sources.http import HttpSource, Patience, Web
from tests.builders import NOW
from tests.sources.asking import FEED, failure, fetch
from tests.sources.site import Site, Visit, open_site

PAUSE = 0.1
LATE = 0.005  # two clocks, and a thread that is woken a little early


class Arrivals:
    """When requests came to a site, in seconds."""

    def __init__(self, site: Site) -> None:
        self.at: list[float] = []
        self._site = site

    def page(self, path: str, body: bytes = FEED, status: int = 200, takes: float = 0.0, **headers: str) -> str:
        """Put up a page that notes when it is asked for."""

        def answer(visit: Visit) -> None:
            self.at.append(time.monotonic())
            time.sleep(takes)
            visit.send(body, status, **headers)

        self._site.pages[path] = answer
        return self._site.url + path

    def gaps(self) -> list[float]:
        """Seconds between two requests."""
        return [later - earlier for earlier, later in pairwise(self.at)]


@pytest.fixture
def slow_web() -> Web:
    return Web(NOW, allowed=allowed(["127.0.0.0/8"]), patience=Patience(connect=1, read=1, total=3), pause=PAUSE)


def sources(web: Web, *urls: str) -> list[HttpSource]:
    return [HttpSource(f"Feed {number}", url, web) for number, url in enumerate(urls)]


def kinds(outcomes: Iterator[Outcome]) -> set[type]:
    return {type(outcome) for outcome in outcomes}


def test_between_two_requests_to_a_host_there_is_a_pause(site: Site, slow_web: Web) -> None:
    arrivals = Arrivals(site)
    url = arrivals.page("/feed", takes=0.03)
    assert kinds(fetch_all(sources(slow_web, *(f"{url}?{one}" for one in range(6))), {})) == {Fetched}
    assert len(arrivals.at) == 6
    assert min(arrivals.gaps()) >= PAUSE + 0.03 - LATE
    assert max(arrivals.gaps()) < PAUSE + 0.13
    assert (site.busiest, len(site.clients)) == (1, 1)


def test_nobody_is_spared_where_nobody_answers() -> None:
    with open_site() as gone:
        url = gone.url
    slow = Web(NOW, allowed=allowed(["127.0.0.0/8"]), patience=Patience(connect=1, read=1, total=3), pause=5)
    start = time.monotonic()
    outcomes = list(fetch_all(sources(slow, *(f"{url}/{number}" for number in range(5))), {}))
    assert [type(one) for one in outcomes] == [Failure] * 5
    assert time.monotonic() - start < 4


def test_the_hops_of_a_redirect_are_requests_too(site: Site, slow_web: Web) -> None:
    arrivals = Arrivals(site)
    arrivals.page("/c")
    arrivals.page("/b", status=302, Location="/c")
    url = arrivals.page("/a", status=301, Location="/b")
    assert isinstance(fetch(url, slow_web), Fetched)
    assert kinds(fetch_all(sources(slow_web, url, url + "?2"), {})) == {Fetched}
    assert len(arrivals.at) == 9
    assert min(arrivals.gaps()) >= PAUSE - LATE


def test_feeds_then_pages_then_pictures_share_the_pauses(site: Site, slow_web: Web) -> None:
    arrivals = Arrivals(site)
    url = arrivals.page("/feed")
    for _ in range(3):
        assert kinds(fetch_all(sources(slow_web, url), {})) == {Fetched}
    threads = [Thread(target=fetch, args=(url, slow_web)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(arrivals.at) == 6
    assert min(arrivals.gaps()) >= PAUSE - LATE
    assert site.busiest == 1


def test_spellings_ports_and_schemes_of_a_host_are_one_host(slow_web: Web) -> None:
    with open_site("127.0.0.8") as one, open_site("127.0.0.8") as other:
        first, second = Arrivals(one), Arrivals(other)
        urls = [first.page("/feed"), second.page("/feed"), first.page("/2").replace("127.0.0.8", "127.0.0.8.")]
        list(fetch_all(sources(slow_web, *urls), {}))
        times = sorted(first.at + second.at)
    assert len(times) >= 2
    assert min(later - earlier for earlier, later in pairwise(times)) >= PAUSE - LATE


def test_a_host_with_many_feeds_holds_up_no_other() -> None:
    """40 hosts and one with 8 feeds on 5 threads: as long as the longest queue takes, and the others are done first."""
    web = Web(NOW, allowed=allowed(["127.0.0.0/8"]), pause=0.2)
    with ExitStack() as stack:
        sites = [stack.enter_context(open_site(f"127.0.2.{number}")) for number in range(1, 42)]
        urls = [Arrivals(one).page("/feed", takes=0.02) for one in sites]
        many = [f"{urls[0]}?{number}" for number in range(8)]
        start = time.monotonic()
        done: list[tuple[str, float]] = []
        for outcome in fetch_all(sources(web, *urls[1:], *many), {}, at_once=5):
            assert isinstance(outcome, Fetched)
            done.append((outcome.url, time.monotonic() - start))
        last_of_many = max(at for url, at in done if url in many)
        last_of_others = max(at for url, at in done if url not in many)
    assert last_of_many >= 7 * 0.2
    assert last_of_many < 8 * 0.22 + 0.7
    assert last_of_others < 1.2  # 40 x 0.02 s on 5 threads is 0.2 s


def test_redirects_that_pause_keep_no_thread() -> None:
    """30 hosts that each send us on to themselves, on 2 threads: were the pause slept in them, it took 7.5 s."""
    web = Web(NOW, allowed=allowed(["127.0.0.0/8"]), pause=0.5)
    with ExitStack() as stack:
        sites = [stack.enter_context(open_site(f"127.0.3.{number}")) for number in range(1, 31)]
        urls = [one.page("/old", status=301, Location="/new") for one in sites]
        for one in sites:
            one.page("/new", FEED)
        start = time.monotonic()
        assert kinds(fetch_all(sources(web, *urls), {}, at_once=2)) == {Fetched}
        assert time.monotonic() - start < 3


def test_a_host_that_is_asked_too_often_is_left_alone_for_this_run(site: Site, web: Web) -> None:
    url = site.page("/feed", status=429, Retry_After="90")
    site.page("/other", FEED)
    outcomes = sorted(fetch_all(sources(web, url, site.url + "/other"), {}), key=lambda one: one.source)
    first, second = outcomes
    assert isinstance(first, Failure)
    assert isinstance(second, Failure)
    assert second.what == "127.0.0.1 was not asked: the server says 429 Too Many Requests for another address of it"
    assert second.advice == "It asks for a pause of 90 s."
    assert [round(one.wishes.wait) for one in (first, second)] == [90, 90]
    assert {one.wishes.host for one in (first, second)} == {"127.0.0.1"}
    assert [one.wishes.unasked for one in (first, second)] == [False, True]
    assert len(site.requests) == 1


def test_a_feed_that_is_not_available_leaves_the_others_of_its_host(site: Site, web: Web) -> None:
    told = failure(site.page("/feed", status=503, Retry_After="90"), web)
    assert (told.wishes.wait, told.wishes.host) == (90, "")
    assert isinstance(fetch(site.page("/other", FEED), web), Fetched)


def test_a_hung_up_connection_is_made_again_after_the_pause(site: Site, slow_web: Web) -> None:
    arrivals = Arrivals(site)
    answer_and_hang_up = arrivals.page("/feed")

    def once(visit: Visit) -> None:
        arrivals.at.append(time.monotonic())
        if len(arrivals.at) != 2:
            visit.send(FEED)
        visit.close_connection = True  # the second time without a word, when the request is there

    site.pages["/feed"] = once
    with HttpSource("Wire", site.url, slow_web).lease():
        assert [type(fetch(answer_and_hang_up, slow_web)) for _ in range(2)] in ([Fetched] * 2, [Fetched, Failure])
    assert min(arrivals.gaps()) >= PAUSE - LATE
