"""Thousands of feeds in one store: what gather, status and build cost an item, and how much memory the whole takes.

    python -m bench.scale                          500, 1,000 and 2,000 feeds x 20 items
    python -m bench.scale --feeds 200 --changed 1  one of 200 feeds changed, against the full run

Every run is the `digest` command as a user gives it, without PDF; its seconds include its start. Memory is the
proportional set size of the process and its children, the highest of some looks a second. "All" lets every item into
the first issue (`first = "all"`), which is more than a newsletter ever has.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psutil

from bench.__main__ import NOW, ROOT, config
from bench.server import Corpus, serve

_GLANCE = 0.2  # seconds between two looks at the memory
LATER = "2026-11-29T08:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Run:
    """One command: wall and CPU seconds with all its children, the highest memory in MB, and what it says."""

    name: str
    wall: float
    cpu: float
    memory: float
    said: dict[str, Any]


def main() -> None:
    """Print one line a run."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--feeds", type=int, nargs="+", default=[500, 1000, 2000])
    words.add_argument("--items", type=int, default=20)
    words.add_argument("--latency", type=float, default=0.02)
    words.add_argument("--changed", type=int, default=1)
    words.add_argument("--all", action="store_true", help='first = "all"')
    words.add_argument("--stages", action="store_true", help="print the stages of each run too")
    words.add_argument("--port", type=int, default=8899)
    given = words.parse_args()
    for feeds in given.feeds:
        corpus = Corpus(feeds, given.items, latency=given.latency, port=given.port)
        stop = serve(corpus)
        try:
            with tempfile.TemporaryDirectory(prefix="digest-scale-") as folder:
                runs = list(_runs(corpus, Path(folder), given.changed, every=given.all))
        finally:
            stop()
        for run in runs:
            _print(run, feeds * given.items, stages=given.stages)
        full, again = (sum(run.wall for run in runs if run.name.endswith(word)) for word in ("new", "changed"))
        print(f"  gather and build, {given.changed} of {feeds} feeds changed: {again / full:.3f} of the full run\n")


def _runs(corpus: Corpus, folder: Path, changed: int, *, every: bool) -> Iterator[Run]:
    feeds = folder / "feeds.toml"
    text = re.sub(r'(?m)^name = "weekly"$', 'name = "weekly"\noutputs = ["mail", "web"]', config(corpus))
    feeds.write_text(text + ('[gather]\nfirst = "all"\n' if every else ""), encoding="utf-8")
    yield _run("gather, all new", feeds, NOW, "gather")
    yield _run("build, all new", feeds, NOW, "build", "weekly")
    yield _run("gather, nothing else", feeds, NOW, "gather")
    yield _run("status", feeds, NOW, "status")
    corpus.change(range(min(changed, corpus.feeds)))
    yield _run(f"gather, {changed} changed", feeds, NOW, "gather")
    yield _run(f"build, {changed} changed", feeds, NOW, "build", "weekly")
    yield _run("build, a week later", feeds, LATER, "build", "weekly")


def _run(name: str, feeds: Path, now: str, *command: str) -> Run:
    words = [sys.executable, "-m", "digest", "--config", str(feeds), "--now", now, "--json", *command]
    before, start = _children(), time.monotonic()
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        over, most = Event(), [0.0]
        looker = Thread(target=_look, args=(process.pid, over, most))
        looker.start()
        out, err = process.communicate()
        wall = time.monotonic() - start
        over.set()
        looker.join()
    if process.returncode:
        sys.exit(f"{name}: exit {process.returncode}\n{err}")
    return Run(name, wall, _children() - before, most[0], json.loads(out))


def _look(pid: int, over: Event, most: list[float]) -> None:
    """Look at a process and its children until it is over; keep the highest sum."""
    while not over.wait(_GLANCE):
        try:
            tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
            most[0] = max(most[0], sum(one.memory_full_info().pss for one in tree) / 2**20)
        except psutil.Error:
            continue  # one of them ended while we looked


def _children() -> float:
    used = psutil.Process().cpu_times()
    return used.children_user + used.children_system


def _print(run: Run, items: int, *, stages: bool) -> None:
    spent = f"{run.wall:7.2f} s wall {run.cpu:7.2f} s CPU {run.cpu / items * 1000:6.2f} ms an item"
    print(f"{items:6} items  {run.name:22} {spent} {run.memory:5.0f} MB", flush=True)
    found: dict[str, dict[str, float]] = run.said.get("stages", {}) if stages else {}
    for name, row in found.items():
        print(f"    {name:10} {row['seconds']:8.2f} s {row['items']:7.0f} items, cpu {row['cpu']:.2f} s")


if __name__ == "__main__":
    main()
