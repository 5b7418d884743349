"""Scored... -> Issue: choose what fits, section it, cut it to its excerpt by whole sentences, flatten it for print.

Nothing is written here: every printed sentence is a span of a snapshot. What a limit leaves out is counted and rolls
over, since only what an issue prints is recorded as printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from digest.compose.choose import Choice, Place, choose
from digest.compose.lines import lines
from digest.compose.piece import Style, Texts, piece
from digest.compose.summary import Central
from digest.compose.timeline import Told, timeline
from digest.config.schema import EditionTable, RegionTable, TopicTable
from digest.models import Colophon, Issue, Scored, Section, SourceCount, TopicSection
from digest.protocols import Summariser

__all__ = ["Texts", "Wishes", "compose", "printed", "repeated"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the editor asked for: the edition, what its topics are about, words printed of one article by source."""

    edition: EditionTable  # with its regions and topics listed in full, in printing order
    topics: Sequence[TopicTable] = ()
    excerpts: Mapping[str, int | None] = field(default_factory=dict)  # None: in full
    earlier: Mapping[str, str] = field(default_factory=dict)  # item id -> the issue that printed it before
    summariser: Summariser = field(default_factory=Central)
    regions: Sequence[RegionTable] = ()  # of which some have names in other languages


def compose(scored: Sequence[Scored], texts: Texts, wishes: Wishes, frame: Issue) -> Issue:
    """Fill `frame`, an issue without lines and sections, with the best of `scored`.

    `texts` holds the snapshot of each item that can be printed, by hash. The colophon's counts of printed and held
    back stories are completed here; what was considered is the caller's.
    """
    choice = choose(scored, wishes.edition)
    shares = Counter(cut.item.id for group in choice.groups.values() for one in group for cut in one.story.cuts)
    homes = _homes(scored, wishes.earlier)
    style = Style(wishes.summariser, wishes.edition.quotes)
    told = {
        place: tuple(piece(one, place, texts, wishes.excerpts, shares, homes, style) for one in group)
        for place, group in choice.groups.items()
    }
    sections = _sections(told, choice, wishes, frame.language)
    return replace(
        frame,
        sections=sections,
        lines=lines(sections, frame.language),
        colophon=_colophon(frame.colophon, choice),
    )


def printed(issue: Issue) -> tuple[tuple[str, str, str], ...]:
    """(item, passage key, piece) of all that `issue` tells: each cut of each printed story, in print order.

    A shortened article counts as told: next week does not begin in the middle of it.
    """
    pieces = (piece for section in issue.sections for topic in section.topics for piece in topic.pieces)
    return tuple((item, passage, piece.id) for piece in pieces for item, passage in piece.tells)


def repeated(issue: Issue) -> tuple[tuple[str, str, str, str], ...]:
    """(item, passage key, issue, piece) of all that `issue` leaves out as told before, and the piece that told it."""
    return tuple((one.item, key, one.last.issue, one.last.piece) for one in issue.repeats for key in one.passages)


def _homes(scored: Sequence[Scored], earlier: Mapping[str, str]) -> frozenset[str]:
    """Items that have one section to themselves: no other has a part of them, now, held back, or printed before."""
    places = Counter(
        item
        for item, *_ in {(cut.item.id, one.story.region, one.story.topic) for one in scored for cut in one.story.cuts}
    )
    return frozenset(item for item, count in places.items() if count == 1 and item not in earlier)


def _sections(
    told: Mapping[Place, tuple[Told, ...]], choice: Choice, wishes: Wishes, language: str
) -> tuple[Section, ...]:
    about = {topic.name: topic.about for topic in wishes.topics}
    called = {topic.name: shown(topic.names, language) for topic in wishes.topics}
    placed = {region.name: shown(region.names, language) for region in wishes.regions}
    regions = dict.fromkeys(region for region, _ in told)
    dated = wishes.edition.timeline
    return tuple(
        Section(
            id=_anchor("r", region),
            name=region,
            topics=tuple(
                TopicSection(
                    id=_anchor("t", region, topic),
                    name=topic,
                    about=about.get(topic, ""),
                    pieces=tuple(one.piece for one in group),
                    held_back=choice.held_back[where, topic],
                    timeline=timeline(group, language) if topic and dated else (),
                    shown=called.get(topic, ""),
                )
                for (where, topic), group in told.items()
                if where == region
            ),
            shown=placed.get(region, ""),
        )
        for region in regions
    )


def shown(names: Mapping[str, str], language: str) -> str:
    """The name for a BCP 47 `language`: that of the tag, else of its primary language; "" when there is none."""
    return names.get(language) or names.get(language.partition("-")[0], "")


def _anchor(letter: str, *names: str) -> str:
    return f"{letter}{blake2b(chr(0).join(names).encode(), digest_size=5).hexdigest()}"


def _colophon(colophon: Colophon, choice: Choice) -> Colophon:
    sources = {row.name: 0 for row in colophon.sources}
    for group in choice.groups.values():
        for name in (cut.item.source for one in group for cut in one.story.cuts):
            sources[name] = sources.get(name, 0) + 1
    rows = tuple(replace(row, printed=sources[row.name]) for row in colophon.sources)
    known = {row.name for row in rows}
    added = tuple(SourceCount(name, name, "", count, count) for name, count in sources.items() if name not in known)
    return replace(colophon, sources=rows + added, held_back=sum(choice.held_back.values()))
