"""Internal addresses in every spelling: nothing is connected to, whether asked, redirected to, or behind a name."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import ip_address
from threading import Lock

import pytest

from digest.models import Failure, Fetched
from digest.sources.addresses import Address, allowed
from digest.sources.http import HttpSource, Patience, Web
from digest.sources.names import look_up
from tests.builders import NOW
from tests.sources.asking import FEED, fetch
from tests.sources.site import Site

SPELLINGS = [
    # this machine
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.000.000.001", "2130706433", "0x7f000001", "0x7F.0x0.0x0.0x1",
    "0x7f.1", "0177.0.0.1", "0177.0.0.01", "017700000001", "00000177.1", "127.255.255.254", "0", "0.0.0.0", "0x0",
    "localhost", "LOCALHOST", "localhost.", "user:pw@127.0.0.1", "1.1.1.1@127.0.0.1", "feeds.example%40@127.0.0.1",
    "①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1", "127.0.0.1%00.feeds.example", "127.0.0.1%2f.feeds.example",
    "[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]", "[2001:0:7f00:1::1]", "[::1%25lo]", "[fe80::1%25lo]", "[fe80::1%25eth0]",
    # this network
    "10.0.0.1", "10.1", "167772161", "0xa000001", "012.0.0.1", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "172.16.0.1",
    "0xac.0x10.1", "192.168.0.1", "3232235521", "192.168.1", "[fd00::1]", "[fec0::1]", "[2002:c0a8:1::1]",
    "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
    # a cloud's own data
    "169.254.169.254", "2852039166", "0xa9fea9fe", "0xA9.254.0xA9.0xFE", "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[fd00:ec2::254]",
]  # fmt: skip


class Watchman:
    """Counts the connections that are tried, and lets none leave."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tried: list[str] = []
        self.may: set[tuple[str, int]] = set()
        self._lock = Lock()
        real = socket.create_connection

        def connect(address: tuple[str, int], *rest: object, **more: object) -> socket.socket:
            if address in self.may:
                return real(address, *rest, **more)  # type: ignore[arg-type]
            with self._lock:
                self.tried.append(address[0])
            raise ConnectionRefusedError(111, "refused by the test")

        monkeypatch.setattr(socket, "create_connection", connect)


@pytest.fixture
def watchman(monkeypatch: pytest.MonkeyPatch) -> Watchman:
    return Watchman(monkeypatch)


def locally(host: str, seconds: float) -> tuple[Address, ...]:
    """The look-up as in use, but that names are known from a list: the machine's own server may not be asked here."""
    names = {"localhost": "127.0.0.1"}
    return (ip_address(names[host]),) if host in names else look_up(host, seconds)


QUICK = Patience(connect=0.5, read=0.5, total=2.0)


@pytest.mark.offline  # a spelling that is no address is looked up as a name, in vain
@pytest.mark.parametrize("host", SPELLINGS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_asked(watchman: Watchman, host: str, scheme: str) -> None:
    assert isinstance(fetch(f"{scheme}://{host}/latest/meta-data", Web(NOW, look_up=locally, patience=QUICK)), Failure)
    assert watchman.tried == []


@pytest.mark.offline
@pytest.mark.parametrize("host", SPELLINGS)
def test_redirected_to(watchman: Watchman, site: Site, host: str) -> None:
    watchman.may.add((site.host, site.port))
    web = Web(NOW, look_up=locally, allowed=allowed([f"{site.host}:{site.port}"]), patience=QUICK)
    far = host.replace("127.0.0.1", "127.0.0.2") if host == site.host else host
    url = site.page("/feed", status=302, Location=f"http://{far.encode('utf-8').decode('latin-1')}:81/")
    assert isinstance(fetch(url, web), Failure)
    assert watchman.tried == []
    assert len(site.requests) == 1


def test_the_watchman_sees_what_is_let_through(watchman: Watchman) -> None:
    web = Web(NOW, look_up=lambda *_: (ip_address("93.184.216.34"),), patience=QUICK)
    assert isinstance(fetch("http://feeds.example/", web), Failure)
    assert watchman.tried == ["93.184.216.34"]


def test_there_are_enough_of_them() -> None:
    assert len(set(SPELLINGS)) >= 60


REBOUND = [
    ("10.0.0.1",), ("127.0.0.1",), ("169.254.169.254",), ("::1",), ("::ffff:10.0.0.1",), ("64:ff9b::7f00:1",),
    ("2002:7f00:1::",), ("0.0.0.0",), ("fd00::1",), ("192.168.0.1", "10.0.0.1"),
]  # fmt: skip


def changing(*answers: tuple[str, ...]) -> tuple[list[str], Iterator[tuple[Address, ...]]]:
    return [], (tuple(ip_address(one) for one in answer) for answer in answers)


@pytest.mark.parametrize("inner", REBOUND, ids="+".join)
def test_a_name_that_is_public_first_and_internal_then(watchman: Watchman, inner: tuple[str, ...]) -> None:
    """Each connection looks up once, and connects to an address of that same answer: there is no gap between."""
    asked, answers = changing(("93.184.216.34",), inner, inner)

    def rebind(host: str, seconds: float) -> tuple[Address, ...]:
        asked.append(host)
        return next(answers)

    web = Web(NOW, look_up=rebind, patience=QUICK)
    told = [fetch(f"http://rebind.example:{port}/", web) for port in (80, 81, 82)]
    assert all(isinstance(one, Failure) for one in told)
    assert watchman.tried == ["93.184.216.34"]
    assert asked == ["rebind.example"] * 3


def test_of_a_mixed_answer_only_the_public_addresses_are_tried(watchman: Watchman) -> None:
    mixed = ("10.0.0.1", "93.184.216.34", "::1")
    web = Web(NOW, look_up=lambda *_: tuple(ip_address(one) for one in mixed), patience=QUICK)
    assert isinstance(fetch("http://mixed.example/", web), Failure)
    assert watchman.tried == ["93.184.216.34"]


def test_a_redirect_back_to_the_first_name_is_looked_up_and_checked_again(site: Site, watchman: Watchman) -> None:
    watchman.may.add(("127.0.0.1", site.port))
    _, answers = changing(("127.0.0.1",), ("10.0.0.1",))
    web = Web(NOW, look_up=lambda *_: next(answers), allowed=allowed(["127.0.0.1"]), patience=QUICK)
    site.page("/feed", status=302, Location="/inner", Connection="close")
    site.page("/inner", FEED)
    told = fetch(f"http://feeds.example:{site.port}/feed", web)
    assert isinstance(told, Failure)
    assert "10.0.0.1, a private address: not fetched" in told.what
    assert watchman.tried == []


def test_allow_hosts_opens_the_way_to_what_it_names_and_nothing_else(site: Site, watchman: Watchman) -> None:
    watchman.may.add((site.host, site.port))
    web = Web(NOW, allowed=allowed([f"{site.host}:{site.port}"]), patience=QUICK)
    assert isinstance(fetch(site.page("/feed", FEED), web), Fetched)
    for other in (f"http://{site.host}:{site.port + 1}/", f"http://127.0.0.2:{site.port}/", "http://10.0.0.1/"):
        assert isinstance(fetch(other, web), Failure)
    assert watchman.tried == []


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://feeds.example/", "gopher://127.0.0.1:25/", "data:text/xml,<rss/>", "unix:/run/x",
     "javascript:alert(1)", "//127.0.0.1/", "http:127.0.0.1", "http:\\\\127.0.0.1\\", "ws://feeds.example/"],
)  # fmt: skip
def test_only_the_web_is_asked(watchman: Watchman, web: Web, address: str) -> None:
    (told,) = HttpSource("Wire", address, web).fetch({})
    assert isinstance(told, Failure)
    assert watchman.tried == []
