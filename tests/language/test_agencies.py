"""Whose text a paper prints."""

from __future__ import annotations

import pytest

from digest.language.agencies import credited


@pytest.mark.parametrize(
    ("named", "passages", "agency"),
    [
        ("Anadolu", [], "Anadolu Agency"),
        ("The Desk", ["A text."], "The Desk"),
        ("", ["ISTANBUL (Reuters) - Delegations met."], "Reuters"),
        ("", ["МОСКВА, 3 июня. /ТАСС/. Делегации встретились."], "TASS"),
        ("", ["LIMA (AP) — A quake shook the coast.", "Nobody was hurt."], "Associated Press"),
        ("", ["A quake shook the coast.", "Nobody was hurt. - AFP"], "AFP"),
        ("", ["A quake shook the coast.", "Source: AA"], "Anadolu Agency"),
        ("", ["Reuters employs many people.", "The end."], ""),
        ("", ["He told the AP that he would go.", "The end."], ""),
        ("", [], ""),
    ],
)
def test_the_agency_that_is_credited(named: str, passages: list[str], agency: str) -> None:
    assert credited(named, passages) == agency
