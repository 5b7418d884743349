"""The pages that are wanted: which are due, what is kept of them, and what a changed entry does to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from digest.models import Item, Picture, Reading
from digest.store import Kept, Store
from tests.builders import NOW, fetched, item, snapshot

HOUR = timedelta(hours=1)
ANY: dict[str, datetime | None] = {"Wire": None, "Other": None}


def reading(title: str = "Ships", *texts: str, page: str = "https://wire.example/ships", **changes: Any) -> Reading:
    texts = texts or ("A ship left.",)
    made = item(title, *texts, **({"text_from": "stub"} | changes))
    return Reading(made, snapshot(title, *texts), page)


def keep(store: Store, *readings: Reading, at: datetime = NOW) -> Kept:
    return store.keep(fetched(source=readings[0].item.source, at=at), readings, ())


def with_page(of: Item, *texts: str, **changes: Any) -> Reading:
    """What a page gives for an item."""
    made = item(of.title, *texts, id=of.id, source=of.source, **({"text_from": "page"} | changes))
    return Reading(
        replace(of, snapshot=made.snapshot, passages=made.passages, text_from="page", **changes),
        snapshot(of.title, *texts),
    )


def due(store: Store, at: datetime = NOW, most: int = 30) -> Sequence[str]:
    return [one.item.title for one in store.wanted_pages(at, ANY, most)[0]]


def test_what_is_wanted(store: Store) -> None:
    keep(store, reading("Ships"), reading("Trams", page=""))
    (wanted,), left = store.wanted_pages(NOW, ANY, 30)
    assert (wanted.item, left) == (reading("Ships").item, 0)
    assert (wanted.url, wanted.title, wanted.said, wanted.size, wanted.tries) == (
        "https://wire.example/ships", "Ships", "A ship left.", 12, 0,
    )  # fmt: skip
    assert keep(store, reading("Ships")) == Kept(same=1)


def test_newest_first_and_some_of_each_source(store: Store) -> None:
    days = {f"Ships {day}": NOW - timedelta(days=day) for day in range(4)}
    keep(store, *(reading(title, published=day) for title, day in days.items()))
    keep(store, reading("Trams", source="Other", published=NOW - timedelta(days=9)))
    wanted, left = store.wanted_pages(NOW, ANY, 2)
    assert ([one.item.title for one in wanted], left) == (["Ships 0", "Ships 1", "Trams"], 2)
    assert [one.item.title for one in store.wanted_pages(NOW, ANY, 9, in_all=1)[0]] == ["Ships 0"]
    assert store.wanted_pages(NOW, ANY, 9, in_all=1)[1] == 4
    limits = {"Wire": NOW - timedelta(days=1)}
    assert [one.item.title for one in store.wanted_pages(NOW, limits, 30)[0]] == ["Ships 0", "Ships 1"]


def test_a_page_replaces_the_text_and_nothing_else(store: Store) -> None:
    keep(store, reading())
    before = store.item(reading().item.id)
    assert before is not None
    page = with_page(
        before, "A ship left.", "It carries maize.", author="The desk", picture=Picture("https://wire.example/a.jpg")
    )
    store.keep_page(page, NOW + HOUR)
    assert store.item(before.id) == page.item
    assert due(store, NOW + 99 * HOUR) == []
    assert keep(store, reading(), at=NOW + 2 * HOUR) == Kept(same=1)
    assert store.item(before.id) == page.item
    (candidate,) = store.candidates("weekly", NOW, ANY)
    assert list(candidate.fresh) == [page.item.passages[0].key], "known words keep their moment"
    assert len(store.candidates("weekly", NOW + HOUR, ANY)[0].fresh) == 2


def test_a_changed_entry_wants_its_page_again_and_keeps_its_text(store: Store) -> None:
    keep(store, reading())
    page = with_page(reading().item, "It carries maize.", author="The desk")
    store.keep_page(page, NOW)
    edited = reading("Ships", "Two ships left.", tags=("Trade",))
    assert keep(store, edited, at=NOW + HOUR) == Kept(changed=1)
    now = store.item(page.item.id)
    assert now == replace(page.item, tags=("Trade",))
    (wanted,), _ = store.wanted_pages(NOW + HOUR, ANY, 30)
    assert (wanted.said, wanted.item) == ("Two ships left.", now)
    assert keep(store, edited, at=NOW + 2 * HOUR) == Kept(same=1)
    assert store.candidates("weekly", NOW, ANY)[0].first_seen == NOW


def test_a_date_from_the_page_outlives_an_undated_feed(store: Store) -> None:
    undated = reading(published=NOW, dated_by="fetch")
    keep(store, undated)
    told = {"published": NOW - 48 * HOUR, "dated_by": "publisher", "dated_from": "the page"}
    store.keep_page(with_page(undated.item, "It carries maize.", **told), NOW)
    again = reading(published=NOW + HOUR, dated_by="fetch")
    assert keep(store, again, at=NOW + HOUR) == Kept(same=1)
    edited = reading("Ships", "Two ships left.", published=NOW + HOUR, dated_by="fetch")
    assert keep(store, edited, at=NOW + 2 * HOUR) == Kept(changed=1)
    now = store.item(undated.item.id)
    assert now is not None
    assert (now.published, now.dated_by, now.dated_from) == (NOW - 48 * HOUR, "publisher", "the page")


def test_a_feed_that_gives_the_whole_text_now(store: Store) -> None:
    keep(store, reading())
    store.keep_page(with_page(reading().item, "It carries maize."), NOW)
    whole = reading("Ships", "Two ships left.", "They carry maize.", page="", text_from="source")
    keep(store, whole, at=NOW + HOUR)
    assert store.item(whole.item.id) == whole.item
    assert due(store, NOW + HOUR) == []


def test_notes_and_tries(store: Store) -> None:
    keep(store, reading())
    noted = replace(reading().item, text_note="the page could not be fetched")
    store.keep_note(noted, "wanted", 1, NOW + HOUR)
    assert store.item(noted.id) == noted
    assert due(store) == []
    assert store.wanted_pages(NOW + HOUR, ANY, 30)[0][0].tries == 1
    store.keep_note(noted, "left", 4, NOW)
    assert due(store, NOW + HOUR) == []
    assert keep(store, reading(), at=NOW + HOUR) == Kept(same=1)
    assert due(store, NOW + HOUR) == [], "the entry is the same: the page is left alone"
    keep(store, reading("Ships", "Two ships left."), at=NOW + HOUR)
    assert store.wanted_pages(NOW + HOUR, ANY, 30)[0][0].tries == 0


def test_held_items_wait(store: Store) -> None:
    keep(store, reading())
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE items SET held = 'first run'")
    assert due(store) == []
