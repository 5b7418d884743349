"""Why not: what kept some passages of an item out of a topic, and what an item is about; for tests of the rules."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from digest.language.judging import Verdict
from digest.models import Item, Match
from digest.route.learned import denied
from digest.route.reading import Found, read_passage, read_title
from digest.route.regions import standing
from digest.route.tables import Router, Topic

_NAMED: Final = 6  # words of a rule that are named as missing
_ANYWHERE: Final = Match("", "", 0, 0)


def why_not(item: Item, keys: Collection[str], topic: str, router: Router) -> str:
    """One clause that says why passages (by key) do not go to a topic that is not theirs."""
    known = next((one for one in router.topics if one.name == topic), None)
    if known is None:
        return f"the edition has no topic “{topic}”"
    texts = [read_passage(passage, item.language, router) for passage in item.passages if passage.key in keys]
    judged = [(known.rule.evaluate(found.hits, found.order), found) for found in texts]
    verdict, found = max(judged, key=lambda row: _nearness(row[0]), default=(known.rule.evaluate({}), Found()))
    if verdict.holds:
        note = f"the rule holds, but {found.judged[topic].note}" if denied(known, found) else "other rules are stronger"
        return f"“{topic}”: {note}"
    return f"“{topic}”: {_missing(known, verdict, found)}"


def _nearness(verdict: Verdict) -> tuple[bool, int, int]:
    return verdict.holds, len(verdict.groups), len(verdict.matches)


def _missing(topic: Topic, verdict: Verdict, found: Found) -> str:
    """What of a rule was found, and which words would have brought it further."""
    words = ", ".join(f"“{word}”" for word in dict.fromkeys(match.word for match in verdict.matches))
    if not words:
        return "none of its rule's words stands there"
    if len(verdict.groups) == len(topic.rule.groups):
        return f"its rule finds {words}, but also what it excludes"
    wanted = [term.text for term in topic.rule.terms if _helps(term.key, topic, verdict, found)]
    more = ", ..." if len(wanted) > _NAMED else ""
    return f"its rule finds {words} only; missing: {', '.join(wanted[:_NAMED])}{more}"


def _helps(key: str, topic: Topic, verdict: Verdict, found: Found) -> bool:
    """Whether a rule would get further if this one of its terms stood there, too."""
    if found.hits.get(key):
        return False
    return len(topic.rule.evaluate({**found.hits, key: (_ANYWHERE,)}, found.order).groups) > len(verdict.groups)


def regions_about(item: Item, router: Router) -> tuple[str, ...]:
    """The regions that an item is about, wherever it is printed; the first named first."""
    title = read_title(item.own_title, item.language, router)
    found = [read_passage(passage, item.language, router) for passage in item.passages]
    return standing(item, title, found, router).regions
