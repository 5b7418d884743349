"""Processes that use one store at once, or are killed while they do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from digest.models import Failure, Reading, Validators
from digest.store import Store, open_store
from tests.builders import NOW, fetched, item, snapshot

SECOND = timedelta(seconds=1)
BATCH = 3  # items of one batch
# Forked from a clean server: starts in some 10 ms, and inherits no connection.
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "tests.store.workers",
        "tests.pipeline.killed",
        "tests.pipeline.mailroom",
        "sqlalchemy.dialects.sqlite",
        "sqlalchemy.dialects.postgresql",
    ]
)

Work = Callable[..., None]


class Worker:
    """A process that does `work(say, *values)`; what it says can be heard here."""

    def __init__(self, work: Work, *values: object) -> None:
        """Start it."""
        self._ear, mouth = _CONTEXT.Pipe(duplex=False)
        self._process: BaseProcess = _CONTEXT.Process(target=_run, args=(work, mouth, values), daemon=True)
        self._process.start()
        mouth.close()

    def hear(self) -> str:
        """The next thing it says; "" when it ended without a word, "failed: ..." when it raised."""
        try:
            return str(self._ear.recv()) if self._ear.poll(60) else "failed: silent for a minute"
        except EOFError:
            return ""

    def kill(self) -> None:
        """End it by SIGKILL, at once."""
        self._process.kill()
        self._end()

    def join(self) -> list[str]:
        """Wait until it ends; all that it still says."""
        said = list(iter(self.hear, ""))
        self._end()
        return said

    def _end(self) -> None:
        self._process.join(60)
        self._ear.close()
        self._process.close()


def _run(work: Work, mouth: Connection, values: tuple[object, ...]) -> None:
    try:
        work(mouth.send, *values)
    except Exception as error:  # noqa: BLE001 the parent asserts that nothing failed
        mouth.send(f"failed: {type(error).__name__}: {error}")


def together(*jobs: tuple[Any, ...]) -> list[list[str]]:
    """Do these all at once; what each of them said."""
    workers = [Worker(*job) for job in jobs]
    return [worker.join() for worker in workers]


# -- what they do --------------------------------------------------------------------------------------------------


def batch(source: str, number: int) -> list[Reading]:
    """The items of a feed's batch, and an edit of one of the batch before."""
    readings = [_reading(source, number, nth, "as written.") for nth in range(BATCH)]
    return readings + ([_reading(source, number - 1, 0, "as corrected.")] if number else [])


def _reading(source: str, number: int, nth: int, words: str) -> Reading:
    title = f"{source} {number}.{nth}"
    blocks = [f"{title}: first.", f"{title}: {words}"]
    return Reading(item(title, *blocks, id=title, source=source), snapshot(title, *blocks))


def keep_batch(store: Store, source: str, number: int) -> None:
    """Keep one batch; its validators bear its number."""
    feed = fetched(source=source, url=f"https://{source}.example/", at=NOW + number * SECOND)
    trouble = Failure(source, f"entry {number}", "parse", "no text")
    store.keep(
        fetched(source=source, url=feed.url, at=feed.at, validators=Validators(str(number))),
        batch(source, number),
        [trouble],
    )


def kept_batches(store: Store, source: str) -> int:
    """How many batches the store says it has."""
    held = store.validators().get(source, {})
    return max((int(one.etag) + 1 for one in held.values()), default=0)


def build(store: Store, edition: str, sources: list[str], week: int) -> None:
    """Draft what is fresh, and close it; a slot that is closed stays closed."""
    slot = NOW + timedelta(days=7 * week)
    found = store.candidates(edition, slot, dict.fromkeys(sources))
    rows = [(one.item.id, passage, f"p{number}") for number, one in enumerate(found) for passage in one.fresh]
    made = store.draft(edition, slot, f"{edition}/{week}", slot, lambda number: json.dumps([number, rows]).encode())
    _, planned = json.loads(store.plan(made.id, made.revision))
    store.close(made.id, [tuple(row) for row in planned], slot, made.revision)


def gather(say: Callable[[str], None], url: str, source: str, batches: int) -> None:
    """Keep batches, one after the other, from where the store stands."""
    with open_store(url) as store:
        for number in range(kept_batches(store, source), batches):
            keep_batch(store, source, number)
            store.settle([source], NOW + number * SECOND)


def build_on(say: Callable[[str], None], url: str, edition: str, sources: list[str], weeks: int) -> None:
    """Build one issue after the other, from where the store stands."""
    with open_store(url) as store:
        last = store.last_closed(edition)
        for week in range((last.slot - NOW).days // 7 + 1 if last else 0, weeks):
            build(store, edition, sources, week)
            store.status(NOW)


def gather_and_build(say: Callable[[str], None], url: str, rounds: int) -> None:
    """Keep a batch and build from it, again and again; says what it begins."""
    with open_store(url) as store:
        last = store.last_closed("weekly")
        for number in range((last.slot - NOW).days // 7 + 1 if last else 0, rounds):
            say("gather")
            if kept_batches(store, "Wire") <= number:
                keep_batch(store, "Wire", number)
            say("build")
            build(store, "weekly", ["Wire"], number)


def open_only(say: Callable[[str], None], url: str) -> None:
    """Open a store that may not exist yet."""
    with open_store(url) as store:
        say(str(len(store.failures())))
