"""A feed, or another file, on the network, as a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

import httpx2

from digest.errors import SourceTrouble
from digest.models import Failure, Fetched, Unchanged, Validators
from digest.sources.errand import ACCEPT, Errand
from digest.sources.urls import shown
from digest.sources.web import Patience, Web

__all__ = ["HttpSource", "Patience", "Web"]


@dataclass(slots=True)
class HttpSource:
    """One feed. `address` is http or https; a name and password in it go to its own host only, and are never shown.

    `accept` is what the server is asked for, `patience` what is put up with instead of the web's own.
    """

    name: str
    address: str
    web: Web
    accept: str = ACCEPT
    patience: Patience | None = None

    @property
    def host(self) -> str:
        """The host that is asked first, in ASCII, "" when the address is wrong. Feeds of one host wait in turn."""
        try:
            return httpx2.URL(self.address.strip()).raw_host.decode("ascii")
        except httpx2.InvalidURL:
            return ""

    def lease(self) -> AbstractContextManager[object]:
        """Keep the connection to the first host within the block, for other feeds of that host."""
        scheme = "https" if self.address.strip().lower().startswith("https:") else "http"
        return self.web.lines.lease(scheme, self.host)

    def fetch(self, known: Mapping[str, Validators]) -> Iterator[Fetched | Unchanged | Failure]:
        """Yield one outcome: the feed's body, Unchanged (304, or the same bytes as last time), or a Failure."""
        try:
            yield Errand(self.name, self.address.strip(), self.web, known, self.accept, self.patience).run()
        except SourceTrouble as trouble:
            yield Failure(self.name, shown(self.address), "fetch", trouble.what, trouble.advice)
