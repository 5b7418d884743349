"""Feeds that are well, one of each kind, and what can be made of them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

Make = Callable[[], bytes]

MB = 1_000_000  # bytes
ITEM = (
    "<item><title>Talks resume in Istanbul</title><link>https://wire.example/1</link><guid>w1</guid>"
    "<pubDate>Thu, 05 Jun 2025 10:00:00 +0300</pubDate><description>&lt;p&gt;Delegations met &amp;amp; talked."
    "&lt;/p&gt;</description><category>Talks</category></item>"
)
RSS = (
    f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Wire</title>{ITEM}{ITEM}</channel></rss>'
)
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>urn:1</id>'
    '<title type="html">Talks &lt;b&gt;resume&lt;/b&gt;</title><link href="https://wire.example/1"/>'
    "<updated>2025-06-05T10:00:00Z</updated><author><name>Jo</name></author><content type='xhtml'>"
    '<div xmlns="http://www.w3.org/1999/xhtml"><p>Delegations met.</p></div></content></entry></feed>'
)
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Wire",
        "items": [{"id": "1", "url": "https://wire.example/1", "title": "Talks", "content_html": "<p>They met.</p>"}],
    }
)
SEEDS = {"rss": RSS, "atom": ATOM, "json": JSON}


def rss(inside: str, head: str = "", prolog: str = '<?xml version="1.0"?>') -> bytes:
    """A feed of one item."""
    text = f'{prolog}<rss version="2.0"><channel><title>W</title>{head}<item>{inside}</item></channel></rss>'
    return text.encode("utf-8", "surrogatepass")


def described(html: str) -> bytes:
    """A feed of one item with this body."""
    return rss(f"<title>T</title><description><![CDATA[{html}]]></description>")


def ready(data: bytes) -> Make:
    """A feed that is made already."""
    return lambda: data


def mutated(chance: random.Random) -> bytes:
    """One of the seeds after some accidents."""
    data = bytearray(SEEDS[chance.choice(sorted(SEEDS))].encode())
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data) + 1)
        size = chance.choice((1, 2, 5, 20, 80))
        part = bytes(data[at : at + size])
        data[at : at + size] = chance.choice(
            (
                b"",
                part * 2,
                part[::-1],
                chance.randbytes(3),
                b"<",
                b"&",
                b"]]>",
                b"<!--",
                b"<![CDATA[",
                b"\0",
                b"</item>",
                b"<item>",
                b'"',
            )
        )
    return bytes(data)
