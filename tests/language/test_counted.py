"""Numbers with their nouns."""

from __future__ import annotations

import pytest

from digest.language.counted import counted


@pytest.mark.parametrize(
    ("number", "nouns", "said"),
    [
        (0, ("item",), "0 items"),
        (1, ("item",), "1 item"),
        (2, ("item",), "2 items"),
        (1, ("story", "stories"), "1 story"),
        (12_345, ("story", "stories"), "12,345 stories"),
        (1, ("feed or file", "feeds and files"), "1 feed or file"),
    ],
)
def test_a_number_and_its_noun_agree(number: int, nouns: tuple[str, ...], said: str) -> None:
    assert counted(number, *nouns) == said
