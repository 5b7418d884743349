"""Silent feeds, told by their group."""

from __future__ import annotations

from datetime import timedelta

from digest.config.schema import SourceTable
from digest.pipeline.silence import silences
from tests.builders import NOW

DAY = timedelta(days=1)


def source(name: str, **keys: object) -> SourceTable:
    """A feed."""
    return SourceTable.model_validate({"name": name, "url": f"https://{name}.example/feed", **keys})


SOURCES = [
    *(source(name, region="Sahel") for name in ("one", "two", "three", "four", "five")),
    source("paper", publisher="The Paper"),
    source("paper-ar", publisher="The Paper", language="ar"),
    source("alone"),
    source("other"),
    source("wire", topics=["Elections"], publisher="Wire"),
    SourceTable(name="inbox", files=("inbox/*",)),
]


def test_silence_is_told_by_region_topic_or_publisher() -> None:
    days = {"two": 9, "four": 12, "five": 30, "paper-ar": 5, "alone": 7, "wire": 8, "inbox": 99}
    quiet = {name: NOW - ago * DAY for name, ago in days.items()}
    assert [str(one) for one in silences(SOURCES, quiet, NOW)] == [
        "nothing from 3 of 5 Sahel feeds for 9 days: two, four, five",
        "nothing from wire for 8 days",
        "nothing from alone for 7 days",
        "nothing from 1 of 2 The Paper feeds for 5 days: paper-ar",
    ]


def test_nobody_is_silent() -> None:
    assert silences(SOURCES, {}, NOW) == []
