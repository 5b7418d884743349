"""How fast feeds are parsed, beside feedparser with its defaults, over a folder of real feeds.

    python -m bench.parsing [--corpora ../shared/corpora] [--rounds 5]

Both get the same bytes and give the same texts, cleaned (tests/parse/test_differential.py). CPU seconds of this
process; each figure is the median of the rounds, in which the two take turns.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

import feedparser

from bench.parse import fetched
from digest.parse import parse
from digest.pipeline.showing import shown

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
ENDINGS = frozenset({".xml", ".rss", ".atom", ".rdf", ".feed"})
# Unit tests of parsers: a few lines each, and on purpose unlike what publishers serve.
MADE_UP = frozenset({"feedparser", "feedvalidator", "feedvalidator-finder", "gofeed", "laminas", "rome", "tiro"})
ADDRESS = "https://wire.example/feed"
HEADERS = {"content-type": "application/xml", "content-location": ADDRESS}


def real_feeds(corpora: Path) -> Iterator[Path]:
    """The feeds of publishers, in the order of their paths."""
    for path in sorted([*corpora.glob("feeds/**/*"), *corpora.glob("newsfeeds/**/*")]):
        if path.suffix in ENDINGS and path.is_file() and not MADE_UP & set(path.parts):
            yield path


def plain(body: bytes) -> Any:
    """Feedparser with its defaults."""
    return feedparser.parse(BytesIO(body))


def main() -> None:
    """Print the figures."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--corpora", type=Path, default=CORPORA)
    words.add_argument("--rounds", type=int, default=5)
    given = words.parse_args()
    warnings.simplefilter("ignore")
    bodies = [body for path in real_feeds(given.corpora) if plain(body := path.read_bytes()).entries]
    ready = [fetched(body, ADDRESS, HEADERS) for body in bodies]
    theirs, ours, cleaned = [], [], []
    for _ in range(given.rounds):
        theirs.append([_cpu(plain, body) for body in bodies])
        ours.append([_cpu(parse, one) for one in ready])
        cleaned.append([_cpu(shown, one) for one in ready])
    size = sum(map(len, bodies)) / 1e6
    print(
        f"{len(bodies)} feeds, {size:.1f} MB, {given.rounds} rounds; CPU seconds for all, and feed by feed the median"
    )
    base = _medians(theirs)
    for name, rounds in (("feedparser's defaults", theirs), ("entries", ours), ("entries, HTML cleaned", cleaned)):
        each = _medians(rounds)
        ratio = sum(base) / sum(each)
        typical = median(before / now for before, now in zip(base, each, strict=True))
        print(f"{name:24}{sum(each):8.2f} s {ratio:6.2f}x in all {typical:6.2f}x the median feed")


def _cpu(work: Callable[[Any], object], value: object) -> float:
    start = time.process_time()
    work(value)
    return time.process_time() - start


def _medians(rounds: list[list[float]]) -> list[float]:
    return [median(times) for times in zip(*rounds, strict=True)]


if __name__ == "__main__":
    main()
