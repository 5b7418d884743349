"""A small configuration and a reader of it: each test names only what matters to it."""

from __future__ import annotations

from collections.abc import Mapping

from digest.config import Config, load
from digest.errors import ConfigError

COUNTRIES = frozenset({"DE", "FR", "TR", "UA", "RU", "GB"})

WHOLE = """\
[digest]
title = "The Weekly Brief"
timezone = "Europe/Istanbul"

[aliases]
Daesh = ["ISIS", "Islamic State"]

[[sources]]
name = "Wire"
url = "https://wire.example/feed"

[[sources]]
name = "Inbox"
files = ["inbox/*"]

[[regions]]
name = "Europe"
countries = ["DE", "FR"]

[[regions]]
name = "Middle East"
countries = ["TR"]
words = ["Levant"]

[[topics]]
name = "Talks"
region = "Europe"
rule = "talks"

[[topics]]
name = "Climate"
rule = "climate"

[[editions]]
name = "weekly"
schedule = "0 7 * * 1"

[[editions]]
name = "daily"
title = "The Daily Brief"
exclude = ""

[delivery]
public_url = "https://news.example.org/"
from = "The Brief <brief@example.org>"
"""


def one_word(rule: str, aliases: Mapping[str, tuple[str, ...]]) -> tuple[str, int] | None:
    """A stand-in for the rule language: a rule is words joined by AND; "OR" is told to be wrong, with its position."""
    return ("OR is wrong here; write AND", rule.index("OR")) if "OR" in rule else None


def read(
    text: str = WHOLE, environment: Mapping[str, str] | None = None, there: tuple[str, ...] = (), base: str = "news"
) -> Config:
    """Read a text as feeds.toml, with the files in `there` beside it."""
    return load(
        text,
        "feeds.toml",
        base,
        environment or {},
        there.__contains__,
        rule_trouble=one_word,
        countries=lambda: COUNTRIES,
    )


def problems(text: str, environment: Mapping[str, str] | None = None, there: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What is wrong with a text, in the order told; () when nothing is."""
    try:
        read(text, environment, there)
    except ConfigError as error:
        return error.problems
    return ()
