"""The same through the command line: real workers, a store in a file, and a kill between the two stages."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.cli import execute
from digest.models import Item
from digest.store import open_store
from tests.builders import NOW
from tests.pipeline.newsroom import BODY, LEAD, TITLE, Newsroom, article, newsroom, text_of
from tests.sources.site import Visit

ROOT = Path(__file__).parents[2]


@pytest.fixture(name="room")
def _room() -> Iterator[Newsroom]:
    with newsroom() as opened:
        yield opened


def desk(room: Newsroom, folder: Path) -> Path:
    """The desk's feeds.toml, in a folder."""
    path = folder / "feeds.toml"
    text = f'[digest]\nallow_hosts = ["127.0.0.1"]\n[[sources]]\nname = "Wire"\nurl = "{room.site.url}/feed"\n'
    path.write_text(text + '[[editions]]\nname = "weekly"\n', encoding="utf-8")
    return path


def words(path: Path, command: str, *more: str) -> list[str]:
    return ["--config", str(path), "--now", NOW.isoformat(), command, *more]


def stored(path: Path) -> Item:
    """The only item of the desk's store."""
    with open_store(str(path.parent / "digest.sqlite3")) as store:
        (found,) = store.find_items(TITLE)
        return found


def test_gather_reads_pages_and_says_so(room: Newsroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room.entry()
    room.html("/grain", article(*BODY))
    path = desk(room, tmp_path)
    assert execute(words(path, "gather")) == 0
    assert "pages of articles: 1 read, 0 not used, 0 not reached, 0 still to come" in capsys.readouterr().out
    assert text_of(stored(path)) == BODY
    assert execute(["--json", *words(path, "gather")]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert said["gather"]["pages"] == {"read": 0, "kept": 0, "failed": 0, "waiting": 0}
    assert execute(words(path, "explain", TITLE)) == 0
    assert "text from its web page: the feed gives less" in capsys.readouterr().out


def test_explain_says_why_a_text_is_short(room: Newsroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room.entry()
    room.html("/grain", article(BODY[0], "Subscribe to continue reading."))
    path = desk(room, tmp_path)
    assert execute(words(path, "gather")) == 0
    assert execute(words(path, "explain", TITLE)) == 0
    told = "text a teaser: the feed gives no more; the page shows its article to subscribers only: the feed's own text stays"
    assert told in capsys.readouterr().out


def test_killed_between_the_stages(room: Newsroom, tmp_path: Path) -> None:
    room.entry()
    path = desk(room, tmp_path)
    started: list[subprocess.Popen[bytes]] = []

    def kill(visit: Visit) -> None:
        os.kill(started[0].pid, signal.SIGKILL)
        started[0].wait()
        visit.send(article(*BODY))

    room.site.pages["/grain"] = kill
    started.append(subprocess.Popen([sys.executable, "-m", "digest", *words(path, "gather")], cwd=ROOT))
    assert started[0].wait(60) == -signal.SIGKILL
    assert (text_of(stored(path)), stored(path).text_from) == ((LEAD,), "stub")
    room.html("/grain", article(*BODY))
    assert execute(["--quiet", *words(path, "gather")]) == 0
    assert (text_of(stored(path)), stored(path).text_from) == (BODY, "page")
    assert room.asked() == 2
