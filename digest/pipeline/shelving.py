"""shelve: closed plans -> the archive of their edition, its feed, and the front page over all editions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from digest.models import Issue, Rendered, Shelved
from digest.protocols import Watch


class StoredPlan(Protocol):
    """A stored issue, as far as the archive needs it."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def state(self) -> str:
        """Closed ones are archived."""
        ...


class Plans(Protocol):
    """Where the plans are."""

    def issues(self, edition: str) -> Sequence[StoredPlan]:
        """All issues of an edition, oldest first."""
        ...

    def plan(self, issue_id: str) -> bytes:
        """The plan of an issue."""
        ...


@dataclass(frozen=True, slots=True)
class Shelf:
    """What makes and puts up an archive."""

    edition: Callable[[Sequence[Shelved], Sequence[Issue]], tuple[Rendered, ...]]
    front: Callable[[Sequence[Shelved]], tuple[Rendered, ...]]
    read: Callable[[bytes], Shelved]
    load: Callable[[bytes], Issue]
    stands: Callable[[str], bool]  # whether the issue's page lies in its folder
    put: Callable[[str, Sequence[Rendered]], str]  # edition, files -> folder
    recent: int  # issues that a feed holds


def shelve(editions: Sequence[str], plans: Plans, shelf: Shelf, watch: Watch) -> tuple[str, ...]:
    """Write the archives of `editions`, in their order, and the front page; returns the folders. Those without an
    issue that stands have none."""
    newest: list[Shelved] = []
    folders: list[str] = []
    with watch.stage("archive") as stage:
        for edition in editions:
            ids = [one.id for one in plans.issues(edition) if one.state == "closed" and shelf.stands(one.id)]
            if not ids:
                continue
            bodies = [plans.plan(one) for one in reversed(ids)]
            shelved = [shelf.read(body) for body in bodies]
            recent = [shelf.load(body) for body in bodies[: shelf.recent]]
            folders.append(shelf.put(edition, shelf.edition(shelved, recent)))
            newest.append(shelved[0])
            stage.items += len(ids)
        if newest:
            folders.append(shelf.put("", shelf.front(newest)))
    return tuple(folders)
