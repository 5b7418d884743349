"""Polls over hours against a server that counts: each feed is asked once when it is due, politely, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from digest import wiring
from digest.cli.watching import Looker
from digest.config import Config, load
from digest.engine.serial import SerialEngine
from digest.models import Turn
from digest.pipeline.gather import Gathered, Plan, gather
from digest.pipeline.polling import plan_turns, remarks, resting
from digest.store import Store, open_store
from tests.builders import NOW
from tests.sources.site import Site, Visit, open_site

HOUR = timedelta(hours=1)


def rss(*titles: str) -> bytes:
    """A feed of these articles."""
    items = "".join(
        f"<item><guid>{title}</guid><title>{title}</title><description>Words about {title}.</description></item>"
        for title in titles
    )
    return f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()


class Desk:
    """A store, feeds on loopback hosts of their own, and a clock that is set by hand."""

    def __init__(self, sites: Mapping[str, Site], extra: str = "interval = 60") -> None:
        self.sites = sites
        self.store: Store = open_store("sqlite://")
        self.write({name: f"{site.url}/feed" for name, site in sites.items()}, extra)

    def write(self, urls: Mapping[str, str], extra: str = "interval = 60") -> None:
        """feeds.toml with these feeds."""
        tables = "".join(f'[[sources]]\nname = "{name}"\nurl = "{url}"\n{extra}\n' for name, url in urls.items())
        head = '[digest]\nallow_hosts = ["127.0.0.0/8"]\n[gather]\npause = 0.01\n'
        self.config: Config = load(head + tables, "feeds.toml", "/", {}, lambda name: True)

    def turns(self, at: datetime, *, due: bool = True) -> dict[str, Turn]:
        """What is planned at this moment."""
        return plan_turns(self.config, self.store.polls(), at, due_only=due)

    def gather(self, at: datetime, *, due: bool = True) -> tuple[Gathered, dict[str, int]]:
        """One gather; the requests that each feed's server had in it."""
        before = {name: len(site.requests) for name, site in self.sites.items()}
        turns = self.turns(at, due=due)
        facts = {name: one for name, one in wiring.facts(self.config).items() if not turns[name].rest}
        fetch = wiring.fetch(self.config, Path("/"), at, wiring.web(self.config, at, {}), turns)
        done = gather(fetch, facts, self.store, SerialEngine(), at, Looker(), Plan(turns))
        return done, {name: len(site.requests) - before[name] for name, site in self.sites.items()}

    def paths(self, name: str) -> list[str]:
        """What was asked of a feed's server, in order."""
        return [path for path, _ in self.sites[name].requests]


@pytest.fixture
def sites() -> Iterator[dict[str, Site]]:
    names = ("Steady", "Lively", "Moved", "Busy", "Gone", "Broken")
    with ExitStack() as stack:
        yield {name: stack.enter_context(open_site(f"127.0.1.{number}")) for number, name in enumerate(names, 1)}


def conditional(site: Site, version: str, body: bytes, path: str = "/feed") -> None:
    """Put up a page with an ETag, and 304 for who has it."""

    def page(visit: Visit) -> None:
        if visit.headers["If-None-Match"] == f'"{version}"':
            visit.send(status=304)
        else:
            visit.send(body, ETag=f'"{version}"')

    site.pages[path] = page


def _at_poll(sites: Mapping[str, Site], number: int) -> None:
    """What the servers answer in the poll of this number."""
    conditional(sites["Steady"], "1", rss("One"))
    conditional(sites["Lively"], str(number), rss(*(f"Article {one}" for one in range(number + 1))))
    conditional(sites["Moved"], "1", rss("Two"), "/new")
    sites["Moved"].page("/feed", status=301, Location="/new")
    conditional(sites["Busy"], "1", rss("Three"))
    conditional(sites["Gone"], "1", rss("Four"))
    conditional(sites["Broken"], "1", rss("Five"))
    if number == 2:
        sites["Busy"].page("/feed", status=429, Retry_After=str(3 * 3600))
    if number >= 4:
        sites["Gone"].page("/feed", status=410)
    if number in {5, 7}:
        sites["Broken"].page("/feed", status=500)


def test_ten_due_polls(sites: dict[str, Site]) -> None:
    desk = Desk(sites)
    asked: list[dict[str, int]] = []
    for number in range(10):
        _at_poll(sites, number)
        _, requests = desk.gather(NOW + number * HOUR)
        asked.append(requests)
        between, none = desk.gather(NOW + number * HOUR + HOUR / 2)
        assert (between.failures, set(none.values())) == ((), {0}), "nothing is due between two polls"
    rows = {name: [one[name] for one in asked] for name in sites}
    assert rows == {
        "Steady": [1] * 10,
        "Lively": [1] * 10,
        "Moved": [2, 2, 2, 1, 1, 1, 1, 1, 1, 1],  # sent on three times, then asked where it is
        "Busy": [1, 1, 1, 0, 0, 1, 1, 1, 1, 1],  # left alone for three hours
        "Gone": [1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
        "Broken": [1, 1, 1, 1, 1, 1, 0, 1, 0, 0],  # backed off: two hours after one failure, four after the second
    }
    assert desk.paths("Moved")[-7:] == ["/new"] * 7
    assert remarks(desk.turns(NOW + 10 * HOUR, due=False)) == [
        ("Moved", f"moved to {sites['Moved'].url}/new: change the address in feeds.toml"),
        ("Gone", "gone for good since 2025-06-09 and not asked again: correct its url in feeds.toml, or take it out"),
    ]
    later = [
        "If-None-Match" in headers
        for site in sites.values()
        for path, headers in [one for one in site.requests if one[0] != "/feed" or site is not sites["Moved"]][1:]
    ]
    assert sum(later) >= 0.95 * len(later)
    assert sum(row.count(1) for row in rows.values()) > 40


def test_a_gather_of_everything_obeys_pauses_and_gone_feeds_too(sites: dict[str, Site]) -> None:
    desk = Desk(sites)
    until = NOW + 2 * HOUR
    for site in sites.values():
        site.page("/feed", rss("One"))
    sites["Busy"].page("/feed", status=503, Retry_After=format_datetime(until, usegmt=True))
    sites["Gone"].page("/feed", status=410)
    done, _ = desk.gather(NOW, due=False)
    assert [(one.source, one.what) for one in done.failures] == [
        ("Busy", "the server says 503 Service Unavailable"),
        ("Gone", "the server says 410 Gone"),
    ]
    assert (
        done.failures[0].advice == "The next run tries again. It asks for a pause of 2 h: until then it is left alone."
    )
    _, requests = desk.gather(NOW + timedelta(minutes=1), due=False)
    assert requests == {"Steady": 1, "Lively": 1, "Moved": 1, "Busy": 0, "Gone": 0, "Broken": 1}
    assert dict(remarks(desk.turns(NOW + HOUR, due=False)))["Busy"] == (
        "its server asked for a pause: left alone until 2025-06-09T09:00+00:00"
    )
    assert resting(desk.turns(NOW + HOUR, due=False).values()) == {"paused": 1, "gone": 1}
    assert {one.source for one in desk.store.failures()} == {"Busy", "Gone"}, "what is not asked keeps its trouble"
    _, requests = desk.gather(until, due=False)
    assert (requests["Busy"], requests["Gone"]) == (1, 0)


def test_a_gone_feed_is_asked_again_when_its_address_changes(sites: dict[str, Site]) -> None:
    desk = Desk({"Gone": sites["Gone"]})
    sites["Gone"].page("/feed", status=410)
    sites["Gone"].page("/atom", rss("Four"))
    desk.gather(NOW)
    desk.write({"Gone": sites["Gone"].url + "/atom"})
    done, requests = desk.gather(NOW + HOUR / 2)
    assert (done.new, requests, desk.store.failures()) == (1, {"Gone": 1}, [])


def test_a_move_that_leads_nowhere_any_more_is_forgotten(sites: dict[str, Site]) -> None:
    desk = Desk({"Moved": sites["Moved"]})
    _at_poll(sites, 0)
    for number in range(4):
        desk.gather(NOW + number * HOUR)
    sites["Moved"].page("/new", status=404)
    sites["Moved"].page("/feed", rss("Two", "Three"))
    desk.gather(NOW + 4 * HOUR)
    done, _ = desk.gather(NOW + 5 * HOUR)
    assert desk.paths("Moved")[-3:] == ["/new", "/new", "/feed"]
    assert (done.new, done.failures) == (1, ())


def test_a_temporary_redirect_is_never_remembered(sites: dict[str, Site]) -> None:
    desk = Desk({"Moved": sites["Moved"]})
    sites["Moved"].page("/new", rss("Two"))
    sites["Moved"].page("/feed", status=302, Location="/new")
    for number in range(6):
        desk.gather(NOW + number * HOUR)
    assert desk.paths("Moved") == ["/feed", "/new"] * 6


def test_a_page_in_place_of_a_moved_feed_is_no_sighting(sites: dict[str, Site]) -> None:
    """A site that sends every old address to its front page has not moved its feed there."""
    desk = Desk({"Moved": sites["Moved"]})
    sites["Moved"].page("/", b"<!doctype html><html><title>Home</title></html>", Content_Type="text/html")
    sites["Moved"].page("/feed", status=301, Location="/")
    for number in range(6):
        desk.gather(NOW + number * timedelta(days=1))
    assert desk.paths("Moved") == ["/feed", "/"] * 6
    assert desk.store.polls()["Moved"].sightings == 0


def test_a_lively_feed_is_asked_more_often_than_a_quiet_one(sites: dict[str, Site]) -> None:
    desk = Desk({name: sites[name] for name in ("Steady", "Lively")}, extra="")
    asked = {"Steady": 0, "Lively": 0}
    for number in range(72):  # twelve hours, a look every ten minutes
        _at_poll(sites, number // 6)
        at = NOW + number * timedelta(minutes=10)
        if any(not turn.rest for turn in desk.turns(at).values()):
            for name, requests in desk.gather(at)[1].items():
                asked[name] += requests
    assert asked["Steady"] <= 6
    assert 9 <= asked["Lively"] <= 20


def test_what_the_feed_says_of_itself_sets_the_pace(sites: dict[str, Site]) -> None:
    desk = Desk({"Steady": sites["Steady"]}, extra="")
    body = rss("One").replace(b"<title>Wire", b"<ttl>300</ttl><title>Wire")
    sites["Steady"].page("/feed", body)
    desk.gather(NOW)
    assert desk.turns(NOW + 4 * HOUR)["Steady"].until == NOW + 5 * HOUR
    assert desk.gather(NOW + 5 * HOUR)[1] == {"Steady": 1}


class TestValidators:
    """What is asked "changed since?" with is what the last whole answer gave, whatever it was."""

    def known(self, desk: Desk) -> tuple[str, str]:
        (one,) = desk.store.validators()["Steady"].values()
        return one.etag, one.last_modified

    def test_new_ones_replace_the_old_and_none_drop_them(self, sites: dict[str, Site]) -> None:
        desk = Desk({"Steady": sites["Steady"]})
        answers: list[tuple[bytes, dict[str, str], tuple[str, str]]] = [
            (rss("One"), {"ETag": '"1"', "Last_Modified": "Mon, 02 Jun 2025"}, ('"1"', "Mon, 02 Jun 2025")),
            (rss("One", "Two"), {"ETag": '"2"'}, ('"2"', "")),
            (rss("One", "Two"), {"ETag": '"3"'}, ('"3"', "")),  # the same bytes
            (rss("One", "Two"), {}, ("", "")),
            (rss("Three"), {"ETag": '"4"'}, ('"4"', "")),
            (rss("Four"), {}, ("", "")),
        ]
        for number, (body, headers, held) in enumerate(answers):
            sites["Steady"].page("/feed", body, 200, **headers)
            desk.gather(NOW + number * HOUR)
            assert self.known(desk) == held
        asked = [headers.get("If-None-Match", "") for _, headers in sites["Steady"].requests]
        assert asked == ["", '"1"', '"2"', '"3"', "", '"4"']

    def test_they_are_kept_with_the_items_or_not_at_all(self, sites: dict[str, Site]) -> None:
        desk = Desk({"Steady": sites["Steady"]})
        sites["Steady"].page("/feed", b"<html>no feed</html>", ETag='"1"')
        done, _ = desk.gather(NOW)
        assert len(done.failures) == 1
        assert desk.store.validators() == {}


def test_the_pause_of_a_host_is_one_trouble_and_the_others_there_are_not_asked() -> None:
    with open_site("127.0.1.9") as site, open_site("127.0.1.9") as port:
        first, second, third = site.page("/1", rss("One")), site.page("/2", status=500), port.page("/3", rss("Three"))
        desk = Desk({"Site": site, "Port": port})
        desk.write({"First": first, "Second": second, "Third": third})
        done, _ = desk.gather(NOW)
        assert (done.asked, done.failed, done.unasked) == (3, 1, 0)
        site.page("/1", status=429, Retry_After="7200")
        site.page("/2", status=429, Retry_After="7200")
        port.page("/3", status=429, Retry_After="7200")
        done, requests = desk.gather(NOW + HOUR, due=False)
        assert sum(requests.values()) == 1
        assert [one.what for one in done.failures] == ["the server says 429 Too Many Requests"]
        assert (done.asked, done.failed, done.unasked) == (1, 1, 2)
        (busy,) = done.failures
        # Whoever was not asked keeps the trouble that it had, and has no new one.
        assert {one.source for one in desk.store.failures()} == {busy.source, "Second"}
        assert resting(desk.turns(NOW + 2 * HOUR, due=False).values()) == {"paused": 3}
        for path in ("/1", "/2"):
            site.page(path, rss("One"))
        port.page("/3", rss("Three"))
        assert desk.gather(NOW + 3 * HOUR, due=False)[0].failures == ()
        assert desk.store.failures() == []
