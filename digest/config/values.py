"""Small values: country codes, texts of one line, numbers.

Every `wrong_*` takes a text and returns "" when it is fine, else one clause that says what is wrong and what to write.
Every `canonical_*`, here and in `languages` and `addresses`, returns the one spelling that the rest of the program
sees, and never raises.
"""

from __future__ import annotations

import re

_COUNTRY_HABITS = {"UK": "GB", "EN": "GB", "EL": "GR", "KO": "KR", "SU": "RU", "YU": "RS", "TP": "TL", "ZR": "CD"}
"""Codes that people write, old or mistaken, and the ones that they mean."""


def canonical_country(code: str) -> str:
    """A country code in capitals."""
    return code.upper()


def wrong_country(code: str, known: frozenset[str]) -> str:
    """Check an ISO 3166-1 alpha-2 code against the gazetteer's."""
    if code.upper() in known:
        return ""
    meant = _COUNTRY_HABITS.get(code.upper(), "")
    advice = f'"{meant}"' if meant else 'an ISO 3166-1 code of two letters, e.g. "TR"'
    return f'unknown country "{code}"; write {advice}'


def wrong_line(text: str) -> str:
    """Check a text that is printed in one line: not blank, no space at its ends, no control characters."""
    if not text.strip():
        return "is blank; write what is to be printed"
    if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", text):
        return "holds a line break or control character; write it on one line"
    return "" if text == text.strip() else f'begins or ends with a space; write "{text.strip()}"'


def number(value: object) -> object:
    """Keep true and false from being read as 1 and 0; pydantic's strict floats let them pass. Raises ValueError."""
    if isinstance(value, bool):
        raise ValueError("not a number")  # noqa: TRY004 - pydantic collects ValueError only
    return value
