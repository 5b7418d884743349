"""The editor's words on two items are kept, replaced, taken back, and forgotten with their items."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from digest.models import Gone, Reading, Ruling
from digest.store import Store
from tests.builders import NOW, fetched, item, snapshot

A, B, C = sorted((item(title) for title in ("One", "Two", "Three")), key=lambda one: one.id)
TOGETHER = Ruling(A.id, B.id, "together", NOW)
APART = Ruling(B.id, C.id, "apart", NOW)


def filled(store: Store) -> Store:
    """A store that knows the three items, each from a file of its own."""
    for one in (A, B, C):
        page = fetched(url=f"file:{one.title}.md", media_type="text/markdown")
        store.keep(page, [Reading(one, snapshot(one.title, one.passages[0].text))], ())
    return store


def test_words_are_kept_and_the_last_one_counts(store: Store) -> None:
    filled(store).rule([APART, TOGETHER])
    assert store.rulings() == [TOGETHER, APART]
    later = replace(TOGETHER, verdict="apart", at=NOW + timedelta(days=1))
    store.rule([later])
    assert store.rulings() == [later, APART]


def test_words_are_taken_back_whenever_they_were_said(store: Store) -> None:
    filled(store).rule([TOGETHER, APART])
    assert store.unrule([replace(TOGETHER, at=NOW + timedelta(days=3))]) == 1
    assert store.unrule([TOGETHER]) == 0
    assert store.unrule([replace(APART, verdict="together")]) == 0
    assert store.rulings() == [APART]


def test_words_go_with_their_items(store: Store) -> None:
    filled(store).rule([TOGETHER, APART])
    assert store.forget([Gone("Wire", f"file:{C.title}.md", NOW)]) == 1
    assert store.rulings() == [TOGETHER]


def test_items_come_in_the_order_in_which_they_were_asked_for(store: Store) -> None:
    assert [one.id for one in filled(store).whole_items([C.id, "unknown", A.id])] == [C.id, A.id]
