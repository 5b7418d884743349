"""Word bounds in every script, capitals, and the longest match."""

from __future__ import annotations

import pytest

from digest.language.folding import fold
from digest.language.matching import Hit, Matcher, longest
from digest.language.spellings import Spelling, place_spellings, spellings


def found(spelling: Spelling, text: str) -> list[str]:
    """What one spelling finds, as printed."""
    return [text[hit.start : hit.end] for hit in Matcher([(spelling, "")]).find(fold(text))]


def place(name: str, *languages: str, people: bool = False, wordlike: bool = False) -> Spelling:
    """The first form of a gazetteer's name."""
    return next(iter(place_spellings(name, fold(name).text, frozenset(languages), people, wordlike)))


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("mali", "normalisation in Mali, Somali", ["Mali"]),
        ("mali", "Mali's (Mali) Mali-based", ["Mali", "Mali", "Mali"]),
        ("g20", "the G20, G200", ["G20"]),
        ("u.s.", "the U.S. and u.s.s.r", ["U.S."]),
        ("talk*", "talks, talkative, small-talk", ["talks", "talkative", "talk"]),
        ("peace talk*", "peace talks", ["peace talks"]),
        ("日本", "日本政府", ["日本"]),
        ("日本*", "日本政府", ["日本"]),
        ("インド", "インドネシア、インド、インド洋", ["インド", "インド"]),
        ("ไทย", "ประเทศไทยและ", ["ไทย"]),
        ("ไทย", "ไทยี", []),
        ("이란", "이란은 터키이란", ["이란"]),
        ("가", "각 가나", ["가"]),
        ("कि", "किताब कि", ["कि"]),
        ("ديالى", "وديالى", ["ديالى"]),
        ("داعش", "لداعش والداعش يداعش", ["داعش", "داعش"]),
        ("NATO", "НАТО NATO", ["NATO"]),
        ("Daesh", "_Daesh_ Daesh¹ #Daesh", ["Daesh", "Daesh", "Daesh"]),
    ],
)
def test_a_word_stands_where_its_script_bounds_it(term: str, text: str, expected: list[str]) -> None:
    assert found(spellings(term, {})[0], text) == expected


@pytest.mark.parametrize(
    ("spelling", "text", "expected"),
    [
        (place("Turkey", "en"), "Turkey, not turkey", ["Turkey"]),
        (place("Turkey", "en"), "TURKEY SAYS", ["TURKEY"]),
        (place("Ankara", "en"), "ankara says", ["ankara"]),
        (place("Turkey", "en", wordlike=True), "turkey says", []),
        (place("US", "en"), "the US told us", ["US"]),
        (place("US", "en"), "the us", ["us"]),
        (place("US", "en", wordlike=True), "THE US", []),
        (place("российск~", "ru"), "Российского, российскими, российскость", ["Российского", "российскими"]),
        (place("россиян~", "ru", people=True), "россиянин и россиянка", ["россиянин", "россиянка"]),
        (
            place("Саудовск~ Арави~", "ru"),
            "в Саудовской Аравии; Саудовская дорога",
            ["Саудовской Аравии"],
        ),
        (place("Саудовск~ Арави~", "ru"), "Саудовскость Аравии", []),
        (place("Саудовск~ Арави~", "ru"), "Саудовская Аравиеведение", []),
        (place("تركي~", "ar", people=True), "التركية والأتراك تركيز", ["تركية"]),
        (place("العراق", "ar"), "والعراق", ["العراق"]),
        (place("ایرانی~", "fa"), "ایرانی‌ها ایرانیان", ["ایرانی", "ایرانیان"]),
        (place("Suriyeli~", "tr"), "Suriyeliler, Suriyelilerin", ["Suriyeliler", "Suriyelilerin"]),
    ],
)
def test_a_place_keeps_its_capitals_and_takes_its_endings(spelling: Spelling, text: str, expected: list[str]) -> None:
    assert found(spelling, text) == expected


def test_an_article_that_is_swallowed_is_found() -> None:
    forms = list(place_spellings("العراق", fold("العراق").text, frozenset({"ar"}), people=False, wordlike=False))
    assert [found(form, "للعراق") for form in forms] == [[], ["للعراق"]]


def test_the_longest_wins_and_equals_are_kept() -> None:
    hits = [Hit(0, 5, "Sudan"), Hit(10, 21, "South Sudan"), Hit(16, 21, "Sudan"), Hit(10, 21, "SS"), Hit(30, 31, "x")]
    assert [hit.value for hit in longest(hits)] == ["Sudan", "South Sudan", "SS", "x"]


def test_hits_come_in_text_order_with_offsets_of_the_text_as_printed() -> None:
    text = "Tu\u0308rkiye  and “Türkiye”"
    hits = Matcher([(spellings("turkiye", {})[0], 1), (spellings("and", {})[0], 2)]).find(fold(text))
    assert [(text[hit.start : hit.end], hit.value) for hit in hits] == [
        ("Tu\u0308rkiye", 1),
        ("and", 2),
        ("Türkiye", 1),
    ]
