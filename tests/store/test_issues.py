"""Issues: draft, approved, closed or dropped; revisions that never change; numbers without gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import blake2b

import pytest

from digest.errors import DigestError
from digest.models import Reading
from digest.store import Appearance, Store, StoredIssue
from tests.builders import NOW, fetched, item, snapshot

WEEK = timedelta(days=7)


def slot(week: int) -> datetime:
    """The slot of a week."""
    return NOW + week * WEEK


def draft(store: Store, week: int = 1, text: str = "plan", edition: str = "weekly") -> StoredIssue:
    """Draft the issue of a week."""
    name = f"{edition}/W{week}"
    return store.draft(edition, slot(week), name, slot(week), lambda number: f"{text} {number}".encode())


def close(store: Store, week: int, edition: str = "weekly") -> StoredIssue:
    """Draft and close an issue that prints nothing."""
    return store.close(draft(store, week, edition=edition).id, (), slot(week))


def test_a_draft_is_what_it_says(store: Store) -> None:
    made = draft(store)
    digest = blake2b(b"plan 1", digest_size=16).hexdigest()
    assert made == StoredIssue("weekly/W1", "weekly", slot(1), 1, "draft", 1, digest, slot(1), None)
    assert store.issue("weekly", slot(1)) == store.issue_by_id("weekly/W1") == made
    assert store.plan("weekly/W1") == b"plan 1"


def test_what_is_not_there(store: Store) -> None:
    assert store.issue("weekly", slot(1)) is None
    assert store.issue_by_id("weekly/W1") is None
    assert store.issues("weekly") == []
    assert store.last_closed("weekly") is None
    assert store.history("0123") == []


@pytest.mark.parametrize("ask", ["plan", "approve", "close"])
def test_an_unknown_issue_is_named(store: Store, ask: str) -> None:
    calls: dict[str, Callable[[], object]] = {
        "plan": lambda: store.plan("weekly/W9"),
        "approve": lambda: store.approve("weekly/W9"),
        "close": lambda: store.close("weekly/W9", (), NOW),
    }
    with pytest.raises(DigestError, match=r"weekly/W9: the store has no such issue"):
        calls[ask]()


def test_each_other_plan_is_a_revision_and_the_same_is_none(store: Store) -> None:
    assert [draft(store, 1, text).revision for text in ("a", "a", "b", "b", "a")] == [1, 1, 2, 2, 3]
    assert [store.plan("weekly/W1", revision) for revision in (1, 2, 3)] == [b"a 1", b"b 1", b"a 1"]
    assert store.plan("weekly/W1") == b"a 1"
    with pytest.raises(DigestError, match="revision 4"):
        store.plan("weekly/W1", 4)


def test_plans_are_bytes_of_any_kind(store: Store) -> None:
    body = bytes(range(256)) * 5_000
    store.draft("weekly", slot(1), "weekly/W1", slot(1), lambda number: body)
    assert store.plan("weekly/W1") == body


def test_a_draft_again_moves_its_cut_off(store: Store) -> None:
    draft(store)
    again = store.draft("weekly", slot(1), "weekly/W1", slot(1) + WEEK, lambda number: b"later")
    assert (again.until, again.number, again.revision) == (slot(2), 1, 2)


def test_the_way_of_an_issue(store: Store) -> None:
    draft(store)
    assert store.approve("weekly/W1").state == "approved"
    assert store.approve("weekly/W1").state == "approved"
    closed = store.close("weekly/W1", (), slot(1) + WEEK)
    assert (closed.state, closed.closed_at) == ("closed", slot(2))
    assert store.close("weekly/W1", (), slot(3)) == closed
    assert store.approve("weekly/W1") == closed
    assert store.last_closed("weekly") == closed


@pytest.mark.parametrize("state", ["approved", "closed"])
def test_what_is_approved_or_closed_is_not_drafted_again(store: Store, state: str) -> None:
    made = draft(store)
    before = store.approve(made.id) if state == "approved" else store.close(made.id, (), slot(1))

    def never(number: int) -> bytes:
        raise AssertionError(f"a plan with number {number} was asked for")

    assert store.draft("weekly", slot(1), "weekly/W1", slot(2), never) == before
    assert store.plan("weekly/W1") == b"plan 1"


def test_a_plan_that_cannot_be_made_leaves_nothing(store: Store) -> None:
    def broken(number: int) -> bytes:
        raise ZeroDivisionError

    draft(store, 1)
    with pytest.raises(ZeroDivisionError):
        store.draft("weekly", slot(2), "weekly/W2", slot(2), broken)
    assert [(one.id, one.state) for one in store.issues("weekly")] == [("weekly/W1", "draft")]


@pytest.mark.parametrize(
    ("name", "week"), [("weekly/W1", 2), ("weekly/other", 1)], ids=["id of another slot", "slot of another id"]
)
def test_an_id_and_its_slot_belong_together(store: Store, name: str, week: int) -> None:
    draft(store, 1)
    with pytest.raises(DigestError, match=r"weekly/W1 is that of"):
        store.draft("weekly", slot(week), name, slot(week), lambda number: b"x")
    assert [one.id for one in store.issues("weekly")] == ["weekly/W1"]


# -- numbers -------------------------------------------------------------------------------------------------------


def test_each_edition_counts_for_itself(store: Store) -> None:
    assert [close(store, week).number for week in (1, 2, 3)] == [1, 2, 3]
    assert [close(store, week, "daily").number for week in (1, 2)] == [1, 2]
    assert draft(store, 4).number == 4
    assert [one.number for one in store.issues("weekly")] == [1, 2, 3, 4]


def test_a_draft_that_nobody_approved_is_dropped_by_a_later_one(store: Store) -> None:
    close(store, 1)
    left = draft(store, 2)
    assert left.number == 2
    assert close(store, 3).number == 2
    assert [one.id for one in store.issues("weekly")] == ["weekly/W1", "weekly/W3"]
    assert store.issue("weekly", slot(2)) is None
    dropped = store.issue_by_id(left.id)
    assert dropped is not None
    assert (dropped.state, store.plan(left.id)) == ("dropped", b"plan 2")


def test_a_dropped_draft_is_neither_approved_nor_closed(store: Store) -> None:
    draft(store, 1)
    draft(store, 2)
    with pytest.raises(DigestError, match=r"weekly/W1: this draft was dropped when a later issue"):
        store.approve("weekly/W1")
    with pytest.raises(DigestError, match=r"weekly/W1: this draft was dropped when a later issue"):
        store.close("weekly/W1", (), NOW)


def test_a_dropped_draft_may_be_drafted_again(store: Store) -> None:
    draft(store, 1)
    close(store, 2)
    again = draft(store, 1, "revived")
    assert (again.state, again.number, again.revision) == ("draft", 2, 2)
    assert store.plan("weekly/W1") == b"revived 2"


def test_an_approved_issue_is_not_dropped(store: Store) -> None:
    store.approve(draft(store, 1).id)
    assert draft(store, 2).number == 2
    assert store.close("weekly/W1", (), NOW).number == 1
    assert store.close("weekly/W2", (), NOW).number == 2


def test_an_earlier_slot_drops_no_later_draft(store: Store) -> None:
    draft(store, 5)
    assert draft(store, 3).number == 2
    assert draft(store, 5).number == 1
    assert [one.id for one in store.issues("weekly")] == ["weekly/W5"]


def test_the_watermark_never_goes_back(store: Store) -> None:
    close(store, 5)
    close(store, 3)
    last = store.last_closed("weekly")
    assert last is not None
    assert last.until == slot(5)


# -- what was printed ----------------------------------------------------------------------------------------------


@pytest.fixture
def two(store: Store) -> tuple[Reading, Reading]:
    """Two kept items of two passages each."""
    made = [Reading(item(name, "One.", "Two."), snapshot(name, "One.", "Two.")) for name in ("A", "B")]
    store.keep(fetched(), made, ())
    return made[0], made[1]


def test_closing_notes_what_was_printed(store: Store, two: tuple[Reading, Reading]) -> None:
    a, b = (one.item for one in two)
    keys = [passage.key for passage in a.passages]
    draft(store, 2)
    store.close("weekly/W2", [(a.id, keys[1], "p2"), (b.id, keys[0], "p3"), (a.id, keys[1], "p2")], slot(2))
    draft(store, 1, edition="daily")
    store.close("daily/W1", [(a.id, keys[0], "p1")], slot(1))
    assert store.history(a.id) == [
        Appearance("daily/W1", "daily", keys[0], "p1"),
        Appearance("weekly/W2", "weekly", keys[1], "p2"),
    ]
    assert store.history(b.id) == [Appearance("weekly/W2", "weekly", keys[0], "p3")]


def test_closing_twice_notes_the_first_only(store: Store, two: tuple[Reading, Reading]) -> None:
    a = two[0].item
    draft(store, 1)
    store.close("weekly/W1", [(a.id, a.passages[0].key, "p1")], slot(1))
    store.close("weekly/W1", [(a.id, a.passages[1].key, "p2")], slot(2))
    assert [one.piece for one in store.history(a.id)] == ["p1"]


def test_a_close_that_fails_closes_nothing(store: Store, two: tuple[Reading, Reading]) -> None:
    a = two[0].item
    draft(store, 1)
    with pytest.raises(DigestError):
        store.close("weekly/W1", [(a.id, a.passages[0].key, "p1"), ("no such item", "k", "p2")], slot(1))
    found = store.issue_by_id("weekly/W1")
    assert found is not None
    assert (found.state, store.history(a.id)) == ("draft", [])


def test_the_plan_of_a_closed_issue_is_the_one_that_was_rendered(store: Store) -> None:
    """Another build drafted anew between this one's look at its plan and its close."""
    mine = draft(store, 1, "mine")
    other = draft(store, 1, "theirs")
    closed = store.close(mine.id, (), slot(1), mine.revision)
    assert (closed.revision, closed.plan_hash) == (1, mine.plan_hash)
    assert store.plan("weekly/W1") == b"mine 1"
    assert store.close(other.id, (), slot(1), other.revision) == closed


def test_a_revision_that_never_was_cannot_be_closed(store: Store) -> None:
    draft(store, 1)
    with pytest.raises(DigestError, match="revision 7"):
        store.close("weekly/W1", (), slot(1), 7)
    assert store.last_closed("weekly") is None
