"""Servers that are broken, slow, hostile or not there: each is a Failure in words, in time."""

from __future__ import annotations

import gzip
import time
import zlib
from ipaddress import ip_address
from threading import Event

import brotli  # type: ignore[import-untyped]
import pytest

from digest.models import Fetched
from digest.sources.addresses import Address, allowed
from digest.sources.http import Web
from digest.sources.names import Unreached
from tests.builders import NOW
from tests.sources.asking import FEED, failure, fetch
from tests.sources.conftest import QUICK
from tests.sources.site import Site, Visit, closed_port


@pytest.mark.parametrize(
    ("status", "headers", "what", "advice"),
    [
        (404, {}, "the server says 404 Not Found", "The address may have moved"),
        (401, {}, "the server says 401 Unauthorized", "name and password"),
        (403, {}, "the server says 403 Forbidden", "does not want"),
        (410, {}, "the server says 410 Gone", "gone for good"),
        (429, {"Retry_After": "120"}, "the server says 429 Too Many Requests", "pause of 2 min"),
        (429, {}, "the server says 429 Too Many Requests", "pause of 60 s"),
        (429, {"Retry_After": "1e9"}, "the server says 429 Too Many Requests", "pause of 60 s"),
        (503, {"Retry_After": "Mon, 09 Jun 2025 09:30:00 GMT"}, "the server says 503 Service Unavailable", "of 2 h"),
        (503, {"Retry_After": "99999999999"}, "the server says 503 Service Unavailable", "pause of 24 h"),
        (503, {}, "the server says 503 Service Unavailable", "The next run tries again."),
        (500, {}, "the server says 500 Internal Server Error", "next run"),
        (302, {}, "the server says 302 Found, but not where to", "set up wrongly"),
        (308, {"Location": ""}, "the server says 308 Permanent Redirect, but not where to", "tell the site"),
        (418, {}, "the server says 418 I'm a Teapot", "browser"),
        (599, {}, "the server says 599", "next run"),
        (204, {}, "the server says 204 No Content", "browser"),
        (206, {}, "the server says 206 Partial Content", "browser"),
    ],
)
def test_a_status_in_words(site: Site, web: Web, status: int, headers: dict[str, str], what: str, advice: str) -> None:
    told = failure(site.page("/feed", b"" if status == 204 else FEED, status, **headers), web)
    assert told.what == what
    assert advice in told.advice


class TestSizes:
    """Bodies that are large, packed or nothing."""

    CAP = QUICK.body

    def test_a_body_at_the_limit_is_read_and_one_above_is_not(self, site: Site, web: Web) -> None:
        assert isinstance(fetch(site.page("/fits", b"x" * self.CAP), web), Fetched)
        assert failure(site.page("/over", b"x" * (self.CAP + 1)), web).what == "the server sent more than 0.1 MB"

    def test_an_endless_body_is_left(self, site: Site, web: Web) -> None:
        def pour(visit: Visit) -> None:
            visit.raw(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                visit.raw(b"x" * 10_000)

        site.pages["/feed"] = pour
        assert failure(site.url + "/feed", web).what == "the server sent more than 0.1 MB"

    @pytest.mark.parametrize(
        ("coding", "pack"),
        [
            pytest.param("gzip", gzip.compress, id="gzip"),
            pytest.param("deflate", zlib.compress, id="deflate"),
            pytest.param("deflate", lambda data: zlib.compress(data)[2:-4], id="deflate without its frame"),
            pytest.param("br", brotli.compress, id="brotli"),
            pytest.param("GZIP, br", lambda data: brotli.compress(gzip.compress(data)), id="twice"),
            pytest.param("identity", bytes, id="identity"),
        ],
    )
    def test_packed_bodies_are_unpacked(self, site: Site, web: Web, coding: str, pack: type[bytes]) -> None:
        outcome = fetch(site.page("/feed", pack(FEED), Content_Encoding=coding), web)
        assert isinstance(outcome, Fetched)
        assert outcome.body == FEED

    @pytest.mark.parametrize(
        ("coding", "bomb"),
        [
            pytest.param("gzip", gzip.compress(bytes(200_000_000), 1), id="gzip"),
            pytest.param("gzip, gzip", gzip.compress(gzip.compress(bytes(200_000_000), 1)), id="gzip twice"),
            pytest.param("br", brotli.compress(bytes(200_000_000), quality=1), id="brotli"),
        ],
    )
    def test_a_bomb_is_not_let_off(self, site: Site, web: Web, coding: str, bomb: bytes) -> None:
        start = time.monotonic()
        assert failure(site.page("/feed", bomb, Content_Encoding=coding), web).what.endswith("more than 0.1 MB")
        assert time.monotonic() - start < 0.9

    @pytest.mark.parametrize(
        ("coding", "what"),
        [("gzip", "packed wrongly"), ("br", "packed wrongly"), ("compress", "unknown way (compress)")],
    )
    def test_what_cannot_be_unpacked_is_a_failure(self, site: Site, web: Web, coding: str, what: str) -> None:
        assert what in failure(site.page("/feed", FEED, Content_Encoding=coding), web).what

    def test_an_empty_body_is_a_failure(self, site: Site, web: Web) -> None:
        assert failure(site.page("/feed", b" \n"), web).what == "the server sent an empty page"

    def test_a_body_that_is_cut_off_is_a_failure(self, site: Site, web: Web) -> None:
        def cut(visit: Visit) -> None:
            visit.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + FEED)
            visit.close_connection = True

        site.pages["/feed"] = cut
        assert "does not speak HTTP properly" in failure(site.url + "/feed", web).what


class TestSlowness:
    """Servers that keep us waiting."""

    def test_a_server_that_stops_is_left(self, site: Site, web: Web) -> None:
        release = Event()

        def stall(visit: Visit) -> None:
            visit.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>")
            release.wait(5)

        site.pages["/feed"] = stall
        start = time.monotonic()
        assert failure(site.url + "/feed", web).what == "127.0.0.1 sent nothing for 0.4 s"
        assert 0.3 < time.monotonic() - start < 0.9
        release.set()

    @pytest.mark.parametrize("part", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"],
                             ids=["status line", "header", "body"])  # fmt: skip
    def test_a_slow_drip_ends_at_the_deadline(self, site: Site, web: Web, part: bytes) -> None:
        def drip(visit: Visit) -> None:
            visit.raw(part)
            for _ in range(100):
                visit.raw(b"H")
                time.sleep(0.05)

        site.pages["/feed"] = drip
        start = time.monotonic()
        assert failure(site.url + "/feed", web).what == "127.0.0.1 took more than 1 s in all"
        assert time.monotonic() - start < 1.5

    def test_the_deadline_holds_over_all_redirects(self, site: Site, web: Web) -> None:
        def late(to: str) -> None:
            def page(visit: Visit) -> None:
                time.sleep(0.3)
                visit.send(status=302, Location=to)

            site.pages[f"/{int(to[1:]) - 1}"] = page

        for step in range(1, 6):
            late(f"/{step}")
        site.page("/5", FEED)
        start = time.monotonic()
        assert failure(site.url + "/0", web).what == "127.0.0.1 took more than 1 s in all"
        assert time.monotonic() - start < 1.5

    def test_a_look_up_that_hangs_is_left(self) -> None:
        web = Web(NOW, look_up=_silent, patience=QUICK)
        assert failure("http://feeds.example/", web).what == "feeds.example was silent"


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        pytest.param(b"", "Server disconnected", id="nothing"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n\r\n", "illegal", id="another protocol"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "Content-Length", id="bad length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "", id="bad chunk"),
    ],
)
def test_a_server_that_speaks_no_http(site: Site, web: Web, answer: bytes, what: str) -> None:
    def speak(visit: Visit) -> None:
        visit.raw(answer)
        visit.close_connection = True

    site.pages["/feed"] = speak
    told = failure(site.url + "/feed", web)
    assert what in told.what
    assert told.what.startswith(("127.0.0.1 does not speak HTTP properly", "the connection to 127.0.0.1 broke"))


def test_nobody_listening(web: Web) -> None:
    with closed_port() as port:
        start = time.monotonic()
        assert failure(f"http://127.0.0.1:{port}/", web).what == "127.0.0.1 refuses connections"
        assert time.monotonic() - start < 0.3


@pytest.mark.offline
def test_without_a_network_a_name_fails_at_once(web: Web) -> None:
    start = time.monotonic()
    assert failure("https://feeds.example/", web).what == (
        "the name feeds.example cannot be looked up: no name server answers"
    )
    assert failure("http://1.1.1.1/", web).what == "1.1.1.1 cannot be reached: this machine has no network"
    assert time.monotonic() - start < 0.5


class TestKnowingWhenToStop:
    """Hosts and networks that do not answer are not waited for again."""

    def test_a_dead_host_is_tried_once(self) -> None:
        asked: list[str] = []

        def look_up(host: str, seconds: float) -> tuple[Address, ...]:
            asked.append(host)
            return _silent(host, seconds)

        web = Web(NOW, look_up=look_up)
        first, second = failure("http://a.example/1", web), failure("http://a.example/2", web)
        assert first.what == second.what == "a.example was silent"
        assert asked == ["a.example"]

    def test_a_dead_network_is_noticed(self) -> None:
        web = Web(NOW, look_up=_silent)
        told = [failure(f"http://{number}.example/", web).what for number in range(22)]
        assert told[19] == "19.example was silent"
        assert told[20] == "20.example was not tried: none of 20 other hosts answered"

    def test_a_network_in_which_somebody_answers_is_not_dead(self, site: Site) -> None:
        def look_up(host: str, seconds: float) -> tuple[Address, ...]:
            return (ip_address("127.0.0.1"),) if host == "live.example" else _silent(host, seconds)

        web = Web(NOW, look_up=look_up, allowed=allowed(["127.0.0.1"]))
        site.page("/feed", FEED)
        assert isinstance(fetch(f"http://live.example:{site.port}/feed", web), Fetched)
        told = [failure(f"http://{number}.example/", web).what for number in range(25)]
        assert told[24] == "24.example was silent"


def _silent(host: str, seconds: float) -> tuple[Address, ...]:
    raise Unreached(f"{host} was silent", "Wait.", silent=True)
