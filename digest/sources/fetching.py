"""Many sources at once: different hosts in parallel, the feeds of one host in turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from queue import Empty, Full, Queue
from threading import Event, Thread

from digest.models import Failure, Fetched, Gone, Unchanged, Validators
from digest.protocols import Source
from digest.sources.http import HttpSource

Outcome = Fetched | Unchanged | Failure | Gone
Known = Mapping[str, Mapping[str, Validators]]

AT_ONCE = 50
_UNREAD = 16  # outcomes that may wait for the reader; with bodies of up to 10 MB, more would be memory for nothing
_GLANCE = 0.2  # seconds between two looks at whether the reader has gone


def fetch_all(sources: Sequence[Source], known: Known, at_once: int = AT_ONCE) -> Iterator[Outcome]:
    """Yield every source's outcomes as they come in, in no fixed order.

    `known` maps sources' names to what is kept of their URLs. At most `at_once` hosts are asked at a time, and no
    more is fetched than is read. Never raises for a source's trouble. Closing the iterator stops the rest.
    """
    groups = _by_host(sources)
    if not groups:
        return
    todo: Queue[list[Source]] = Queue()
    for group in groups:
        todo.put(group)
    outbox: Queue[Outcome | None] = Queue(_UNREAD)
    gone = Event()
    runners = [
        Thread(target=_run, args=(todo, known, outbox, gone), name=f"fetch {number}", daemon=True)
        for number in range(min(at_once, len(groups)))
    ]
    for runner in runners:
        runner.start()
    try:
        working = len(runners)
        while working:
            if (outcome := outbox.get()) is None:
                working -= 1
            else:
                yield outcome
    finally:
        gone.set()


def _by_host(sources: Sequence[Source]) -> list[list[Source]]:
    """Sources that must wait for one another, in the order given; the longest queues first, as they take longest."""
    groups: defaultdict[tuple[str, str], list[Source]] = defaultdict(list)
    for source in sources:
        host = source.host if isinstance(source, HttpSource) else ""
        groups[("host", host) if host else ("source", source.name)].append(source)
    return sorted(groups.values(), key=len, reverse=True)


def _run(todo: Queue[list[Source]], known: Known, outbox: Queue[Outcome | None], gone: Event) -> None:
    """Take one host after the other, until there are no more or nobody reads any more."""
    try:
        while not gone.is_set():
            for outcome in _fetch_group(todo.get_nowait(), known):
                _hand_over(outcome, outbox, gone)
                if gone.is_set():
                    return
    except Empty:
        pass
    finally:
        _hand_over(None, outbox, gone)


def _fetch_group(group: list[Source], known: Known) -> Iterator[Outcome]:
    with ExitStack() as leases:
        for source in group:
            try:
                if isinstance(source, HttpSource) and len(group) > 1:
                    leases.enter_context(source.lease())  # keep the connection for the next feed of the host
                yield from source.fetch(known.get(source.name, {}))
            except Exception as error:  # noqa: BLE001 (the seam's edge: one bad source never stops a run)
                what = f"failed with {type(error).__name__}: {error}"
                yield Failure(source.name, source.name, "fetch", what, "This is a fault of the program: report it.")


def _hand_over(outcome: Outcome | None, outbox: Queue[Outcome | None], gone: Event) -> None:
    while not gone.is_set():
        with suppress(Full):
            outbox.put(outcome, timeout=_GLANCE)
            return
