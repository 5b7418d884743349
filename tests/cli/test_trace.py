"""digest trace: the list, the proof, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from digest.cli import execute
from tests.cli.desk import NOW, desk

ISSUE = "weekly/2025-W24"


def run(feeds: Path, *words: str) -> int:
    """Run a command at the desk."""
    return execute(["--config", str(feeds), "--now", NOW, "--quiet", *words])


@pytest.fixture(name="feeds", scope="module")
def _feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    feeds = desk(tmp_path_factory.mktemp("desk"))
    assert run(feeds, "run") == 0
    return feeds


def test_every_printed_sentence_is_listed_with_its_source_and_proved(
    feeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(feeds, "trace", ISSUE) == 0
    told = capsys.readouterr().out
    assert "Europe > Russia-Ukraine talks" in told
    assert "ok    headline: Russia and Ukraine exchange prisoners after the Istanbul talks" in told
    assert "0 without a source; each was found in its source, word for word" in told


def test_a_program_gets_one_object(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["--config", str(feeds), "--now", NOW, "--json", "trace", ISSUE]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["issue"], told["failed"], told["without_source"]) == (ISSUE, 0, 0)
    assert told["printed"] == len(told["sentences"]) > 3
    assert {"kind", "text", "publisher", "url", "item", "snapshot", "spans", "trouble"} <= set(told["sentences"][0])


def test_a_forged_plan_in_a_file_is_found_out(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = feeds.parent / "out" / ISSUE / "issue.json"
    assert run(feeds, "trace", str(path)) == 0
    forged = path.with_name("forged.json")
    forged.write_text(path.read_text(encoding="utf-8").replace("exchanged prisoners", "exchanged hostages"), "utf-8")
    capsys.readouterr()
    assert run(feeds, "trace", str(forged)) == 5
    told = capsys.readouterr().out
    assert "DO NOT HOLD" in told
    assert "there the source says “Russia and Ukraine exchanged prisoners" in told


def test_a_text_that_was_changed_in_the_store_is_found_out(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _replace(feeds, "bridge", "tunnel")
    code, told = run(feeds, "trace", ISSUE), capsys.readouterr().out
    _replace(feeds, "tunnel", "bridge")
    assert code == 5
    assert "was changed: its hash is" in told
    assert run(feeds, "trace", ISSUE) == 0


def _replace(feeds: Path, old: str, new: str) -> None:
    engine = create_engine(f"sqlite:///{feeds.parent / 'digest.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE snapshots SET text = replace(text, :old, :new)"), {"old": old, "new": new})
    engine.dispose()


@pytest.mark.parametrize("name", ["weekly/1999-W01", "no-such.json"])
def test_what_is_not_there_is_said(name: str, feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feeds, "trace", name) == 2
    assert name in capsys.readouterr().err
