"""What is remembered of asking a source's server comes back as it was."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

from digest.models import Failure, Poll, Unchanged, Validators
from digest.store import Store
from tests.builders import NOW, fetched

FULL = Poll(
    address="aa",
    asked_at=NOW,
    seen_at=NOW - timedelta(hours=1),
    moved_to="https://new.example/feed",
    sightings=2,
    gone_at=NOW,
    pause_until=NOW + timedelta(days=1),
    pause_host="wire.example",
    failures=3,
    fresh=3600,
    changes=((60, True), (75, False)),
)


def test_nothing_is_remembered_at_first(store: Store) -> None:
    assert store.polls() == {}
    store.polled({})
    assert store.polls() == {}


def test_what_is_remembered_comes_back(store: Store) -> None:
    assert all(getattr(FULL, field.name) for field in fields(Poll)), "every field is tried"
    store.polled({"Wire": FULL, "Bare": Poll("bb")})
    assert store.polls() == {"Wire": FULL, "Bare": Poll("bb")}
    store.polled({"Wire": Poll("cc", failures=1)})
    assert store.polls() == {"Wire": Poll("cc", failures=1), "Bare": Poll("bb")}


def test_unchanged_feeds_are_noted_together(store: Store) -> None:
    """Troubles in reaching what was reached are over; those in its content were met again; all others stand."""
    before, later = NOW, NOW + timedelta(hours=1)
    for number in range(3):
        url = f"https://wire.example/{number}"
        inside = Failure(f"Feed {number}", f"{url}: an entry", "normalise", "no text")
        store.keep(fetched(source=f"Feed {number}", url=url), (), [inside])
        store.fail([Failure(f"Feed {number}", url, "fetch", "down")], before)
    store.unchanged([Unchanged(f"Feed {number}", f"https://wire.example/{number}", later) for number in range(2)])
    store.settle(["Feed 0", "Feed 1"], later)
    assert [(one.source, one.where.rpartition("/")[2]) for one in store.failures()] == [
        ("Feed 0", "0: an entry"),
        ("Feed 1", "1: an entry"),
        ("Feed 2", "2"),
        ("Feed 2", "2: an entry"),
    ]
    assert [one.last_success for one in store.status(later)] == [later, later, before]


def test_new_validators_behind_the_same_bytes_replace_the_old(store: Store) -> None:
    url = "https://wire.example/feed"
    store.keep(fetched(validators=Validators('"1"', "then", "aa")), (), ())
    store.unchanged([Unchanged("Wire", url, NOW)])
    assert store.validators() == {"Wire": {url: Validators('"1"', "then", "aa")}}
    store.unchanged([Unchanged("Wire", url, NOW, validators=Validators('"2"', "", "aa"))])
    assert store.validators() == {"Wire": {url: Validators('"2"', "", "aa")}}
