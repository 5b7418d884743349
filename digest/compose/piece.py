"""One story flattened for print: headline, paragraphs cut to the excerpt, sources, reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from digest.compose.choose import Place
from digest.compose.headline import headline
from digest.language.scripts import direction
from digest.language.sentences import sentences, spans_in
from digest.models import (
    Development,
    Evidence,
    Headline,
    Item,
    Paragraph,
    Passage,
    Piece,
    Placed,
    Scored,
    Sentence,
    Snapshot,
    SourceRef,
    Span,
    Update,
)

MATCHED_WORDS = 4  # as many as fit one margin note
_REST = 5  # words: fewer are no paragraph of their own

Texts = Mapping[str, Snapshot]
New = Mapping[str, Sequence[Span]] | None


def piece(
    one: Scored,
    place: Place,
    texts: Texts,
    excerpts: Mapping[str, int | None],
    shares: Mapping[str, int],
    homes: Collection[str],
) -> Piece:
    """Flatten a story. `shares` counts the pieces that print an item: they divide its excerpt between them; `homes`
    are the items of which no other section has a part: these keep their title whatever it says.
    """
    lead = one.story.cuts[0]
    item = lead.item
    text = texts[item.snapshot].text
    told = one.story.development
    # An article that stood under its title before keeps it: the reader is to know it again.
    same_head = told is not None and told.last.headline == item.title
    head = headline(lead, text, keep_title=lead.title_fits or item.id in homes or same_head)
    limit = excerpts.get(item.source)
    new = _new(lead, told)
    body, shortened = _body(lead, text, None if limit is None else max(1, limit // shares[item.id]), new)
    return Piece(
        id=_id(place, lead),
        headline=head,
        language=item.language,
        direction=direction(item.language),
        published=item.published,
        paragraphs=_without_headline(body, head),
        shortened=shortened,
        sources=tuple(_reference(cut.item) for cut in one.story.cuts),
        publishers=len(one.story.publishers),
        update_of=told.last.issue if told else "",
        note=next((cut.note for cut in one.story.cuts if cut.note), ""),
        score=round(one.score, 6),
        why=(*_matched(lead.evidence), *one.story.why, *one.why),
        evidence=lead.evidence,
        tells=tuple((cut.item.id, passage.key) for cut in one.story.cuts for passage in cut.passages),
        update=_update(told, new),
    )


def _new(lead: Placed, told: Development | None) -> New:
    """What of the lead is printed, where only what is new is: its sentences by passage; None for all of it."""
    if told is None or not any(one.item == lead.item.id for one in told.new):
        return None
    found: dict[str, list[Span]] = {}
    for one in told.new:
        if one.item == lead.item.id:
            found.setdefault(one.passage, []).append(one.span)
    return found


def _update(told: Development | None, new: New) -> Update | None:
    return None if told is None else Update(told.first, told.last, tuple(new or ()), told.why)


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


def _body(lead: Placed, text: str, limit: int | None, new: New) -> tuple[tuple[Paragraph, ...], bool]:
    """The passages as paragraphs of whole sentences, at most `limit` words in all; and whether some were left out.

    Of a story that was printed before only what is `new`, which nobody calls an excerpt.

    A first sentence that is longer than the limit by itself is cut after `limit` words: a publisher's limit binds.
    """
    ordinal = {passage.key: n for n, passage in enumerate(lead.item.passages, 1)}
    left = limit
    made: list[Paragraph] = []
    for passage in lead.passages:
        if new is not None and passage.key not in new:
            continue
        spans = _spans(passage, lead) if new is None else new[passage.key]
        found = [_sentence(lead, passage, span, text, ordinal[passage.key]) for span in spans]
        kept = found
        if left is not None:
            kept = _fitting(found, left)
            left -= sum(_words(sentence.text) for sentence in kept)
            if not kept and not any(p.kind != "heading" for p in made) and passage.kind != "heading" and limit:
                kept = [_first_words(lead, passage, text, ordinal[passage.key], max(1, left))]
                left = 0
        if kept:
            made.append(_paragraph(lead.item, passage, tuple(kept)))
        if len(kept) < len(found) or (kept and kept[-1].spans != found[-1].spans):
            return _trimmed(made), True
    return _trimmed(made), False


def _spans(passage: Passage, lead: Placed) -> tuple[Span, ...]:
    if passage.kind == "heading":
        return ((0, len(passage.text)),)
    return sentences(passage.text, lead.item.language)


def _sentence(lead: Placed, passage: Passage, span: Span, text: str, ordinal: int) -> Sentence:
    start, end = span
    return Sentence(
        text=passage.text[start:end],
        item=lead.item.id,
        snapshot=lead.item.snapshot,
        spans=spans_in(passage, start, end, text),
        paragraph=ordinal,
    )


def _first_words(lead: Placed, passage: Passage, text: str, ordinal: int, limit: int) -> Sentence:
    words = passage.text.split(" ")[:limit]
    return _sentence(lead, passage, (0, len(" ".join(words))), text, ordinal)


def _fitting(found: list[Sentence], left: int) -> list[Sentence]:
    kept: list[Sentence] = []
    for sentence in found:
        left -= _words(sentence.text)
        if left < 0:
            break
        kept.append(sentence)
    return kept


def _words(text: str) -> int:
    return len(text.split())


def _paragraph(item: Item, passage: Passage, kept: tuple[Sentence, ...]) -> Paragraph:
    return Paragraph(
        kind=passage.kind,
        language=item.language,
        direction=direction(item.language),
        source=0,
        sentences=kept,
        passage=passage.key,
    )


def _trimmed(made: list[Paragraph]) -> tuple[Paragraph, ...]:
    """Without headings that nothing follows."""
    while len(made) > 1 and made[-1].kind == "heading":
        made.pop()
    return tuple(made)


def _without_headline(body: tuple[Paragraph, ...], head: Headline) -> tuple[Paragraph, ...]:
    """The body without the sentence that already stands above it.

    An entry that is a title and nothing else has no body. A first sentence that is the headline, whole, goes where
    more follows.
    """
    first, *others = body
    if _bare(first.sentences[0].text) != _bare(head.text):
        return body
    rest = first.sentences[1:]
    if sum(_words(sentence.text) for sentence in rest) >= _REST:
        return (replace(first, sentences=rest), *others)
    if rest:  # what is left is a scrap of its sentence, e.g. "(AP)": both stay
        return body
    return tuple(others) if others or head.origin == "title" else body


def _bare(text: str) -> str:
    return text.rstrip(" .。।۔")


def _matched(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    """One line for the reader: the words by which the piece came here."""
    words: dict[str, str] = {}
    for found in evidence:
        if found.kind == "topic" and found.verdict in {"won", "carried"}:
            for match in found.matches:
                words.setdefault(match.word.casefold(), match.word)
    quoted = ", ".join(f"“{word}”" for word in list(words.values())[:MATCHED_WORDS])
    return (f"matched {quoted}",) if quoted else ()
