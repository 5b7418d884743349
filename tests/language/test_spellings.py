"""The forms that a rule's term finds."""

from __future__ import annotations

import pytest

from digest.language.spellings import spellings

ALIASES = {"Daesh": ("ISIS", "IS", "Islamic State*"), "IS": ("IS-K",)}


def keys(term: str) -> set[str]:
    """What tells the forms of a term apart."""
    return {form.key for form in spellings(term, ALIASES)}


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("truce", {"truce"}),
        ("truce*", {"truce*"}),
        ("Daesh", {"daesh", "isis", "=is", "islamic state*"}),
        ("isis", {"daesh", "isis", "=is", "islamic state*"}),
        ("Daesh*", {"daesh*"}),
        ("anti-ISIS", {"anti daesh", "anti isis", "anti is", "anti islamic state*"}),
        ("IS-K", {"is k", "=is"}),
        ("Türkiye", {"turkiye", "turkey"}),
        ("whisky", {"whisky", "whiskyy", "whiskyi", "whiskiy", "whiskii", "whiskij"}),
        ("sky", {"sky"}),
        ("US", {"=us"}),
        ("us", {"us"}),
        ("NATO", {"nato"}),
        ("Россия", {"росси~"}),
        ("россия", {"россия"}),
        ("ИГИЛ", {"игил"}),
        ("переговор*", {"переговор*"}),
        ("العراق", {"العراق", "للعراق"}),
        ("داعش", {"داعش"}),
    ],
)
def test_forms(term: str, expected: set[str]) -> None:
    assert keys(term) == expected


def test_each_form_comes_once_its_own_first() -> None:
    forms = [form.key for form in spellings("Kiev", {})]
    assert forms[0] == "kiev"
    assert len(forms) == len(set(forms))
