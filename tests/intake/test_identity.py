"""Which item a reading is (row F7): a table of what feeds do, and what must become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.intake.identity import Sighting, distinct, identify, in_doubt, page_of, sighting, spellings
from digest.models import Reading
from tests.builders import NOW, item, key, snapshot

DAY = timedelta(days=1)
LONG = (
    "Delegations of Russia and Ukraine met in Istanbul on Monday, and agreed on a list of prisoners to be exchanged. "
    * 2
)
OTHER = (
    "The central bank left its key rate at four per cent, as analysts of three banks had expected of it before. " * 2
)
PHOTOS = "Our photos of the week."
URL = "https://wire.example/talks"


def seen(guid: str = "", url: str = URL, title: str = "Talks", *texts: str, **changes: object) -> Reading:
    """A reading with the id that normalise gives."""
    blocks = texts or (LONG,)
    made = item(title, *blocks, guid=guid, url=url, id=key(f"Wire\n{guid or url or title}"), **changes)
    return Reading(made, snapshot(title, *blocks))


def same(known: Sequence[Reading], readings: Sequence[Reading]) -> list[int | None]:
    """Which of the known items each reading is, by number from 0; None for a new one."""
    ids = identify([sighting(one) for one in readings], [sighting(one) for one in known])
    numbers = {one.item.id: number for number, one in enumerate(known)}
    return [numbers.get(name) for name in ids]


BASE = seen("g1")
CASES = {
    "nothing happened": ([BASE], [BASE], [0]),
    "another guid, all else the same": ([BASE], [seen("g2")], [0]),
    "another guid and an edited title": ([BASE], [seen("g2", title="Talks end")], [0]),
    "another guid and an edited text": ([BASE], [seen("g2", URL, "Talks", OTHER)], [0]),
    "another guid at one page, title and text are others": ([BASE], [seen("g2", URL, "Rates", OTHER)], [None]),
    "the guid is gone": ([BASE], [seen("")], [0]),
    "a guid is there now": ([seen("")], [BASE], [0]),
    "the guid was used again": ([BASE], [seen("g1", "https://wire.example/rates", "Rates", OTHER)], [None]),
    "an edited title": ([BASE], [seen("g1", title="Talks end")], [0]),
    "an edited text": ([BASE], [seen("g1", URL, "Talks", OTHER)], [0]),
    "title and text rewritten at one address": ([BASE], [seen("g1", URL, "Talks end", OTHER)], [0]),
    "moved": ([BASE], [seen("g1", "https://wire.example/2025/talks")], [0]),
    "moved and retitled": ([BASE], [seen("g1", "https://wire.example/talks-end", "Talks end")], [0]),
    "moved, retitled, one paragraph of two edited": (
        [seen("g1", URL, "Talks", LONG, OTHER)],
        [seen("g1", "https://wire.example/talks-end", "Talks end", LONG, OTHER + "More.")],
        [0],
    ),
    "no guid: the page says it": ([seen("")], [seen("", title="Rates", url=URL)], [0]),
    "no guid: rewritten at one address": ([seen("")], [seen("", URL, "Rates", OTHER)], [0]),
    "no guid, no page: title and text": ([seen("", "", "Talks")], [seen("", "", "Talks")], [0]),
    "no guid, no page, an edited text": ([seen("", "")], [seen("", "", "Talks", OTHER)], [0]),
    "no guid, no page, another title": ([seen("", "")], [seen("", "", "Rates", OTHER)], [None]),
    "https": ([seen("", "http://wire.example/talks")], [seen("")], [0]),
    "http again, edited": ([seen("")], [seen("", "http://wire.example/talks", "Talks", OTHER)], [0]),
    "the guid is the address, and went to https": (
        [seen("http://wire.example/talks", "http://wire.example/talks")],
        [seen("https://wire.example/talks")],
        [0],
    ),
    "a closing slash": ([seen("")], [seen("", URL + "/", "Talks", OTHER)], [0]),
    "www., all else the same": (
        [seen("", URL, "Photos", PHOTOS, published=NOW)],
        [seen("", "https://www.wire.example/talks", "Photos", PHOTOS, published=NOW + DAY)],
        [0],
    ),
    "www., another text": ([seen("")], [seen("", "https://www.wire.example/talks", "Talks", OTHER)], [None]),
    "guid and address are others, a long text is the same": ([BASE], [seen("g2", "https://wire.example/9")], [0]),
    "guid and address are others, a short text of that date": (
        [seen("g1", URL, "Photos", PHOTOS)],
        [seen("g2", "https://wire.example/9", "Photos", PHOTOS)],
        [0],
    ),
    "a rubric: its short text returns with another date": (
        [seen("g1", URL, "Photos", PHOTOS)],
        [seen("g2", "https://wire.example/9", "Photos", PHOTOS, published=NOW + 7 * DAY)],
        [None],
    ),
    "another date alone": ([BASE], [seen("g1", published=NOW + DAY)], [0]),
    "no date any more": ([BASE], [seen("g1", published=NOW, dated_by="fetch")], [0]),
    "two guids are swapped": (
        [seen("g1"), seen("g2", "https://wire.example/rates", "Rates", OTHER)],
        [seen("g2"), seen("g1", "https://wire.example/rates", "Rates", OTHER)],
        [0, 1],
    ),
    "a site's front page is no article's": (
        [seen("g1", "https://wire.example/")],
        [seen("g2", "https://wire.example/", "Rates", OTHER)],
        [None],
    ),
    "a new one at the page that all share": (
        [seen("", URL, "Version 1", "First notes.")],
        [seen("", URL, "Version 2", "Second notes."), seen("", URL, "Version 1", "First notes.")],
        [None, 0],
    ),
    "another source": ([seen("g1", source="Other")], [BASE], [None]),
}  # fmt: skip


@pytest.mark.parametrize(("known", "readings", "expected"), CASES.values(), ids=CASES)
def test_which_item_it_is(known: list[Reading], readings: list[Reading], expected: list[int | None]) -> None:
    known = [
        replace(one, item=replace(one.item, id=f"k{n}")) if one.item.source != "Wire" else one
        for n, one in enumerate(known)
    ]
    assert same(known, readings) == expected


WITHIN = {
    "an entry twice: the later is kept": ([BASE, seen("g1", title="Talks end")], ["Talks end"]),
    "a later version of the same words": ([seen(""), seen("", URL, "Talks", LONG, "More.")], ["Talks"]),
    "one page, no guids, other titles and texts": (
        [seen("", URL, f"Version {n}", f"Notes of version {n}.") for n in range(4)],
        [f"Version {n}" for n in range(4)],
    ),
    "one guid for other articles": (
        [seen("all", f"https://wire.example/{n}", f"Title {n}", f"Text number {n}.") for n in range(4)],
        [f"Title {n}" for n in range(4)],
    ),
    "no guid, no address": ([seen("", "", "One", "First."), seen("", "", "Two", "Second.")], ["One", "Two"]),
    "one article in two sections": ([seen("g1"), seen("g2", "https://wire.example/world/talks")], ["Talks"]),
    "http and https": ([seen("", "http://wire.example/talks"), seen("")], ["Talks"]),
}  # fmt: skip


@pytest.mark.parametrize(("readings", "titles"), WITHIN.values(), ids=WITHIN)
def test_what_is_one_within_a_feed(readings: list[Reading], titles: list[str]) -> None:
    found = distinct(readings)
    assert [one.item.title for one in found] == titles
    assert len({one.item.id for one in found}) == len(found)
    assert same(found, found) == list(range(len(found))), "and all are known when they come again"
    assert same(found, found[::-1]) == list(range(len(found)))[::-1], "in whatever order"


def test_passages_are_asked_for_only_in_doubt() -> None:
    moved = seen("g1", "https://wire.example/rates", "Rates", OTHER)
    assert in_doubt([sighting(BASE)], [sighting(seen("g1", title="Talks end"))]) == set()
    assert in_doubt([sighting(moved)], [sighting(BASE)]) == {BASE.item.id}


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://wire.example/a/b/", "wire.example/a/b?"),
        ("http://wire.example/a/b", "wire.example/a/b?"),
        ("https://wire.example/?p=7", "wire.example?p=7"),
        ("https://wire.example/", ""),
        ("", ""),
    ],
)
def test_the_page_of_an_address(url: str, page: str) -> None:
    assert page_of(url) == page
    assert all(page_of(one) == page for one in spellings(url))
    assert (url in spellings(url)) == bool(page)


parts = st.sampled_from(["", "1", "2", "3"])
sightings = st.builds(
    lambda guid, page, title, text, dated: Sighting(
        "Wire", key(f"{guid}/{page}/{guid or page or title}"), guid, page and f"wire.example/{page}?", title, text, dated, 9, frozenset({text})
    ),
    guid=parts, page=parts, title=parts, text=st.sampled_from(["t1", "t2", "t3"]), dated=st.sampled_from([None, NOW]),
)  # fmt: skip


@given(batch=st.lists(sightings, max_size=8))
def test_what_was_kept_is_known_when_it_comes_again(batch: list[Sighting]) -> None:
    """The same feed twice: nothing is new the second time, whatever its ids are worth."""
    first = identify(batch, [])
    known = list({name: replace(one, id=name) for name, one in zip(first, batch, strict=True)}.values())
    again = identify(batch, known)
    assert set(again) <= {one.id for one in known}


def test_a_guid_that_thousands_share_costs_little() -> None:
    """10,000 entries under one guid, known and read: compared one with each other they would be a hundred million."""
    many = [
        replace(sighting(BASE), page=f"wire.example/{n}?", title=f"T{n}", text=f"x{n}", keys=frozenset({f"x{n}"}))
        for n in range(10_000)
    ]
    ids = identify(many, [])
    assert len(set(ids)) == len(many)
    known = [replace(one, id=name) for one, name in zip(many, ids, strict=True)]
    assert identify(many, known) == ids
