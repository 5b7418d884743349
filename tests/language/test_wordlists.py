import re

import pytest

from digest.language.wordlists import any_of, tables, wordlist


def test_lists_are_case_folded() -> None:
    assert "published on" in wordlist("fields", "published")
    assert all(word == word.casefold() for words in tables("fields").values() for word in words)


def test_no_label_stands_for_two_fields() -> None:
    labels = [label for words in tables("fields").values() for label in words]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("line", "expected"),
    [("Read more", True), ("Read the full story", True), ("read", False), ("Read more about it", False)],
)
def test_a_star_stands_for_anything(line: str, expected: bool) -> None:
    pattern = re.compile(any_of(["read more", "read the full *"]), re.IGNORECASE)
    assert (pattern.fullmatch(line) is not None) is expected


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        wordlist("fields", "nothing")
