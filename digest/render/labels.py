"""The words that the publication itself says ("Contents", "Also in", "3 stories"), by language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from babel import Locale
from babel.numbers import format_decimal

from digest.models import Direction
from digest.render import catalogues, troubles
from digest.render.catalogues import ENGLISH, Catalogue
from digest.render.dates import digits, locale_of

_GROUPED = 10_000  # from here on a count is parted into thousands: years and shorter numbers read better whole


@dataclass(frozen=True, slots=True)
class Labels:
    """One language's words. In a template `label.contents` is the word, `label.count("stories", 3)` "3 stories".

    `language` is that of the words: "en" when the language that was asked for has none.
    """

    language: str
    direction: Direction
    locale: Locale
    said: Catalogue

    def __getitem__(self, key: str) -> str:
        """The word called `key`; KeyError when there is none."""
        return self.said.words[key]

    def say(self, key: str, **values: str) -> str:
        """The word called `key` with its {holes} filled."""
        return self[key].format_map(values)

    def count(self, noun: str, number: int) -> str:
        """`number` (>= 0) of `noun`, in the right plural form and the language's own digits."""
        form = self.said.counts[noun][self.said.plural(number)]
        return form.format_map({"n": self.number(number) if number < _GROUPED else self._parted(number)})

    def number(self, number: int) -> str:
        """A whole number in the language's own digits, without separators."""
        return digits(str(number), self.locale)

    def quoted(self, text: str) -> str:
        """`text` in the language's own quotation marks."""
        return self.say("quoted", text=text)

    def listed(self, names: Sequence[str]) -> str:
        """Names as the language lists them: "A, B and C"."""
        return "".join(self.joint(at, len(names)) + name for at, name in enumerate(names))

    def joint(self, at: int, of: int) -> str:
        """What stands in front of the name number `at` (from 0) of a list of `of`: "", ", " or " and ".

        The last is joined like the second of two: CLDR's serial comma is not written in the newsrooms of any of ours.
        """
        if at == 0:
            return ""
        kind = "2" if at == of - 1 else "start" if at == 1 else "middle"
        pattern: str = self.locale.list_patterns["standard"][kind]
        return pattern.removeprefix("{0}").removesuffix("{1}")

    def place(self, name: str) -> str:
        """The name of a region or country in this language; `name` itself when it is not a known English one."""
        if self.language == ENGLISH:
            return name
        return self.said.places.get(name) or self.locale.territories.get(_territories().get(name, ""), name)

    def trouble(self, sentence: str) -> str:
        """What kept a source from being read, for a reader. `sentence` is a Failure's, in English."""
        form, values = self.trouble_form(sentence)
        return form.format_map(values)

    def trouble_form(self, sentence: str) -> tuple[str, dict[str, str]]:
        """What a trouble is told with: a text with {holes}, and what fills them.

        In English the sentence as it is. Another language tells its kind and its values; the rest is the editor's
        (issue.json).
        """
        if self.language == ENGLISH:
            return "{what}", {"what": sentence}
        key, values = troubles.gist(sentence)
        return self[f"trouble.{key}"], {name: self._figure(text) for name, text in values.items()}

    def _figure(self, text: str) -> str:
        """A number in the language's own digits; a name as it is."""
        return digits(text, self.locale) if text.replace(".", "").isdigit() else text

    def _parted(self, number: int) -> str:
        return digits(format_decimal(number, locale=self.locale, numbering_system="default"), self.locale)

    def decimal(self, number: float) -> str:
        """A number with one decimal at most: "3.2", "3", in Persian "۳٫۲"."""
        return digits(format_decimal(number, "0.#", self.locale, numbering_system="default"), self.locale)


def languages() -> tuple[str, ...]:
    """The languages that have words, in alphabetical order."""
    return catalogues.languages()


@lru_cache(maxsize=64)
def labels(language: str) -> Labels:
    """The words for a BCP 47 `language`; English when its primary tag has none."""
    primary = language.lower().partition("-")[0]
    found = primary if primary in languages() else ENGLISH
    locale = locale_of(language if found == primary else ENGLISH)
    return Labels(found, cast("Direction", locale.text_direction), locale, catalogues.catalogue(found))


@lru_cache(maxsize=1)
def _territories() -> dict[str, str]:
    """The code of each country and part of the world, by its English name in CLDR; of two, the first in order."""
    named: dict[str, str] = {}
    for code, name in sorted(Locale("en").territories.items()):
        named.setdefault(str(name), code)
    return named
