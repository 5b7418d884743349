"""The schedule: which moment is due, which comes next, and what an issue of it is called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSim, CronSimError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.schedule import label, next_slot, slot

MONDAYS = "0 7 * * 1"
ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/Dublin",  # summer time is the standard, winter time the exception
    "America/New_York",
    "America/St_Johns",  # minus 3:30
    "America/Havana",  # changes at midnight
    "America/Sao_Paulo",  # put the clock forward at midnight until 2018
    "Africa/Casablanca",  # goes back for Ramadan
    "Asia/Kathmandu",  # plus 5:45
    "Asia/Beirut",  # puts the clock forward at midnight
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Apia",  # left out 30 December 2011
    "Pacific/Chatham",  # plus 12:45
    "Antarctica/Troll",  # two hours of summer time
)
SCHEDULES = (
    "",
    MONDAYS,
    "30 2 * * *",
    "15,45 0,1,2,3 * * *",
    "*/15 2 * * *",
    "0 * * * *",
    "30 */2 * * *",
    "0 */24 * * *",
    "59 23 * * 0",
    "0 0 1 * *",
    "0 12 29 2 *",
    "0 9 L * *",
    "0 6 * * MON#1",
    "0 6 13 * 5",
)


def utc(text: str) -> datetime:
    """A moment, read as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


zones, schedules = st.sampled_from(ZONES), st.sampled_from(SCHEDULES)
nows = st.integers(0, 30 * 366 * 86400).map(lambda seconds: utc("2010-01-01") + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("schedule", "zone", "now", "due"),
    [
        pytest.param(MONDAYS, "UTC", "2026-11-22T12:00", "2026-11-16T07:00", id="last Monday"),
        pytest.param(MONDAYS, "UTC", "2026-11-16T07:00", "2026-11-16T07:00", id="the very moment"),
        pytest.param(MONDAYS, "UTC", "2026-11-16T06:59:59", "2026-11-09T07:00", id="a second before"),
        pytest.param(MONDAYS, "Asia/Kathmandu", "2026-11-16T01:15", "2026-11-16T01:15", id="a quarter-hour zone"),
        pytest.param(
            MONDAYS, "Pacific/Kiritimati", "2026-11-22T18:00", "2026-11-22T17:00", id="Monday begins on Sunday"
        ),
        pytest.param("", "UTC", "2026-11-22T12:00", "2026-11-22T00:00", id="no schedule, start of the day"),
        pytest.param("", "Europe/Istanbul", "2026-11-21T22:00", "2026-11-21T21:00", id="no schedule, the local day"),
        pytest.param("0 0 29 2 *", "UTC", "2027-06-01T00:00", "2024-02-29T00:00", id="leap day"),
        pytest.param("0 0 29 2 *", "UTC", "1904-02-28T00:00", "1896-02-29T00:00", id="no leap day in 1900"),
        pytest.param("0 0 */28 2 1#5", "UTC", "2050-01-01T00:00", "2044-02-29T00:00", id="a leap day that is a Monday"),
        pytest.param("0 0 1 1 *", "UTC", "2026-12-31T23:59", "2026-01-01T00:00", id="once a year"),
        pytest.param("0 18 L * *", "UTC", "2026-03-01T00:00", "2026-02-28T18:00", id="last day of a month"),
        pytest.param("*/5 * * * *", "UTC", "2026-11-22T12:04:59", "2026-11-22T12:00", id="every five minutes"),
    ],
)
def test_slot_is_the_last_moment_that_the_schedule_names(schedule: str, zone: str, now: str, due: str) -> None:
    assert slot(schedule, zone, utc(now)) == utc(due)


@pytest.mark.parametrize(
    ("schedule", "zone", "day", "fires"),
    [
        pytest.param("30 2 * * *", "Europe/Berlin", "2026-03-29", ["01:00"], id="gap: at the change"),
        pytest.param("0,30 2 * * *", "Europe/Berlin", "2026-03-29", ["01:00"], id="gap: twice at the change is once"),
        pytest.param("30 2 * * *", "Europe/Berlin", "2026-10-25", ["00:30"], id="fold: the first time round"),
        pytest.param("*/30 2 * * *", "Europe/Berlin", "2026-10-25", ["00:00", "00:30"], id="fold: each wall time once"),
        pytest.param(
            "0 * * * *", "America/New_York", "2026-03-08", [f"{h:02}:00" for h in range(24)], id="gap: hourly"
        ),
        pytest.param(
            "0 * * * *", "America/New_York", "2026-11-01", [f"{h:02}:00" for h in range(24)], id="fold: hourly"
        ),
        pytest.param("0 0 * * *", "Asia/Beirut", "2026-03-28", ["22:00"], id="gap at midnight"),
        pytest.param("0 0 * * *", "America/Havana", "2026-11-01", ["04:00"], id="fold at midnight"),
        pytest.param("0 */24 * * *", "America/Havana", "2026-11-01", ["04:00"], id="fold at midnight, every 24 hours"),
        pytest.param("45 1 * * *", "Australia/Lord_Howe", "2026-04-04", ["14:45"], id="fold of half an hour"),
        pytest.param("15 2 * * *", "Australia/Lord_Howe", "2026-10-03", ["15:30"], id="gap of half an hour"),
        pytest.param("0 9 * * *", "Pacific/Apia", "2011-12-30", ["10:00", "19:00"], id="a date that was left out"),
        pytest.param("45 23 * * *", "America/Toronto", "1919-03-31", ["04:30"], id="gap over midnight"),
    ],
)
def test_each_wall_time_fires_once_when_the_clock_changes(schedule: str, zone: str, day: str, fires: list[str]) -> None:
    """`fires` are all the moments (UTC) of a UTC day."""
    start, found = utc(day), []
    moment = next_slot(schedule, zone, start - timedelta(seconds=1))
    while moment < start + timedelta(days=1):
        found.append(f"{moment:%H:%M}")
        moment = next_slot(schedule, zone, moment)
    assert found == fires


@pytest.mark.parametrize(
    ("schedule", "zone", "moment", "name"),
    [
        pytest.param(MONDAYS, "UTC", "2026-11-16T07:00", "2026-W47", id="weekly"),
        pytest.param(MONDAYS, "UTC", "2026-12-28T07:00", "2026-W53", id="week 53"),
        pytest.param("0 7 * * 5", "UTC", "2027-01-01T07:00", "2026-W53", id="1 January in the old year's week"),
        pytest.param("0 7 * * 2", "UTC", "2024-12-31T07:00", "2025-W01", id="31 December in the new year's week"),
        pytest.param("0 7 * * 1", "Pacific/Kiritimati", "2026-11-15T17:00", "2026-W47", id="the local week"),
        pytest.param("0 7 1 * *", "UTC", "2026-11-01T07:00", "2026-11", id="monthly"),
        pytest.param("0 7 * * MON#1", "UTC", "2026-11-02T07:00", "2026-11", id="first Monday"),
        pytest.param("0 7 1 1 *", "UTC", "2026-01-01T07:00", "2026-01", id="yearly"),
        pytest.param("0 7 * * *", "UTC", "2026-11-22T07:00", "2026-11-22", id="daily"),
        pytest.param("0 7 * * 1,4", "UTC", "2026-11-19T07:00", "2026-11-19", id="twice a week"),
        pytest.param("0 7 1,15 * *", "UTC", "2026-11-15T07:00", "2026-W46", id="twice a month, never in one week"),
        pytest.param("0 7 1,29 * *", "UTC", "2026-11-29T07:00", "2026-11-29", id="1st and 29th may share a week"),
        pytest.param("0 7,19 * * 1", "UTC", "2026-11-16T19:00", "2026-11-16T1900", id="twice a day"),
        pytest.param("0 * * * *", "Europe/Berlin", "2026-10-25T00:00", "2026-10-25T0200+0200", id="fold, first"),
        pytest.param("0 * * * *", "Europe/Berlin", "2026-10-25T01:00", "2026-10-25T0200+0100", id="fold, second"),
        pytest.param("0 * * * *", "Europe/Berlin", "2026-10-25T02:00", "2026-10-25T0300", id="after the fold"),
        pytest.param("", "Europe/Istanbul", "2026-11-21T21:00", "2026-11-22", id="no schedule"),
        pytest.param("45 23 * * *", "America/Toronto", "1919-03-31T04:30", "1919-03-30", id="skipped over midnight"),
        pytest.param("0 7 * * *", "UTC", "2026-11-22T09:30", "2026-11-22", id="no slot of the schedule any more"),
    ],
)
def test_label(schedule: str, zone: str, moment: str, name: str) -> None:
    assert label(schedule, zone, utc(moment)) == name


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_form_of_a_name_never_changes(schedule: str) -> None:
    """A thousand moments all over forty years, in all zones: one shape of name."""
    start = datetime(2000, 1, 3, 5, tzinfo=UTC)
    moments = (start + timedelta(days=13.7 * step) for step in range(1000))
    names = {label(schedule, ZONES[step % len(ZONES)], moment) for step, moment in enumerate(moments)}
    shapes = {"".join("9" if letter.isdigit() else letter for letter in name[:15]) for name in names}
    assert len(shapes) == 1


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia"])
@pytest.mark.parametrize("schedule", ["", "30 2 * * *", "0 */6 * * *", "0 0 * * 0", "0 */24 * * *"])
def test_two_slots_never_share_a_name(schedule: str, zone: str) -> None:
    """From the date that Apia left out to past the next two changes of every clock."""
    moment, names = utc("2011-12-27"), []
    while moment < utc("2012-11-20"):
        moment = next_slot(schedule, zone, moment)
        names.append(label(schedule, zone, moment))
    assert len(names) > 40
    assert len(set(names)) == len(names)


@given(schedules, zones, nows)
def test_a_slot_is_past_and_its_own_slot_and_the_one_before_the_next(schedule: str, zone: str, now: datetime) -> None:
    due, coming = slot(schedule, zone, now), next_slot(schedule, zone, now)
    assert due <= now < coming
    assert slot(schedule, zone, due) == due
    assert next_slot(schedule, zone, due) == coming
    assert slot(schedule, zone, coming - timedelta(seconds=1)) == due
    assert (due.tzinfo, coming.tzinfo) == (UTC, UTC)


@given(schedules, zones, nows, st.timedeltas(timedelta(0), timedelta(days=400)))
@example("30 2 * * *", "Europe/Berlin", utc("2026-10-25T00:29"), timedelta(hours=1, minutes=2))
def test_a_slot_never_goes_back(schedule: str, zone: str, now: datetime, later: timedelta) -> None:
    assert slot(schedule, zone, now) <= slot(schedule, zone, now + later)


@given(st.sampled_from(["30 2 * * *", MONDAYS, "0 0 1 * *", "15,45 1,3 * * 0"]), zones, nows)
@settings(max_examples=50)
def test_cronsim_with_a_zone_agrees_on_fixed_times(schedule: str, zone: str, now: datetime) -> None:
    """Its own handling of zones moves skipped times on to the next minute that exists, as we do."""
    moments = (
        moment.astimezone(UTC) for moment in CronSim(schedule, (now - timedelta(days=3)).astimezone(ZoneInfo(zone)))
    )
    assert next_slot(schedule, zone, now) == next(moment for moment in moments if moment > now)


def test_a_year_of_days_is_a_year_of_names() -> None:
    days = [
        label("", "Europe/Istanbul", slot("", "Europe/Istanbul", utc("2024-01-01T12:00") + timedelta(days=n)))
        for n in range(366)
    ]
    assert [date.fromisoformat(one) for one in days] == [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]
    assert all(one < two for one, two in pairwise(days))


@pytest.mark.parametrize("function", [slot, next_slot])
def test_a_naive_moment_is_refused(function: Callable[[str, str, datetime], datetime]) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        function(MONDAYS, "UTC", utc("2026-11-22").replace(tzinfo=None))


def test_bad_words_are_cronsims_error() -> None:
    with pytest.raises(CronSimError):
        slot("every monday", "UTC", utc("2026-11-22"))


def test_a_schedule_that_never_comes_true_is_said_so() -> None:
    with pytest.raises(ValueError, match="has not come true"):
        slot("0 0 */31 * 1#2", "UTC", utc("2026-11-22"))
    with pytest.raises(ValueError, match="never comes true"):
        next_slot("0 0 */31 * 1#2", "UTC", utc("2026-11-22"))
