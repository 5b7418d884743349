from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from digest.language.pagewords import page_line, page_title, page_words

LISTS = tomllib.loads(files("digest.data").joinpath("pages.toml").read_text(encoding="utf-8"))
FINDERS = {"lines": page_line, "titles": page_title, "words": page_words}


@pytest.mark.parametrize(("table", "kind"), [(table, kind) for table in LISTS for kind in LISTS[table]])
def test_every_list_finds_its_own(table: str, kind: str) -> None:
    """Each once, and with something for its asterisk."""
    listed = LISTS[table][kind]
    assert len(set(listed)) == len(listed)
    find = FINDERS[kind](table)
    lost = [one for one in listed if not find.search(one.replace("*", "xyz").upper())]
    assert [one for one in lost if not find.search(one.replace("*", "xyz"))] == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Page not found", True), ("Page not found - Wire", True), ("Wire: not found", True), ("404", True), ("Unfound", False),
     ("404th battalion honoured", False), ("Found not", False)],
)  # fmt: skip
def test_titles(title: str, expected: bool) -> None:
    assert (page_title("missing").fullmatch(title) is not None) is expected


def test_words_are_whole() -> None:
    assert page_words("consent").search("You may accept all.")
    assert not page_words("consent").search("They accept allies.")
