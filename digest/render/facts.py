"""What a page says about the plan that is not in it word for word: counts, notes, grouped failures. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest.models import Event, Failure, Issue, Paragraph, Piece, Quote, Sentence, SourceRef
from digest.render.dates import long_day, short_window, window
from digest.render.labels import Labels

_WEEK = re.compile(r"-W\d\d$")
_UNSPACED = frozenset(("zh", "ja", "th", "lo", "km", "my"))  # no space between sentences


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote of a piece: an article that its paragraphs are cited from, and which paragraphs (1-based)."""

    number: int  # from 1 within the piece
    source: SourceRef
    paragraphs: tuple[int, ...]  # sorted, each once


@dataclass(frozen=True, slots=True)
class Trouble:
    """Failures of the same kind: what happened, and the names of the sources it happened to, sorted."""

    what: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the head of an issue says: all strings in the issue's language, "" where there is nothing to say."""

    number: str  # "No. 23"
    window: str  # "Monday 2 June – Sunday 8 June 2025"
    short_window: str  # "2–8 June 2025"
    summary: str  # "41 stories from 63 sources in 6 languages"
    lines_title: str  # "The week in five lines"
    stories: int
    sources: int
    languages: tuple[str, ...]  # BCP 47, the issue's first


def pieces(issue: Issue) -> Iterator[Piece]:
    """Every piece, in page order."""
    return (piece for section in issue.sections for topic in section.topics for piece in topic.pieces)


def facts(issue: Issue, label: Labels) -> Facts:
    """The head of an issue, in words."""
    every = tuple(pieces(issue))
    names = {ref.publisher for piece in every for ref in piece.sources}
    spoken = languages(issue)
    heard = len({_primary(ref.language) for piece in every for ref in piece.sources} - {"und", ""}) or 1
    return Facts(
        number=label.say("number", n=label.number(issue.number)) if issue.number else "",
        window=_window(issue, label, short=False),
        short_window=_window(issue, label, short=True),
        summary=label.say(
            "summary",
            stories=label.count("stories", len(every)),
            sources=label.count("sources", len(names)),
            languages=label.count("languages", heard),
        ),
        lines_title=lines_title(issue, label),
        stories=len(every),
        sources=len(names),
        languages=spoken,
    )


def lines_title(issue: Issue, label: Labels) -> str:
    """What stands over the opening lines; only a weekly slot has a week to tell of."""
    if not _WEEK.search(issue.id):
        return label["in_brief"]
    return label["five_lines"] if len(issue.lines) == 5 else label["week_in_brief"]


def languages(issue: Issue) -> tuple[str, ...]:
    """Every language that is printed, the issue's own first, the rest in alphabetical order; unknown ones left out."""
    every = tuple(pieces(issue))
    found = {piece.language for piece in every} | {part.language for piece in every for part in piece.paragraphs}
    return (issue.language, *sorted(found - {issue.language, "und", ""}))


def verbatim(issue: Issue) -> bool:
    """Whether every printed sentence is its source's own."""
    return all(sentence.origin == "extract" for sentence in _sentences(issue))


def _sentences(issue: Issue) -> Iterator[Sentence]:
    for piece in pieces(issue):
        yield from (sentence for part in piece.paragraphs for sentence in part.sentences)
        yield from (quote.said for quote in piece.quotes)
    yield from (event.sentence for section in issue.sections for topic in section.topics for event in topic.timeline)


def notes(piece: Piece) -> tuple[Note, ...]:
    """The articles that the piece's paragraphs and quotations are cited from, in the order of first citation."""
    order = dict.fromkeys(_sources(piece))
    return tuple(
        Note(number, piece.sources[index], _cited(piece, index)) for number, index in enumerate(order, start=1)
    )


def note_number(part: Paragraph | Quote, piece: Piece) -> int:
    """The number of the note that a paragraph or a quotation of `piece` refers to."""
    return list(dict.fromkeys(_sources(piece))).index(part.source) + 1


def _sources(piece: Piece) -> Iterator[int]:
    yield from (paragraph.source for paragraph in piece.paragraphs)
    yield from (quote.source for quote in piece.quotes)


def also_in(piece: Piece) -> tuple[SourceRef, ...]:
    """The other articles behind a piece: the lead left out, a publisher named twice at one address named once."""
    lead = piece.sources[0]
    seen = {(ref.publisher, ref.url): ref for ref in reversed(piece.sources[1:])}
    return tuple(ref for ref in reversed(seen.values()) if (ref.publisher, ref.url) != (lead.publisher, lead.url))


def prose(paragraph: Paragraph) -> str:
    """A paragraph's sentences, joined as its language joins them."""
    joint = "" if _primary(paragraph.language) in _UNSPACED else " "
    return joint.join(sentence.text for sentence in paragraph.sentences)


def spans(paragraph: Paragraph) -> str:
    """Where a paragraph's sentences stand in the snapshot: "0-120 121-200"."""
    return " ".join(ranges_of(sentence) for sentence in paragraph.sentences)


def ranges_of(sentence: Sentence) -> str:
    """Where a sentence stands in the snapshot: "0-120"."""
    return " ".join(f"{start}-{end}" for start, end in sentence.spans)


def credit(ref: SourceRef | Event, label: Labels) -> str:
    """Whom an article is from: "Anadolu Agency, through rki.news", or the publisher alone."""
    if ref.agency and ref.agency != ref.publisher:
        return label.say("through", agency=ref.agency, publisher=ref.publisher)
    return ref.publisher


def update_name(piece: Piece) -> str:
    """The earlier issue that a piece follows up, as its slot is named ("2025-W22"); "" for a new story."""
    return piece.update_of.rpartition("/")[2]


def troubles(failures: tuple[Failure, ...]) -> tuple[Trouble, ...]:
    """Failures gathered by what happened, the most frequent first."""
    kinds: dict[str, set[str]] = {}
    for failure in failures:
        kinds.setdefault(failure.what, set()).add(failure.source or failure.where)
    found = (Trouble(what, tuple(sorted(names))) for what, names in kinds.items())
    return tuple(sorted(found, key=lambda trouble: (-len(trouble.names), trouble.what)))


def ranges(numbers: tuple[int, ...], label: Labels) -> str:
    """Sorted numbers as a reader writes them: "1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join("–".join(label.number(end) for end in dict.fromkeys((run[0], run[-1]))) for run in runs)


def _window(issue: Issue, label: Labels, *, short: bool) -> str:
    if issue.since is None:
        return label.say("up_to", day=long_day(issue.until, issue.language, issue.timezone))
    write = short_window if short else window
    return write(issue.since, issue.until, issue.language, issue.timezone)


def _cited(piece: Piece, index: int) -> tuple[int, ...]:
    found = {s.paragraph for part in piece.paragraphs if part.source == index for s in part.sentences}
    found |= {quote.said.paragraph for quote in piece.quotes if quote.source == index}
    return tuple(sorted(found))


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]
