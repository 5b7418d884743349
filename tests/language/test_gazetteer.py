"""Which countries a text names, in many languages, and which it does not."""

from __future__ import annotations

from functools import cache

import pytest

from digest.language.contexts import settled
from digest.language.folding import fold
from digest.language.gazetteer import Place, countries, counts, entries, meanings, mentions, weigh
from digest.language.matching import Matcher


@cache
def matcher() -> Matcher[Place]:
    """All names."""
    return Matcher(entries())


def named(text: str, language: str = "en") -> dict[str, float]:
    """The countries that a text names."""
    hits = [hit for hit in matcher().find(fold(text)) if counts(hit.value, language)]
    return weigh([one.place for one in settled(mentions(hits, text)[0], text, language) if one.place.codes])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Niger is not Nigeria.", {"NE", "NG"}),
        ("The Niger Delta", {"NG"}),
        ("Guinea-Bissau", {"GW"}),
        ("Papua New Guinea", {"PG"}),
        ("Equatorial Guinea", {"GQ"}),
        ("guinea pigs", set()),
        ("South Sudan", {"SS"}),
        ("South Sudanese", {"SS"}),
        ("New Mexico", {"US"}),
        ("The Gulf of Mexico", set()),
        ("Michael Jordan", set()),
        ("The King of Jordan", {"JO"}),
        ("Georgia", {"GE"}),
        ("Georgia's Senate seats, said Atlanta", {"US"}),
        ("Tbilisi, Georgia", {"GE"}),
        ("Paris, Texas", {"US"}),
        ("Paris, France", {"FR"}),
        ("the Paris Agreement", set()),
        ("a turkey sandwich", set()),
        ("Türkiye and Turkiye", {"TR"}),
        ("the US told us", {"US"}),
        ("US$5 million", set()),
        ("the U.S.-led coalition", {"US"}),
        ("Indian Ocean", set()),
        ("Latin American", set()),
        ("Northern Ireland", {"GB"}),
        ("Republic of Ireland", {"IE"}),
        ("Dominica", {"DM"}),
        ("Dominican Republic", {"DO"}),
        ("Democratic Republic of the Congo", {"CD"}),
        ("Congo-Brazzaville", {"CG"}),
        ("The Congolese army in Kinshasa", {"CD"}),
        ("The Congolese army in Brazzaville", {"CG"}),
        ("Kashmir", {"IN", "PK"}),
        ("Reported by the New York Times", set()),
        ("Putin", {"RU"}),
        ("Houthi rebels", {"YE"}),
        ("N'Djamena and Côte d’Ivoire", {"TD", "CI"}),
        ("Kosovo", {"XK"}),
        ("South Pole", set()),
        ("Omanis and Kuwaitis", {"OM", "KW"}),
        ("North and South Korea", {"KP", "KR"}),
        ("American Samoa and Puerto Rico", {"AS", "PR"}),
        ("New Guinea", {"PG"}),
        ("Lebanon, Ohio", {"US"}),
        ("Mexico, Texas and Peru", {"MX", "US", "PE"}),
        ("Canada geese and brazil nuts", set()),
    ],
)
def test_english(text: str, expected: set[str]) -> None:
    assert set(named(text)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "в России, с Украиной и в Саудовской Аравии", {"RU", "UA", "SA"}),
        ("ru", "турецкие власти и немцы", {"TR", "DE"}),
        ("ru", "того, что", set()),
        ("ru", "Нигерию и Нигер", {"NG", "NE"}),
        ("uk", "у Києві та Туреччині, Ізраїль", {"UA", "TR", "IL"}),
        ("tr", "Türkiye'nin ve Rusya'dan Suriyeliler", {"TR", "RU", "SY"}),
        ("tr", "Maliye Bakanı", set()),
        ("ar", "وقال الرئيس التركي للعراق وسوريا", {"TR", "IQ", "SY"}),
        ("ar", "النظام المالي", set()),
        ("fa", "ایران‌ها و آمریکایی‌ها در ترکیه", {"IR", "US", "TR"}),
        ("fa", "روز دوشنبه", set()),
        ("ur", "بھارت اور پاکستانی وزیر", {"IN", "PK"}),
        ("ur", "آج شام", set()),
        ("ur", "لیبل چیک کریں", set()),
        ("ur", "ٹیکساس اور وینکوور", {"US", "CA"}),
        ("ar", "في ولاية بنسلفانيا وفانكوفر", {"US", "CA"}),
        ("fa", "از میزوری تا ایرکوتسک", {"US", "RU"}),
        ("ru", "в Пенсильвании и в Иркутске", {"US", "RU"}),
        ("uk", "у Пенсільванії та Іркутську", {"US", "RU"}),
        ("fr", "le président français et l'Ukraine", {"FR", "UA"}),
        ("fr", "Île Maurice", {"MU"}),
        ("es", "los rusos en Siria y Estados Unidos", {"RU", "SY", "US"}),
        ("de", "Frankreich und die russische Regierung", {"FR", "RU"}),
        ("de", "Island und Österreich", {"IS", "AT"}),
        ("zh", "中国与美国在印度尼西亚", {"CN", "US", "ID"}),
        ("zh", "印度洋", set()),
        ("ja", "トルコとマリア", {"TR"}),
        ("ko", "한국은 미국의", {"KR", "US"}),
    ],
)
def test_other_languages(language: str, text: str, expected: set[str]) -> None:
    assert set(named(text, language)) == expected


def test_a_name_counts_in_its_own_language_only() -> None:
    assert set(named("an island", "en")) == set(named("Island", "en")) == set()
    assert set(named("Россия и France", "und")) == {"RU", "FR"}
    assert set(named("France", "xx")) == {"FR"}


def test_a_person_weighs_less_than_a_place() -> None:
    scores = named("Putin spoke in Ankara.")
    assert 0 < scores["RU"] < scores["TR"]


def test_mined_names_count_where_nothing_else_is_named() -> None:
    mined = next(place for _, place in entries() if place.kind == "mined")
    codes = mined.codes[0]
    peru = next(place for _, place in entries() if place.name == "Peru")
    assert meanings([mined]) == {mined: codes}
    assert meanings([mined, peru]) == {mined: (), peru: ("PE",)}


def test_every_country_of_the_standard_is_there() -> None:
    assert {"XK", "TW", "PS", "VA", "SS", "TL", "GB"} <= countries()
    assert len(countries()) == 250
    assert all(len(code) == 2 and code.isupper() for code in countries())


def test_the_files_name_only_countries_of_the_standard() -> None:
    assert {code for _, place in entries() for code in place.countries} <= countries()


def test_no_name_is_empty_or_a_single_letter() -> None:
    short = {place.name for spelling, place in entries() if len("".join(spelling.words)) < 2}
    assert short == set()
