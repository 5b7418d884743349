"""Feeds that are small on the way and large inside: bombs, depths, lengths and numbers."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from functools import partial

from tests.limits.seeds import ATOM, ITEM, MB, RSS, Make, described, rss


def all_of_them() -> Iterator[tuple[str, Make]]:
    """Each by its name."""
    for group in (_bombs, _packed, _deep, _long, _many):
        yield from group()


def _bombs() -> Iterator[tuple[str, Make]]:
    laughs = "".join(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 10))
    yield (
        "entities: a billion laughs",
        lambda: rss("<title>&a9;</title>", prolog=f'<!DOCTYPE r [<!ENTITY a0 "ha">{laughs}]>'),
    )
    yield (
        "entities: laughs line by line",
        lambda: rss(
            "<title>&a9;</title>", prolog='<!DOCTYPE r [\n<!ENTITY a0 "ha">\n' + laughs.replace("><", ">\n<") + "\n]>\n"
        ),
    )
    yield (
        "entities: one of a megabyte, ten times",
        lambda: rss(f"<title>{'&big;' * 10}</title>", prolog=f'<!DOCTYPE r [\n<!ENTITY big "{"x" * MB}">\n]>\n'),
    )
    yield (
        "entities: one of 100 kB, ten thousand times",
        lambda: rss(
            f"<title>{'&big;' * 10_000}</title>", prolog=f'<!DOCTYPE r [\n<!ENTITY big "{"x" * 100_000}">\n]>\n'
        ),
    )
    yield (
        "entities: of themselves",
        lambda: rss("<title>&a;</title>", prolog='<!DOCTYPE r [\n<!ENTITY a "&b;">\n<!ENTITY b "&a;">\n]>'),
    )
    yield (
        "entities: of a file",
        lambda: rss("<title>&x;</title>", prolog='<!DOCTYPE r [\n<!ENTITY x SYSTEM "file:///etc/passwd">\n]>'),
    )
    yield (
        "entities: of a server",
        lambda: rss("<title>&x;</title>", prolog='<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>'),
    )
    yield (
        "entities: of parameters",
        lambda: rss("<title>T</title>", prolog='<!DOCTYPE r [<!ENTITY % x SYSTEM "file:///dev/zero">%x;]>'),
    )
    yield (
        "entities: a hundred thousand of them",
        lambda: rss(
            "<title>T</title>",
            prolog="<!DOCTYPE r [\n" + "".join(f'<!ENTITY e{n} "x">\n' for n in range(100_000)) + "]>",
        ),
    )
    yield "entities: references that nobody declares", lambda: rss(f"<title>{'&nix;' * 500_000}</title>")
    yield "entities: numbers", lambda: rss(f"<title>{'&#x41;' * 500_000}</title>")
    yield "entities: impossible numbers", lambda: rss(f"<title>{'&#99999999;&#xD800;&#0;' * 1_000}</title>")


def _packed() -> Iterator[tuple[str, Make]]:
    yield "gzip: a bomb", lambda: gzip.compress(bytes(200 * MB))
    yield "gzip: a bomb in a bomb", lambda: gzip.compress(gzip.compress(bytes(200 * MB)))
    yield "gzip: a feed of nine megabytes", lambda: gzip.compress(rss(f"<title>{'x' * 9 * MB}</title>"))
    yield "gzip: broken off", lambda: gzip.compress(RSS.encode() * 100)[:-30]
    yield "gzip: broken", lambda: b"\x1f\x8b\x08\x00" + bytes(500)
    yield "zlib: a bomb", lambda: zlib.compress(bytes(200 * MB))


def _nested(tag: str, times: int, end: str = "") -> bytes:
    return described(f"<{tag}>" * times + "x" + end)


def _deep() -> Iterator[tuple[str, Make]]:
    for tag, times in (
        ("div", 100_000),
        ("b", 300_000),
        ("blockquote", 50_000),
        ("table", 50_000),
    ):
        yield f"deep: {times} <{tag}> in a body", partial(_nested, tag, times)
        yield f"deep: {times} <{tag}> closed", partial(_nested, tag, times, f"</{tag}>" * times)
    yield "deep: formatting that is never closed", lambda: described("<p><b><i><u><s><em>" * 20_000 + "x")
    yield "deep: links in links", lambda: described("<a href=x>" * 100_000 + "x")
    yield "deep: 200,000 elements of XML", lambda: rss("<x>" * 200_000)
    yield "deep: 200,000 elements of XML, closed", lambda: rss("<x>" * 200_000 + "</x>" * 200_000)
    yield "deep: items in items", lambda: rss("<item>" * 100_000)
    yield "deep: channels in channels", lambda: b"<rss version='2.0'>" + b"<channel>" * 100_000
    yield "deep: xhtml", lambda: ATOM.replace("<p>Delegations met.</p>", "<div>" * 50_000 + "</div>" * 50_000).encode()
    yield "deep: tables in cells", lambda: described("<table><tr><td>" * 20_000)
    yield "deep: lists", lambda: described("<ul><li>" * 50_000)
    yield "deep: drawings", lambda: described("<svg><g>" * 50_000)
    yield "deep: formulas", lambda: described("<math><mrow>" * 50_000)
    yield "deep: buttons", lambda: described("<button><p>" * 50_000)
    yield "deep: ruby", lambda: described("<ruby><rt>" * 50_000)


def _attributes() -> str:
    return " ".join(f"a{n}='x'" for n in range(100_000))


def _long() -> Iterator[tuple[str, Make]]:
    yield "long: a title of five megabytes", lambda: rss(f"<title>{'x' * 5 * MB}</title>")
    yield "long: a title of words", lambda: rss(f"<title>{'word ' * MB}</title>")
    yield "long: a paragraph of five megabytes", lambda: described("x" * 5 * MB)
    yield "long: a body of words", lambda: described("word " * MB)
    yield "long: a body of sentences", lambda: described("They met. " * 500_000)
    yield "long: a body of paragraphs", lambda: described("<p>They met.</p>" * 300_000)
    yield "long: a body of line breaks", lambda: described("x<br>" * 500_000)
    yield "long: a body of blanks", lambda: described(" " * 5 * MB)
    yield "long: a body of line ends", lambda: described("\n" * 5 * MB)
    yield "long: one attribute", lambda: described(f"<a href='{'x' * 5 * MB}'>x</a>")
    yield (
        "long: an attribute of the feed",
        lambda: RSS.encode().replace(b"2.0", b"2" * 5 * MB),
    )
    yield "long: a hundred thousand attributes", f"<rss {_attributes()}>{ITEM}</rss>".encode
    yield "long: a hundred thousand attributes of a tag in a body", lambda: described(f"<p {_attributes()}>x</p>")
    yield "long: the name of an element", lambda: rss(f"<{'x' * MB}>T</{'x' * MB}>")
    yield (
        "long: a hundred thousand elements with names of their own",
        lambda: rss("".join(f"<x{n}>T</x{n}>" for n in range(100_000))),
    )
    yield (
        "long: a hundred thousand namespaces",
        lambda: rss("".join(f"<x xmlns:n{n}='u:{n}'/>" for n in range(100_000))),
    )
    yield "long: a link", lambda: rss(f"<title>T</title><link>https://wire.example/{'x' * 5 * MB}</link>")
    yield "long: an id", lambda: rss(f"<title>T</title><guid>{'x' * 5 * MB}</guid>")
    yield "long: a date", lambda: rss(f"<title>T</title><pubDate>{'1' * 5 * MB}</pubDate>")
    yield "long: a date of words", lambda: rss(f"<title>T</title><pubDate>{'5 June ' * 500_000}</pubDate>")
    yield "long: an author", lambda: rss(f"<title>T</title><author>{'a@b.c (' * 500_000}</author>")
    yield "long: an author of many at signs", lambda: rss(f"<title>T</title><author>{'@' * MB}</author>")
    yield "long: a comment", lambda: rss(f"<title>T</title><!--{'x' * 5 * MB}-->")
    yield "long: an instruction", lambda: rss(f"<title>T</title><?x {'x' * 5 * MB}?>")
    yield "long: one line of nine megabytes", lambda: b"x" * 9 * MB
    yield "long: eleven megabytes", lambda: rss(f"<title>{'x' * 11 * MB}</title>")
    yield "long: a word of combining marks", lambda: described("e" + "\u0301" * MB)
    yield "long: wide letters", lambda: described("𝔘" * MB)
    yield "long: letters without spaces", lambda: described("外" * MB)
    yield "long: directions", lambda: described("\u202e\u202d\u2066" * 300_000)


def _many() -> Iterator[tuple[str, Make]]:
    yield "many: 50,000 items", lambda: RSS.replace(ITEM, "<item><title>T</title></item>" * 25_000).encode()
    yield "many: 500,000 empty items", lambda: RSS.replace(ITEM, "<item/>" * 250_000).encode()
    yield (
        "many: 50,000 entries",
        lambda: b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry><title>T</title></entry>" * 50_000,
    )
    yield (
        "many: 50,000 items in a broken feed",
        lambda: RSS.replace(ITEM, "<item><title>T & U</title></item>" * 25_000).encode(),
    )
    yield "many: 300,000 links of one item", lambda: rss("<link>https://wire.example/</link>" * 150_000)
    yield (
        "many: 100,000 categories of one item",
        lambda: rss("<title>T</title>" + "".join(f"<category>{n}</category>" for n in range(20_000))),
    )
    yield "many: 100,000 titles of one item", lambda: rss("<title>T</title>" * 100_000)
    yield (
        "many: 50,000 files of one item",
        lambda: rss("<title>T</title>" + "<enclosure url='/x' length='1' type='a/b'/>" * 50_000),
    )
    yield (
        "many: 50,000 pictures of one item",
        lambda: rss("<title>T</title>" + "<m:content xmlns:m='http://search.yahoo.com/mrss/' url='/x.jpg'/>" * 30_000),
    )
    yield (
        "many: 20,000 authors of one entry",
        lambda: ATOM.replace("<author>", "<author><name>Al</name></author>" * 20_000 + "<author>").encode(),
    )
    yield (
        "many: 50,000 texts of one item",
        lambda: rss("<title>T</title>" + "<description>They met.</description>" * 50_000),
    )
    yield "many: 20,000 dates of one item", lambda: rss("<title>T</title>" + "<pubDate>5 juin 2025</pubDate>" * 20_000)
    yield "many: 2,000 items of 4 kB", lambda: RSS.replace(ITEM, ITEM.replace("met", "met " * 1_000) * 1_000).encode()
    yield "many: 2,000 ids alike", lambda: RSS.replace(ITEM, ITEM * 1_000).encode()
