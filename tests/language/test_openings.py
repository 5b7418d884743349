"""Which sentences can be read without the one before."""

from __future__ import annotations

import pytest

from digest.language.openings import stands_alone


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("Delegations met in Istanbul on Monday.", "en", True),
        ("He added that a summit was possible.", "en", False),
        ("However, no date was set.", "en", False),
        ("“We are ready,” the minister said.", "en", False),
        ("delegations met in Istanbul.", "en", False),
        ("Delegations met in Istanbul on", "en", False),
        ("Delegations met in “Istanbul.”", "en", True),
        ("", "en", False),
        ("12 people were hurt in the fire.", "en", False),
        ("Она заявила о готовности к переговорам.", "ru", False),
        ("Делегации встретились в Стамбуле.", "ru", True),
        ("وأضاف الوزير أن الاجتماع كان بناء.", "ar", False),
        ("اجتمع الوفدان في إسطنبول.", "ar", True),
        ("Elle a confirmé la date.", "fr-FR", False),
        ("Delegates met in Nairobi.", "xx", True),
    ],
)
def test_stands_alone(sentence: str, language: str, expected: bool) -> None:
    assert stands_alone(sentence, language) is expected
