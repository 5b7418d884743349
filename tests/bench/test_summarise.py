"""The command that judges of summaries call."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench import summarise

ROWS = [
    {
        "id": "a",
        "texts": [
            "The Danube rose above its banks in Budapest on Sunday, the\nwater authority of Hungary said. Trams stopped.",
            "However, nobody was hurt. He thanked the volunteers.\n\nHungary closed the quays of the Danube in Budapest "
            "and called in the army to carry sandbags.",
        ],
        "words": 40,
    },
    {"id": "b", "texts": [], "words": 10},
    {"id": "c", "texts": ["However, it rained."]},
]


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given, made = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["summarise", str(given), str(made)])
    assert summarise.main() == 0
    answers = [json.loads(line) for line in made.read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in answers] == ["a", "b", "c"]
    first, *rest = answers
    assert {one["source"] for one in first["sentences"]} == {0, 1}
    assert all(not one["sentences"] for one in rest)
    for one in first["sentences"]:
        told = ROWS[0]["texts"][one["source"]][one["start"] : one["end"]]  # type: ignore[index]
        assert one["text"] == " ".join(told.split())
    assert sum(len(one["text"].split()) for one in first["sentences"]) <= 40
    assert not any(one["text"].startswith(("However", "He ")) for one in first["sentences"])


def test_lines_are_paragraphs_where_nothing_else_parts_them() -> None:
    long = "The water authority of Hungary said that the Danube rose above its banks in Budapest again on Sunday night."
    row = {"id": "a", "texts": [f"{long}\n{long.replace('Budapest', 'Baja')}"], "words": 19}
    sentences = summarise.summary(row)["sentences"]
    assert isinstance(sentences, list)
    assert [one["text"] for one in sentences] == [long]
