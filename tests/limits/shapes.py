"""Feeds that are no feeds, or half of one, or written to trip whoever reads them."""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Iterator
from functools import partial

from tests.limits.seeds import ITEM, JSON, MB, RSS, SEEDS, Make, described, mutated, ready, rss


def all_of_them() -> Iterator[tuple[str, Make]]:
    """Each by its name."""
    for group in (_markup, _cut, _binary, _encodings, _jsons, _addresses, _hostile_patterns, _mutated):
        yield from group()


def _markup() -> Iterator[tuple[str, Make]]:
    yield "markup: <!-- in CDATA", lambda: described("<!--" * 250_000)
    yield "markup: <!-- and text in CDATA", lambda: described("<!-- x" * 200_000)
    yield "markup: <! in CDATA", lambda: described("<!" * 500_000)
    yield "markup: <!doctype in CDATA", lambda: described("<!doctype " * 100_000)
    yield "markup: <![CDATA[ in CDATA", lambda: described("<![CDATA[" * 100_000)
    yield "markup: < in CDATA", lambda: described("<" * MB)
    yield "markup: <a in CDATA", lambda: described("<a " * 500_000)
    yield "markup: </ in CDATA", lambda: described("</" * 500_000)
    yield "markup: <img in CDATA", lambda: described("<img " * 200_000)
    yield "markup: pictures", lambda: described("<img src=x>" * 200_000)
    yield "markup: <script> that is never closed", lambda: described("<script>" * 100_000)
    yield "markup: <style> that is never closed", lambda: described("<style>" * 100_000)
    yield "markup: <title> in titles", lambda: rss(f"<title>{'&lt;title&gt;' * 100_000}</title>")
    yield "markup: <script> in a title", lambda: rss(f"<title>{'&lt;script&gt;' * 100_000}</title>")
    yield "markup: <!-- in a title", lambda: rss(f"<title>{'&lt;!--' * 100_000}</title>")
    yield "markup: <iframe/> in CDATA", lambda: described("<iframe/>" * 200_000)
    yield "markup: <textarea>", lambda: described("<textarea>" * 100_000)
    yield "markup: <plaintext>", lambda: described("<plaintext>" * 100_000)
    yield "markup: <select><option>", lambda: described("<select><option>" * 100_000)
    yield "markup: <p> in <p>", lambda: described("<p>" * MB)
    yield "markup: </p> alone", lambda: described("</p>" * 500_000)
    yield "markup: quotes that stay open", lambda: described("<a href='" * 200_000)
    yield "markup: equals signs", lambda: described("<a " + "=" * MB + ">")
    yield "markup: attributes without values", lambda: described("<a" + " x" * 500_000 + ">x")
    yield "markup: ampersands", lambda: described("&" * MB)
    yield "markup: half entities", lambda: described("&amp" * 300_000)
    yield "markup: entities of entities", lambda: described("&amp;" * 300_000 + "lt;")
    yield "markup: escaped a hundred times", lambda: rss(f"<title>&{'amp;' * 200_000}lt;b></title>")
    yield (
        "markup: CDATA that is never closed",
        lambda: rss("<title>T</title><description><![CDATA[" + "x" * MB).replace(b"]]>", b""),
    )
    yield "markup: misnested formatting", lambda: described("<b><i></b></i>" * 50_000)
    yield "markup: formatting around tables", lambda: described("<a><table>" * 20_000)
    yield "markup: forms", lambda: described("<form><input>" * 100_000)


def _cut() -> Iterator[tuple[str, Make]]:
    for name, text in SEEDS.items():
        data = text.encode()
        for part in range(1, 12):
            yield f"cut: {name} at {part} of 12", ready(data[: len(data) * part // 12])
    yield "cut: from the front", lambda: RSS.encode()[len(RSS) // 2 :]
    yield "cut: in mid-character", lambda: rss("<title>Türkiye</title>")[:72]
    yield "cut: to one byte", lambda: b"<"
    yield "cut: to nothing", lambda: b""
    yield "cut: to blanks", lambda: b" \n\t" * 1000


def _binary() -> Iterator[tuple[str, Make]]:
    chance = random.Random(7)
    yield "binary: chance", lambda: chance.randbytes(MB)
    yield "binary: chance behind a feed's beginning", lambda: RSS.encode()[:200] + random.Random(8).randbytes(MB)
    yield "binary: NULs", lambda: bytes(MB)
    yield "binary: a feed between NULs", lambda: RSS.encode().replace(b"<", b"\0<")
    yield "binary: NULs within words", lambda: b"\0".join(RSS.encode()[n : n + 9] for n in range(0, len(RSS), 9))
    yield "binary: PNG", lambda: b"\x89PNG\r\n\x1a\n" + random.Random(9).randbytes(100_000)
    yield "binary: JPEG", lambda: b"\xff\xd8\xff\xe0" + random.Random(10).randbytes(100_000)
    yield "binary: GIF with a feed in its comment", lambda: b"GIF89a" + RSS.encode()
    yield "binary: PDF", lambda: b"%PDF-1.7\n" + random.Random(11).randbytes(100_000)
    yield "binary: ZIP", lambda: b"PK\x03\x04" + random.Random(12).randbytes(100_000)
    yield "binary: ELF", lambda: b"\x7fELF" + random.Random(13).randbytes(100_000)
    yield "binary: SQLite", lambda: b"SQLite format 3\0" + random.Random(14).randbytes(100_000)
    yield "binary: WAVE", lambda: b"RIFF" + struct.pack("<I", 100) + b"WAVE" + bytes(1000)
    yield "binary: all bytes", lambda: bytes(range(256)) * 4_000
    yield "binary: control characters in texts", lambda: rss("<title>T\x01\x02\x1f\x7f</title>")
    yield "binary: what is no character", lambda: rss("<title>\ufffe\uffff\ufdd0</title>")
    yield "binary: lone surrogates", lambda: rss("<title>\ud800 and \udfff</title>")


def _encodings() -> Iterator[tuple[str, Make]]:
    text = RSS.replace("Talks", "Переговоры çéñ 会谈 محادثات")
    for real in (
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-7",
        "gb18030",
        "cp1251",
        "koi8-r",
        "big5",
    ):
        yield f"encoding: {real} that calls itself UTF-8", ready(text.encode(real, "replace"))
    for said in (
        "utf-16",
        "utf-32",
        "us-ascii",
        "nonsense",
        "idna",
        "rot13",
        "base64",
        "zlib",
        "unicode_escape",
        "mbcs",
        "x" * 1000,
        "utf-8\0",
    ):
        claimed = RSS.replace("utf-8", said)
        yield f"encoding: UTF-8 that calls itself {said[:20]!r}", ready(claimed.encode())
    yield "encoding: two marks", lambda: b"\xff\xfe\xef\xbb\xbf" + RSS.encode()
    yield "encoding: a mark of UTF-16 before UTF-8", lambda: b"\xfe\xff" + RSS.encode()
    yield "encoding: a mark alone", lambda: b"\xef\xbb\xbf"
    yield "encoding: a thousand marks", lambda: b"\xef\xbb\xbf" * 1000 + RSS.encode()
    yield "encoding: UTF-8 in Windows-1252 in UTF-8", lambda: text.encode().decode("cp1252", "ignore").encode()
    yield "encoding: overlong UTF-8", lambda: rss("<title>T</title>").replace(b"T<", b"\xc0\xbc\xe0\x80\xbc<")
    yield (
        "encoding: a byte in ten is foreign",
        lambda: b"".join(RSS.encode()[n : n + 9] + b"\xe9" for n in range(0, len(RSS), 9)),
    )
    yield "encoding: two in one feed", lambda: RSS.encode() + "Переговоры".encode("koi8-r") + text.encode("utf-16-le")
    yield "encoding: seven bits of Japanese", lambda: "<title>外相は述べた".encode("iso-2022-jp") * 10_000


def _of_the_wrong_kind() -> Iterator[dict[str, object]]:
    kinds: tuple[object, ...] = ([], {}, True, None, 1.5, [[]], [{}], "x")
    for kind in kinds:
        yield dict.fromkeys("id url title content_html summary authors tags image attachments".split(), kind)


def _jsons() -> Iterator[tuple[str, Make]]:
    yield "json: deep lists", lambda: b'{"items":' + b"[" * 100_000
    yield "json: deep lists, closed", lambda: b'{"items":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    yield "json: deep objects", lambda: b'{"items":[' + b'{"a":' * 100_000
    yield "json: 50,000 items", lambda: json.dumps({"items": [{"id": n, "title": "T"} for n in range(50_000)]}).encode()
    yield "json: a million nulls", lambda: b'{"items":[' + b"null," * MB + b"null]}"
    yield "json: a number of a megabyte", lambda: b'{"items":[{"id":' + b"9" * MB + b"}]}"
    yield "json: numbers that are none", lambda: b'{"items":[{"id":NaN,"title":Infinity,"date_published":1e999}]}'
    yield "json: a text of five megabytes", lambda: json.dumps({"items": [{"title": "x" * 5 * MB}]}).encode()
    yield "json: an escaped text", lambda: b'{"items":[{"title":"' + b"\\u0041" * 500_000 + b'"}]}'
    yield "json: lone surrogates", lambda: b'{"items":[{"title":"\\ud800","content_html":"\\udfff<p>x"}]}'
    yield (
        "json: the same key a hundred thousand times",
        lambda: b'{"items":[{' + b'"a":1,' * 100_000 + b'"title":"T"}]}',
    )
    yield "json: a hundred thousand keys", lambda: json.dumps({"items": [{str(n): n for n in range(100_000)}]}).encode()
    yield "json: everything of the wrong kind", lambda: json.dumps({"items": list(_of_the_wrong_kind())}).encode()
    yield "json: no list of items", lambda: b'{"items":{"0":{"title":"T"}}}'
    yield "json: a feed in a text", lambda: json.dumps(RSS).encode()
    yield "json: with a mark", lambda: b"\xef\xbb\xbf" + JSON.encode()
    yield "json: in UTF-16", lambda: JSON.encode("utf-16")
    yield "json: cut", lambda: JSON.encode()[:-3]


def _addresses() -> Iterator[tuple[str, Make]]:
    links = (
        "http://[", "http://[::1", "http://a@b@c/", "http://:99999/", "https://" + "a." * 5_000, "//", "///", "http:///x", "javascript:x",
        "http://\u202e/", "http://xn--/", "http://" + "ä" * 1_000 + ".example/", "http://wire.example/%", "\x00", "http://1.1.1.1.1:0x/",
    )  # fmt: skip
    for n, link in enumerate(links):
        yield (
            f"address {n}: {link[:20]!r}",
            partial(
                rss,
                f"<title>T</title><link>{link}</link><guid>{link}</guid><comments>{link}</comments><enclosure url='{link}'/>"
                f"<description>&lt;a href='{link}'&gt;x&lt;/a&gt;&lt;img src='{link}'&gt;</description>",
            ),
        )
        yield (
            f"base {n}: {link[:20]!r}",
            ready(
                (
                    f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{link}'><entry xml:base='{link}'><title>T</title><link href='{link}'/>"
                    "<content type='html' xml:base='x'>&lt;img src='y'&gt;</content></entry></feed>"
                ).encode()
            ),
        )
    yield "base: a thousand deep", lambda: b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<x xml:base='y/'>" * 1_000
    yield "base: climbing", lambda: rss(f"<title>T</title><link>{'../' * 100_000}</link>")
    for n, date in enumerate(
        (
            "9999-12-31T23:59:59-23:59",
            "0000-00-00",
            "0001-01-01T00:00:00+14:00",
            "-1",
            "1e9",
            "2025-06-05T99:99:99",
            "٣" * 50,
            "1749110400" * 9,
        )
    ):
        yield f"date {n}: {date[:20]}", partial(rss, f"<title>T</title><pubDate>{date}</pubDate>")


def _hostile_patterns() -> Iterator[tuple[str, Make]]:
    yield "pattern: declarations that do not end", lambda: b"<?xml" * 800 + b"x" * 5 * MB
    yield "pattern: instructions that do not end", lambda: b"<?x " * 500_000
    yield "pattern: comments before the feed", lambda: b"<!-- -->" * 200_000 + RSS.encode()
    yield "pattern: comments that do not end", lambda: b"<!--" * 500_000
    yield "pattern: types that do not end", lambda: b"<!DOCTYPE x [" * 100_000
    yield "pattern: brackets", lambda: b"<!DOCTYPE x [" + b"]" * MB
    yield "pattern: brackets and blanks", lambda: b"<!DOCTYPE x [" + b"] " * 300_000 + b"<rss>"
    yield (
        "pattern: line ends before the root",
        lambda: b"<!-- x -->" + b"\n" * 300_000 + b"<rss><channel>" + ITEM.encode(),
    )
    yield (
        "pattern: line ends and an entity",
        lambda: b"<!DOCTYPE x [" + b"\n" * 100_000 + b"<!ENTITY a 'b'>]>" + RSS.encode(),
    )
    yield "pattern: a matter that does not end", lambda: b"---\n" + b"a: b\n" * 300_000
    yield "pattern: dashes", lambda: b"---\n" * 300_000
    yield "pattern: blanks in a date", lambda: rss(f"<title>T</title><pubDate>5{' ' * MB}June</pubDate>")
    yield "pattern: figures in a text", lambda: described("1.2.3.4-" * 200_000)
    yield "pattern: points in a text", lambda: described("." * MB)
    yield "pattern: quotes in a text", lambda: described('"' * MB)
    yield "pattern: bars in a text", lambda: described("| " * 500_000)
    yield "pattern: addresses in a text", lambda: described("https://wire.example/ " * 100_000)
    yield "pattern: at signs in a text", lambda: described("a@" * 500_000)
    yield "pattern: labels in a text", lambda: described("<p>Published on:</p>" * 50_000)
    yield "pattern: bylines", lambda: described("<p>By Jo Bloggs</p>" * 50_000)
    yield "pattern: plain text of labels", lambda: b"Title: x\n" * 300_000
    yield "pattern: markdown of emphasis", lambda: b"# T\n\n" + b"*_" * 100_000
    yield "pattern: markdown of brackets", lambda: b"# T\n\n" + b"[" * 50_000
    yield "pattern: markdown of quotes", lambda: b"# T\n\n" + b">" * 50_000
    yield "pattern: markdown of lists", lambda: b"# T\n\n" + b"".join(b" " * n + b"- x\n" for n in range(2_000))
    yield "pattern: a page", lambda: b"<html><body>" + b"<div><p>x" * 100_000


def _mutated() -> Iterator[tuple[str, Make]]:
    """Feeds with parts of them thrown out, doubled, turned around and swapped, the same every time."""
    for seed in range(30):
        yield f"mutated: {seed}", partial(_mutated_by, seed)


def _mutated_by(seed: int) -> bytes:
    return mutated(random.Random(seed))
