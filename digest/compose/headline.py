"""A piece's headline: the article's title where it is true of the piece, else the piece's own first sentence."""

from __future__ import annotations

from digest.language.captions import is_caption
from digest.language.clauses import clause_end
from digest.language.sentences import sentences, spans_in
from digest.models import Headline, Placed

LENGTH = 150  # characters: three lines of 14 pt in the text column


def headline(lead: Placed, text: str, *, keep_title: bool) -> Headline:
    """The title, or the first sentence of the piece's own passages, verbatim, cut at a clause when it is long.

    `text` is the snapshot's; `keep_title` says that the title is about this section, or that no other section prints
    a part of the article. The closing full stop is not part of a headline.
    """
    item = lead.item
    if item.title and keep_title:
        return Headline(item.title, "title", item.id, item.snapshot, ((0, len(item.title)),))
    passage = next((p for p in lead.passages if not is_caption(p)), lead.passages[0])
    start, end = sentences(passage.text, item.language)[0]
    end = clause_end(passage.text, start, end, LENGTH)
    return Headline(
        text=passage.text[start:end],
        origin="sentence",
        item=item.id,
        snapshot=item.snapshot,
        spans=spans_in(passage, start, end, text),
        from_title=item.title,
    )
