"""Who said what: quotations that stand beside a story's paragraphs, each with the name of its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from digest.language.quotations import NAME, Quotation, quotation, speaker
from digest.language.scripts import direction
from digest.language.sentences import spans_in
from digest.models import Item, Passage, Placed, Quote, Said, Sentence, Span

MOST = 2  # of one story
SHARE = 0.4  # of the lead's words at most: a summary says more than a quotation
_NAMES = re.compile(NAME)


def quotes(cuts: Sequence[Placed], texts: Sequence[str], said: Sequence[Said]) -> tuple[Quote, ...]:
    """The quotations of a story whose speakers are certain, in the order of the sources; `texts` are by cut.

    A speaker is named in the sentence itself. A surname stands for the one full name that the article tells before;
    "he said" for the one whose words the sentence before reports, where it names nobody else.
    """
    passages = [{passage.key: passage for passage in cut.passages} for cut in cuts]
    return tuple(_quotes(cuts, texts, said, passages))


def fitting(
    found: Sequence[Quote], rooms: Mapping[int, int | None], printed: Sequence[str], most: int
) -> tuple[Quote, ...]:
    """At most `most` of `found` that no printed sentence has in it, within the words left of each source."""
    kept: list[Quote] = []
    left = dict(rooms)
    for one in found:
        room, cost = left.get(one.source), len(one.said.text.split())
        if len(kept) == most or (room is not None and cost > room) or any(one.said.text in text for text in printed):
            continue
        kept.append(one)
        left[one.source] = None if room is None else room - cost
    return tuple(kept)


def _quotes(
    cuts: Sequence[Placed], texts: Sequence[str], said: Sequence[Said], passages: Sequence[Mapping[str, Passage]]
) -> Iterator[Quote]:
    offset = _Offsets()
    for number, one in enumerate(said):
        cut, text = cuts[one.source], texts[one.source]
        passage = passages[one.source][one.passage]
        start = offset.of(one, passage)
        found = quotation(one.sentence.text, cut.item.language) if one.kind != "heading" else None
        if found is None:
            continue
        name = _named(found, one, said[:number], cut.item.language)
        if name is None:
            continue
        who, span = name
        home = passages[who.source][who.passage]
        at = offset.of(who, home)
        yield Quote(
            said=_sentence(one, passage, (start + found.start, start + found.end), cut.item, text),
            speaker=_sentence(who, home, (at + span[0], at + span[1]), cut.item, text),
            context=one.sentence.spans,
            language=cut.item.language,
            direction=direction(cut.item.language),
            source=one.source,
        )


class _Offsets:
    """Where sentences begin in their passages."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], int] = {}
        self._behind: dict[tuple[int, str], int] = {}

    def of(self, one: Said, passage: Passage) -> int:
        """The offset of a sentence; those of one passage are to be asked for in their order first."""
        key = one.source, one.place
        if key not in self._known:
            home = one.source, one.passage
            at = passage.text.find(one.sentence.text, self._behind.get(home, 0))
            self._known[key] = at
            self._behind[home] = at + len(one.sentence.text)
        return self._known[key]


def _named(found: Quotation, one: Said, before: Sequence[Said], language: str) -> tuple[Said, Span] | None:
    """The sentence that names the speaker in full, and where; None when it is not certain who that is."""
    earlier = [other for other in before if other.source == one.source]
    if not found.he:
        start, end = found.name
        name = one.sentence.text[start:end]
        if " " in name or not name[0].isupper():
            return one, found.name
        return _in_full(name, earlier)
    last = earlier[-1] if earlier and earlier[-1].passage == one.passage else None
    span = speaker(last.sentence.text, language) if last else None
    if last is None or span is None:
        return None
    name = last.sentence.text[slice(*span)]
    others = [match[0] for match in _NAMES.finditer(last.sentence.text, span[1]) if " " in match[0]]
    if others:
        return None
    return (last, span) if " " in name else _in_full(name, earlier)


def _in_full(surname: str, earlier: Sequence[Said]) -> tuple[Said, Span] | None:
    """Where the only full name that ends in `surname` is told first; None when there is none, or two."""
    full = re.compile(rf"{NAME}\s+{re.escape(surname)}(?!\w)")
    found = [
        (one, match.span(), " ".join(match[0].split()[-2:]))
        for one in earlier
        for match in full.finditer(one.sentence.text)
    ]
    if not found or len({name for _, _, name in found}) > 1:
        return None
    one, span, _ = found[0]
    return one, span


def _sentence(one: Said, passage: Passage, span: Span, item: Item, text: str) -> Sentence:
    start, end = span
    return Sentence(
        passage.text[start:end], item.id, item.snapshot, spans_in(passage, start, end, text), one.sentence.paragraph
    )
