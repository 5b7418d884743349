"""The publication's own words."""

from __future__ import annotations

import pytest

from digest.render.labels import labels, languages

ENGLISH = labels("en")


def test_ten_languages_have_words() -> None:
    assert languages() == ("ar", "de", "en", "es", "fa", "fr", "ru", "tr", "uk", "ur")


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "1 story"),
        ("en", 0, "0 stories"),
        ("ru", 1, "1 материал"),
        ("ru", 3, "3 материала"),
        ("ru", 11, "11 материалов"),
        ("ru", 21, "21 материал"),
        ("ru", 12_345, "12\u00a0345 материалов"),
        ("uk", 22, "22 матеріали"),
        ("ar", 1, "خبر واحد"),
        ("ar", 2, "خبران"),
        ("ar", 7, "7 أخبار"),
        ("ar", 11, "11 خبرًا"),
        ("ar", 100, "100 خبر"),
        ("ar", 103, "103 أخبار"),
        ("fa", 23, "۲۳ خبر"),
        ("fa", 23_456, "۲۳٬۴۵۶ خبر"),
        ("tr", 5, "5 haber"),
        ("fr", 0, "0 sujet"),
        ("fr", 2, "2 sujets"),
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
    assert {one for one in languages() if labels(one).direction == "rtl"} == {"ar", "fa", "ur"}


def test_words_are_filled() -> None:
    assert ENGLISH.say("through", agency="Anadolu Agency", publisher="rki.news") == "Anadolu Agency, through rki.news"
    with pytest.raises(KeyError):
        ENGLISH["no such word"]


@pytest.mark.parametrize(
    ("language", "three", "two"),
    [
        ("en", "A, B and C", "A and B"),
        ("de", "A, B und C", "A und B"),
        ("ru", "A, B и C", "A и B"),
        ("tr", "A, B ve C", "A ve B"),
        ("ar", "A وB وC", "A وB"),
        ("fa", "A،\u200f B و C", "A و B"),
        ("ur", "A، B اور C", "A اور B"),
    ],
)
def test_names_are_listed_as_the_language_lists_them(language: str, three: str, two: str) -> None:
    label = labels(language)
    assert label.listed("ABC") == three
    assert label.listed("AB") == two
    assert label.listed("A") == "A"
    assert label.listed("") == ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“x”"),
        ("de", "„x“"),
        ("fr", "«\u202fx\u202f»"),
        ("ru", "«x»"),
        ("ur", "”x“"),
        ("tr", "“x”"),
        ("fa", "«x»"),
    ],
)
def test_quotation_marks_are_the_languages_own(language: str, expected: str) -> None:
    assert labels(language).quoted("x") == expected


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("ar", "Europe", "أوروبا"),
        ("de", "Latin America & Caribbean", "Lateinamerika und Karibik"),
        ("ru", "Kenya", "Кения"),  # from CLDR
        ("tr", "Eastern Europe", "Doğu Avrupa"),  # from CLDR
        ("uk", "The desk's own corner", "The desk's own corner"),
        ("en", "Europe", "Europe"),
        ("zh", "Europe", "Europe"),
    ],
)
def test_regions_are_called_as_the_language_calls_them(language: str, name: str, expected: str) -> None:
    assert labels(language).place(name) == expected


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "rki.news sent nothing for 10 s", "rki.news sent nothing for 10 s"),
        ("de", "rki.news sent nothing for 10 s", "rki.news antwortete nicht innerhalb von 10 s"),
        ("fa", "the server says 403 Forbidden", "سرور خطای ۴۰۳ داد"),
        ("es", "a sentence that nobody wrote yet", "no se pudo leer"),
    ],
)
def test_a_trouble_is_told_in_the_language(language: str, sentence: str, expected: str) -> None:
    assert labels(language).trouble(sentence) == expected
