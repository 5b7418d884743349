"""The message catalogues (gettext) in `digest/data/locale`, as a translator's tools keep them, read by name.

A message's context is the name by which templates and code ask for it; its id is the English. `digest.pot` holds the
English and the notes for translators, `LANGUAGE/LC_MESSAGES/digest.po` the translation. They are read as they are: a
catalogue takes 5 ms, once a run, and none can be older than its text. After a change of the .pot,

    pybabel update -D digest -i digest/data/locale/digest.pot -d digest/data/locale --no-fuzzy-matching --no-wrap

lays the new messages into every .po, empty; the tests name those that wait for their translation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from babel.messages import Catalog, Message

ENGLISH = "en"  # the language of the message ids
PLACES = "place"  # the one context with many messages: the English name of a region is its own name here


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language's messages.

    `words` by name; `counts` by noun, each with one form per plural of the language; `places` by English name.
    `plural(n)` is the index of the form for a whole number n >= 0.
    """

    words: Mapping[str, str]
    counts: Mapping[str, tuple[str, ...]]
    places: Mapping[str, str]
    plural: Callable[[int], int]


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, English among them, in alphabetical order."""
    return tuple(sorted([ENGLISH, *(one.name for one in _folder().iterdir() if one.is_dir())]))


@lru_cache(maxsize=16)
def catalogue(language: str) -> Catalogue:
    """The messages of one of `languages()`."""
    read = read_catalogue(language)
    words: dict[str, str] = {}
    counts: dict[str, tuple[str, ...]] = {}
    places: dict[str, str] = {}
    for message in (one for one in read if one.id):
        text = _text(message, language)
        if isinstance(text, tuple):
            counts[str(message.context)] = text
        elif message.context == PLACES:
            places[str(message.id)] = text
        else:
            words[str(message.context)] = text
    return Catalogue(words, counts, places, c2py("n != 1" if language == ENGLISH else read.plural_expr))


def read_catalogue(language: str) -> Catalog:
    """The catalogue as the file has it: for English the template."""
    from babel.messages.pofile import read_po

    folder = _folder()
    file = folder / "digest.pot" if language == ENGLISH else folder / language / "LC_MESSAGES" / "digest.po"
    with file.open("rb") as opened:
        return read_po(opened, locale=None if language == ENGLISH else language, abort_invalid=True)


def _text(message: Message, language: str) -> str | tuple[str, ...]:
    found = message.id if language == ENGLISH else message.string
    return tuple(map(str, found)) if isinstance(found, (list, tuple)) else str(found)


def _folder() -> Traversable:
    return resources.files("digest") / "data" / "locale"
