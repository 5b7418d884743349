"""The rule language: what it reads, what it refuses and with which advice, and how it judges."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.folding import fold
from digest.language.matching import Matcher
from digest.language.rules import Rule, RuleError, Verdict, parse_rule
from digest.models import Match

ALIASES = {"Daesh": ("ISIS", "Islamic State", "داعش", "ИГИЛ"), "Zelensky": ("Selenskyj*",), "UK": ("Britain",)}


def judge(rule: Rule, text: str) -> Verdict:
    """What a rule finds in a text; words are what spaces part."""
    matcher = Matcher([(spelling, term) for term in rule.terms for spelling in term.spellings])
    hits: dict[str, list[Match]] = {}
    for start, end, term in matcher.find(fold(text)):
        hits.setdefault(term.key, []).append(Match(text[start:end], term.text, start, end))
    found = {(match.start, match.end) for matches in hits.values() for match in matches}
    order = {(at, to): (len(text[:at].split()), len(text[:to].split()) - 1) for at, to in found}
    return rule.evaluate(hits, lambda match: order.get((match.start, match.end)))


def holds(rule: str, text: str) -> bool:
    """Whether it holds."""
    return judge(parse_rule(rule, ALIASES), text).holds


def words(rule: str, text: str) -> list[str]:
    """The words that it used, as printed."""
    return [match.word for match in judge(parse_rule(rule, ALIASES), text).matches]


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("talks", "Peace TALKS began.", True),
        ("talks", "He talksed.", False),
        ("talk*", "They talked.", True),
        ("talk*", "A stalker.", False),
        ('"peace talks"', "Peace\u00a0talks began.", True),
        ('"peace talks"', "Peace is what he talks of.", False),
        ('"peace talk*"', "Two peace talkers.", True),
        ("a AND b", "a, then b", True),
        ("a AND b", "a", False),
        ("a OR b AND c", "a", True),
        ("(a OR b) AND c", "a", False),
        ("a AND NOT b", "a", True),
        ("a AND NOT b", "a b", False),
        ("NOT b AND a", "a", True),
        ("a AND NOT (b OR c)", "a c", False),
        ("*", "", True),
        ("* AND NOT b", "b", False),
        ("anti-Daesh", "an anti Daesh cell", True),
        ("anti-Daesh", "an anti‑ISIS cell", True),
        ("Daesh", "تنظيم داعش", True),
        ("Islamic State", "", False),
        ('"Islamic State"', "боевики ИГИЛ", True),
        ("Türkiye", "Turkiye", True),
        ("Türkiye", "Turkey", True),
        ("Kiev", "Kyiv", True),
        ("Zelenskyy", "Zelenskiy", True),
        ("Zelensky", "Zelenskyy", True),
        ("Zelensky", "Selenskyjs", True),
        ("sky", "ski", False),
        ("Украина", "об Украине", True),
        ("переговоры", "переговоров", False),
        ("переговор*", "переговоров", True),
        ("العراق", "للعراق وسوريا", True),
        ("العراق", "وبالعراق", True),
        ("عراق", "العراق", True),
        ("トルコ", "トルコで", True),
        ("マリ", "マリア", False),
        ("中国", "在中国的", True),
        ("한국", "한국은", True),
        ("한국", "미한국", False),
        ("NATO", "与NATO的", True),
        ("WHO", "the man who came", False),
        ("WHO", "the WHO said", True),
        ("UK", "Britain said", True),
        ("Côte d’Ivoire", "", False),
        ("'peace talks'", "peace talks", True),
        ("“peace talks” OR «truce»", "a truce", True),
        ("=Daesh", "ISIS", False),
        ("=Daesh", "Daesh", True),
        ('="Islamic State"', "the Islamic State", True),
        ('="Islamic State"', "ISIS", False),
        ("=Kiev", "Kyiv", True),
        ("negotiate~", "they were negotiating", True),
        ("negotiate~", "a negotiator", False),
        ("talk~", "the talks", True),
        ("talk~", "talkative", False),
        ("country~", "three countries", True),
        ("stop~", "it stopped", True),
        ("submit~", "it was submitted", True),
        ("meet~", "they met", True),
        ("crisis~", "two crises", True),
        ("ceasefire~", "a cease-fire", True),
        ('"prisoner~ swap~"', "a prisoner swap", True),
        ('"prisoner~ swap~"', "prisoners swapped", True),
        ('"prisoner swap~"', "prisoners swapped", False),
        ("переговоры~", "о переговорах", True),
        ("переговоры~", "переговорщик", False),
        ('"мирный~ план~"', "мирного плана", True),
        ("соглашение~", "соглашениями", True),
        ("tr:ateşkes~", "ateşkesin", True),
        ("tr:görüşme~", "görüşmelerinde", True),
        ("tr:görüşme~", "görüşmek", False),
        ("de:Verhandlung~", "Verhandlungen", True),
        ("fr:négociation~", "négociations", True),
        ('fr:"plan de paix"', "un plan de paix", True),
        ("مفاوضات~", "والمفاوضات", True),
        ("Selenskyjs OR COVID-19", "COVID 19", True),
    ],
)
def test_a_rule_holds_or_not(rule: str, text: str, expected: bool) -> None:
    if " " in rule and not any(mark in rule for mark in "\"'“«(*") and not {"AND", "OR"} & set(rule.split()):
        rule = f'"{rule}"'
    assert holds(rule, text) is expected


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("2 OF (a, b, c)", "a c", True),
        ("2 OF (a, b, c)", "a a", False),
        ("2 OF (a OR b, c AND d, NOT e)", "b", True),
        ("2 OF (a OR b, c AND d, NOT e)", "b e", False),
        ("3 OF (a, b, c) AND NOT d", "a b c", True),
        ("a NEAR/2 b", "a x x b", True),
        ("a NEAR/2 b", "b x x a", True),
        ("a NEAR/2 b", "a x x x b", False),
        ("a NEAR/0 b", "a b", True),
        ("a NEAR/0 b", "a x b", False),
        ("a NEAR/2 (b OR c)", "b x x x x a x c", True),
        ("a NEAR/1 b NEAR/1 c", "a x b x c", True),
        ("a NEAR/1 b NEAR/1 c", "a x b x x c", False),
        ("a NEAR/1 (b NEAR/1 c)", "b x c x a", True),
        ("NOT a NEAR/1 b AND c", "a x x b c", True),
        ("NOT a NEAR/1 b AND c", "a b c", False),
        ('"a b" NEAR/1 b', "a b", False),
        ("Daesh NEAR/3 camp~", "in the camps of the Islamic State", True),
    ],
)
def test_near_words_and_enough_of_a_list(rule: str, text: str, expected: bool) -> None:
    assert holds(rule, text) is expected


@pytest.mark.parametrize(
    ("rule", "position", "says"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ("peace talks", 6, "AND or OR"),
        ('peace "grain deal"', 6, "AND or OR"),
        ("a and b", 2, "write AND"),
        ("a not b", 2, "write NOT"),
        ("a NOT b", 2, "write AND NOT"),
        ("NOT a", 0, "say what to look for"),
        ("a OR NOT b", 5, "say what to look for"),
        ("(a AND b", 0, "not closed"),
        ("(a b)", 3, "AND or OR"),
        ("a)", 1, "not opened"),
        ("a AND", 5, "missing before the end"),
        ("OR a", 0, 'missing before "OR"'),
        ("a AND ()", 7, 'missing before ")"'),
        ('"a', 0, "quotation mark"),
        ("ta*lk", 0, "star"),
        ("*talk", 0, "star"),
        ("a, b", 1, "write OR"),
        ("2 OF (a)", 0, "2 OF (talks, ceasefire, mediator)"),
        ("3 OF (a, b)", 0, "a list of 2"),
        ("0 OF (a, b)", 0, "a list of 2"),
        ("x OF (a, b)", 0, "a list of 2"),
        ("2 OF (a, b", 5, "not closed"),
        ("2 OF (a, )", 9, "missing before"),
        ("2 of (a, b)", 2, "write OF"),
        ("a OF b", 2, "2 OF (a, b, c)"),
        ("1 OF (a, NOT b)", 9, "say what to look for"),
        ("a NEAR b", 2, "write NEAR/5"),
        ("a NEAR/x b", 2, "write NEAR/5"),
        ("a NEAR/51 b", 2, "up to 50"),
        ("a near/5 b", 2, "write NEAR/5"),
        ("a NEAR/5", 8, "missing before the end"),
        ("NEAR/5 b", 0, "missing before"),
        ("a NEAR/5 (b AND c)", 9, "put AND and NOT outside"),
        ("(NOT a) NEAR/5 b", 0, "put AND and NOT outside"),
        ("* NEAR/5 b", 0, "put AND and NOT outside"),
        ("ta~lk", 0, "~ stands only at the end"),
        ("~", 0, "~ stands only at the end"),
        ("talk~*", 0, "~ stands only at the end"),
        ('"a~ b~ c~ d~"', 0, "3 words"),
        ("xx:talk", 0, "no language"),
        ("FR:talk", 0, "no language"),
        ("a | b", 2, "AND or OR"),
        ("a AND |", 6, "write OR"),
        ('""', 0, "no word"),
        ("a AND ...", 6, "no word"),
        ("(" * 60 + "a" + ")" * 60, 50, "flatter"),
        ("NOT " * 60 + "a", 200, "flatter"),
    ],
)
def test_a_wrong_rule_says_where_and_what_to_write(rule: str, position: int, says: str) -> None:
    with pytest.raises(RuleError, match=re.escape(says)) as caught:
        parse_rule(rule, ALIASES)
    assert caught.value.position == position
    assert caught.value.message == str(caught.value)


@pytest.mark.parametrize(
    ("rule", "groups"),
    [
        ("a AND (b OR c) AND d", 3),
        ("a AND NOT b", 1),
        ("a", 1),
        ("a OR b", 1),
        ("(a AND b) OR (c AND d)", 4),
        ("(a AND b) OR (a AND c)", 3),
        ("a NEAR/5 b", 2),
        ("a NEAR/5 (b OR c) NEAR/2 d AND e", 4),
        ("a NEAR/5 b OR c", 3),
        ("(a AND b OR c NEAR/2 d OR e) AND NOT f", 5),
        ("(a OR b) AND NOT c", 1),
        ("2 OF (a, b)", 1),
    ],
)
def test_groups_are_what_a_top_level_and_joins(rule: str, groups: int) -> None:
    assert len(parse_rule(rule, {}).groups) == groups


def test_groups_that_hold_are_told_even_where_the_rule_does_not() -> None:
    verdict = judge(parse_rule("Russia AND Ukraine AND (talks OR ceasefire)", {}), "A ceasefire in Russia.")
    assert (verdict.holds, verdict.groups, verdict.score) == (False, (0, 2), 0.0)
    assert [match.word for match in verdict.matches] == ["ceasefire", "Russia"]


def test_words_of_what_is_not_wanted_or_does_not_hold_are_not_used() -> None:
    assert words("(a AND b) OR (c AND NOT d)", "a c") == ["c"]


def test_more_words_weigh_more_and_repeating_one_weighs_less() -> None:
    rule = parse_rule("russia AND (talks OR truce)", {})
    once, twice, other = (judge(rule, t).score for t in ("russia talks", "russia talks talks", "russia talks truce"))
    assert once < twice < other


def test_a_rule_names_each_term_once_in_order() -> None:
    rule = parse_rule("b AND (a OR B OR c)", {})
    assert [term.text for term in rule.terms] == ["b", "a", "c"]
    assert rule.text == "b AND (a OR B OR c)"


TERMS = st.sampled_from(["a", "b", "talk*", '"x y"', "Daesh", "*"])


@given(st.recursive(TERMS, lambda inner: st.one_of(
    st.tuples(inner, st.sampled_from([" AND ", " OR "]), inner).map(lambda p: f"({p[0]}{p[1]}{p[2]})"),
    inner.map(lambda p: f"NOT {p}"),
), max_leaves=8))  # fmt: skip
def test_what_is_built_by_the_grammar_is_read_or_is_only_unwanted(rule: str) -> None:
    parsed, message = attempt(rule)
    if parsed is None:
        assert "say what to look for" in message
    else:
        assert all(term.spellings for term in parsed.terms)
        assert parsed.groups or "NOT" in rule


@given(st.text(st.sampled_from("ab*\"' ()ANDORNOT,-“”"), max_size=30))
def test_anything_else_is_refused_within_the_text(rule: str) -> None:
    parsed, message = attempt(rule)
    assert (parsed is None) is bool(message)


def attempt(rule: str) -> tuple[Rule | None, str]:
    """The rule as read, or why it is not; an error outside its text is none."""
    try:
        return parse_rule(rule, ALIASES), ""
    except RuleError as error:
        return None, error.message if 0 <= error.position <= len(rule) else ""


def test_evaluation_is_the_boolean_one() -> None:
    def value(rule: str, present: Sequence[str]) -> bool:
        return holds(rule, " ".join(present))

    for present in ([], ["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"], ["a", "b", "c"]):
        a, b, c = ("a" in present), ("b" in present), ("c" in present)
        assert value("a OR b AND NOT c", present) is (a or (b and not c))
        assert value("(a OR b) AND NOT (c AND a)", present) is ((a or b) and not (c and a))
