"""A replay of two weeks: what came back, and what stayed out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import replay

CONFIG = """\
[[regions]]
name = "Europe"
countries = ["FR", "DE"]

[[topics]]
name = "Bridges"
region = "Europe"
rule = "bridge"
"""
OPENED = "The bridge of Avignon over the Rhône in France opened to cyclists on Friday after a repair of four months."
CLOSED = (
    "The bridge of Avignon over the Rhône in France is closed to cyclists again after cracks were found in two piers."
)


def entry(number: int, title: str, text: str, day: str) -> dict[str, str]:
    """One entry of a list."""
    link = f"https://wire.example/{number}"
    return {"title": title, "description": text, "link": link, "date_published": f"{day}T09:00:00Z"}


def test_two_weeks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    days = {
        "2025-06-06": [entry(1, "Avignon bridge opens to cyclists", OPENED, "2025-06-06")],
        "2025-06-12": [entry(2, "Avignon bridge closes to cyclists", CLOSED, "2025-06-12")],
    }
    for day, rows in days.items():
        folder = tmp_path / "feeds" / day
        folder.mkdir(parents=True)
        (folder / "wire.json").write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "feeds.toml").write_text(CONFIG, encoding="utf-8")
    words = [
        "replay",
        str(tmp_path / "feeds"),
        "--config",
        str(tmp_path / "feeds.toml"),
        "--keep",
        str(tmp_path / "desk"),
    ]
    monkeypatch.setattr("sys.argv", words)
    replay.main()
    said = capsys.readouterr().out
    assert (
        "No. 2 [Europe > Bridges] Avignon bridge closes to cyclists\n   <- No. 1: Avignon bridge opens to cyclists"
        in said
    )
    assert said.endswith("2 issues, 2 pieces, 1 updates, 0 left out, 0 doubts\n")
