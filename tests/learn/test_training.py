"""Training: the same labels, the same numbers; and what is enough is chosen with the rule."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.errors import ConfigError, EnvironmentFault
from digest.language.classifier import opinion
from digest.language.features import features
from digest.language.folding import fold
from digest.language.learned_file import read_learned, write_learned
from digest.learn import Label, train
from tests.learn.samples import VOTES, WEATHER, labels

AT = datetime(2026, 1, 5, tzinfo=UTC)


def worth(text: str, ruled: str = "") -> float:
    return opinion(train(labels(ruled), "Elections", AT), features(fold(text).text)).worth


def test_training_twice_gives_the_same_bytes() -> None:
    made = write_learned(train(labels(), "Elections", AT))
    assert write_learned(train(tuple(reversed(labels())), "Elections", AT)) == made
    assert read_learned(made).labels != train(labels()[1:], "Elections", AT).labels


def test_votes_are_told_from_the_weather() -> None:
    made = train(labels(), "Elections", AT)
    assert made.widen is not None
    assert (made.rows, made.positive, made.tried.folds) == (len(VOTES) + len(WEATHER), len(VOTES), 5)
    assert made.tried.alone.f > 0.9
    for text, wanted in (("The ballots of all voters are counted.", True), ("Rain and frost in the hills.", False)):
        assert (opinion(made, features(fold(text).text)).worth >= made.widen) is wanted, text


def test_what_it_has_seen_and_not_seen_is_judged_as_the_library_judges() -> None:
    """The trial reckons in one module, the use in another: both must say the same."""
    from digest.learn.training import _counted, _fit, _rarity, _weighted, _worth

    made = train(labels(), "Elections", AT)
    counts = [_counted(one.text) for one in labels()]
    rarity = _rarity(counts)
    weights, bias = _fit([_weighted(one, rarity) for one in counts], [one.wanted for one in labels()])
    for one in counts:
        assert opinion(made, one).worth == pytest.approx(_worth(_weighted(one, rarity), weights, bias), abs=0.01)


def test_a_rule_that_says_all_is_not_widened() -> None:
    made = train([replace(one, ruled=one.wanted) for one in labels()], "Elections", AT)
    assert made.widen is None
    assert made.tried.rule == made.tried.widen
    assert made.best == "rule"


def test_a_rule_that_takes_too_much_is_narrowed() -> None:
    made = train([replace(one, ruled=True) for one in labels()], "Elections", AT)
    assert made.best == "narrow"
    assert made.tried.narrow.f > made.tried.rule.f == pytest.approx(2 / 3, abs=0.01)


def test_a_rule_that_misses_much_is_widened() -> None:
    made = train(labels("ballots"), "Elections", AT)
    assert made.best == "widen"
    assert made.tried.rule.recall == 0.25
    assert made.tried.widen.recall > 0.9


def test_what_is_added_is_as_precise_as_the_floor_says() -> None:
    """Labels without sense: nothing that is right in nine of ten can be added."""
    noise = [replace(one, wanted=number % 7 in {0, 3}) for number, one in enumerate(labels())]
    assert train(noise, "Elections", AT, 0.9).widen is None


def test_texts_of_one_article_are_never_parted() -> None:
    from digest.learn.training import _folds

    made = [Label(f"text {n}", n % 4 == 0, f"article {n // 3}") for n in range(90)]
    part = dict(zip((one.group for one in made), _folds(made), strict=True))
    assert all(part[one.group] == number for one, number in zip(made, _folds(made), strict=True))
    assert set(part.values()) == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(("votes", "weather", "told"), [(9, 40, "only 9 labelled texts belong"), (40, 3, "only 3")])
def test_too_few_labels_are_refused(votes: int, weather: int, told: str) -> None:
    few = [one for one in labels() if one.text in (*VOTES[:votes], *WEATHER[:weather])]
    with pytest.raises(ConfigError, match=told):
        train(few, "Elections", AT)


def test_a_missing_library_is_told_with_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(EnvironmentFault, match=r'pip install "digest\[learn\]"'):
        train(labels(), "Elections", AT)
