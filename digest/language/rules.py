"""The rule language of feeds.toml.

    rule    = part { "OR" part }
    part    = factor { "AND" factor }
    factor  = "NOT" factor | near
    near    = unit { "NEAR/" number unit }
    unit    = "(" rule ")" | number "OF" "(" rule { "," rule } ")" | [ "=" | language ":" ] term | *
    term    = word | "a phrase"

NEAR binds tightest, then NOT, then AND, then OR. A word with ~ is found in all its forms, a star leaves the end of a
term open; `*` alone holds everywhere. `fr:` restricts a term to texts in that language and to those whose language is
not known. A term that is an alias's name or one of its spellings finds all of them, with = before it itself alone.
`a NEAR/5 b`: with at most five words between them, in either order; each side is a term, or terms joined by OR.
`2 OF (a, b, c)`: at least two of them hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NoReturn

from digest.language.folding import plain
from digest.language.judging import (
    AtLeast,
    Everything,
    Join,
    Near,
    Node,
    Not,
    Rule,
    Term,
    Verdict,
    groups,
    has_star,
    no_order,
)
from digest.language.spellings import spellings, wrong_language, wrong_term

__all__ = ["Rule", "RuleError", "Verdict", "parse_rule"]


class RuleError(ValueError):
    """A rule that cannot be read: what is wrong and what to write. `position` is a 0-based offset into its text."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


def parse_rule(text: str, aliases: Mapping[str, tuple[str, ...]]) -> Rule:
    """Read a rule.

    Raises RuleError when it is empty, unbalanced, joins terms without an operator, or would hold of a text in which
    none of its words stands (only NOT, or "a OR NOT b").
    """
    root = _Parser(text, aliases).whole()
    if root.holds({}, no_order) and not has_star(root):
        negation = re.search(r"\bNOT\b", text)
        message = "it holds where none of its words stand; say what to look for, then AND NOT ..."
        raise RuleError(message, negation.start() if negation else 0)
    return Rule(text, root, groups(root))


# -- tokens --------------------------------------------------------------------------------------------------------

_OPEN: Final = '"“”„«»＂'
_CLOSE: Final = _OPEN
_TOKEN: Final = re.compile(
    rf"(?P<space>\s+)|(?P<bracket>[()])|(?P<comma>[,،，;])"
    rf"|(?P<before>=|[A-Za-z]{{2,3}}:(?=[{_OPEN}]))?[{_OPEN}](?P<phrase>[^{_CLOSE}]*)(?P<closed>[{_CLOSE}]?)"
    rf"|['‘](?P<single>[^'‘’{_OPEN}]*\s[^'‘’{_OPEN}]*)['’](?=[\s(),]|$)"
    rf"|(?P<word>(?:[^\s(),،，;{_OPEN}]|(?<=\d),(?=\d))+)"
)
_DEEPEST: Final = 50
_FARTHEST: Final = 50  # words that NEAR may reach
_OPERATORS: Final = ("AND", "OR", "NOT")
_WORDS: Final = (*_OPERATORS, "NEAR", "OF")
_NEAR: Final = re.compile(r"NEAR(?:/(?P<most>\d+))?(?:/.*)?")
_SYMBOLS: Final = {
    "&": "AND",
    "&&": "AND",
    "+": "AND",
    "|": "OR",
    "||": "OR",
    "/": "OR",
    "!": "NOT",
    "-": "NOT",
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["bracket", "comma", "phrase", "word", "operator", "near", "end"]
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
            yield _Token("phrase", (found["before"] or "") + found["phrase"], at)
        elif found["single"] is not None:
            yield _Token("phrase", found["single"], at)
        elif found["bracket"] or found["comma"]:
            yield _Token("bracket" if found["bracket"] else "comma", found[0], at)
        elif found["word"]:
            yield _word(found["word"], at)
    yield _Token("end", "", len(text))


def _word(word: str, at: int) -> _Token:
    if word in _OPERATORS:
        return _Token("operator", word, at)
    return _Token("near" if _NEAR.fullmatch(word) else "word", word, at)


# -- grammar -------------------------------------------------------------------------------------------------------


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
            self._unexpected()
        return root

    def _at_end(self) -> bool:
        return self._token.kind == "end"

    def _any(self) -> Node:
        parts = [self._all()]
        while self._take("OR"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Join.of("OR", parts)

    def _all(self) -> Node:
        parts = [self._factor()]
        while self._take("AND"):
            parts.append(self._factor())
        return parts[0] if len(parts) == 1 else Join.of("AND", parts)

    def _factor(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RuleError(f"it is nested more than {_DEEPEST} levels deep; write it flatter", self._token.at)
        node = Not(self._factor()) if self._take("NOT") else self._near()
        self._depth -= 1
        return node

    def _near(self) -> Node:
        start, left = self._token.at, self._unit()
        while self._token.kind == "near":
            operator = self._token
            self._next += 1
            most = _distance(operator)
            after, right = self._token.at, self._unit()
            left = Near(most, _terms_only(left, start), _terms_only(right, after))
        return left

    def _unit(self) -> Node:
        start = self._token.at
        if self._take("(", "bracket"):
            inside = self._any()
            self._close(start)
            return inside
        following = self._tokens[self._next + 1 : self._next + 3]
        if self._token.kind == "word" and [token.text for token in following] == ["OF", "("]:
            return self._at_least()
        return self._term()

    def _close(self, start: int) -> None:
        if not self._take(")", "bracket"):
            if self._at_end():
                raise RuleError("a bracket is not closed", start)
            self._unexpected()

    def _at_least(self) -> Node:
        number, start = self._token, self._tokens[self._next + 2].at
        self._next += 3
        parts = [self._any()]
        while self._token.kind == "comma":
            self._next += 1
            parts.append(self._any())
        self._close(start)
        if not number.text.isdecimal() or not 1 <= int(number.text) <= len(parts) or len(parts) == 1:
            message = (
                f'"{number.text} OF" a list of {len(parts)}; write how many of them at least, and them with commas: '
                "2 OF (talks, ceasefire, mediator)"
            )
            raise RuleError(message, number.at)
        return AtLeast(int(number.text), tuple(parts))

    def _term(self) -> Node:
        token = self._token
        if token.kind not in {"word", "phrase"}:
            raise RuleError(f"a word or phrase is missing before {token.name}", token.at)
        self._next += 1
        if token == _Token("word", "*", token.at):
            return Everything()
        return _term(token, self._aliases)

    def _unexpected(self) -> NoReturn:
        token, before = self._token, self._tokens[self._next - 1]
        if token.text == ")":
            raise RuleError("a bracket is closed that was not opened", token.at)
        if token.kind == "comma":
            message = f'"{token.text}" joins nothing here: a comma parts only the list of "2 OF (a, b, c)"; write OR'
            raise RuleError(message, token.at)
        if token.text == "NOT":
            raise RuleError("NOT follows a term without an operator; write AND NOT", token.at)
        for one in (token, before):
            if one.kind == "word" and (meant := _capitals(one.text)):
                raise RuleError(f'"{one.text}" is an operator only in capitals; write {meant}', one.at)
        if token.kind == "word" and token.text == "OF":
            raise RuleError("OF stands between a number and a list; write 2 OF (a, b, c)", token.at)
        raise RuleError(
            f'no operator between {before.name} and {token.name}; join them with AND or OR, or quote "a whole phrase"',
            token.at,
        )


def _capitals(word: str) -> str:
    """The operator that a word would be in capitals, or ""."""
    upper = word.upper()
    if upper == word:
        return ""
    return upper if upper in _WORDS or _NEAR.fullmatch(upper) else ""


def _distance(operator: _Token) -> int:
    found = _NEAR.fullmatch(operator.text)
    most = found["most"] if found else None
    if most is None or operator.text != f"NEAR/{most}" or int(most) > _FARTHEST:
        message = (
            f'"{operator.text}" does not say how near; write NEAR/5 for at most five words between, up to {_FARTHEST}'
        )
        raise RuleError(message, operator.at)
    return int(most)


def _terms_only(node: Node, at: int) -> Term | Join | Near:
    """What NEAR can measure from: a term, an OR of terms, or another NEAR."""
    if isinstance(node, Term | Near):
        return node
    if isinstance(node, Join) and node.word == "OR":
        for part in node.parts:
            _terms_only(part, at)
        return node
    message = "NEAR stands between words, phrases, or several of them joined by OR; put AND and NOT outside of it"
    raise RuleError(message, at)


# -- terms ---------------------------------------------------------------------------------------------------------


def _term(token: _Token, aliases: Mapping[str, tuple[str, ...]]) -> Term:
    body = token.text.removesuffix("*")
    if token.kind == "word" and (operator := _SYMBOLS.get(body)):
        raise RuleError(f'"{body}" joins nothing here; write {operator}', token.at)
    if trouble := (wrong_language(token.text) if token.kind == "word" else "") or wrong_term(token.text):
        raise RuleError(trouble, token.at)
    found = spellings(token.text, aliases)
    words = max(len(plain(body).split()), 1)
    return Term(token.text, "|".join(s.key for s in found), found, 1.0 + 0.5 * (min(words, 3) - 1))
