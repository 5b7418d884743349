"""Fetching alone: many feeds at once against the local server, new and unchanged, and what each costs.

    python -m bench.fetch                   50 feeds, 500 feeds, both again with nothing new
    python -m bench.fetch --feeds 200 --latency 0.1 --at-once 20

The server runs in a process of its own, so that the CPU seconds are the client's. The floor is what the latency alone
takes when as many feeds as allowed are asked at once.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

from bench.server import Corpus, serve
from digest.config.schema import GatherTable
from digest.models import Failure, Fetched, Gone, Unchanged, Validators
from digest.sources.addresses import allowed
from digest.sources.fetching import AT_ONCE, fetch_all
from digest.sources.http import HttpSource, Web

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
Known = Mapping[str, Mapping[str, Validators]]


@dataclass(frozen=True, slots=True)
class Round:
    """One round over all feeds: seconds by the wall and of CPU, and the outcomes by kind."""

    wall: float
    cpu: float
    outcomes: tuple[Fetched | Unchanged | Failure | Gone, ...]

    def count(self, kind: type) -> int:
        """How many outcomes are of a kind."""
        return sum(isinstance(outcome, kind) for outcome in self.outcomes)


def main() -> None:
    """Print one line a round."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--feeds", type=int, nargs="+", default=[50, 500])
    words.add_argument("--items", type=int, default=20)
    words.add_argument("--latency", type=float, default=0.2)
    words.add_argument("--at-once", type=int, default=AT_ONCE)
    words.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.serve:
        _serve(Corpus(given.feeds[0], given.items, latency=given.latency))
        return
    for feeds in given.feeds:
        measure(feeds, given.items, given.latency, given.at_once)


def measure(feeds: int, items: int, latency: float, at_once: int) -> None:
    """Fetch everything new, then everything unchanged, and print both."""
    floor = ceil(feeds / at_once) * latency
    with _server(feeds, items, latency) as urls:
        new = fetch(urls, {}, at_once)
        known = {
            outcome.source: {outcome.url: outcome.validators}
            for outcome in new.outcomes
            if isinstance(outcome, Fetched)
        }
        again = fetch(urls, known, at_once)
    for name, done in (("all new", new), ("all unchanged", again)):
        print(
            f"{feeds:5} feeds, {name:13}: {done.wall:6.2f} s wall ({done.wall / floor:.2f} x floor {floor:.1f} s), "
            f"{done.cpu / feeds * 1000:5.2f} ms CPU a feed; {done.count(Fetched)} fetched, "
            f"{done.count(Unchanged)} unchanged, {done.count(Failure)} failed"
        )


def fetch(urls: list[str], known: Known, at_once: int) -> Round:
    """One round through the same parts that `digest gather` uses."""
    pause = GatherTable().pause
    web = Web(NOW, contact="bench@digest.example", allowed=allowed(["127.0.0.0/8"]), pause=pause)
    sources = [HttpSource(f"Feed {number}", url, web) for number, url in enumerate(urls)]
    wall, cpu = time.perf_counter(), time.process_time()
    outcomes = tuple(fetch_all(sources, known, at_once))
    return Round(time.perf_counter() - wall, time.process_time() - cpu, outcomes)


@contextmanager
def _server(feeds: int, items: int, latency: float) -> Iterator[list[str]]:
    """The URLs of a server that runs within the block."""
    words = ["--serve", "--feeds", str(feeds), "--items", str(items), "--latency", str(latency)]
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.fetch", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        yield server.stdout.readline().split()
    finally:
        server.stdin.close()  # it ends when nobody holds its input any more
        server.stdout.close()
        server.wait(10)


def _serve(corpus: Corpus) -> None:
    """Serve until the caller closes our input; then leave at once, whatever connections are still open."""
    serve(corpus)
    print(*corpus.urls(), flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
