"""Terms and their vectors: what a text is told from others by."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.terms import DIMENSIONS, Terms, names, spelt, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("negotiations", "Negotiation"),
        ("Türkiye", "turkiye"),
        ("переговоры", "переговоров"),
        ("والمفاوضات", "مفاوضات"),
        ("1,000", "1000"),
        ("UN", "UN"),
    ],
)
def test_these_are_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != ()


@pytest.mark.parametrize("text", ["", "with them about this", "un", "7", "Monday", "после того", "of it"])
def test_these_are_none(text: str) -> None:
    assert terms(text) == ()


def test_scripts_without_spaces_give_pairs_of_characters() -> None:
    assert set(spelt("外交部确认").values()) == {"外交", "交部", "部确", "确认"}


def test_a_term_is_spelt_as_it_is_printed_first() -> None:
    assert next(iter(spelt("Prisoners came; the prisoner spoke").values())) == "Prisoners"


def test_names_are_written_with_a_capital_wherever_they_stand() -> None:
    assert names("Quake shakes Lima; a quake of magnitude 5") == terms("Lima")


def test_rare_terms_weigh_more_and_what_was_counted_long_ago_less() -> None:
    counted = Terms().counted(["Venezuela oil tanker seized", "Venezuela court hearing", "Venezuela elections"])
    venezuela, tanker = terms("Venezuela")[0], terms("tanker")[0]
    assert counted.weight(tanker) > counted.weight(venezuela) > 0
    assert Terms().texts == 0
    later = counted.counted("another matter" for _ in range(8_001))
    assert later.texts < 8_004
    assert later.counts[venezuela] == 1


@given(st.lists(st.text(max_size=60), max_size=5))
def test_rows_have_length_one_or_nothing(texts: list[str]) -> None:
    rows = Terms().encode(texts)
    assert rows.shape == (len(texts), DIMENSIONS)
    assert rows.dtype == np.float32
    lengths = np.linalg.norm(rows, axis=1)
    assert all(abs(length - 1) < 1e-5 or length == 0 for length in lengths)


def test_a_row_does_not_depend_on_the_others() -> None:
    texts = ["Delegations met in Istanbul for talks", "The central bank of Kenya kept its rate", "A bridge opened"]
    words = Terms().counted(texts)
    assert np.array_equal(words.encode(texts)[1], words.encode(texts[1:2])[0])
