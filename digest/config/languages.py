"""Language tags: BCP 47, as CLDR knows them.

Every `wrong_*` takes a text and returns "" when it is fine, else one clause that says what is wrong and what to write.
"""

from __future__ import annotations

import re
from functools import cache

_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "root"})


@cache
def _subtags() -> tuple[frozenset[str], frozenset[str], frozenset[str], dict[str, str]]:
    from babel import Locale
    from babel.core import get_global

    names = Locale("en")
    languages = frozenset(map(str, names.languages)) - _NO_LANGUAGE
    replaced = {str(old): str(new) for old, new in get_global("language_aliases").items()}
    return languages, frozenset(map(str, names.scripts)), frozenset(map(str, names.territories)), replaced


def canonical_language(tag: str) -> str:
    """A BCP 47 tag in its usual case: language lower, Script title, REGION upper ("zh-hant-tw" is "zh-Hant-TW")."""
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(_subtag_case(part) for part in rest)])


def _subtag_case(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()


def wrong_language(tag: str) -> str:
    """Check a BCP 47 tag: language, then an optional script, region and variants, all known to CLDR."""
    advice = 'write a BCP 47 tag such as "en", "ar" or "pt-BR"'
    if "_" in tag:
        return f'"{tag}" has an underscore; write "{canonical_language(tag.replace("_", "-"))}"'
    languages, scripts, territories, replaced = _subtags()
    first, *rest = canonical_language(tag).split("-")
    if first in replaced and first not in languages:
        return f'"{first}" is an old code; write "{replaced[first].replace("_", "-")}"'
    if first not in languages:
        return f'unknown language "{tag}"; {advice}'
    if rest and len(rest[0]) == 4 and rest[0].isalpha():
        if rest[0] not in scripts:
            return f'unknown script "{rest[0]}" in "{tag}"; {advice}'
        del rest[0]
    if rest and (len(rest[0]) == 2 or (len(rest[0]) == 3 and rest[0].isdigit())):
        if rest[0] not in territories:
            return f'unknown region "{rest[0]}" in "{tag}"; {advice}'
        del rest[0]
    if not all(re.fullmatch(r"[a-z0-9]{5,8}|[0-9][a-z0-9]{3}", part) for part in rest):
        return f'"{tag}" is not a language tag; {advice}'
    return ""
