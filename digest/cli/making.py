"""gather, build, run, approve, rebuild: the commands that make issues."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.context import Desk
from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.config.schema import Config, EditionTable
    from digest.models import Failure
    from digest.pipeline.build import Built
    from digest.pipeline.gather import Gathered
    from digest.protocols import Engine
    from digest.store import Store

_SHOWN_FAILURES = 8


@click.command()
@click.pass_obj
def gather(desk: Desk) -> None:
    """Fetch all sources and keep what is new."""
    from digest import wiring

    with wiring.engine() as engine:  # first of all: its readers load while feeds.toml and the store are opened
        config = desk.config()
        with wiring.store(config, desk.base) as store:
            done = _gather(desk, config, store, engine)
    desk.tell({"gather": _counts(done), "stages": desk.watch.figures()}, gathered_lines(done))


@click.command()
@click.argument("edition", required=False)
@click.pass_obj
def build(desk: Desk, edition: str | None) -> None:
    """Build the issue that is due for EDITION (default: every edition), once."""
    from digest import wiring

    config = desk.config()
    ahead = _prints_pdf(_editions(config, edition))
    with wiring.store(config, desk.base) as store, wiring.engine(ahead=ahead) as engine:
        results = _build(desk, config, edition, store, engine)
    desk.tell({"issues": _issues(results), "stages": desk.watch.figures()}, built_lines(results, desk))


@click.command()
@click.argument("edition", required=False)
@click.pass_obj
def run(desk: Desk, edition: str | None) -> None:
    """Gather, then build EDITION (default: every edition)."""
    from digest import wiring

    with ExitStack() as open_parts:
        with wiring.engine() as engine:
            config = desk.config()
            ahead = _prints_pdf(_editions(config, edition))  # and a wrong name is said before anything is fetched
            store = open_parts.enter_context(wiring.store(config, desk.base))
            done = _gather(desk, config, store, engine)
        with wiring.engine(ahead=ahead) as engine:  # another one: idle readers would keep their memory beside the page
            results = _build(desk, config, edition, store, engine)
    desk.tell(
        {"gather": _counts(done), "issues": _issues(results), "stages": desk.watch.figures()},
        gathered_lines(done) + "\n" + built_lines(results, desk),
    )


@click.command()
@click.argument("issue")
@click.pass_obj
def approve(desk: Desk, issue: str) -> None:
    """Approve the draft ISSUE (e.g. weekly/2026-W47), render and close it."""
    from digest import wiring
    from digest.pipeline.build import settle

    config = desk.config()
    with wiring.store(config, desk.base) as store, wiring.engine() as engine:
        stored = store.issue_by_id(issue)
        if stored is None:
            raise ConfigError(f"{issue}: there is no such issue; `digest status` lists them")
        if stored.state == "draft":
            stored = store.approve(issue)
        edition = _editions(config, stored.edition)[0]
        press = wiring.press(config, edition, engine, desk.base)
        result = settle(stored, edition, store, press, desk.now(), desk.watch)
    desk.tell({"issues": _issues([result])}, built_lines([result], desk))


@click.command()
@click.argument("issue")
@click.option("--verify", is_flag=True, help="Write nothing; compare with what lies in the issue's folder.")
@click.pass_obj
def rebuild(desk: Desk, issue: str, verify: bool) -> None:
    """Render ISSUE (e.g. weekly/2026-W47) again from its stored plan."""
    from digest import wiring
    from digest.pipeline.printing import print_issue

    config = desk.config()
    with wiring.store(config, desk.base) as store, wiring.engine() as engine:
        stored = store.issue_by_id(issue)
        if stored is None:
            raise ConfigError(f"{issue}: there is no such issue; `digest status` lists them")
        edition = _editions(config, stored.edition)[0]
        press = wiring.press(config, edition, engine, desk.base)
        outcome = print_issue(press.load(store.plan(stored.id)), press, desk.watch)
        folder = Path(desk.base / config.digest.out / issue)
        if not verify:
            folder = Path(press.publish(issue, outcome.files, bool(outcome.missing)))
    rows = {one.name: _verdict(folder / one.name, one.body) for one in outcome.files}
    same = all(word == "same bytes" for word in rows.values())
    desk.tell({"issue": issue, "same": same, "files": rows}, "\n".join(f"{n}: {w}" for n, w in rows.items()))
    if not same:
        raise click.exceptions.Exit(5)


def _verdict(path: Path, body: bytes) -> str:
    if not path.is_file():
        return "not in the folder"
    there = path.read_bytes()
    if there == body:
        return "same bytes"
    first = next((at for at, (a, b) in enumerate(zip(there, body, strict=False)) if a != b), min(len(there), len(body)))
    return f"DIFFERS from byte {first} on ({len(there)} there, {len(body)} rendered)"


def _gather(desk: Desk, config: Config, store: Store, engine: Engine) -> Gathered:
    from digest import wiring
    from digest.pipeline.gather import gather as pipeline_gather

    at = desk.now()
    fetch = wiring.fetch(config, desk.base, at, desk.environment)
    done = pipeline_gather(fetch, wiring.facts(config), store, engine, at, desk.watch, wiring.cautions(config))
    counts = {name: value for name, value in asdict(done).items() if isinstance(value, int)}
    store.gathered(at, desk.now(), counts | {"failures": len(done.failures)})
    return done


def _build(desk: Desk, config: Config, name: str | None, store: Store, engine: Engine) -> list[Built]:
    from digest import wiring
    from digest.pipeline.build import build as pipeline_build

    return [
        pipeline_build(config, one, store, wiring.press(config, one, engine, desk.base), desk.now(), desk.watch)
        for one in _editions(config, name)
    ]


def _editions(config: Config, name: str | None) -> list[EditionTable]:
    """The named edition, or all of them, with the defaults filled in."""
    from digest.config import edition

    names = [one.name for one in config.editions]
    if name is not None and name not in names:
        raise ConfigError(f"{name}: there is no such edition; feeds.toml has {', '.join(names) or 'none'}")
    return [edition(config, one) for one in ([name] if name else names)]


def _prints_pdf(editions: Sequence[EditionTable]) -> bool:
    return any("pdf" in one.outputs for one in editions)


def _counts(done: Gathered) -> dict[str, Any]:
    row = asdict(done)
    return row | {name: [asdict(one) for one in getattr(done, name)] for name in ("failures", "floods")}


def _issues(results: list[Built]) -> list[dict[str, Any]]:
    return [asdict(one) for one in results]


def gathered_lines(done: Gathered) -> str:
    """The summary of a gather: one line, who came with far more than usual, and the first troubles."""
    held = f" ({done.held} of them held: see `digest status`)" if done.held else ""
    head = (
        f"gathered {done.new} new{held}, {done.changed} changed, {done.same} known items "
        f"from {done.read} feeds and files; {done.unchanged} unchanged, {len(done.failures)} failed"
    )
    return "\n".join([head, *failure_lines(done.floods), *failure_lines(done.failures)])


def failure_lines(failures: Sequence[Failure]) -> list[str]:
    """One line per trouble, the first few."""
    shown = [f"  {failure_line(one)}" for one in failures[:_SHOWN_FAILURES]]
    left = len(failures) - len(shown)
    return [*shown, f"  ... and {left} more; `digest status` lists all"] if left > 0 else shown


def failure_line(one: Failure) -> str:
    """Source, place, what is wrong and what to do, as sentences."""
    what = one.what if one.what.endswith((".", "!", "?")) else one.what + "."
    where = one.where.removeprefix("file:")
    place = where if where.startswith(one.source) else f"{one.source}: {where}"
    return f"{place}: {what} {one.advice}".rstrip()


def built_lines(results: list[Built], desk: Desk) -> str:
    """One line per edition."""
    said = {
        "built": "{0.issue}: {0.stories} stories in {1}",
        "again": "{0.issue}: this issue was closed before; the same plan is in {1}",
        "draft": "{0.issue}: a draft of {0.stories} stories is in {1}; `digest approve {0.issue}` closes it",
        "nothing": "{0.issue}: nothing new to print, so there is no issue",
    }
    return "\n".join(said[one.state].format(one, _near(one.folder, desk.base)) for one in results)


def _near(folder: str, base: Path) -> str:
    path = Path(folder)
    return str(path.relative_to(base)) if folder and path.is_relative_to(base) else folder
