"""The seams: what the pipeline asks of the parts behind it. Each has two real parts or more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from digest.models import (
    Answer,
    Ask,
    Draft,
    Failure,
    Fetched,
    Gone,
    Issue,
    Parcel,
    PictureRecord,
    Rendered,
    Said,
    Telling,
    Unchanged,
    Validators,
)

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

V = TypeVar("V")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one value may cost: CPU seconds, address space in MB, wall-clock seconds. 0 means no limit."""

    cpu: float = 10
    memory: int = 1024
    wall: float = 30


class Source(Protocol):
    """A place that items come from: a feed on the network, or files on this machine."""

    name: str

    def fetch(self, known: Mapping[str, Validators]) -> Iterator[Fetched | Unchanged | Failure | Gone]:
        """Yield one outcome per feed or file, and one per file that is gone; never raises for the source's trouble.

        `known` maps the URLs of earlier `Fetched` values to their validators.
        """
        ...


class Engine(Protocol):
    """Spreads work. Nothing else knows how."""

    def run(
        self,
        fn: Callable[[V], R],
        values: Iterable[V],
        limits: Limits,
        name: Callable[[V], Failure],
    ) -> Iterator[R | Failure]:
        """Yield `fn(value)` per value, in input order.

        A value on which fn raises, or whose worker dies, spins or allocates beyond `limits`, gives `name(value)`
        with `what` and `advice` replaced by what happened; all others finish. `fn` is a module-level function
        of plain values.
        """
        ...


class Encoder(Protocol):
    """Texts as vectors: the more alike what two texts say, the higher the cosine of theirs."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it reads, as primary tags ("en"); none named: all."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[float32]:
        """Shape (n, dim), rows of length 1; zeros for a text in which there is nothing to read.

        The same texts give the same bytes on every machine, whatever else is encoded beside them.
        """
        ...


class Summariser(Protocol):
    """Tells a story that is longer than what may be printed of it."""

    def summarise(self, telling: Telling) -> tuple[Said, ...]:
        """What is printed of `telling`, sorted by (source, place), within its words; () when it has nothing to say,
        and the beginning of the lead is printed.

        A sentence is a source's own ("extract"), or names in its spans what it was made of ("model").
        """
        ...


class Renderer(Protocol):
    """Makes one output file from the frozen plan."""

    name: str

    def render(self, issue: Issue, made: Mapping[str, Rendered], plain: frozenset[str]) -> Rendered:
        """Render `issue`. `made` holds the plan, the pictures and the outputs made before, by name; pieces in `plain`
        (ids) are printed as plain text, since their full form failed."""
        ...


class Album(Protocol):
    """Where prepared pictures are kept: a store, or memory for a run that leaves nothing behind."""

    def picture_records(self, urls: Iterable[str]) -> Mapping[str, PictureRecord]:
        """What is known of pictures' addresses; unknown ones are left out."""
        ...

    def same_pictures(self, originals: Iterable[str]) -> Mapping[str, PictureRecord]:
        """What is known of pictures that came as these very bytes, by their hash; unknown ones are left out."""
        ...

    def keep_pictures(self, records: Sequence[PictureRecord], bodies: Mapping[str, bytes]) -> None:
        """Note what became of pictures' addresses; `bodies` holds new renditions' bytes by hash."""
        ...

    def picture_bodies(self, hashes: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of renditions, by hash; unknown ones are left out."""
        ...


class Writer(Protocol):
    """Writes in words of its own: a language model, or the memory of what one wrote. Nobody believes it unchecked."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    def write(self, asks: Sequence[Ask]) -> Iterator[Draft | Failure]:
        """Yield one outcome per ask, in order; never raises for the model's trouble."""
        ...


class Stage(Protocol):
    """One stage of a run while it is running; `items` is filled in by it."""

    items: int


class Watch(Protocol):
    """Who looks on while a run works: a terminal, a log, or a program that reads JSON."""

    def stage(self, name: str) -> AbstractContextManager[Stage]:
        """Time a stage: seconds and items are known when it is left."""
        ...

    def step(self, text: str) -> None:
        """Report one small step in plain words: for who waits, not for a log."""
        ...


class Courier(Protocol):
    """Hands mails over, one at a time, in two steps: all of a mail but its end, and then its end."""

    def offer(self, parcel: Parcel) -> Answer | None:
        """Give everything but the end; None when it was taken so far. Whatever is answered, it is surely not sent yet.

        Raises ConfigError when the server refuses who we are, EnvironmentFault when it cannot be reached.
        """
        ...

    def finish(self) -> Answer:
        """Give the end of what was offered: from now on it may have been sent, whatever happens."""
        ...

    def withdraw(self) -> None:
        """Let go of what was offered, and is surely not sent then. May be called from another thread."""
        ...

    def close(self) -> None:
        """Take leave; nothing is on offer."""
        ...
