"""Troubles: met, met again, over. The colophon shows those that stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from digest.models import Failure, Reading, Unchanged
from digest.store import SourceStatus, Store
from digest.store.schema import failures as table
from tests.builders import NOW, fetched, item, snapshot

HOUR = timedelta(hours=1)
FEED = "https://wire.example/feed"
DOWN = Failure("Wire", FEED, "fetch", "no answer within 10 s", "look at the address")
ENTRY = Failure("Wire", "Delegations meet", "parse", "no text")
LINE = Failure("Files", "inbox/a.md:3", "parse", "no such date")


def counted(store: Store, where: str) -> tuple[object, ...]:
    """How often, since when and until when a trouble was met."""
    with store.database.reading() as connection:
        query = select(table.c.count, table.c.first_at, table.c.last_at).where(table.c.place == where)
        row = connection.execute(query).one()
        return tuple(row)


def test_they_are_sorted_and_chosen_by_source(store: Store) -> None:
    store.fail([DOWN, LINE, ENTRY], NOW)
    assert store.failures() == [LINE, ENTRY, DOWN]
    assert store.failures(["Wire", "Unknown"]) == [ENTRY, DOWN]
    assert store.failures([]) == []


def test_the_latest_words_stand_and_the_count_goes_up(store: Store) -> None:
    store.fail([DOWN], NOW)
    later = replace(DOWN, stage="parse", what="no feed there", advice="")
    store.fail([DOWN, later], NOW + HOUR)
    assert store.failures() == [later]
    assert counted(store, FEED) == (2, NOW, NOW + HOUR)


def test_the_same_gather_counts_once(store: Store) -> None:
    store.keep(fetched(), (), [ENTRY])
    store.fail([ENTRY], NOW)
    assert counted(store, ENTRY.where) == (1, NOW, NOW)


def test_a_gather_that_began_before_it_fetched_counts_once(store: Store) -> None:
    store.keep(fetched(at=NOW + HOUR), (), [ENTRY])
    store.fail([ENTRY], NOW)
    store.settle(["Wire"], NOW)
    assert store.failures() == [ENTRY]
    assert counted(store, ENTRY.where) == (1, NOW + HOUR, NOW + HOUR)


def test_keeping_a_url_clears_its_own(store: Store) -> None:
    other = replace(DOWN, where="https://wire.example/other")
    store.fail([DOWN, other, LINE], NOW)
    store.keep(fetched(at=NOW + HOUR), (), [ENTRY])
    assert store.failures() == [LINE, ENTRY, other]
    store.keep(fetched(at=NOW + 2 * HOUR), (), ())
    assert store.failures() == [LINE, other]


def test_what_still_stands_is_not_begun_anew(store: Store) -> None:
    for hours in range(3):
        store.keep(fetched(at=NOW + hours * HOUR), (), [ENTRY])
    assert counted(store, ENTRY.where) == (3, NOW, NOW + 2 * HOUR)


def test_what_was_over_begins_anew(store: Store) -> None:
    store.fail([DOWN], NOW)
    store.keep(fetched(at=NOW + HOUR), (), ())
    store.fail([DOWN], NOW + 2 * HOUR)
    assert store.failures() == [DOWN]
    assert counted(store, FEED) == (1, NOW + 2 * HOUR, NOW + 2 * HOUR)


def test_unchanged_clears_the_reaching_and_keeps_the_content(store: Store) -> None:
    store.keep(fetched(), (), [ENTRY])
    store.fail([DOWN], NOW)
    store.unchanged([Unchanged("Wire", FEED, NOW + HOUR), Unchanged("Files", "file:b.md", NOW + HOUR)])
    store.settle(["Wire"], NOW + HOUR)
    assert store.failures() == [ENTRY]
    store.keep(fetched(at=NOW + 2 * HOUR), (), ())
    assert store.failures() == []


def test_settle_clears_what_was_not_met_again(store: Store) -> None:
    store.fail([DOWN, ENTRY, LINE], NOW)
    store.fail([DOWN], NOW + HOUR)
    store.settle(["Wire"], NOW + HOUR)
    assert store.failures() == [LINE, DOWN]
    store.settle(["Wire"], NOW + HOUR)
    assert store.failures() == [LINE, DOWN]


def test_trouble_of_no_source(store: Store) -> None:
    bare = Failure("", "issue.pdf", "render", "a glyph is missing")
    store.fail([bare], NOW)
    assert store.failures() == [bare]
    assert store.status(NOW) == []


def test_nothing_to_note(store: Store) -> None:
    store.fail([], NOW)
    store.settle([], NOW)
    store.unchanged([])
    assert store.failures() == []


def test_status_tells_how_each_source_fares(store: Store) -> None:
    shots = {name: snapshot(name) for name in ("old", "new")}
    readings = {name: Reading(item(name), snapshot(name, "Text.")) for name in shots}
    readings = {
        name: Reading(replace(one.item, snapshot=one.snapshot.hash), one.snapshot) for name, one in readings.items()
    }
    store.keep(fetched(at=NOW - timedelta(days=8)), [readings["old"]], ())
    store.keep(fetched(at=NOW - HOUR), [readings["old"], readings["new"]], ())
    store.fail([DOWN, LINE], NOW)
    store.unchanged([Unchanged("Quiet", "https://quiet.example/", NOW)])
    newest = item().published
    assert store.status(NOW) == [
        SourceStatus("Files", None, "no such date", NOW, 0, 0, 1),
        SourceStatus("Quiet", NOW, "", None, 0, 0, 0),
        SourceStatus("Wire", NOW - HOUR, "no answer within 10 s", NOW, 2, 1, 1, whole=2, week=2, newest=newest),
    ]


@pytest.mark.parametrize(("days", "recent"), [(6, 1), (7, 0), (8, 0)])
def test_recent_is_seven_days(store: Store, days: int, recent: int) -> None:
    shot = snapshot("T", "Text.")
    store.keep(fetched(), [Reading(item("T", "Text."), shot)], ())
    assert [one.recent for one in store.status(NOW + timedelta(days=days))] == [recent]


def test_the_last_gather(store: Store) -> None:
    assert store.last_gather() is None
    store.gathered(NOW, NOW + HOUR, {"new": 3, "failures": 0})
    store.gathered(NOW - HOUR, NOW, {"new": 1})
    found = store.last_gather()
    assert found is not None
    assert (found.started, found.finished, found.counts) == (NOW, NOW + HOUR, {"new": 3, "failures": 0})
