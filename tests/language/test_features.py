"""Features: what a learned topic counts of a text, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.features import features, where
from digest.language.folding import fold


def counted(text: str) -> dict[str, int]:
    return dict(features(fold(text).text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Voters vote", {"voters": 1, "vote": 1, "voters vote": 1}, id="words and pairs"),
        pytest.param("elections, election", {"electi": 2, "electi electi": 1}, id="six letters of a word"),
        pytest.param("It ended. Voters", {"it": 1, "ended": 1, "it ended": 1, "voters": 1}, id="no pair over an end"),
        pytest.param("in 2018 the 3rd vote", {"in": 1, "the": 1, "in the": 1, "rd": 1, "the rd": 1, "vote": 1,
                                              "rd vote": 1}, id="no figures"),
        pytest.param("Türkiye", {"turkiy": 1}, id="folded"),
        pytest.param("选举结果", {"选举": 1, "举结": 1, "结果": 1, "选举结": 1, "举结果": 1}, id="Chinese"),
        pytest.param("票", {"票": 1}, id="a lone character"),
        pytest.param("चुनाव", {"चुनाव": 1}, id="vowel signs stay in the word"),
        pytest.param("выборы, выборов", {"выборы": 1, "выборо": 1, "выборы выборо": 1}, id="Cyrillic"),
        pytest.param("", {}, id="nothing"),
        pytest.param("2018 ... ---", {}, id="no word"),
    ],
)  # fmt: skip
def test_features_of_a_text(text: str, found: dict[str, int]) -> None:
    assert counted(text) == found


def test_where_features_stand() -> None:
    text = fold("The vote: voters vote in 北京市").text
    found = where(text, ["vote", "voters vote", "北京", "rain"])
    spans = {name: [text[start:end] for start, end in ranges] for name, ranges in found.items()}
    assert spans == {"vote": ["vote", "vote"], "voters vote": ["voters vote"], "北京": ["北京"], "rain": []}


@given(st.text(alphabet=st.sampled_from("ab ab,. 選挙ひ\n-'éß9่ิकिЙ\"(")) | st.text())
def test_what_is_counted_stands_there(text: str) -> None:
    folded = fold(text).text
    found = features(folded)
    assert {name: len(spans) for name, spans in where(folded, found).items()} == found
