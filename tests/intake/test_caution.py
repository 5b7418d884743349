"""What of a feed waits: the older items of its first reading, and whatever comes as a flood."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from digest.intake.caution import Arrival, first_run, flood
from tests.builders import NOW, item

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("days", "first", "waiting"),
    [
        ([0, -1, -2, -3], 2, "23"),
        ([-3, -2, -1, 0], 2, "01"),
        ([0, 0, 0, 0], 3, "3"),
        ([0, -1], 5, ""),
        ([0, -1], 0, "01"),
        ([0, -1], None, ""),
    ],
    ids=["newest first", "newest last", "as listed", "fewer", "none", "all"],
)
def test_the_newest_of_a_first_reading_are_let_in(days: list[int], first: int | None, waiting: str) -> None:
    items = [item(str(n), id=str(n), published=NOW + day * DAY) for n, day in enumerate(days)]
    assert "".join(sorted(first_run(items, first))) == waiting


def daily(count: int, days: int, first: int = 10, dated: bool = True) -> list[Arrival]:
    """A feed that was first read `days` ago with `first` items, and gave `count` each day since."""
    begun = NOW - days * DAY
    early = [Arrival(begun, begun - n * DAY) for n in range(first)]
    return early + [
        Arrival(begun + day * DAY, begun + day * DAY if dated else None) for day in range(1, days) for _ in range(count)
    ]


CASES = {
    "as usual": (10, daily(10, 40), 1.0, ""),
    "three times": (30, daily(10, 40), 1.0, ""),
    "four times": (40, daily(10, 40), 1.0, "40 new items at once, usually 10 a day"),
    "few are no flood": (20, daily(1, 40), 1.0, ""),
    "a quiet feed": (25, daily(0, 40), 1.0, "25 new items at once, usually less than one a week"),
    "two weeks' worth after two weeks": (140, daily(10, 40), 14.0, ""),
    "eight weeks' worth after two weeks": (560, daily(10, 40), 14.0, "560 new items at once, usually 10 a day"),
    "polled every hour": (28, daily(10, 40), 1 / 24, ""),
    "young: its own dates say that it is a busy one": (70, [Arrival(NOW - DAY, NOW - 2 * DAY)] * 30, 1.0, ""),
    "young, and a flood all the same": (100, daily(2, 4), 1.0, "100 new items at once, usually 2 a day"),
    "old enough to be judged by what it gave": (70, [Arrival(NOW - 15 * DAY, NOW - 16 * DAY)] * 30, 1.0, "70 new"),
    "it speaks in bursts": (
        60,
        [Arrival(NOW - day * DAY, None) for day in (90, 40, 20) for _ in range(50)],
        1.0,
        "",
    ),
    "one flood that was let in makes no habit": (
        800,
        [*daily(5, 50), *[Arrival(NOW - 9 * DAY + HOUR, None)] * 800],
        1.0,
        "800 new items",
    ),
}


@pytest.mark.parametrize(("count", "past", "days", "why"), CASES.values(), ids=CASES)
def test_what_is_a_flood(count: int, past: list[Arrival], days: float, why: str) -> None:
    said = flood(count, 3.0, past, NOW - days * DAY, NOW)
    assert said.startswith(why)
    assert bool(said) == bool(why)


def test_none_is_found_where_none_is_looked_for() -> None:
    assert flood(5_000, 0, daily(1, 40), NOW - DAY, NOW) == ""


def test_nothing_is_known_of_the_past() -> None:
    last: datetime = NOW - DAY
    assert flood(21, 3.0, [], last, NOW) == "21 new items at once, usually less than one a week"
