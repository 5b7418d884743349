"""test: what the rules of feeds.toml make of past issues, or of a labelled file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.context import Desk, read_lines
from digest.cli.starting import topic_name
from digest.cli.table import table
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config.schema import Config, EditionTable
    from digest.pipeline.trial import Dispute, Tally, Trial
    from digest.pipeline.weeks import Replay, Weeks

_SHOWN = 20  # cases in dispute
_TITLE = 70  # characters
_BELOW = 1  # the exit code when the rules do worse than was asked


@click.command()
@click.option("--labels", default="", metavar="FILE.jsonl", help="Try the texts of this file instead of past issues.")
@click.option("--topic", default="", help="With --labels: try this topic only, of which the rows' `label` speaks.")
@click.option("--weeks", default=8, show_default=True, type=click.IntRange(1), help="Replay so many closed issues.")
@click.option("--edition", "edition_name", default="", help="Of this edition (default: the first).")
@click.option("--at-least", default=0.0, type=click.FloatRange(0, 1), help="Exit with 1 where F is lower than this.")
@click.option(
    "--save", default="", metavar="FILE.jsonl", help="Write the replayed items with their places, to be corrected."
)
@click.option("--all", "everything", is_flag=True, help=f"List all cases in dispute, not {_SHOWN}.")
@click.pass_obj
def test(
    desk: Desk, labels: str, topic: str, weeks: int, edition_name: str, at_least: float, save: str, everything: bool
) -> None:
    """Try the rules on past issues, or on a labelled file: precision, recall, and what would move, with the reasons.

    A row of the file: {"text": "...", "topics": [...], "regions": [...]}; also title, language, date, countries.
    """
    from digest.config import edition

    if labels and save:
        raise ConfigError("test: --save writes what past issues hold; it does not go with --labels")
    if topic and not labels:
        raise ConfigError("test: --topic says what the labels of a file are of; it goes with --labels")
    config = desk.config()
    wanted = edition(config, edition_name)
    shown = None if everything else _SHOWN
    if labels:
        trial = _labelled(desk, config, wanted, labels, topic_name(topic, list(wanted.topics)))
        result, lines = _trial(trial), _labelled_lines(trial, labels, shown)
    else:
        past, outcome, rows = _replayed(desk, config, wanted, weeks, save=bool(save))
        trial = outcome.trial
        head = {"issues": [one.id for one in past.issues], "edited": outcome.edited, "unknown": outcome.unknown}
        result, lines = head | _trial(trial), _replay_lines(past, outcome, shown)
        if save:
            lines.append(_saved(rows, Path(save)))
    met = trial.worst >= at_least
    if at_least:
        lines.append(f"F is {trial.worst:.2f}: {'enough' if met else 'not enough'}, {at_least:g} was asked for")
    desk.tell(result | {"f": round(trial.worst, 4)}, "\n".join(lines))
    if not met:
        raise click.exceptions.Exit(_BELOW)


def _labelled(desk: Desk, config: Config, edition: EditionTable, labels: str, topic: str) -> Trial:
    from digest.learn import read_texts
    from digest.pipeline.build import edition_router
    from digest.pipeline.trial import try_texts

    rows = read_texts(read_lines(labels), labels)
    return try_texts(rows, config, edition_router(config, edition), desk.now(), topic)


def _replayed(
    desk: Desk, config: Config, edition: EditionTable, count: int, *, save: bool
) -> tuple[Weeks, Replay, list[dict[str, object]]]:
    """The weeks, what becomes of them, and the rows to be saved."""
    from digest import wiring
    from digest.pipeline.accepted import golden
    from digest.pipeline.weeks import read_weeks, replay

    with wiring.store(config, desk.base) as store, desk.watch.stage("replay") as stage:
        past = read_weeks(store, edition, count, wiring.read_plan)
        outcome = replay(past, config, edition, store.rules([one.colophon.rules for one in past.issues]))
        stage.items = outcome.trial.items
        return past, outcome, list(golden(past, config, edition)) if save else []


def _saved(rows: Sequence[Mapping[str, object]], path: Path) -> str:
    from digest import wiring

    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    wiring.write(path, text.encode())
    return f"{path}: {_many(len(rows), 'item')} with topics and regions; correct them, then digest test --labels {path}"


# -- what is told --------------------------------------------------------------------------------------------------


def _trial(trial: Trial) -> dict[str, Any]:
    tallies = [
        asdict(one) | {name: round(getattr(one, name), 4) for name in ("precision", "recall", "f")}
        for one in trial.tallies
    ]
    return {"items": trial.items, "tallies": tallies, "disputes": [asdict(one) for one in trial.disputes]}


def _labelled_lines(trial: Trial, labels: str, shown: int | None) -> list[str]:
    count = len({one.where for one in trial.disputes})
    head = f"{labels}: {_many(trial.items, 'text')}, {count} of them in dispute"
    return [head, "", *_figures(trial.tallies), *_listed(trial.disputes, "labelled", "the rules say", shown)]


def _replay_lines(past: Weeks, outcome: Replay, shown: int | None) -> list[str]:
    trial = outcome.trial
    span = past.issues[0].id if len(past.issues) == 1 else f"{past.issues[0].id} to {past.issues[-1].id}"
    moving = len({one.item for one in trial.disputes})
    would = f"{_many(moving, 'item')} would move" if moving else "nothing would move"
    notes = []
    if outcome.edited:
        notes.append(f"{_many(outcome.edited, 'printed paragraph')} changed since: not replayed")
    if outcome.unknown:
        notes.append(f"{_many(outcome.unknown, 'unprinted item')} left out: the rules of that time were not kept")
    head = f"{span}: {_many(trial.items, 'printed item')} in {_many(len(past.issues), 'issue')}; {would}"
    return [head, *notes, "", *_figures(trial.tallies), *_listed(trial.disputes, "was", "would be", shown)]


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _figures(tallies: Sequence[Tally]) -> list[str]:
    heads = ("", "precision", "recall", "F", "right", "wrongly in", "wrongly out")
    rows = [
        (
            f"{one.kind} {one.name}" if one.name else f"all {one.kind}s",
            *(f"{figure:.2f}" for figure in (one.precision, one.recall, one.f)),
            *(str(count) for count in (one.right, one.wrongly_in, one.wrongly_out)),
        )
        for one in tallies
    ]
    return [*table(heads, rows).split("\n"), ""] if rows else []


def _listed(disputes: Sequence[Dispute], was: str, would: str, shown: int | None) -> list[str]:
    lines = [line for one in disputes[:shown] for line in _case(one, was, would)]
    left = len(disputes) - len(disputes[:shown])
    return [*lines, f"... and {left} more; --all lists them"] if left else lines


def _case(one: Dispute, was: str, would: str) -> Iterable[str]:
    title = one.title if len(one.title) <= _TITLE else one.title[:_TITLE] + "..."
    where = one.where or "not printed"
    yield f"{title} ({where}, {_many(one.passages, 'paragraph')})"
    yield f"  {was} {one.was} | {would} {one.would}"
    yield f"  because {'; '.join(one.because)}"
