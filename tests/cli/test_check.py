"""digest check URL|FILE: how it was reached, what it is, and what is read from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.cli import execute
from tests.cli.test_sites import FEED, NOW, PAGE, feeds
from tests.sources.site import Site, open_site


@pytest.fixture(name="site")
def _site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


def check(path: Path, *words: str) -> int:
    return execute(["--config", str(path), "--now", NOW, "--quiet", "check", *words])


def answer(capsys: pytest.CaptureFixture[str], path: Path, *words: str) -> Any:
    capsys.readouterr()
    assert execute(["--config", str(path), "--now", NOW, "--json", "check", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_site_is_shown_from_its_page_to_the_entries(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.page("/", status=301, Location="/home")
    site.page("/home", PAGE % b"/feed.xml", Content_Type="text/html")
    site.page("/feed.xml", FEED, Content_Type="application/rss+xml; charset=iso-8859-1", ETag='"1"')
    path = feeds(tmp_path, "https://wire.example/feed")
    assert check(path, site.url + "/") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"{site.url}/", "  301 Moved Permanently → /home"]
    assert lines[2:4] == [f"{site.url}/home", "  200 OK"]
    assert '  etag: "1"' in lines
    assert f"{site.url}/home names these feeds:" in lines
    assert f"{site.url}/feed.xml: RSS 2.0, ascii, {len(FEED)} bytes; 1 item, 0 problems" in lines
    assert lines[-1].split() == [
        "2025-06-08",
        "10:00",
        "publisher",
        "Delegations",
        "meet",
        "8",
        "stub",
        "https://wire.example/1",
    ]
    told = answer(capsys, path, site.url + "/")
    assert [one["status"] for one in told["reached"]] == [301, 200, 200]
    assert told["feeds"] == [site.url + "/feed.xml"]
    assert told["read"][0]["entries"][0]["published"] == "2025-06-08T10:00:00+00:00"
    assert told["read"][0]["items"][0]["words"] == 8
    assert [asked for asked, _ in site.requests] == ["/", "/home", "/feed.xml"] * 2
    assert not (tmp_path / "digest.sqlite3").exists()


def test_a_source_is_meant_by_its_name_or_address_and_asked_with_its_settings(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.page("/f", FEED)
    path = feeds(tmp_path, site.url.replace("//", "//user:canary@") + "/f")
    assert check(path, "Wire") == 0
    assert site.requests[0][1]["Authorization"].startswith("Basic ")
    assert "canary" not in capsys.readouterr().out


def test_a_page_without_a_feed_is_read_as_an_article_and_said_so(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = b"<!doctype html><title>Talks</title><main><p>Delegations met in Istanbul on Monday for talks.</p></main>"
    site.page("/talks", page, Content_Type="text/html")
    assert check(feeds(tmp_path, "https://wire.example/feed"), site.url + "/talks") == 0
    out = capsys.readouterr().out
    assert f"{site.url}/talks: HTML page, ascii, {len(page)} bytes; 1 item, 0 problems" in out
    assert "This is no feed: it looks like an HTML page. It names no feed; tried in vain:" in out


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (410, {}, "the server says 410 Gone. It is gone for good: look for the feed's new address on the site."),
        (400, {}, "the server says 400 Bad Request. The address may be wrong: open it in a browser."),
        (302, {"Location": "/old"}, "Correct the address."),
    ],
)
def test_what_is_wrong_is_told_without_a_feeds_toml(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], status: int, headers: dict[str, Any], said: str
) -> None:
    site.page("/old", status=status, **headers)
    path = feeds(tmp_path, "https://wire.example/feed")
    assert check(path, site.url + "/old") == 2
    told = capsys.readouterr().err
    assert said in told
    assert "feeds.toml" not in told


def test_nothing_is_told_with_its_reason(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = feeds(tmp_path, "https://wire.example/feed")
    assert check(path, site.url + "/none") == 2
    told = capsys.readouterr().err
    assert f"{site.url}/none\n  404 Not Found" in told
    assert "the server says 404 Not Found." in told
    assert check(path, str(tmp_path / "none.md")) == 2
    assert "no file matches" in capsys.readouterr().err
    capsys.readouterr()
    assert execute(["--config", str(path), "--json", "check", site.url + "/none"]) == 2
    assert json.loads(capsys.readouterr().out)["exit"] == 2


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("a.md", b"---\ntitle: Talks\ndate: 2025-06-05\n---\n\nWords of the text.\n", "Markdown, ascii"),
        ("a.txt", "Talks\n\nWörds of the text, enough for all.\n".encode(), "plain text, utf-8"),
        ("a.html", "<!doctype html><meta charset=utf-8><title>Talks</title><p>Wörds of the text.".encode("cp1252"),
         "HTML page, cp1252 (declared: utf-8)"),
        ("a.xml", FEED.replace(b'"1.0"?', b'"1.0" encoding="iso-8859-1"?').replace(b"meet", "über".encode()),
         "RSS 2.0, utf-8 (declared: iso-8859-1)"),
        ("a.xml", ('<?xml version="1.0" encoding="cp1251"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>'
         "<title>Переговоры</title><summary>Переговоры прошли.</summary></entry></feed>").encode("cp1251"),
         "Atom 1.0, cp1251"),
        ("a.json", b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "title": "Talks", '
         b'"content_text": "Words of the text."}]}', "JSON Feed 1.1, ascii"),
    ],
)  # fmt: skip
def test_files_are_named_for_what_they_are(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    body: bytes,
    told: str,
) -> None:
    """Without a feeds.toml, too."""
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(body)
    assert execute(["--now", NOW, "--quiet", "check", name]) == 0
    assert f"{name}: {told}, {len(body)} bytes; 1 item, 0 problems" in capsys.readouterr().out


def test_all_sources_are_tried_by_way_of_their_pages(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.page("/", PAGE % b"/feed.xml", Content_Type="text/html")
    site.page("/feed.xml", FEED)
    (row,) = answer(capsys, feeds(tmp_path, site.url + "/"))["sources"]
    assert row == {"source": "Wire", "items": 1, "newest": "2025-06-08", "trouble": ""}


def test_entries_are_shown_as_they_are_written(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.page("/f", FEED.replace(b"Delegations met", "The world’s delegations".encode().decode("cp1252").encode()))
    (read,) = answer(capsys, feeds(tmp_path, "https://wire.example/feed"), site.url + "/f")["read"]
    assert read["entries"][0]["content"] == "The worldâ€™s delegations in Istanbul on Monday for talks."
    assert read["encoding"] == "utf-8"
