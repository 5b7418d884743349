"""Items of files that are gone are forgotten, unless an issue printed them or a plan names them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from digest.models import Failure, Gone, Reading, Validators
from digest.store import Store
from digest.store.schema import files, items, passages, pins, snapshots
from tests.builders import NOW, fetched, item, snapshot

A, B = "file:inbox/a.md", "file:inbox/b.md"


def reading(title: str, *paragraphs: str, **changes: object) -> Reading:
    blocks = paragraphs or (f"{title} on Monday.",)
    return Reading(item(title, *blocks, **changes), snapshot(title, *blocks))


def keep(
    store: Store, url: str, *readings: Reading, kind: str = "text/markdown", failures: tuple[Failure, ...] = ()
) -> None:
    held = Validators(body_hash="h")
    store.keep(fetched(url=url, media_type=kind, validators=held), readings, failures)


def forget(store: Store, *urls: str) -> int:
    return store.forget([Gone("Wire", url, NOW) for url in urls])


def rows(store: Store) -> dict[str, int]:
    tables = {"items": items, "passages": passages, "snapshots": snapshots, "pins": pins, "files": files}
    with store.database.reading() as connection:
        return {name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables.items()}


NOTHING = {"items": 0, "passages": 0, "snapshots": 0, "pins": 0, "files": 0}


def test_all_that_hung_on_a_file_is_gone_with_it(store: Store) -> None:
    one = reading("Talks go on")
    keep(store, A, one)
    keep(store, A, reading("Talks go on", "They end on Tuesday.", id=one.item.id))  # an edit: the older text is kept
    store.add(one, "", "A note", NOW)
    store.fail([Failure("Wire", A, "fetch", "the file cannot be read")], NOW)
    assert rows(store)["snapshots"] == 2
    assert forget(store, A) == 1
    assert rows(store) == NOTHING
    assert store.validators() == {}
    assert store.failures() == []


def test_other_files_keep_what_is_theirs(store: Store) -> None:
    one, other = reading("Talks go on"), reading("Talks end")
    keep(store, A, one)
    keep(store, B, other)
    assert forget(store, A) == 1
    assert store.item(other.item.id) == other.item
    assert list(store.validators()["Wire"]) == [B]


def test_an_item_of_two_files_stays_and_the_other_file_is_read_again(store: Store) -> None:
    one = reading("Talks go on")
    keep(store, A, one)
    keep(store, B, one)
    assert forget(store, A) == 0
    assert store.item(one.item.id) == one.item
    assert store.validators()["Wire"][B].body_hash == ""
    assert forget(store, B) == 1


def _drafted(store: Store, item_id: str) -> None:
    plan = f'{{"item": "{item_id}"}}'.encode()
    store.draft("weekly", NOW, "weekly/1", NOW, lambda _: plan)


def _approved(store: Store, item_id: str) -> None:
    _drafted(store, item_id)
    store.approve("weekly/1")


def _closed(store: Store, item_id: str) -> None:
    store.draft("weekly", NOW, "weekly/1", NOW, lambda _: b"{}")
    with store.database.reading() as connection:
        key = connection.scalar(select(passages.c.key).where(passages.c.item == item_id))
    store.close("weekly/1", [(item_id, str(key), "p1")], NOW)


@pytest.mark.parametrize("issue", [_drafted, _approved, _closed])
def test_what_an_issue_holds_stays(store: Store, issue: Callable[[Store, str], None]) -> None:
    one = reading("Talks go on")
    keep(store, A, one)
    issue(store, one.item.id)
    assert forget(store, A) == 0
    assert store.item(one.item.id) == one.item
    assert store.snapshots([one.snapshot.hash])


def test_what_only_a_dropped_draft_held_goes(store: Store) -> None:
    one = reading("Talks go on")
    keep(store, A, one)
    _drafted(store, one.item.id)
    store.draft("weekly", NOW + timedelta(days=7), "weekly/2", NOW, lambda _: b"{}")
    assert forget(store, A) == 1


def test_a_text_that_another_item_has_too_stays(store: Store) -> None:
    one = reading("Talks go on", id="a" * 16)
    keep(store, A, one)
    keep(
        store, B, Reading(replace(item("Talks", "They go on.", id="b" * 16), snapshot=one.snapshot.hash), one.snapshot)
    )
    assert forget(store, A) == 1
    assert store.snapshots([one.snapshot.hash])


def test_what_a_file_holds_no_more_goes(store: Store) -> None:
    one, other = reading("Talks go on"), reading("Talks end")
    keep(store, A, one, other, kind="application/zip")
    keep(store, A, other, kind="application/zip")
    assert store.item(one.item.id) is None
    assert store.item(other.item.id) == other.item


def test_what_left_a_saved_feed_stays(store: Store) -> None:
    one = reading("Talks go on")
    keep(store, A, one, kind="application/rss+xml")
    keep(store, A, reading("Talks end"), kind="application/rss+xml")
    assert store.item(one.item.id) == one.item


def test_nothing_goes_while_a_part_of_the_file_cannot_be_read(store: Store) -> None:
    one = reading("Talks go on")
    keep(store, A, one, kind="application/zip")
    keep(store, A, kind="application/zip", failures=(Failure("Wire", f"{A}!/b.pdf", "parse", "It is broken."),))
    assert store.item(one.item.id) == one.item


def test_items_of_feeds_are_nobodys_files(store: Store) -> None:
    one = reading("Talks go on")
    keep(store, "https://wire.example/feed", one, kind="application/rss+xml")
    assert rows(store)["files"] == 0
    assert forget(store, "https://wire.example/feed") == 0
    assert store.item(one.item.id) == one.item


def test_the_name_that_a_renamed_file_is_known_by_is_kept(store: Store) -> None:
    held = Validators(body_hash="h", known_as=B)
    store.keep(fetched(url=A, media_type="text/markdown", validators=held), [reading("Talks go on")], ())
    assert store.validators()["Wire"][A] == held
