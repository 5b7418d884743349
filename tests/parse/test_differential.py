"""Over all real feeds our parser gives what feedparser gives with its defaults; each difference is listed with its why."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import pytest

from bench.parse import fetched
from bench.parsing import ADDRESS, HEADERS, real_feeds
from digest.parse.feeds import MOST
from digest.pipeline.showing import shown

# (end of the file's path, what differs): in how many entries, and why.
DRAWN = "The letter in an icon drawn as SVG is no text to us."
DIFFERENCES = {
    ("picofeed/planete-jquery.xml", "content"): (
        1,
        "A <script> stands within another: feedparser takes the rest of the article for code; to HTML the first end is it.",
    ),
    ("fastfeedparser-bench/14333881097406c7.feed", "summary"): (
        3,
        "feedparser puts the caption of the picture, media:description, in place of the description.",
    ),
    ("feedjira/SamRuby.xml", "content"): (4, DRAWN),
    ("node-feedparser/intertwingly.atom", "content"): (5, DRAWN),
    ("reader/relative.atom", "summary"): (1, "Plain text about a script is shown as it is written, and not cut."),
    ("reader/relative.rss", "summary"): (1, "Plain text about a script is shown as it is written, and not cut."),
}
# Their encodings stand in a header that is not told here, or are belied by the feed: feedparser misreads them
# (tests/parse/test_decoding.py and the judge of the re-encoded feeds hold us to the right text).
MISREAD = re.compile(r"reencoded/.*-(?:header|lie)-")

_GONE = re.compile(
    r"<(script|style|textarea|select|video|audio|canvas|object|embed)\b.*?</\1\s*>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")


def letters(html: str) -> str:
    """The letters and digits of a text, without markup however often it was escaped."""
    text = _GONE.sub(" ", html)
    for _ in range(3):
        text = unescape(_TAG.sub(" ", text))
    return "".join(filter(str.isalnum, text.casefold()))


def stamps(entry: Any) -> set[str]:
    """The moments that feedparser reads of an entry, as ISO texts without a zone."""
    found = (dict.get(entry, f"{name}_parsed") for name in ("published", "updated", "created"))
    return {f"{t[0]:04}-{t[1]:02}-{t[2]:02}T{t[3]:02}:{t[4]:02}:{t[5]:02}" for t in found if t}


def differences(ours: dict[str, Any], theirs: Any) -> Iterator[str]:
    """The names of the fields that differ."""
    contents = [dict.get(one, "value", "") for one in theirs.get("content", [])]
    texts = {letters(text) for text in [*contents, theirs.get("summary", ""), theirs.get("media_description", "")]}
    if letters(ours["title"]) != letters(theirs.get("title", "")):
        yield "title"
    if letters(ours["content"]) not in texts or (max(texts, key=len) and not ours["content"]):
        yield "content"
    if letters(ours["summary"]) not in {*texts, ""}:
        yield "summary"
    if theirs.get("link") and ours["link"] != theirs["link"]:
        yield "link"
    said = {str(ours[name])[:19] for name in ("published", "updated") if ours[name]}
    if stamps(theirs) and not said & stamps(theirs):
        yield "date"


def broken(body: bytes) -> bytes:
    """The feed with something at its end that is no XML, so that feedparser's own parser has to read it."""
    end = max(body.rfind(b"</channel>"), body.rfind(b"</feed>"))
    return body[:end] + b"<x>a & b</y>" + body[end:] if end >= 0 else body


def met(path: Path, changed: Callable[[bytes], bytes] = bytes) -> Counter[tuple[str, str]]:
    """What differs in one feed, and in how many entries."""
    body = changed(path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = feedparser.parse(BytesIO(body), response_headers=HEADERS).entries[:MOST]
    if not theirs or MISREAD.search(path.as_posix()):
        return Counter()
    ours: list[dict[str, Any]] = shown(fetched(body, ADDRESS, HEADERS))
    name = f"{path.parent.name}/{path.name}"
    if len(ours) != len(theirs):
        return Counter([(name, f"{len(ours)} entries, not {len(theirs)}")])
    return Counter((name, kind) for one, other in zip(ours, theirs, strict=True) for kind in differences(one, other))


def test_real_feeds_are_read_as_feedparser_reads_them(shared: Path) -> None:
    feeds = list(real_feeds(shared / "corpora"))
    assert len(feeds) > 300
    found: Counter[tuple[str, str]] = Counter()
    for path in feeds:
        found += met(path)
    assert found == {where: count for where, (count, _) in DIFFERENCES.items()}


@pytest.mark.campaign
def test_broken_feeds_are_read_as_feedparser_reads_them(shared: Path) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for path in real_feeds(shared / "corpora"):
        found += met(path, broken)
    assert found == {where: count for where, (count, _) in DIFFERENCES.items()}


@pytest.mark.parametrize(
    ("changed", "kind"),
    [("title", "title"), ("content", "content"), ("summary", "summary"), ("link", "link"), ("published", "date")],
)
def test_the_comparison_sees_each_kind_of_difference(changed: str, kind: str) -> None:
    body = (
        b"<rss version='2.0'><channel><item><title>Talks</title><link>https://wire.example/1</link>"
        b"<description>They met.</description><pubDate>Thu, 05 Jun 2025 10:00:00 GMT</pubDate></item></channel></rss>"
    )
    (theirs,) = feedparser.parse(BytesIO(body), response_headers=HEADERS).entries
    (ours,) = shown(fetched(body, ADDRESS, HEADERS))
    assert list(differences(ours, theirs)) == []
    assert list(differences({**ours, changed: "2001-01-01T00:00:00"}, theirs)) == [kind]
