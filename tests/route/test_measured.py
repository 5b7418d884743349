"""What was measured: regions of dated events, and the same countries in parallel sentences of seven languages."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from digest.config.schema import RegionTable
from digest.language.identify import identify
from digest.route import Router, router
from digest.route.reading import Found, read_passage
from digest.route.regions import countries_of, standing
from tests.builders import item

SHARED = Path(__file__).parents[2].parent / "shared"
NLP = SHARED / "corpora" / "nlp"
LANGUAGES = {
    "eng_Latn": "en", "arb_Arab": "ar", "pes_Arab": "fa", "rus_Cyrl": "ru", "tur_Latn": "tr", "ukr_Cyrl": "uk", "urd_Arab": "ur",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not NLP.is_dir(), reason="needs ../shared/corpora")


@cache
def lands() -> dict[str, list[str]]:
    """The countries of each region, as the labels have them."""
    made: dict[str, list[str]] = json.loads((SHARED / "checks" / "regions.json").read_text("utf-8"))
    return made


@cache
def rules() -> Router:
    """A router with those regions and no topics."""
    return router([RegionTable(name=name, countries=tuple(codes)) for name, codes in lands().items()], (), {})


def rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(NLP / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def about(text: str, language: str) -> set[str]:
    """The countries that a text is about."""
    of = item("", text, language=language)
    found = [read_passage(passage, language, rules()) for passage in of.passages]
    return set(countries_of(standing(of, Found(), found, rules()), rules()))


def agreement(pairs: list[tuple[set[str], set[str]]]) -> float:
    """F1 of (wanted, found), over all pairs."""
    right = sum(len(want & got) for want, got in pairs)
    return 2 * right / sum(len(want) + len(got) for want, got in pairs)


def test_regions_of_dated_events() -> None:
    homes = {code: name for name, codes in lands().items() for code in codes}
    pairs = [
        tuple(
            {homes[code] for code in codes if code in homes} for codes in (row["countries"], about(row["text"], "en"))
        )
        for row in rows("region_wcep.jsonl.gz")[::2]
    ]
    assert agreement([(want, got) for want, got in pairs]) >= 0.92


def test_other_languages_name_the_countries_that_english_names() -> None:
    found: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for row in rows("sib200_train.jsonl.gz"):
        found[LANGUAGES[row["lang"]]][row["id"]] = about(row["text"], LANGUAGES[row["lang"]])
    english = found.pop("en")
    assert sum(map(bool, english.values())) >= 200
    floors = {"ar": 0.90, "ru": 0.90, "tr": 0.92, "uk": 0.90, "fa": 0.89, "ur": 0.86}
    reached = {code: agreement([(english[key], got) for key, got in texts.items()]) for code, texts in found.items()}
    assert {code for code, floor in floors.items() if reached[code] < floor} == set(), reached


def test_languages_of_sentences() -> None:
    some = rows("sib200_train.jsonl.gz")[::8]
    wrong = [row["id"] for row in some if identify(row["text"]) != LANGUAGES[row["lang"]]]
    assert len(wrong) <= 0.01 * len(some), wrong
