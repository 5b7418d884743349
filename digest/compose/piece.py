"""One story flattened for print: headline, paragraphs cut to the excerpt, sources, reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from digest.compose.body import Body, New, body
from digest.compose.choose import Place
from digest.compose.headline import headline
from digest.compose.quoting import MOST, SHARE, fitting, quotes
from digest.compose.timeline import Told, left_over
from digest.language.scripts import direction
from digest.models import (
    Development,
    Evidence,
    Headline,
    Item,
    Piece,
    Placed,
    Quote,
    Scored,
    Snapshot,
    SourceRef,
    Span,
    Update,
)
from digest.protocols import Summariser

MATCHED_WORDS = 4  # as many as fit one margin note

Texts = Mapping[str, Snapshot]


@dataclass(frozen=True, slots=True)
class Style:
    """How stories are told: who summarises, and whether quotations stand beside the paragraphs."""

    summariser: Summariser
    quotes: bool = False


def piece(
    one: Scored,
    place: Place,
    texts: Texts,
    excerpts: Mapping[str, int | None],
    shares: Mapping[str, int],
    homes: Collection[str],
    style: Style,
) -> Told:
    """Flatten a story, and say what its topic's timeline may take of it.

    `shares` counts the pieces that print an item: they divide its excerpt between them; `homes` are the items of which
    no other section has a part: these keep their title whatever it says.
    """
    cuts = one.story.cuts
    lead = cuts[0]
    item = lead.item
    whole = [texts[cut.item.snapshot].text for cut in cuts]
    before = one.story.development
    # An article that stood under its title before keeps it: the reader is to know it again.
    same_head = before is not None and before.last.headline == item.title
    head = headline(lead, whole[0], keep_title=lead.title_fits or item.id in homes or same_head)
    rooms = tuple(room(cut.item, excerpts, shares) for cut in cuts)
    new = _new(lead, before)
    told, quoted = _told(cuts, whole, head, rooms, style, new)
    made = Piece(
        id=_id(place, lead),
        headline=head,
        language=item.language,
        direction=direction(item.language),
        published=item.published,
        paragraphs=told.paragraphs,
        shortened=told.shortened,
        sources=tuple(_reference(cut.item) for cut in one.story.cuts),
        publishers=len(one.story.publishers),
        update_of=before.last.issue if before else "",
        note=next((cut.note for cut in one.story.cuts if cut.note), ""),
        score=round(one.score, 6),
        why=(*_matched(lead.evidence), *one.story.why, *one.why),
        evidence=lead.evidence,
        tells=tuple((cut.item.id, passage.key) for cut in one.story.cuts for passage in cut.passages),
        update=_update(before, lead, new),
        quotes=quoted,
    )
    printed = frozenset(sentence.text for part in told.paragraphs for sentence in part.sentences)
    return Told(made, tuple(cut.item for cut in cuts), told.said, printed, left_over(rooms, _spent(told, quoted)))


def _told(
    cuts: Sequence[Placed],
    whole: Sequence[str],
    head: Headline,
    rooms: Sequence[int | None],
    style: Style,
    new: New,
) -> tuple[Body, tuple[Quote, ...]]:
    """The paragraphs, and the quotations beside them: of a lead that is summarised one has its words kept for it."""
    told = body(cuts, whole, head, rooms, style.summariser, new=new)
    if not style.quotes:
        return told, ()
    found = quotes(cuts, whole, told.said)
    if rooms[0] is not None and told.shortened:
        share = {0: int(SHARE * rooms[0])}
        reserved = fitting([one for one in found if one.source == 0], share, (head.text,), 1)
        words = sum(len(one.said.text.split()) for one in reserved)
        if not reserved:
            return told, fitting(found, dict(enumerate(left_over(rooms, _spent(told, ())))), _texts(told), MOST)
        apart = [one.context for one in reserved]
        shorter = body(cuts, whole, head, (rooms[0] - words, *rooms[1:]), style.summariser, apart, told.said)
        quoted = fitting(found, dict(enumerate(left_over(rooms, _spent(shorter, ())))), _texts(shorter), MOST)
        return shorter, quoted
    left = left_over(rooms, _spent(told, ()))
    return told, fitting(found, dict(enumerate(left)), _texts(told), MOST)


def _texts(told: Body) -> tuple[str, ...]:
    return tuple(sentence.text for part in told.paragraphs for sentence in part.sentences)


def _spent(told: Body, quoted: Sequence[Quote]) -> dict[int, int]:
    """Words that are printed of each source."""
    spent: Counter[int] = Counter()
    for part in told.paragraphs:
        spent[part.source] += sum(len(sentence.text.split()) for sentence in part.sentences)
    for one in quoted:
        spent[one.source] += len(one.said.text.split())
    return dict(spent)


def room(item: Item, excerpts: Mapping[str, int | None], shares: Mapping[str, int]) -> int | None:
    """Words that one piece may print of an item: its source's excerpt, divided between the pieces; None: all."""
    limit = excerpts.get(item.source)
    return None if limit is None else max(1, limit // max(1, shares.get(item.id, 1)))


def _new(lead: Placed, told: Development | None) -> New:
    """What of the articles is printed, where only what is new is: sentences by item and passage; None for all."""
    if told is None or not any(one.item == lead.item.id for one in told.new):
        return None
    found: dict[str, dict[str, list[Span]]] = {}
    for one in told.new:
        found.setdefault(one.item, {}).setdefault(one.passage, []).append(one.span)
    return found


def _update(told: Development | None, lead: Placed, new: New) -> Update | None:
    return None if told is None else Update(told.first, told.last, tuple((new or {}).get(lead.item.id, ())), told.why)


def _id(place: Place, lead: Placed) -> str:
    words = (*place, lead.item.id, lead.passages[0].key)
    return "p" + blake2b("\n".join(words).encode(), digest_size=6).hexdigest()


def _reference(item: Item) -> SourceRef:
    return SourceRef(
        item=item.id,
        publisher=item.publisher,
        agency=item.agency,
        title=item.title,
        url=item.url,
        published=item.published,
        dated_by=item.dated_by,
        language=item.language,
    )


def _matched(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    """One line for the reader: the words by which the piece came here."""
    words: dict[str, str] = {}
    for found in evidence:
        if found.kind == "topic" and found.verdict in {"won", "carried"}:
            for match in found.matches:
                words.setdefault(match.word.casefold(), match.word)
    quoted = ", ".join(f"“{word}”" for word in list(words.values())[:MATCHED_WORDS])
    return (f"matched {quoted}",) if quoted else ()
