"""The rule language of feeds.toml: words and "quoted phrases" joined by AND, OR, NOT and brackets.

    rule    = part { "OR" part }
    part    = factor { "AND" factor }
    factor  = "NOT" factor | "(" rule ")" | term
    term    = word | word* | "a phrase" | "a phrase with an open end*" | *

NOT binds tightest, then AND, then OR. `*` alone holds everywhere. A term that is an alias's name or one of its
spellings finds all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2
from typing import Final, Literal, TypeAlias

from digest.language.folding import plain
from digest.language.spellings import Spelling, spellings
from digest.models import Match

Hits: TypeAlias = Mapping[str, Sequence[Match]]  # by `Term.key`


class RuleError(ValueError):
    """A rule that cannot be read: what is wrong and what to write. `position` is a 0-based offset into its text."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a rule looks for. Terms with the same `key` find the same."""

    text: str  # as the rule spells it, without quotes
    key: str
    spellings: tuple[Spelling, ...]
    weight: float  # what one hit adds to a score


@dataclass(frozen=True, slots=True)
class Everything:
    """`*`: holds everywhere, finds nothing."""


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where `part` does not."""

    part: Node


@dataclass(frozen=True, slots=True)
class Join:
    """AND or OR of two parts or more."""

    word: Literal["AND", "OR"]
    parts: tuple[Node, ...]


Node: TypeAlias = Term | Everything | Not | Join


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule found. `groups` are 0-based indices into `Rule.groups`, ascending; `score` is 0 unless it holds."""

    holds: bool
    matches: tuple[Match, ...]  # of the parts that hold, in text order
    groups: tuple[int, ...]
    score: float


@dataclass(frozen=True)
class Rule:
    """A rule, read and checked. `groups` are the parts that a top-level AND joins, those under a NOT left out.

    A rule that is an OR of ANDs has the groups of its branches.
    """

    text: str
    root: Node
    groups: tuple[Node, ...]

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Every term, each once, in the order in which the rule names them."""
        named: dict[str, Term] = {}
        for term in _terms(self.root):
            named.setdefault(term.key, term)
        return tuple(named.values())

    def evaluate(self, hits: Hits) -> Verdict:
        """Judge a text by what was found in it. The score grows with different words, slowly with repeated ones."""
        holds = _holds(self.root, hits)
        groups = tuple(i for i, group in enumerate(self.groups) if _holds(group, hits))
        roots = (self.root,) if holds else tuple(self.groups[i] for i in groups)
        found = {term.key: term for root in roots for term in _found(root, hits)}
        matches = {match for key in found for match in hits[key]}
        score = sum(term.weight * log2(1 + len(hits[key])) for key, term in found.items()) if holds else 0.0
        return Verdict(holds, tuple(sorted(matches, key=_in_text)), groups, score)


def parse_rule(text: str, aliases: Mapping[str, tuple[str, ...]]) -> Rule:
    """Read a rule.

    Raises RuleError when it is empty, unbalanced, joins terms without an operator, or would hold of a text in which
    none of its words stands (only NOT, or "a OR NOT b").
    """
    root = _Parser(text, aliases).whole()
    if _holds(root, {}) and not _has_star(root):
        negation = re.search(r"\bNOT\b", text)
        message = "it holds where none of its words stand; say what to look for, then AND NOT ..."
        raise RuleError(message, negation.start() if negation else 0)
    return Rule(text, root, _groups(root))


# -- judging -------------------------------------------------------------------------------------------------------


def _holds(node: Node, hits: Hits) -> bool:
    match node:
        case Term():
            return bool(hits.get(node.key))
        case Everything():
            return True
        case Not():
            return not _holds(node.part, hits)
        case Join("AND"):
            return all(_holds(part, hits) for part in node.parts)
        case Join():
            return any(_holds(part, hits) for part in node.parts)


def _terms(node: Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case Not():
            yield from _terms(node.part)
        case Join():
            for part in node.parts:
                yield from _terms(part)
        case Everything():
            return


def _found(node: Node, hits: Hits) -> Iterator[Term]:
    """The terms that were found in the parts of `node` that hold, those under a NOT left out."""
    match node:
        case Term() if hits.get(node.key):
            yield node
        case Join():
            for part in node.parts:
                if _holds(part, hits):
                    yield from _found(part, hits)
        case _:
            return


def _has_star(node: Node) -> bool:
    """Whether `*` stands outside every NOT: then holding everywhere is what was asked for."""
    return isinstance(node, Everything) or (isinstance(node, Join) and any(map(_has_star, node.parts)))


def _groups(root: Node) -> tuple[Node, ...]:
    branches = root.parts if isinstance(root, Join) and root.word == "OR" else (root,)
    if not any(isinstance(branch, Join) for branch in branches):
        return (root,)
    parts = [p for b in branches for p in (b.parts if isinstance(b, Join) and b.word == "AND" else (b,))]
    return tuple(part for part in dict.fromkeys(parts) if not isinstance(part, Not))


def _in_text(match: Match) -> tuple[int, int, str]:
    return match.start, match.end, match.term


# -- reading -------------------------------------------------------------------------------------------------------

_OPEN: Final = '"“”„«»＂'
_CLOSE: Final = _OPEN
_TOKEN: Final = re.compile(
    rf"(?P<space>\s+)|(?P<bracket>[()])"
    rf"|[{_OPEN}](?P<phrase>[^{_CLOSE}]*)(?P<closed>[{_CLOSE}]?)"
    rf"|['‘](?P<single>[^'‘’{_OPEN}]*\s[^'‘’{_OPEN}]*)['’](?=[\s()]|$)"
    rf"|(?P<word>[^\s(){_OPEN}]+)"
)
_DEEPEST: Final = 50
_OPERATORS: Final = ("AND", "OR", "NOT")
_SYMBOLS: Final = {
    "&": "AND",
    "&&": "AND",
    "+": "AND",
    "|": "OR",
    "||": "OR",
    "/": "OR",
    ",": "OR",
    "!": "NOT",
    "-": "NOT",
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["bracket", "phrase", "word", "operator", "end"]
    text: str
    at: int

    @property
    def name(self) -> str:
        return "the end" if self.kind == "end" else f'"{self.text}"'


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        at = found.start()
        if found["phrase"] is not None:
            if not found["closed"]:
                raise RuleError("a quotation mark is not closed", at)
            yield _Token("phrase", found["phrase"], at)
        elif found["single"] is not None:
            yield _Token("phrase", found["single"], at)
        elif found["bracket"]:
            yield _Token("bracket", found["bracket"], at)
        elif found["word"]:
            yield _Token("operator" if found["word"] in _OPERATORS else "word", found["word"], at)
    yield _Token("end", "", len(text))


class _Parser:
    """Recursive descent over the tokens of one rule."""

    def __init__(self, text: str, aliases: Mapping[str, tuple[str, ...]]) -> None:
        self._tokens = list(_tokens(text))
        self._aliases = aliases
        self._next = 0
        self._depth = 0

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _take(self, text: str, kind: str = "operator") -> bool:
        hit = self._token.kind == kind and self._token.text == text
        self._next += hit
        return hit

    def whole(self) -> Node:
        if self._at_end():
            raise RuleError('it is empty; write words, or "*" for everything', 0)
        root = self._any()
        if not self._at_end():
            raise self._unexpected()
        return root

    def _at_end(self) -> bool:
        return self._token.kind == "end"

    def _any(self) -> Node:
        parts = [self._all()]
        while self._take("OR"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Join("OR", tuple(parts))

    def _all(self) -> Node:
        parts = [self._factor()]
        while self._take("AND"):
            parts.append(self._factor())
        return parts[0] if len(parts) == 1 else Join("AND", tuple(parts))

    def _factor(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RuleError(f"it is nested more than {_DEEPEST} levels deep; write it flatter", self._token.at)
        node = Not(self._factor()) if self._take("NOT") else self._group()
        self._depth -= 1
        return node

    def _group(self) -> Node:
        start = self._token.at
        if self._take("(", "bracket"):
            inside = self._any()
            if not self._take(")", "bracket"):
                raise RuleError("a bracket is not closed", start) if self._at_end() else self._unexpected()
            return inside
        return self._term()

    def _term(self) -> Node:
        token = self._token
        if token.kind not in {"word", "phrase"}:
            raise RuleError(f"a word or phrase is missing before {token.name}", token.at)
        self._next += 1
        if token == _Token("word", "*", token.at):
            return Everything()
        return _term(token, self._aliases)

    def _unexpected(self) -> RuleError:
        token, before = self._token, self._tokens[self._next - 1]
        if token.text == ")":
            return RuleError("a bracket is closed that was not opened", token.at)
        if token.text == "NOT":
            return RuleError("NOT follows a term without an operator; write AND NOT", token.at)
        for one in (token, before):
            if one.kind == "word" and one.text.upper() in _OPERATORS:
                return RuleError(f'"{one.text}" is an operator only in capitals; write {one.text.upper()}', one.at)
        return RuleError(
            f'no operator between {before.name} and {token.name}; join them with AND or OR, or quote "a whole phrase"',
            token.at,
        )


def _term(token: _Token, aliases: Mapping[str, tuple[str, ...]]) -> Term:
    body = token.text.removesuffix("*")
    if "*" in body:
        raise RuleError(f'"{token.text}": a star stands only at the end of a word, as in talk*', token.at)
    if token.kind == "word" and (operator := _SYMBOLS.get(body)):
        raise RuleError(f'"{body}" joins nothing here; write {operator}', token.at)
    if token.kind == "word" and body.endswith((",", ";")):
        raise RuleError(f'"{body}": a comma joins nothing here; write OR', token.at)
    if not any(char.isalnum() for char in plain(body)):
        raise RuleError(f'"{token.text}" holds no word to look for', token.at)
    found = spellings(token.text, aliases)
    words = max(len(plain(body).split()), 1)
    return Term(token.text, "|".join(s.key for s in found), found, 1.0 + 0.5 * (min(words, 3) - 1))
