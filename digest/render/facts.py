"""What a page says about the plan that is not in it word for word: counts, notes, grouped failures. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from digest.models import Event, Failure, Issue, Paragraph, Piece, Quote, Sentence, Shelved, SourceRef, Update
from digest.render.dates import bounds, local_day, short_window, window, written
from digest.render.labels import Labels

GROUNDS = 4  # words that a line under a story names
_WEEK = re.compile(r"-W\d\d$")
_SLOT = re.compile(r"/\d{4}-(?:\d\d|W\d\d)")  # of an issue that a schedule made; a brief is up to its day
_DAY = re.compile(r"/(\d{4}-\d\d-\d\d)(?:T\d|$)")  # the id of an issue that is named by its day
_QUIET = 5  # topics named: a longer list is not read
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
    since_last: str  # "Since No. 22: 14 new, 3 updated."
    stories: int
    sources: int
    languages: tuple[str, ...]  # BCP 47, the issue's first


def in_words(issue: Issue, label: Labels) -> Issue:
    """`issue` with its regions and topics called as its language calls them: for print, never for the store."""
    return replace(
        issue,
        sections=tuple(
            replace(
                section,
                name=called(section.name, issue, label),
                topics=tuple(replace(topic, name=topic.shown or topic.name) for topic in section.topics),
            )
            for section in issue.sections
        ),
    )


def called(region: str, issue: Issue, label: Labels) -> str:
    """A region's name in print: as feeds.toml gives it for this language, else as the language calls it."""
    return next((one.shown for one in issue.sections if one.name == region and one.shown), label.place(region))


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
        window=in_window(issue, label, short=False),
        short_window=in_window(issue, label, short=True),
        summary=label.say(
            "summary",
            stories=label.count("stories", len(every)),
            sources=label.count("sources", len(names)),
            languages=label.count("languages", heard),
        ),
        lines_title=lines_title(issue, label),
        since_last=since_last(issue, label),
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


def by_model(piece: Piece) -> bool:
    """Whether a language model wrote what the piece prints; a gloss beside it does not count."""
    return any(sentence.origin == "model" for part in piece.paragraphs for sentence in part.sentences)


def _sentences(issue: Issue) -> Iterator[Sentence]:
    for piece in pieces(issue):
        yield from (sentence for part in piece.paragraphs for sentence in part.sentences)
        yield from (quote.said for quote in piece.quotes)
        if piece.gloss:
            yield piece.gloss.headline
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


def grounds(piece: Piece) -> tuple[str, ...]:
    """The words by which a piece came into its section, as printed in the article: its topic's, else its places'."""
    won = [one for one in piece.evidence if one.verdict in {"won", "carried"}]
    found = [one for one in won if one.kind == "topic"] or [one for one in won if one.kind == "region"]
    words: dict[str, str] = {}
    for match in (match for one in found for match in one.matches):
        words.setdefault(match.word.casefold(), match.word)
    return tuple(list(words.values())[:GROUNDS])


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


def first_printed(update: Update, issue: Issue, label: Labels) -> tuple[str, str]:
    """Where a story was printed first, as its parts: "No. 12" and "16 November 2026"."""
    _, day = days(update.first.issue, None, update.first.day, issue.timezone)
    return label.say("number", n=label.number(update.first.number)), written(day, issue.language)


def since_last(issue: Issue, label: Labels) -> str:
    """What moved since the issue before, in a line; "" where the plan does not say."""
    found = issue.since_last
    if found is None:
        return ""
    number = label.say("number", n=label.number(found.number))
    said = label.say("since_last", issue=number, new=label.number(found.new), developed=label.number(found.developed))
    if not found.quiet:
        return said
    # No "and" before the last: topics have one of their own.
    quiet = label.say("quiet", topics=label["comma"].join(found.quiet[:_QUIET]))
    # Three dots end the sentence where topics are left out: "E…", not "E….".
    return f"{said} {quiet.rstrip('.。۔') + '…' if len(found.quiet) > _QUIET else quiet}"


def troubles(failures: tuple[Failure, ...], tell: Callable[[str], str]) -> tuple[Trouble, ...]:
    """Failures gathered by what happened, as `tell` tells it in the issue's language, the most frequent first."""
    kinds: dict[str, set[str]] = {}
    for failure in failures:
        kinds.setdefault(tell(failure.what), set()).add(failure.source or failure.where)
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
    return label["comma"].join("–".join(label.number(end) for end in dict.fromkeys((run[0], run[-1]))) for run in runs)


def days(name: str, since: datetime | None, until: datetime, timezone: str) -> tuple[date | None, date]:
    """First and last day that an issue speaks of, in its edition's zone; no first day for a first issue.

    An issue that is named by its day is of that day, whatever the clock showed when it was built: its id, masthead and
    subject never tell two dates. It begins the day after its predecessor's cut-off. For others see `bounds`.
    """
    found = _DAY.search(name)
    named = date.fromisoformat(found[1]) if found else None
    if since is None:
        slotted = bounds(until - timedelta(days=1), until, timezone)[1] if _SLOT.search(name) else None
        return None, named or slotted or local_day(until, timezone)
    if named is None:
        return bounds(since, until, timezone)
    return min(named, local_day(since, timezone) + timedelta(days=1)), named


def in_window(issue: Issue | Shelved, label: Labels, *, short: bool) -> str:
    """The days that an issue covers, in words; its end where it has no beginning."""
    first, last = days(issue.id, issue.since, issue.until, issue.timezone)
    if first is None:
        return label.say("up_to", day=written(last, issue.language))
    return (short_window if short else window)(first, last, issue.language)


def _cited(piece: Piece, index: int) -> tuple[int, ...]:
    found = {s.paragraph for part in piece.paragraphs if part.source == index for s in part.sentences}
    found |= {quote.said.paragraph for quote in piece.quotes if quote.source == index}
    return tuple(sorted(found))


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]
