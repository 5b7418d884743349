"""A topic's articles by day: one bar a day, the highest in the accent, the usual number dashed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from babel.dates import format_date, format_skeleton

from digest.models import Issue, TopicDays
from digest.render import dates
from digest.render.charts.drawing import Box, Chart, Scale, Stroke, Word
from digest.render.facts import days as window_days
from digest.render.labels import Labels

# A strip says something when there is a course to see: on fewer days, or of fewer articles, the stories' own dates
# say as much. Of five replayed weeks of 25 topics it drew 4 to 9 strips an issue.
DAYS, ARTICLES = 3, 8
SHORTEST, LONGEST = 3, 31  # days of a window that is drawn day by day
_WEEK = timedelta(days=6)
_DAY = timedelta(days=1)


def strip(topic: TopicDays, anchor: str, issue: Issue, label: Labels, scale: Scale) -> Chart | None:
    """The strip of a topic, `anchor` being its section's id; None when it would say nothing."""
    window = _window(issue)
    found = {day.day: day.count for day in topic.days}
    counts = [found.get(day.isoformat(), 0) for day in window]
    if sum(counts) < ARTICLES or sum(map(bool, counts)) < DAYS or not SHORTEST <= len(window) <= LONGEST:
        return None
    mean = sum(counts) / len(counts) if topic.usual is None else topic.usual
    outside = topic.earlier + sum(found.values()) - sum(counts)
    words, plot = _Words(issue, label, window), _Plot(counts, mean, scale)
    return Chart(
        name=f"{anchor}-days",
        title=f"{label['articles_a_day']}: {topic.topic}",
        caption=words.caption(counts, mean, topic, outside),
        alt=words.alt(counts, mean),
        width=scale.width,
        height=scale.em(7.35),
        head=("day", "articles"),
        rows=tuple((day.isoformat(), str(count)) for day, count in zip(window, counts, strict=True)),
        boxes=tuple(plot.bars()),
        strokes=tuple(plot.lines(words)),
        words=(*plot.values(words), *plot.days(words)),
    )


def _window(issue: Issue) -> list[date]:
    """The days that the issue speaks of; of a first issue, which has no first day, the last seven."""
    first, last = window_days(issue.id, issue.since, issue.until, issue.timezone)
    start = first or last - _WEEK
    return [start + n * _DAY for n in range((last - start).days + 1)]


class _Plot:
    """Where everything stands: a line of values, the bars, a line of days; 21 mm high in print."""

    def __init__(self, counts: Sequence[int], mean: float, scale: Scale) -> None:
        self._counts, self._mean, self._scale = counts, mean, scale
        self._top, self._base = scale.em(1.35), scale.em(5.9)
        self._step = scale.width / len(counts)
        self._best = counts.index(max(counts))

    def bars(self) -> Iterator[Box]:
        for n, count in enumerate(self._counts):
            if count:
                tall = self._height(count)
                look = "best" if n == self._best else "bar"
                x, y = self._step * (n + 0.16), self._base - tall
                yield Box(round(x, 2), round(y, 2), round(self._step * 0.68, 2), tall, look)

    def lines(self, words: _Words) -> Iterator[Stroke]:
        """The mean, which leaves out the values that it would strike through, and the ground that the bars stand on."""
        level, letter = round(self._base - self._height(self._mean), 2), self._scale.letter
        start = 0.0
        for word in self.values(words):
            if word.y - 0.9 * letter < level < word.y + 0.2 * letter:
                half = self._scale.broad(word.text) / 2 + 0.2 * letter
                yield Stroke(start, level, round(word.x - half, 2), level, "mean")
                start = round(word.x + half, 2)
        yield Stroke(start, level, self._scale.width, level, "mean")
        yield Stroke(0, self._base, self._scale.width, self._base, "axis")

    def values(self, words: _Words) -> Iterator[Word]:
        for n, count in enumerate(self._counts):
            text, look = words.number(count), "best-value" if n == self._best else "value"
            if n == self._best or self._scale.fits(text, self._step):
                y = self._base - self._height(count) - self._scale.em(0.35)
                yield Word(self._middle(n), round(y, 2), text, "middle", look, self._scale.letter)

    def days(self, words: _Words) -> Iterator[Word]:
        """Every day's name, or of many days that of each second, seventh or fourteenth."""
        every = next((n for n in (1, 2, 7) if self._scale.fits("00 ", self._step * n)), 14)
        for n, text in enumerate(words.days(self._step * every, self._scale)):
            if n % every == 0:
                yield Word(self._middle(n), self._scale.em(7.1), text, "middle", "day", self._scale.letter)

    def _height(self, value: float) -> float:
        return round(value / max(*self._counts, self._mean) * (self._base - self._top), 2)

    def _middle(self, n: int) -> float:
        return round(self._step * (n + 0.5), 2)


class _Words:
    """Days and numbers in the issue's language."""

    def __init__(self, issue: Issue, label: Labels, window: Sequence[date]) -> None:
        self._issue, self._label, self._window = issue, label, window
        self._locale = dates.locale_of(issue.language)

    def number(self, number: int) -> str:
        return self._label.number(number)

    def days(self, room: float, scale: Scale) -> Sequence[str]:
        """The days as "Mon 2" where all of them have room, else as "2"."""
        spelled = [format_skeleton("Ed", day, locale=self._locale) for day in self._window]
        if not all(scale.fits(text, room) for text in spelled):
            spelled = [format_date(day, "d", self._locale) for day in self._window]
        return [dates.digits(text, self._locale) for text in spelled]

    def alt(self, counts: Sequence[int], mean: float) -> str:
        """Every number that is drawn: "Monday 2 June: 3, Tuesday 3 June: 5 ..."."""
        comma = self._label["comma"]
        told = comma.join(
            f"{self._long(day)}: {self.number(count)}" for day, count in zip(self._window, counts, strict=True)
        )
        return f"{told}{comma}{self._label['mean']}: {self._label.decimal(mean)}"

    def caption(self, counts: Sequence[int], mean: float, topic: TopicDays, outside: int) -> str:
        label, best = self._label, self._window[counts.index(max(counts))]
        span = dates.short_window(self._window[0], self._window[-1], self._issue.language)
        usual = (
            label["mean"] if topic.usual is None else label.say("mean_of", issues=label.count("issues", topic.issues))
        )
        parts = [
            f"{label['articles_a_day']}{label['comma']}{span}",
            label.say("most_on", day=self._long(best), n=self.number(max(counts))),
            label.say("dashed", mean=f"{usual}{label['comma']}{label.decimal(mean)}"),
        ]
        if outside:
            parts.append(label.say("outside", n=self.number(outside)))
        return " · ".join(parts)

    def _long(self, day: date) -> str:
        return dates.weekday(day, self._issue.language)
