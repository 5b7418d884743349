"""learn: a topic, from labelled texts or from what editors accepted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.context import Desk, read_lines
from digest.cli.table import table
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config.schema import Config, TopicTable
    from digest.learn import Label
    from digest.models import Figures, Learned

_WORDS = 12  # that are shown of either side
_ISSUES = 1_000_000  # all of them


@click.command()
@click.argument("topic")
@click.argument("labels", required=False, metavar="[LABELS.jsonl]")
@click.option("--from-issues", is_flag=True, help="Learn from what closed issues printed there, and elsewhere.")
@click.option("--edition", "edition_name", default="", help="Of this edition's issues (default: the first).")
@click.option(
    "--precision", default=0.8, show_default=True, type=click.FloatRange(0, 1), help="Of what is added to the rule."
)
@click.option("-o", "--output", default="", metavar="FILE", help="Default: as the topic says, or learned/TOPIC.json.")
@click.pass_obj
def learn(
    desk: Desk, topic: str, labels: str | None, from_issues: bool, edition_name: str, precision: float, output: str
) -> None:
    """Learn TOPIC from texts: {"text": "...", "label": 1 or 0}, one a line, or with "topics": ["..."] for the label.

    It is used where feeds.toml says so, by the topic's key `learned`.
    """
    from digest import wiring
    from digest.language.learned_file import write_learned
    from digest.learn import train
    from digest.pipeline.accepted import ruled

    if bool(labels) == from_issues:
        raise ConfigError("learn: give a file of labelled texts, or --from-issues; one of the two")
    config = desk.config(learned=False)
    found = _topic(config, topic)
    name = found.name
    made = _from_issues(desk, config, edition_name, name) if labels is None else _from_file(labels, name)
    learned = train(ruled(made, config, name), name, desk.now(), precision)
    path = Path(output) if output else desk.base / (found.learned or f"learned/{_slug(name)}.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    wiring.write(path, write_learned(learned))
    _tell(desk, learned, found, path)


def _topic(config: Config, given: str) -> TopicTable:
    for one in config.topics:
        if one.name.casefold() == given.casefold():
            return one
    listed = ", ".join(one.name for one in config.topics)
    raise ConfigError(f"learn: there is no topic {given!r}; feeds.toml has: {listed or 'none'}")


def _from_file(labels: str, topic: str) -> Sequence[Label]:
    from digest.learn import labels_of, read_texts

    return labels_of(read_texts(read_lines(labels), labels), topic)


def _from_issues(desk: Desk, config: Config, edition_name: str, topic: str) -> Sequence[Label]:
    from digest import wiring
    from digest.config import edition
    from digest.pipeline.accepted import accepted
    from digest.pipeline.weeks import read_weeks

    wanted = edition(config, edition_name)
    with wiring.store(config, desk.base) as store:
        return accepted(read_weeks(store, wanted, _ISSUES, wiring.read_plan), config, wanted, topic)


def _written(feature: str) -> str:
    """A feature as people read it: a star where a word may go on."""
    from digest.language.features import STEM

    return " ".join(f"{word}*" if len(word) == STEM else word for word in feature.split())


def _slug(name: str) -> str:
    from digest.language.folding import plain

    return re.sub(r"\W+", "-", plain(name)).strip("-") or "topic"


def _tell(desk: Desk, learned: Learned, topic: TopicTable, path: Path) -> None:
    ranked = sorted(learned.features, key=lambda one: (-learned.features[one][1], one))
    against = [one for one in reversed(ranked) if learned.features[one][1] < 0][:_WORDS]
    beside = path.relative_to(desk.base).as_posix() if path.is_relative_to(desk.base) else str(path)
    lines = [
        f"{beside}: {learned.topic}, learned from {learned.rows} texts, {learned.positive} of them the topic's",
        f"  weigh most for it: {', '.join(map(_written, ranked[:_WORDS]))}",
        f"  weigh most against it: {', '.join(map(_written, against))}",
        "  on texts it had not seen:",
        *(f"    {line}" for line in table(("", "precision", "recall", "F"), _rows(learned)).split("\n")),
        f"  {_advice(learned, topic, beside, desk.path.name)}",
    ]
    result = {
        "file": str(path),
        "topic": learned.topic,
        "rows": learned.rows,
        "positive": learned.positive,
        "tried": {way: {"precision": one.precision, "recall": one.recall, "f": one.f} for way, one in _ways(learned)},
        "widen": learned.widen,
        "narrow": learned.narrow,
        "best": learned.best,
        "used": topic.learned == beside,
    }
    desk.tell(result, "\n".join(lines))


def _ways(learned: Learned) -> list[tuple[str, Figures]]:
    return [(way, getattr(learned.tried, way)) for way in ("rule", "alone", "widen", "narrow")]


_SAID = {
    "rule": "the rule alone",
    "alone": "learned alone",
    "widen": "the rule or learned (widen)",
    "narrow": "the rule and learned (narrow)",
}


def _rows(learned: Learned) -> list[tuple[str, ...]]:
    return [
        (_SAID[way], *(f"{figure:.3f}" for figure in (one.precision, one.recall, one.f))) for way, one in _ways(learned)
    ]


def _advice(learned: Learned, topic: TopicTable, beside: str, name: str) -> str:
    best = learned.best
    if best == "rule":
        return "the rule alone is as good: label more texts, or leave it at the rule"
    if (topic.learned, topic.learned_mode) == (beside, best):
        return f'{name} uses it so already: learned_mode = "{best}"'
    mode = "" if best == "widen" else f' and learned_mode = "{best}"'
    return f'to use it at its best, write under the topic in {name}: learned = "{beside}"{mode}'
