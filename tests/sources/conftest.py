"""What the tests of sources share: a site on loopback, and a web that may go there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from digest.sources.addresses import allowed
from digest.sources.http import Patience, Web
from tests.builders import NOW
from tests.sources.site import Site, open_site

QUICK = Patience(connect=0.5, read=0.4, total=1.0, body=100_000, redirects=5)


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


@pytest.fixture
def web() -> Web:
    return Web(NOW, contact="editor@digest.example", allowed=allowed(["127.0.0.1"]), patience=QUICK)
