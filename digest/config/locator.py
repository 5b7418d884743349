"""On which line of a TOML text each key stands: tomllib gives values, this gives places.

A path is the keys and array indexes that lead to a value: `("sources", 2, "url")`. The text must be one that tomllib
accepts; nothing is checked again here.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

Path = tuple[str | int, ...]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"[ \t]*")
_BLANKS = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_PLAIN = re.compile(r"[^,\]}#\r\n]*")
_STRINGS = {
    '"""': re.compile(r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}', re.DOTALL),
    "'''": re.compile(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}"),
    '"': re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    "'": re.compile(r"'[^'\n]*'"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key stands: its line, from 1; `inside` is the line on which a multi-line string's own text begins.

    `inside` is 0 for every other value, and for a multi-line string with escapes, whose text cannot be counted.
    `column`, from 1, is where a string's own text begins on its first line; 0 where it cannot be counted.
    """

    line: int
    inside: int = 0
    column: int = 0


def locate(text: str) -> dict[Path, Place]:
    """Every path of a valid TOML text, with its place.

    A key stands where it is written, an array's element where it begins, a table at its header, and a table that is
    only implied (`a` in `[a.b]`) where it is first implied.
    """
    return _Scanner(text.replace("\r\n", "\n")).document()


def line_of(places: Mapping[Path, Place], path: Path) -> int:
    """The line of `path`, or of the nearest table around it; 1 when there is none."""
    for end in range(len(path), 0, -1):
        if path[:end] in places:
            return places[path[:end]].line
    return 1


class _Scanner:
    """One pass over the text. `_at` is where it reads; `_table` is the table that keys belong to."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._places: dict[Path, Place] = {}
        self._counts: dict[Path, int] = {}
        self._table: Path = ()

    def document(self) -> dict[Path, Place]:
        while self._skip(_BLANKS) < len(self._text):
            if self._text[self._at] == "[":
                self._header()
            else:
                self._pair(self._table)
        return self._places

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at

    def _header(self) -> None:
        """`[a.b]` or `[[a.b]]`."""
        line = self._line(self._at)
        double = self._text.startswith("[[", self._at)
        self._at += 2 if double else 1
        *outer, last = self._key()
        self._at += 2 if double else 1
        path: Path = ()
        for part in outer:
            path = self._enter((*path, part), line)
        path = (*path, last)
        if double:
            self._places.setdefault(path, Place(line))
            self._counts[path] = self._counts.get(path, 0) + 1
            path = (*path, self._counts[path] - 1)
        self._places[path] = Place(line)
        self._table = path

    def _enter(self, path: Path, line: int) -> Path:
        """Step into a table that a header names on its way: into an array's last element, where it is one."""
        self._places.setdefault(path, Place(line))
        return (*path, self._counts[path] - 1) if path in self._counts else path

    def _key(self) -> list[str]:
        """A dotted key, white space around it and around its dots left behind."""
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            parts.append(self._simple_key())
            self._skip(_BLANK)
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _simple_key(self) -> str:
        start = self._at
        quote = self._text[start]
        if quote not in "\"'":
            return self._text[start : self._skip(_BARE_KEY)]
        written = self._text[start : self._skip(_STRINGS[quote])]
        return str(tomllib.loads(f"key = {written}")["key"])

    def _pair(self, table: Path) -> None:
        """`a.b = value`, its path below `table`."""
        line = self._line(self._at)
        path = table
        for part in self._key():
            path = (*path, part)
            self._places.setdefault(path, Place(line))
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        first = self._text[self._at]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        elif first in "\"'":
            self._string(path)
        else:
            self._skip(_PLAIN)

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._text[self._skip(_BLANKS)] != "]":
            self._places[(*path, index)] = Place(self._line(self._at))
            self._value((*path, index))
            index += 1
            self._comma()
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._text[self._skip(_BLANKS)] != "}":
            self._pair(path)
            self._comma()
        self._at += 1

    def _comma(self) -> None:
        if self._text[self._skip(_BLANKS)] == ",":
            self._at += 1

    def _string(self, path: Path) -> None:
        start = self._at
        quotes = self._text[start : start + 3]
        several = quotes in _STRINGS
        quotes = quotes if several else quotes[0]
        written = self._text[start : self._skip(_STRINGS[quotes])]
        if '"' in quotes and "\\" in written:
            return
        line, below = self._line(start), several and written.startswith(quotes + "\n")
        column = 1 if below else start - self._starts[line - 1] + 1 + len(quotes)
        self._places[path] = Place(self._places[path].line, line + below if several else 0, column)
