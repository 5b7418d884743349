"""Pictures on the network: many at once, as politely as feeds, and all within one span of time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING

from digest.models import Failure, Fetched

if TYPE_CHECKING:
    from digest.sources.web import Patience, Web

ACCEPT = "image/avif, image/webp, image/jpeg, image/png, image/gif;q=0.9, */*;q=0.1"
SECONDS = 20.0  # for all pictures of an issue

Outcome = Fetched | Failure


class PictureFetcher:
    """Fetches pictures for one issue. What is not there after `seconds`, counted from the first call, is left out.

    A picture's `source` is its address. `web` is called when there is something to fetch.
    """

    def __init__(self, web: Callable[[], Web], seconds: float = SECONDS, patience: Patience | None = None) -> None:
        self._open = web
        self._web: Web | None = None
        self._seconds = seconds
        self._patience = patience
        self._until: float | None = None

    @property
    def down(self) -> bool:
        """Whether hosts were tried, and not one could be connected to: the network may be down."""
        return self._web is not None and self._web.lines.down

    def __call__(self, urls: Sequence[str]) -> Iterator[Outcome]:
        """Yield one outcome per address as they come in; addresses that are late are left out."""
        if self._web is None or self._until is None:
            self._web = self._open()
            self._until = time.monotonic() + self._seconds
        inbox: SimpleQueue[Outcome | None] = SimpleQueue()
        enough = Event()
        Thread(target=self._collect, args=(self._web, urls, inbox, enough), name="pictures", daemon=True).start()
        try:
            with suppress(Empty):
                while (left := self._until - time.monotonic()) > 0 and (outcome := inbox.get(timeout=left)):
                    yield outcome
        finally:
            enough.set()

    def _collect(self, web: Web, urls: Sequence[str], inbox: SimpleQueue[Outcome | None], enough: Event) -> None:
        """Fetch beside the caller, who may stop waiting while a server is silent."""
        from digest.sources.fetching import fetch_all
        from digest.sources.http import HttpSource
        from digest.sources.web import Patience

        # A picture is worth less waiting than a feed, since an issue goes out without it. Without a network each host
        # costs the time-out of a connection, all of them at once.
        patience = self._patience or Patience(connect=1.5, read=5.0, total=8.0)
        sources = [HttpSource(url, url, web, accept=ACCEPT, patience=patience) for url in urls]
        for outcome in fetch_all(sources, {}):
            if isinstance(outcome, Fetched | Failure):
                inbox.put(outcome)
            if enough.is_set():
                break
        inbox.put(None)
