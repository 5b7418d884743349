"""A piece's headline: the article's title where it is true of the piece, else the piece's own first sentence."""

from __future__ import annotations

from digest.language.captions import is_caption
from digest.language.clauses import clause_end, cuts_a_phrase
from digest.language.openings import starts_leaning
from digest.language.sentences import sentences, spans_in
from digest.models import Headline, Passage, Placed

_ANNOUNCES = ":："
LENGTH = 150  # characters: three lines of 14 pt in the text column
_TRIED = 3  # sentences: what stands farther down is not what the piece is about


def headline(lead: Placed, text: str, *, keep_title: bool) -> Headline:
    """The title, or the first sentence of the piece's own passages, verbatim, cut at a clause when it is long.

    `text` is the snapshot's; `keep_title` says that the title is about this section, or that no other section prints
    a part of the article. The closing full stop is not part of a headline.
    """
    item = lead.item
    own = item.own_title
    if own and keep_title:
        return Headline(item.title, "title", item.id, item.snapshot, ((0, len(item.title)),))
    passage, start, end = _first(lead)
    end = clause_end(passage.text, start, end, LENGTH)
    return Headline(
        text=passage.text[start:end],
        origin="sentence",
        item=item.id,
        snapshot=item.snapshot,
        spans=spans_in(passage, start, end, text),
        from_title=own,
    )


def _first(lead: Placed) -> tuple[Passage, int, int]:
    """The first sentence that begins with no pronoun or connective and announces nothing else ("He said:").

    One of the next that can stand whole, or end at a clause, goes before one that would stop in the middle of a phrase.
    """
    told = [passage for passage in lead.passages if not is_caption(passage)] or list(lead.passages)
    found = [
        (passage, start, end)
        for passage in told
        for start, end in sentences(passage.text, lead.item.language)
        if not starts_leaning(passage.text[start:end], lead.item.language) and passage.text[end - 1] not in _ANNOUNCES
    ]
    if not found:
        return told[0], *sentences(told[0].text, lead.item.language)[0]
    return next((one for one in found[:_TRIED] if _ends_well(*one)), found[0])


def _ends_well(passage: Passage, start: int, end: int) -> bool:
    return not cuts_a_phrase(passage.text, start, end, LENGTH)
