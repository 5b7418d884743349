"""Why an item is where it is, or why it is not printed: the path through every room, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.compose.choose import choose
from digest.config.schema import EditionTable
from digest.models import Evidence, Item, Passage, Placed, Printing, Routed, Scored, Story
from digest.pipeline.choosing import Considered

OTHER_NEWS = "other news"


@dataclass(frozen=True, slots=True)
class PassageFate:
    """One passage: where it went, and every judgement that was made of it."""

    number: int  # 1-based, in reading order
    text: str
    place: str  # "Europe > Russia-Ukraine talks"; "" when it matched nothing
    judgements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """One item's way through the rooms of one edition."""

    item: Item
    dated: str
    text: str  # where the words come from, and why from there
    passages: tuple[PassageFate, ...]
    outcome: tuple[str, ...]


def fate(
    item: Item,
    routed: Routed,
    considered: Considered,
    edition: EditionTable,
    printed_in: Sequence[tuple[str, str, str]],
    oldest: datetime | None,
    held: str = "",
    told: Sequence[tuple[str, Printing]] = (),
) -> Fate:
    """Explain `item`. `routed` is of the whole item; `printed_in` holds (issue, passage key, piece) of this edition;
    `oldest` is the earliest publication date that its source's max_age admits, `held` why the item is kept out,
    `told` the issues that left a part of it out, each with the piece that had told its story.
    """
    places = {passage.key: _place(part) for part in routed.placed for passage in part.passages}
    passages = tuple(
        PassageFate(number, passage.text, places.get(passage.key, ""), tuple(_judgements(passage, routed.evidence)))
        for number, passage in enumerate(item.passages, 1)
    )
    past = (*_history(item, printed_in), *(_left_out(one, issue) for issue, one in told))
    outcome = (*past, *_now(item, considered, edition, oldest, bool(past), held))
    return Fate(item, _dated(item), _text(item), passages, outcome)


def _dated(item: Item) -> str:
    day = item.published.date().isoformat()
    if item.dated_by == "fetch":
        return f"{day}, the day it was fetched: it has no date of its own"
    return f"{day}, from {item.dated_from}" if item.dated_from else f"{day}, its publisher's date"


def _text(item: Item) -> str:
    where = {
        "source": "as its source gives it",
        "page": "from its web page: the feed gives less",
        "stub": "a teaser: the feed gives no more",
    }[item.text_from]
    return f"{where}; {item.text_note}" if item.text_note else where


def _place(part: Placed) -> str:
    return f"{part.region} > {part.topic or OTHER_NEWS}"


def _judgements(passage: Passage, evidence: Sequence[Evidence]) -> Iterator[str]:
    for one in evidence:
        if one.passage == passage.key:
            words = ", ".join(dict.fromkeys(f"“{match.word}”" for match in one.matches))
            said = f"{one.verdict}: {one.kind} {one.target} ({one.score:.2f})"
            yield " ".join(part for part in (said, words, f"- {one.note}" if one.note else "") if part)


def _history(item: Item, printed_in: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    for issue in dict.fromkeys(row[0] for row in printed_in):
        count = len({row[1] for row in printed_in if row[0] == issue})
        yield f"printed in {issue}: {count} of {len(item.passages)} passages"


def _left_out(last: Printing, issue: str) -> str:
    return f"not in {issue}: printed in No. {last.number} ({last.issue}) as “{last.headline}”; nothing new in it"


def _now(
    item: Item, considered: Considered, edition: EditionTable, oldest: datetime | None, printed: bool, held: str
) -> Iterator[str]:
    if item.id not in {candidate.item.id for candidate in considered.candidates}:
        if held:
            yield f"held: {held}"
        elif oldest is not None and item.published < oldest:
            yield f"not for the next issue: published before {oldest.date().isoformat()}, the source's max_age"
        elif printed:
            yield "not for the next issue: nothing in it is new since it was printed"
        else:
            yield "not for the next issue: its source is not in feeds.toml"
        return
    choice = choose(considered.scored, edition)
    chosen = {id(one) for group in choice.groups.values() for one in group}
    mine = [one for one in considered.scored if any(cut.item.id == item.id for cut in one.story.cuts)]
    told = [one for one in considered.repeats if one.item == item.id]
    if not mine and not told:
        yield "not for the next issue: no passage matches a topic or names a region"
    yield from (f"{_left_out(one.last, 'the next issue')}; the same story, because it is {one.why}" for one in told)
    for one in mine:
        yield _story(item, one, considered.scored, id(one) in chosen, edition)


def _story(item: Item, one: Scored, scored: Sequence[Scored], chosen: bool, edition: EditionTable) -> str:
    story = one.story
    place = f"{story.region} > {story.topic or OTHER_NEWS}"
    peers = [other for other in scored if (other.story.region, other.story.topic) == (story.region, story.topic)]
    rank = f"number {peers.index(one) + 1} of {len(peers)} there, score {one.score:.2f} ({'; '.join(one.why)})"
    lead = story.cuts[0].item
    told = "" if lead.id == item.id else f", as another source of “{lead.title}” ({'; '.join(story.why)})"
    if chosen:
        return f"next issue: {place}, {rank}{told}{_development(story)}"
    wanted = story.topic in edition.topics if story.topic else edition.other_news and story.region in edition.regions
    limit = edition.limits.topic if story.topic else edition.limits.other
    reason = (
        f"the limit is {limit} there and {edition.limits.issue} in all"
        if wanted
        else "this edition does not print that section"
    )
    return f"held back from {place}, {rank}{told}: {reason}"


def _development(story: Story) -> str:
    if story.development is None:
        return ""
    found = story.development
    count = len(found.new)
    new = (
        f"{count} new {'sentence' if count == 1 else 'sentences'}"
        if found.new
        else "its title has the news, or you asked for it"
    )
    return f"; an update of “{found.last.headline}” in No. {found.last.number} ({found.why}): {new}"


def oldest_admitted(age: timedelta | None, now: datetime) -> datetime | None:
    """The earliest publication date admitted at `now`."""
    return None if age is None else now - age
