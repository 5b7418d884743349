"""Near misses: what kept a rule from holding, when it was one thing only."""

from __future__ import annotations

import pytest

from digest.language.folding import fold
from digest.language.matching import Matcher
from digest.language.nearmiss import Miss, near_miss
from digest.language.rules import parse_rule
from digest.models import Match


def miss(rule: str, text: str) -> Miss | None:
    """How the rule is missed in a text."""
    parsed = parse_rule(rule, {"Daesh": ("ISIS",)})
    matcher = Matcher([(spelling, term) for term in parsed.terms for spelling in term.spellings])
    hits: dict[str, list[Match]] = {}
    for start, end, term in matcher.find(fold(text)):
        hits.setdefault(term.key, []).append(Match(text[start:end], term.text, start, end))
    return near_miss(parsed, hits)


TALKS = "(Russia* OR Moscow) AND Ukrain* AND (talk* OR ceasefire) AND NOT football"

CASES = [
    (TALKS, "Russia and Ukraine met for talks", None),
    (TALKS, "Russia and Ukraine met", Miss(("Russia", "Ukraine"), ("talk*", "ceasefire"), groups=2)),
    (TALKS, "Moscow spoke of a ceasefire", Miss(("Moscow", "ceasefire"), ("Ukrain*",), groups=2)),
    (TALKS, "Russia spoke", None),  # two groups are far away
    (TALKS, "Russia and Ukraine: talks on football", Miss(("Russia", "Ukraine", "talks"), forbidden=("football",), groups=3)),
    (TALKS, "Nothing of all this", None),
    ("bridge* OR ferry", "A road", None),  # one group is never nearly met
    ("(a1 AND b1) OR (c1 AND d1 AND e1)", "c1 and d1 and a1", Miss(("c1", "d1", "a1"), ("e1",), groups=2)),
    ("Daesh AND coalition", "The coalition met", Miss(("coalition",), ("Daesh",), groups=1)),
    ("ship AND NOT (ferry OR boat)", "A ship, a ferry and a boat", Miss(("ship",), forbidden=("ferry", "boat"), groups=1)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "expected"), CASES)
def test_one_group_or_one_word(rule: str, text: str, expected: Miss | None) -> None:
    assert miss(rule, text) == expected


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Miss((), ("talk*", "ceasefire"), groups=1), "none of talk*, ceasefire"),
        (Miss((), ("Daesh",), groups=1), "no Daesh"),
        (Miss((), forbidden=("ferry", "boat"), groups=1), "it has “ferry” and “boat”, which the rule does not want"),
    ],
)
def test_in_words(found: Miss, said: str) -> None:
    assert str(found) == said
