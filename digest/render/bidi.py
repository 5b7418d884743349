"""Direction, language and case of one run of text, for what readers aloud and old mail programs go by."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from markupsafe import Markup

from digest.models import Direction

RTL_LANGUAGES = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])
# A letter that one language of the script uses and the others do not; Arabic is what remains.
_TELLTALE = (("ur", "ٹڈڑںےہھ"), ("ps", "ټډړږښڼې"), ("fa", "پچژگکی"))


@dataclass(frozen=True, slots=True)
class Voice:
    """How a block is marked: `dir` and `lang`."""

    direction: Direction
    language: str


def direction_of(text: str, default: Direction = "ltr") -> Direction:
    """The direction of most of the text's letters; `default` when it has none."""
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    right, left = sum(kind in ("R", "AL") for kind in kinds), kinds.count("L")
    if right == left:
        return default
    return "rtl" if right > left else "ltr"


def language_of(text: str, declared: str) -> str:
    """A BCP 47 language that can be true of a right-to-left `text`: the declared one, else by its letters."""
    if declared.lower().partition("-")[0] in RTL_LANGUAGES:
        return declared
    if any("\u0590" <= letter <= "\u05ff" for letter in text):
        return "he"
    return next((tag for tag, letters in _TELLTALE if any(letter in letters for letter in text)), "ar")


def voice(text: str, language: str, direction: Direction) -> Voice:
    """Direction and language to mark a block of `text` with: what its letters show, where the plan's words cannot be.

    `language` and `direction` are the plan's. Arabic letters that are declared English are read as Arabic; Latin
    letters that are declared Arabic are of no known language ("und").
    """
    own = direction_of(text, direction)
    if own == "rtl":
        return Voice(own, language_of(text, language))
    return Voice(own, "und" if language.lower().partition("-")[0] in RTL_LANGUAGES else language or "und")


def capitals(text: str, language: str) -> bool:
    """Whether `text` can be set in capitals without becoming other letters.

    Arabic has none; "Straße" would be STRASSE; a Turkish or Greek page would change the i or the accents of names
    that are not its own.
    """
    dotted = language.lower().partition("-")[0] in ("tr", "az", "el", "lt")
    return not dotted and direction_of(text) == "ltr" and text.upper().lower() == text.lower()


def isolate(text: str, language: str, base: Direction) -> Markup:
    """`text` escaped, in a `<bdi>` of its own direction and language when it runs against `base`.

    A name in another script inside a line then moves neither the comma after it nor the number before it.
    """
    own = direction_of(text, base)
    if own == base:
        return Markup("{}").format(text)
    if own == "ltr":
        return Markup('<bdi dir="ltr">{}</bdi>').format(text)
    return Markup('<bdi dir="rtl" lang="{}">{}</bdi>').format(language_of(text, language), text)
