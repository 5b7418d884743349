"""gather, build, run, approve, rebuild: the commands that make issues."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.context import Desk
from digest.errors import ConfigError
from digest.language.counted import counted

if TYPE_CHECKING:
    from digest.config.schema import Config, EditionTable
    from digest.models import Failure, Ignored
    from digest.pipeline.build import Built
    from digest.pipeline.gather import Gathered
    from digest.pipeline.pages import PagesRead
    from digest.protocols import Engine
    from digest.sources.web import Web
    from digest.store import Store

_SHOWN_FAILURES = 8
_FILE, _ENTRY = ("file",), ("entry", "entries")
_RESTING = {
    "gone": "gone for good",
    "not due": "not due yet",
    "paused": "whose server asked for a pause",
}


@click.command()
@click.option("--due", is_flag=True, help="Ask only the feeds whose next poll is due: run it as often as you like.")
@click.pass_obj
def gather(desk: Desk, due: bool) -> None:
    """Fetch all sources and keep what is new."""
    from digest import wiring

    with wiring.engine() as engine:  # first of all: its readers load while feeds.toml and the store are opened
        config = desk.config()
        web = wiring.web(config, desk.now(), desk.environment)
        with wiring.store(config, desk.base) as store:
            done, rested = _gather(desk, config, store, engine, web, due=due)
    desk.tell(
        {"gather": _counts(done) | {"resting": rested}, "stages": desk.watch.figures()}, gathered_lines(done, rested)
    )


@click.command()
@click.argument("edition", required=False)
@click.pass_obj
def build(desk: Desk, edition: str | None) -> None:
    """Build the issue that is due for EDITION (default: every edition), once."""
    from digest import wiring

    config = desk.config()
    ahead = _prints_pdf(_editions(config, edition))
    with wiring.store(config, desk.base) as store, wiring.engine(ahead=ahead) as engine:
        results = _build(desk, config, edition, store, engine, lambda: wiring.web(config, desk.now(), desk.environment))
    desk.tell({"issues": _issues(results), "stages": desk.watch.figures()}, built_lines(results, desk))


@click.command()
@click.argument("edition", required=False)
@click.pass_obj
def run(desk: Desk, edition: str | None) -> None:
    """Gather, then build EDITION (default: every edition)."""
    from digest import wiring

    with ExitStack() as open_parts:
        with wiring.engine() as engine:  # first of all, as in `gather`
            config = desk.config()
            ahead = _prints_pdf(_editions(config, edition))  # and a wrong name is said before anything is fetched
            web = wiring.web(config, desk.now(), desk.environment)
            store = open_parts.enter_context(wiring.store(config, desk.base))
            done, rested = _gather(desk, config, store, engine, web)
        # Another one: idle readers would keep their memory beside the page layout.
        with wiring.engine(ahead=ahead) as engine:
            results = _build(desk, config, edition, store, engine, lambda: web)
    desk.tell(
        {
            "gather": _counts(done) | {"resting": rested},
            "issues": _issues(results),
            "stages": desk.watch.figures(),
        },
        gathered_lines(done, rested) + "\n" + built_lines(results, desk),
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
        press = wiring.press(config, edition, engine, desk.base, store)
        result = settle(stored, edition, store, press, desk.now(), desk.watch)
        _shelve(desk, config, store, [result])
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
        press = wiring.press(config, edition, engine, desk.base, store, anew=True)
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


def _gather(
    desk: Desk, config: Config, store: Store, engine: Engine, web: Web, *, due: bool = False
) -> tuple[Gathered, dict[str, int]]:
    """Gather, and say how many feeds were left to rest, by the reason."""
    from digest import wiring
    from digest.pipeline.gather import Plan
    from digest.pipeline.gather import gather as pipeline_gather
    from digest.pipeline.pages import read_pages
    from digest.pipeline.polling import plan_turns, resting

    at = desk.now()
    turns = plan_turns(config, store.polls(), at, due_only=due)
    finder = wiring.finder(config, desk.base, at, web, store.found_feeds())
    fetch = wiring.fetch(config, desk.base, at, web, turns, finder.instead)
    facts = wiring.facts(config)
    asked = {name: said for name, said in facts.items() if name not in turns or not turns[name].rest}
    plan = Plan(turns, wiring.cautions(config), finder)
    done = pipeline_gather(fetch, asked, store, engine, at, desk.watch, plan)
    pages = read_pages(wiring.fetch_pages(web), config, facts, store, engine, at, desk.watch)
    done = replace(done, pages=pages)
    counts = {name: value for name, value in asdict(done).items() if isinstance(value, int)}
    read = {f"pages {name}": value for name, value in asdict(pages).items()}
    store.gathered(at, desk.now(), counts | read | {"failures": len(done.failures)})
    rested = resting(turns.values())
    if done.unasked:
        rested["paused"] = rested.get("paused", 0) + done.unasked
    return done, rested


def _build(
    desk: Desk, config: Config, name: str | None, store: Store, engine: Engine, web: Callable[[], Web]
) -> list[Built]:
    from digest import wiring
    from digest.pipeline.build import build as pipeline_build

    results: list[Built] = []
    for one in _editions(config, name):
        now = desk.now()
        press = wiring.press(config, one, engine, desk.base, store)
        room = wiring.darkroom(engine, store, web)
        writer = wiring.desk(config, one, store, desk.environment)
        results.append(pipeline_build(config, one, store, press, now, desk.watch, room, writer, wiring.model()))
    _shelve(desk, config, store, results)
    return results


def _shelve(desk: Desk, config: Config, store: Store, results: Sequence[Built]) -> None:
    """Bring the archives of the editions with a page up to date, where an issue was closed."""
    from digest import wiring
    from digest.pipeline.shelving import shelve

    if any(one.state in {"built", "again"} and "index.html" in one.outputs for one in results):
        editions = [one.name for one in config.editions if "web" in one.outputs]
        shelve(editions, store, wiring.shelf(config, desk.base), desk.watch)


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
    return row | {name: [asdict(one) for one in getattr(done, name)] for name in ("failures", "floods", "ignored")}


def _issues(results: list[Built]) -> list[dict[str, Any]]:
    return [asdict(one) for one in results]


def gathered_lines(done: Gathered, rested: Mapping[str, int]) -> str:
    """The summary of a gather: one line, the feeds that were not asked, what an editor should look at, troubles."""
    held = f" ({done.held} of them held: see `digest status`)" if done.held else ""
    head = (
        f"gathered {done.new} new{held}, {done.changed} changed, {counted(done.same, 'known item')} "
        f"from {counted(done.read, 'feed or file', 'feeds and files')}; {done.unchanged} unchanged; {_failed(done)}"
        + (f"; {done.forgotten} forgotten with their files" if done.forgotten else "")
    )
    left = ", ".join(f"{number} {_RESTING[why]}" for why, number in sorted(rested.items()))
    rest = [f"not asked: {left}"] if left else []
    notes = (f"  {note}" for note in done.notes)
    troubles = (*failure_lines(done.floods), *failure_lines(done.failures), *ignored_lines(done.ignored))
    return "\n".join([head, *rest, *notes, *_page_lines(done.pages), *troubles])


def _failed(done: Gathered) -> str:
    """How many sources failed; files and entries that could not be read are named apart: their sources did not."""
    failed = f"{done.failed} of {counted(done.asked, 'source')} failed" if done.failed else "no source failed"
    lost = [counted(n, *noun) for n, noun in ((done.bad_files, _FILE), (done.bad_entries, _ENTRY)) if n]
    return f"{failed}; {' and '.join(lost)} could not be read" if lost else failed


def _page_lines(pages: PagesRead | None) -> list[str]:
    """What became of the pages that were wanted; nothing where none was."""
    if pages is None or not any(asdict(pages).values()):
        return []
    counts = f"{pages.read} read, {pages.kept} not used, {pages.failed} not reached, {pages.waiting} still to come"
    return [f"pages of articles: {counts}"]


def ignored_lines(ignored: Sequence[Ignored]) -> list[str]:
    """One line per thing that was read and is no news, the first few: somebody may have to confirm a subscription."""
    shown = [f"  ignored {one.where.removeprefix('file:')}: {one.why}" for one in ignored[:_SHOWN_FAILURES]]
    left = len(ignored) - len(shown)
    return [*shown, f"  ... and {left} more ignored"] if left > 0 else shown


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
        "built": "{0.issue}: {2} in {1}",
        "again": "{0.issue}: this issue was closed before; the same plan is in {1}",
        "draft": "{0.issue}: a draft of {2} is in {1}; `digest approve {0.issue}` closes it",
        "nothing": "{0.issue}: nothing new to print, so there is no issue",
    }
    if not results:
        return "feeds.toml has no [[editions]]: nothing is built"
    lines = (
        (
            _said(one, said).format(one, _near(one.folder, desk.base), counted(one.stories, "story", "stories")),
            *picture_lines(one.pictures, one.without),
            *_coverage_lines(one),
            *(f"  {line}" for line in failure_lines(one.unmade)),
        )
        for one in results
    )
    return "\n".join(line for some in lines for line in some)


def _coverage_lines(one: Built) -> list[str]:
    if one.coverage is None or one.state == "again":
        return []
    from digest.cli.covering import block

    return block(one.coverage)


def _said(one: Built, said: Mapping[str, str]) -> str:
    if one.state == "nothing" and one.unmatched:
        return (
            "{0.issue}: nothing to print, so there is no issue; of what is new no topic and no region takes "
            "{0.unmatched}: `digest explain --unmatched` lists them"
        )
    return said[one.state]


def picture_lines(count: int, without: Sequence[Failure]) -> list[str]:
    """How many pictures were printed, and why others were not; nothing where there was none to be had."""
    if not count and not without:
        return []
    left_out = f", {len(without)} left out" if without else ""
    return [f"  pictures: {count}{left_out}", *(f"  {line}" for line in failure_lines(without))]


def _near(folder: str, base: Path) -> str:
    path = Path(folder)
    return str(path.relative_to(base)) if folder and path.is_relative_to(base) else folder
