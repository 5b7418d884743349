from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import SourceTrouble
from digest.models import Entry, Failure
from digest.parse import parse
from digest.parse.looks import look, looks_like
from tests.builders import fetched

RSS = '<rss version="2.0"><channel><item><title>Talks</title></item></channel></rss>'
JSON = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "Talks"}]}'


@pytest.mark.parametrize(
    ("url", "media_type", "body", "title", "body_format"),
    [
        ("https://wire.example/f", "text/html", RSS, "Talks", "html"),
        ("https://wire.example/f", "text/plain", RSS, "Talks", "html"),
        ("file:a.txt", "text/plain", RSS, "Talks", "html"),
        ("https://wire.example/f", "application/octet-stream", JSON, "Talks", "text"),
        ("file:a.json", "", JSON, "Talks", "text"),
        ("file:a.md", "text/markdown", "# Talks\n\nText", "Talks", "html"),
        ("file:a.md", "", "{not json}", "", "html"),
        ("https://wire.example/a.md", "text/markdown", "# Talks\n\nText", "Talks", "html"),
        ("file:a.txt", "text/plain", "---\ntitle: Talks\n---\nText", "Talks", "html"),
        ("file:a.html", "text/html", "<h1>Talks</h1><p>Text", "Talks", "html"),
        ("file:a.htm", "", "Talks only", "", "html"),
        ("file:a.txt", "text/plain", "<p>Talks</p>", "", "html"),
        ("file:a.txt", "text/plain", "Talks\n\nText", "Talks", "text"),
        ("file:NOTES", "", "Talks\n\nText", "Talks", "text"),
        ("file:what #1?.md", "", "# Talks\n\nText", "Talks", "html"),
        ("file:a.md", "", "## Talks\nPublished on June 5, 2025\nCategory: English\n---\nText", "Talks", "text"),
    ],
)
def test_name_media_type_and_content_pick_the_parser(
    url: str, media_type: str, body: str, title: str, body_format: str
) -> None:
    (entry,) = parse(fetched(body, url=url, media_type=media_type))
    assert isinstance(entry, Entry)
    assert (entry.title, entry.body_format) == (title, body_format)


@pytest.mark.parametrize(
    ("body", "url", "what"),
    [
        (b"", "file:a.txt", "It is empty."),
        (b" \n\t", "https://wire.example/f", "It is empty."),
        (b"\x00\x01\x02\x03\xff\xfe" * 20, "file:a.bin", "It is no text"),
        (b"%PDF-1.7\x00\x01\x02\x03\xff\xfe" * 20, "file:a.pdf", "It is a broken or incomplete PDF"),
        (b"PK\x03\x04 no archive" * 20, "file:a.zip", "It is an archive of files"),
        (b"{\\rtf1 Talks}", "file:a.rtf", "It is a rich text document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 20, "file:a.doc", "It is a document of an old office program"),
        (b"<html><body></body></html>", "file:a.html", "neither a title nor a text"),
        (b"Talks\n\nText", "https://wire.example/f", "This is no feed"),
    ],
    ids=["empty", "white space", "binary", "PDF", "ZIP", "RTF", "old Word", "no words", "prose for a feed"],
)
def test_what_cannot_be_read_says_so(body: bytes, url: str, what: str) -> None:
    with pytest.raises(SourceTrouble, match=what):
        parse(fetched(body, url=url, media_type=""))


def test_when_a_file_was_changed_is_not_when_its_article_was_published() -> None:
    changed = datetime(2026, 1, 12, tzinfo=UTC)
    (entry,) = parse(fetched("Talks\n\nText", url="file:a.txt", modified=changed))
    assert isinstance(entry, Entry)
    assert entry.published is None


def test_line_ends_and_page_ends_are_those_of_unix() -> None:
    (entry,) = parse(fetched("Talks\r\n\r\nOne\rtwo\fthree\u2028four", url="file:a.txt", media_type="text/plain"))
    assert isinstance(entry, Entry)
    assert entry.body == "One\ntwo\n\nthree\nfour"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<?xml version='1.0'?><!-- a --><!DOCTYPE rss [<!ENTITY x 'y'>]><rss>", "feed"),
        ("<rdf:RDF xmlns='x'>", "feed"),
        ("<!doctype html><html><body><feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("<!DOCTYPE html><html>", "html"),
        ("<?xml version='1.0'?><html xmlns='x'>", "html"),
        ("<?xml version='1.0'?><opml>", "xml"),
        (' {"a": 1}', "json"),
        ("---\ntitle: x\n---\n", "front matter"),
        ("---\nprose\n---\n", "prose"),
        ("The <b>talks</b>", "prose"),
        ("", "prose"),
    ],
)
def test_looks(text: str, expected: str) -> None:
    assert look(text) == expected


def test_looks_in_words() -> None:
    assert looks_like("<html>") == "an HTML page"
    assert looks_like("words") == "plain text"
    assert looks_like(" ") == "an empty file"


URLS = st.sampled_from(
    ["https://wire.example/f", "file:a.txt", "file:a.md", "file:a.html", "file:a.xml", "file:a.json"]
)
SNIPPETS = st.sampled_from(
    [
        "<rss version='2.0'><channel>", "<item>", "<title>", "</title>", "<description><![CDATA[", "]]>", "</item>", "<p>", "<div>",
        "</div>", "&amp;", "&#0;", "&nbsp;", "---\n", "title: x\n", "## ", "Published on ", "June 5, 2025", "Category: ,,\n", "\n\n",
        "{", '"items": [', "}", "]", "<html>", "<script>", "\x00", "\ufeff", "\ud800", "\u202e", "text ", "> ", "- ", "[a](b)", "`",
    ]
)  # fmt: skip


@given(st.lists(SNIPPETS, max_size=30), URLS)
def test_nothing_but_source_trouble_comes_out_of_a_broken_file(parts: list[str], url: str) -> None:
    with suppress(SourceTrouble):
        made = parse(fetched("".join(parts).encode("utf-8", "surrogatepass"), url=url, media_type=""))
        assert all(isinstance(entry, Entry | Failure) for entry in made)


@given(st.binary(max_size=200), URLS)
def test_nothing_but_source_trouble_comes_out_of_bytes(body: bytes, url: str) -> None:
    with suppress(SourceTrouble):
        assert isinstance(parse(fetched(body, url=url, media_type="")), tuple)
