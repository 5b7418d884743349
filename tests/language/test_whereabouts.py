"""Where countries lie."""

from __future__ import annotations

import pytest

from digest.language.whereabouts import whereabouts


@pytest.mark.parametrize(
    ("codes", "latitude", "longitude"),
    [(("FR",), 47, 3), (("JP",), 36, 137), (("BR",), -18, -46), (("DE", "FR"), 49, 6)],
)
def test_a_region_lies_in_the_middle_of_its_countries(codes: tuple[str, ...], latitude: int, longitude: int) -> None:
    found = whereabouts(codes)
    assert found is not None
    assert found == pytest.approx((latitude, longitude), abs=2.5)


def test_countries_on_both_sides_of_the_date_line_lie_where_they_lie() -> None:
    found = whereabouts(("FJ", "WS"))
    assert found is not None
    assert abs(found[1]) > 170


def test_nothing_known_is_nowhere() -> None:
    assert whereabouts(()) is None
    assert whereabouts(("ZZ",)) is None
