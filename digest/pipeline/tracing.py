"""Every printed sentence traced to its source, and proved: it is there, word for word, in the text as it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from digest.models import Issue, Origin, Piece, Sentence, Snapshot, SourceRef, Span, TopicSection

Kind = Literal["line", "timeline", "headline", "title", "note", "sentence", "quotation", "speaker"]


@dataclass(frozen=True, slots=True)
class Traced:
    """One printed text and where it is from. `trouble` says what does not hold; "" is proof."""

    kind: Kind
    place: str  # "Europe > Russia-Ukraine talks"; "" for the opening lines
    piece: str  # id
    text: str
    origin: Origin
    publisher: str
    agency: str
    url: str  # "" for a file
    item: str
    snapshot: str
    spans: tuple[Span, ...]
    trouble: str = ""

    @property
    def sourceless(self) -> bool:
        """Whether it names no source, and is not the editor's own."""
        return self.origin != "editor" and not (self.item and self.snapshot and self.spans)


def snapshots_of(issue: Issue) -> list[str]:
    """The hashes of the texts that an issue quotes, sorted."""
    return sorted({one.snapshot for one in _printed(issue)} - {""})


def trace(issue: Issue, texts: Mapping[str, Snapshot]) -> tuple[Traced, ...]:
    """Every text that `issue` prints of its sources, in print order, each proved against `texts`, by hash.

    Proof is that the snapshot's text gives the hash under which it is kept, and that its spans, joined by a space and
    white space folded, are the printed text. A sentence that a model wrote is its own: of it the spans must exist.
    """
    return tuple(_proved(one, texts) for one in _printed(issue))


def _printed(issue: Issue) -> Iterator[Traced]:
    pieces = [piece for section in issue.sections for topic in section.topics for piece in topic.pieces]
    refs = {ref.item: ref for piece in pieces for ref in piece.sources}
    by_id = {piece.id: piece for piece in pieces}
    for line in issue.lines:
        said = (line.item, line.snapshot, line.spans) if line.spans else _said_in(by_id.get(line.piece), line.text)
        yield _row("line", "", line.piece, line.text, *said, refs.get(said[0]))
    for section in issue.sections:
        for topic in section.topics:
            yield from _of_topic(f"{section.name} > {topic.name}".removesuffix(" > "), topic, refs)


def _of_topic(place: str, topic: TopicSection, refs: Mapping[str, SourceRef]) -> Iterator[Traced]:
    for event in topic.timeline:
        yield _sentence("timeline", place, event.piece, event.sentence, refs)
    for piece in topic.pieces:
        head = piece.headline
        yield _row("headline", place, piece.id, head.text, head.item, head.snapshot, head.spans, refs.get(head.item))
        if head.from_title:
            spans = ((0, len(head.from_title)),)
            yield _row("title", place, piece.id, head.from_title, head.item, head.snapshot, spans, refs.get(head.item))
        if piece.note:
            yield Traced("note", place, piece.id, piece.note, "editor", "", "", "", "", "", ())
        for part in piece.paragraphs:
            for sentence in part.sentences:
                yield _sentence("sentence", place, piece.id, sentence, refs)
        for quote in piece.quotes:
            yield _sentence("quotation", place, piece.id, quote.said, refs)
            yield _sentence("speaker", place, piece.id, quote.speaker, refs)


def _said_in(piece: Piece | None, text: str) -> tuple[str, str, tuple[Span, ...]]:
    """Where the line of a plan that does not say it stands: in its piece's headline or sentences."""
    if piece is None:
        return "", "", ()
    if text == piece.headline.text:
        return piece.headline.item, piece.headline.snapshot, piece.headline.spans
    every = (sentence for part in piece.paragraphs for sentence in part.sentences)
    found = next((one for one in every if one.text == text), None)
    return (found.item, found.snapshot, found.spans) if found else ("", "", ())


def _sentence(kind: Kind, place: str, piece: str, said: Sentence, refs: Mapping[str, SourceRef]) -> Traced:
    return _row(
        kind, place, piece, said.text, said.item, said.snapshot, said.spans, refs.get(said.item), origin=said.origin
    )


def _row(
    kind: Kind,
    place: str,
    piece: str,
    text: str,
    item: str,
    snapshot: str,
    spans: Sequence[Span],
    ref: SourceRef | None,
    *,
    origin: Origin = "extract",
) -> Traced:
    publisher, agency, url = (ref.publisher, ref.agency, ref.url) if ref else ("", "", "")
    return Traced(kind, place, piece, text, origin, publisher, agency, url, item, snapshot, tuple(spans))


def _proved(one: Traced, texts: Mapping[str, Snapshot]) -> Traced:
    trouble = "" if one.origin == "editor" else _trouble(one, texts)
    if not trouble:
        return one
    return Traced(
        one.kind, one.place, one.piece, one.text, one.origin, one.publisher, one.agency, one.url, one.item,
        one.snapshot, one.spans, trouble,
    )  # fmt: skip


def _trouble(one: Traced, texts: Mapping[str, Snapshot]) -> str:
    """What does not hold, in one clause; "" when all does."""
    if one.sourceless:
        return "it names no source"
    if not one.publisher:
        return f"its item {one.item} is none of the piece's sources"
    held = texts.get(one.snapshot)
    if held is None:
        return f"the store has no text {one.snapshot}"
    found = blake2b(held.text.encode(), digest_size=16).hexdigest()
    if found != one.snapshot:
        return f"the text kept as {one.snapshot} was changed: its hash is {found}"
    if any(not 0 <= start < end <= len(held.text) for start, end in one.spans):
        return f"the text has {len(held.text)} characters, the spans reach beyond"
    there = " ".join(" ".join(held.text[start:end] for start, end in one.spans).split())
    if one.origin == "extract" and there != one.text:
        return f"there the source says “{there}”"
    return ""
