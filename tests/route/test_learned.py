"""Learned topics in routing: what they take, what they keep out, and the reasons that they give."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.config.schema import TopicTable
from digest.models import Evidence, Figures, Learned, Routed, Tried
from digest.route import Router, route, router
from digest.route.whynot import why_not
from tests.builders import candidate, item
from tests.route.desk import ALIASES, QUAKES, REGIONS, SILENT, where

VOTE = "The commission counts the votes in France; the turnout is higher than four years ago, it said."
RULED = "The election in France is held in two rounds."
WEATHER = "Rain fell in France for the third week."
FIGURES = Figures(1.0, 1.0)


def learned(widen: float | None = 0.6, narrow: float = 0.4) -> Learned:
    weights = {"votes": (2.0, 4.0), "turnou": (2.0, 3.0), "commis": (1.5, 1.0), "rain": (2.0, -5.0)}
    tried = Tried(5, FIGURES, FIGURES, FIGURES, FIGURES)
    return Learned(
        "Elections", datetime(2026, 1, 5, tzinfo=UTC), "0" * 16, 99, 30, tried, widen, narrow, -1.0, weights, "cafe"
    )


def rules(made: Learned | None, mode: str = "widen", rule: str = "election*") -> Router:
    topic = TopicTable.model_validate(
        {"name": "Elections", "rule": rule, "learned": "learned/elections.json", "learned_mode": mode}
    )
    return router(REGIONS, (topic, QUAKES), ALIASES, "", {"Elections": made} if made else None)


def judgements(found: Routed, target: str = "Elections") -> list[Evidence]:
    return [one for one in found.evidence if one.target == target]


@pytest.mark.parametrize(
    ("mode", "made", "expected"),
    [
        ("widen", None, ["Europe > ", "Global > Elections", "Europe > "]),
        ("widen", learned(), ["Global > Elections", "Global > Elections", "Europe > "]),
        ("widen", learned(widen=None), ["Europe > ", "Global > Elections", "Europe > "]),
        ("narrow", learned(), ["Europe > ", "Europe > ", "Europe > "]),
        ("narrow", None, ["Europe > ", "Global > Elections", "Europe > "]),
    ],
)
def test_where_passages_go(mode: str, made: Learned | None, expected: list[str]) -> None:
    assert [where(item("", text), rules(made, mode))[0] for text in (VOTE, RULED, WEATHER)] == expected


def test_narrow_takes_what_both_take() -> None:
    assert where(item("", f"{RULED} {VOTE}"), rules(learned(), "narrow")) == ["Global > Elections"]


def test_the_evidence_names_the_words_where_they_stand() -> None:
    of = item("A count", VOTE)
    (one,) = judgements(route(candidate(of), rules(learned())))
    text = f"A count\n\n{VOTE}"
    assert (one.kind, one.verdict, one.rule) == ("topic", "won", "learned: learned/elections.json")
    assert [(match.word, text[match.start : match.end]) for match in one.matches] == [
        ("commission", "commission"), ("votes", "votes"), ("turnout", "turnout"),
    ]  # fmt: skip
    assert one.note == "learned: 0.98, enough is 0.60; words that weighed most: votes, turnout, commission"
    assert one.score == 0.979


def test_a_rule_goes_before_what_was_learned() -> None:
    of = item("", f"{VOTE} An earthquake was felt in the evening.")
    found = route(candidate(of), rules(learned()))
    assert where(of, rules(learned())) == ["Global > Earthquakes"]
    (one,) = judgements(found)
    assert (one.verdict, one.note) == ("lost", "weaker than Earthquakes")


def test_what_narrowing_keeps_out_is_said() -> None:
    (one,) = judgements(route(candidate(item("", RULED)), rules(learned(), "narrow")))
    assert (one.verdict, one.note) == ("lost", "the rule holds, but learned: 0.00, enough is 0.40")


def test_what_was_nearly_taken_is_said() -> None:
    found = route(candidate(item("", VOTE)), rules(learned(widen=0.99)))
    (one,) = judgements(found)
    assert one.verdict == "lost"
    assert one.note.startswith("no rule holds, and learned: 0.98, enough is 0.99; words that weighed most: votes")


@pytest.mark.parametrize("text", [WEATHER, SILENT, "投票率は前回より高い。"])
def test_of_what_is_far_from_it_nothing_is_said(text: str) -> None:
    assert judgements(route(candidate(item("", text)), rules(learned()))) == []


def test_nothing_is_claimed_without_a_word_for_it() -> None:
    """Words that only speak against a topic may leave enough of a large bias; that is no reason to print."""
    made = Learned(**{**{name: getattr(learned(), name) for name in Learned.__slots__}, "bias": 9.0})
    assert where(item("", WEATHER), rules(made)) == ["Europe > "]


def test_a_title_that_was_learned_leads_the_article() -> None:
    of = item("Turnout and votes", "It was calm in the evening.", "Nobody came.")
    assert where(of, rules(learned())) == ["Global > Elections", "Global > Elections"]


@pytest.mark.parametrize(
    ("text", "rule", "mode", "told"),
    [
        (
            WEATHER,
            "(Kenya OR France) AND (vote* OR poll*)",
            "widen",
            "“Elections”: its rule finds “France” only; missing: vote*, poll*",
        ),
        (WEATHER, "France AND NOT rain", "widen", "“Elections”: its rule finds “France”, but also what it excludes"),
        (SILENT, "election*", "widen", "“Elections”: none of its rule's words stands there"),
        (RULED, "election*", "narrow", "“Elections”: the rule holds, but learned: 0.00, enough is 0.40"),
        (RULED, "election*", "widen", "“Elections”: other rules are stronger"),
    ],
)
def test_why_not(text: str, rule: str, mode: str, told: str) -> None:
    of = item("", text)
    keys = {passage.key for passage in of.passages}
    assert why_not(of, keys, "Elections", rules(learned(), mode, rule)) == told
    assert why_not(of, keys, "Votes", rules(None)) == "the edition has no topic “Votes”"
