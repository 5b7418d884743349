"""Articles made of passages on two topics and on none: each passage goes where it goes alone. Needs ../shared."""

from __future__ import annotations

import gzip
import json
from random import Random
from typing import Any

import pytest

from bench.route import ROOT, made, routed

EVENTS = ROOT.parent / "shared" / "corpora" / "nlp" / "topics_wcep.jsonl.gz"
RULES = ROOT / "bench" / "topics_wcep.toml"

pytestmark = pytest.mark.skipif(not EVENTS.is_file(), reason="needs ../shared")


def events() -> tuple[dict[str, list[dict[str, Any]]], list[dict[str, Any]]]:
    """The labelled events of one topic, by topic, and those of none."""
    rows = [json.loads(line) for line in gzip.decompress(EVENTS.read_bytes()).decode().splitlines()]
    by_topic: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if len(row["topics"]) == 1:
            by_topic.setdefault(row["topics"][0], []).append(row)
    return {topic: of for topic, of in by_topic.items() if len(of) >= 15}, [row for row in rows if not row["topics"]]


def f_measure(pairs: list[tuple[set[str], set[str]]]) -> float:
    """Of (wanted, had) for each passage."""
    hits = sum(len(wanted & had) for wanted, had in pairs)
    return 2 * hits / sum(len(wanted) + len(had) for wanted, had in pairs)


@pytest.mark.parametrize("articles", [150, pytest.param(2000, marks=pytest.mark.campaign)])
def test_a_joined_passage_goes_where_it_goes_alone(articles: int) -> None:
    rules, random = made(RULES), Random(20)
    by_topic, plain = events()
    joined: list[tuple[set[str], set[str]]] = []
    alone: list[tuple[set[str], set[str]]] = []
    for number in range(articles):
        parts = [random.choice(by_topic[topic]) for topic in random.sample(sorted(by_topic), 2)]
        parts += [random.choice(plain)] * (number % 2)
        had = routed({"id": "a", "text": "\n\n".join(part["text"] for part in parts)}, rules)["passages"]
        assert len(had) == len(parts)
        assert all(len(topics) <= 1 for topics in had)
        for part, topics in zip(parts, had, strict=True):
            wanted = set(part["topics"])
            joined.append((wanted, set(topics)))
            alone.append((wanted, set(*routed({"id": "p", "text": part["text"]}, rules)["passages"])))
    assert f_measure(joined) > f_measure(alone) - 0.015  # .004 to .009 lower on 600 articles
    assert f_measure(joined) > 0.87
