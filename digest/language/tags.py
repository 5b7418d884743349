"""Language tags, written in one way."""

from __future__ import annotations


def tag(language: str) -> str:
    """A declared language as BCP 47 writes it: "en-GB" for "en_gb", "he" for "iw"; "" for what is none."""
    parts = language.strip().replace("_", "-").split("-")
    first = parts[0].lower()
    named = first.isascii() and first.isalpha() and 2 <= len(first) <= 3
    if not named or not all(part.isascii() and part.isalnum() for part in parts):
        return ""
    return "-".join((_shortest(first), *map(_cased, parts[1:])))


def _cased(part: str) -> str:
    return part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower()


def _shortest(code: str) -> str:
    from babel.core import get_global

    return str(get_global("language_aliases").get(code, code)).replace("_", "-")
