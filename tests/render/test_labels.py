"""The publication's own words."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from digest.render.labels import labels, languages

TABLES = tomllib.loads((resources.files("digest") / "data" / "labels.toml").read_text("utf-8"))
ENGLISH = labels("en")


def test_ten_languages_have_words() -> None:
    assert languages() == ("ar", "de", "en", "es", "fa", "fr", "ru", "tr", "uk", "ur")


@pytest.mark.parametrize("language", languages())
def test_no_word_is_missing_and_no_hole_is_lost(language: str) -> None:
    label = labels(language)
    assert label.words.keys() == ENGLISH.words.keys()
    assert label.counts.keys() == ENGLISH.counts.keys()
    for key, word in label.words.items():
        assert word.strip(), key
        assert sorted(re.findall(r"{\w+}", word)) == sorted(re.findall(r"{\w+}", ENGLISH[key])), key


@pytest.mark.parametrize("language", languages())
def test_every_plural_category_of_the_language_has_its_form(language: str) -> None:
    label = labels(language)
    needed = {label.locale.plural_form(number) for number in range(200)}
    for noun, forms in label.counts.items():
        assert "other" in forms
        assert needed <= forms.keys(), noun
        assert forms.keys() <= {"zero", "one", "two", "few", "many", "other"}


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "1 story"),
        ("en", 0, "0 stories"),
        ("ru", 1, "1 материал"),
        ("ru", 3, "3 материала"),
        ("ru", 11, "11 материалов"),
        ("ru", 21, "21 материал"),
        ("uk", 22, "22 матеріали"),
        ("ar", 1, "خبر واحد"),
        ("ar", 2, "خبران"),
        ("ar", 7, "7 أخبار"),
        ("ar", 11, "11 خبرًا"),
        ("ar", 100, "100 خبر"),
        ("fa", 23, "۲۳ خبر"),
        ("tr", 5, "5 haber"),
        ("fr", 0, "0 sujet"),
        ("zh", 2, "2 stories"),
    ],
)
def test_counts_take_the_right_plural(language: str, number: int, expected: str) -> None:
    assert labels(language).count("stories", number) == expected


@pytest.mark.parametrize(
    ("asked", "found"), [("en-GB", "en"), ("AR-sy", "ar"), ("zh-Hans", "en"), ("und", "en"), ("", "en")]
)
def test_an_unknown_language_reads_english(asked: str, found: str) -> None:
    assert labels(asked).language == found


def test_directions_are_those_of_the_scripts() -> None:
    assert {name for name, table in TABLES.items() if table["direction"] == "rtl"} == {"ar", "fa", "ur"}


def test_words_are_filled() -> None:
    assert ENGLISH.say("through", agency="Anadolu Agency", publisher="rki.news") == "Anadolu Agency, through rki.news"
    with pytest.raises(KeyError):
        ENGLISH["no such word"]
