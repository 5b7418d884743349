"""The routing benchmark goes through the program's own rooms, and tells of every paragraph of the text."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from bench import route

RULES = """
[[topics]]
name = "talks"
rule = "talks OR ceasefire"
[[topics]]
name = "quake"
rule = "earthquake*"
"""
TALKS = "Talks of Russia and Ukraine began in Istanbul on Monday, and a ceasefire was spoken of."
QUAKE = "An earthquake shook the coast of Chile on Tuesday, and the port was closed for a day."


def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *texts: dict[str, str]) -> list[dict[str, object]]:
    """What the command writes."""
    given, out, rules = tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl", tmp_path / "rules.toml"
    given.write_bytes(
        gzip.compress("\n".join(json.dumps({"id": f"t{n}", **row}) for n, row in enumerate(texts)).encode())
    )
    rules.write_text(RULES, encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["route", str(given), str(out), "--config", str(rules)])
    route.main()
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_every_paragraph_has_its_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = f"{TALKS[:40]}\n\n{TALKS[40:]}"  # one passage for the program, two paragraphs for the text
    (row,) = rows(tmp_path, monkeypatch, {"text": f"{broken}\n\n{QUAKE}\n\n***\n\n{TALKS} It went on."})
    assert row["passages"] == [["talks"], ["talks"], ["quake"], [], ["talks"]]
    assert (row["topics"], row["lang"]) == (["talks", "quake"], "en")
    assert row["countries"] == ["RU", "UA"]  # Türkiye and Chile are named in passing


def test_a_title_counts_and_is_no_paragraph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    titled, empty = rows(tmp_path, monkeypatch, {"title": "Earthquake in Chile", "text": TALKS}, {"text": " "})
    assert (titled["topics"], titled["passages"]) == (["talks", "quake"], [["talks"]])
    assert (empty["topics"], empty["passages"], empty["evidence"]) == ([], [], [])
