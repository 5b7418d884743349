"""A learned topic's judgement of a text."""

from __future__ import annotations

from datetime import UTC, datetime
from math import exp, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.classifier import opinion, weightiest
from digest.language.features import features
from digest.models import Figures, Learned, Tried

PERFECT = Figures(1.0, 1.0)
WEIGHTS = {"ballot": (2.0, 3.0), "vote": (1.5, 2.0), "vote count": (3.0, 2.5), "rain": (2.0, -4.0)}


def learned(**changes: object) -> Learned:
    made: dict[str, object] = {
        "topic": "Elections",
        "at": datetime(2026, 1, 5, tzinfo=UTC),
        "labels": "0123456789abcdef",
        "rows": 100,
        "positive": 30,
        "tried": Tried(5, PERFECT, PERFECT, PERFECT, PERFECT),
        "widen": 0.6,
        "narrow": 0.3,
        "bias": -1.0,
        "features": WEIGHTS,
    }
    return Learned(**{**made, **changes})  # type: ignore[arg-type]


def worth(text: str, **changes: object) -> float:
    return opinion(learned(**changes), features(text)).worth


def test_a_worth_is_reckoned_as_the_noun_says() -> None:
    ballot, rain = (1 + log(2)) * 2.0, 2.0
    logit = -1.0 + (ballot * 3.0 + rain * -4.0) / sqrt(ballot**2 + rain**2)
    assert worth("ballot and ballot in rain") == round(1 / (1 + exp(-logit)), 4)


@pytest.mark.parametrize("text", ["", "nothing of it is known", "選挙"])
def test_of_a_text_without_a_known_word_nothing_is_said(text: str) -> None:
    """The bias alone would take every text in another language where the topic is a common one."""
    assert worth(text, bias=9.0) == 0.0


@pytest.mark.parametrize(("bias", "expected"), [(10_000.0, 1.0), (-10_000.0, 0.0)])
def test_no_number_is_too_large(bias: float, expected: float) -> None:
    assert worth("ballot", bias=bias, features={"ballot": (100.0, bias)}) == expected


def test_the_words_that_weighed_most_are_named_once() -> None:
    text = "rain, a vote count, a ballot, a ballot, a vote"
    words = weightiest(opinion(learned(), features(text)), text)
    assert [[text[start:end] for start, end in spans] for spans in words] == [
        ["ballot", "ballot"], ["vote count"], ["vote"],
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["ballot", "vote", "count", "rain", "sun"])))
def test_a_worth_is_a_share(words: list[str]) -> None:
    made = opinion(learned(), features(" ".join(words)))
    assert 0.0 <= made.worth <= 1.0


@pytest.mark.parametrize(
    ("rule", "widen", "narrow", "positive", "best"),
    [
        (0.7, 0.9, 0.8, 100, "widen"),
        (0.7, 0.8, 0.9, 100, "narrow"),
        (0.9, 0.9, 0.9, 100, "rule"),
        (0.7, 0.73, 0.7, 100, "rule"),  # better by less than chance may do
        (0.7, 0.73, 0.7, 1_000, "widen"),
    ],
)
def test_the_best_use(rule: float, widen: float, narrow: float, positive: int, best: str) -> None:
    figures = [Figures(f, f) for f in (rule, 0.5, widen, narrow)]
    assert learned(positive=positive, tried=Tried(5, *figures)).best == best


def test_figures_of_nothing() -> None:
    assert Figures(0.0, 0.0).f == 0.0
