"""What is kept is what is read, an edit is told from a repeat, and one batch is all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from digest.errors import DigestError
from digest.models import Failure, Item, Passage, Reading, Snapshot, Validators
from digest.store import Kept, Store, open_store
from tests.builders import NOW, fetched, item, key, snapshot

HOUR = timedelta(hours=1)
ANY = {"Wire": None}


def reading(title: str = "Delegations meet", *paragraphs: str, **changes: object) -> Reading:
    """An item named by its title, and its snapshot; `id` keeps it the same item under another text."""
    blocks = paragraphs or ("They met on Monday.",)
    return Reading(item(title, *blocks, **changes), snapshot(title, *blocks))


def keep(store: Store, *readings: Reading, at: datetime = NOW) -> Kept:
    """Keep readings of the feed of "Wire"."""
    return store.keep(fetched(at=at), readings, ())


def test_reads_what_it_kept(store: Store) -> None:
    one = reading(
        "Gespräche in İstanbul",
        "Erster Absatz.",
        "二番目の段落。",
        publisher="Die Zeit",
        author="A. Autor",
        agency="dpa",
        place="Europe",
        kind="Analyse",
        tags=("ukraine", "türkiye"),
        language="de",
        dated_by="fetch",
    )
    keep(store, one)
    assert store.item(one.item.id) == one.item
    assert store.snapshots([one.snapshot.hash, "unknown"]) == {one.snapshot.hash: one.snapshot}


def test_spans_over_a_healed_break(store: Store) -> None:
    shot = Snapshot("5" * 32, "Title\n\nFirst half\n\x0cof a  sentence.")
    passage = Passage("a1", "quote", "First half of a sentence.", ((7, 17), (19, 33)))
    one = item(passages=(passage,), snapshot=shot.hash)
    keep(store, Reading(one, shot))
    assert store.item(one.id) == one


def test_a_text_that_is_not_what_its_spans_give_is_kept_all_the_same(store: Store) -> None:
    one = reading()
    odd = replace(one.item, passages=(replace(one.item.passages[0], text="They met\u200b on Monday!"),))
    keep(store, Reading(odd, one.snapshot))
    assert store.item(odd.id) == odd


def test_paragraphs_of_the_same_words_all_stay(store: Store) -> None:
    one = reading("Refrain", "La la la.", "A verse.", "La la la.")
    keep(store, one)
    (found,) = store.candidates("weekly", NOW, ANY)
    assert [passage.text for passage in found.item.passages] == ["La la la.", "A verse.", "La la la."]
    assert found.fresh == (key("La la la."), key("A verse."))


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))


numbers = count()  # the store of all examples is one


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any text, cut into any passages; the same text twice would be the same item."""
    name = f"item {next(numbers)}"
    text = draw(words) + name
    edges = st.integers(0, len(text))
    spans = st.lists(st.tuples(edges, edges).map(lambda pair: (min(pair), max(pair))), min_size=1, max_size=3)
    kinds = st.sampled_from(["paragraph", "heading", "item", "quote"])
    passage = st.builds(
        Passage, st.sampled_from([f"{name} {number}" for number in range(3)]), kinds, words, spans.map(tuple)
    )
    made = draw(
        st.builds(
            Item,
            id=st.just(name),
            source=words,
            publisher=words,
            url=words,
            title=words,
            snapshot=st.just(key(text)),
            passages=st.lists(passage, min_size=1, max_size=5).map(tuple),
            published=moments,
            dated_by=st.just("publisher"),
            language=words,
            author=words,
            agency=words,
            place=words,
            kind=words,
            tags=st.lists(words, max_size=3).map(tuple),
        )
    )
    return Reading(made, Snapshot(key(text), text))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(readings(), max_size=3, unique_by=lambda one: one.item.id))
def test_whatever_is_kept_is_read(store: Store, batch: list[Reading]) -> None:
    keep(store, *batch)
    assert [store.item(one.item.id) for one in batch] == [one.item for one in batch]
    assert store.snapshots(one.snapshot.hash for one in batch) == {one.snapshot.hash: one.snapshot for one in batch}


def test_what_no_database_can_hold_is_replaced_one_for_one(store: Store) -> None:
    shot = Snapshot("6" * 32, "T\n\na\x00b \udce9 c")
    one = item("T", passages=(Passage("k", "paragraph", "a\x00b \udce9 c", ((3, 10),)),), snapshot=shot.hash)
    keep(store, Reading(replace(one, author="\udcff"), shot))
    kept = store.item(one.id)
    assert kept is not None
    assert (kept.passages[0].text, kept.author) == ("a\ufffdb \ufffd c", "\ufffd")
    assert store.snapshots([shot.hash])[shot.hash].text == "T\n\na\ufffdb \ufffd c"


def test_counts_new_changed_and_same(store: Store) -> None:
    one, two = reading("One", id="1"), reading("Two", id="2")
    assert keep(store, one, two) == Kept(new=2)
    assert keep(store, one, two, at=NOW + HOUR) == Kept(same=2)
    three = reading("Three", id="3")
    assert keep(store, reading("One, corrected", id="1"), two, three, at=NOW + HOUR) == Kept(1, 1, 1)
    assert keep(store) == Kept()


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "Another title"},
        {"url": "https://wire.example/moved"},
        {"published": NOW - HOUR},
        {"tags": ("new",)},
        {"language": "de"},
    ],
    ids=lambda edit: next(iter(edit)),
)
def test_an_edit_of_anything_is_kept(store: Store, edit: dict[str, object]) -> None:
    one = reading()
    keep(store, one)
    edited = replace(one.item, **edit)  # type: ignore[arg-type]
    assert keep(store, Reading(edited, one.snapshot)) == Kept(changed=1)
    assert store.item(one.item.id) == edited


def test_the_same_item_twice_in_a_batch_is_one_and_the_later_wins(store: Store) -> None:
    kept = keep(store, reading("Early", id="1"), reading("Other", id="2"), reading("Late", id="1"))
    assert kept == Kept(new=2)
    found = store.item("1")
    assert found is not None
    assert found.title == "Late"
    assert [passage.text for passage in found.passages] == ["They met on Monday."]


def test_an_edited_item_keeps_the_moments_of_what_it_had(store: Store) -> None:
    keep(store, reading("Talks", "First.", "Second.", id="1"))
    keep(store, reading("Talks", "First.", "Second, longer.", id="1"), at=NOW + HOUR)
    then = store.candidates("weekly", NOW, ANY)
    assert [(one.fresh, one.first_seen) for one in then] == [((key("First."),), NOW)]
    assert [passage.text for passage in then[0].item.passages] == ["First.", "Second, longer."]
    (later,) = store.candidates("weekly", NOW + HOUR, ANY)
    assert later.fresh == (key("First."), key("Second, longer."))


def test_words_that_come_back_are_not_new_again(store: Store) -> None:
    for hours, text in enumerate(["As it was.", "As it is.", "As it was."]):
        keep(store, reading("Talks", text, id="1"), at=NOW + hours * HOUR)
    (found,) = store.candidates("weekly", NOW, ANY)
    assert [passage.text for passage in found.item.passages] == ["As it was."]
    assert found.first_seen == NOW


def test_the_same_text_cut_differently_leaves_no_passage_behind(store: Store) -> None:
    one = reading("Talks", "First.", "Second.")
    keep(store, one)
    joined = Passage(key("First. Second."), "paragraph", "First. Second.", ((7, 13), (15, 22)))
    recut = replace(one.item, passages=(joined,))
    assert keep(store, Reading(recut, one.snapshot)) == Kept(changed=1)
    assert store.item(one.item.id) == recut


def test_old_snapshots_stay(store: Store) -> None:
    before, after = reading("Talks", "Before.", id="1"), reading("Talks", "After.", id="1")
    keep(store, before)
    keep(store, after)
    assert len(store.snapshots([before.snapshot.hash, after.snapshot.hash])) == 2


def test_an_item_that_left_the_feed_stays(store: Store) -> None:
    gone = reading("Gone")
    keep(store, gone)
    keep(store, reading("Here"), at=NOW + HOUR)
    assert store.item(gone.item.id) == gone.item


FETCHED_AT, DATE = NOW, NOW - 5 * HOUR


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (("fetch", FETCHED_AT), ("fetch", FETCHED_AT + HOUR), ("fetch", FETCHED_AT)),
        (("fetch", FETCHED_AT), ("publisher", DATE), ("publisher", DATE)),
        (("publisher", DATE), ("fetch", FETCHED_AT + HOUR), ("publisher", DATE)),
        (("publisher", DATE), ("publisher", DATE + HOUR), ("publisher", DATE + HOUR)),
    ],
    ids=["never dated", "dated later", "date lost", "date corrected"],
)
def test_a_date_by_fetch_replaces_no_other(
    store: Store, first: tuple[str, datetime], second: tuple[str, datetime], kept: tuple[str, datetime]
) -> None:
    for dated_by, published in (first, second):
        keep(store, reading(dated_by=dated_by, published=published))
    (found,) = store.candidates("weekly", NOW, ANY)
    assert (found.item.dated_by, found.item.published) == kept


def test_a_repeat_of_an_undated_item_is_no_edit(store: Store) -> None:
    keep(store, reading(dated_by="fetch", published=NOW))
    assert keep(store, reading(dated_by="fetch", published=NOW + HOUR), at=NOW + HOUR) == Kept(same=1)


def test_moments_are_the_same_whatever_their_zone(store: Store) -> None:
    auckland = timezone(timedelta(hours=13))
    keep(store, reading(published=NOW.astimezone(auckland)), at=NOW.astimezone(auckland))
    (found,) = store.candidates("weekly", NOW, {"Wire": NOW})
    assert (found.first_seen, found.item.published) == (NOW, NOW)
    assert found.first_seen.utcoffset() == timedelta(0)
    assert store.candidates("weekly", NOW - timedelta(microseconds=1), ANY) == []


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="no time zone"):
        keep(store, at=NOW.replace(tzinfo=None))
    assert store.validators() == {}


def test_validators_are_replaced(store: Store) -> None:
    held = Validators('"a"', "Mon, 09 Jun 2025 07:00:00 GMT", "f" * 64)
    store.keep(fetched(validators=Validators('"old"', "x", "y")), (), ())
    store.keep(fetched(validators=held), (), ())
    store.keep(fetched(source="Files", url="file:inbox/ä.md", validators=Validators(body_hash="0" * 64)), (), ())
    assert store.validators() == {
        "Files": {"file:inbox/ä.md": Validators(body_hash="0" * 64)},
        "Wire": {"https://wire.example/feed": held},
    }


def test_a_batch_that_fails_leaves_nothing(store: Store) -> None:
    keep(store, reading("Before"), at=NOW - HOUR)
    broken = replace(reading("Broken").item, snapshot="no such snapshot")
    feed = fetched(validators=Validators('"new"'))
    with pytest.raises(DigestError):
        store.keep(feed, [reading("Whole"), Reading(broken, snapshot("Broken"))], [Failure("Wire", "x", "parse", "y")])
    assert [one.item.title for one in store.candidates("weekly", NOW, ANY)] == ["Before"]
    assert store.validators()["Wire"][feed.url] == Validators()
    assert store.failures() == []


def test_a_batch_of_many(store: Store) -> None:
    """More than fits into one IN (...)."""
    many = [reading(f"Item {number}", id=f"{number:05}") for number in range(5_100)]
    assert keep(store, *many) == Kept(new=5_100)
    assert keep(store, *many) == Kept(same=5_100)
    assert len(store.candidates("weekly", NOW, ANY)) == 5_100
    assert len(store.snapshots(one.snapshot.hash for one in many)) == 5_100


def test_it_outlives_its_opener(lasting_url: str) -> None:
    one = reading()
    with open_store(lasting_url) as first:
        keep(first, one)
    with open_store(lasting_url) as second:
        assert second.item(one.item.id) == one.item
