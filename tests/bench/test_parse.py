"""The command and the function that judges of the parser call."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench import parse

FEED = "<rss version='2.0'><channel><item><title>Министр</title><link>1</link></item></channel></rss>".encode("koi8-r")


def test_headers_say_where_it_stands_and_how_it_is_written() -> None:
    headers = {"Content-Type": "text/xml; charset=KOI8-R", "Content-Location": "/x/", "Content-Language": "ru"}
    (entry,) = parse.entries(FEED, "https://wire.example/feed", headers)
    assert (entry["title"], entry["link"], entry["language"]) == ("Министр", "https://wire.example/x/1", "ru")


def test_what_is_no_feed_has_no_entries() -> None:
    assert parse.entries(b"Nothing of the kind") == []


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    feed, headers = tmp_path / "feed.xml", tmp_path / "headers.json"
    feed.write_bytes(FEED)
    headers.write_text(json.dumps({"content-type": "text/xml; charset=koi8-r", "status": 200}), encoding="utf-8")
    words = ["parse", str(feed), "--url", "https://wire.example/feed", "--headers", str(headers)]
    monkeypatch.setattr(sys, "argv", words)
    assert parse.main() == 0
    assert json.loads(capsys.readouterr().out)[0]["link"] == "https://wire.example/1"
    feed.write_bytes(b"Nothing of the kind")
    assert parse.main() == 1
    told = capsys.readouterr()
    assert json.loads(told.out) == []
    assert "no feed" in told.err
