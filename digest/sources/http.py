"""A feed, or another file, on the network, as a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import httpx2

from digest.errors import SourceTrouble
from digest.models import Failure, Fetched, Unchanged, Validators, Wishes
from digest.sources.errand import Call, Errand, host_of
from digest.sources.names import Unreached
from digest.sources.questions import ACCEPT
from digest.sources.replies import Refusal
from digest.sources.urls import shown
from digest.sources.web import Patience, Web

__all__ = ["ACCEPT", "PAGES", "Call", "HttpSource", "Patience", "Web"]

PAGES = "text/html, application/xhtml+xml, */*;q=0.1"  # what is accepted where an article is asked for


@dataclass(slots=True)
class HttpSource:
    """One feed, page or picture.

    `address` is http or https; a name and password in it, and `headers`, go to its own origin only, and are never
    shown. `patience` is the web's where it is None. `start` is asked instead of `address` where a feed has moved.
    """

    name: str
    address: str
    web: Web
    accept: str = ACCEPT  # media types, as the header has them
    patience: Patience | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    start: str = ""

    @property
    def host(self) -> str:
        """The host that is asked first, in ASCII, "" when the address is wrong. Feeds of one host wait in turn."""
        try:
            return host_of(httpx2.URL((self.start or self.address).strip()))
        except httpx2.InvalidURL:
            return ""

    def lease(self) -> AbstractContextManager[object]:
        """Keep the connection to the first host within the block, for other feeds of that host."""
        return self.web.lines.lease(self.host)

    def ready(self) -> float:
        """When the first host may be asked, in monotonic seconds; the past for now."""
        return self.web.lines.ready(self.host)

    def fetch(self, known: Mapping[str, Validators]) -> Iterator[Fetched | Unchanged | Failure]:
        """Yield one outcome: the body, Unchanged (304, or the same bytes as last time), or a Failure.

        Waits for its turn at every host.
        """
        for one in self.steps(known):
            if not isinstance(one, Call):
                yield one

    def steps(self, known: Mapping[str, Validators]) -> Iterator[Call | Fetched | Unchanged | Failure]:
        """As `fetch`, with a Call before each request, so that who has more to do need not wait for its turn."""
        try:
            yield from Errand(self, known).run()
        except SourceTrouble as trouble:
            place = shown(self.start or self.address)
            yield Failure(self.name, place, "fetch", trouble.what, trouble.advice, _wishes(trouble))


def _wishes(trouble: SourceTrouble) -> Wishes:
    if isinstance(trouble, Refusal):
        return trouble.wishes
    return Wishes(absent="missing" if isinstance(trouble, Unreached) and trouble.unknown else "")
