"""kill -9 at any moment: the store is as it was before the step or after it, and going on loses and doubles nothing."""

from __future__ import annotations

import json
import random
import time
from datetime import timedelta

import pytest

from digest.store import Store, open_store
from tests.builders import NOW
from tests.store.workers import BATCH, Worker, batch, gather_and_build, kept_batches


def check(store: Store) -> None:
    """All that must hold of a store at any time."""
    with store.database.reading() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    batches = kept_batches(store, "Wire")
    kept = store.find_items("Wire", 100_000)
    assert len(kept) == batches * BATCH
    latest = {one.item.id: one.item for number in range(batches) for one in batch("Wire", number)}
    assert {one.id: one for one in kept} == latest
    assert len(store.failures()) == min(batches, 1)
    issues = store.issues("weekly")
    assert [one.number for one in issues] == list(range(1, len(issues) + 1))
    printed = sorted((one.issue, item.id, one.passage, one.piece) for item in kept for one in store.history(item.id))
    planned: list[tuple[str, ...]] = []
    for one in issues:
        number, rows = json.loads(store.plan(one.id))
        assert number == one.number
        planned += [(one.id, *row) for row in rows if one.state == "closed"]
    assert printed == sorted(planned)
    assert len({row[1:3] for row in printed}) == len(printed)


def go_on_after_kills(url: str, kills: int) -> int:
    """Gather and build, killed again and again, checked each time; how many rounds it came."""
    chance = random.Random(20250609)
    rounds = 0
    for _ in range(kills):
        worker = Worker(gather_and_build, url, 100_000)
        # None heard: killed while it opens the store, the first while it makes it. A step takes some 10 ms.
        for _ in range(chance.randrange(8)):
            assert worker.hear() in {"gather", "build"}
        time.sleep(chance.uniform(0, 0.02))
        worker.kill()
        with open_store(url) as store:
            check(store)
            rounds = kept_batches(store, "Wire")
    return rounds


@pytest.mark.parametrize("kills", [20, pytest.param(300, marks=pytest.mark.campaign)])
def test_going_on_after_kills(lasting_url: str, kills: int) -> None:
    rounds = go_on_after_kills(lasting_url, kills)
    assert rounds > kills / 2, "the kills came too early to test anything"
    assert "failed" not in "".join(Worker(gather_and_build, lasting_url, rounds + 1).join())
    with open_store(lasting_url) as store:
        check(store)
        assert store.candidates("weekly", NOW + timedelta(days=99_999), {"Wire": None}) == []
