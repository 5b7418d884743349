"""Training: labelled texts to what was learned of a topic, by TF-IDF and logistic regression.

The same labels give the same numbers: features are sorted, the solver draws no lots, and numbers are rounded to what
matters. What is enough is chosen on texts that were left out of the training, together with the topic's rule as each
use has it: the best F of both; and of what the rule misses, such a part must be right as the floor says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Any, Final

from digest.errors import ConfigError, EnvironmentFault
from digest.language.features import features
from digest.language.folding import fold
from digest.learn.labels import Label
from digest.models import Figures, Learned, Tried

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOOR: Final = 0.8
"""The least precision of what is added to a rule, unless said otherwise: one wrong passage among five can be borne."""

_FEWEST: Final = 10  # texts of either kind: two for each part of the trial
_FOLDS: Final = 5
# Features that are kept, by weight. On 5,000 dated events F is the same from 1,000 to all 10,000; 2,000 are 60 kB.
_KEPT: Final = 2_000
_OFTEN, _MANY = 3, 500  # a feature stands in so many texts, in two where there are less than _MANY
_C: Final = 3.0  # how freely weights grow; 1 to 10 differ by .01 of F
_DIGITS: Final = 4
_TELLING: Final = 3  # texts that must be right before anything is added to a rule: one or two are luck

_Vector = Mapping[str, float]


def train(labels: Sequence[Label], topic: str, at: datetime, floor: float = FLOOR) -> Learned:
    """Learn a topic.

    `at` is when; it changes nothing else. Raises ConfigError when there are too few labels; EnvironmentFault when
    scikit-learn is missing.
    """
    ordered = sorted(labels, key=lambda one: (one.group, one.text))
    _refuse_few(ordered, topic)
    _refuse_missing()
    counts = [_counted(one.text) for one in ordered]
    rarity = _rarity(counts)
    vectors = [_weighted(one, rarity) for one in counts]
    wanted = [one.wanted for one in ordered]
    worth = _worths(vectors, wanted, _folds(ordered))
    widen, narrow, tried = _chosen(worth, wanted, [one.ruled for one in ordered], floor)
    weights, bias = _fit(vectors, wanted)
    return Learned(
        topic=topic,
        at=at,
        labels=_hash(ordered),
        rows=len(ordered),
        positive=sum(wanted),
        tried=tried,
        widen=widen,
        narrow=narrow,
        bias=round(bias, _DIGITS),
        features={name: (round(rarity[name], _DIGITS), round(weights[name], _DIGITS)) for name in sorted(weights)},
    )


def _refuse_few(labels: Sequence[Label], topic: str) -> None:
    positive = sum(one.wanted for one in labels)
    for count, kind in ((positive, "belong to it"), (len(labels) - positive, "do not")):
        if count < _FEWEST:
            raise ConfigError(
                f"{topic}: only {count} labelled texts {kind}; {_FEWEST} of either kind are the least, 200 are good"
            )


def _refuse_missing() -> None:
    try:
        import sklearn  # noqa: F401
    except ImportError:
        raise EnvironmentFault(
            'learning needs the library scikit-learn, which is not installed; write: pip install "digest[learn]"'
        ) from None


def _hash(labels: Sequence[Label]) -> str:
    made = blake2b(digest_size=8)
    for one in labels:
        made.update(f"{int(one.wanted)}\0{one.text}\0".encode("utf-8", "backslashreplace"))
    return made.hexdigest()


# -- texts to vectors ----------------------------------------------------------------------------------------------


def _counted(text: str) -> dict[str, int]:
    return features(fold(text).text)


def _rarity(counts: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """How rare each feature is that stands in texts enough: 1 + ln((1 + texts) / (1 + those that have it))."""
    having = Counter(name for one in counts for name in one)
    often = _OFTEN if len(counts) >= _MANY else 2
    return {name: 1 + log((1 + len(counts)) / (1 + n)) for name, n in having.items() if n >= often}


def _weighted(counts: Mapping[str, int], rarity: Mapping[str, float]) -> _Vector:
    """Rarity times 1 + ln(times), not yet divided by the vector's length: that changes with what is kept."""
    return {name: (1 + log(n)) * rarity[name] for name, n in counts.items() if name in rarity}


# -- fitting -------------------------------------------------------------------------------------------------------


def _fit(vectors: Sequence[_Vector], wanted: Sequence[bool]) -> tuple[dict[str, float], float]:
    """The weight of each kept feature, and the bias: fitted on all features, then on those that weighed most."""
    names = sorted({name for one in vectors for name in one})
    weights, bias = _regress(vectors, wanted, names)
    if len(names) > _KEPT:
        kept = sorted(names, key=lambda name: (-abs(round(weights[name], 9)), name))[:_KEPT]
        weights, bias = _regress(vectors, wanted, sorted(kept))
    return weights, bias


def _regress(
    vectors: Sequence[_Vector], wanted: Sequence[bool], names: Sequence[str]
) -> tuple[dict[str, float], float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_C, class_weight="balanced", solver="liblinear", random_state=0, max_iter=1_000)
    model.fit(_matrix(vectors, names), list(wanted))
    return dict(zip(names, map(float, model.coef_[0]), strict=True)), float(model.intercept_[0])


def _matrix(vectors: Sequence[_Vector], names: Sequence[str]) -> Any:
    """A sparse matrix, shape (texts, names), float64, rows of length 1 or 0."""
    import numpy as np
    from scipy.sparse import csr_matrix

    columns = {name: number for number, name in enumerate(names)}
    values: list[float] = []
    where: list[int] = []
    ends = [0]
    for one in vectors:
        parts = sorted((columns[name], value) for name, value in one.items() if name in columns)
        length = sqrt(sum(value * value for _, value in parts)) or 1.0
        where.extend(column for column, _ in parts)
        values.extend(value / length for _, value in parts)
        ends.append(len(where))
    index: NDArray[np.int32] = np.asarray(where, dtype=np.int32)
    return csr_matrix((np.asarray(values), index, np.asarray(ends, dtype=np.int32)), shape=(len(vectors), len(names)))


# -- trying --------------------------------------------------------------------------------------------------------


def _folds(labels: Sequence[Label]) -> list[int]:
    """The part of the trial that each text is in: texts of one group are in one part, and both kinds in each."""
    kinds: dict[str, bool] = {}
    for one in labels:
        kinds[one.group] = kinds.get(one.group, False) or one.wanted
    mixed = sorted(kinds, key=lambda group: (kinds[group], blake2b(group.encode("utf-8", "replace")).digest()))
    part = {group: number % _FOLDS for number, group in enumerate(mixed)}
    return [part[one.group] for one in labels]


def _worths(vectors: Sequence[_Vector], wanted: Sequence[bool], parts: Sequence[int]) -> list[float]:
    """The worth of every text by what was learned from the other parts."""
    worth = [0.0] * len(vectors)
    for part in range(_FOLDS):
        inside = [number for number, one in enumerate(parts) if one != part]
        weights, bias = _fit([vectors[n] for n in inside], [wanted[n] for n in inside])
        for number, one in enumerate(parts):
            if one == part:
                worth[number] = _worth(vectors[number], weights, bias)
    return worth


def _worth(vector: _Vector, weights: Mapping[str, float], bias: float) -> float:
    """As `language.classifier` has it; a test holds the two together."""
    parts = {name: value for name, value in vector.items() if name in weights}
    length = sqrt(sum(value * value for value in parts.values())) or 1.0
    return 1 / (1 + exp(-(bias + sum(value * weights[name] for name, value in parts.items()) / length)))


@dataclass(frozen=True, slots=True)
class _Cut:
    """What comes of taking every text that is worth as much as `threshold`, with and without the rule."""

    threshold: float
    alone: Figures
    widen: Figures
    narrow: Figures
    added: float  # precision of those that the rule does not take; 0 where they are too few to tell


def _cuts(worth: Sequence[float], wanted: Sequence[bool], ruled: Sequence[bool]) -> Iterator[_Cut]:
    """Every threshold that parts two texts, the highest first; each lies halfway between the two."""
    ranked = sorted(zip(worth, wanted, ruled, strict=True), key=lambda row: -row[0])
    positive = sum(wanted)
    rule = Counter(hit for hit, by_rule in zip(wanted, ruled, strict=True) if by_rule)
    both: Counter[bool] = Counter()
    more: Counter[bool] = Counter()
    for taken, (value, hit, by_rule) in enumerate(ranked, 1):
        (both if by_rule else more)[hit] += 1
        below = ranked[taken][0] if taken < len(ranked) else 0.0
        threshold = round((value + below) / 2, _DIGITS)
        if 0 < threshold < 1 and below < threshold:
            yield _Cut(
                threshold,
                _figures(both + more, positive),
                _figures(rule + more, positive),
                _figures(both, positive),
                _figures(more, positive).precision if more[True] >= _TELLING else 0.0,
            )


def _figures(taken: Mapping[bool, int], positive: int) -> Figures:
    """Figures of what is taken, counted by whether it is wanted; rounded."""
    right, whole = taken.get(True, 0), sum(taken.values())
    return Figures(round(right / whole, _DIGITS) if whole else 1.0, round(right / positive, _DIGITS))


def _chosen(
    worth: Sequence[float], wanted: Sequence[bool], ruled: Sequence[bool], floor: float
) -> tuple[float | None, float, Tried]:
    """The thresholds for widening and for narrowing, and the figures that they reach."""
    cuts = list(_cuts(worth, wanted, ruled))
    rule = _figures(Counter(hit for hit, by_rule in zip(wanted, ruled, strict=True) if by_rule), sum(wanted))
    alone = max((one for one in cuts), key=lambda one: (one.alone.f, one.threshold))
    narrow = max(cuts, key=lambda one: (one.narrow.f, one.threshold))
    adding = [one for one in cuts if one.added >= floor and one.widen.f > rule.f]
    widen = max(adding, key=lambda one: (one.widen.f, one.threshold), default=None)
    tried = Tried(_FOLDS, rule, alone.alone, widen.widen if widen else rule, narrow.narrow)
    return widen.threshold if widen else None, narrow.threshold, tried
