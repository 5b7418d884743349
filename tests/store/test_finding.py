"""Finding an item by what a person remembers of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.models import Reading
from digest.store import Store
from tests.builders import NOW, fetched, item, snapshot

TITLES = {
    "aa11": "Talks in İstanbul: Zelenskyy and Türkiye",
    "aa22": "TALKS RESUME IN ANKARA",
    "bb33": "Переговоры в Москве",
    "cc44": "محادثات السلام",
    "dd55": "100% of nothing_at all",
    "ee66": "शांति वार्ता",
    "ff77": "和平谈判",
}


@pytest.fixture
def stocked(store: Store) -> Store:
    """Seven items, each seen an hour after the one before."""
    for hours, (name, title) in enumerate(TITLES.items()):
        one = item(title, "Text.", id=name, url=f"https://Wire.example/{name}/Story?x=1_2")
        store.keep(fetched(at=NOW + timedelta(hours=hours)), [Reading(one, snapshot(title, "Text."))], ())
    return store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("aa11", ["aa11"]),
        ("AA", ["aa22", "aa11"]),
        ("https://Wire.example/bb33/Story?x=1_2", ["bb33"]),
        ("wire.example/bb33", ["bb33"]),
        ("http://wire.example/cc44/", ["cc44"]),
        ("wire.example/bb33/story?x=1%2", []),
        ("talks", ["aa22", "aa11"]),
        ("istanbul TALKS", ["aa11"]),
        ("İSTANBUL", ["aa11"]),
        ("turkiye", ["aa11"]),
        ("ПЕРЕГОВОРЫ", ["bb33"]),
        ("السلام", ["cc44"]),
        ("वार्ता", ["ee66"]),
        ("谈判", ["ff77"]),
        ("100%", ["dd55"]),
        ("nothing_at", ["dd55"]),
        ("no_hing", []),
        ("nothing%at", ["dd55"]),
        ("talks, moscow", []),
        ("", []),
        ("  ", []),
        ("%", []),
        ("_", ["dd55"]),
    ],
)
def test_find(stocked: Store, query: str, found: list[str]) -> None:
    assert [one.id for one in stocked.find_items(query)] == found


def test_what_is_found_is_whole(stocked: Store) -> None:
    assert stocked.find_items("aa11") == [stocked.item("aa11")]


def test_a_limit_keeps_the_surest_and_the_latest(stocked: Store) -> None:
    assert [one.id for one in stocked.find_items("wire.example/", 2)] == ["ff77", "ee66"]


def test_an_id_goes_before_a_title(store: Store) -> None:
    for hours, (name, title) in enumerate([("beef", "Cattle"), ("0001", "Beef prices")]):
        one = item(title, "Text.", id=name)
        store.keep(fetched(at=NOW + timedelta(hours=hours)), [Reading(one, snapshot(title, "Text."))], ())
    assert [one.id for one in store.find_items("Beef")] == ["beef", "0001"]


def test_an_unknown_item_is_none(stocked: Store) -> None:
    assert stocked.item("aa") is None
