"""Two topics against passages that people have labelled; skipped with a reason where ../shared is missing."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

import pytest

from bench.route import ROOT, made, routed

CORPORA = ROOT.parent / "shared" / "corpora"
LABELS = Path(__file__).parent / "labels"
BENCH = ROOT / "bench" / "topics_wcep.toml"
SHIPPED = ROOT / "feeds.toml"

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="needs ../shared")


def paragraphs(path: Path) -> list[str]:
    """The paragraphs of an article's file, white space folded."""
    text = path.read_text(encoding="utf-8", errors="replace").replace("\r", "")
    text = re.sub(r"^---.*?\n---\n", "", text, flags=re.DOTALL)
    if path.suffix == ".html":
        text = re.sub(r"(?is)<(script|style).*?</\1>", "", text)
        text = re.sub(r"(?i)</?(p|div|br|li|h\d|tr|ul|ol)[^>]*>", "\n\n", text)
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]


def passages() -> Iterator[str]:
    """Every paragraph of the articles, and every labelled event."""
    for path in sorted((CORPORA / "articles").rglob("*")):
        if path.suffix in {".html", ".txt", ".md"}:
            yield from paragraphs(path)
    for name in ("topics_wcep", "region_wcep"):
        data = gzip.decompress((CORPORA / "nlp" / f"{name}.jsonl.gz").read_bytes()).decode()
        yield from (json.loads(line)["text"] for line in data.splitlines())


@cache
def by_hash() -> dict[str, str]:
    """The passages by blake2b-128 of their text."""
    return {blake2b(text.encode(), digest_size=16).hexdigest(): text for text in passages()}


def labelled(name: str) -> dict[str, bool]:
    """The labels, by the passage's text."""
    lines = (LABELS / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {by_hash()[key]: label == "1" for key, label in rows}


# What was reached. Before any label was seen, the talks had P .48 R .95 and .51 .86; Daesh what it has now. Mended by
# kind of fault: a leader's "calls" and meetings on other matters, talks of one side only, talks on gas and debts, broken
# ceasefires. Of 234 passages on Ukraine 21 are on the talks: one more or less is .05.
@pytest.mark.parametrize(
    ("name", "rules", "topic", "precision", "recall"),
    [
        ("talks", BENCH, "ukraine-talks", 0.86, 0.90),
        ("talks", SHIPPED, "Russia-Ukraine talks", 0.86, 0.90),
        ("isis", BENCH, "anti-isis", 0.97, 0.99),
        ("isis", SHIPPED, "anti-Daesh coordination", 0.97, 0.97),
    ],
)
def test_precision_and_recall(name: str, rules: Path, topic: str, precision: float, recall: float) -> None:
    router, labels = made(rules), labelled(name)
    assert len(labels) > 200
    claimed = {text for text in labels if topic in routed({"id": "", "text": text}, router)["topics"]}
    wanted = {text for text, label in labels.items() if label}
    assert len(claimed & wanted) >= precision * len(claimed)
    assert len(claimed & wanted) >= recall * len(wanted)
