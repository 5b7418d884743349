"""The words that the publication itself says ("Contents", "Also in", "3 stories"), by language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import cast

from babel import Locale
from babel.numbers import format_decimal

from digest.models import Direction
from digest.render.dates import digits, locale_of

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Labels:
    """One language's words. In a template `label.contents` is the word, `label.count("stories", 3)` "3 stories".

    `language` is that of the words: "en" when the language that was asked for has none.
    """

    language: str
    direction: Direction
    locale: Locale
    words: Mapping[str, str]
    counts: Mapping[str, Mapping[str, str]]

    def __getitem__(self, key: str) -> str:
        """The word called `key`; KeyError when there is none."""
        return self.words[key]

    def say(self, key: str, **values: str) -> str:
        """The word called `key` with its {holes} filled."""
        return self.words[key].format_map(values)

    def count(self, noun: str, number: int) -> str:
        """`number` (>= 0) of `noun`, in the right plural form and the language's own digits."""
        forms = self.counts[noun]
        form = forms.get(self.locale.plural_form(number), forms["other"])
        return form.format_map({"n": self.number(number)})

    def number(self, number: int) -> str:
        """A whole number in the language's own digits, without separators."""
        return digits(str(number), self.locale)

    def decimal(self, number: float) -> str:
        """A number with one decimal at most: "3.2", "3", in Persian "۳٫۲"."""
        return digits(format_decimal(number, "0.#", self.locale), self.locale)


def languages() -> tuple[str, ...]:
    """The languages that have words, in alphabetical order."""
    return tuple(sorted(_tables()))


@lru_cache(maxsize=64)
def labels(language: str) -> Labels:
    """The words for a BCP 47 `language`; English when its primary tag has none."""
    tables = _tables()
    primary = language.lower().partition("-")[0]
    found = primary if primary in tables else FALLBACK
    table = dict(tables[found])
    locale = locale_of(language if found == primary else FALLBACK)
    words = cast("Mapping[str, str]", table.pop("words"))
    direction = cast("Direction", table.pop("direction"))
    return Labels(found, direction, locale, words, cast("Mapping[str, Mapping[str, str]]", table))


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, object]]:
    return tomllib.loads((resources.files("digest") / "data" / "labels.toml").read_text("utf-8"))
