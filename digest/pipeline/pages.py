"""The second stage of gather: articles whose feed gives a teaser are read from their pages.

It begins when the feeds' items are in the store, and keeps each page in a transaction of its own: whatever happens
between, an item has its feed's text or its page's, and a page that is still wanted is asked for by the next gather.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.config import Config, max_age, site_of
from digest.models import Failure, Fetched, Outcome, SourceFacts, WantedPage
from digest.pipeline.gather import READ_LIMITS
from digest.pipeline.paging import PageJob, PageRead, page_named, read_page, stays
from digest.protocols import Engine, Watch

if TYPE_CHECKING:
    from digest.store import Store

FetchPages = Callable[[Sequence[tuple[str, str]]], Iterator[Outcome]]

MOST = 30  # pages of one source in one gather: with a second between two requests to a host, half a minute
PATIENCE = 300.0  # seconds in which pages are asked for; what is left over waits for the next gather
_AGAIN = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))  # after each try that failed; then it is left


@dataclass(frozen=True, slots=True)
class PagesRead:
    """What became of the pages that were wanted, each counted once."""

    read: int = 0  # their text is the item's now
    kept: int = 0  # fetched, and the feed's own text stays
    failed: int = 0  # not fetched; tried again, or left after several tries
    waiting: int = 0  # not asked for in this gather


def read_pages(
    fetch: FetchPages,
    config: Config,
    facts: Mapping[str, SourceFacts],
    store: Store,
    engine: Engine,
    at: datetime,
    watch: Watch,
    *,
    most: int = MOST,
    patience: float = PATIENCE,
) -> PagesRead:
    """Fetch and read the pages that are wanted at `at`, politely, and keep what each gives.

    `fetch` takes (name, address) pairs and yields an outcome of that name for each, in any order; `facts` are those of
    the feeds. At most `most` pages of a source, for at most `patience` seconds.
    """
    with watch.stage("pages") as stage:
        wanted, left = store.wanted_pages(at, _oldest(config, facts, at), most)
        if not wanted:
            return PagesRead(waiting=left)
        stand = _Stand(wanted, config, facts, store, at, watch)
        stand.work(fetch, engine, patience)
        done = stand.counts
        stage.items = done["read"]
        asked = done["read"] + done["kept"] + done["failed"]
        return PagesRead(done["read"], done["kept"], done["failed"], left + len(wanted) - asked)


def _oldest(config: Config, facts: Mapping[str, SourceFacts], at: datetime) -> dict[str, datetime | None]:
    """The earliest publication date whose page is wanted, by source; None for any."""
    read = [one for one in config.sources if one.name in facts and facts[one.name].full_text in {"auto", "always"}]
    ages = {one.name: max_age(one) for one in read}
    return {name: None if age is None else at - age for name, age in ages.items()}


class _Stand:
    """The pages of one gather, while they come in."""

    def __init__(
        self,
        wanted: Sequence[WantedPage],
        config: Config,
        facts: Mapping[str, SourceFacts],
        store: Store,
        at: datetime,
        watch: Watch,
    ) -> None:
        self._by_url: dict[str, list[WantedPage]] = {}
        for one in wanted:
            self._by_url.setdefault(one.url, []).append(one)
        # A page that several items want is fetched once, in the first one's name.
        self._by_name = {some[0].item.id: some for some in self._by_url.values()}
        self._config, self._facts, self._store, self._at, self._watch = config, facts, store, at, watch
        self.counts: Counter[str] = Counter()

    def work(self, fetch: FetchPages, engine: Engine, patience: float) -> None:
        """Fetch, read and keep, until all is done or the time is over."""
        waiting: deque[PageJob] = deque()

        def jobs() -> Iterator[PageJob]:
            for outcome in self._in_time(fetch, patience):
                for one in self._by_name[outcome.source]:
                    if isinstance(outcome, Fetched):
                        waiting.append(self._job(outcome, one))
                        yield waiting[-1]
                    elif isinstance(outcome, Failure) and not outcome.wishes.unasked:  # else the next gather asks
                        self._failed(one, "fetched", outcome)

        for outcome in engine.run(read_page, jobs(), READ_LIMITS, page_named):
            job = waiting.popleft()
            if isinstance(outcome, Failure):
                self._failed(job.wanted, "read", outcome)
            else:
                self._keep(outcome)

    def _in_time(self, fetch: FetchPages, patience: float) -> Iterator[Outcome]:
        end = time.monotonic() + patience
        for outcome in fetch([(some[0].item.id, url) for url, some in self._by_url.items()]):
            yield outcome
            if time.monotonic() >= end:
                return

    def _job(self, fetched: Fetched, one: WantedPage) -> PageJob:
        site = site_of(urlsplit(fetched.url).hostname or "", self._config.sites)
        facts = self._facts[one.item.source]
        return PageJob(fetched, one, facts, site.article, site.remove) if site else PageJob(fetched, one, facts)

    def _keep(self, page: PageRead) -> None:
        if page.reading:
            self._store.keep_page(page.reading, self._at)
            self._tell("read", page.item.source, page.item.title)
        else:
            self._store.keep_note(page.item, "refused", 0, self._at)
            self._tell("kept", page.item.source, page.item.text_note)

    def _failed(self, one: WantedPage, how: str, failure: Failure) -> None:
        tries = one.tries + 1
        over = tries > len(_AGAIN)
        item = stays(one.item, f"the page could not be {how} ({failure.what.rstrip('.')})")
        again = self._at if over else self._at + _AGAIN[tries - 1]
        self._store.keep_note(item, "left" if over else "wanted", tries, again)
        self._tell("failed", one.item.source, item.text_note)

    def _tell(self, count: str, source: str, what: str) -> None:
        self.counts[count] += 1
        self._watch.step(f"{source}: {what}")
