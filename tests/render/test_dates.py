"""Days and windows in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.render.dates import bounds, day, digits, locale_of, short_window, window

SINCE = datetime(2025, 6, 2, 7, tzinfo=UTC)
UNTIL = datetime(2025, 6, 9, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Monday 2 June – Sunday 8 June 2025"),
        ("en-US", "Monday, June 2 – Sunday, June 8, 2025"),
        ("tr", "2 Haziran Pazartesi – 8 Haziran 2025 Pazar"),
        ("ru", "понедельник, 2 июня – воскресенье, 8 июня 2025 г."),
        ("uk", "понеділок, 2 червня – неділя, 8 червня 2025 р."),
        ("ar", "الاثنين، 2 يونيو – الأحد، 8 يونيو 2025"),
        ("ar-EG", "الاثنين، ٢ يونيو – الأحد، ٨ يونيو ٢٠٢٥"),
        ("ur", "پیر، 2 جون – اتوار، 8 جون، 2025"),
        ("fa", "دوشنبه ۲ ژوئن تا یکشنبه ۸ ژوئن ۲۰۲۵"),
        ("fr", "lundi 2 juin – dimanche 8 juin 2025"),
        ("es", "lunes, 2 de junio – domingo, 8 de junio de 2025"),
        ("de", "Montag, 2. Juni – Sonntag, 8. Juni 2025"),
        ("zh", "6月2日星期一 – 2025年6月8日星期日"),
        ("xx", "Monday 2 June – Sunday 8 June 2025"),
        ("", "Monday 2 June – Sunday 8 June 2025"),
    ],
)
def test_a_week_in_words(language: str, expected: str) -> None:
    assert window(*bounds(SINCE, UNTIL, "UTC"), language) == expected


@pytest.mark.parametrize(
    ("since", "until", "language", "expected"),
    [
        pytest.param(SINCE, UNTIL, "en", "2–8 June 2025", id="one-month"),
        pytest.param(SINCE, UNTIL, "es", "2–8 de junio de 2025", id="spanish"),
        pytest.param(SINCE, UNTIL, "de", "2.–8. Juni 2025", id="german"),
        pytest.param(SINCE, UNTIL, "fa", "۲ تا ۸ ژوئن ۲۰۲۵", id="persian"),
        pytest.param(SINCE, UNTIL, "en-US", "June 2 – 8, 2025", id="american"),
        pytest.param(SINCE - timedelta(7), UNTIL, "en", "26 May – 8 June 2025", id="two-months"),
        pytest.param(
            datetime(2025, 12, 29, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC), "en",
            "29 December 2025 – 4 January 2026", id="two-years",
        ),
        pytest.param(UNTIL - timedelta(1), UNTIL, "en", "8 June 2025", id="one-day"),
    ],
)  # fmt: skip
def test_a_window_in_short(since: datetime, until: datetime, language: str, expected: str) -> None:
    assert short_window(*bounds(since, until, "UTC"), language) == expected


@pytest.mark.parametrize(
    ("since", "until", "zone", "expected"),
    [
        pytest.param(SINCE, UNTIL, "UTC", (2, 8), id="monday-at-seven-to-monday-at-seven"),
        pytest.param(SINCE.replace(hour=18), UNTIL.replace(hour=18), "UTC", (3, 9), id="evening-to-evening"),
        pytest.param(SINCE.replace(hour=12), UNTIL.replace(hour=12), "UTC", (3, 9), id="noon-is-the-next-day"),
        pytest.param(SINCE, SINCE.replace(hour=11), "UTC", (2, 2), id="a-few-hours"),
        pytest.param(SINCE.replace(hour=20), UNTIL.replace(hour=20), "Asia/Karachi", (3, 9), id="after-local-midnight"),
        pytest.param(SINCE, UNTIL, "Pacific/Auckland", (3, 9), id="far-east"),
    ],
)
def test_a_window_covers_the_days_of_which_half_is_in_it(
    since: datetime, until: datetime, zone: str, expected: tuple[int, int]
) -> None:
    assert bounds(since, until, zone) == (date(2025, 6, expected[0]), date(2025, 6, expected[1]))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)), st.integers(24, 400))
def test_two_windows_in_a_row_never_claim_the_same_day(start: datetime, hours: int) -> None:
    middle, end = start + timedelta(hours=hours), start + timedelta(hours=2 * hours)
    assert bounds(start, middle, "Europe/Berlin")[1] < bounds(middle, end, "Europe/Berlin")[0]


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        pytest.param(SINCE, "UTC", "2 June", id="this-year"),
        pytest.param(SINCE.replace(year=2024), "UTC", "2 June 2024", id="another-year"),
        pytest.param(SINCE.replace(hour=23), "Asia/Tokyo", "3 June", id="local-day"),
    ],
)
def test_a_day_names_its_year_only_when_it_is_another(moment: datetime, zone: str, expected: str) -> None:
    assert day(moment, "en", zone, 2025) == expected


def test_digits_follow_the_language() -> None:
    assert digits("23", locale_of("fa")) == "۲۳"
    assert digits("23", locale_of("ar-EG")) == "٢٣"
    assert digits("23", locale_of("ru")) == "23"
