"""What a sentence is about."""

from __future__ import annotations

import pytest

from digest.language.subjects import terms


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The delegations agreed on the agreement", "en", {"delega", "agreed", "agreem"}),
        ("They met in 2025", "en", {"met", "2025"}),
        ("Переговоры о переговорах", "ru", {"перего"}),
        ("والاتفاق الاتفاق", "ar", {"اتفاق"}),
        ("Türkiye und die Türkei", "de", {"turkiy", "turkei"}),
        ("外交部", "zh", {"外交", "交部"}),
        ("", "en", set()),
    ],
)
def test_terms(text: str, language: str, expected: set[str]) -> None:
    assert terms(text, language) == expected
