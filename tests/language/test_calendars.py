from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.calendars import from_jalali, from_thai, is_jalali


@pytest.mark.parametrize(
    ("jalali", "gregorian"),
    [
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1403, 1, 1), date(2024, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1404, 3, 15), date(2025, 6, 5)),
        ((1404, 7, 1), date(2025, 9, 23)),
    ],
)
def test_known_days(jalali: tuple[int, int, int], gregorian: date) -> None:
    assert from_jalali(*jalali) == gregorian


@pytest.mark.parametrize(
    "day", [(1404, 12, 30), (1404, 7, 31), (1404, 13, 1), (1404, 0, 1), (1404, 1, 0), (1299, 1, 1), (2025, 1, 1)]
)
def test_days_that_there_are_not(day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="Persian calendar has no"):
        from_jalali(*day)


@given(st.integers(1300, 1498))
def test_a_year_follows_the_other(year: int) -> None:
    length = from_jalali(year + 1, 1, 1) - from_jalali(year, 1, 1)
    assert length in {timedelta(365), timedelta(366)}
    assert from_jalali(year, 12, 29) + timedelta(length.days - 364) == from_jalali(year + 1, 1, 1)
    assert from_jalali(year, 1, 1).month == 3


def test_years() -> None:
    assert [is_jalali(year) for year in (1299, 1300, 1499, 1500, 2025)] == [False, True, True, False, False]
    assert [from_thai(year) for year in (2568, 2025)] == [2025, 2025]
