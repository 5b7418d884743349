"""What kept a source from being read, in few words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import digest
from digest.render.troubles import OTHER, gist, kinds

PACKAGE = Path(digest.__file__).parent
# Calls whose argument number N is such a sentence.
MAKERS = {"SourceTrouble": 0, "Refusal": 0, "Unreached": 0, "NoFeed": 0, "Failure": 3}
VALUE = "7"  # stands for whatever a sentence is filled with
NONE = {f"(UID BODY.PEEK[]<0.{VALUE}>)"}  # a variable of the same name
OPEN = {  # sentences that begin with what a variable holds, each with one that it makes
    f"{VALUE} {VALUE}": "rki.news broke the connection off",
    f"{VALUE}: {VALUE}": "rki.news does not take the name and password: no",
}


@pytest.mark.parametrize(
    ("sentence", "name", "values"),
    [
        ("rki.news sent nothing for 10 s", "silent", {"host": "rki.news", "seconds": "10"}),
        ("rki.news took more than 60 s in all", "silent", {"host": "rki.news", "seconds": "60"}),
        ("took more than 10 s of CPU time", "time", {"seconds": "10"}),
        ("the server says 403 Forbidden", "status", {"status": "403"}),
        ("the server says 302 Found, but not where to", "redirects", {}),
        ("the name rki.news is not known", "unknown", {"host": "rki.news"}),
        ("rki.news refuses connections", "unreached", {"host": "rki.news"}),
        ("rki.news cannot be reached: there is no way to it", "unreached", {"host": "rki.news"}),
        ("rki.news leads to 10.0.0.1, a private address: not fetched", "forbidden", {}),
        ("no file matches inbox/*.txt", "nofile", {"pattern": "inbox/*.txt"}),
        ("no file matches my papers/*.txt", "file", {}),
        ("This is no article: the page asks for a login.", "login", {}),
        ("1,200 new items at once, usually 4 a day: held.", "held", {}),
        ("nobody has ever said so", OTHER, {}),
        ("", OTHER, {}),
    ],
)
def test_a_sentence_comes_to_its_gist(sentence: str, name: str, values: dict[str, str]) -> None:
    assert gist(sentence) == (name, values)


def test_every_sentence_of_the_program_has_a_kind() -> None:
    sentences = set(_sentences()) - NONE
    assert len(sentences) > 100
    assert sorted(one for one in sentences if gist(OPEN.get(one, one))[0] == OTHER) == []


def test_a_kind_has_patterns() -> None:
    assert all(patterns for _, patterns in kinds())


def _sentences() -> Iterator[str]:
    """Every sentence that the sources, the parsers and the renderers make a Failure of, its values replaced."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for scope in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(scope, ast.FunctionDef | ast.Module):
                yield from _within(scope)


def _within(scope: ast.AST) -> Iterator[str]:
    named: dict[str, list[str]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).extend(_texts(node.value))
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = MAKERS.get(node.func.id, len(node.args))
            for one in node.args[at : at + 1]:
                found = named.get(one.id, []) if isinstance(one, ast.Name) else _texts(one)
                yield from filter(None, found)


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(one.value) if isinstance(one, ast.Constant) else VALUE for one in node.values)]
    return [*_texts(node.body), *_texts(node.orelse)] if isinstance(node, ast.IfExp) else []
