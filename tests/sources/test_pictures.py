"""Pictures on the network: asked for politely, within one span of time, and never on an internal address."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from digest.models import Failure, Fetched
from digest.sources.addresses import allowed
from digest.sources.http import Patience, Web
from digest.sources.pictures import PictureFetcher
from tests.builders import NOW
from tests.pictures import photograph
from tests.sources.site import Site, Visit, closed_port, mute_port

QUICK = Patience(connect=0.3, read=0.4, total=1.0, body=50_000)
BODY = photograph(240, 160)


def fetcher(seconds: float = 5.0, hosts: Sequence[str] = ("127.0.0.1",)) -> PictureFetcher:
    return PictureFetcher(lambda: Web(NOW, allowed=allowed(list(hosts))), seconds, QUICK)


def test_a_picture_comes_as_it_is(site: Site) -> None:
    url = site.page("/ship.jpg", BODY, Content_Type="image/jpeg")
    fetch = fetcher()
    (outcome,) = fetch([url])
    assert isinstance(outcome, Fetched)
    assert (outcome.source, outcome.body) == (url, BODY)
    headers = site.requests[0][1]
    assert headers["Accept"].startswith("image/avif, image/webp")
    assert "Cookie" not in headers
    assert "Referer" not in headers
    assert not fetch.down


def test_trouble_is_told_by_address(site: Site) -> None:
    gone = site.url + "/gone.jpg"
    large = site.page("/large.jpg", bytes(60_000))
    outcomes = {one.source: one for one in fetcher()([gone, large])}
    assert isinstance(outcomes[gone], Failure)
    assert "404" in outcomes[gone].what  # type: ignore[union-attr]
    assert "more than 0.05 MB" in outcomes[large].what  # type: ignore[union-attr]


def test_what_is_late_is_left_out(site: Site) -> None:
    def slow(visit: Visit) -> None:
        time.sleep(0.8)
        visit.send(BODY)

    site.pages["/slow.jpg"] = slow
    quick = site.page("/quick.jpg", BODY)
    fetch = PictureFetcher(lambda: Web(NOW, allowed=allowed(["127.0.0.1"])), 0.5, Patience(total=5))
    start = time.monotonic()
    assert [one.source for one in fetch([quick, site.url + "/slow.jpg"])] == [quick]
    assert [one.source for one in fetch([quick])] == []  # the span is over for all further rounds
    assert time.monotonic() - start < 0.75


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/a.jpg",
        "http://[::ffff:127.0.0.1]:{port}/a.jpg",
        "http://localhost:{port}/a.jpg",
        "http://2130706433:{port}/a.jpg",
        "http://0.0.0.0:{port}/a.jpg",
        "http://169.254.169.254/latest/a.jpg",
        "http://10.0.0.1/a.jpg",
        "http://[fd00::1]/a.jpg",
    ],
)
def test_nobody_is_asked_on_an_internal_address(site: Site, url: str) -> None:
    site.page("/a.jpg", BODY)
    (outcome,) = fetcher(hosts=())([url.format(port=site.port)])
    assert isinstance(outcome, Failure)
    assert "not fetched" in outcome.what
    assert site.clients == set()


def test_nor_by_a_redirect_there(site: Site) -> None:
    url = site.page("/a.jpg", status=302, Location="http://10.0.0.1/a.jpg")
    (outcome,) = fetcher()([url])
    assert isinstance(outcome, Failure)
    assert "10.0.0.1" in outcome.what


def test_without_a_network_it_is_over_soon() -> None:
    with closed_port() as closed:
        fetch = fetcher()
        assert not fetch.down  # nothing was tried yet
        start = time.monotonic()
        (outcome,) = fetch([f"http://127.0.0.1:{closed}/a.jpg"])
        assert time.monotonic() - start < 1.5
        assert isinstance(outcome, Failure)
        assert fetch.down


def test_a_host_that_says_nothing_is_left_after_a_while() -> None:
    with mute_port() as mute:
        start = time.monotonic()
        (outcome,) = fetcher()([f"http://127.0.0.1:{mute}/a.jpg"])
        assert time.monotonic() - start < 2
        assert isinstance(outcome, Failure)


def test_nothing_is_opened_before_there_is_something_to_fetch() -> None:
    opened: list[int] = []

    def web() -> Web:
        opened.append(1)
        return Web(NOW)

    fetch = PictureFetcher(web)
    assert not fetch.down
    assert opened == []
    assert [one.source for one in fetch(["gopher://a.example/"])] == ["gopher://a.example/"]
    assert opened == [1]
