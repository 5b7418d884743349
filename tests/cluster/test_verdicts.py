"""The editor's words, put in order."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from digest.cluster.verdicts import NOTHING, verdicts
from digest.models import Ruling
from tests.builders import NOW


def said(one: str, other: str, verdict: Literal["together", "apart"], hours: int = 0) -> Ruling:
    return Ruling(one, other, verdict, NOW + timedelta(hours=hours))


def test_together_is_transitive() -> None:
    found = verdicts([said("a", "b", "together"), said("b", "c", "together")])
    assert {found.home(item) for item in "abc"} == {"a"}
    assert found.home("d") == ""


def test_what_is_apart_stays_so_and_the_newer_word_on_others_counts() -> None:
    words = [said("a", "b", "together", 1), said("b", "c", "together", 2), said("a", "c", "apart")]
    found = verdicts(words)
    assert found.home("b") == found.home("c") == "b"
    assert found.home("a") == ""
    assert found.apart("c", "a")
    assert found.apart("a", "c")


def test_nothing_said() -> None:
    assert not NOTHING
    assert not NOTHING.apart("a", "b")
    assert verdicts([]) == NOTHING
