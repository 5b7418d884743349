"""`make bench`: gather, gather again with nothing new, build, stage by stage, over a local corpus and server.

    python -m bench --feeds 50 --items 20 --latency 0.2

Every run is the `digest` command as a user gives it, in a process of its own; its seconds include its start.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.server import Corpus, serve

ROOT = Path(__file__).parents[1]
NOW = "2026-11-22T08:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Run:
    """One command: wall and CPU seconds with all its children, and what it says of itself."""

    name: str
    wall: float
    cpu: float
    said: dict[str, Any]


def main() -> None:
    """Print the figures."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--feeds", type=int, default=50)
    words.add_argument("--items", type=int, default=20)
    words.add_argument("--latency", type=float, default=0.2)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--changed", type=int, default=1, help="feeds with one new article in the third gather")
    given = words.parse_args()
    corpus = Corpus(given.feeds, given.items, given.seed, given.latency)
    stop = serve(corpus)
    try:
        with tempfile.TemporaryDirectory(prefix="digest-bench-") as folder:
            runs = list(_runs(corpus, Path(folder), given.changed))
    finally:
        stop()
    print(f"{given.feeds} feeds x {given.items} items, {given.latency * 1000:.0f} ms latency\n")
    for run in runs:
        _print(run)


def _runs(corpus: Corpus, folder: Path, changed: int) -> Any:
    feeds = folder / "feeds.toml"
    feeds.write_text(config(corpus), encoding="utf-8")
    yield _run("gather, everything new", feeds, "gather")
    yield _run("gather, all unchanged", feeds, "gather")
    yield _run("build the weekly issue", feeds, "build")
    corpus.change(range(min(changed, corpus.feeds)))
    yield _run(f"gather, {changed} changed", feeds, "gather")
    yield _run("build again, closed slot", feeds, "build")


def config(corpus: Corpus) -> str:
    """The shipped feeds.toml with the corpus in place of its sources."""
    shipped = (ROOT / "feeds.toml").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^(?=\[)", shipped)
    kept = "".join(part for part in parts if not part.startswith("[[sources]]"))
    kept = kept.replace("[digest]\n", '[digest]\nallow_hosts = ["127.0.0.0/8"]\n', 1)
    sources = "".join(
        f'[[sources]]\nname = "Feed {number}"\nurl = "{url}"\n\n' for number, url in enumerate(corpus.urls())
    )
    return kept + "\n" + sources


def _run(name: str, feeds: Path, command: str) -> Run:
    words = [sys.executable, "-m", "digest", "--config", str(feeds), "--now", NOW, "--json", command]
    before, start = _children(), time.monotonic()
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    wall, cpu = time.monotonic() - start, _children() - before
    if done.returncode:
        sys.exit(f"{name}: exit {done.returncode}\n{done.stderr}")
    return Run(name, wall, cpu, json.loads(done.stdout))


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _print(run: Run) -> None:
    print(f"{run.name}: {run.wall:.2f} s wall, {run.cpu:.2f} s CPU, start and end of the command included")
    stages: dict[str, dict[str, float]] = run.said.get("stages", {})
    total = sum(row["seconds"] for row in stages.values()) or 1.0
    for name, row in stages.items():
        rate = f"{row['items'] / row['seconds']:10,.0f} items/s" if row["seconds"] else " " * 18
        share = row["seconds"] / total
        print(
            f"  {name:12} {row['seconds']:8.3f} s {share:6.1%} {row['items']:6.0f} items {rate}"
            f"  cpu {row['cpu']:.2f} s  peak {row['peak_mb']:.0f} MB"
        )
    print()


if __name__ == "__main__":
    main()
