"""The lists of `digest/data/pages.toml`: what web pages say around their articles, and instead of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from digest.language.wordlists import any_of


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("digest.data").joinpath("pages.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=16)
def page_line(table: str) -> re.Pattern[str]:
    """What matches one whole line of the table's `lines`, with marks and a number around it."""
    return re.compile(rf"[\W\d]*(?:{any_of(_file()[table]['lines'])})[\W\d]*", re.IGNORECASE)


@lru_cache(maxsize=16)
def page_title(table: str) -> re.Pattern[str]:
    """What matches one whole title of the table's `titles`; a `*` at its beginning or end may be nothing."""
    return re.compile(rf"\W*(?:{_spelt(_file()[table]['titles'], '.*')})\W*", re.IGNORECASE)


@lru_cache(maxsize=16)
def page_words(table: str) -> re.Pattern[str]:
    """What finds the table's `words`, each as whole words, anywhere in a text; a `*` is a few words at most."""
    return re.compile(rf"(?<!\w)(?:{_spelt(_file()[table]['words'], '[^.!?]{0,30}')})(?!\w)", re.IGNORECASE)


def _spelt(lines: Iterable[str], anything: str) -> str:
    spelt = (re.escape(line).replace(r"\ \*", rf"\b{anything}").replace(r"\*\ ", rf"{anything}\b") for line in lines)
    full = (line.replace(r"\*", anything).replace(r"\ ", r"\W+") for line in spelt)
    return "|".join(sorted(full, key=lambda pattern: (-len(pattern), pattern)))
