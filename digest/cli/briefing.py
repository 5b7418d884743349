"""brief: a one-off PDF from feeds and files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.context import Desk, moment
from digest.cli.making import failure_lines, picture_lines
from digest.cli.starting import topic_name
from digest.errors import ConfigError, IncompleteIssue
from digest.language.counted import counted

if TYPE_CHECKING:
    from digest.config.schema import Config
    from digest.models import Failure, Issue, Reading
    from digest.pipeline.brief import Order
    from digest.pipeline.illustrating import Illustrated
    from digest.pipeline.printing import Printed
    from digest.protocols import Album, Engine

_SUMMARY_WORDS = 80
_EMPTY = "nothing in what was read fits the order; try another topic, region or rule, or other dates"


@click.command()
@click.argument("what", nargs=-1, metavar="[URL|FILE]...")
@click.option("--topic", default="", help="Only this topic of feeds.toml.")
@click.option("--region", default="", help="Only this region of feeds.toml.")
@click.option("--rule", default="", help="Only passages that meet this rule; '*' takes everything.")
@click.option("--since", default="", help="Published at or after this date.")
@click.option("--until", default="", help="Published before this date.")
@click.option("--summary", is_flag=True, help=f"At most {_SUMMARY_WORDS} words of each article instead of all.")
@click.option("--title", default="", help="Printed on the first page.")
@click.option("--explain", "asked", default="", help="Make no PDF; say why items with these words are in it or not.")
@click.option(
    "--profile",
    type=click.Choice(("a4", "letter", "large", "e-ink")),
    default="a4",
    show_default=True,
    help="The page: A4, US Letter, large print, or a small one for electronic ink.",
)
@click.option("-o", "--output", default="brief.pdf", show_default=True, help="The PDF to write.")
@click.pass_obj
def brief(
    desk: Desk, /, what: tuple[str, ...], asked: str, output: str, summary: bool, profile: str, **wishes: str
) -> None:
    """Make a PDF of what URLs and FILES (default: all sources of feeds.toml) say on a topic, region or rule."""
    from digest import wiring
    from digest.pipeline.brief import brief as compose_brief
    from digest.pipeline.printing import print_issue

    if Path(output).resolve() in {Path(one).resolve() for one in what}:
        raise ConfigError(f"-o: {output} is one of the files to be read; name another file for the PDF")
    config = desk.config_or_starter()
    order = _order(config, wishes, _SUMMARY_WORDS if summary else None)
    with wiring.engine() as engine:
        readings, failures = _read(desk, config, what, engine)
        if asked:
            _explain(desk, config, order, readings, asked)
            return
        issue = compose_brief(order, readings, failures, config, desk.now(), desk.watch, wiring.model())
        if not issue.sections:
            raise ConfigError(*failure_lines(failures), _EMPTY)
        album = wiring.album()
        made = _illustrated(desk, config, engine, album, issue, readings)
        press = wiring.brief_press(config, engine, desk.base, album, profile)
        outcome = print_issue(made.issue, press, desk.watch)
    path = write_pdf(Path(output), outcome)
    stories = sum(len(topic.pieces) for section in issue.sections for topic in section.topics)
    said = {
        "brief": issue.id,
        "file": str(path),
        "stories": stories,
        "pictures": made.pictures,
        "failures": [asdict(one) for one in (*failures, *made.failures)],
        "stages": desk.watch.figures(),
    }
    lines = [
        f"{path}: {counted(stories, 'story', 'stories')} from {counted(len(readings), 'item')}",
        *failure_lines(failures),
    ]
    desk.tell(said, "\n".join([*lines, *picture_lines(made.pictures, made.failures)]))


def _explain(desk: Desk, config: Config, order: Order, readings: list[Reading], asked: str) -> None:
    from digest import wiring
    from digest.cli.explaining import lines
    from digest.pipeline.brief import explained

    fates = explained(order, readings, asked, config, desk.now(), desk.watch, wiring.model())
    if not fates:
        raise ConfigError(f"--explain: nothing that was read is called {asked!r}; try other words of its title")
    desk.tell({"items": [asdict(one) for one in fates]}, "\n\n".join(lines(one) for one in fates))


def _read(desk: Desk, config: Config, what: tuple[str, ...], engine: Engine) -> tuple[list[Reading], list[Failure]]:
    from digest import wiring
    from digest.pipeline.brief import read_all

    at = desk.now()
    if what:
        fetch = wiring.fetch_loose(what, config, Path.cwd(), at, desk.environment)
        return read_all(fetch, wiring.facts(config), engine, desk.watch)
    web = wiring.web(config, at, desk.environment)
    fetch = wiring.fetch(config, desk.base, at, web)
    return read_all(fetch, wiring.facts(config), engine, desk.watch, wiring.finder(config, desk.base, at, web))


def _illustrated(
    desk: Desk, config: Config, engine: Engine, album: Album, issue: Issue, readings: list[Reading]
) -> Illustrated:
    from digest import wiring
    from digest.pipeline.illustrating import illustrate, permitted

    found = {one.item.id: (one.item.source, one.item.picture) for one in readings if one.item.picture}
    room = wiring.darkroom(engine, album, lambda: wiring.web(config, desk.now(), desk.environment))
    return illustrate(issue, permitted(config, found), room, desk.now(), desk.watch)


def write_pdf(path: Path, outcome: Printed) -> Path:
    """Put the PDF where it was asked for; an incomplete one beside it, under another name."""
    from digest import wiring

    body = next(one.body for one in outcome.files if one.media_type == "application/pdf")
    if not outcome.missing:
        return wiring.write(path, body)
    target = wiring.write(path.with_suffix(".incomplete.pdf"), body)
    lost = "\n".join(f"  {gap}" for gap in outcome.missing)
    raise IncompleteIssue(f"planned, but not found in print; the output is kept in {target}:\n{lost}")


def _order(config: Config, wishes: dict[str, str], words: int | None) -> Order:
    from digest.language.rules import RuleError, parse_rule
    from digest.pipeline.brief import Order

    if sum(bool(wishes[name]) for name in ("topic", "region", "rule")) > 1:
        raise ConfigError("--topic, --region, --rule: give one of them; a rule can name everything with AND and OR")
    regions = {region.name.casefold(): region.name for region in config.regions} | {"global": "Global"}
    region = regions.get(wishes["region"].casefold(), "") if wishes["region"] else ""
    if wishes["region"] and not region:
        raise ConfigError(
            f"--region: there is no region {wishes['region']!r}; feeds.toml has: {', '.join(regions.values())}"
        )
    try:
        if wishes["rule"]:
            parse_rule(wishes["rule"], config.aliases)
    except RuleError as error:
        raise ConfigError(f"--rule: {error}") from None
    return Order(
        title=wishes["title"],
        topic=topic_name(wishes["topic"], [topic.name for topic in config.topics]),
        region=region,
        rule=wishes["rule"],
        since=moment(wishes["since"], "--since") if wishes["since"] else None,
        until=moment(wishes["until"], "--until") if wishes["until"] else None,
        words=words,
    )
