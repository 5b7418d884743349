"""Mails through the whole command: what becomes news, what is ignored and how that is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digest.cli import execute
from digest.store import open_store
from tests.parse.mail.post import letter

NOW = "2026-06-02T08:00:00+00:00"
RIVER = "The water board measured two metres at the old bridge on Monday morning, and expects the river to fall again."

RAIL = "The railway reopened the line through the valley after nine months of work, with a train in every hour."


@pytest.fixture(name="feeds")
def _feeds(tmp_path: Path) -> Path:
    (tmp_path / "mail").mkdir()
    parts = (("north", RIVER), ("south", RAIL))
    html = "".join(f"<h2>The {place}</h2><p>{text} So says the {place}.</p><hr>" for place, text in parts)
    (tmp_path / "mail/river.eml").write_bytes(letter(html=html, Subject="The north, the south"))
    (tmp_path / "mail/confirm.eml").write_bytes(
        letter(
            text="Click to confirm your subscription.", Subject="Please confirm your subscription", Message_ID="<1@a>"
        )
    )
    (tmp_path / "mail/broken.eml").write_bytes(b"No mail at all.\n")
    text = '[[topics]]\nname = "All"\nrule = "*"\n[[sources]]\nname = "Post"\nfiles = ["mail/*.eml"]\n[[editions]]\nname = "weekly"\noutputs = ["mail"]\n'
    (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
    return tmp_path / "feeds.toml"


def run(feeds: Path, *words: str) -> int:
    return execute(["--config", str(feeds), "--now", NOW, *words])


def test_what_is_ignored_is_told_once_and_is_no_trouble(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feeds, "gather") == 0
    told = capsys.readouterr().out
    assert "ignored mail/confirm.eml: Please confirm your subscription: it asks to confirm a subscription" in told
    assert "gathered 2 new" in told
    assert run(feeds, "gather") == 0
    assert "ignored" not in capsys.readouterr().out
    assert run(feeds, "status") == 0
    status = capsys.readouterr().out
    assert "broken.eml: This is no mail" in status
    assert "confirm" not in status


def test_what_is_ignored_stands_in_the_figures(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feeds, "--json", "gather") == 0
    ignored = json.loads(capsys.readouterr().out)["gather"]["ignored"]
    assert [one["source"] for one in ignored] == ["Post"]


def test_the_parts_of_a_round_up_are_items_that_stay_when_the_file_is_written_again(feeds: Path) -> None:
    path = feeds.parent / "mail/river.eml"
    for body in (path.read_bytes(), b"X-Spam: no\n" + path.read_bytes()):
        path.write_bytes(body)
        assert run(feeds, "--quiet", "gather") == 0
        with open_store(str(feeds.parent / "digest.sqlite3")) as store:
            assert sorted(item.title for item in store.find_items("The", 100)) == ["The north", "The south"]


def test_an_issue_made_of_mails_names_neither_the_reader_nor_what_was_ignored(feeds: Path) -> None:
    assert run(feeds, "--quiet", "run") == 0
    pages = "".join(
        path.read_text(encoding="utf-8")
        for path in (feeds.parent / "out").rglob("*.*")
        if path.suffix in {".txt", ".html", ".json"}
    )
    assert "So says the north." in pages
    assert "The Weekly Wire" in pages
    assert "anna" not in pages.casefold()
    assert "confirm" not in pages
