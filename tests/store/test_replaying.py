"""What a test of the rules replays: past items, and the rules of their weeks."""

from __future__ import annotations

from datetime import timedelta

from digest.models import Caution, Reading
from digest.store import Store
from tests.builders import NOW, fetched, item, snapshot

DAY = timedelta(days=1)


def reading(title: str) -> Reading:
    return Reading(item(title, f"Text of {title}."), snapshot(title, f"Text of {title}."))


def seen(store: Store, title: str, days: int) -> str:
    """Keep an item that is first seen some days after NOW; its id."""
    made = reading(title)
    store.keep(fetched(at=NOW + days * DAY), [made], ())
    return made.item.id


def test_rules_are_kept_by_their_hash(store: Store) -> None:
    store.keep_rules("a", "first")
    store.keep_rules("a", "first")
    store.keep_rules("b", "second")
    assert store.rules(["a", "b", "c"]) == {"a": "first", "b": "second"}
    assert store.rules([]) == {}


def test_items_of_a_window_and_those_that_were_printed_in_it(store: Store) -> None:
    old, first, second, late = (seen(store, name, days) for name, days in (("O", -9), ("A", 1), ("B", 2), ("L", 9)))
    store.draft("weekly", NOW + 2 * DAY, "weekly/1", NOW + 2 * DAY, lambda _: b"plan")
    store.close("weekly/1", [(old, reading("O").item.passages[0].key, "p1")], NOW + 2 * DAY)

    def names(*issues: str, since: int | None = 0) -> list[str]:
        found = store.past_items(None if since is None else NOW + since * DAY, NOW + 2 * DAY, issues)
        assert found == sorted(found)
        return [name for _, name in found]

    assert names() == [first, second]
    assert names("weekly/1") == [old, first, second]
    assert names(since=1) == [second]
    assert names(since=None) == [old, first, second]
    assert late not in names("weekly/1", since=None)


def test_held_items_are_left_out(store: Store) -> None:
    store.keep(fetched(at=NOW + DAY), [reading("A"), reading("B")], (), Caution(first=1))
    assert len(store.past_items(NOW, NOW + DAY, [])) == 1


def test_whole_items_come_in_the_order_asked_for(store: Store) -> None:
    first, second = seen(store, "A", 1), seen(store, "B", 1)
    assert [one.id for one in store.whole_items([second, "none", first])] == [second, first]
