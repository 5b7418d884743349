"""Texts routed as the program routes them: python -m bench.route IN.jsonl[.gz] OUT.jsonl [--config FILE]

A row of IN: {id, text, title?, date?, language? or lang?}. A row of OUT: {id, lang, countries, regions, topics,
passages, evidence}. `countries` are ISO codes of the regions that the article is about, `topics` all that its title or
a passage claims. `passages` has a list for each paragraph of `text` (parted by blank lines), in order: the topic under
which it is printed, or nothing. `evidence` has the judgements, each with its reason.

The configuration is a feeds.toml; without regions of its own it has those of the shipped one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final

if __package__ in {None, ""}:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from digest.config import Config, load
from digest.errors import SourceTrouble
from digest.language.tags import tag
from digest.models import Candidate, Entry, Evidence, Item, Passage, Routed, Snapshot, SourceFacts
from digest.normalise import normalise
from digest.normalise.visible import visible
from digest.route import Router, route, router
from digest.route.reading import read_passage, read_title
from digest.route.regions import standing
from digest.route.topics import claims

ROOT: Final = Path(__file__).parents[1]
_READ: Final = datetime(2026, 1, 1, tzinfo=UTC)  # of a row without a date: no routing depends on it
_BLANK: Final = re.compile(r"\n[^\S\n]*\n")
_RULES: Final = Path(__file__).with_name("topics_wcep.toml")

Row = Mapping[str, Any]


def made(path: Path) -> Router:
    """The router of a feeds.toml."""
    config, shipped = _config(path), _config(ROOT / "feeds.toml")
    return router(config.regions or shipped.regions, config.topics, config.aliases)


def _config(path: Path) -> Config:
    return load(path.read_text(encoding="utf-8"), str(path), str(path.parent), {}, lambda _: True)


def routed(row: Row, rules: Router) -> dict[str, Any]:
    """What the program makes of one row."""
    text, title = str(row["text"]), str(row.get("title") or "")
    entry = Entry(str(row["id"]), "", title, text, "text", published=_moment(row.get("date")))
    given = str(row.get("language") or row.get("lang") or "")
    try:
        reading = normalise(entry, SourceFacts("bench", language=tag(given)), _READ)
    except SourceTrouble:
        return {
            "id": row["id"],
            "lang": "",
            "countries": [],
            "regions": [],
            "topics": [],
            "passages": [],
            "evidence": [],
        }
    item = reading.item
    found = route(Candidate(item, tuple(passage.key for passage in item.passages), _READ), rules)
    countries, regions, claimed = _about(item, rules)
    claimed |= {
        one.target for one in found.evidence if one.kind == "topic" and one.verdict in {"won", "lost"} and one.matches
    }
    return {
        "id": row["id"],
        "lang": given or item.language,
        "countries": countries,
        "regions": regions,
        "topics": [topic.name for topic in rules.topics if topic.name in claimed],
        "passages": _by_paragraph(text, title, reading.snapshot, found),
        "evidence": [_evidence(one) for one in found.evidence],
    }


def _moment(date: object) -> datetime | None:
    return datetime.fromisoformat(str(date)[:10]).replace(hour=12, tzinfo=UTC) if date else None


def _about(item: Item, rules: Router) -> tuple[list[str], list[str], set[str]]:
    """The countries and regions that an article is about, and the topics that its title claims."""
    title = read_title(item.own_title, item.language, rules)
    found = [read_passage(passage, item.language, rules) for passage in item.passages]
    stands = standing(item, title, found, rules)
    named = dict.fromkeys(one.place for text in (title, *found) for one in text.named if one.place)
    codes = dict.fromkeys(
        code for place in named if set(stands.lies[place]) & set(stands.regions) for code in stands.meant[place]
    )
    return list(codes), list(stands.regions), {claim.topic.name for claim in claims(title, rules, 0)}


# -- passages by the paragraphs of the text ------------------------------------------------------------------------


def _by_paragraph(text: str, title: str, snapshot: Snapshot, found: Routed) -> list[list[str]]:
    """For each paragraph of `text` the topic of the passage that holds most of it.

    A passage may be several paragraphs that a break had parted, a paragraph several passages, and some are none: both
    are held against each other by the letters and figures that stand before them.
    """
    before = list(accumulate((char.isalnum() for char in snapshot.text), initial=0))
    topics = [(passage, part.topic) for part in found.placed for passage in part.passages]
    topics += [(passage, "") for passage in found.unmatched]
    rows: list[list[str]] = []
    for start, end in pairwise(accumulate(_sizes(text), initial=_size(title))):
        shares = [(_shared(passage, before, start, end), topic) for passage, topic in topics]
        share, topic = max(shares, key=lambda one: one[0], default=(0, ""))
        rows.append([topic] if share and topic else [])
    return rows


def _sizes(text: str) -> Iterator[int]:
    return (_size(part) for part in _BLANK.split(text) if part.strip())


def _size(text: str) -> int:
    return sum(char.isalnum() for line in text.split("\n") for char in visible(line))


def _shared(passage: Passage, before: Sequence[int], start: int, end: int) -> int:
    """How many letters and figures of a passage are the `start`-th to the `end`-th of the snapshot."""
    return sum(max(0, min(before[last], end) - max(before[first], start)) for first, last in passage.spans)


def _evidence(one: Evidence) -> dict[str, Any]:
    words = [[match.word, match.start, match.end] for match in one.matches]
    return {
        "passage": one.passage, "kind": one.kind, "target": one.target, "verdict": one.verdict, "score": one.score,
        "words": words, "note": one.note,
    }  # fmt: skip


def main() -> None:
    """Route a file."""
    words = argparse.ArgumentParser(description="Route texts as the program does.")
    words.add_argument("texts", type=Path, metavar="IN.jsonl[.gz]")
    words.add_argument("out", type=Path, metavar="OUT.jsonl")
    words.add_argument("--config", type=Path, default=_RULES, help="a feeds.toml; default: bench/topics_wcep.toml")
    given = words.parse_args()
    data = given.texts.read_bytes()
    lines = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8").splitlines()
    rules, start, count = made(given.config), time.process_time(), 0
    with given.out.open("w", encoding="utf-8") as out:
        for line in filter(str.strip, lines):
            out.write(json.dumps(routed(json.loads(line), rules), ensure_ascii=False) + "\n")
            count += 1
    spent = time.process_time() - start
    print(
        f"{count} texts in {spent:.1f} s CPU, {spent / max(1, count) * 1000:.2f} ms each, cutting and writing included"
    )


if __name__ == "__main__":
    main()
