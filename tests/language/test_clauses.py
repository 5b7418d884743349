"""Cutting a long sentence where its meaning allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.clauses import clause_end

LISTING = (
    "The minister also described the opening of a joint coordination cell with Iraq, Syria, Jordan, and Lebanon, "
    "which began its work after a series of meetings in Ankara in the spring of last year."
)


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        pytest.param("The talks resumed.", 150, "The talks resumed", id="short: whole, without its full stop"),
        pytest.param("Will they meet again?", 150, "Will they meet again?", id="a question mark stays"),
        pytest.param("And then ...", 150, "And then ...", id="an ellipsis stays"),
        pytest.param(
            LISTING,
            150,
            "The minister also described the opening of a joint coordination cell with Iraq, Syria, Jordan, and Lebanon",
            id="before a relative clause, never inside a list",
        ),
        pytest.param(
            "Both delegations handed over their papers in the morning; neither of the texts was published that day.",
            80,
            "Both delegations handed over their papers in the morning",
            id="at a semicolon",
        ),
        pytest.param("a" * 30 + " " + "b" * 40, 40, "a" * 30, id="no clause: at a word"),
        pytest.param("a" * 70, 40, "a" * 40, id="no word either: at the length"),
        pytest.param(
            "The ship left the port of Mersin today.",
            30,
            "The ship left the port of Mersin today",
            id="a bit longer: whole",
        ),
        pytest.param(
            "The ship left the port of " + "x" * 60, 27, "The ship left the port", id="never at a function word"
        ),
        pytest.param(
            "今天双方在伊斯坦布尔举行会谈。", 150, "今天双方在伊斯坦布尔举行会谈", id="a Chinese full stop goes too"
        ),
    ],
)
def test_cut(text: str, length: int, expected: str) -> None:
    assert text[: clause_end(text, 0, len(text), length)] == expected


@given(st.text(alphabet="ab ,;.", min_size=1, max_size=300), st.integers(10, 200))
def test_never_longer_than_asked_and_always_a_beginning(text: str, length: int) -> None:
    end = clause_end(text, 0, len(text), length)
    assert 0 <= end <= min(len(text), length * 1.5)
