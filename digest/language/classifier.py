"""A learned topic's judgement of a text: how much the text is worth to it, and which words made it so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

from digest.language.features import where
from digest.models import Learned, Span

_SHOWN: Final = 3  # features that are named as the reason
_STEEPEST: Final = 500.0  # of a logit: beyond it exp() has no number


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a learned topic makes of a text: its worth in [0, 1], and what each feature that it knows adds to that."""

    worth: float  # rounded to four places
    parts: tuple[tuple[float, str], ...]  # in text order


def opinion(learned: Learned, found: Mapping[str, int]) -> Opinion:
    """Judge a text by its features, see `language.features`."""
    known, parts, square = learned.features, list[tuple[float, str]](), 0.0
    for name, count in found.items():
        held = known.get(name)
        if held is not None:
            value = held[0] if count == 1 else held[0] * (1.0 + log(count))
            square += value * value
            parts.append((value * held[1], name))
    if not parts:
        return Opinion(0.0, ())  # a text in another language: the bias alone knows nothing of it
    logit = learned.bias + sum(weight for weight, _ in parts) / (sqrt(square) or 1.0)
    return Opinion(round(1.0 / (1.0 + exp(-max(-_STEEPEST, min(_STEEPEST, logit)))), 4), tuple(parts))


def weightiest(made: Opinion, folded: str) -> list[tuple[Span, ...]]:
    """The ranges of the features that spoke most for the topic, at most three, the weightiest first.

    A word is not named again inside its pair; of equals the one that comes first in the text goes first.
    """
    ranked = [name for weight, name in sorted(made.parts, key=lambda part: -part[0]) if weight > 0]
    stands = where(folded, ranked)
    shown: list[tuple[Span, ...]] = []
    taken: list[Span] = []
    for name in ranked:
        free = tuple(
            span for span in stands[name] if not any(span[0] < end and start < span[1] for start, end in taken)
        )
        if free:
            shown.append(free)
            taken.extend(free)
        if len(shown) == _SHOWN:
            break
    return shown
