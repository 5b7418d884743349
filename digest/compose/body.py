"""What is printed of a story: the lead article whole or summarised, and what other sources add to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, groupby

from digest.compose.summary import Beginning, bare
from digest.language.openings import ends, is_broken_off
from digest.language.scripts import direction
from digest.language.sentences import sentences, spans_in
from digest.models import Headline, Paragraph, Passage, Placed, Said, Sentence, Span, Telling
from digest.protocols import Summariser

_REST = 5  # words: fewer are no paragraph of their own
_ADDITION = 60  # words that the other sources of a story add to the lead in all: two or three sentences


New = Mapping[str, Mapping[str, Sequence[Span]]] | None
"""Of a story that was printed before the sentences that are new: by item and passage key, offsets into its text."""


@dataclass(frozen=True, slots=True)
class Body:
    """A story's paragraphs, all of its sentences, and whether the lead was cut."""

    paragraphs: tuple[Paragraph, ...]
    said: tuple[Said, ...]
    shortened: bool


def body(
    cuts: Sequence[Placed],
    texts: Sequence[str],
    head: Headline,
    rooms: Sequence[int | None],
    summariser: Summariser,
    apart: Collection[tuple[Span, ...]] = (),
    said: tuple[Said, ...] = (),
    new: New = None,
) -> Body:
    """The paragraphs of a story under its headline. `texts` and `rooms` are by cut, the lead first.

    The lead that fits is printed whole, with its headings. One that is longer than its room is summarised. A first
    sentence that is longer than the room by itself is cut: a publisher's limit binds. What `cuts` say beside the lead
    is used in both cases where it is new. A summary has no sentence of the lead whose spans are in `apart`: it is
    printed in another way. `said` are the sentences of all cuts, where they are parted already. Of a story that was
    printed before only what is `new` is told.
    """
    if not said:
        parts = enumerate(zip(cuts, texts, strict=True))
        said = tuple(one for n, (cut, text) in parts for one in said_in(cut, n, text, new))
    said, torn = _unbroken(cuts, said)
    room = rooms[0]
    whole = room is None or _words(s for s in said if s.source == 0) <= room
    languages = tuple(cut.item.language for cut in cuts)
    told = tuple(one for one in said if one.source or whole or one.sentence.spans not in apart)
    telling = Telling(head.text, languages, told, (None if whole else room, *rooms[1:]), _ADDITION)
    chosen = summariser.summarise(telling) if not whole or len(cuts) > 1 else ()
    added = paragraphs(cuts, [one for one in chosen if one.source])
    if whole:
        lead = _without_headline(_whole(cuts[0], said), head)
        return Body((*lead, *added), said, shortened=torn)
    own = [one for one in chosen if one.source == 0]
    if not own:
        fallback = Beginning().summarise(_without_captions(telling))
        if not fallback:
            fallback = (_first_words(cuts[0], texts[0], room or 1),)
        lead = _without_headline(paragraphs(cuts, _trimmed(fallback)), head)
        if head.text.startswith(lead[0].sentences[0].text if lead else "\0"):
            lead = lead[1:]  # a few words of what stands above as the headline
    else:
        lead = paragraphs(cuts, own)
    return Body((*lead, *added), said, shortened=True)


def said_in(cut: Placed, source: int, text: str, new: New = None) -> Iterator[Said]:
    """The sentences of a cut, the `source`th of its story, or those that are `new`; `text` is its snapshot's."""
    fresh = None if new is None else new.get(cut.item.id, {})
    ordinal = {passage.key: n for n, passage in enumerate(cut.item.passages, 1)}
    first = cut.item.passages[0].key
    place = 0
    for passage in cut.passages:
        for span in _spans(passage, cut) if fresh is None else fresh.get(passage.key, ()):
            opens = passage.key == first and span[0] == 0
            sentence = _sentence(cut, passage, span, text, ordinal.get(passage.key, 1))
            yield Said(sentence, source, passage.key, passage.kind, place, opens)
            place += 1


def _unbroken(cuts: Sequence[Placed], said: tuple[Said, ...]) -> tuple[tuple[Said, ...], bool]:
    """The sentences without the torn ends of articles, and whether the lead had one.

    Feeds cut teasers after so many characters: "Sales increased 22.7". Only what stands behind a sentence of its own
    paragraph, the article's last, is taken for one: a line by itself without a full stop may be meant so.
    """
    kept: list[Said] = []
    torn = False
    for number, one in enumerate(said):
        last = number + 1 == len(said) or said[number + 1].source != one.source
        behind = bool(kept) and (kept[-1].source, kept[-1].passage) == (one.source, one.passage)
        final = one.passage == cuts[one.source].item.passages[-1].key
        if last and behind and final and one.kind == "paragraph" and is_broken_off(one.sentence.text):
            torn = torn or one.source == 0
        else:
            kept.append(one)
    return tuple(kept), torn


def paragraphs(cuts: Sequence[Placed], said: Sequence[Said]) -> tuple[Paragraph, ...]:
    """Sentences as paragraphs: neighbours of one passage together."""
    groups = groupby(said, lambda one: (one.source, one.passage))
    return tuple(_paragraph(cuts[source], list(group)) for (source, _), group in groups)


def _whole(lead: Placed, said: Sequence[Said]) -> tuple[Paragraph, ...]:
    made = paragraphs([lead], [one for one in said if one.source == 0])
    last = max((n for n, part in enumerate(made) if part.kind != "heading"), default=0)
    return made[: last + 1]  # without headings that nothing follows


def _paragraph(cut: Placed, group: Sequence[Said]) -> Paragraph:
    language = cut.item.language
    return Paragraph(
        kind=group[0].kind,
        language=language,
        direction=direction(language),
        source=group[0].source,
        sentences=tuple(one.sentence for one in group),
        passage=group[0].passage,
    )


def _spans(passage: Passage, cut: Placed) -> tuple[Span, ...]:
    if passage.kind == "heading":
        return ((0, len(passage.text)),)
    return sentences(passage.text, cut.item.language)


def _sentence(cut: Placed, passage: Passage, span: Span, text: str, ordinal: int) -> Sentence:
    start, end = span
    return Sentence(
        text=passage.text[start:end],
        item=cut.item.id,
        snapshot=cut.item.snapshot,
        spans=spans_in(passage, start, end, text),
        paragraph=ordinal,
    )


def _first_words(lead: Placed, text: str, limit: int) -> Said:
    """The beginning of the first passage that is no heading, as far as the limit allows."""
    passage = next((p for p in lead.passages if p.kind != "heading"), lead.passages[0])
    some = passage.text.split(" ")[:limit]
    ordinal = [each.key for each in lead.item.passages].index(passage.key) + 1
    sentence = _sentence(lead, passage, (0, len(" ".join(some))), text, ordinal)
    return Said(sentence, 0, passage.key, passage.kind, 0, opens=False)


def _without_captions(telling: Telling) -> Telling:
    """The telling without the bylines and labels that stand in front of an article, if there is more."""
    told = tuple(dropwhile(lambda one: one.kind != "heading" and not ends(one.sentence.text), telling.said))
    return replace(telling, said=told) if any(one.source == 0 and one.kind != "heading" for one in told) else telling


def _trimmed(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """Without headings that nothing follows."""
    while len(said) > 1 and said[-1].kind == "heading":
        said = said[:-1]
    return said


def _without_headline(parts: tuple[Paragraph, ...], head: Headline) -> tuple[Paragraph, ...]:
    """The paragraphs without the sentence that already stands above them.

    What is its headline and nothing else has none.
    """
    first, *others = parts
    if bare(first.sentences[0].text) != bare(head.text):
        return parts
    rest = first.sentences[1:]
    if sum(len(sentence.text.split()) for sentence in rest) >= _REST:
        return (replace(first, sentences=rest), *others)
    if rest:  # what is left is a scrap of its sentence, e.g. "(AP)": both stay
        return parts
    return tuple(others)


def _words(said: Iterable[Said]) -> int:
    return sum(len(one.sentence.text.split()) for one in said)
