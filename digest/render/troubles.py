"""What kept a source from being read, told in few words: the kind of an English sentence, and the values in it."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

OTHER = "other"  # of a sentence that no pattern knows


def gist(sentence: str) -> tuple[str, dict[str, str]]:
    """The name of the message (after "trouble.") that tells what `sentence` does, and what fills its holes.

    "rki.news sent nothing for 10 s" is ("silent", {"host": "rki.news", "seconds": "10"}); ("other", {}) when unknown.
    A sentence without a value that its kind's message needs is told by the general message too.
    """
    for name, patterns in kinds():
        for pattern in patterns:
            if found := pattern.match(sentence):
                return name, {hole: text for hole, text in found.groupdict().items() if text is not None}
    return OTHER, {}


@lru_cache(maxsize=1)
def kinds() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    """The kinds of `digest/data/troubles.toml` with their patterns, in order."""
    tables = tomllib.loads((resources.files("digest") / "data" / "troubles.toml").read_text("utf-8"))
    return tuple((name, tuple(re.compile(says) for says in table["says"])) for name, table in tables.items())
