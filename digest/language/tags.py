"""Language tags, written in one way."""

from __future__ import annotations

from typing import Final

# ISO 639-1: the two-letter codes of languages.
_CODES: Final = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee
    el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is
    it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms
    mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk
    sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi
    yo za zh zu
    """.split()
)


def is_code(text: str) -> bool:
    """Whether a text is a two-letter code of a language, in small letters."""
    return text in _CODES


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
