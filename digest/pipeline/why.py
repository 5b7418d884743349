"""Why an item is where it is, or why it is not printed: the path through every room, in plain words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.models import Evidence, Issue, Item, Judged, Passage, Placed, Printing, Routed
from digest.route.missed import Missed

OTHER_NEWS = "other news"
_TOLD_WITH = 6  # other articles of a story that are named
_AGEING = "it waits for the next issue; each issue that passes it over halves its score"


@dataclass(frozen=True, slots=True)
class PassageFate:
    """One passage: where it went, and every judgement that was made of it."""

    number: int  # 1-based, in reading order
    text: str
    place: str  # "Europe > Russia-Ukraine talks"; "" when it matched nothing
    judgements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedIn:
    """One closed issue that printed a part of an item."""

    issue: str  # id
    number: int
    anchor: str  # of the piece, in every output
    headline: str
    region: str
    topic: str
    lead: bool  # whether the piece is the item's own
    passages: tuple[str, ...]  # keys of the item's passages that count as told with it
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the next issue would do with an item, or what a build did with it."""

    considered: bool  # whether it could be printed at all
    judged: tuple[Judged, ...] = ()  # the stories that it is behind
    build: str = ""  # the issue whose build judged; "" for what the next one would do


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an item is not looked at, each as far as it holds."""

    held: str = ""  # why it is kept out
    oldest: datetime | None = None  # the earliest publication date that its source's max_age admits
    unlisted: bool = False  # its source is not in feeds.toml
    other: str = ""  # any other reason, as a sentence's beginning


@dataclass(frozen=True, slots=True)
class Fate:
    """One item's way through the rooms of one edition."""

    item: Item
    edition: str
    gathered: str
    dated: str
    text: str  # where the words come from, and why from there
    passages: tuple[PassageFate, ...]
    missed: tuple[Missed, ...]  # topics that it has not, by little
    printed: tuple[PrintedIn, ...]
    prospect: Prospect
    outcome: tuple[str, ...]


def fate(
    item: Item,
    edition: str,
    routed: Routed,
    near: Sequence[Missed],
    printed: Sequence[PrintedIn],
    prospect: Prospect,
    refusal: Refusal,
    told: Sequence[tuple[str, Printing]] = (),
) -> Fate:
    """Explain `item`. `routed` is of the whole item, by today's rules; `told` are the issues that left a part of it
    out, each with the piece that had told its story.
    """
    places = {passage.key: _place(part) for part in routed.placed for passage in part.passages}
    passages = tuple(
        PassageFate(number, passage.text, places.get(passage.key, ""), tuple(_judgements(passage, routed.evidence)))
        for number, passage in enumerate(item.passages, 1)
    )
    past = (*_history(item, printed), *(left_out(one, issue) for issue, one in told))
    outcome = (*past, *_now(item, routed, printed, prospect, refusal))
    return Fate(
        item=item,
        edition=edition,
        gathered=_gathered(item),
        dated=_dated(item),
        text=_text(item),
        passages=passages,
        missed=tuple(near),
        printed=tuple(printed),
        prospect=prospect,
        outcome=outcome,
    )


def printed_in(issue: Issue, item: str) -> tuple[PrintedIn, ...]:
    """The pieces of a plan that tell a part of an item, in print order."""
    return tuple(
        PrintedIn(
            issue=issue.id,
            number=issue.number,
            anchor=piece.id,
            headline=piece.headline.text,
            region=section.name,
            topic=topic.name,
            lead=piece.sources[0].item == item,
            passages=tuple(key for told, key in piece.tells if told == item),
            score=piece.score,
            why=piece.why,
        )
        for section in issue.sections
        for topic in section.topics
        for piece in topic.pieces
        if any(told == item for told, _ in piece.tells)
    )


# -- where it comes from -------------------------------------------------------------------------------------------


def _gathered(item: Item) -> str:
    agency = f", by {item.agency}" if item.agency else ""
    publisher = f", publisher {item.publisher}" if item.publisher != item.source else ""
    return f"from {item.source}{publisher}{agency}"


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


# -- where its passages go -----------------------------------------------------------------------------------------


def _place(part: Placed) -> str:
    return _named(part.region, part.topic)


def _named(region: str, topic: str) -> str:
    return f"{region} > {topic or OTHER_NEWS}"


def _judgements(passage: Passage, evidence: Sequence[Evidence]) -> Iterator[str]:
    for one in evidence:
        if one.passage == passage.key:
            words = ", ".join(dict.fromkeys(f"“{match.word}”" for match in one.matches))
            said = f"{one.verdict}: {one.kind} {one.target} ({one.score:.2f})"
            codes = f"({one.rule})" if one.kind == "region" and one.rule else ""
            yield " ".join(part for part in (said, words, codes, f"- {one.note}" if one.note else "") if part)


# -- what became of it ---------------------------------------------------------------------------------------------


def _history(item: Item, printed: Sequence[PrintedIn]) -> Iterator[str]:
    keys = {passage.key for passage in item.passages}
    for one in printed:
        told = len(keys & set(one.passages))
        how = "as" if one.lead else "as another source of"
        where = f"No. {one.number}, #{one.anchor}, {_named(one.region, one.topic)}"
        yield f"printed in {one.issue}: {told} of {len(item.passages)} passages, {how} “{one.headline}” ({where})"
        yield f"  because: {'; '.join(one.why)}"


def left_out(last: Printing, issue: str) -> str:
    """That an issue did not print what an earlier piece had told."""
    return f"not in {issue}: printed in No. {last.number} ({last.issue}) as “{last.headline}”; nothing new in it"


def _now(
    item: Item, routed: Routed, printed: Sequence[PrintedIn], prospect: Prospect, refusal: Refusal
) -> Iterator[str]:
    if not prospect.considered:
        yield _refused(item, printed, refusal)
    elif prospect.judged:
        for one in prospect.judged:
            yield from _story(item, one, prospect.build)
    else:
        yield f"not {f'in {prospect.build}' if prospect.build else 'for the next issue'}: {_unplaced(routed)}"


def _refused(item: Item, printed: Sequence[PrintedIn], refusal: Refusal) -> str:
    if refusal.other:
        return refusal.other
    if refusal.held:
        return f"held: {refusal.held}"
    if refusal.oldest is not None and item.published < refusal.oldest:
        return f"not for the next issue: published before {refusal.oldest.date().isoformat()}, the source's max_age"
    if printed:
        return "not for the next issue: nothing in it is new since it was printed"
    if refusal.unlisted:
        return "not for the next issue: its source is not in feeds.toml"
    return "not for the next issue: it was gathered after this moment"


def _unplaced(routed: Routed) -> str:
    """Why no passage has a place."""
    excluded = [one for one in routed.evidence if one.verdict == "excluded"]
    if excluded:
        words = ", ".join(dict.fromkeys(f"“{match.word}”" for one in excluded for match in one.matches))
        return f"the edition's exclude rule finds {words}" if words else "the edition's exclude rule holds"
    if routed.placed:
        return "its passages with a place are printed already"
    return "no passage matches a topic or names a region of feeds.toml"


def _story(item: Item, one: Judged, build: str) -> Iterator[str]:
    place = _named(one.region, one.topic)
    rank = f", number {one.number} of {one.of} there" if one.number else ""
    rank = f"{rank}, score {one.score:.2f}"
    told = "" if one.cuts[0].item == item.id else f", as another source of “{one.cuts[0].title}”"
    whose = f"in {build}" if build else "next issue"
    if one.ruling == "printed":
        yield f"{whose}: {place}{rank}{told}" + (f"; {one.why}" if one.why else "")
    else:
        head = f"{whose}: held back from" if build else "held back from"
        head = head if one.waits else f"{whose}: not printed in" if build else "not printed in"
        yield f"{head} {place}{rank}{told}: {one.why}" + (f"; {_AGEING}" if one.waits else "")
    yield f"  score: {'; '.join(one.parts)}"
    others = [f"{cut.publisher} “{cut.title}”" for cut in one.cuts if cut.item != item.id]
    if others:
        more = f" and {len(others) - _TOLD_WITH} more" if len(others) > _TOLD_WITH else ""
        yield f"  one story with {', '.join(others[:_TOLD_WITH])}{more}: {'; '.join(one.together)}"
