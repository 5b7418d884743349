"""Which countries a text names, as codes, whoever asks."""

from __future__ import annotations

from functools import cache

from digest.language.folding import fold
from digest.language.gazetteer import Place, counts, entries, meanings, mentions
from digest.language.matching import Hit, Matcher


def countries_named(text: str, language: str) -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes of every country that a text in `language` (BCP 47) names."""
    primary = language.partition("-")[0]
    hits = [Hit(*hit) for hit in _matcher().find(fold(text)) if counts(hit.value, primary)]
    kept, _ = mentions(hits, text)
    return frozenset(code for codes in meanings(hit.value for hit in kept).values() for code in codes)


@cache
def _matcher() -> Matcher[Place]:
    return Matcher(entries())
