"""Writing systems: which one a text is in, which one a language is written in, and in which direction it runs.

Scripts are named by their four-letter ISO 15924 codes. Han characters count as "Hani" whether simplified or
traditional; with kana among them they are "Jpan".
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from digest.models import Direction

UNKNOWN = "Zyyy"

# The first word of a character's Unicode name says its script.
_BY_NAME = {
    "ADLAM": "Adlm", "ARABIC": "Arab", "ARMENIAN": "Armn", "BENGALI": "Beng", "BOPOMOFO": "Bopo", "CANADIAN": "Cans",
    "CHEROKEE": "Cher", "CJK": "Hani", "COPTIC": "Copt", "CYRILLIC": "Cyrl", "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi", "FULLWIDTH": "Latn", "GEORGIAN": "Geor", "GREEK": "Grek", "GUJARATI": "Gujr",
    "GURMUKHI": "Guru", "HALFWIDTH": "Jpan", "HANGUL": "Kore", "HEBREW": "Hebr", "HIRAGANA": "Jpan",
    "IDEOGRAPHIC": "Hani", "KANNADA": "Knda", "KATAKANA": "Jpan", "KHMER": "Khmr", "LAO": "Laoo", "LATIN": "Latn",
    "MALAYALAM": "Mlym", "MONGOLIAN": "Mong", "MYANMAR": "Mymr", "NKO": "Nkoo", "ORIYA": "Orya", "SINHALA": "Sinh",
    "SYRIAC": "Syrc", "TAMIL": "Taml", "TELUGU": "Telu", "THAANA": "Thaa", "THAI": "Thai", "TIBETAN": "Tibt",
    "TIFINAGH": "Tfng", "YI": "Yiii",
}  # fmt: skip
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})
_CHINESE = frozenset({"Hans", "Hant"})
# Languages that are printed in more than one script, with those beside their usual one.
_ALSO = {
    "az": {"Cyrl", "Arab"}, "bs": {"Cyrl"}, "ha": {"Arab"}, "kk": {"Latn", "Arab"}, "ku": {"Arab"},
    "ky": {"Latn", "Arab"}, "mn": {"Mong"}, "ms": {"Arab"}, "pa": {"Arab"}, "sd": {"Deva"}, "sr": {"Latn"},
    "tg": {"Arab"}, "tt": {"Latn"}, "ug": {"Cyrl"}, "uz": {"Cyrl", "Arab"}, "ja": {"Hani"}, "ko": {"Hani"},
}  # fmt: skip
_SAMPLE = 4_000  # characters: the dominant script of an article shows in its first paragraphs


def script(text: str) -> str:
    """The script of most letters of `text`; "Zyyy" when it has no letters. Ties go to the one met first."""
    counts = Counter(_of(char) for char in text[:_SAMPLE] if char.isalpha())
    del counts[UNKNOWN]
    if counts["Jpan"] * 10 > counts["Hani"]:
        # Japanese prose is half Han and half kana, and one text all the same; Chinese has a stray kana at most.
        counts["Jpan"] += counts.pop("Hani", 0)
    return counts.most_common(1)[0][0] if counts.total() else UNKNOWN


def script_of(language: str) -> str:
    """The script that a BCP 47 language is usually written in: "Arab" for "ur", "Latn" for "sr-Latn"; else "Zyyy"."""
    parts = language.replace("_", "-").split("-")
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha():
            return "Hani" if part.title() in _CHINESE else part.title()
    likely = _likely(parts[0].lower(), parts[-1].upper() if len(parts) > 1 else "")
    return "Hani" if likely in _CHINESE else likely or UNKNOWN


def written_in(language: str, found: str) -> bool:
    """Whether a text in the script `found` can be in `language`. Unknown scripts and languages can be anything."""
    usual = script_of(language)
    return UNKNOWN in {usual, found} or found == usual or found in _ALSO.get(language.lower()[:2], ())


def direction(language: str) -> Direction:
    """The direction in which a BCP 47 language is written; "ltr" for an unknown one."""
    return "rtl" if script_of(language) in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=8192)
def _of(char: str) -> str:
    return _BY_NAME.get(unicodedata.name(char, "").split(" ", 1)[0], UNKNOWN)


@lru_cache(maxsize=256)
def _likely(language: str, territory: str) -> str:
    """The script of CLDR's likely subtags for a language, in a territory where that changes it: Punjabi in Pakistan."""
    from babel.core import get_global

    tags = get_global("likely_subtags")
    found = tags.get(f"{language}_{territory}") or tags.get(language) or ""
    return next((part for part in found.split("_")[1:] if len(part) == 4), "")
