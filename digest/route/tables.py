"""The router: feeds.toml's regions, topics and aliases, made ready for one pass over a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from digest.config.schema import RegionTable, TopicTable
from digest.language.gazetteer import Place, entries
from digest.language.judging import Rule, has_star
from digest.language.matching import Matcher
from digest.language.rules import parse_rule
from digest.language.spellings import Spelling, spellings
from digest.models import Learned

GLOBAL: Final = "Global"


@dataclass(frozen=True, slots=True, eq=False)  # equal only to itself: to hash its rule is a tenth of routing
class Topic:
    """A topic with its rule, read. `order` is its place in feeds.toml, which decides ties."""

    name: str
    region: str
    rule: Rule
    order: int
    learned: str = ""  # the file of what was learned of it, as feeds.toml names it; "" for the rule alone
    narrow: bool = False  # both the rule and what was learned must say so, not one of them


@dataclass(frozen=True, slots=True)
class Sought:
    """A rule's term: what a hit means to the rules. `language` is that of the texts where it counts, or "" for all."""

    key: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class RegionWord:
    """One of a region's extra words."""

    region: str
    text: str


Value: TypeAlias = Sought | RegionWord | Place


@dataclass(frozen=True, slots=True)
class Router:
    """Everything that routing knows; never changed."""

    topics: tuple[Topic, ...]
    regions: tuple[str, ...]  # names, in the order of feeds.toml, which decides ties
    homes: Mapping[str, tuple[str, ...]]  # by country, the regions that it lies in
    exclude: Rule | None
    matcher: Matcher[Value]
    by_term: Mapping[str, tuple[Topic, ...]]  # by a term's key, the topics whose rule has it
    always: tuple[Topic, ...]  # topics whose rule may hold where none of its words stands
    counts_words: bool = False  # whether a rule asks how near words stand
    taught: tuple[tuple[Topic, Learned], ...] = ()  # the topics that were learned, too


def router(
    regions: Sequence[RegionTable],
    topics: Sequence[TopicTable],
    aliases: Mapping[str, tuple[str, ...]],
    exclude: str = "",
    learned: Mapping[str, Learned] | None = None,
) -> Router:
    """Build a router. `exclude` is an edition's rule of what is not printed, or "". `learned` is by topic.

    Raises RuleError for a rule that cannot be read; the configuration's check has found it before.
    """
    made = tuple(
        Topic(t.name, t.region, parse_rule(t.rule, aliases), n, t.learned, t.learned_mode == "narrow")
        for n, t in enumerate(topics)
    )
    unwanted = parse_rule(exclude, aliases) if exclude else None
    by_term: dict[str, list[Topic]] = {}
    for topic in made:
        for term in topic.rule.terms:
            by_term.setdefault(term.key, []).append(topic)
    rules = [*(topic.rule for topic in made), *([unwanted] if unwanted else [])]
    return Router(
        topics=made,
        regions=tuple(region.name for region in regions),
        homes=_homes(regions),
        exclude=unwanted,
        matcher=Matcher([*_rule_entries(rules), *_region_entries(regions, aliases), *entries()]),
        by_term={key: tuple(found) for key, found in by_term.items()},
        always=tuple(topic for topic in made if has_star(topic.rule.root)),
        counts_words=any(rule.counts_words for rule in rules),
        taught=tuple((topic, learned[topic.name]) for topic in made if learned and topic.name in learned),
    )


def _homes(regions: Sequence[RegionTable]) -> dict[str, tuple[str, ...]]:
    homes: dict[str, tuple[str, ...]] = {}
    for region in regions:
        for code in region.countries:
            homes[code] = (*homes.get(code, ()), region.name)
    return homes


def _rule_entries(rules: Sequence[Rule]) -> Iterator[tuple[Spelling, Value]]:
    terms = {term.key: term for rule in rules for term in reversed(rule.terms)}
    for key, term in terms.items():
        made = {of: Sought(key, term.text, of) for of in dict.fromkeys(s.language for s in term.spellings)}
        yield from ((spelling, made[spelling.language]) for spelling in term.spellings)


def _region_entries(
    regions: Sequence[RegionTable], aliases: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[Spelling, Value]]:
    for region in regions:
        for word in (region.name, *region.words):
            found = RegionWord(region.name, word)
            yield from ((spelling, found) for spelling in spellings(word, aliases))
