"""What happened when: a topic's dated sentences in the order of their dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from digest.language.openings import stands_alone
from digest.language.scripts import direction
from digest.language.subjects import terms
from digest.language.whens import When, when
from digest.models import Event, Item, Piece, Said

FEWEST, DAYS = 3, 2  # events, on so many days at least: with less a timeline says nothing that the stories do not
_MOST = 10  # events: a column of a page
_OF_ONE = 3  # events of one piece, so that no story takes the timeline
_LONGEST = 45  # words of an event's sentence
_SAME = 0.5  # share of the shorter sentence's terms; above it two sentences of one date tell one event
_ALIKE = 0.7  # ... and of a day and a month or year: the vaguer one tells the same
_TWICE = 0.9  # ... and of two days: one text that was printed again
_YEARS = 30  # before the article: what lies farther back is history
_PRECISION = {"day": 0, "month": 1, "year": 2}


@dataclass(frozen=True, slots=True)
class Told:
    """One piece, and what a timeline may take of it: its sentences, and the words left beside its paragraphs."""

    piece: Piece
    items: tuple[Item, ...]  # by source
    said: tuple[Said, ...]
    printed: frozenset[str]  # sentences that the piece prints
    rooms: tuple[int | None, ...]  # words that are left of each source; None: any number


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence that may be an event."""

    event: Event
    terms: frozenset[str]
    rank: tuple[int, int, int]  # piece, source, place: the best story's earliest sentence first
    at: When


def timeline(told: Sequence[Told], language: str) -> tuple[Event, ...]:
    """The events that the pieces of one topic tell, best piece first, earliest event first; () when too few are dated.

    Each event once, with the more precise of its dates, in sentences that stand alone. Those in `language` when they
    are enough by themselves. A source's excerpt limit holds: of an article that may not be printed in full an event
    is what the piece prints already, or what fits into the words that are left.
    """
    found = [one for number, each in enumerate(told) for one in _events(number, each)]
    own = language.split("-")[0]
    native = [one for one in found if one.event.language.split("-")[0] == own]
    for some in (native, found):
        chosen = _chosen(some, told)
        days = {one.date for one in chosen if one.precision == "day"}
        if len(chosen) >= FEWEST and len(days) >= DAYS:
            return chosen
    return ()


def _events(number: int, told: Told) -> Iterator[_Found]:
    for said in told.said:
        item, sentence = told.items[said.source], said.sentence
        if said.kind == "heading" or len(sentence.text.split()) > _LONGEST:
            continue
        found = when(sentence.text, item.language, item.published if item.dated_by == "publisher" else None)
        if found and _recent(found, item.published.date()) and stands_alone(sentence.text, item.language):
            event = Event(
                date=found.date,
                precision=found.precision,
                words=sentence.text[found.start : found.end],
                sentence=sentence,
                language=item.language,
                direction=direction(item.language),
                publisher=item.publisher,
                agency=item.agency,
                piece=told.piece.id,
            )
            yield _Found(event, terms(sentence.text, item.language), (number, said.source, said.place), found)


def _recent(found: When, published: date) -> bool:
    return abs(int(found.date[:4]) - published.year) <= _YEARS


def _chosen(found: Sequence[_Found], told: Sequence[Told]) -> tuple[Event, ...]:
    """The events that are printed: the precise ones first, of the best stories, each once, within every room."""
    left: dict[tuple[int, int], int | None] = {
        (number, source): room for number, each in enumerate(told) for source, room in enumerate(each.rooms)
    }
    kept: list[_Found] = []
    of_one: dict[int, int] = {}
    for one in sorted(found, key=lambda one: (_PRECISION[one.at.precision], one.at.said, one.rank)):
        number, source, _ = one.rank
        text = one.event.sentence.text
        cost = 0 if text in told[number].printed else len(text.split())
        room = left[number, source]
        if (
            len(kept) == _MOST
            or (len(told) > 1 and of_one.get(number, 0) == _OF_ONE)
            or (room is not None and cost > room)
        ):
            continue
        if any(_same(one, other) for other in kept):
            continue
        kept.append(one)
        of_one[number] = of_one.get(number, 0) + 1
        left[number, source] = None if room is None else room - cost
    ordered = sorted(kept, key=lambda one: (one.event.date, one.rank))
    return tuple(one.event for one in ordered)


def _same(one: _Found, other: _Found) -> bool:
    """Whether two sentences tell one event: alike and of one date, or so alike that one date is the vaguer one."""
    shared = len(one.terms & other.terms) / (min(len(one.terms), len(other.terms)) or 1)
    if one.event.date == other.event.date:
        return shared >= _SAME
    return shared >= (_TWICE if one.at.precision == other.at.precision else _ALIKE)


def left_over(rooms: Sequence[int | None], spent: Mapping[int, int]) -> tuple[int | None, ...]:
    """The words that are left of each source's room after `spent`, by source."""
    return tuple(None if room is None else max(0, room - spent.get(source, 0)) for source, room in enumerate(rooms))
