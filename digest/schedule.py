"""When an issue is due: cron words and a time zone to moments, and moments to names.

cronsim reads the words and walks the calendar of the wall clock, without any zone; zoneinfo turns what the wall clock
shows into moments. Each wall time of a schedule fires exactly once: in the hour that summer time skips, at the moment
of the change; in the hour that it repeats, the first time round. Only a schedule whose hours are `*` (or `*/2`) fires
by elapsed time instead: not in the skipped hour, and in both of the repeated ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim

_DAILY = "0 0 * * *"
"""What no schedule means: the start of each local date."""
_WINDOWS = tuple(timedelta(days=days) for days in (1, 8, 32, 367, 8 * 366, 60 * 366))
"""How far back to look, in growing steps: days, weeks, months, years; 29 February may be 8 years away, and a weekday
of it 40."""
_SHIFT = timedelta(hours=26)
"""More than any clock was ever put forward or back (24 h, at the date line), and a little."""
_SPAN = (datetime(2000, 1, 1), datetime(2028, 1, 1))  # noqa: DTZ001 - the calendar itself: weekdays repeat in 28 years


def slot(schedule: str, timezone: str, now: datetime) -> datetime:
    """The last scheduled moment at or before `now`, as aware UTC; without a schedule, the start of the local date.

    `schedule` holds five cron words or is "", `timezone` is an IANA name, `now` is aware.
    Raises ValueError when `now` is naive or the schedule never came true, cronsim's CronSimError for bad words.
    """
    _aware(now)
    zone = ZoneInfo(timezone)
    for window in _WINDOWS:
        fired = [moment for _, moment in _firings(schedule, zone, now - window, now) if moment <= now]
        if fired:
            return max(fired)
    raise ValueError(f"the schedule {schedule!r} has not come true by {now.isoformat()}")


def next_slot(schedule: str, timezone: str, now: datetime) -> datetime:
    """The first scheduled moment after `now`, as aware UTC. Arguments and errors as for `slot`."""
    _aware(now)
    zone = ZoneInfo(timezone)
    for window in _WINDOWS:
        coming = [moment for _, moment in _firings(schedule, zone, now, now + window) if moment > now]
        if coming:
            return min(coming)
    raise ValueError(f"the schedule {schedule!r} never comes true after {now.isoformat()}")


def label(schedule: str, timezone: str, slot: datetime) -> str:
    """The name of a slot, in a form that depends on the schedule alone; two slots of a schedule never share one.

    "2026-11" when the schedule fires at most once a month, else "2026-W47" when at most once an ISO week, else
    "2026-11-22" when at most once a day, else "2026-11-22T0700": local time, with its UTC offset only where a clock
    that is put back shows it twice.
    """
    zone = ZoneInfo(timezone)
    form = _form(schedule)
    if form == "moment":
        return _moment_name(slot, zone)
    day = _wall_time(schedule, zone, slot)
    if form == "month":
        return f"{day:%Y-%m}"
    if form == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return f"{day:%Y-%m-%d}"


# -- moments ------------------------------------------------------------------------------------------------------


def _firings(schedule: str, zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """(wall time, moment) of every firing in [since, until], in no promised order, with some from around it."""
    words = schedule or _DAILY
    moments = _moments if words.split()[1].startswith("*") and _form(schedule) == "moment" else _once
    start = _clock(since, zone) - _shift(since, zone) - timedelta(seconds=1)
    end = _clock(until, zone) + _shift(until, zone)
    for wall in takewhile(lambda wall: wall <= end, CronSim(words, start)):
        for moment in moments(wall, zone):
            yield wall, moment


def _shift(around: datetime, zone: ZoneInfo) -> timedelta:
    """How far wall times and moments may be out of step near `around`: not at all, where no change is near."""
    near = {(around + way * _SHIFT).astimezone(zone).utcoffset() for way in (-1, 0, 1)}
    return _SHIFT if len(near) > 1 else timedelta()


def _clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the wall clock shows, without a zone."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _moments(wall: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments at which the wall clock shows `wall`: none where it is put forward, two where it is put back."""
    both = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(moment for moment in both if _clock(moment, zone) == wall))


def _once(wall: datetime, zone: ZoneInfo) -> tuple[datetime]:
    """The one moment at which `wall` fires: the first that shows it, or the moment at which it is skipped."""
    shown = _moments(wall, zone)
    return (shown[0] if shown else _change(wall, zone),)


def _change(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the clock jumps over `wall`, to the second."""
    before, after = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (1, 0))
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _clock(middle, zone) < wall:
            before = middle
        else:
            after = middle
    return after


# -- names --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _form(schedule: str) -> str:
    """The period, "month", "week", "day" or "moment": the longest of these in which the schedule fires at most once.

    Counted on the calendar of 28 years, in which each date meets each weekday; the zone plays no part.
    """
    since, until = _SPAN
    walls = takewhile(lambda wall: wall < until, CronSim(schedule or _DAILY, since - timedelta(seconds=1)))
    monthly = weekly = True
    for one, two in pairwise(walls):
        if one.date() == two.date():
            return "moment"
        monthly = monthly and (one.year, one.month) != (two.year, two.month)
        weekly = weekly and one.isocalendar()[:2] != two.isocalendar()[:2]
        if not monthly and not weekly:
            break  # every day of a schedule has the same times, and the first has one
    return "month" if monthly else "week" if weekly else "day"


def _wall_time(schedule: str, zone: ZoneInfo, slot: datetime) -> datetime:
    """The wall time that a slot stands for. A skipped one fires at another time, perhaps on the next date, but keeps
    its own name. What is no slot of this schedule is named by its local time."""
    around = _firings(schedule, zone, slot, slot)
    return min((wall for wall, moment in around if moment == slot), default=_clock(slot, zone))


def _moment_name(slot: datetime, zone: ZoneInfo) -> str:
    local = slot.astimezone(zone)
    twice = len(_moments(_clock(slot, zone), zone)) > 1
    return f"{local:%Y-%m-%dT%H%M}" + (f"{local:%z}" if twice else "")


def _aware(moment: datetime) -> None:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
