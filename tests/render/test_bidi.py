"""Direction and language of runs of text."""

from __future__ import annotations

import pytest

from digest.models import Direction
from digest.render.bidi import Voice, capitals, direction_of, isolate, voice


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Istanbul", "ltr"), ("إسطنبول", "rtl"), ("2025", "ltr"), ("قمة G20", "rtl"), ("BBC عربي", "rtl"), ("", "ltr")],
)
def test_direction_is_that_of_most_letters(text: str, expected: str) -> None:
    assert direction_of(text) == expected


def test_a_text_without_letters_goes_with_the_page() -> None:
    assert direction_of("2025", "rtl") == "rtl"


@pytest.mark.parametrize(
    ("text", "language", "direction", "expected"),
    [
        pytest.param("Talks", "en", "ltr", Voice("ltr", "en"), id="as-the-plan-says"),
        pytest.param("محادثات", "ar", "rtl", Voice("rtl", "ar"), id="arabic"),
        pytest.param("محادثات", "en", "ltr", Voice("rtl", "ar"), id="arabic-declared-english"),
        pytest.param("مذاکرات کے لیے", "und", "ltr", Voice("rtl", "ur"), id="urdu-by-its-letters"),
        pytest.param("گفت‌وگو", "und", "ltr", Voice("rtl", "fa"), id="persian-by-its-letters"),
        pytest.param("שיחות", "und", "ltr", Voice("rtl", "he"), id="hebrew-by-its-letters"),
        pytest.param("Talks", "ar", "rtl", Voice("ltr", "und"), id="latin-declared-arabic"),
        pytest.param("Talks", "", "ltr", Voice("ltr", "und"), id="unknown"),
    ],
)
def test_a_block_is_marked_with_what_can_be_true(
    text: str, language: str, direction: Direction, expected: Voice
) -> None:
    assert voice(text, language, direction) == expected


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("<Wire>", "ltr", "&lt;Wire&gt;"),
        ("أخبار", "ltr", '<bdi dir="rtl" lang="ar">أخبار</bdi>'),
        ("أخبار", "rtl", "أخبار"),
        ('"Wire"', "rtl", '<bdi dir="ltr">&#34;Wire&#34;</bdi>'),
        ("2025-W22", "rtl", '<bdi dir="ltr">2025-W22</bdi>'),
    ],
)
def test_only_what_runs_against_the_page_is_isolated(text: str, base: Direction, expected: str) -> None:
    assert isolate(text, "ar", base) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Russia-Ukraine talks", "en", True),
        ("Переговоры", "ru", True),
        ("Außenpolitik", "de", False),
        ("Diğer haberler", "tr", False),
        ("أخبار أخرى", "ar", False),
        ("Ελλάδα", "el", False),
    ],
)
def test_capitals_only_where_no_letter_becomes_another(text: str, language: str, expected: bool) -> None:
    assert capitals(text, language) is expected
