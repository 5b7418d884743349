"""A run that is killed at any step, then run again, gives the one whole issue: every item once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from digest.cli import execute
from tests.cli.desk import NOW, desk

ROOT = Path(__file__).parents[1]
LANES = 4  # the steps are dealt out to as many tests, so that they can run side by side
MOST = 200


def killed_run(feeds: Path, step: int) -> bool:
    """Run until the given step; False when the run ended before it."""
    words = [sys.executable, "-m", "tests.crash_child", str(feeds), NOW, str(step)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode != 0


def printed_passages(feeds: Path) -> Counter[str]:
    """How often each passage stands in the published issues of the desk."""
    count: Counter[str] = Counter()
    for path in sorted((feeds.parent / "out").glob("weekly/*/issue.json")):
        for section in json.loads(path.read_text(encoding="utf-8"))["sections"]:
            for topic in section["topics"]:
                for piece in topic["pieces"]:
                    count.update(passage for _, passage in piece["tells"])
    return count


@pytest.mark.parametrize("lane", range(LANES))
def test_killed_at_each_step_then_run_again(tmp_path: Path, lane: int) -> None:
    steps = 0
    for step in range(lane + 1, MOST, LANES):
        folder = tmp_path / str(step)
        folder.mkdir()
        feeds = desk(folder)
        feeds.write_text(feeds.read_text(encoding="utf-8").replace('["mail", "web"]', '["mail"]'), encoding="utf-8")
        killed = killed_run(feeds, step)
        assert execute(["--config", str(feeds), "--now", NOW, "--quiet", "run"]) == 0
        passages = printed_passages(feeds)
        assert len(passages) == 3, f"killed at step {step}: something is missing"
        assert set(passages.values()) == {1}, f"killed at step {step}: something is printed twice"
        assert [path.name for path in (folder / "out/weekly").iterdir()] == ["2025-W24"]
        if not killed:
            break
        steps += 1
    assert 5 < steps < MOST // LANES, "the steps were all met, and there were some"
