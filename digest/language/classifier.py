"""A learned topic's judgement of a text: how much the text is worth to it, and which words made it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

from digest.models import Learned, Span

_SHOWN: Final = 3  # features that are named as the reason
_STEEPEST: Final = 500.0  # of a logit: beyond it exp() has no number


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a learned topic makes of a text. `words` are those that weighed most, as ranges of the folded text."""

    worth: float  # in [0, 1], rounded to four places
    words: tuple[tuple[Span, ...], ...]  # a feature's ranges each, the weightiest feature first


def opinion(learned: Learned, found: Mapping[str, Sequence[Span]], named: float = 0.0) -> Opinion:
    """Judge a text by its features. Words are named where it is worth as much as `named`, or more; ties between
    features go to the one that comes first in the text.
    """
    known, parts, square = learned.features, list[tuple[float, str]](), 0.0
    for name, spans in found.items():
        if (held := known.get(name)) is not None:
            value = (1.0 + log(len(spans))) * held[0]
            square += value * value
            parts.append((value * held[1], name))
    if not parts:
        return Opinion(0.0, ())  # a text in another language: the bias alone knows nothing of it
    length = sqrt(square) or 1.0
    logit = learned.bias + sum(weight for weight, _ in parts) / length
    worth = 1.0 / (1.0 + exp(-max(-_STEEPEST, min(_STEEPEST, logit))))
    return Opinion(round(worth, 4), _weightiest(parts, found) if worth >= named else ())


def _weightiest(
    parts: Sequence[tuple[float, str]], found: Mapping[str, Sequence[Span]]
) -> tuple[tuple[Span, ...], ...]:
    """The ranges of the features that spoke most for the topic; a word is not named again inside its pair."""
    shown: list[tuple[Span, ...]] = []
    taken: list[Span] = []
    for weight, name in sorted(parts, key=lambda part: -part[0]):
        free = tuple(span for span in found[name] if not any(span[0] < end and start < span[1] for start, end in taken))
        if weight > 0 and free:
            shown.append(free)
            taken.extend(free)
        if len(shown) == _SHOWN:
            break
    return tuple(shown)
