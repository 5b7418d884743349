"""What an edition told: the pieces of its closed issues, story by story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from digest.models import Issue, Piece, Printing, Told


@dataclass(frozen=True)
class Memory:
    """The remembered pieces, the oldest issue first, in print order within one."""

    told: tuple[Told, ...] = ()
    since: datetime | None = None  # what was told before is known again as the article itself only
    known: Mapping[str, Printing] | None = None  # item -> where its story was printed, for items left out as repeats

    @cached_property
    def threads(self) -> Mapping[Printing, tuple[Told, ...]]:
        """The pieces of each story, the oldest first, by its first printing."""
        found: dict[Printing, list[Told]] = {}
        for one in self.told:
            found.setdefault(one.first, []).append(one)
        return {first: tuple(pieces) for first, pieces in found.items()}

    @cached_property
    def by_item(self) -> Mapping[str, tuple[Told, ...]]:
        """The pieces that told a part of an item, or whose story it told again, the oldest first."""
        found: dict[str, list[Told]] = {}
        for one in self.told:
            for item in one.items:
                found.setdefault(item, []).append(one)
        where = {one.printing: one for one in self.told}
        for item, printing in (self.known or {}).items():
            if printing in where:
                found.setdefault(item, []).append(where[printing])
        return {item: tuple(pieces) for item, pieces in found.items()}


def remember(issues: Iterable[Issue], texts: Mapping[tuple[str, str], str], since: datetime | None = None) -> Memory:
    """The memory of `issues`, closed ones of one edition in the order of their slots.

    `texts` gives the text of each passage that counted as told, by item and key; one that is missing there is what
    the piece prints of it.
    """
    told: list[Told] = []
    known: dict[str, Printing] = {}
    for issue in issues:
        for section in issue.sections:
            for topic in section.topics:
                told += [_told(issue, section.name, topic.name, piece, texts) for piece in topic.pieces]
        known.update((one.item, one.last) for one in issue.repeats)
    return Memory(tuple(told), since, known)


def printing(issue: Issue, piece: Piece) -> Printing:
    """Where `piece` of `issue` is printed."""
    return Printing(issue.id, issue.number, issue.until, piece.id, piece.headline.text)


def _told(issue: Issue, region: str, topic: str, piece: Piece, texts: Mapping[tuple[str, str], str]) -> Told:
    here = printing(issue, piece)
    return Told(
        region=region,
        topic=topic,
        printing=here,
        first=piece.update.first if piece.update else here,
        items=tuple(dict.fromkeys((piece.headline.item, *(ref.item for ref in piece.sources)))),
        urls=tuple(dict.fromkeys(ref.url for ref in piece.sources if ref.url)),
        texts=_texts(piece, texts),
        language=piece.language,
        source=piece.sources[0].publisher,
        published=piece.published,
    )


def _texts(piece: Piece, texts: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """What a reader of the piece and of its sources knows: headlines, what is printed, what counts as told."""
    titles = (piece.headline.text, *(ref.title for ref in piece.sources if ref.title))
    printed = (" ".join(sentence.text for sentence in part.sentences) for part in piece.paragraphs)
    counted = (texts[key] for key in piece.tells if key in texts)
    return tuple(dict.fromkeys((*titles, *counted, *printed)))
