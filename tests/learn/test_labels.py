"""Labelled files: read whole, or every mistake told with its line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from digest.errors import ConfigError
from digest.learn import LabelledText, labels_of, read_texts


def lines(*rows: object) -> str:
    return "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)


def problems(body: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        read_texts(body, "l.jsonl")
    return caught.value.problems


def test_a_row_is_read() -> None:
    row = {
        "id": "7", "text": "A vote.", "title": "Vote", "language": "en", "date": "2026-01-05", "place": "Europe",
        "label": 1, "topics": ["Elections"], "regions": ["Europe"], "countries": ["FR"],
    }  # fmt: skip
    assert read_texts("\ufeff\n" + lines(row) + "\n\n", "l.jsonl") == (
        LabelledText(
            "l.jsonl:2", "A vote.", "Vote", "en", datetime(2026, 1, 5, tzinfo=UTC), "Europe", True, ("Elections",),
            ("Europe",), ("FR",),
        ),
    )  # fmt: skip


def test_what_is_not_said_is_not_known() -> None:
    assert read_texts('{"text": "A vote."}', "l.jsonl") == (LabelledText("l.jsonl:1", "A vote."),)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", "it is no JSON object"),
        ("[" * 5_000, "it is no JSON object"),
        ([1], "it is no JSON object"),
        ({}, '"text" is missing'),
        ({"text": " "}, '"text" is missing, or no text'),
        ({"text": "a", "title": 1}, '"title" is no text'),
        ({"text": "a", "topics": "Elections"}, '"topics" is no list of names'),
        ({"text": "a", "regions": [1]}, '"regions" is no list of names'),
        ({"text": "a", "label": 2}, '"label" is neither 1 nor 0'),
        ({"text": "a", "label": "1"}, '"label" is neither 1 nor 0'),
        ({"text": "a", "date": "soon"}, "\"date\" is no date: 'soon'"),
    ],
)
def test_a_mistake_is_told_with_its_line(row: Any, told: str) -> None:
    (problem,) = problems(lines({"text": "fine"}, row))
    assert problem.startswith("l.jsonl:2: ")
    assert told in problem


def test_ten_mistakes_are_told_at_once() -> None:
    told = problems(lines(*["{"] * 13))
    assert len(told) == 11
    assert told[-1] == "l.jsonl: and 3 more mistakes"


def test_a_file_without_rows_says_what_to_write() -> None:
    assert '{"text": "...", "label": 1}' in problems("\n\n")[0]


def test_labels_are_given_or_are_the_topics_name() -> None:
    rows = read_texts(lines({"text": "a", "label": True}, {"text": "b", "topics": ["T"], "title": "B"},
                            {"text": "c", "topics": []}, {"text": "A!", "label": 1}), "l.jsonl")  # fmt: skip
    assert [(one.text, one.wanted) for one in labels_of(rows, "T")] == [("a", True), ("B\nb", True), ("c", False)]


def test_labels_that_are_missing_or_contradict_are_told() -> None:
    rows = read_texts(lines({"text": "a", "label": 1}, {"text": "b"}, {"text": "A.", "label": 0}), "l.jsonl")
    with pytest.raises(ConfigError) as caught:
        labels_of(rows, "T")
    assert caught.value.problems == (
        'l.jsonl:2: it has no label; write "label": 1 or 0, or "topics": ["..."]',
        "l.jsonl:3: the same text is labelled otherwise at l.jsonl:1; keep one of them",
    )
