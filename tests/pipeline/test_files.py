"""What an editor does with files, from the folder to the store: edit, rename, delete, throw anything in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from digest.cli.watching import Looker
from digest.engine.serial import SerialEngine
from digest.models import Item, SourceFacts
from digest.pipeline.gather import Gathered, gather
from digest.sources.fetching import fetch_all
from digest.sources.files import FilesSource
from digest.store import Store, open_store
from tests.builders import NOW
from tests.parse.office import docx, packed, paragraph

TEXT = "Monitors of the ceasefire arrived in Kyiv on Monday, the ministry of defence of Ukraine said."


@dataclass
class Desk:
    """A folder, a store, and a clock that goes on an hour with each gather."""

    folder: Path
    store: Store
    at: int = 0

    def gather(self) -> Gathered:
        """Gather the folder."""
        self.at += 1
        now = NOW + timedelta(hours=self.at)
        source = FilesSource("Inbox", ("inbox",), self.folder, now)
        facts = {"Inbox": SourceFacts("Inbox")}
        return gather(lambda known: fetch_all([source], known), facts, self.store, SerialEngine(), now, Looker())

    def lay(self, name: str, text: str | bytes) -> Path:
        """Write a file of the inbox."""
        path = self.folder / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def items(self) -> dict[str, Item]:
        """All items by title."""
        found = self.store.candidates("weekly", NOW + timedelta(days=1), {"Inbox": None})
        return {one.item.title: one.item for one in found}


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store("sqlite://") as store:
        desk = Desk(tmp_path, store)
        desk.lay("always.txt", f"Talks go on in Istanbul\n\n{TEXT} So it went.")
        yield desk


def test_an_edited_file_updates_its_item_whatever_was_edited(desk: Desk) -> None:
    desk.lay("monitors.txt", f"Monitors arrive\n\n{TEXT}")
    desk.gather()
    before = desk.items()["Monitors arrive"]
    desk.lay("monitors.txt", "Observers arrive at last\n\nAnother text of the same file altogether, said Kyiv.")
    done = desk.gather()
    assert (done.new, done.changed, done.forgotten) == (0, 1, 0)
    after = desk.items()["Observers arrive at last"]
    assert after.id == before.id
    assert len(desk.items()) == 2


def test_two_files_with_the_same_address_are_one_item(desk: Desk) -> None:
    for name in ("a.md", "b.md"):
        desk.lay(name, f"---\ntitle: Monitors arrive\nurl: https://wire.example/1?utm_source=x\n---\n{TEXT}")
    assert desk.gather().new == 2
    (desk.folder / "inbox/a.md").unlink()
    assert desk.gather().forgotten == 0
    assert desk.gather().same == 1  # the other one is read again
    (desk.folder / "inbox/b.md").unlink()
    assert desk.gather().forgotten == 1
    assert list(desk.items()) == ["Talks go on in Istanbul"]


def test_a_renamed_file_is_the_same_item_and_stays_it_when_edited(desk: Desk) -> None:
    path = desk.lay("monitors.txt", f"Monitors arrive\n\n{TEXT}")
    desk.gather()
    before = desk.items()["Monitors arrive"]
    path.rename(path.with_name("kyiv.txt"))
    done = desk.gather()
    assert (done.new, done.same, done.forgotten) == (0, 1, 0)
    desk.lay("kyiv.txt", f"Monitors arrive late\n\n{TEXT}")
    assert desk.gather().changed == 1
    assert desk.items()["Monitors arrive late"].id == before.id
    desk.lay("monitors.txt", f"Something else\n\n{TEXT} It is another article.")
    assert desk.gather().new == 1
    assert len(desk.items()) == 3


def test_a_file_that_now_names_its_address_is_one_item_still(desk: Desk) -> None:
    desk.lay("a.md", f"# Monitors arrive\n\n{TEXT}")
    desk.gather()
    desk.lay("a.md", f"---\nurl: https://wire.example/1\n---\n# Monitors arrive\n\n{TEXT}")
    done = desk.gather()
    assert (done.new, len(desk.items())) == (1, 2)  # the one without an address is forgotten, nothing had printed it


def test_a_folder_that_is_away_forgets_nothing(desk: Desk) -> None:
    desk.gather()
    (desk.folder / "inbox").rename(desk.folder / "away")
    done = desk.gather()
    assert done.forgotten == 0
    assert "Items read before are kept" in done.failures[0].advice
    (desk.folder / "away").rename(desk.folder / "inbox")
    assert (desk.gather().new, len(desk.items())) == (0, 1)


def test_a_trouble_of_a_file_ends_with_the_file(desk: Desk) -> None:
    bad = desk.lay("broken.pdf", b"%PDF-1.7 and no more")
    (trouble,) = desk.gather().failures
    assert (trouble.where, trouble.what) == ("file:inbox/broken.pdf", "It is a broken or incomplete PDF.")
    bad.unlink()
    assert desk.gather().failures == ()
    assert desk.store.failures() == []


def test_the_members_of_an_archive_come_and_go_as_files_do(desk: Desk) -> None:
    week: dict[str, str | bytes] = {
        "a/talks.md": f"# Monitors arrive\n\n{TEXT}",
        "b.docx": docx(paragraph("Kyiv hosts talks") + paragraph(TEXT)),
    }
    path = desk.lay("week.zip", packed({**week, "c.docx": docx("<w:p>"), "d.png": b"\x89PNG"}))
    done = desk.gather()
    assert [one.where for one in done.failures] == ["file:inbox/week.zip!/c.docx"]
    before = desk.items()
    assert sorted(before) == ["Kyiv hosts talks", "Monitors arrive", "Talks go on in Istanbul"]
    path = path.rename(path.with_name("renamed.zip"))
    assert desk.gather().new == 0
    path.write_bytes(packed({"a/talks.md": week["a/talks.md"]}))
    desk.gather()
    assert desk.items().keys() == {"Monitors arrive", "Talks go on in Istanbul"}
    assert desk.items()["Monitors arrive"] == before["Monitors arrive"]


def test_an_archive_of_nothing_says_so(desk: Desk) -> None:
    desk.lay("empty.zip", packed({"a.png": b"x"}))
    (trouble,) = desk.gather().failures
    assert trouble.what == "It holds no file that can be an article."
