"""A reader that crashes, spins or allocates takes nothing with it: its feed is named, and the issue goes out without it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from digest import wiring
from digest.cli import execute
from digest.cli.watching import Looker
from digest.config import load
from digest.pipeline.gather import Gathered, gather
from tests.cli.desk import NOW, desk
from tests.limits.sabotage import ENDS, Sabotaged

NOTE = """\
---
title: {title}
date: 2025-06-07
---

Russia and Ukraine resumed their talks, {title}. The reader {how}.
"""


def prepared(folder: Path) -> Path:
    """A desk with a good note between any two whose readers are lost."""
    feeds = desk(folder)
    for number, how in enumerate(ENDS):
        (folder / "notes" / f"{number}-bad.md").write_text(
            NOTE.format(title=f"Bad {number}", how=how), encoding="utf-8"
        )
        (folder / "notes" / f"{number}-good.md").write_text(
            NOTE.format(title=f"Round {number}", how="goes on"), encoding="utf-8"
        )
    return feeds


def gathered(feeds: Path) -> Gathered:
    """One gather by readers that are lost where the notes say so."""
    base, now = feeds.parent, datetime.fromisoformat(NOW)
    config = load(feeds.read_text(encoding="utf-8"), feeds.name, str(base), {}, lambda name: (base / name).exists())
    with wiring.store(config, base) as store, wiring.engine() as engine:
        sabotaged: Any = Sabotaged(engine)
        fetch = wiring.fetch(config, base, now, wiring.web(config, now, {}))
        return gather(fetch, wiring.facts(config), store, sabotaged, now, Looker())


def printed(folder: Path) -> tuple[str, dict[str, Any]]:
    """The issue's page and its plan."""
    return (folder / "index.html").read_text(encoding="utf-8"), json.loads(
        (folder / "issue.json").read_text(encoding="utf-8")
    )


def test_each_lost_reader_is_named_and_all_others_are_kept(tmp_path: Path) -> None:
    feeds = prepared(tmp_path)
    made = gathered(feeds)
    lost = {failure.where: failure.what for failure in made.failures}
    expected = {f"file:notes/{number}-bad.md": what for number, (_, what) in enumerate(ENDS.values())}
    assert lost == expected
    assert made.new == len(ENDS) + 3  # the good ones, and those of the desk
    left = [child.name() for child in psutil.Process().children() if child.status() == psutil.STATUS_ZOMBIE]
    assert left == []


def test_the_issue_goes_out_without_them_and_says_so(tmp_path: Path) -> None:
    feeds = prepared(tmp_path)
    gathered(feeds)
    assert execute(["--config", str(feeds), "--now", NOW, "--quiet", "build"]) == 0
    page, plan = printed(tmp_path / "out/weekly/2025-W24")
    for number in range(len(ENDS)):
        assert f"Round {number}" in page
        assert f"the talks, Bad {number}" not in page
    named = {failure["where"] for failure in plan["colophon"]["failures"]}
    assert {f"file:notes/{number}-bad.md" for number in range(len(ENDS))} <= named
