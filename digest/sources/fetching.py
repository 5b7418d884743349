"""Many sources at once: different hosts in parallel, the requests to one host in turn, with its pause between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from queue import Full, Queue
from threading import Event, Thread

from digest.models import Failure, Outcome, Validators
from digest.protocols import Source
from digest.sources.agenda import Agenda, Entry
from digest.sources.http import Call, HttpSource

Known = Mapping[str, Mapping[str, Validators]]

AT_ONCE = 50
_UNREAD = 16  # outcomes that may wait for the reader; with bodies of up to 10 MB, more would be memory for nothing
_GLANCE = 0.2  # seconds between two looks at whether the reader has gone


def fetch_all(sources: Sequence[Source], known: Known, at_once: int = AT_ONCE) -> Iterator[Outcome]:
    """Yield every source's outcomes as they come in, in no fixed order.

    `known` maps sources' names to what is kept of their URLs. At most `at_once` hosts are asked at a time, and no
    more is fetched than is read. Never raises for a source's trouble. Closing the iterator stops the rest.
    """
    if not sources:
        return
    crew = _Crew(sources, known)
    runners = [
        Thread(target=crew.work, name=f"fetch {number}", daemon=True) for number in range(min(at_once, len(sources)))
    ]
    for runner in runners:
        runner.start()
    try:
        working = len(runners)
        while working:
            if (outcome := crew.outbox.get()) is None:
                working -= 1
            else:
                yield outcome
    finally:
        crew.leave()


class _Task:
    """One source on its way: what it yields, and the lease on its first host that it holds till the end."""

    def __init__(self, source: Source, known: Mapping[str, Validators]) -> None:
        self.source = source
        self.leases = ExitStack()
        self.begun = False
        if isinstance(source, HttpSource):
            self.steps: Iterator[Call | Outcome] = source.steps(known)
            self.leases.enter_context(source.lease())
        else:
            self.steps = source.fetch(known)

    def place(self) -> str:
        """Where it is done: at a host, in turn with all others there, or by itself."""
        host = self.source.host if isinstance(self.source, HttpSource) else ""
        return host or f"{self.source.name} "  # no host has a space in its name

    def ready(self, host: str) -> float:
        """When it may go on at a host, in monotonic seconds."""
        return self.source.web.lines.ready(host) if isinstance(self.source, HttpSource) else 0.0


class _Crew:
    """The threads of one round, and what they share."""

    def __init__(self, sources: Sequence[Source], known: Known) -> None:
        self.outbox: Queue[Outcome | None] = Queue(_UNREAD)
        self._gone = Event()
        self._agenda: Agenda[_Task] = Agenda()
        tasks = [_Task(source, known.get(source.name, {})) for source in sources]
        places = [task.place() for task in tasks]
        lengths = Counter(places)
        # The longest queues first, as they take longest.
        for place, task in sorted(zip(places, tasks, strict=True), key=lambda pair: -lengths[pair[0]]):
            self._put(place, task)

    def leave(self) -> None:
        """Stop: nobody reads any more."""
        self._gone.set()
        self._agenda.close()

    def work(self) -> None:
        """Take one request after the other, until there are no more or nobody reads any more."""
        try:
            while taken := self._agenda.take():
                host, task = taken
                try:
                    self._go_on(host, task)
                finally:
                    self._agenda.done(host)
        finally:
            self._hand_over(None)

    def _put(self, host: str, task: _Task) -> None:
        self._agenda.put(host, Entry(task, partial(task.ready, host)))

    def _go_on(self, host: str, task: _Task) -> None:
        """Make one request of a task, and put it where it wants to go next, if anywhere."""
        try:
            for step in task.steps:
                if not isinstance(step, Call):
                    self._hand_over(step)
                elif task.begun or step.host != host:
                    task.begun = True
                    self._put(step.host, task)
                    return
                task.begun = True  # the first Call is for the turn that this is
        except Exception as error:  # noqa: BLE001 (the seam's edge: one bad source never stops a run)
            name, what = task.source.name, f"failed with {type(error).__name__}: {error}"
            self._hand_over(Failure(name, name, "fetch", what, "This is a fault of the program: report it."))
        task.leases.close()

    def _hand_over(self, outcome: Outcome | None) -> None:
        while not self._gone.is_set():
            with suppress(Full):
                self.outbox.put(outcome, timeout=_GLANCE)
                return
