"""Several processes at one store: they wait for each other, and nobody is told that it is locked."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from digest.store import open_store
from tests.builders import NOW
from tests.store.workers import BATCH, build, build_on, gather, open_only, together

SOURCES = ["Wire", "Agency"]
BATCHES, WEEKS = 25, 12


def test_two_gathers_and_two_builds_at_once(lasting_url: str) -> None:
    with open_store(lasting_url):
        pass
    gathers = [(gather, lasting_url, source, BATCHES) for source in SOURCES]
    builds = [(build_on, lasting_url, "weekly", SOURCES, WEEKS)] * 2
    assert together(*gathers, *builds) == [[]] * 4
    with open_store(lasting_url) as store:
        build(store, "weekly", SOURCES, WEEKS)
        issues = store.issues("weekly")
        assert [one.number for one in issues] == list(range(1, len(issues) + 1))
        assert {one.state for one in issues} == {"closed"}
        assert store.candidates("weekly", NOW + timedelta(days=999), dict.fromkeys(SOURCES)) == []
        every = [f"{source} {number}.{nth}" for source in SOURCES for number in range(BATCHES) for nth in range(BATCH)]
        for name in every:
            found = Counter(one.passage for one in store.history(name))
            assert set(found.values()) == {1}, name
            kept = store.item(name)
            assert kept is not None
            assert found.keys() >= {passage.key for passage in kept.passages}


def test_many_open_a_fresh_store_at_once(lasting_url: str) -> None:
    assert together(*[(open_only, lasting_url)] * 8) == [["0"]] * 8
