"""Time zones and schedules.

Every `wrong_*` takes a text and returns "" when it is fine, else one clause that says what is wrong and what to write.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib import resources

from cronsim import CronSim, CronSimError

from digest.config.nearby import advise

_CRON_FIELDS = ("minute", "hour", "day-of-month", "month", "day-of-week")
_CRON_SHORT = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_CRON_FROM = datetime(2000, 1, 1)  # noqa: DTZ001 - a calendar date: whether cron words ever come true needs no zone


@cache
def _zones() -> tuple[str, ...]:
    listed = (resources.files("tzdata") / "zones").read_text(encoding="utf-8").split()
    return tuple(zone for zone in listed if zone != "Factory")


def wrong_zone(name: str) -> str:
    """Check an IANA time zone, in the list's own spelling: some file systems would take others, some would not."""
    if name in _zones():
        return ""
    otherwise = 'write an IANA name such as "Europe/Istanbul", or "UTC"'
    folded = [zone for zone in _zones() if zone.rpartition("/")[2].casefold() == name.replace(" ", "_").casefold()]
    guess = f'did you mean "{folded[0]}"?' if folded else advise(name, _zones(), otherwise)
    return f'unknown time zone "{name}"; {guess}'


def wrong_schedule(words: str) -> str:
    """Check cron words: five fields, each in its range, and a date that exists."""
    advice = 'write five cron words: minute, hour, day, month, weekday, e.g. "0 7 * * 1" for Mondays at 7'
    if words.strip().lower() in _CRON_SHORT:
        return f'"{words}" is not read here; write "{_CRON_SHORT[words.strip().lower()]}"'
    if (count := len(words.split())) != len(_CRON_FIELDS):
        return f"{count} cron word{'' if count == 1 else 's'} instead of 5; {advice}"
    try:
        next(CronSim(words, _CRON_FROM))
    except CronSimError as trouble:
        return f"{_cron_trouble(words, str(trouble))}; {advice}"
    except StopIteration:
        return f'"{words}" never comes true; {advice}'
    return ""


def _cron_trouble(words: str, trouble: str) -> str:
    field = trouble.removeprefix("Bad ")
    written = dict(zip(_CRON_FIELDS, words.split(), strict=True))
    return f'"{written.get(field, words)}" is no {field}'
