"""How often a source speaks, and when its silence is longer than its habit."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from digest.intake.rhythm import rhythm
from tests.builders import NOW

DAY = timedelta(days=1)


def every(gap: float, count: int, ago: float = 0) -> list[datetime]:
    """Dates `gap` days apart, the newest `ago` days ago."""
    return [NOW - (ago + n * gap) * DAY for n in range(count)]


@pytest.mark.parametrize(
    ("dates", "begun", "week", "usual"),
    [
        (every(0.25, 200), 80, 28, 172 / 8),  # nothing is older than 50 days
        (every(1, 100, 0.5), 80, 7, 7.0),
        (every(1, 100, 0.5), 21, 7, 7.0),
        (every(1, 100, 0.5), 13, 7, None),
        (every(1, 100, 20), 80, 0, 43 / 8),
        ([], None, 0, None),
        ([], 80, 0, 0.0),
    ],
)
def test_a_week_against_its_mean(dates: list[datetime], begun: float | None, week: int, usual: float | None) -> None:
    found = rhythm(dates, None if begun is None else NOW - begun * DAY, NOW)
    assert found.week == week
    assert found.usual == (None if usual is None else pytest.approx(usual, abs=0.2))


@pytest.mark.parametrize(
    ("dates", "quiet"),
    [
        (every(0.1, 50, 2.9), False),
        (every(0.1, 50, 3.1), True),
        (every(1, 50, 5.9), False),
        (every(1, 50, 6.1), True),
        (every(7, 8, 40), False),
        (every(7, 8, 43), True),
        (every(1, 4, 100), False),
        (every(1, 5, 100), True),
        ([*every(1, 50, 9), NOW + 300 * DAY], False),
        ([], False),
    ],
    ids=["a busy feed's weekend", "and longer", "daily", "daily, a week", "weekly", "weekly, six weeks", "too few",
         "enough", "dated in the future", "nothing"],
)  # fmt: skip
def test_silence_against_the_habit(dates: list[datetime], quiet: bool) -> None:
    assert rhythm(dates, NOW - 80 * DAY, NOW).quiet is quiet
