"""What an edition could print: nothing twice, nothing lost, the window and the pins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.models import Candidate, Reading
from digest.store import Store, open_store
from tests.builders import NOW, fetched, item, key, snapshot

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANY: dict[str, datetime | None] = {"Wire": None}


def reading(title: str, *paragraphs: str, **changes: object) -> Reading:
    """An item and its snapshot."""
    blocks = paragraphs or (f"Text of {title}.",)
    return Reading(item(title, *blocks, **changes), snapshot(title, *blocks))


def close(
    store: Store, edition: str, found: Sequence[Candidate], at: datetime = NOW, slot: datetime | None = None
) -> None:
    """Print all that is fresh of these candidates."""
    issue = f"{edition}/{(slot or at).isoformat()}"
    store.draft(edition, slot or at, issue, at, lambda number: b"%d" % number)
    store.close(issue, [(one.item.id, passage, "p1") for one in found for passage in one.fresh], at)


def titles(found: Sequence[Candidate]) -> list[str]:
    """The candidates' titles, in their order."""
    return [one.item.title for one in found]


def test_what_an_edition_printed_is_out_for_it_alone(store: Store) -> None:
    store.keep(fetched(), [reading("A"), reading("B")], ())
    found = store.candidates("weekly", NOW, ANY)
    close(store, "weekly", [one for one in found if one.item.title == "A"])
    assert titles(store.candidates("weekly", NOW, ANY)) == ["B"]
    assert sorted(titles(store.candidates("daily", NOW, ANY))) == ["A", "B"]


def test_a_draft_prints_nothing(store: Store) -> None:
    store.keep(fetched(), [reading("A")], ())
    store.draft("weekly", NOW, "weekly/1", NOW, lambda number: b"plan")
    store.approve("weekly/1")
    assert titles(store.candidates("weekly", NOW, ANY)) == ["A"]


def test_passages_that_were_cut_roll_over_inside_their_item(store: Store) -> None:
    store.keep(fetched(), [reading("A", "One.", "Two.", "Three.")], ())
    one = store.candidates("weekly", NOW, ANY)[0]
    store.draft("weekly", NOW, "weekly/1", NOW, lambda number: b"plan")
    store.close("weekly/1", [(one.item.id, key("Two."), "p1")], NOW)
    (again,) = store.candidates("weekly", NOW, ANY)
    assert again.fresh == (key("One."), key("Three."))
    assert again.item == one.item


def test_only_the_new_paragraph_of_an_edited_item_is_fresh(store: Store) -> None:
    store.keep(fetched(), [reading("A", "One.", "Two.", id="1")], ())
    close(store, "weekly", store.candidates("weekly", NOW, ANY))
    store.keep(fetched(at=NOW + HOUR), [reading("A", "One.", "News.", "Two.", id="1")], ())
    (found,) = store.candidates("weekly", NOW + HOUR, ANY)
    assert (found.fresh, found.first_seen) == ((key("News."),), NOW + HOUR)


@pytest.mark.parametrize(
    ("oldest", "found"),
    [
        ({"Wire": None}, ["Old", "Young"]),
        ({"Wire": NOW - 30 * DAY}, ["Young"]),
        ({"Wire": NOW - DAY}, ["Young"]),
        ({"Wire": NOW}, []),
        ({"Wire": NOW - 30 * DAY, "Files": None}, ["File", "Young"]),
        ({"Other": None}, []),
        ({}, []),
    ],
    ids=["no limit", "30 days", "to the moment", "too young", "two sources", "unknown source", "no source"],
)
def test_sources_and_their_ages(store: Store, oldest: dict[str, datetime | None], found: list[str]) -> None:
    young, old = reading("Young", published=NOW - DAY), reading("Old", published=NOW - 31 * DAY)
    file = reading("File", published=NOW - 400 * DAY, source="Files")
    store.keep(fetched(), [young, old], ())
    store.keep(fetched(source="Files", url="file:a.md"), [file], ())
    assert sorted(titles(store.candidates("weekly", NOW, oldest))) == found


def test_the_window_ends_at_its_cut_off(store: Store) -> None:
    store.keep(fetched(), [reading("At it")], ())
    store.keep(fetched(at=NOW + timedelta(microseconds=1)), [reading("After it")], ())
    assert titles(store.candidates("weekly", NOW, ANY)) == ["At it"]


def test_they_are_sorted_by_first_seen_then_id(store: Store) -> None:
    ids = ["c3", "a1", "b2"]
    store.keep(fetched(at=NOW), [reading(f"Late {one}", id=f"0{one}") for one in ids], ())
    store.keep(fetched(at=NOW - HOUR), [reading(f"Early {one}", id=one) for one in ids], ())
    assert [one.item.id for one in store.candidates("weekly", NOW, ANY)] == ["a1", "b2", "c3", "0a1", "0b2", "0c3"]


def test_a_thousand_sources(store: Store) -> None:
    store.keep(fetched(), [reading("A")], ())
    many: dict[str, datetime | None] = {f"Source {number}": NOW - number * HOUR for number in range(3_000)}
    assert titles(store.candidates("weekly", NOW, {**many, "Wire": NOW - 30 * DAY})) == ["A"]


# -- pins ----------------------------------------------------------------------------------------------------------


def test_a_pinned_item_is_in_whatever_its_source_and_age(store: Store) -> None:
    store.add(reading("Pinned", source="By hand", published=NOW - 900 * DAY), "talks", "Read this.", NOW)
    (found,) = store.candidates("weekly", NOW, {})
    assert (found.item.title, found.topic, found.note) == ("Pinned", "talks", "Read this.")
    assert store.candidates("weekly", NOW, ANY) == [found]


def test_a_pin_is_used_up_by_each_edition_on_its_own(store: Store) -> None:
    store.add(reading("Pinned", "One.", "Two.", source="By hand"), "talks", "", NOW)
    one = store.candidates("weekly", NOW, {})[0]
    store.draft("weekly", NOW, "weekly/1", NOW, lambda number: b"plan")
    store.close("weekly/1", [(one.item.id, key("One."), "p1")], NOW)
    assert store.candidates("weekly", NOW, {}) == []
    assert [(found.topic, found.fresh) for found in store.candidates("weekly", NOW, {"By hand": None})] == [
        ("", (key("Two."),))
    ]
    assert [found.topic for found in store.candidates("daily", NOW, {})] == ["talks"]


def test_a_pin_that_no_issue_printed_stands(store: Store) -> None:
    store.add(reading("Pinned"), "", "", NOW)
    store.keep(fetched(), [reading("Other")], ())
    close(store, "weekly", [one for one in store.candidates("weekly", NOW, ANY) if one.item.title == "Other"])
    assert titles(store.candidates("weekly", NOW, {})) == ["Pinned"]


def test_a_pin_again_replaces_the_first_and_counts_again(store: Store) -> None:
    one = reading("Pinned", "One.", "Two.")
    store.add(one, "talks", "first", NOW)
    store.draft("weekly", NOW, "weekly/1", NOW, lambda number: b"plan")
    store.close("weekly/1", [(one.item.id, key("One."), "p1")], NOW)
    store.add(one, "trade", "second", NOW + HOUR)
    (found,) = store.candidates("weekly", NOW + HOUR, {})
    assert (found.topic, found.note, found.fresh) == ("trade", "second", (key("Two."),))


def test_a_pin_for_one_edition(store: Store) -> None:
    one = reading("Pinned")
    store.add(one, "for all", "", NOW)
    store.add(one, "for weekly", "", NOW, edition="weekly")
    assert [found.topic for found in store.candidates("weekly", NOW, {})] == ["for weekly"]
    assert [found.topic for found in store.candidates("daily", NOW, {})] == ["for all"]
    close(store, "weekly", store.candidates("weekly", NOW, {}))
    store.keep(fetched(at=NOW + HOUR), [reading("Pinned", "An edit.", id=one.item.id)], ())
    assert store.candidates("weekly", NOW + HOUR, {}) == []


# -- against a model -----------------------------------------------------------------------------------------------

texts = st.sampled_from(["One.", "Two.", "Three.", "Four."])
versions = st.tuples(st.sampled_from("abcd"), st.lists(texts, min_size=1, max_size=4, unique=True))
batches = st.tuples(st.just("keep"), st.lists(versions, max_size=3))
builds = st.tuples(st.just("build"), st.tuples(st.sampled_from(["weekly", "daily"]), st.integers(0, 3)))


@settings(max_examples=50)
@given(steps=st.lists(batches | builds, max_size=8))
def test_any_course_of_gathers_and_builds_prints_each_passage_once(steps: list[tuple[str, list]]) -> None:  # type: ignore[type-arg]
    """A dictionary of what is where, and what was printed, says the same as the store, step by step."""
    current: dict[str, list[str]] = {}
    done: set[tuple[str, str, str]] = set()
    with open_store("sqlite://") as store:
        for number, (step, what) in enumerate(steps):
            at = NOW + number * HOUR
            if step == "keep":
                store.keep(fetched(at=at), [reading(name, *parts, id=name, guid=name) for name, parts in what], ())
                current.update(what)
            else:
                edition, limit = what
                found = store.candidates(edition, at, ANY)
                expected = {
                    name: [part for part in parts if (edition, name, part) not in done]
                    for name, parts in current.items()
                }
                seen = {one.item.id: list(one.fresh) for one in found}
                assert seen == {name: [key(part) for part in parts] for name, parts in expected.items() if parts}
                close(store, edition, found[:limit], at)
                done |= {(edition, one.item.id, part) for one in found[:limit] for part in expected[one.item.id]}
