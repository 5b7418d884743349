"""finding: from a site's page to its feed. Which address is asked next, and what is remembered of it.

A gather asks the addresses of feeds.toml first. Where a page comes instead of a feed, the feeds that it names are
asked in turn, in further rounds; where it names none, the usual places are. Nothing here fetches or parses.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from digest.models import Failure, FoundFeed, Outcome, Signpost, Validators
from digest.parse.discovery import well_known

Known = Mapping[str, Mapping[str, Validators]]
Ask = Callable[[Mapping[str, str], Known], Iterator[Outcome]]
"""Fetches one address for each source that is named: (addresses by source, validators) -> one outcome each."""

How = Literal["named", "guessed", "page"]
_NAMED = 3  # feeds of one page that are asked: the fourth is one of comments, or as broken as the first three
_MOST = 10  # requests for one source in one gather, a second apart
_AGAIN = timedelta(days=7)  # after which the usual places are asked once more
_GONE = re.compile(r"the server says (?:404|410)\b")
_GIVE = "Give the address of the site's RSS or Atom feed."


@dataclass(slots=True)
class _Trail:
    """One source's way from its page to a feed."""

    first: Signpost | Failure  # what set us on the way
    todo: deque[tuple[str, How]]
    asked: tuple[str, How] | None = None  # whose answer is awaited
    tried: dict[str, str] = field(default_factory=dict)  # addresses, and why each came to nothing
    guessed: bool = False
    done: bool = False


class Finder:
    """What one run finds. `ask` fetches; without it nothing is followed, and a page is a trouble."""

    def __init__(
        self,
        ask: Ask | None = None,
        pages: Mapping[str, str] | None = None,
        remembered: Iterable[FoundFeed] = (),
        at: datetime | None = None,
    ) -> None:
        """`pages` are the http(s) addresses of feeds.toml by source; `remembered` is what earlier runs found; `at` is
        the moment of the run. What was found for another address than the one of today is forgotten.
        """
        self._ask = ask
        self._pages = dict(pages or {})
        self._known = {one.source: one for one in remembered if self._pages.get(one.source) == one.page}
        self._at = at
        self._trails: dict[str, _Trail] = {}
        self.found: list[FoundFeed] = []  # to be remembered
        self.notes: list[str] = []  # what was found now, in words

    @property
    def instead(self) -> dict[str, str]:
        """The addresses that are asked instead of those of feeds.toml, by source."""
        return {name: one.feed for name, one in self._known.items() if one.feed}

    # -- what came of an address -----------------------------------------------------------------------------------

    def met(self, post: Signpost) -> None:
        """A page came."""
        trail = self._trails.get(post.source)
        if trail is None:
            # A remembered feed that turned into a page: its own page knows better where the feed went.
            old = self.instead.get(post.source)
            trail = self._trails[post.source] = _Trail(post, deque([(self._pages[post.source], "page")] if old else ()))
            if old:
                trail.tried[old] = "a page, not a feed"
                return
        elif trail.asked and trail.asked[1] != "page":
            self._came_to_nothing(trail, "a page, not a feed")
        asked, trail.asked = trail.asked, None
        if asked is not None and asked[1] == "page":
            trail.first = trail.first if isinstance(trail.first, Failure) else post
        self._follow(trail, post)

    def missed(self, failure: Failure) -> bool:
        """Something could not be fetched or read as a whole. Whether another address will be asked because of it."""
        trail = self._trails.get(failure.source)
        if trail is not None and trail.asked is not None:
            self._came_to_nothing(trail, failure.what)
            return True
        old = self.instead.get(failure.source)
        if self._ask is None or old is None or trail is not None or not self._is_gone(failure, old):
            return False
        page = self._pages[failure.source]
        self._trails[failure.source] = _Trail(failure, deque([(page, "page")]), tried={old: failure.what})
        return True

    def read(self, source: str) -> None:
        """A feed was read, or is unchanged."""
        trail = self._trails.get(source)
        if trail is None or trail.asked is None or self._at is None:
            return
        (url, how), trail.asked, trail.done = trail.asked, None, True
        page = self._pages[source]
        found = FoundFeed(source, page, url, "guessed" if how == "guessed" else "named", self._at)
        self.found.append(found)
        if url != page:
            self.notes.append(told(found))

    # -- what is asked next ----------------------------------------------------------------------------------------

    def rounds(self, known: Known) -> Iterator[Iterator[Outcome]]:
        """Ask what is to be asked next, one address a source, until there is no more. Read each whole."""
        while self._ask is not None:
            addresses: dict[str, str] = {}
            for source, trail in self._trails.items():
                if trail.todo and not trail.done and len(trail.tried) < _MOST:
                    trail.asked = trail.todo.popleft()
                    addresses[source] = trail.asked[0]
            if not addresses:
                return
            yield self._ask(addresses, known)

    def close(self) -> list[Failure]:
        """End: the troubles of the sources for which no feed was found. Vain guesses are remembered."""
        lost = [(source, trail) for source, trail in self._trails.items() if not trail.done]
        for source, trail in lost:
            if trail.guessed and self._at is not None:
                self.found.append(FoundFeed(source, self._pages[source], "", "guessed", self._at))
        return [self._trouble(source, trail) for source, trail in lost]

    # -- inside ----------------------------------------------------------------------------------------------------

    def _follow(self, trail: _Trail, post: Signpost) -> None:
        """Put up what a page names; the usual places where the source's own page names nothing."""
        waiting = {url for url, _ in trail.todo}
        fresh = [url for url in post.links if url not in trail.tried and url not in waiting]
        trail.todo.extend((url, "named") for url in fresh[:_NAMED])
        guess = not (trail.todo or trail.tried or post.single or self._guessed_lately(post.source))
        if guess and self._ask:
            trail.guessed = True
            trail.todo.extend((url, "guessed") for url in well_known(post.url))

    def _came_to_nothing(self, trail: _Trail, why: str) -> None:
        if trail.asked:
            trail.tried[trail.asked[0]] = why.rstrip(".")
            trail.asked = None

    def _guessed_lately(self, source: str) -> bool:
        old = self._known.get(source)
        return bool(old and not old.feed and self._at and self._at - old.at < _AGAIN)

    def _is_gone(self, failure: Failure, feed: str) -> bool:
        """Whether a remembered feed is no more; a server that is only down today is not asked for its page too."""
        elsewhere = urlsplit(feed).hostname != urlsplit(self._pages[failure.source]).hostname
        return failure.stage == "parse" or bool(_GONE.search(failure.what)) or elsewhere

    def _trouble(self, source: str, trail: _Trail) -> Failure:
        tried = "; ".join(f"{url} ({why})" for url, why in trail.tried.items())
        if isinstance(trail.first, Failure):
            one = trail.first
            page = self._pages[source]
            more = "; ".join(f"{url} ({why})" for url, why in trail.tried.items() if url != self.instead.get(source))
            advice = f"Its page {page} names no other feed that can be read{': ' + more if more else ''}. {_GIVE}"
            return Failure(source, one.where, one.stage, one.what, advice)
        post = trail.first
        if post.single and not tried:
            advice = post.advice
        elif not tried:
            late = self._known.get(source)
            when = f"; the usual places were tried in vain on {late.at:%Y-%m-%d}" if late and not late.feed else ""
            advice = f"It names no feed{when}. {_GIVE}" if not post.links else post.advice
        elif trail.guessed:
            advice = f"It names no feed; tried in vain: {tried}. {_GIVE}"
        else:
            advice = f"The feeds that it names cannot be read: {tried}. {_GIVE}"
        return Failure(source, post.url, "parse", post.what, advice)


def told(found: FoundFeed) -> str:
    """Where a source is read from, as a sentence for the editor."""
    why = "named by its page" if found.how == "named" else "a usual place: its page names no feed"
    return f"{found.source}: read from {found.feed}, {why}"
