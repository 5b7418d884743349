"""The locator: the same paths as tomllib, each on its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config.locator import Path, Place, line_of, locate


def paths(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every path of a document below the whole, with its value."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step), inner
        yield from paths(inner, (*path, step))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("a = 1\n\nb = 2", {("a",): 1, ("b",): 3}, id="keys"),
        pytest.param("# a = 1\nb = 2 # c = 3", {("b",): 2}, id="comments"),
        pytest.param("[t]\na = 1\n[u]", {("t",): 1, ("t", "a"): 2, ("u",): 3}, id="tables"),
        pytest.param("[a.b]\n\n[a]\nc = 1", {("a",): 3, ("a", "b"): 1, ("a", "c"): 4}, id="implied, then written"),
        pytest.param("[[s]]\n[[s]]\nn = 1", {("s",): 1, ("s", 0): 1, ("s", 1): 2, ("s", 1, "n"): 3}, id="table array"),
        pytest.param(
            "[[e]]\n[e.limits]\nx = 1\n[[e]]\n[e.limits]\ny = 2",
            {
                ("e",): 1, ("e", 0): 1, ("e", 0, "limits"): 2, ("e", 0, "limits", "x"): 3,
                ("e", 1): 4, ("e", 1, "limits"): 5, ("e", 1, "limits", "y"): 6,
            },
            id="table in an array's last table",
        ),
        pytest.param(
            "a.b = 1\na.c = 2", {("a",): 1, ("a", "b"): 1, ("a", "c"): 2}, id="dotted keys"
        ),
        pytest.param(
            '"a.b" = 1\n\'c d\' . "\\u0065" = 2', {("a.b",): 1, ("c d",): 2, ("c d", "e"): 2}, id="quoted keys"
        ),
        pytest.param(
            "a = [\n  1, # one\n\n  [2,\n3]\n]\nb=1",
            {("a",): 1, ("a", 0): 2, ("a", 1): 4, ("a", 1, 0): 4, ("a", 1, 1): 5, ("b",): 7},
            id="lists on several lines",
        ),
        pytest.param(
            "a = {b = 1, c.d = [{e = 2}]}",
            {("a",): 1, ("a", "b"): 1, ("a", "c"): 1, ("a", "c", "d"): 1, ("a", "c", "d", 0): 1,
             ("a", "c", "d", 0, "e"): 1},
            id="inline tables",
        ),
        pytest.param('a = "] # }"\nb = \'"\'\nc = 2', {("a",): 1, ("b",): 2, ("c",): 3}, id="brackets in strings"),
        pytest.param("a = 1979-05-27 07:32:00\nb = -inf", {("a",): 1, ("b",): 2}, id="dates with a space"),
        pytest.param("a = 1\r\n[t]\r\nb = 2\r\n", {("a",): 1, ("t",): 2, ("t", "b"): 3}, id="CRLF"),
        pytest.param("", {}, id="empty"),
    ],
)  # fmt: skip
def test_lines(text: str, lines: dict[Path, int]) -> None:
    assert {path: place.line for path, place in locate(text).items()} == lines
    assert set(lines) == {path for path, _ in paths(tomllib.loads(text))}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param('a = """x\ny"""', Place(1, 1, 8), id="text begins on the key's line"),
        pytest.param('a = """\nx\ny"""', Place(1, 2, 1), id="text begins on the next line"),
        pytest.param("a = '''\nx\\y'''", Place(1, 2, 1), id="literal text with a backslash"),
        pytest.param('a = """\nx\\\n  y"""', Place(1), id="escapes are not counted"),
        pytest.param('a = "x"', Place(1, 0, 6), id="one line"),
        pytest.param('a = "x\\ty"', Place(1), id="one line with an escape"),
    ],
)
def test_the_inside_of_a_text_on_several_lines(text: str, place: Place) -> None:
    assert locate(text + "\nb = 1") == {("a",): place, ("b",): Place(text.count("\n") + 2)}


def test_a_missing_key_is_looked_for_at_its_table() -> None:
    places = locate("\n[[s]]\n\n[[s]]\nn = 1")
    assert line_of(places, ("s", 1, "rule")) == 4
    assert line_of(places, ("nothing", "here")) == 1


class Writer:
    """Writes random valid TOML. Every value holds a mark of its own; `above` says how far its text is below its key."""

    def __init__(self, data: st.DataObject) -> None:
        self.text = ""
        self.above: dict[str, int] = {}
        self._draw = data.draw
        self._count = 0

    def document(self) -> None:
        tables: list[str] = []
        for _ in range(self._draw(st.integers(0, 4))):
            self._pair()
        for _ in range(self._draw(st.integers(0, 6))):
            outer = self._draw(st.sampled_from(["", *(name + "." for name in tables)]))
            name = outer + self._key()
            brackets = self._draw(st.sampled_from([("[", "]"), ("[[", "]]"), ("[ ", " ]")]))
            tables.append(name)
            for _ in range(self._draw(st.integers(1, 2)) if brackets[0] == "[[" else 1):
                self.text += f"{self._gap()}{brackets[0]}{name}{brackets[1]}{self._end()}"
                for _ in range(self._draw(st.integers(0, 3))):
                    self._pair()

    def _number(self) -> int:
        self._count += 1
        return self._count

    def _gap(self) -> str:
        return self._draw(st.sampled_from(["", "\n", "# [not] = a table\n", " \t\n\n", "  "]))

    def _end(self) -> str:
        return self._draw(st.sampled_from(["\n", " # a = \"comment'\n", "\t\n\n", "\r\n"]))

    def _key(self) -> str:
        name = self._draw(
            st.sampled_from(["k{}", "k-{}_", '"k {}"', "'k.{}'", '"\\u00e9{}\\""', "{}", "a{0}.b", '"ü" . x{}'])
        )
        number = self._number()
        return name.replace('"ü"', f'"ü{number}"').format(number)

    def _pair(self) -> None:
        self.text += f"{self._gap()}{self._key()} = "
        self._value(0)
        self.text += self._end()

    def _value(self, depth: int) -> None:
        kind = self._draw(st.sampled_from("stmnldai" if depth < 3 else "stm"))
        mark = f"<{self._number()}>"
        if kind == "a":
            self._list(depth)
        elif kind == "i":
            self._inline(depth)
        else:
            shape, self.above[mark] = {
                "s": ('"{}] \\" #"', 0),
                "t": ("'{} }} \\ \"'", 0),
                "m": ('"""{}\n[x]\n"" """', 0),
                "n": ('"""\n{}\n# = \\\n  """""', 1),
                "l": ("'''\n{}\r\n''x''''", 1),
                "d": ("'''{}'''", 0),
            }[kind]
            self.text += shape.format(mark)

    def _list(self, depth: int) -> None:
        self.text += "["
        for _ in range(self._draw(st.integers(0, 3))):
            self.text += self._draw(st.sampled_from(["", " ", "\n", "\n# ] }\n  "]))
            self._value(depth + 1)
            self.text += self._draw(st.sampled_from([",", " ,", "\n, # ]\n"]))
        self.text += self._draw(st.sampled_from(["]", "\n]", " # [\n]"]))

    def _inline(self, depth: int) -> None:
        self.text += "{"
        for index in range(self._draw(st.integers(0, 3))):
            self.text += f"{',' if index else ''} {self._key()} = "
            self._value(depth + 1)
        self.text += " }"


@given(st.data())
def test_the_paths_are_tomllibs_and_the_lines_are_right(data: st.DataObject) -> None:
    writer = Writer(data)
    writer.document()
    places, document = locate(writer.text), tomllib.loads(writer.text)
    assert set(places) == {path for path, _ in paths(document)}
    for path, value in paths(document):
        marks = re.findall(r"<\d+>", str(value))
        if isinstance(value, str):
            line = writer.text.count("\n", 0, writer.text.index(marks[0])) + 1
            assert places[path].line == line - writer.above[marks[0]]
        elif marks:
            first = min(place.line for below, place in places.items() if below[: len(path)] == path and below != path)
            assert places[path].line <= first
        assert places[path].line <= places[path].inside or not places[path].inside
