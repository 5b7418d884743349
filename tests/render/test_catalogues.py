"""The catalogues: complete, sound, and with everything that templates and code ask for."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel import Locale
from jinja2 import Environment, nodes

import digest
from digest.render.catalogues import PLACES, catalogue, languages, read_catalogue
from digest.render.environment import shipped_templates
from digest.render.troubles import OTHER, kinds

ENGLISH = catalogue("en")
TRANSLATED = [one for one in languages() if one != "en"]
PACKAGE = Path(digest.__file__).parent
_LATIN = re.compile(r"[A-Za-z]{2,}")
_FREE = {"PDF"}  # names that are written so in every script
_LATIN_SCRIPT = {"en", "tr", "fr", "es", "de"}


def holes(text: str) -> list[str]:
    """The names of the {holes} in a text, sorted; with an empty one for one that has no name."""
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_none_is_fuzzy_or_out_of_use(language: str) -> None:
    read, template = read_catalogue(language), read_catalogue("en")
    ours = {(one.context, one.id) for one in read if one.id}
    assert ours == {(one.context, one.id) for one in template if one.id}
    assert not read.obsolete
    for message in (one for one in read if one.id):
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert not message.fuzzy, message.context
        assert all(text and str(text).strip() for text in texts), message.context


@pytest.mark.parametrize("language", languages())
def test_no_hole_is_lost_or_invented(language: str) -> None:
    said = catalogue(language)
    for key, word in said.words.items():
        assert holes(word) == holes(ENGLISH.words[key]), key
    for noun, forms in said.counts.items():
        for form in forms:  # "one story" may do without the number
            assert set(holes(form)) <= {"n"}, noun
        assert holes(forms[-1]) == ["n"], noun


@pytest.mark.parametrize("language", languages())
def test_the_plural_forms_are_those_that_cldr_tells_apart(language: str) -> None:
    said, cldr = catalogue(language), Locale(language).plural_form
    form_of: dict[str, set[int]] = defaultdict(set)
    for number in range(2_000):
        form_of[cldr(number)].add(said.plural(number))
    assert all(len(forms) == 1 for forms in form_of.values())
    used = set().union(*form_of.values())
    for noun, forms in said.counts.items():
        assert used == set(range(len(forms))), noun


@pytest.mark.parametrize(("language", "forms"), [("ru", 3), ("uk", 3), ("ar", 6), ("ur", 2), ("fa", 1), ("tr", 1)])
def test_a_noun_has_as_many_forms_as_its_language(language: str, forms: int) -> None:
    assert {len(one) for one in catalogue(language).counts.values()} == {forms}


@pytest.mark.parametrize("language", [one for one in TRANSLATED if one not in _LATIN_SCRIPT])
def test_no_english_stands_in_a_catalogue_of_another_script(language: str) -> None:
    said = catalogue(language)
    texts = [*said.words.values(), *said.places.values(), *(form for forms in said.counts.values() for form in forms)]
    for text in texts:
        bare = re.sub(r"\{\w+\}", "", text)
        assert set(_LATIN.findall(bare)) <= _FREE, text


@pytest.mark.parametrize("language", ["tr", "fr", "es", "de"])
def test_few_messages_of_another_latin_language_read_like_the_english(language: str) -> None:
    said = catalogue(language)
    alike = {
        key
        for key, word in said.words.items()
        if word == ENGLISH.words[key] and re.search(r"[A-Za-z]{3}", re.sub(r"\{\w+\}", "", word))
    }
    assert alike <= {"pdf", "source", "contact"}


@pytest.mark.parametrize("language", ["fr"])
def test_french_sets_a_space_that_does_not_break_before_its_high_marks(language: str) -> None:
    said = catalogue(language)
    texts = [*said.words.values(), *(form for forms in said.counts.values() for form in forms)]
    assert [text for text in texts if re.search(r"(?:[^\u00a0\u202f]|^)[:;!?»]|«[^\u202f]", text)] == []


def test_templates_and_code_ask_for_messages_that_exist_and_leave_none_unused() -> None:
    asked = set(_asked_by_templates()) | set(_asked_by_code())
    words = {key for key in ENGLISH.words if not key.startswith("trouble.")}
    assert asked - words - ENGLISH.counts.keys() == set()
    assert (words | ENGLISH.counts.keys()) - asked == set()


def test_each_kind_of_trouble_has_its_message_with_the_holes_that_its_patterns_fill() -> None:
    told = {key.removeprefix("trouble.") for key in ENGLISH.words if key.startswith("trouble.")}
    assert told == {name for name, _ in kinds()} | {OTHER}
    for name, patterns in kinds():
        for pattern in patterns:
            assert sorted(pattern.groupindex) == holes(ENGLISH.words[f"trouble.{name}"]), pattern.pattern


def test_places_are_messages_of_one_context() -> None:
    assert {one.context for one in read_catalogue("en") if one.id and one.id in ENGLISH.places} == {PLACES}


def _asked_by_templates() -> Iterator[str]:
    read = Environment(autoescape=True, extensions=["jinja2.ext.loopcontrols"])
    for file in sorted(shipped_templates().rglob("*")):
        if file.suffix in {".html", ".txt", ".xml"}:
            yield from _asked_by(read.parse(file.read_text("utf-8")))


def _asked_by(tree: nodes.Node) -> Iterator[str]:
    for one in tree.find_all(nodes.Getattr):
        if isinstance(one.node, nodes.Name) and one.node.name == "label":
            yield one.attr
    for item in tree.find_all(nodes.Getitem):
        if isinstance(item.node, nodes.Name) and item.node.name == "label":
            yield from _constants(item.arg)
    for use in tree.find_all(nodes.Filter):
        if use.name == "say":
            yield from _constants(use.node)
        elif use.name == "count":
            yield from _constants(use.args[0])


def _constants(node: nodes.Node | None) -> list[str]:
    found = [node] if isinstance(node, nodes.Const) else list(node.find_all(nodes.Const)) if node else []
    if isinstance(node, nodes.CondExpr):
        found = [one for one in (node.expr1, node.expr2) if isinstance(one, nodes.Const)]
    return [str(one.value) for one in found if isinstance(one.value, str)]


def _asked_by_code() -> Iterator[str]:
    for folder in ("render", "wiring", "publish", "cli"):
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                yield from _asked_at(node)


def _asked_at(node: Any) -> Iterator[str]:
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).startswith("label"):
        yield from _strings(node.slice)
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "self":
        yield from _strings(node.slice)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        of = ast.unparse(node.func.value)
        if node.func.attr in {"say", "count"} and (of.startswith("label") or of == "self"):
            yield from _strings(node.args[0])
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_say":
        yield from _strings(node.args[1])


def _strings(node: ast.expr) -> list[str]:
    """Whole names only: of f"trouble.{key}" another test asks."""
    if isinstance(node, ast.JoinedStr):
        return []
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
