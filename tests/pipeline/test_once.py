"""One story in five feeds (row F7): each source has its item, an issue prints the text once."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from digest.cli import execute
from digest.models import Reading
from digest.store import open_store
from tests.builders import fetched, item, snapshot
from tests.cli.desk import NOW

TITLE = "Harbour of Marseille in France opens its new quay to the public"
TEXT = "The harbour of Marseille opened its new quay on Monday, two years after the work on it had begun in France."
SOURCES = ("Wire", "Herald", "Courier", "Gazette", "Tribune")


def test_a_story_in_five_feeds_is_printed_once(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.toml"
    listed = "".join(f'[[sources]]\nname = "{one}"\nurl = "https://{one.lower()}.example/feed"\n\n' for one in SOURCES)
    edition = '[[regions]]\nname = "Europe"\ncountries = ["FR"]\n\n[[editions]]\nname = "weekly"\noutputs = ["mail"]\n'
    feeds.write_text(listed + edition, encoding="utf-8")
    with open_store(str(tmp_path / "digest.sqlite3")) as store:
        for one in SOURCES:
            url = f"https://{one.lower()}.example/quay"
            made = item(TITLE, TEXT, source=one, publisher=one, url=url, guid="wire-7")
            feed = fetched(source=one, url=f"https://{one.lower()}.example/feed", at=datetime.fromisoformat(NOW))
            assert store.keep(feed, [Reading(made, snapshot(TITLE, TEXT))], ()).new == 1, "no source sees another's"
        assert len(store.find_items("quay")) == len(SOURCES)
    assert execute(["--config", str(feeds), "--now", NOW, "--quiet", "build"]) == 0
    (folder,) = (tmp_path / "out/weekly").iterdir()
    issue = json.loads((folder / "issue.json").read_text(encoding="utf-8"))
    pieces = [piece for section in issue["sections"] for topic in section["topics"] for piece in topic["pieces"]]
    assert [len(piece["sources"]) for piece in pieces] == [len(SOURCES)]
    said = [sentence["text"] for piece in pieces for part in piece["paragraphs"] for sentence in part["sentences"]]
    assert said == [TEXT]
