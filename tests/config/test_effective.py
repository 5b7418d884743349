"""What holds in the end: excerpts, ages, editions with their defaults, the hash of the rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from digest.config import SourceTable, edition, excerpt, max_age, rules_hash
from digest.errors import ConfigError
from tests.config.feeds import WHOLE, read


@pytest.mark.parametrize(
    ("keys", "words", "days"),
    [
        pytest.param({"url": "https://x.example/f"}, 80, 30, id="a feed"),
        pytest.param({"url": "f.xml"}, 80, 30, id="a feed in a file"),
        pytest.param({"files": ("inbox/*",)}, None, None, id="files"),
        pytest.param({"url": "f.xml", "excerpt": "full", "max_age": "none"}, None, None, id="a feed, all of it"),
        pytest.param({"files": ("inbox/*",), "excerpt": 40, "max_age": 7}, 40, 7, id="files, some of them"),
    ],
)
def test_how_much_and_how_old(keys: dict[str, Any], words: int | None, days: int | None) -> None:
    source = SourceTable(name="S", **keys)
    assert excerpt(source) == words
    assert max_age(source) == (None if days is None else timedelta(days=days))


def test_the_first_edition_is_the_default_and_takes_the_digests_defaults() -> None:
    chosen = edition(read())
    assert (chosen.name, chosen.title, chosen.language, chosen.timezone) == (
        "weekly",
        "The Weekly Brief",
        "en",
        "Europe/Istanbul",
    )
    assert chosen.sender == "The Brief <brief@example.org>"
    assert chosen.regions == ("Global", "Europe", "Middle East")
    assert chosen.topics == ("Talks", "Climate")
    assert chosen.schedule == "0 7 * * 1"


def test_what_an_edition_has_of_its_own_stays() -> None:
    own = 'language = "tr"\ntimezone = "UTC"\nsender = "a@b.example"\nregions = ["Europe"]'
    chosen = edition(read(WHOLE.replace('title = "The Daily Brief"', f'title = "Bülten"\n{own}')), "daily")
    assert (chosen.title, chosen.language, chosen.timezone, chosen.sender) == ("Bülten", "tr", "UTC", "a@b.example")
    assert (chosen.regions, chosen.topics) == (("Europe",), ("Talks",))


@pytest.mark.parametrize(
    ("keys", "regions", "topics"),
    [
        ('regions = ["Middle East", "Global"]', ("Middle East", "Global"), ("Climate",)),
        ('topics = ["Climate", "Talks"]', ("Global", "Europe", "Middle East"), ("Climate", "Talks")),
        ('regions = ["Middle East"]\ntopics = ["Talks"]', ("Middle East", "Europe"), ("Talks",)),
    ],
)  # fmt: skip
def test_regions_and_topics(keys: str, regions: tuple[str, ...], topics: tuple[str, ...]) -> None:
    chosen = edition(read(WHOLE.replace('title = "The Daily Brief"', keys)), "daily")
    assert (chosen.regions, chosen.topics) == (regions, topics)


def test_a_file_without_editions_has_one_by_date() -> None:
    chosen = edition(read("[digest]\ntitle = 'T'"))
    assert (chosen.name, chosen.title, chosen.schedule, chosen.regions) == ("digest", "T", "", ("Global",))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("weakly", 'unknown edition "weakly"; did you mean "weekly"?'),
        ("x", 'unknown edition "x"; listed: weekly, daily'),
    ],
)
def test_an_unknown_edition(name: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        edition(read(), name)
    assert caught.value.problems == (told,)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        pytest.param("Weekly Brief", "Weekly Letter", True, id="a title"),
        pytest.param("# nothing", "# a comment", True, id="a comment"),
        pytest.param('rule = "talks"', 'rule = "talk*"', False, id="a rule"),
        pytest.param('"Islamic State"', '"IS"', False, id="an alias"),
        pytest.param('words = ["Levant"]', "", False, id="a word"),
        pytest.param('"DE", "FR"', '"FR", "DE"', False, id="an order"),
    ],
)
def test_the_rules_hash_is_of_the_rules(old: str, new: str, same: bool) -> None:
    text = WHOLE + "# nothing\n"
    assert len(rules_hash(read(text))) == 16
    assert (rules_hash(read(text.replace(old, new))) == rules_hash(read(text))) is same


def test_the_rules_hash_does_not_change_between_releases() -> None:
    assert rules_hash(read()) == "9e9c60d150603b42"
