"""Progress and notices of a gather, in plain words."""

from __future__ import annotations

from digest.language.counted import counted
from digest.models import Failure
from digest.protocols import Watch


class Tally:
    """Counts sources as they are done, and tells who waits."""

    def __init__(self, watch: Watch, sources: int) -> None:
        """Of how many sources in all."""
        self._watch = watch
        self._sources = sources
        self._done: set[str] = set()
        self._new = 0

    def done(self, source: str, new: int = 0) -> None:
        """One feed or file of a source is dealt with, and gave so many new items."""
        self._done.add(source)
        self._new += new
        self._watch.step(
            f"{len(self._done)} of {counted(self._sources, 'source')}, {counted(self._new, 'new item')}: {source}"
        )


def flooded(source: str, why: str) -> Failure:
    """The notice of a source that came with far more new items than usual, which are held."""
    return Failure(source, source, "fetch", f"{why}: held.", f'`digest release "{source}"` lets them in.')
