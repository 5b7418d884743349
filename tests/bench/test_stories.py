"""The benches of stories and copies: rows in, rows out; and what the corpora gave when they were last measured."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bench import neardup, stories, stories_scale
from bench.rows import read
from tests.cluster.test_events import EVENTS

UCI = Path(__file__).parents[3] / "shared/corpora/nlp/clusters_uci.jsonl.gz"


def rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_stories_and_copies_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = [
        {"id": f"{event}-{number}", "title": title, "text": text, "publisher": f"P{number}", "ts": 1_600_000_000_000}
        for event, told in EVENTS.items()
        for number, (title, text) in enumerate([*told, told[0]])
    ]
    path, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    for extra in ((), ("--slices", "3")):
        monkeypatch.setattr("sys.argv", ["stories", str(path), str(out), *extra])
        stories.main()
        assert Counter(Counter(row["cluster"] for row in rows(out)).values()) == Counter({3: len(EVENTS)})
    monkeypatch.setattr("sys.argv", ["neardup", str(path), str(out)])
    neardup.main()
    pairs = {tuple(sorted((row["a"], row["b"]))) for row in rows(out)}
    assert pairs == {(f"{event}-0", f"{event}-2") for event in EVENTS}


def bcubed(gold: list[str], found: list[str]) -> float:
    """The F of BCubed precision and recall."""
    both, ours, theirs = Counter(zip(gold, found, strict=True)), Counter(found), Counter(gold)
    precision = sum(count * count / ours[one] for (_, one), count in both.items()) / len(gold)
    recall = sum(count * count / theirs[one] for (one, _), count in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


@pytest.mark.skipif(not UCI.exists(), reason="needs the shared corpora")
def test_headlines_of_large_stories() -> None:
    """BCubed F was .879 at once."""
    given = read(str(UCI))
    names, cuts = stories.ready(given)
    leads = {names[cut.item.id]: story.cuts[0].item.id for story in stories.at_once(cuts) for cut in story.cuts}
    gold = [str(row["cluster"]) for row in given]
    assert bcubed(gold, [leads[str(row["id"])] for row in given]) >= 0.87


def test_made_texts_are_told_from_each_other() -> None:
    made = list(stories_scale.made(600, 6))
    events = {cut.item.id: event for cut, event in made}
    found = stories.in_slices([cut for cut, _ in made], 3)
    mixed = sum(len({events[cut.item.id] for cut in story.cuts}) > 1 for story in found)
    assert mixed <= len(found) // 50
    assert len(found) < len(made)
