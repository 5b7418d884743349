"""Many sources at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from digest.models import Failure, Fetched, Unchanged, Validators
from digest.protocols import Source
from digest.sources.addresses import allowed
from digest.sources.fetching import fetch_all
from digest.sources.files import FilesSource
from digest.sources.http import HttpSource, Web
from tests.builders import NOW
from tests.sources.conftest import QUICK
from tests.sources.site import Site, Visit, open_site


@dataclass
class Scripted:
    """A source that yields what it is told, or raises."""

    name: str
    outcomes: tuple[Fetched | Unchanged | Failure, ...] = ()
    error: Exception | None = None
    asked: int = 0

    def fetch(self, known: Mapping[str, Validators]) -> Iterator[Fetched | Unchanged | Failure]:
        self.asked += 1
        yield from self.outcomes
        if self.error is not None:
            raise self.error


def unchanged(name: str, number: int = 0) -> Unchanged:
    return Unchanged(name, f"https://{name}.example/{number}", datetime(2025, 6, 9, tzinfo=UTC))


def test_no_sources_give_no_outcomes() -> None:
    assert list(fetch_all([], {})) == []


def test_every_source_of_every_sort_is_asked(site: Site, web: Web, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Delegations met.")
    sources: list[Source] = [
        HttpSource("Feed", site.page("/feed", b"<rss/>"), web),
        FilesSource("Notes", ("*.txt",), tmp_path, NOW),
        Scripted("Other", (unchanged("Other"),)),
    ]
    outcomes = sorted(fetch_all(sources, {}), key=lambda outcome: outcome.source)
    assert [(outcome.source, type(outcome)) for outcome in outcomes] == [
        ("Feed", Fetched),
        ("Notes", Fetched),
        ("Other", Unchanged),
    ]


def test_each_source_is_told_what_is_known_of_it(site: Site, web: Web) -> None:
    url = site.page("/feed", status=304)
    known = {"A": {url: Validators('"a"')}, "B": {url: Validators('"b"')}}
    outcomes = list(fetch_all([HttpSource("A", url, web), HttpSource("B", url, web)], known))
    assert [type(outcome) for outcome in outcomes] == [Unchanged, Unchanged]
    assert {headers["If-None-Match"] for _, headers in site.requests} == {'"a"', '"b"'}


def test_one_source_that_raises_does_not_stop_the_others() -> None:
    sources = [Scripted("Bad", error=RuntimeError("oops")), Scripted("Good", (unchanged("Good"),))]
    bad, good = sorted(fetch_all(sources, {}), key=lambda outcome: outcome.source)
    assert isinstance(bad, Failure)
    assert bad.what == "failed with RuntimeError: oops"
    assert good == unchanged("Good")


def test_a_host_is_asked_one_thing_at_a_time_over_one_connection() -> None:
    with open_site() as site:

        def slowly(visit: Visit) -> None:
            time.sleep(0.02)
            visit.send(b"<rss/>")

        site.pages["/feed"] = slowly
        web = Web(NOW, allowed=allowed(["127.0.0.0/8"]), patience=QUICK)
        sources = [HttpSource(f"Feed {number}", f"{site.url}/feed?{number}", web) for number in range(8)]
        assert all(isinstance(outcome, Fetched) for outcome in fetch_all(sources, {}))
        assert len(site.requests) == 8
        assert site.busiest == 1
        assert len(site.clients) == 1


def test_feeds_that_are_sent_to_one_host_wait_in_turn_there(web: Web) -> None:
    with open_site("127.0.0.5") as hub, open_site("127.0.0.6") as one, open_site("127.0.0.7") as two:

        def slowly(visit: Visit) -> None:
            time.sleep(0.05)
            visit.send(b"<rss/>")

        hub.pages["/feed"] = slowly
        web = Web(NOW, allowed=allowed(["127.0.0.0/8"]), patience=QUICK)
        sources = [
            HttpSource(site.host, site.page("/feed", status=302, Location=hub.url + "/feed"), web)
            for site in (one, two)
        ]
        assert all(isinstance(outcome, Fetched) for outcome in fetch_all(sources, {}))
        assert hub.busiest == 1


def test_hosts_are_asked_in_parallel_but_not_too_many() -> None:
    gate = threading.Semaphore(0)
    busy: list[int] = []
    guard = threading.Lock()
    now = [0]

    @dataclass
    class Waiting(Scripted):
        def fetch(self, known: Mapping[str, Validators]) -> Iterator[Fetched | Unchanged | Failure]:
            with guard:
                now[0] += 1
                busy.append(now[0])
            gate.acquire(timeout=5)
            with guard:
                now[0] -= 1
            yield unchanged(self.name)

    outcomes = fetch_all([Waiting(str(number)) for number in range(12)], {}, at_once=4)
    for _ in range(12):
        gate.release()
        assert isinstance(next(outcomes), Unchanged)
    assert list(outcomes) == []
    assert max(busy) <= 4


def test_an_outcome_does_not_wait_for_the_slow_ones() -> None:
    release = threading.Event()

    @dataclass
    class Slow(Scripted):
        def fetch(self, known: Mapping[str, Validators]) -> Iterator[Fetched | Unchanged | Failure]:
            release.wait(5)
            yield unchanged(self.name)

    outcomes = fetch_all([Slow("Slow"), Scripted("Fast", (unchanged("Fast"),))], {})
    assert next(outcomes).source == "Fast"
    release.set()
    assert next(outcomes).source == "Slow"


def test_no_more_is_fetched_than_is_read() -> None:
    sources = [Scripted(str(number), (unchanged(str(number)),)) for number in range(200)]
    outcomes = fetch_all(sources, {}, at_once=4)
    assert len(list(islice(outcomes, 1))) == 1
    time.sleep(0.1)
    assert sum(source.asked for source in sources) <= 1 + 16 + 4 * 2
    outcomes.close()  # type: ignore[attr-defined]


def test_closing_stops_the_threads() -> None:
    before = set(threading.enumerate())
    sources = [Scripted(str(number), (unchanged(str(number)),)) for number in range(200)]
    outcomes = fetch_all(sources, {}, at_once=4)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    end = time.monotonic() + 5
    while set(threading.enumerate()) - before and time.monotonic() < end:
        time.sleep(0.01)
    assert set(threading.enumerate()) <= before
    assert sum(source.asked for source in sources) < 200


@pytest.mark.offline
def test_without_a_network_all_fail_quickly() -> None:
    web = Web(NOW)
    sources = [HttpSource(f"Feed {number}", f"https://{number}.example/feed", web) for number in range(60)]
    start = time.monotonic()
    outcomes = list(fetch_all(sources, {}))
    assert time.monotonic() - start < 2
    assert len(outcomes) == 60
    assert all(isinstance(outcome, Failure) for outcome in outcomes)


def test_the_longest_queue_is_begun_first(site: Site, web: Web) -> None:
    with open_site("127.0.0.9") as other:
        web = Web(NOW, allowed=allowed(["127.0.0.0/8"]), patience=QUICK)
        single, shared = site.page("/feed", b"<rss/>"), other.page("/feed", b"<rss/>")
        sources = [HttpSource(str(number), url, web) for number, url in enumerate([single, shared, shared + "?2"])]
        first = next(iter(fetch_all(sources, {}, at_once=1)))
    assert first.source == "1"
