"""What a body is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.media import binary, content_type, media_type, sniffed

RSS, ATOM, RDF, JSON, HTML = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "text/html",
)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"<rss version='2.0'>", RSS, id="rss"),
        pytest.param(b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n<rss>', RSS, id="rss after a comment"),
        pytest.param(b'<?xml version="1.0"?><?xml-stylesheet href="a.css"?><feed xmlns="x">', ATOM, id="atom"),
        pytest.param(b"<atom:feed xmlns:atom='x'>", ATOM, id="atom with a prefix"),
        pytest.param(b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", RSS, id="rss after a document type"),
        pytest.param(b'<!DOCTYPE rss PUBLIC "-//N//DTD" "http://x.example/rss.dtd"><rss>', RSS, id="public type"),
        pytest.param(b"<?xml?><rdf:RDF xmlns:rdf='x'>", RDF, id="rdf"),
        pytest.param("<?xml version='1.0'?><rss>".encode("utf-16"), RSS, id="UTF-16 with a mark"),
        pytest.param("<?xml version='1.0'?><rss>".encode("utf-16-le"), RSS, id="UTF-16 little-endian"),
        pytest.param("<?xml version='1.0'?><rss>".encode("utf-16-be"), RSS, id="UTF-16 big-endian"),
        pytest.param(b"<?xml version='1.0'?><opml>", "application/xml", id="other XML"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', JSON, id="JSON Feed"),
        pytest.param(b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', JSON, id="JSON Feed, escaped"),
        pytest.param(
            b'{"items": [' + b'"x",' * 2000 + b'""], "version": "https://jsonfeed.org/version/1"}',
            JSON,
            id="version last",
        ),
        pytest.param(b'{"a": 1}', "application/json", id="other JSON"),
        pytest.param(b"{not json", "", id="a brace"),
        pytest.param(b"[" * 100_000, "", id="deep brackets"),
        pytest.param(b'{"a":' * 100_000, "", id="deep braces"),
        pytest.param(b"<!DOCTYPE html><html>", HTML, id="html"),
        pytest.param(b"<!doctype HTML PUBLIC '-//W3C//DTD'>\n<p>", HTML, id="old html"),
        pytest.param(b"<!-- saved --><html lang=en>", HTML, id="html after a comment"),
        pytest.param(b"<p>One paragraph</p>", HTML, id="a piece of html"),
        pytest.param(b"---\ntitle: Talks\n---\nText", "text/markdown", id="front matter"),
        pytest.param(b"# Talks\n\nText", "text/markdown", id="heading"),
        pytest.param(b"#hashtag", "", id="hash sign"),
        pytest.param(b"--- no front matter", "", id="dashes"),
        pytest.param(b"Delegations met.", "", id="text"),
        pytest.param(b"5 < 6 rss", "", id="less than"),
        pytest.param(b"", "", id="nothing"),
    ],
)
def test_a_body_is_known_by_its_beginning(body: bytes, kind: str) -> None:
    assert sniffed(body) == kind


@pytest.mark.parametrize(
    ("declared", "body", "kind"),
    [
        ("application/atom+xml", b"<rss>", "application/atom+xml"),
        ("text/xml", b"<rss>", RSS),
        ("text/html", b"<rss>", RSS),
        ("text/plain", b"<rss>", RSS),
        ("text/plain", b"<!doctype html><p>", HTML),
        ("text/plain", b"# Heading", "text/plain"),
        ("text/html", b"Delegations met.", "text/html"),
        ("application/json", b'{"version":"https://jsonfeed.org/version/1"}', JSON),
        ("application/json", b'{"a": 1}', "application/json"),
        ("", b"# Heading", "text/markdown"),
        ("application/octet-stream", b"Delegations met.", "application/octet-stream"),
        ("text/markdown", b"<rss>", "text/markdown"),
    ],
)
def test_a_declared_type_holds_unless_the_body_says_better(declared: str, body: bytes, kind: str) -> None:
    assert media_type(declared, body) == kind


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("text/xml", ("text/xml", "")),
        ('Text/XML; Charset="UTF-8"', ("text/xml", "utf-8")),
        ("text/xml;charset=utf-8;charset=latin-1", ("text/xml", "utf-8")),
        ("text/xml; boundary=x; charset='koi8-r' ", ("text/xml", "koi8-r")),
        ("text/xml; charset=", ("text/xml", "")),
        ("text/xml; charset=\x07", ("text/xml", "")),
        ("charset=utf-8", ("", "")),
        ("", ("", "")),
        (";;;=", ("", "")),
    ],
)
def test_a_content_type_is_taken_apart(header: str, parts: tuple[str, str]) -> None:
    assert content_type(header) == parts


@given(st.text())
def test_any_content_type_gives_something_harmless(header: str) -> None:
    kind, charset = content_type(header)
    assert kind == kind.strip().lower()
    assert charset.isascii()


@given(st.binary(max_size=200))
def test_any_bytes_can_be_looked_at(body: bytes) -> None:
    assert isinstance(sniffed(body), str)
    assert isinstance(binary(body), str)


def test_text_in_wide_characters_is_text() -> None:
    assert binary("Talks".encode("utf-16")) == ""
    assert binary("<rss>".encode("utf-16-le")) == ""


@pytest.mark.parametrize(
    "part", [b"<!--a-->", b"<?a?>", b" ", b"<!DOCTYPE a>", b"<!DOCTYPE a[", b"<!--", b"<?", b"---\n", b"<a:"]
)
def test_no_beginning_takes_long_to_look_at(part: bytes) -> None:
    start = time.process_time()
    sniffed(part * 2000)
    assert time.process_time() - start < 0.1
