"""The manual: every key is in it, with what it takes and means."""

from __future__ import annotations

import re

import pytest

from digest.config import (
    Config,
    DeliveryTable,
    DigestTable,
    EditionTable,
    LimitsTable,
    MemoryTable,
    RegionTable,
    SourceTable,
    TopicTable,
)
from digest.config import manual as write
from digest.config.schema import NOT_KEYS
from digest.config.tables import Table
from digest.config.wording import keys_at, phrase, schema_at, written

TABLES = (DigestTable, SourceTable, RegionTable, TopicTable, EditionTable, LimitsTable, MemoryTable, DeliveryTable)


def rows(heading: str) -> dict[str, list[str]]:
    """The cells of a table of the manual, by key."""
    section = re.split(r"^### `(.*)`$", write(), flags=re.MULTILINE)
    body = section[section.index(heading) + 1]
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in body.splitlines() if line.startswith("| `")
    ]
    return {row[0].strip("` "): row[1:] for row in cells}


@pytest.mark.parametrize("table", [*TABLES, Config])
def test_every_key_says_what_it_means(table: type[Table]) -> None:
    assert table.__doc__
    missing = [name for name, field in table.model_fields.items() if not field.description]
    assert missing == []


@pytest.mark.parametrize("table", TABLES)
def test_every_key_has_an_example_that_an_error_can_tell(table: type[Table]) -> None:
    bare = [name for name, field in table.model_fields.items() if not field.examples]
    assert bare == (["limits", "memory"] if table is EditionTable else [])


@pytest.mark.parametrize(
    ("heading", "table"),
    [
        ("[digest]", DigestTable),
        ("[[sources]]", SourceTable),
        ("[[regions]]", RegionTable),
        ("[[topics]]", TopicTable),
        ("[[editions]]", EditionTable),
        ("[editions.limits]", LimitsTable),
        ("[editions.memory]", MemoryTable),
        ("[delivery]", DeliveryTable),
    ],
)
def test_the_manual_has_every_key_and_no_other(heading: str, table: type[Table]) -> None:
    keys = ["from" if (table, name) == (DeliveryTable, "sender") else name for name in table.model_fields]
    assert list(rows(heading)) == keys
    assert all(len(cells) == 3 and cells[0] and cells[2] for cells in rows(heading).values())


def test_the_manual_has_the_aliases_and_nothing_that_is_no_key() -> None:
    assert '"Daesh" = ["ISIS", "ISIL", "Islamic State"]' in write()
    assert not set(NOT_KEYS) & set(keys_at(()))


@pytest.mark.parametrize(
    ("heading", "key", "cells"),
    [
        ("[digest]", "title", ["a text in quotes", '`"Digest"`']),
        ("[[sources]]", "name", ["a text in quotes", "**required**"]),
        ("[[sources]]", "weight", ["a number from 0 to 10", "`1.0`"]),
        ("[[sources]]", "excerpt", ['a whole number from 1 up or "full"', ""]),
        ("[[editions]]", "outputs", ['a list of "mail", "pdf" or "web"', '`["mail", "pdf", "web"]`']),
        ("[[editions]]", "other_news", ["true or false", "`true`"]),
        ("[editions.limits]", "other", ["a whole number from 0 up", "`5`"]),
    ],
)
def test_what_a_key_takes(heading: str, key: str, cells: list[str]) -> None:
    assert rows(heading)[key][:2] == cells


def test_paths_that_lead_nowhere() -> None:
    assert schema_at(("sources", 0, "nothing")) is None
    assert keys_at(("nothing",)) == ()


def test_numbers_without_a_range() -> None:
    assert phrase({"type": "number"}) == "a number"
    assert written(object()) == ""
