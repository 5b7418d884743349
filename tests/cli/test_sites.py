"""A site's address as a source: a real server on loopback, the real commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.cli import execute
from tests.sources.site import Site, open_site

NOW = "2025-06-09T08:00:00+00:00"
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>
<item><guid>1</guid><title>Delegations meet</title><pubDate>Sun, 08 Jun 2025 10:00:00 GMT</pubDate>
<link>https://wire.example/1</link><description>Delegations met in Istanbul on Monday for talks.</description></item>
</channel></rss>"""
PAGE = b'<!doctype html><title>Wire</title><link rel=alternate type="application/rss+xml" href="%s">'


@pytest.fixture(name="site")
def _site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


def feeds(folder: Path, url: str, more: str = "") -> Path:
    path = folder / "feeds.toml"
    path.write_text(
        f'[digest]\nallow_hosts = ["127.0.0.0/8"]\n[gather]\npause = 0\nfull_text = "never"\n\n[[sources]]\nname = "Wire"\nurl = "{url}"\n{more}',
        encoding="utf-8",
    )
    return path


def run(path: Path, *words: str) -> int:
    return execute(["--config", str(path), "--now", NOW, *words])


def answer(capsys: pytest.CaptureFixture[str], path: Path, *words: str) -> Any:
    capsys.readouterr()
    run(path, "--json", *words)
    return json.loads(capsys.readouterr().out)


def test_a_site_is_gathered_by_way_of_its_page_and_told_so(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.page("/", PAGE % b"/feed.xml", Content_Type="text/html")
    site.page("/feed.xml", FEED, Content_Type="application/rss+xml", ETag='"1"')
    path = feeds(tmp_path, site.url + "/")
    assert run(path, "gather") == 0
    said = f"Wire: read from {site.url}/feed.xml, named by its page"
    assert said in capsys.readouterr().out
    assert [asked for asked, _ in site.requests] == ["/", "/feed.xml"]
    assert answer(capsys, path, "gather")["gather"]["unchanged"] == 1
    assert site.requests[2][0] == "/feed.xml"
    assert site.requests[2][1]["If-None-Match"] == '"1"'
    assert run(path, "status") == 0
    assert said in capsys.readouterr().out


def test_a_site_without_a_feed_is_a_trouble_that_tells_what_was_tried(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.page("/", b"<!doctype html><title>Nothing</title><p>No feed.</p>", Content_Type="text/html")
    assert run(feeds(tmp_path, site.url + "/"), "gather") == 0
    out = capsys.readouterr().out
    assert "This is no feed: it looks like an HTML page." in out
    assert f"{site.url}/feed (the server says 404 Not Found)" in out


def test_a_password_goes_with_the_feed_on_its_own_server_only(site: Site, tmp_path: Path) -> None:
    with open_site() as other:
        site.page("/", PAGE % b"/own.xml", Content_Type="text/html")
        site.page("/own.xml", FEED)
        assert run(feeds(tmp_path, site.url.replace("//", "//user:word@") + "/"), "--quiet", "gather") == 0
        assert ["Authorization" in headers for _, headers in site.requests] == [True, True]
        site.page("/far", PAGE % f"{other.url}/feed.xml".encode(), Content_Type="text/html")
        other.page("/feed.xml", FEED)
        assert run(feeds(tmp_path, site.url.replace("//", "//user:word@") + "/far"), "--quiet", "gather") == 0
        assert [path for path, _ in other.requests] == ["/feed.xml"]
        assert "Authorization" not in other.requests[0][1]
    assert b"word" not in (tmp_path / "digest.sqlite3").read_bytes()


def test_a_page_may_not_lead_to_a_private_host(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site.page("/", PAGE % b"http://10.0.0.1/feed", Content_Type="text/html")
    assert run(feeds(tmp_path, site.url + "/"), "gather") == 0
    assert "http://10.0.0.1/feed (10.0.0.1, a private address: not fetched)" in capsys.readouterr().out
