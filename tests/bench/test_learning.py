"""The benchmark of learned topics counts what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import learning
from bench.learning import scores
from tests.learn.samples import VOTES, WEATHER


def test_scores() -> None:
    gold = [frozenset({"a"}), frozenset({"a", "b"}), frozenset({"x"})]
    found = [frozenset({"a", "b"}), frozenset({"a"}), frozenset({"a"})]
    assert scores(gold, found, ["a", "b"]) == {
        "a": (2 / 3, 1.0, 0.8), "b": (0.0, 0.0, 0.0), "": (0.5, 2 / 3, 4 / 7),
    }  # fmt: skip


def test_the_table_is_by_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"id": str(number), "text": text, "date": f"{2018 + number % 2}-06-01", "topics": ["votes"] * (text in VOTES)}
        for number, text in enumerate((*VOTES, *WEATHER))
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "rules.toml").write_text('[[topics]]\nname = "votes"\nrule = "ballots"\n', encoding="utf-8")
    monkeypatch.setattr(
        "sys.argv", ["learning", str(tmp_path / "rows.jsonl"), "--config", str(tmp_path / "rules.toml")]
    )
    learning.main()
    printed = capsys.readouterr().out
    assert "48 rows to learn from, 48 later ones to try" in printed
    (row,) = [line for line in printed.splitlines() if line.startswith("votes ")]
    rules, _, widen, *_ = [
        float(cell) for cell in row.split() if cell.count(".") == 1 and "(" not in cell and ")" not in cell
    ]
    assert rules < 0.5 < widen
