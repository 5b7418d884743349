"""A topic's dated events on one line of time, above their list."""

from __future__ import annotations

from collections import Counter
from datetime import date

from digest.models import Event, Issue
from digest.render import dates
from digest.render.charts.drawing import Anchor, Chart, Dot, Scale, Stroke, Word
from digest.render.labels import Labels

DAYS = 3  # with an event: two dates in a list are read faster than a line
LONGEST = 92  # days from the first to the last: farther apart, the days of one week fall into one another
_STACK = 4  # dots of one day above one another, as far as they are drawn


def course(
    events: tuple[Event, ...], anchor: str, name: str, issue: Issue, label: Labels, scale: Scale
) -> Chart | None:
    """The events that are dated by day, as dots; None when there are too few, or years between them."""
    found = Counter(event.date for event in events if event.precision == "day")
    days = sorted((date.fromisoformat(day), count) for day, count in found.items())
    if len(days) < DAYS or (days[-1][0] - days[0][0]).days > LONGEST:
        return None
    said = [(day, count, dates.dated(day.isoformat(), issue.language, issue.until.year)) for day, count in days]
    radius = scale.em(0.38)
    line = round(scale.em(1.9) + (min(_STACK, max(found.values())) - 1) * 2.3 * radius, 2)
    dots = tuple(
        Dot(_place(day, days, scale), round(line - scale.em(0.75) - n * 2.3 * radius, 2), radius, "event")
        for day, count in days
        for n in range(min(_STACK, count))
    )
    return Chart(
        name=f"{anchor}-timeline",
        title=f"{label['timeline']}: {name}",
        caption="",
        alt=label["comma"].join(f"{text}: {label.number(count)}" for _, count, text in said),
        width=scale.width,
        height=round(line + scale.em(1.75), 2),
        head=("day", "events"),
        rows=tuple((day.isoformat(), str(count)) for day, count in days),
        strokes=(Stroke(0, line, scale.width, line, "axis"), *_ticks(days, line, scale)),
        dots=dots,
        words=_labels([(_place(day, days, scale), text) for day, _, text in said], line, scale),
    )


def _place(day: date, days: list[tuple[date, int]], scale: Scale) -> float:
    """Where a day stands on the line, with room for half a date at both ends."""
    first, last = days[0][0], days[-1][0]
    edge = scale.em(1)
    return round(edge + (scale.width - 2 * edge) * (day - first).days / (last - first).days, 2)


def _ticks(days: list[tuple[date, int]], line: float, scale: Scale) -> tuple[Stroke, ...]:
    places = (_place(day, days, scale) for day, _ in days)
    return tuple(Stroke(x, line, x, round(line + scale.em(0.35), 2), "axis") for x in places)


def _labels(said: list[tuple[float, str]], line: float, scale: Scale) -> tuple[Word, ...]:
    """The first and the last date, and those between them that have room."""
    (_, first_text), (_, last_text) = said[0], said[-1]
    kept = [_word(0, line, first_text, "start", scale)]
    free, end = scale.broad(f"{first_text} "), scale.width - scale.broad(f"{last_text} ")
    for x, text in said[1:-1]:
        half = scale.broad(text) / 2
        if x - half > free and x + half < end:
            kept.append(_word(x, line, text, "middle", scale))
            free = x + half
    return (*kept, _word(scale.width, line, last_text, "end", scale))


def _word(x: float, line: float, text: str, anchor: Anchor, scale: Scale) -> Word:
    return Word(x, round(line + scale.em(1.45), 2), text, anchor, "day", scale.letter)
