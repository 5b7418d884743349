"""What learned topics add to rules, by date: python -m bench.learning ROWS.jsonl[.gz] [--config FILE] [--until 2018]

A row: {id, text, date, topics, title?, language?}; its topics' names are those of the configuration, a feeds.toml. Each
topic is learned from the rows up to the end of the year `until`, and tried on all later ones: its rule alone, what was
learned alone, the rule or what was learned ("widen"), the rule and what was learned ("narrow"), and each topic in the
way that did best on the rows that it was learned from.
"""

from __future__ import annotations

import argparse
import gzip
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from digest.config import Config, load
from digest.errors import ConfigError, SourceTrouble
from digest.language.classifier import opinion
from digest.language.features import features
from digest.language.folding import fold
from digest.learn import LabelledText, labels_of, read_texts, train
from digest.models import Entry, Item, Learned, SourceFacts
from digest.normalise import normalise
from digest.pipeline.accepted import ruled
from digest.route import Router, router
from digest.route.reading import read_passage, read_title
from digest.route.topics import claims

ROOT: Final = Path(__file__).parents[1]
_AT: Final = datetime(2026, 1, 1, tzinfo=UTC)  # of what is learned here: nothing depends on it
_RULES: Final = Path(__file__).with_name("topics_wcep.toml")
_RARE: Final = 20  # topics of fewer rows are left out of the macro average

Sets = Sequence[frozenset[str]]  # of each row, the topics that are claimed


def learned_topics(rows: Sequence[LabelledText], config: Config, *, with_rules: bool) -> dict[str, Learned]:
    """What can be learned, by topic, to be used with the rules or without; says why of the others."""
    made = {}
    for topic in config.topics:
        try:
            labels = labels_of(rows, topic.name)
            made[topic.name] = train(ruled(labels, config, topic.name) if with_rules else labels, topic.name, _AT)
        except ConfigError as error:
            if with_rules:
                print(f"  not learned: {error}")
    return made


def item_of(row: LabelledText) -> Item | None:
    """A row as the program reads it; None where nothing is left of it."""
    entry = Entry(row.where, "", row.title, row.text, "text", published=row.published)
    try:
        return normalise(entry, SourceFacts("bench", language=row.language), _AT).item
    except SourceTrouble:
        return None


def claimed(items: Sequence[Item | None], rules: Router) -> Sets:
    """The topics that the title or a passage of each item claims."""
    return [frozenset() if item is None else frozenset(_claimed(item, rules)) for item in items]


def _claimed(item: Item, rules: Router) -> set[str]:
    texts = [(read_title(item.title, item.language, rules), 0)]
    texts += [(read_passage(one, item.language, rules), one.spans[0][0]) for one in item.passages]
    return {claim.topic.name for found, start in texts for claim in claims(found, rules, start)}


def alone(items: Sequence[Item | None], learned: Mapping[str, Learned]) -> Sets:
    """The topics that were learned to be in a passage of each item."""
    found = [[] if item is None else [features(fold(one.text).text) for one in item.passages] for item in items]
    return [
        frozenset(
            name for name, one in learned.items() if any(opinion(one, text).worth >= (one.widen or 1) for text in texts)
        )
        for texts in found
    ]


# -- figures -------------------------------------------------------------------------------------------------------


def scores(gold: Sets, found: Sets, names: Sequence[str]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F of each topic, and of all together under ""; topics that `names` lacks do not count."""
    right: Counter[str] = Counter()
    put: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for expected, got in zip(gold, found, strict=True):
        for counts, some in ((right, expected & got), (put, got), (wanted, expected)):
            counts.update(name for name in some if name in names)
    rows = {name: (right[name], put[name], wanted[name]) for name in names}
    rows[""] = (right.total(), put.total(), wanted.total())
    return {name: (hit / max(1, p), hit / max(1, w), 2 * hit / max(1, p + w)) for name, (hit, p, w) in rows.items()}


def printed(gold: Sets, ways: Mapping[str, Sets], names: Sequence[str], learned: Mapping[str, Learned]) -> None:
    """Print the table."""
    counts = Counter(name for one in gold for name in one)
    often = [name for name in names if counts[name] >= _RARE]
    figures = {way: scores(gold, found, names) for way, found in ways.items()}
    print(f"\n{'':16}{'n':>6}" + "".join(f"{way:>24}" for way in ways))
    for name in names:
        mark = "" if name in learned else "  (not learned)"
        print(f"{name:16}{counts[name]:>6}" + "".join(_cell(figures[way][name]) for way in ways) + mark)
    print(f"{'micro F':16}{sum(counts[n] for n in names):>6}" + "".join(_cell(figures[way][""]) for way in ways))
    largest = max(names, key=lambda name: counts[name])
    rest = [name for name in names if name != largest]
    line = "".join(_cell(scores(gold, found, rest)[""]) for found in ways.values())
    print(f"{'  without ' + largest:22}{line}")
    means = (sum(figures[way][name][2] for name in often) / max(1, len(often)) for way in ways)
    print(f"{f'macro F, n >= {_RARE}':22}" + "".join(f"{mean:>24.3f}" for mean in means))


def _cell(row: tuple[float, float, float]) -> str:
    precision, recall, f = row
    return f"{f'{f:.3f} ({precision:.2f} {recall:.2f})':>24}"


def timed(items: Sequence[Item | None], learned: Mapping[str, Learned]) -> None:
    """Print what a passage costs for each learned topic, reading its features included."""
    texts = [fold(one.text) for item in items if item for one in item.passages]
    start = time.process_time()
    for text in texts:
        found = features(text.text)
        for one in learned.values():
            opinion(one, found)
    spent = time.process_time() - start
    each = spent / max(1, len(texts) * len(learned)) * 1000
    print(f"\n{len(texts)} passages, {len(learned)} learned topics: {each:.4f} ms CPU a passage and topic")


def _router(config: Config, regions: Config, mode: str, learned: Mapping[str, Learned]) -> Router:
    """The rules with what was learned, used in one mode, or each topic as its own trial advises."""
    modes = {name: mode or one.best for name, one in learned.items()}
    used = {name: one for name, one in learned.items() if modes[name] != "rule"}
    topics = [one.model_copy(update={"learned_mode": modes.get(one.name, "widen")}) for one in config.topics]
    return router(config.regions or regions.regions, topics, config.aliases, "", used)


def _config(path: Path) -> Config:
    return load(path.read_text(encoding="utf-8"), str(path), str(path.parent), {}, lambda _: True)


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("rows", type=Path, metavar="ROWS.jsonl[.gz]")
    words.add_argument("--config", type=Path, default=_RULES, help="a feeds.toml with the labelled topics' rules")
    words.add_argument("--until", type=int, default=2018, help="the last year that is learned from")
    given = words.parse_args()
    data = given.rows.read_bytes()
    text = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8")
    rows = [replace(row, topics=row.topics or ()) for row in read_texts(text, given.rows.name)]
    end = datetime(given.until + 1, 1, 1, tzinfo=UTC)
    before = [row for row in rows if row.published and row.published < end]
    after = [row for row in rows if not row.published or row.published >= end]
    print(f"{len(before)} rows to learn from, {len(after)} later ones to try")
    config, shipped = _config(given.config), _config(ROOT / "feeds.toml")
    learned = learned_topics(before, config, with_rules=True)
    by_itself = learned_topics(before, config, with_rules=False)
    items = [item_of(row) for row in after]
    ways = {
        "rules": claimed(items, _router(config, shipped, "widen", {})),
        "learned": alone(items, by_itself),
        "widen": claimed(items, _router(config, shipped, "widen", learned)),
        "narrow": claimed(items, _router(config, shipped, "narrow", learned)),
        "as advised": claimed(items, _router(config, shipped, "", learned)),
    }
    printed([frozenset(row.topics or ()) for row in after], ways, [one.name for one in config.topics], learned)
    timed(items, learned)


if __name__ == "__main__":
    main()
