"""Did you mean ...? The known word that comes nearest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word closest to `word`, or "" when none is close; case does not count, ties go to the first."""
    folded = {name.casefold(): name for name in reversed(list(known))}
    close = get_close_matches(word.casefold(), list(folded), n=1)
    return folded[close[0]] if close else ""


def advise(word: str, known: Iterable[str], otherwise: str) -> str:
    """`did you mean "..."?` with the nearest known word, or `otherwise` when none is close."""
    guess = nearest(word, known)
    return f'did you mean "{guess}"?' if guess else otherwise
