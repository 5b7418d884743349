"""A scripted feed goes through gather and build (row D10): no first run, no change of ids floods an issue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest

from digest.cli.watching import Looker
from digest.engine.serial import SerialEngine
from digest.models import Candidate, Caution, Fetched, Reading, SourceFacts
from digest.pipeline.gather import Gathered, Plan, gather
from digest.store import Store, open_store
from tests.builders import NOW, fetched, item, snapshot

DAY = timedelta(days=1)
CAREFUL = Caution(first=10, storm=3.0)


@dataclass(frozen=True)
class Script:
    """One article of the scripted feed; its version changes what is said, its issue only the guid and the address."""

    number: int
    version: int = 0
    issue: int = 0
    published: datetime | None = None

    def __str__(self) -> str:
        """As RSS has it."""
        words = (
            f"Report {self.number} of the harvest commission, version {self.version}, on the fields of its district."
        )
        date = f"<pubDate>{format_datetime(self.published)}</pubDate>" if self.published else ""
        return (
            f"<item><guid>urn:{self.issue}:{self.number}</guid><link>https://wire.example/{self.issue}/{self.number}</link>"
            f"<title>Report {self.number}, version {self.version}</title>{date}<description>{words} {words[::-1]}</description></item>"
        )


@dataclass
class Desk:
    """A store that gathers what the script says, day by day."""

    store: Store
    day: int = 0
    issues: int = 0
    printed: list[str] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """This day."""
        return NOW + self.day * DAY

    def gather(self, articles: list[Script], days: int = 1) -> Gathered:
        """Read the feed, some days after the last time."""
        self.day += days
        body = f"<rss version='2.0'><channel><title>Wire</title>{''.join(map(str, articles))}</channel></rss>"

        def fetch(known: Mapping[str, object]) -> Iterator[Fetched]:
            yield fetched(body, at=self.now)

        facts = {"Wire": SourceFacts("Wire")}
        return gather(fetch, facts, self.store, SerialEngine(), self.now, Looker(), Plan(cautions={"Wire": CAREFUL}))

    def candidates(self) -> list[Candidate]:
        """What the next issue may print."""
        return self.store.candidates("weekly", self.now, {"Wire": None})

    def print(self) -> int:
        """Close an issue of all candidates; how many."""
        found = self.candidates()
        self.issues += 1
        slot = self.now + self.issues * timedelta(minutes=1)
        issue = self.store.draft("weekly", slot, f"weekly/{self.issues}", self.now, lambda number: b"plan")
        rows = [(one.item.id, key, "p") for one in found for key in one.fresh]
        self.store.close(issue.id, rows, self.now)
        self.printed += [one.item.title for one in found]
        return len(found)


@pytest.fixture(name="desk")
def _desk() -> Iterator[Desk]:
    with open_store("sqlite://") as store:
        yield Desk(store)


def archive(count: int) -> list[Script]:
    """Old articles, the newest first, ten a day."""
    return [Script(n, published=NOW - n * DAY / 10) for n in range(count)]


def test_a_first_run_of_thousands_prints_ten(desk: Desk) -> None:
    done = desk.gather(archive(300))
    assert (done.new, done.held) == (300, 290)
    assert sorted(one.item.title for one in desk.candidates()) == sorted(f"Report {n}, version 0" for n in range(10))
    assert desk.gather(archive(300)).new == 0
    assert desk.print() == 10
    assert desk.print() == 0
    assert [(one.source, one.why, one.items, one.flood) for one in desk.store.held()] == [
        ("Wire", "first run", 290, False)
    ]


def test_of_5_000_items_ten_are_let_in() -> None:
    titles = [f"Item {number}" for number in range(5_000)]
    many = [Reading(item(one, one, published=NOW - n * DAY / 50), snapshot(one, one)) for n, one in enumerate(titles)]
    with open_store("sqlite://") as store:
        assert store.keep(fetched(), many, (), CAREFUL).held == 4_990
        found = store.candidates("weekly", NOW, {"Wire": None})
        assert sorted(one.item.title for one in found) == sorted(titles[:10])


def test_what_is_issued_again_is_not_new(desk: Desk) -> None:
    desk.gather(archive(40))
    desk.print()
    done = desk.gather([replace(one, issue=1) for one in archive(40)])
    assert (done.new, done.changed) == (0, 40)
    assert desk.candidates() == []
    done = desk.gather([replace(one, issue=2, published=desk.now) for one in archive(40)])
    assert (done.new, done.changed, done.held) == (0, 40, 0)
    assert desk.print() == 0


def weeks(desk: Desk) -> None:
    """Three weeks of ten articles a day, all printed."""
    desk.gather(archive(10))
    for day in range(21):
        desk.gather([Script(1_000 + day * 10 + n, published=desk.now) for n in range(10)])
    desk.print()


def test_a_flood_is_held_whole_until_it_is_released_and_printed_once(desk: Desk) -> None:
    weeks(desk)
    before = len(desk.printed)
    flood = [Script(n, version=1, issue=3) for n in range(5_000, 5_040)]
    done = desk.gather(flood)
    assert (done.new, done.held) == (40, 40)
    assert [(one.what, one.advice) for one in done.floods] == [
        ("40 new items at once, usually 10 a day: held.", '`digest release "Wire"` lets them in.')
    ]
    assert desk.candidates() == []
    done = desk.gather([*flood, *(Script(n, version=1, issue=3) for n in range(6_000, 6_010))])
    assert (done.new, done.held, done.floods) == (10, 0, ()), "a normal day after it is let in"
    assert desk.print() == 10
    assert desk.store.release("Wire", desk.now).items == 40
    assert desk.print() == 40
    assert desk.print() == 0
    assert len(desk.printed) == len(set(desk.printed)) == before + 50
    assert desk.store.held() == []


def test_floods_that_are_held_make_no_habit(desk: Desk) -> None:
    weeks(desk)
    for flood in range(4):
        done = desk.gather([Script(10_000 * (flood + 1) + n) for n in range(100)])
        assert (done.new, done.held) == (100, 100)
    assert sum(one.items for one in desk.store.held()) == 400


def test_two_weeks_worth_after_two_weeks_is_no_flood(desk: Desk) -> None:
    weeks(desk)
    done = desk.gather([Script(n) for n in range(7_000, 7_140)], days=14)
    assert (done.new, done.held) == (140, 0)


def test_what_is_dropped_never_comes_back(desk: Desk) -> None:
    weeks(desk)
    flood = [Script(n) for n in range(5_000, 5_100)]
    desk.gather(flood)
    assert desk.store.release("Wire", desk.now, drop=True).items == 100
    assert desk.store.held() == []
    assert desk.gather([replace(one, version=1) for one in flood]).new == 0
    assert desk.candidates() == []
    assert desk.store.release("Wire", desk.now).items == 0


def test_an_edit_does_not_free_what_is_held_but_a_pin_does(desk: Desk) -> None:
    desk.gather(archive(12))
    held = desk.store.find_items("Report 11")[0]
    assert desk.store.why_held(held.id) == "first run"
    desk.gather([replace(one, version=1) for one in archive(12)])
    assert desk.store.why_held(held.id) == "first run"
    edited = desk.store.item(held.id)
    assert edited is not None
    assert edited.title == "Report 11, version 1"
    assert held.id not in {one.item.id for one in desk.candidates()}
    snapshot = desk.store.snapshots([edited.snapshot])[edited.snapshot]
    desk.store.add(Reading(edited, snapshot), "", "", desk.now)
    assert held.id in {one.item.id for one in desk.candidates()}
