"""The lists of `digest/data/reading.toml`: what stands around articles, labels their parts, ends no sentence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import chain


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Mapping[str, str | list[str]]]:
    return tomllib.loads(files("digest.data").joinpath("reading.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def wordlist(table: str, name: str) -> tuple[str, ...]:
    """The words or lines of one list, case-folded: `wordlist("footers", "ends")`."""
    listed = _file()[table][name]
    return tuple(word.casefold() for word in (listed.split() if isinstance(listed, str) else listed))


def tables(table: str) -> Mapping[str, tuple[str, ...]]:
    """All lists of one table by name."""
    return {name: wordlist(table, name) for name in _file()[table]}


@lru_cache(maxsize=1)
def open_words() -> frozenset[str]:
    """Words after which no sentence, heading or line of a head ends, in all languages of the list, case-folded."""
    return frozenset(chain.from_iterable(tables("open").values()))


def any_of(lines: Iterable[str]) -> str:
    """The regular expression of lines, for a whole match, ignoring case: a `*` is anything, a space may be points."""
    spelt = (re.escape(line).replace(r"\*", ".+").replace(r"\ ", r"\W+") for line in lines)
    return "|".join(sorted(spelt, key=lambda pattern: (-len(pattern), pattern)))
