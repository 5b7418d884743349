"""The lists of `digest/data/mail.toml`, compiled: what mails say around their news."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'"})  # fmt: skip
_SEAMS = r"(?<!\w)", r"(?!\w)"


@lru_cache(maxsize=1)
def _file() -> Mapping[str, Mapping[str, str | list[str]]]:
    return tomllib.loads(files("digest.data").joinpath("mail.toml").read_text(encoding="utf-8"))


def folded(text: str) -> str:
    """`text` as the lists compare it: lower case, one space, straight apostrophes."""
    return " ".join(text.casefold().translate(_APOSTROPHES).split())


def why(table: str) -> str:
    """What a mail of this table is, as a clause."""
    return str(_file()[table]["why"])


@lru_cache(maxsize=32)
def listed(table: str, name: str) -> tuple[str, ...]:
    """One list, folded."""
    lines = _file()[table][name]
    return tuple(map(folded, lines.split() if isinstance(lines, str) else lines))


@lru_cache(maxsize=32)
def anywhere(table: str, name: str) -> re.Pattern[str]:
    """Finds any phrase of a list in a folded text. It begins with a word; its last word may be a beginning only."""
    return re.compile(_SEAMS[0] + f"(?:{'|'.join(map(_spelt, listed(table, name)))})")


@lru_cache(maxsize=32)
def whole(table: str, name: str) -> re.Pattern[str]:
    """Matches a folded line that is one of a list, whatever signs stand around it."""
    return re.compile(rf"[^\w]*(?:{'|'.join(map(_spelt, listed(table, name)))})[^\w]*")


@lru_cache(maxsize=32)
def word(table: str, name: str) -> re.Pattern[str]:
    """Matches a phrase of a list, as whole words, at the place where it is asked."""
    return re.compile(f"(?:{'|'.join(map(_spelt, listed(table, name)))}){_SEAMS[1]}")


def _spelt(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ \*", "(?: .*)?").replace(r"\*", ".*")
