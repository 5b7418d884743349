from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.dates import dateline, is_dateline, moment, tells_time, utc


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


JUNE_5 = at(2025, 6, 5)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("June 5, 2025", "en"),
        ("5th of June, 2025", ""),
        ("Jun 5, 2025", ""),
        ("5 June 2025", "en-GB"),
        ("Thursday 5 June 2025", ""),
        ("2025-06-05", ""),
        ("2025/6/5", "fr"),
        ("5.6.2025", "en"),
        ("05.06.25", "de"),
        ("6/5/2025", "en"),
        ("5/6/2025", "en-GB"),
        ("5/6/2025", "fr"),
        ("5-Jun-25", ""),
        ("Published on June 5, 2025", ""),
        ("5. Juni 2025", "de"),
        ("5 juin 2025", ""),
        ("5 de junio de 2025", "es"),
        ("5 de junho de 2025", "pt"),
        ("5 giugno 2025", ""),
        ("5 czerwca 2025", "pl"),
        ("5 Haziran 2025 Perşembe", "tr"),
        ("5 июня 2025 г.", ""),
        ("5 червня 2025", "uk"),
        ("5 يونيو 2025", "ar"),
        ("٥ يونيو ٢٠٢٥", ""),
        ("5 حزيران 2025", ""),
        ("5 جون 2025", "ur"),
        ("५ जून २०२५", "hi"),
        ("2025年6月5日", "zh"),
        ("2025년 6월 5일", "ko"),
        ("2025. június 5.", "hu"),
        ("5 tháng 6, 2025", "vi"),
        ("2025 m. birželio 5 d.", "lt"),
        ("ngày 5 tháng 6 năm 2025", "vi"),
        ("5 มิถุนายน 2568", "th"),
        ("۱۵ خرداد ۱۴۰۴", "fa"),
        ("پنج‌شنبه ۱۵ خرداد ۱۴۰۴", ""),
        ("1404/03/15", "fa"),
        ("20250605", ""),
    ],
)
def test_a_day_in_many_languages_is_its_noon(text: str, language: str) -> None:
    assert moment(text, language) == JUNE_5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri, 21 May 2021 23:39:10 +0000", at(2021, 5, 21, 23, 39, 10)),
        ("2025-06-05T10:00:00Z", at(2025, 6, 5, 10)),
        ("2025-06-05T10:00:00.123+02:00", at(2025, 6, 5, 8)),
        ("2025-06-05 10:00:00 -0530", at(2025, 6, 5, 15, 30)),
        ("Mon, Jan 12 2026 07:03:44 am", at(2026, 1, 12, 7, 3, 44)),
        ("June 5, 2025 at 12:15 a.m. EST", at(2025, 6, 5, 5, 15)),
        ("June 5, 2025, 5 pm", at(2025, 6, 5, 17)),
        ("Thu 5 June 2025 16:05 BST", at(2025, 6, 5, 15, 5)),
        ("14:30, 5 June 2025", at(2025, 6, 5, 14, 30)),
        ("Tue Jun 10 04:00:00 UTC 2003", at(2003, 6, 10, 4)),
        ("Wed Aug 27 13:08:45 +0000 2008", at(2008, 8, 27, 13, 8, 45)),
        ("5. Juni 2025, 14.30 Uhr", at(2025, 6, 5, 14, 30)),
        ("1/2/70", at(1970, 1, 2)),
        ("1/2/05", at(2005, 1, 2)),
        ("5 Jun 2025 23:59:60", at(2025, 6, 5, 23, 59, 59)),
        ("5 Jun 2025 25:10", at(2025, 6, 5)),
    ],
)
def test_times_and_zones(text: str, expected: datetime) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31 June 2025",
        "2025-02-30",
        "June 2025",
        "In 2025 the war ended",
        "12345",
        "10:29 A.M. EDT",
        "0001-01-01T00:00:00+10:00",
        "9999-12-31T23:59:59-10:00",
        "10 listopada 2025",  # November in Polish, October in Croatian: the language must be known
    ],
)
def test_what_is_no_complete_date_is_none(text: str) -> None:
    assert moment(text) is None


def test_a_name_of_two_months_is_read_where_the_language_is_known() -> None:
    assert moment("10 listopada 2025", "pl") == at(2025, 11, 10)
    assert moment("10 listopada 2025", "hr") == at(2025, 10, 10)


def test_an_impossible_order_is_turned_round() -> None:
    assert moment("25/6/2025", "en") == moment("6/25/2025", "fr") == at(2025, 6, 25)


@given(st.dates(min_value=datetime(1900, 1, 1).date(), max_value=datetime(2100, 1, 1).date()))
def test_every_day_is_read_back(day: datetime) -> None:
    expected = at(day.year, day.month, day.day)
    assert moment(day.strftime("%B %d, %Y")) == moment(day.isoformat()) == moment(day.strftime("%d %b %Y")) == expected


@given(st.text(max_size=80))
def test_no_text_is_too_strange(text: str) -> None:
    found = moment(text)
    assert found is None or found.tzinfo is UTC
    assert is_dateline(text) in {True, False}


@pytest.mark.parametrize(
    "text",
    [
        "Published on June 5, 2025",
        "Friday, January 4, 2019",
        "10:29 A.M. EDT",
        "Stand: 5. Juni 2025, 14:30 Uhr",
        "نشر في 5 يونيو 2025",
        "For Immediate Release June 26, 2009",
        "5 червня 2025, 10:15",
    ],
)
def test_lines_that_say_when_and_nothing_else(text: str) -> None:
    assert is_dateline(text)


@pytest.mark.parametrize(
    "text",
    [
        "Talks of 5 June 2025 failed.",
        "Ankara, 5 June 2025",
        "Istanbul",
        "",
        "5 June 2025, 12 people",
        "a " * 150 + "5 June 2025",
    ],
    ids=lambda text: text[:20],
)
def test_lines_that_say_more_than_when(text: str) -> None:
    assert not is_dateline(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ankara, 5 June 2025", JUNE_5),
        ("Madrid, 5 de junio de 2025 (EFE)", JUNE_5),
        ("МОСКВА, 5 июня 2025 г. — РИА Новости", JUNE_5),
        ("2025年6月5日 北京", JUNE_5),
        ("نيويورك 10 أغسطس 2015 واس", at(2015, 8, 10)),
        ("June 5, 2025", JUNE_5),
        ("What happened on June 5, 2025", None),
        ("2025年6月5日的会谈在北京举行并取得了成果", None),
        ("One Two Three Four Five Six, 5 June 2025", None),
        ("10:29 A.M. EDT", None),
        ("Ankara", None),
        ("x" * 300 + " 5 June 2025", None),
    ],
    ids=lambda value: str(value)[:24],
)
def test_datelines_name_a_place_or_an_agency_at_most(text: str, expected: datetime | None) -> None:
    assert dateline(text) == expected


def test_utc() -> None:
    assert utc(datetime(2025, 6, 5, 9)) == at(2025, 6, 5, 9)
    assert utc(datetime(2025, 6, 5, 9, tzinfo=timezone(timedelta(hours=3)))) == at(2025, 6, 5, 6)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2025年6月5日 下午2:30", "zh", at(2025, 6, 5, 14, 30)),
        ("2025年6月5日 上午2:30", "zh", at(2025, 6, 5, 2, 30)),
        ("2025年6月5日 午後2:30", "ja", at(2025, 6, 5, 14, 30)),
        ("2025년 6월 5일 오후 2:30", "ko", at(2025, 6, 5, 14, 30)),
        ("5 يونيو 2025 2:30 م", "ar", at(2025, 6, 5, 14, 30)),
        ("5 يونيو 2025 الساعة 2:30 مساء", "ar", at(2025, 6, 5, 14, 30)),
        ("5 يونيو 2025 2:30 صباحا", "ar", at(2025, 6, 5, 2, 30)),
        ("Thu, 05 Jun 2025 10:00:00 +3", "", at(2025, 6, 5, 7)),
        ("Thu, 05 Jun 2025 10:00:00 UTC+3", "", at(2025, 6, 5, 7)),
        ("Thu, 05 Jun 2025 10:00:00 GMT-05", "", at(2025, 6, 5, 15)),
        ("5 June 2025 10:00-12", "", at(2025, 6, 5, 10)),
        ("Mon, 02 Jun 2025 24:00:00 GMT", "", at(2025, 6, 3, 0)),
        ("20250605T101500Z", "", at(2025, 6, 5, 10, 15)),
        ("20250605T1015+0300", "", at(2025, 6, 5, 7, 15)),
        ("1749110400", "", at(2025, 6, 5, 8)),
        (" 1749110400000 ", "", at(2025, 6, 5, 8)),
    ],
)
def test_times_of_day_zones_and_what_programs_write(text: str, language: str, expected: datetime) -> None:
    assert moment(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [("15 رمضان 1446", "ar"), ("31 مهر 1404", "fa"), ("20251345", ""), ("1234567", ""), ("20250605101500", "")],
)
def test_what_is_no_certain_date(text: str, language: str) -> None:
    assert moment(text, language) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-06-05", False), ("2025-06-05T09:00Z", True), ("5 June 2025, 9 a.m.", True), ("5.6.2025", False),
        ("5.6.2025, 14.30 Uhr", True), ("05/06/2025", False), ("5 juin 2025 à 14h30", True), ("٥ يونيو ٢٠٢٥ ٠٩:٣٠", True),
    ],
)  # fmt: skip
def test_whether_a_date_tells_the_time_of_day(text: str, expected: bool) -> None:
    assert tells_time(text) is expected
