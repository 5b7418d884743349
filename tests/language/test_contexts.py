"""What stands by an ambiguous name, and the data that says so."""

from __future__ import annotations

import pytest

from digest.language.contexts import Settled, settled
from digest.language.folding import fold
from digest.language.gazetteer import countries, counts, entries, mentions
from digest.language.namesakes import context_words
from tests.language.test_gazetteer import matcher


def read(text: str, language: str = "en") -> list[Settled]:
    """Every mention of a text, settled."""
    kept = mentions([hit for hit in matcher().find(fold(text)) if counts(hit.value, language)], text)[0]
    return settled(kept, text, language)


def told(text: str, language: str = "en") -> list[tuple[str, str]]:
    """(words, why) of every mention that something near it decides."""
    return [(text[one.start : one.end], one.why) for one in read(text, language) if one.why]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Georgia Republicans voted.", [("Georgia", 'the state, for "Georgia Republicans"')]),
        ("a Georgia judge", [("Georgia", 'the state, for "a Georgia"')]),
        ("Georgia beside peaches and a governor", [("Georgia", "the state, for peaches, governor")]),
        ("Georgia's parliament", [("Georgia", 'the country, for "Georgia\'s parliament"')]),
        ("Georgia’s parliament", [("Georgia", 'the country, for "Georgia’s parliament"')]),
        ("Lake Chad", [("Chad", 'the lake, for "Lake Chad"')]),
        ("Chad Smith", [("Chad", "a person: Chad Smith")]),
        (
            "Cairo, Ill., and Paris, TX",
            [("Cairo", "a town of that name in Ill."), ("Paris", "a town of that name in TX")],
        ),
        ("Georgia", []),
        ("Kenya", []),
    ],
)
def test_what_decides_is_said(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


def test_as_many_words_for_two_readings_decide_nothing() -> None:
    (one,) = read("Georgia, peaches and the lari")
    assert (one.why, one.place.codes) == ("", (("GE",), ("US",)))


def test_a_word_within_a_longer_name_is_none_by_itself() -> None:
    assert told("Guinea and Guinea-Bissau") == []
    assert [one.place.codes for one in read("Guinea and Guinea-Bissau")] == [(("GN",), ("GQ",)), (("GW",),)]
    assert told("Guinea. In Bissau it rained") == [("Guinea", "Guinea-Bissau, for Bissau")]


def test_the_words_are_english_and_decide_in_english_texts_only() -> None:
    assert told("Turkey gravy", "en") == [("Turkey", 'the bird, for "Turkey gravy"')]
    assert told("Turkey gravy", "xx") == []


def test_a_meaning_is_the_same_entry_each_time() -> None:
    first, second = read("Georgia Republicans and Georgia Democrats")
    assert first.place is second.place


def test_the_data_is_about_names_and_countries_that_there_are() -> None:
    names = {place.name for _, place in entries()}
    for row in context_words()["reading"]:
        assert set(row) <= {"of", "means", "says", "framed", "before", "after", "near"}, row
        assert set(row) & {"framed", "before", "after", "near"}, row
        assert all(phrase.count("~") == 1 for phrase in row.get("framed", ())), row
        assert set(row["of"]) <= names, row["of"]
        assert set(row["means"].split()) <= countries(), row["means"]
        assert row["says"]
        assert all(word == word.lower() for word in row.get("near", ())), row
