"""For how long a server promises nothing new: by its caching headers, and by what the feed says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = 7 * 86_400.0  # seconds of a promise that are believed: many servers cache "for ever" what changes daily
_HEAD = 32_768  # bytes of a feed that are looked at, up to its first item: what it says of itself stands there
_ITEM = re.compile(rb"<(?:item|entry)[\s>]")
_TTL = re.compile(rb"<ttl>\s{0,20}(\d{1,7})\s{0,20}</ttl>")  # minutes (RSS 2.0)
_PERIOD = re.compile(rb"<sy:updatePeriod>\s{0,20}(hourly|daily|weekly|monthly|yearly)\s{0,20}</", re.IGNORECASE)
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s{0,20}(\d{1,5})\s{0,20}</")  # times in a period
_SECONDS = {b"hourly": 3600, b"daily": 86_400, b"weekly": 604_800, b"monthly": 2_629_800, b"yearly": 31_557_600}
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s{0,5}=\s{0,5}\"?(\d{1,10})", re.IGNORECASE)
_UNCACHED = re.compile(r"(?:^|[,\s])no-(?:cache|store)(?:$|[,\s=])", re.IGNORECASE)


def freshness(headers: Mapping[str, str], at: datetime, body: bytes = b"") -> float:
    """Seconds until there may be news, 0 where nothing is said, at most a week. Header names are lower case."""
    return min(max(_by_headers(headers, at), _by_feed(body)), LONGEST)


def seconds_until(text: str, at: datetime) -> float:
    """A Retry-After header as seconds after `at`: a number or an HTTP date; 0 when it is neither, or over."""
    said = text.strip()
    if said.isascii() and said.isdigit():
        return float(said[:12])
    moment = http_date(said)
    return max(0.0, (moment - at).total_seconds()) if moment else 0.0


def http_date(text: str) -> datetime | None:
    """An HTTP date as aware UTC, or None."""
    try:
        moment = parsedate_to_datetime(text[:100])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):  # an odd date, none at all, a year that there is not
        return None


def _by_headers(headers: Mapping[str, str], at: datetime) -> float:
    control = headers.get("cache-control", "")
    if _UNCACHED.search(control):
        return 0.0
    if found := _MAX_AGE.search(control):
        return float(found[1])
    expires = http_date(headers["expires"]) if "expires" in headers else None
    if expires is None:
        return 0.0
    sent = http_date(headers.get("date", "")) or at
    return max(timedelta(0), expires - sent).total_seconds()


def _by_feed(body: bytes) -> float:
    head = body[:_HEAD]
    if b"<ttl" not in head and b"<sy:" not in head:
        return 0.0
    if first := _ITEM.search(head):
        head = head[: first.start()]
    ttl = _TTL.search(head)
    minutes = float(ttl[1]) if ttl else 0.0
    period, times = _PERIOD.search(head), _FREQUENCY.search(head)
    often = max(1.0, float(times[1])) if times else 1.0
    return max(minutes * 60, _SECONDS[period[1].lower()] / often if period else 0.0)
