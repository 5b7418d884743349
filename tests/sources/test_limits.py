"""What a hostile server may cost: time until the deadline and half a second, less than 32 MB, and nothing else."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import SourceTrouble
from digest.models import Fetched
from digest.sources.http import Patience, Web
from digest.sources.unpacking import BadPacking, TooMuch, unpacked, unpackers
from tests.conftest import ROOT
from tests.sources.asking import FEED, failure, fetch
from tests.sources.site import Page, Site, Visit, open_site

DEADLINE = 0.7
CHILD = f"""
import json, re, sys, time
from tests.builders import NOW
from digest.sources.addresses import allowed
from digest.sources.http import HttpSource, Patience, Web
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024  # its own, since exec
web = Web(NOW, allowed=allowed(["127.0.0.1"]), patience=Patience(connect=1, read=0.5, total={DEADLINE}))
list(HttpSource("Warm", sys.argv[1], web).fetch({{}}))
before = peak()
for url in sys.argv[2:]:
    start = time.monotonic()
    (one,) = HttpSource("Wire", url, web).fetch({{}})
    print(json.dumps([time.monotonic() - start, peak() - before, type(one).__name__, getattr(one, "what", "")]))
"""
MB = 1_000_000
EMPTY = b"\x00\x00\x00\xff\xff"  # a block of deflate that holds nothing


def zipped(megabytes: int, coding: int = zlib.MAX_WBITS | 16) -> bytes:
    """So many megabytes of nothing, packed as small as can be."""
    pack = zlib.compressobj(9, wbits=coding)
    return b"".join([*(pack.compress(bytes(MB)) for _ in range(megabytes)), pack.flush()])


def sends(body: bytes, coding: str) -> Page:
    return lambda visit: visit.send(body, Content_Encoding=coding)


def pours(head: bytes, drop: bytes, every: float = 0.0) -> Page:
    """`head`, then `drop` again and again, for twenty seconds at most."""

    def page(visit: Visit) -> None:
        visit.raw(head)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            visit.raw(drop)
            time.sleep(every)

    return page


def onwards(visit: Visit) -> None:
    """A redirect to an address that was never seen before."""
    visit.send(status=302, Location=f"?{time.monotonic_ns()}")


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
HOSTILE: dict[str, tuple[Callable[[], Page], str]] = {
    "gzip bomb": (lambda: sends(zipped(150), "gzip"), "more than 10 MB"),
    "deflate bomb": (lambda: sends(zipped(150, zlib.MAX_WBITS), "deflate"), "more than 10 MB"),
    "brotli bomb": (lambda: sends(brotli.compress(bytes(150 * MB), quality=1), "br"), "more than 10 MB"),
    "gzip in gzip": (lambda: sends(gzip.compress(zipped(150)), "gzip, gzip"), "more than 10 MB"),
    "gzip in brotli": (lambda: sends(brotli.compress(zipped(150)), "gzip, br"), "more than 10 MB"),
    "nothing in brotli": (  # what comes out of the first layer never becomes anything in the second
        lambda: sends(brotli.compress(EMPTY * 30 * MB, quality=1), "deflate, br"), "more than 10 MB"),
    "three layers": (lambda: sends(FEED, "gzip, gzip, gzip"), "packed 3 times over"),
    "many layers": (lambda: sends(FEED, ", ".join(["gzip"] * 5000)), "packed 5000 times over"),
    "empty blocks of gzip": (
        lambda: pours(OK + b"Content-Encoding: gzip\r\n\r\n" + zipped(0)[:10], EMPTY * 10_000), "more than 10 MB"),
    "endless body": (lambda: pours(OK + b"\r\n", b"x" * 50_000), "more than 10 MB"),
    "endless chunks": (lambda: pours(CHUNKED, b"1000\r\n" + b"x" * 4096 + b"\r\n"), "more than 10 MB"),
    "endless trailers": (lambda: pours(CHUNKED + b"0\r\n", b"A: b\r\n" * 1000), "does not speak HTTP properly"),
    "endless headers": (lambda: pours(OK, b"A: b\r\n" * 1000), ""),
    "one endless header": (lambda: pours(OK + b"A: ", b"b" * 10_000), ""),
    "endless status line": (lambda: pours(b"HTTP/1.1 200 ", b"b" * 10_000), ""),
    "endless early hints": (lambda: pours(b"", b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" * 100), "headers go on"),
    "drip of the status line": (lambda: pours(b"", b"H", 0.05), "more than 0.7 s in all"),
    "drip of headers": (lambda: pours(OK + b"A: ", b"b", 0.05), "more than 0.7 s in all"),
    "drip of early hints": (lambda: pours(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05), "more than 0.7 s in all"),
    "drip of the body": (lambda: pours(OK + b"\r\n", b"b", 0.05), "more than 0.7 s in all"),
    "drip of chunks": (lambda: pours(CHUNKED, b"1\r\nb\r\n", 0.05), "more than 0.7 s in all"),
    "silence": (lambda: pours(OK + b"\r\n", b"", 0.05), "sent nothing for 0.5 s"),
    "redirects without end": (lambda: onwards, "redirects more than 5 times"),
}  # fmt: skip


@pytest.fixture(scope="module")
def costs() -> Mapping[str, tuple[float, float, str, str]]:
    """Of each of them, all met by one child: seconds, the child's peak above its start in MB, and the outcome."""
    with open_site() as site:
        urls = [site.page("/warm", FEED)]
        for number, name in enumerate(HOSTILE):
            site.pages[f"/{number}"] = HOSTILE[name][0]()
            urls.append(f"{site.url}/{number}")
        words = [sys.executable, "-c", CHILD, *urls]
        child = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return dict(zip(HOSTILE, map(json.loads, child.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_server_costs_little(costs: Mapping[str, tuple[float, float, str, str]], name: str) -> None:
    seconds, growth, kind, said = costs[name]
    assert kind == "Failure"
    assert HOSTILE[name][1] in said
    assert seconds < DEADLINE + 0.5
    assert growth < 32


class TestHeaders:
    """How many and how long they may be."""

    def test_two_hundred_are_read_and_more_are_not(self, site: Site, web: Web) -> None:
        def page(visit: Visit) -> None:
            number = int(visit.path.partition("?")[2])
            visit.raw(OK + b"A: b\r\n" * (number - 1) + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED)

        site.pages["/feed"] = page
        assert isinstance(fetch(site.url + "/feed?200", web), Fetched)
        assert failure(site.url + "/feed?201", web).what == "the server sent 201 headers, or very long ones"

    def test_64_kilobytes_are_read_and_more_are_not(self, site: Site, web: Web) -> None:
        assert isinstance(fetch(site.page("/fits", FEED, A="b" * 63_000), web), Fetched)
        assert "very long ones" in failure(site.page("/over", FEED, A="b" * 64_000), web).what


CODINGS = ["gzip", "deflate", "br", "x-gzip", "raw"]


def packed(data: bytes, coding: str) -> bytes:
    if coding == "br":
        return bytes(brotli.compress(data))
    if coding == "raw":
        return zlib.compress(data)[2:-4]
    return zlib.compress(data) if coding == "deflate" else gzip.compress(data)


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@given(st.binary(max_size=3000), st.lists(st.sampled_from(CODINGS), max_size=2), st.integers(1, 4000))
def test_what_is_packed_is_unpacked_however_it_comes(data: bytes, codings: list[str], size: int) -> None:
    body = data
    for coding in codings:
        body = packed(body, coding)
    header = ", ".join("deflate" if coding == "raw" else coding for coding in codings)
    assert unpacked(cut(body, size), unpackers(header), 10_000) == data


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip, br", "deflate, deflate"]))
def test_any_bytes_are_unpacked_or_refused(data: bytes, header: str) -> None:
    with suppress(BadPacking, TooMuch):
        assert len(unpacked(cut(data, 7), unpackers(header), 1000)) <= 1000


def test_members_after_one_another_are_one_body_and_what_follows_is_dropped() -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two") + b"\x00\x00 padding"
    for size in (1, 5, 1000):
        assert unpacked(cut(body, size), unpackers("gzip"), 100) == b"one two"


def test_every_layer_has_the_limit() -> None:
    body = brotli.compress(gzip.compress(bytes(5000)) + bytes(20_000))
    assert len(unpacked([body], unpackers("gzip, br"), 30_000)) == 5000
    with pytest.raises(TooMuch, match=r"more than 0\.01 MB"):
        unpacked([body], unpackers("gzip, br"), 10_000)


def test_the_limits_are_each_sources_own(site: Site, web: Web) -> None:
    from digest.sources.http import HttpSource

    url = site.page("/picture", b"x" * 5000)
    (small,) = HttpSource("Wire", url, web, patience=Patience(body=4000)).fetch({})
    (large,) = HttpSource("Wire", url, web, patience=Patience(body=6000)).fetch({})
    assert getattr(small, "what", "") == "the server sent more than 0.004 MB"
    assert isinstance(large, Fetched)


def test_an_unknown_packing_is_named() -> None:
    with pytest.raises(SourceTrouble, match="unknown way \\(zstd\\)"):
        unpackers("gzip, zstd")
