"""For how long a server promises nothing new, and how long it wants to be left alone."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.freshness import LONGEST, freshness, http_date, seconds_until
from tests.builders import NOW

RSS = b"<rss><channel>%s<item><ttl>5</ttl></item></channel></rss>"
SY = b"<sy:updatePeriod>\n %s \t</sy:updatePeriod><sy:updateFrequency>%s</sy:updateFrequency>"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": "public, Max-Age = \"900\", must-revalidate"}, 900),
        ({"cache-control": "s-maxage=600"}, 0),
        ({"cache-control": "max-age=-1"}, 0),
        ({"cache-control": "max-age=99999999999999"}, LONGEST),
        ({"cache-control": "no-cache, max-age=600"}, 0),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": "max-age=60", "expires": "Mon, 09 Jun 2025 08:00:00 GMT"}, 60),
        ({"expires": "Mon, 09 Jun 2025 08:00:00 GMT"}, 3600),
        ({"expires": "Mon, 09 Jun 2025 08:00:00 GMT", "date": "Mon, 09 Jun 2025 07:50:00 GMT"}, 600),
        ({"expires": "Mon, 09 Jun 2025 06:00:00 GMT"}, 0),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 -2300"}, 0),
    ],
)  # fmt: skip
def test_by_the_headers(headers: dict[str, str], seconds: float) -> None:
    assert freshness(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        (b"<ttl>60</ttl>", 3600),
        (b"<ttl> 15\n</ttl>", 900),
        (b"<ttl></ttl>", 0),
        (b"<ttl>soon</ttl>", 0),
        (b"<ttl>9999999</ttl>", LONGEST),
        (SY % (b"hourly", b"2"), 1800),
        (SY % (b"Daily", b"1"), 86_400),
        (SY % (b"weekly", b"0"), LONGEST),
        (b"<sy:updatePeriod>daily</sy:updatePeriod>", 86_400),
        (b"<sy:updateFrequency>3</sy:updateFrequency>", 0),
        (b"<ttl>60</ttl>" + SY % (b"hourly", b"4"), 3600),
        (b"", 0),
        (b"x" * 40_000 + b"<ttl>60</ttl>", 0),
    ],
)
def test_by_the_feed(head: bytes, seconds: float) -> None:
    assert freshness({}, NOW, RSS % head) == seconds
    assert freshness({"cache-control": "max-age=1200"}, NOW, RSS % head) == max(1200, seconds)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), (" 7 ", 7), ("0", 0), ("Mon, 09 Jun 2025 08:30:00 GMT", 5400), ("Mon, 09 Jun 2025 06:30:00 GMT", 0),
     ("Mon, 09 Jun 2025 08:30:00 +0100", 1800), ("", 0), ("-5", 0), ("1.5", 0), ("soon", 0), ("٣", 0),
     ("9" * 400, 999_999_999_999)],
)  # fmt: skip
def test_retry_after(said: str, seconds: float) -> None:
    assert seconds_until(said, NOW) == seconds


@given(st.text(max_size=60), st.binary(max_size=200))
def test_whatever_is_said_is_a_sane_length_of_time(text: str, body: bytes) -> None:
    for name in ("cache-control", "expires"):
        assert 0 <= freshness({name: text, "date": text}, NOW, b"<ttl>" + body) <= LONGEST
    assert seconds_until(text, NOW) >= 0
    assert (moment := http_date(text)) is None or moment.utcoffset() == timedelta(0)


@pytest.mark.parametrize("pattern", [b"<ttl>", b"<ttl> ", b"<sy:updatePeriod> ", b"<sy:updateFrequency>1", b"<item"])
def test_no_body_takes_long(pattern: bytes) -> None:
    start = time.process_time()
    freshness({"cache-control": "max-age= " * 5000, "expires": "Mon, " * 20_000}, NOW, pattern * 500_000)
    assert time.process_time() - start < 0.2
