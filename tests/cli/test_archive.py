"""The archive beside the issues, as the commands leave it."""

from __future__ import annotations

import json
from pathlib import Path

from digest.cli import execute
from tests.cli.desk import NOW, desk

LATER = "2025-06-16T08:00:00+00:00"
MORE = """\
---
title: Germany and Ukraine hold talks on a ceasefire
date: 2025-06-14
---

Germany and Ukraine held talks on a ceasefire with Russia on Saturday.
"""


def _run(feeds: Path, now: str, *words: str) -> int:
    return execute(["--config", str(feeds), "--now", now, "--quiet", *words])


def test_two_issues_stand_in_the_archive_and_its_feeds(tmp_path: Path) -> None:
    feeds = desk(tmp_path)
    assert _run(feeds, NOW, "run") == 0
    (tmp_path / "notes" / "more.md").write_text(MORE, encoding="utf-8")
    assert _run(feeds, LATER, "run") == 0
    folder = tmp_path / "out" / "weekly"
    listed = json.loads((folder / "search.json").read_text("utf-8"))
    assert [one["href"] for one in listed["issues"]] == ["2025-W25/", "2025-W24/"]
    assert "2025-W24/" in (folder / "index.html").read_text("utf-8")
    assert "weekly/2025-W25/" in (tmp_path / "out" / "index.html").read_text("utf-8")
    assert len(json.loads((folder / "feed.json").read_text("utf-8"))["items"]) == 2
    for href in (one["href"] for one in listed["issues"]):
        assert (folder / href / "index.html").is_file()


def test_building_again_on_another_day_changes_no_byte(tmp_path: Path) -> None:
    feeds = desk(tmp_path)
    assert _run(feeds, NOW, "run") == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert _run(feeds, "2025-06-11T18:00:00+00:00", "build") == 0
    assert before == {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}


def test_an_issue_that_was_taken_away_is_not_listed(tmp_path: Path) -> None:
    feeds = desk(tmp_path)
    assert _run(feeds, NOW, "run") == 0
    (tmp_path / "out/weekly/2025-W24/index.html").unlink()
    (tmp_path / "notes" / "more.md").write_text(MORE, encoding="utf-8")
    assert _run(feeds, LATER, "run") == 0
    listed = json.loads((tmp_path / "out/weekly/search.json").read_text("utf-8"))
    assert [one["href"] for one in listed["issues"]] == ["2025-W25/"]


def test_a_draft_is_not_in_the_archive_until_it_is_approved(tmp_path: Path) -> None:
    feeds = desk(tmp_path)
    text = feeds.read_text("utf-8").replace('name = "weekly"', 'name = "weekly"\napproval = "required"', 1)
    feeds.write_text(text, encoding="utf-8")
    assert _run(feeds, NOW, "run") == 0
    assert not (tmp_path / "out/weekly/index.html").exists()
    assert _run(feeds, NOW, "approve", "weekly/2025-W24") == 0
    assert (tmp_path / "out/weekly/index.html").exists()
