"""Near misses: a rule that one group of words, or one word that it forbids, kept from holding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from digest.language.judging import Hits, Join, Node, Not, Rule, Term


@dataclass(frozen=True, slots=True)
class Miss:
    """How a rule was missed. Exactly one of `lacking` and `forbidden` holds words."""

    found: tuple[str, ...]  # words of the text by which its other groups hold, as printed
    lacking: tuple[str, ...] = ()  # of the group that holds not, as the rule spells them
    forbidden: tuple[str, ...] = ()  # words of the text that the rule does not want, as printed
    groups: int = 0  # that hold

    def __str__(self) -> str:
        """As an editor would say it, without what was found."""
        if self.forbidden:
            return "it has " + " and ".join(f"“{word}”" for word in self.forbidden) + ", which the rule does not want"
        none = "no " if len(self.lacking) == 1 else "none of "
        return none + ", ".join(self.lacking)


def near_miss(rule: Rule, hits: Hits) -> Miss | None:
    """How the rule was missed by one group, or by what it forbids; None where it holds or lacks more.

    Of a rule that is an OR of ANDs the branch that holds most counts, the first of equals. A rule of one group is
    never nearly met.
    """
    verdict = rule.evaluate(hits)
    if verdict.holds:
        return None
    held = {rule.groups[number] for number in verdict.groups}
    found = tuple(dict.fromkeys(match.word for match in verdict.matches))
    branches = rule.root.parts if isinstance(rule.root, Join) and rule.root.word == "OR" else (rule.root,)
    made = [miss for branch in branches if (miss := _missed(branch, held, hits, found))]
    return max(made, key=lambda miss: miss.groups, default=None)


def _missed(branch: Node, held: set[Node], hits: Hits, found: tuple[str, ...]) -> Miss | None:
    parts = branch.parts if isinstance(branch, Join) and branch.word == "AND" else (branch,)
    groups = [part for part in parts if not isinstance(part, Not)]
    lacking = [group for group in groups if group not in held]
    count = len(groups) - len(lacking)
    if not count:
        return None
    if not lacking:
        unwanted = [term for part in parts if isinstance(part, Not) for term in _terms(part)]
        words = dict.fromkeys(match.word for term in unwanted for match in hits.get(term.key, ()))
        return Miss(found, forbidden=tuple(words), groups=count) if words else None
    if len(lacking) > 1:
        return None
    return Miss(found, tuple(dict.fromkeys(term.text for term in _terms(lacking[0]))), groups=count)


def _terms(node: object) -> Iterator[Term]:
    """Every term of a part of a rule, whatever it is made of."""
    if isinstance(node, Term):
        yield node
    elif isinstance(node, tuple):
        for one in node:
            yield from _terms(one)
    elif is_dataclass(node):
        for field in fields(node):
            yield from _terms(getattr(node, field.name))
