"""What the commands say of an editor's folder: counts that mean what they say, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import desk
from tests.cli.test_commands import answer, digest


@pytest.fixture(name="feeds")
def _feeds(tmp_path: Path) -> Path:
    return desk(tmp_path)


def test_a_gather_counts_sources_files_and_entries_apart(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (feeds.parent / "notes/broken.json").write_bytes(b"\x00\x01\x02" * 500)
    items = '{"id": "1", "title": "One", "content_text": "Words."}, 7, "x", {"id": "2", "content_text": ""}'
    feed = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{items}]}}'
    (feeds.parent / "feed.json").write_text(feed, encoding="utf-8")
    tables = '[[sources]]\nname = "List"\nurl = "feed.json"\n\n[[sources]]\nname = "Void"\nfiles = ["void/*"]\n\n'
    text = feeds.read_text(encoding="utf-8")
    feeds.write_text(text.replace("[[regions]]", tables + "[[regions]]", 1), encoding="utf-8")
    assert digest(feeds, "gather") == 0
    said = "gathered 4 new, 0 changed, 0 known items from 4 feeds and files; 0 unchanged; 1 of 3 sources failed; "
    assert capsys.readouterr().out.splitlines()[0] == said + "1 file and 3 entries could not be read"
    counts = answer(capsys, feeds, "gather")["gather"]
    assert [counts[name] for name in ("asked", "failed", "bad_files", "bad_entries")] == [3, 1, 1, 0]
    assert len(counts["failures"]) == 2


def test_a_gather_without_trouble_says_so(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("bridge.md", "nowhere.txt"):
        (feeds.parent / "notes" / name).unlink()
    assert digest(feeds, "gather") == 0
    said = "gathered 1 new, 0 changed, 0 known items from 1 feed or file; 0 unchanged; no source failed\n"
    assert capsys.readouterr().out == said


def test_teasers_of_a_feed_that_is_a_file_are_no_full_texts(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = "".join(
        f"<p>Sentence {n} of the whole article, which goes on for a good while about it.</p>" for n in range(30)
    )
    items = "".join(
        f"<item><guid>{n}</guid><title>Report {n}</title><description><![CDATA[{text}]]></description></item>"
        for n, text in enumerate(("A lead of a few words.", "Another lead of a few words.", whole))
    )
    path = feeds.parent / "notes/wire.xml"
    path.write_text(f'<rss version="2.0"><channel><title>W</title>{items}</channel></rss>', encoding="utf-8")
    assert digest(feeds, "gather") == 0
    (row,) = answer(capsys, feeds, "status")["sources"]
    assert (row["items"], row["whole"]) == (6, 4)  # two teasers; the short notes beside them are all that there is
    (found,) = answer(capsys, feeds, "explain", "Report 1")["items"]
    assert found["text"] == "a teaser: the feed gives no more"


def test_check_says_what_is_missing_and_what_comes_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('[digest]\ntitle = "Bare"\n', encoding="utf-8")
    assert digest(path, "check") == 0
    assert capsys.readouterr().out.splitlines() == [
        "feeds.toml: 0 sources, 0 regions, 0 topics, 0 editions: no mistake found, but it is not complete:",
        "  no [[sources]]: nothing is gathered; `digest opml import` takes a list of feeds",
        "  no [[topics]] and no [[regions]]: nothing that is gathered finds a place in print",
        "  no [[editions]]: nothing is built",
    ]
    desk(tmp_path)
    assert digest(path, "check", "--offline") == 0
    said = "feeds.toml: 1 source, 2 regions, 2 topics, 1 edition: no mistake found\n"
    assert capsys.readouterr().out == said
    assert answer(capsys, path, "check", "--offline")["missing"] == []


@pytest.mark.parametrize(
    ("key", "value"), [("out", "feeds.toml"), ("out", "notes/talks.md/made"), ("templates", "feeds.toml")]
)
def test_a_file_is_no_folder(feeds: Path, capsys: pytest.CaptureFixture[str], key: str, value: str) -> None:
    text = feeds.read_text(encoding="utf-8")
    feeds.write_text(text.replace("[digest]", f'[digest]\n{key} = "{value}"', 1), encoding="utf-8")
    assert digest(feeds, "check", "--offline") == 2
    file = value.removesuffix("/made")
    said = f'feeds.toml:2: digest.{key}: "{file}" is a file; write the path of a folder, e.g. "{key}"'
    assert said in capsys.readouterr().err


def test_a_topic_where_there_is_none_is_an_error(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "add", "notes/talks.md", "--topic", "Nope") == 2
    assert "feeds.toml has: Russia-Ukraine talks, anti-Daesh coordination" in capsys.readouterr().err
    feeds.write_text(feeds.read_text(encoding="utf-8").split("[[topics]]")[0], encoding="utf-8")
    assert digest(feeds, "add", "notes/talks.md", "--topic", "Nope") == 2
    said = "--topic: there is no topic 'Nope'; feeds.toml has no topics: add a [[topics]] table to it\n"
    assert capsys.readouterr().err.endswith(said)
