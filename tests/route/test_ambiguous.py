"""Names that mean several things: which countries a sentence names, and that it says why."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from digest.config.schema import RegionTable
from digest.language.gazetteer import countries
from digest.route import Router, route, router
from digest.route.reading import Found, read_passage
from digest.route.regions import Standing, countries_of, standing
from tests.builders import candidate, item

WRITTEN_ELSEWHERE = Path(__file__).parents[1] / "language" / "ambiguous_names.jsonl"


@cache
def world() -> Router:
    """A router with one region for each country, so that none is named in passing for another's sake."""
    return router([RegionTable(name=code, countries=(code,)) for code in sorted(countries())], (), {})


def named(text: str, language: str = "en") -> set[str]:
    """The countries that a sentence names."""
    return set(weighed_of(text, language).countries)


def weighed_of(text: str, language: str = "en") -> Standing:
    """How an article of one sentence stands."""
    of = item("", text, language=language)
    return standing(of, Found(), [read_passage(of.passages[0], language, world())], world())


SENTENCES = Path(__file__).with_name("ambiguous.txt").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_names_its_countries(line: str) -> None:
    text, _, expected = line.rpartition("|")
    assert named(text.strip()) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jordan scored again. Michael Jordan was 35, and Jordan never looked tired.", set()),
        ("Michael Jordan flew to Amman. In Jordan he met the king; Jordan was glad.", {"JO"}),
        ("Chad Smith hit the drums. Chad laughed.", set()),
        ("Serve a Turkey sandwich. Turkey is good.", set()),
        ("A Turkey sandwich in Ankara. Turkey was cold.", {"TR"}),
    ],
)
def test_a_name_that_is_no_place_once_is_none_alone_unless_its_country_is_named(text: str, expected: set[str]) -> None:
    of = item("", *text.split(". "))
    found = [read_passage(passage, "en", world()) for passage in of.passages]
    assert {code for code, score in standing(of, Found(), found, world()).countries.items() if score} == expected


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Peach growers in Georgia lost their crop.", "Georgia is the state, for Peach"),
        ("Voters of Jordan, Minn., went to the polls.", "Jordan is a town of that name in Minn."),
        ("Ferries left Brazzaville, and Congo waited.", "Congo is Congo-Brazzaville, for Brazzaville"),
        ("Georgia waited.", "Georgia is read as GE, which it mostly means"),
        ("Georgia waited. It was cold in Batumi.", "Georgia is the country, for Batumi"),
        ("Santiago waited, and so did Cuba.", "Santiago is read as CU, for Cuba"),
    ],
)
def test_the_evidence_says_why_an_ambiguous_name_is_read_so(text: str, note: str) -> None:
    told = [one for one in route(candidate(item("", text)), world()).evidence if one.matches]
    assert note in "; ".join(one.note for one in told)


def test_the_evidence_says_which_region_a_namesake_would_have_meant() -> None:
    (one,) = route(candidate(item("", "Jordan Peterson gave a lecture.")), world()).evidence
    assert (one.target, one.verdict, one.score, one.rule) == ("JO", "lost", 0.0, "")
    assert (one.matches[0].word, one.note) == ("Jordan", "Jordan is a person: Jordan Peterson")


def test_the_evidence_says_which_words_named_which_country() -> None:
    rules = router([RegionTable(name="E", countries=("FR", "DE"), words=("Rhine",))], (), {})
    (one,) = route(candidate(item("", "The French met in Paris; Berlin sent a boat up the Rhine.")), rules).evidence
    assert one.rule == "DE: Berlin; FR: French, Paris; Rhine"
    (one,) = route(candidate(item("", "The French met in Paris.")), rules).evidence
    assert one.rule == "FR"


def test_countries_in_passing_are_left_out_and_those_of_no_region_are_kept() -> None:
    half = router(
        [RegionTable(name="Africa", countries=("KE", "TZ")), RegionTable(name="E", countries=("FR",))], (), {}
    )
    text = "Kenya, Kenyan, Nairobi, Mombasa, Kisumu and Tanzania; France once; Peru, Peru, Lima; Chile."
    of = item("", text)
    stands = standing(of, Found(), [read_passage(of.passages[0], "en", half)], half)
    assert list(stands.countries) == ["KE", "TZ", "FR", "PE", "CL"]
    assert countries_of(stands, half) == {"KE": 10.0, "TZ": 1.0, "PE": 3.0}


def test_of_four_regions_one_that_is_named_once_is_named_in_passing() -> None:
    assert weighed_of("Kenya asked France, Chile and Peru.").regions == ("KE",)
    assert weighed_of("Kenya asked France, the French agreed, and Chile and Peru waited.").regions == ("KE", "FR")
    assert weighed_of("Kenya asked France and Peru.").regions == ("KE", "FR", "PE")


def test_sentences_written_by_somebody_who_had_not_seen_the_rules() -> None:
    if not WRITTEN_ELSEWHERE.exists():
        pytest.skip(f"needs {WRITTEN_ELSEWHERE.name}")
    rows = [json.loads(line) for line in WRITTEN_ELSEWHERE.read_text("utf-8").splitlines()]
    wrong = [row["text"] for row in rows if named(row["text"]) != set(row["countries"])]
    assert len(wrong) <= 0.05 * len(rows), wrong


def test_sentences_that_nobody_had_tuned_to_are_mostly_right() -> None:
    """Written after the code by somebody who had not seen it, and never read to mend it: 48 of 60 have all their
    countries and no other. The share is what to expect of names and situations that are new."""
    path = Path(__file__).parents[1] / "language" / "more_ambiguous_names.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    right = sum(named(row["text"]) == set(row["countries"]) for row in rows)
    assert right >= 48
