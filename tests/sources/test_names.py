"""Names to addresses."""

from __future__ import annotations

import socket
import time
from ipaddress import ip_address
from threading import Event

import pytest

from digest.sources.names import Unreached, look_up


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("[::1]", "::1"), ("127.1", "127.0.0.1"), ("0x0a000001", "10.0.0.1")],
)
def test_an_address_asks_nobody(host: str, address: str) -> None:
    assert look_up(host, 1) == (ip_address(address),)


def test_each_address_of_a_name_is_given_once() -> None:
    found = look_up("localhost", 5)
    assert len(found) == len(set(found)) > 0
    assert all(address.is_loopback for address in found)


def test_a_look_up_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    release = Event()

    def hang(*_: object, **__: object) -> list[object]:
        release.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    start = time.monotonic()
    with pytest.raises(Unreached, match=r"the name feeds\.example was not found within 0\.1 s") as caught:
        look_up("feeds.example", 0.1)
    release.set()
    assert caught.value.silent
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "the name feeds.example is not known"),
        (
            socket.gaierror(socket.EAI_AGAIN, "later"),
            "the name feeds.example cannot be looked up: no name server answers",
        ),
        (UnicodeError("label too long"), "the name feeds.example is not known"),
    ],
    ids=["unknown", "no server", "not a name"],
)
def test_a_name_that_is_not_found(monkeypatch: pytest.MonkeyPatch, error: Exception, what: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(Unreached) as caught:
        look_up("feeds.example", 1)
    assert caught.value.what == what
    assert "connection" in caught.value.advice
    assert not caught.value.silent
