"""Whether two paragraphs tell one story, and how texts are cut into shingles."""

from __future__ import annotations

import pytest

from digest.language.bonds import bonded
from digest.language.shingles import shingles, tokens

STORY = "Fidan described the meeting in Istanbul as constructive; ceasefire proposals were exchanged."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Later Fidan flew home.", True),
        ("The proposals were constructive, others said.", True),
        ("A constructive idea.", False),
        ("The President said on Monday that people were killed.", False),
        ("Spring came early to the orchards.", False),
    ],
)
def test_a_shared_name_or_two_long_words_bond(text: str, expected: bool) -> None:
    assert bonded(text, [STORY]) is expected


def test_words_of_every_story_do_not_bond() -> None:
    assert not bonded("The President of Parliament spoke on Monday.", ["On Monday the President went to Parliament."])


def test_unspaced_scripts_bond_by_runs_of_characters() -> None:
    assert bonded("代表团离开伊斯坦布尔。", ["伊斯坦布尔会谈结束，伊斯坦布尔市长致辞。"])
    assert not bonded("春天来得很早。", ["伊斯坦布尔会谈结束。"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Türkiye’s 1,000 men—at 7:30", ("turkiye", "s", "1,000", "men", "at", "7:30")),
        ("日本へ GO", ("日", "本", "へ", "go")),
        ("", ()),
    ],
)
def test_tokens(text: str, expected: tuple[str, ...]) -> None:
    assert tokens(text) == expected


def test_shingles_are_of_three_words_or_four_characters() -> None:
    assert len(shingles(tokens("one two three four"))) == 2
    assert len(shingles(tokens("伊斯坦布尔会谈"))) == 4
    assert len(shingles(tokens("one two"))) == 1
    assert shingles(()) == frozenset()
    assert shingles(tokens("One, two; THREE")) == shingles(tokens("one two three"))
