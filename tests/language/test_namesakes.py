"""People who bear the name of a place, and places that only look like people."""

from __future__ import annotations

import pytest

from digest.language.folding import fold
from digest.language.gazetteer import counts, mentions
from digest.language.namesakes import is_common_name, person, surely_no_person
from tests.language.test_gazetteer import matcher


def people(text: str) -> list[str]:
    """The persons that bear the name of a place in an English text."""
    kept = mentions([hit for hit in matcher().find(fold(text)) if counts(hit.value, "en")], text)[0]
    return [text[slice(*whole)] for hit in kept if (whole := person(hit, kept, text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jordan Peterson spoke.", "Jordan Peterson"),
        ("Jordan B. Peterson spoke.", "Jordan B. Peterson"),
        ("Jordan Nobbs scored.", "Jordan Nobbs"),  # no surname of the list, but the only capitalised word
        ("Chad le Clos swam.", "Chad le Clos"),
        ("They asked Michael B. Jordan.", "Michael B. Jordan"),
        ("Then Barbara Jordan rose.", "Barbara Jordan"),
        ("A letter from Mr. Spain came.", ""),  # a title makes a person of a forename only
        ("Ms. Jordan taught.", "Ms. Jordan"),
        ("my brother Chad cooks", "brother Chad"),
        ("Georgia, 34, won.", "Georgia, 34,"),
        ("Chad and his wife", "Chad and his "),
        ("Jordan and Kelly married.", "Jordan and Kelly"),
        ("Jordan said she was glad.", "Jordan said she"),
        ("Jordan's mother called.", "Jordan's mother"),
    ],
)
def test_a_person(text: str, expected: str) -> None:
    assert people(text) == ([expected] if expected else [])


@pytest.mark.parametrize(
    "text",
    [
        "Jordan Valley farmers",
        "Jordan Phosphate Mines Company",
        "Jordan Seeks Loans From Donors",
        "Jordan Fields Questions From Reporters",
        "Will Jordan sign?",
        "May Jordan sign?",
        "Israel and Jordan signed.",
        "Jordan and Israel signed.",
        "Israel said he was a fighter.",
        "China's mother tongue policy",
        "in Jordan his mother was unknown",
        "a country called Georgia",
        "Georgia Supreme Court",
        "Austin Texas",
        "The UN helps Jordan.",
    ],
)
def test_no_person(text: str) -> None:
    assert people(text) == []


def test_only_a_place_follows_a_journey() -> None:
    assert surely_no_person("They flew to Jordan", 13)
    assert surely_no_person("Refugees in Jordan", 12)
    assert not surely_no_person("They asked Jordan", 11)


def test_common_names_are_those_of_the_census() -> None:
    assert is_common_name("Peterson")
    assert is_common_name("Chad")
    assert not is_common_name("Zakharova")
