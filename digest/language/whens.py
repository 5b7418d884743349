"""When something happened, as news sentences say it: "June 2", "on Monday", "yesterday", "since 2022".

What is not said in full is counted from the day of publication. Rather no date than a wrong one: deadlines, habits,
ranges, and what may be past or to come, have none. The words stand in `digest/data/whens.toml`.

Why not a library: of 139 news sentences in 12 languages (tests/language/test_whens.py) this reads all as they are
meant; what was measured of others stands in that file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from digest.language.calendars import from_jalali
from digest.language.whenwords import Grammar, grammar, plain
from digest.models import Precision

_FAR = 120  # days: a day without a year lies no farther from the article; half a year could be either year
_EARLIEST = 1700
_AHEAD = 30  # years that a date may lie ahead
_HOUR = 6  # UTC: before it, it is still the day before in half of the world, and "yesterday" is unsure
_NEAR = 8  # words between a word that tells of what is to come and its date
_SAYING = 4  # words between "said" and its date
_MONTHS_BACK = 10  # "in May" is the last one, unless that is nearly a year ago
_LEADING = 2  # words before a date that stands in front: "But in 2016"
_SHORT = 15  # words: "The bridge was closed in March 2018."
_JOINT = 2  # words between two dates that are one expression: "on Monday or on Tuesday"
_JALALI = 12
_PART = re.compile(r"\w+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class When:
    """A date that a sentence names. `start` and `end` are half-open offsets of the words into the sentence."""

    date: str  # ISO 8601: "2025-06-02", "2025-06", "2025"
    precision: Precision
    start: int
    end: int
    said: bool = False  # it dates what somebody said
    sure: bool = True  # not one of two: "on Monday or Tuesday"


def when(sentence: str, language: str, published: datetime | None) -> When | None:
    """The date of what a sentence tells; None where it names none, or more than one.

    `published` is the article's, aware UTC; None when only its fetch is dated, and then nothing is counted from it.
    The date of "said on Tuesday" counts only where there is no other day.
    """
    found = whens(sentence, language, published)
    if not all(one.sure for one in found):
        return None
    for some in (
        [one for one in found if one.precision == "day" and not one.said],
        [one for one in found if one.precision == "day"],
        [one for one in found if one.precision == "month" and _tells(sentence, one)],
        [one for one in found if one.precision == "year" and _tells(sentence, one)],
    ):
        if some:
            return some[0] if len({one.date for one in some}) == 1 else None
    return None


def _tells(sentence: str, one: When) -> bool:
    """Whether a month or year is that of what is told: in front, or in a short sentence of one clause."""
    before = sentence[: one.start]
    if len(before.split()) <= _LEADING:
        return True
    return len(sentence.split()) <= _SHORT and not re.search(r"[,;:،؛(]", before)


def whens(sentence: str, language: str, published: datetime | None) -> tuple[When, ...]:
    """All dates that a sentence in `language` (BCP 47) names, in their order. One that is not `sure` has no date."""
    rules = grammar(language)
    if rules is None:
        return ()
    if not any(char.isdecimal() for char in sentence) and rules.triggers.isdisjoint(
        _PART.findall(plain(sentence.casefold()))
    ):
        return ()
    reader = _Reader(sentence, rules, published)
    return tuple(sorted(reader.read(), key=lambda one: one.start))


class _Reader:
    """Reads one sentence; each character belongs to one expression at most, the fullest first."""

    def __init__(self, sentence: str, rules: Grammar, published: datetime | None) -> None:
        self.text = plain(sentence)
        self.rules = rules
        self.at = published
        self.day = published.date() if published else None
        self.words = [(found.start(), found[0].casefold()) for found in _WORD.finditer(self.text)]
        self.habit = any(word in rules.every for _, word in self.words)
        self.taken: list[tuple[int, int]] = []

    def read(self) -> Iterator[When]:
        for found in self._matches(self.rules.full):
            yield from self._full(found)
        for found in self._matches(self.rules.month):
            yield from self._month(found)
        for found in self._matches(self.rules.weekday):
            yield from self._weekday(found)
        for pattern, unit, count in self.rules.phrases:
            for found in self._matches(pattern):
                yield from self._phrase(found, unit, count)
        for found in self._matches(self.rules.ago):
            yield from self._ago(found)
        for found in self._matches(self.rules.today):
            yield from self._today(found)
        for found in self._matches(self.rules.year):
            year = int(next(filter(None, found.groups())))
            if _EARLIEST <= year <= self._latest():
                yield When(str(year), "year", *found.span())
        yield from self._joined()

    def _matches(self, pattern: re.Pattern[str] | None) -> Iterator[re.Match[str]]:
        """The matches that share no character with those before."""
        for found in pattern.finditer(self.text) if pattern else ():
            if not any(start < found.end() and found.start() < end for start, end in self.taken):
                self.taken.append(found.span())
                yield found

    def _joined(self) -> Iterator[When]:
        """One that is unsure, where two dates are joined: neither is then the one."""
        spans = sorted(self.taken)
        for (_, end), (start, _) in pairwise(spans):
            between = [word for at, word in self.words if end <= at < start]
            if between and len(between) <= _JOINT and set(between) & self.rules.joints:
                yield When("", "day", start, start, sure=False)

    def _full(self, found: re.Match[str]) -> Iterator[When]:
        """A day and a month, with its year or without."""
        parts = found.groupdict()
        if self._barred(found) or not self._named_rightly(found):
            return
        month = self.rules.month_of(parts)
        day = int(next(parts[name] for name in ("d", "d2", "d3", "d4", "d5") if parts.get(name)))
        year = next((int(parts[name]) for name in ("y", "y2", "y3", "y4") if parts.get(name)), 0)
        made = self._dated(year, month, day) if year else self._nearest(month, day, found)
        if made and self._is_weekday(made, found):
            yield self._when(made, found)

    def _dated(self, year: int, month: int, day: int) -> date | None:
        made = _day(year, month, day)
        return made if made and _EARLIEST <= made.year <= self._latest() else None

    def _nearest(self, month: int, day: int, found: re.Match[str]) -> date | None:
        """A day without a year, in the year in which it is nearest to the article."""
        at = self.day
        if at is None or self.habit:
            return None
        years = range(at.year - 623, at.year - 619) if month > _JALALI else _around(at.year)
        days = [made for year in years if (made := _day(year, month, day))]
        best = min(days, key=lambda made: abs((made - at).days), default=None)
        if best is None or abs((best - at).days) > _FAR:
            return None
        ahead = (best - at).days > 1  # tomorrow's date may be today's elsewhere
        return None if ahead and not self._ahead() else best

    def _month(self, found: re.Match[str]) -> Iterator[When]:
        """A month with its year, or alone behind "in"."""
        parts = found.groupdict()
        if self._barred(found) or not self._named_rightly(found):
            return
        number, year = self.rules.month_of(parts), int(parts.get("y") or 0)
        if number > _JALALI:
            return  # lies in two months of the Gregorian calendar
        if year and _EARLIEST <= year <= self._latest():
            yield When(f"{year:04}-{number:02}", "month", *found.span())
        elif not year and self.day and not self.habit and not self._ahead():
            back = (self.day.month - number) % 12
            if back <= _MONTHS_BACK:
                year = self.day.year if number <= self.day.month else self.day.year - 1
                yield When(f"{year:04}-{number:02}", "month", *found.span())

    def _weekday(self, found: re.Match[str]) -> Iterator[When]:
        if self.day is None or self.habit or self._barred(found) or not self._named_rightly(found):
            return
        if self._quoted(found):
            return
        number = self.rules.weekdays[_low(found["w"])]
        back = (self.day.weekday() - number) % 7
        parts = found.groupdict()
        if parts.get("last") or parts.get("behind"):
            made: date | None = self.day - timedelta(days=back or 7)
        elif parts.get("next") or parts.get("coming"):
            # On Monday "next Friday" may be this week's or the next one's; on Friday "next Monday" is sure.
            made = self.day + timedelta(days=7 - back) if number <= self.day.weekday() else None
        elif self._announced(found):
            made = self.day + timedelta(days=7 - back)
        elif not self._ahead() or self._says(found) or self._leads(found):
            made = self.day - timedelta(days=back)
        else:
            made = None
        yield self._when(made, found) if made else When("", "day", *found.span(), sure=False)

    def _phrase(self, found: re.Match[str], unit: Precision, count: int) -> Iterator[When]:
        """So many days, months or years from the article's: "yesterday", "last month", "this year"."""
        if self.day is None or self.at is None or self._barred(found) or self._quoted(found):
            return
        if unit == "day":
            if self.at.hour >= _HOUR:
                yield self._when(self.day + timedelta(days=count), found)
        elif unit == "year":
            yield When(f"{self.day.year + count:04}", "year", *found.span())
        else:
            months = self.day.year * 12 + self.day.month - 1 + count
            yield When(f"{months // 12:04}-{months % 12 + 1:02}", "month", *found.span())

    def _ago(self, found: re.Match[str]) -> Iterator[When]:
        if self.day is None or self.at is None or self.at.hour < _HOUR or self._quoted(found):
            return
        said = next(filter(None, found.groups())).casefold()
        number = int(said) if said.isdigit() else self.rules.numbers[said]
        if number <= len(self.rules.numbers) + 1:
            yield self._when(self.day - timedelta(days=number), found)

    def _today(self, found: re.Match[str]) -> Iterator[When]:
        if self.day and self.at and self.at.hour >= _HOUR and not self._ahead() and not self._quoted(found):
            yield replace(self._when(self.day, found), start=found.start("today"), end=found.end("today"))

    def _when(self, made: date, found: re.Match[str]) -> When:
        return When(made.isoformat(), "day", *found.span(), said=self._says(found))

    def _latest(self) -> int:
        return (self.day.year if self.day else 2100) + _AHEAD

    def _before(self, found: re.Match[str], most: int) -> list[str]:
        """The last words before a match, the nearest last."""
        return [word for start, word in self.words if start < found.start()][-most:]

    def _barred(self, found: re.Match[str]) -> bool:
        """Whether the word before makes it no event's date: "by Friday", "the May 27 agreement"."""
        before = self._before(found, 1)
        joined = self.text[: found.start()].rstrip()[-1:]
        return (bool(before) and before[0] in self.rules.barred and joined not in {",", ";"}) or self._goes_on(found)

    def _goes_on(self, found: re.Match[str]) -> bool:
        """Whether the word belongs to a name or a range that goes on behind it: "Sunday Times", "June 2-July 4"."""
        behind = self.text[found.end() :]
        return bool(self.rules.goes_on.match(behind))

    def _named_rightly(self, found: re.Match[str]) -> bool:
        """Whether a month or a weekday is written with a capital where its language has them: no "may", no "march"."""
        if not self.rules.capitals:
            return True
        names = (found.groupdict().get(name) for name in ("m", "m2", "w"))
        return all(name[0].isupper() for name in names if name)

    def _is_weekday(self, made: date, found: re.Match[str]) -> bool:
        """Whether the day of the week beside a date is that date's; true where there is none."""
        before = self.rules.beside_before.search(self.text[: found.start()])
        behind = self.rules.beside_behind.match(self.text, found.end())
        for beside in filter(None, (before, behind)):
            self.taken.append(beside.span())  # it says nothing more
            if self.rules.weekdays[_low(beside["w"])] != made.weekday():
                return False
        return True

    def _ahead(self) -> bool:
        """Whether the sentence tells of what is, or may be, to come, anywhere."""
        return any(word in self.rules.future or word in self.rules.maybe for _, word in self.words)

    def _announced(self, found: re.Match[str]) -> bool:
        """Whether what is to come is told beside the date: "will meet on Tuesday", "On Tuesday, delegates will"."""
        if self._leads(found):
            behind = [word for start, word in self.words if start >= found.end()][:_NEAR]
            if any(word in self.rules.future for word in behind):
                return True
        before = self._before(found, _NEAR)
        at = max((n for n, word in enumerate(before) if word in self.rules.future), default=-1)
        return at >= 0 and not any(word in self.rules.said for word in before[at:])

    def _leads(self, found: re.Match[str]) -> bool:
        """Whether the date stands in front of its sentence."""
        return len(self._before(found, _LEADING + 1)) <= _LEADING

    def _quoted(self, found: re.Match[str]) -> bool:
        """Whether it stands in a quotation: then it counts from the day on which that was said."""
        before = self.text[: found.start()]
        opened = sum(before.count(mark) for mark in "“«„") - sum(before.count(mark) for mark in "”»")
        return opened > 0 or before.count('"') % 2 == 1

    def _says(self, found: re.Match[str]) -> bool:
        """Whether the date is that of a statement: "told reporters on Tuesday"."""
        before = self._before(found, _SAYING)
        between = self.text[: found.start()].rpartition(",")[2]
        return any(word in self.rules.said for word in before if word in between.casefold())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        if month > _JALALI:
            return from_jalali(year, month - _JALALI, day)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _around(year: int) -> Sequence[int]:
    return (year - 1, year, year + 1)


def _low(word: str) -> str:
    return " ".join(word.casefold().replace("’", "'").split())
