"""What memory is made of: closed plans, told texts, and what was left out."""

from __future__ import annotations

from datetime import timedelta

from digest.models import Reading
from digest.store import CurrentText, Retold, Store
from tests.builders import NOW, fetched, item, snapshot

WEEK = timedelta(days=7)
TITLE, FIRST, SECOND = "Delegations meet", "Delegations met in Istanbul.", "They agreed on an exchange."


def keep(store: Store, *texts: str, at: int = 0) -> str:
    """Keep one version of the item; its id."""
    made = item(TITLE, *texts)
    store.keep(fetched(at=NOW + at * WEEK), [Reading(made, snapshot(TITLE, *texts))], ())
    return made.id


def close(
    store: Store, week: int, rows: list[tuple[str, str, str]], left: list[tuple[str, str, str, str]] | None = None
) -> str:
    """Draft and close the issue of a week."""
    name, slot = f"weekly/W{week}", NOW + week * WEEK
    store.draft("weekly", slot, name, slot, lambda number: f"plan {number}".encode())
    store.close(name, rows, slot, None, left or ())
    return name


def test_only_closed_plans_are_remembered_those_of_the_window_and_those_that_are_named(store: Store) -> None:
    for week in (1, 2, 3):
        close(store, week, [])
    slot = NOW + 4 * WEEK
    store.draft("weekly", slot, "weekly/W4", slot, lambda number: b"a draft")
    assert list(store.closed_plans("weekly")) == ["weekly/W1", "weekly/W2", "weekly/W3"]
    assert store.closed_plans("weekly", NOW + 3 * WEEK) == {"weekly/W3": b"plan 3"}
    assert list(store.closed_plans("weekly", NOW + 3 * WEEK, also=["weekly/W1", "weekly/W4"])) == [
        "weekly/W1",
        "weekly/W3",
    ]
    assert list(store.closed_plans("weekly", until=NOW + 2 * WEEK)) == ["weekly/W1", "weekly/W2"]
    assert store.closed_plans("daily") == {}


def test_the_words_of_a_passage_are_known_after_its_article_was_rewritten(store: Store) -> None:
    one = keep(store, FIRST)
    (passage,) = item(TITLE, FIRST).passages
    name = close(store, 1, [(one, passage.key, "p1")])
    keep(store, SECOND, at=2)
    assert store.told_texts([name]) == {(one, passage.key): FIRST}
    assert store.told_texts([]) == {}
    new = snapshot(TITLE, SECOND)
    assert store.current_texts([one, "unknown"]) == {one: CurrentText(TITLE, new.hash, new.text)}


def test_what_an_issue_left_out_is_no_candidate_again_until_it_has_other_words(store: Store) -> None:
    one = keep(store, FIRST)
    (passage,) = item(TITLE, FIRST).passages
    sources = {"Wire": None}
    assert [found.item.id for found in store.candidates("weekly", NOW + WEEK, sources)] == [one]
    close(store, 1, [], [(one, passage.key, "weekly/W0", "p0")])
    assert store.retold(one) == [Retold("weekly/W1", "weekly", passage.key, "weekly/W0", "p0")]
    assert store.candidates("weekly", NOW + WEEK, sources) == []
    assert len(store.candidates("daily", NOW + WEEK, sources)) == 1
    keep(store, FIRST, SECOND, at=2)
    (found,) = store.candidates("weekly", NOW + 2 * WEEK, sources)
    assert found.fresh == (item(TITLE, FIRST, SECOND).passages[1].key,)
    assert not found.pinned
