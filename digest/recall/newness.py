"""What a story says that was not said before: whole sentences, with the one before where they cannot stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from digest.language.captions import is_caption
from digest.language.openings import stands_alone
from digest.language.sentences import sentences
from digest.language.shingles import shingles, tokens
from digest.models import Fresh, Passage, Placed, Span
from digest.recall.words import figures, stems

_SPARE: Final = 4  # of so many words more than one, one may be new: "resumed" is all the news of a short sentence
_RUNS: Final = 0.8  # share of its runs of words that all that was said has
_BULLETS: Final = ("•", "▪", "●", "►")
_TEASER: Final = 14  # words of a text that may say nothing by itself
_FEWEST: Final = 2  # words that were not said: with fewer a sentence tells nothing


class Said:
    """All that was told of a story, ready to be asked whether a sentence was among it."""

    def __init__(self, texts: Iterable[str], language: str) -> None:
        """Take the texts of all its pieces; `language` is BCP 47."""
        parts = list(dict.fromkeys(texts))
        cut = (text[slice(*span)] for text in parts for span in sentences(text, language))
        self._sentences = [frozenset(stems(one)) for one in dict.fromkeys(chain(parts, cut))]
        self._language = language
        self._figures = frozenset(chain.from_iterable(figures(text, language) for text in parts))
        self._runs = frozenset(chain.from_iterable(shingles(tokens(text)) for text in parts))
        self._all = frozenset(chain.from_iterable(self._sentences))

    def knows(self, sentence: str, *, own: bool) -> bool:
        """Whether nothing in `sentence` is new: its figures, and its words or its very wording, were told.

        A sentence of few words tells nothing by itself, unless it is the article's `own`, which was printed before:
        what its publisher added to it is news.
        """
        if sentence.lstrip()[:1] in _BULLETS:
            return True  # links to other stories, run together
        words = frozenset(stems(sentence))
        if figures(sentence, self._language) - self._figures:
            return False
        if not own and len(words - self._all) < _FEWEST and len(words) < 2 * _FEWEST:
            return True
        runs = shingles(tokens(sentence))
        if runs and len(runs & self._runs) >= _RUNS * len(runs):
            return True
        spare = (len(words) - 1) // _SPARE
        return bool(words) and any(len(words - told) <= spare for told in self._sentences)


def heads_news(cut: Placed, said: Said) -> bool:
    """Whether the title has the news: over a teaser of a few words, such as "Here is what you need to know"."""
    words = sum(len(tokens(passage.text)) for passage in cut.passages)
    return bool(cut.item.title) and words < _TEASER and not said.knows(cut.item.title, own=False)


def new_in(cut: Placed, said: Said, *, own: bool) -> tuple[Fresh, ...]:
    """The sentences of a cut from the first new one of each passage to its last; captions are never news alone.

    `own` says that the cut is of an article that was printed before.
    """
    found = [fresh for passage in cut.passages for fresh in _new_in(passage, cut, said, own=own)]
    news = {one.passage for one in found}
    telling = [p for p in cut.passages if p.key in news and not (is_caption(p) and p.text != cut.item.title)]
    return tuple(found) if telling else ()


def _new_in(passage: Passage, cut: Placed, said: Said, *, own: bool) -> Iterator[Fresh]:
    spans = _spans(passage, cut.item.language)
    new = [n for n, span in enumerate(spans) if not said.knows(passage.text[slice(*span)], own=own)]
    if new:
        first = _opening(spans, new[0], passage, cut.item.language)
        for span in spans[first : new[-1] + 1]:
            yield Fresh(cut.item.id, passage.key, span)


def _spans(passage: Passage, language: str) -> Sequence[Span]:
    return ((0, len(passage.text)),) if passage.kind == "heading" else sentences(passage.text, language)


def _opening(spans: Sequence[Span], first: int, passage: Passage, language: str) -> int:
    """Where printing begins: at the new sentence, or at the nearest one before that can be read alone."""
    for number in range(first, 0, -1):
        if stands_alone(passage.text[slice(*spans[number])], language):
            return number
    return 0
