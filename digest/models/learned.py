"""What was learned of a topic from labelled texts: plain numbers, and how far they can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """How a classifier did on labelled texts that it had not seen: each in turn left out of the training."""

    folds: int  # parts that the labels were cut into
    precision: float  # all in [0, 1]
    recall: float
    f: float


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
    threshold: float  # in (0, 1): a text worth this or more belongs to the topic
    bias: float
    features: Mapping[str, tuple[float, float]]  # by `language.features` name: rarity, and weight
    hash: str = field(default="", compare=False)  # blake2b-64 of its file, hex; "" where it was read from none
