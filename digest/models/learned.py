"""What was learned of a topic from labelled texts: plain numbers, and how far they can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt
from typing import Final, Literal

_CHANCE: Final = 0.4  # the standard error of a share of four fifths of n texts is 0.4 / sqrt(n)


@dataclass(frozen=True, slots=True)
class Figures:
    """How well texts were told from others, in [0, 1]; 1 and 1 of nothing."""

    precision: float
    recall: float

    @property
    def f(self) -> float:
        """Their harmonic mean, in [0, 1]."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Tried:
    """How a topic did on labelled texts that were left out of the training: each of them once."""

    folds: int  # parts that the labels were cut into
    rule: Figures  # the topic's rule alone, as it was then
    alone: Figures  # what was learned alone, at its best
    widen: Figures  # the rule or what was learned
    narrow: Figures  # the rule and what was learned


@dataclass(frozen=True, slots=True)
class Learned:
    """A classifier of one topic: logistic regression over TF-IDF, as numbers that plain Python reads.

    A text's features count 1 + ln(times) times their rarity, all of them divided by the length of that vector; the
    sum of these times their weights, plus the bias, is the logit of the text's worth in (0, 1).
    """

    topic: str
    at: datetime  # when it was learned
    labels: str  # blake2b-64 of the labelled texts, hex
    rows: int  # labelled texts
    positive: int  # those that belong to the topic
    tried: Tried
    widen: float | None  # in (0, 1): worth from which a text belongs to the topic without its rule; None: never
    narrow: float  # in (0, 1): worth from which a text belongs to the topic with its rule
    bias: float
    features: Mapping[str, tuple[float, float]]  # by `language.features` name: rarity, and weight
    hash: str = field(default="", compare=False)  # blake2b-64 of its file, hex; "" where it was read from none

    @property
    def best(self) -> Literal["rule", "widen", "narrow"]:
        """The use with the highest F; the rule alone where none is better by more than chance may do."""
        least = self.tried.rule.f + _CHANCE / sqrt(max(1, self.positive))
        if max(self.tried.widen.f, self.tried.narrow.f) < least:
            return "rule"
        return "widen" if self.tried.widen.f >= self.tried.narrow.f else "narrow"
