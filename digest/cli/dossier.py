"""dossier: a topic's history over all issues, as lines and as a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.briefing import write_pdf
from digest.cli.context import Desk, moment
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.models import Issue
    from digest.pipeline.dossier import Strand, Wish


@click.command()
@click.argument("topic")
@click.option("--region", default="", help="Only where it stood under this region.")
@click.option("--since", default="", help="Issues of this date or later.")
@click.option("--until", default="", help="Issues before this date.")
@click.option("--edition", "name", default="", help="Of this edition (default: the first).")
@click.option("--title", default="", help="Printed on the first page (default: the topic).")
@click.option("-o", "--output", default="dossier.pdf", show_default=True, help="The PDF to write.")
@click.pass_obj
def dossier(desk: Desk, topic: str, region: str, since: str, until: str, name: str, title: str, output: str) -> None:
    """Make a PDF of everything that the issues said on TOPIC, by date, and list its headlines.

    Each story stands as it was printed, with its sources; a follow-up leads to what it follows.
    """
    from digest import __version__, wiring
    from digest.config import edition
    from digest.pipeline.dossier import Wish, strand
    from digest.pipeline.dossier import dossier as compose
    from digest.pipeline.printing import print_issue
    from digest.pipeline.remembering import thawed

    config = desk.config()
    wanted = edition(config, name)
    with wiring.store(config, desk.base) as store, wiring.engine() as engine:
        issues = thawed(store.closed_plans(wanted.name))
        wish = Wish(
            _topic(topic, issues),
            region,
            moment(since, "--since") if since else None,
            moment(until, "--until") if until else None,
            title,
        )
        told = strand(issues, wish)
        if not told:
            raise ConfigError(_nothing(wish, wanted.name))
        issue = compose(issues, wish, wiring.issue_name(wanted), desk.now(), f"digest {__version__}")
        outcome = print_issue(issue, wiring.brief_press(config, engine, desk.base, store), desk.watch)
    path = write_pdf(Path(output), outcome)
    said = {"dossier": issue.id, "file": str(path), "topic": wish.topic, "stories": [asdict(one) for one in told]}
    desk.tell(said, "\n".join([*_lines(told), f"{path}: {len(told)} stories of {len(issue.sections)} issues"]))


def _topic(name: str, issues: Sequence[Issue]) -> str:
    """The topic as it was printed; past issues may have topics that feeds.toml has no more."""
    from digest.pipeline.dossier import topics

    printed = topics(issues)
    found = [one for one in printed if one.casefold() == name.casefold()]
    if not found:
        listed = f"printed were: {', '.join(printed)}" if printed else "no issue is closed yet: `digest run` makes one"
        raise ConfigError(f"dossier: no issue printed a topic {name!r}; {listed}")
    return found[0]


def _nothing(wish: Wish, edition: str) -> str:
    where = f" under {wish.region}" if wish.region else ""
    return f"dossier: no issue of {edition} between these dates printed {wish.topic!r}{where}; try others"


def _lines(told: Sequence[Strand]) -> list[str]:
    made: list[str] = []
    for _, group in groupby(told, lambda one: one.issue):
        stories = list(group)
        made.append(f"{stories[0].day.date().isoformat()}  No. {stories[0].number}")
        for one in stories:
            made.append(f"  {one.headline} ({', '.join(one.publishers)})")
            if one.follows:
                made.append(f"    follows “{one.follows.headline}” in No. {one.follows.number}")
    return made
