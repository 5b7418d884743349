"""What the store keeps of pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from digest.models import Picture, PictureRecord, Reading, Rendition
from digest.store import Store
from tests.builders import NOW, fetched, item, snapshot

FULL = Rendition("f" * 32, "image/jpeg", 1200, 800)
SMALL = Rendition("5" * 32, "image/png", 600, 400)
BODIES = {FULL.hash: b"\0full\xff", SMALL.hash: b"\0small\xff"}
KEPT = PictureRecord("https://a.example/1.jpg", NOW, "0" * 32, "", FULL, SMALL)
REFUSED = PictureRecord("https://a.example/2.jpg", NOW, "", "the server says 404 Not Found")


def test_what_is_kept_is_what_is_read(store: Store) -> None:
    store.keep_pictures([KEPT, REFUSED], BODIES)
    assert store.picture_records([KEPT.url, REFUSED.url, "https://a.example/3.jpg"]) == {
        KEPT.url: KEPT,
        REFUSED.url: REFUSED,
    }
    assert store.picture_bodies([FULL.hash, SMALL.hash, "none"]) == BODIES


def test_a_picture_is_found_by_the_bytes_that_came(store: Store) -> None:
    again = replace(KEPT, url="https://b.example/copy.jpg")
    store.keep_pictures([again, KEPT, REFUSED], BODIES)
    assert store.same_pictures([KEPT.original, "1" * 32]) == {KEPT.original: KEPT}


def test_a_later_try_takes_the_place_of_an_earlier(store: Store) -> None:
    store.keep_pictures([KEPT], BODIES)
    later = replace(REFUSED, url=KEPT.url, tried_at=NOW + timedelta(days=40))
    store.keep_pictures([later], {})
    assert store.picture_records([KEPT.url]) == {KEPT.url: later}
    assert store.picture_bodies([FULL.hash]) == {FULL.hash: BODIES[FULL.hash]}  # an issue may have printed it


def test_the_same_rendition_is_kept_once(store: Store) -> None:
    small = replace(KEPT, full=SMALL)
    store.keep_pictures([small], {SMALL.hash: BODIES[SMALL.hash]})
    store.keep_pictures([replace(small, url="https://b.example/1.jpg")], {SMALL.hash: b"other"})
    assert store.picture_bodies([SMALL.hash]) == {SMALL.hash: BODIES[SMALL.hash]}


def test_nothing_asked_nothing_said(store: Store) -> None:
    store.keep_pictures([], {})
    assert store.picture_records([]) == {}
    assert store.picture_bodies([]) == {}
    assert store.item_pictures([]) == {}


def test_items_tell_their_pictures(store: Store) -> None:
    shot = snapshot("A", "Text.")
    shown = item("A", "Text.", picture=Picture("https://a.example/1.jpg", "A ship", "AFP"))
    bare = item("B", "Text.")
    store.keep(fetched(), [Reading(shown, shot), Reading(bare, snapshot("B", "Text."))], ())
    assert store.item_pictures([shown.id, bare.id, "none"]) == {shown.id: ("Wire", shown.picture)}
