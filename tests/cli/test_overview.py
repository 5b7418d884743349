"""status, release and explain as an editor gives them, on a store that was filled before."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.cli import execute
from digest.models import Caution, Reading, Unchanged
from digest.store import Store, open_store
from tests.builders import fetched, item, snapshot
from tests.cli.desk import NOW as TEXT

NOW = datetime.fromisoformat(TEXT)
DAY = timedelta(days=1)
CAREFUL = Caution(first=2, storm=3.0)

FEEDS = "".join(
    f'[[sources]]\nname = "{name}"\nurl = "https://{name.lower()}.example/feed"\nregion = "Europe"\n\n'
    for name in ("Wire", "Herald", "Courier")
) + '[[regions]]\nname = "Europe"\ncountries = ["FR"]\n\n[[editions]]\nname = "weekly"\noutputs = ["mail"]\nfloor = 0\n'  # fmt: skip


def readings(source: str, dates: list[datetime], **changes: Any) -> list[Reading]:
    """One report for each date."""
    made = []
    for number, date in enumerate(dates):
        title = f"{source} report {number} of {date.date().isoformat()} from Paris in France"
        text = f"In Paris, {source} counted {number} boats on the river."
        made.append(Reading(item(title, text, source=source, published=date, **changes), snapshot(title, text)))
    return made


def keep(store: Store, source: str, day: float, dates: list[datetime], **changes: Any) -> None:
    """Read a feed so many days ago."""
    feed = fetched(source=source, url=f"https://{source.lower()}.example/feed", at=NOW - day * DAY)
    store.keep(feed, readings(source, dates, **changes), (), CAREFUL)


@pytest.fixture(name="feeds")
def _feeds(tmp_path: Path) -> Path:
    """Wire is as always, Herald silent for nine days, Courier new."""
    path = tmp_path / "feeds.toml"
    path.write_text(FEEDS, encoding="utf-8")
    with open_store(str(tmp_path / "digest.sqlite3")) as store:
        for day in range(40, 0, -1):
            keep(store, "Wire", day, [NOW - day * DAY])
            if day > 9:
                keep(store, "Herald", day, [NOW - (day - 0.5) * DAY], text_from="stub")
        store.unchanged([Unchanged("Herald", "https://herald.example/feed", NOW)])
        keep(store, "Courier", 0, [NOW - number * DAY for number in range(5)])
    return path


def digest(feeds: Path, *words: str) -> int:
    """Run a command."""
    return execute(["--config", str(feeds), "--now", TEXT, *words])


def answer(capsys: pytest.CaptureFixture[str], feeds: Path, *words: str) -> Any:
    """Run it with --json."""
    capsys.readouterr()
    assert digest(feeds, "--json", *words) == 0
    return json.loads(capsys.readouterr().out)


def test_status_tells_rhythm_silence_and_what_waits(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "status") == 0
    lines = capsys.readouterr().out.splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines if line and not line.startswith(" ")}
    assert rows["Wire"] == ["2025-06-08T08:00+00:00", "6", "7", "2025-06-08", "100%"]
    assert rows["Herald"] == ["2025-06-09T08:00+00:00", "0", "7", "2025-05-30", "0%"]
    assert rows["Courier"] == ["2025-06-09T08:00+00:00", "5", "2025-06-09", "100%", "3"]
    assert "  nothing from 1 of 3 Europe feeds for 9 days: Herald" in lines
    assert '  Courier: 3 items since 2025-06-09, first run; `digest release "Courier"` lets them in' in lines
    assert "no troubles" in lines


def test_status_for_a_program(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, feeds, "status")
    row = {one["source"]: one for one in said["sources"]}["Herald"]
    assert (row["week"], row["quiet"], row["items"], row["whole"]) == (0, True, 31, 0)
    assert row["usual"] == pytest.approx(6.6, abs=0.1)
    assert said["quiet"] == [{"group": "Europe", "sources": ["Herald"], "of": 3, "days": 9}]
    assert [(one["source"], one["why"], one["items"]) for one in said["held"]] == [("Courier", "first run", 3)]


def test_what_is_released_is_judged_like_all_others(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = "Courier report 4"
    (found,) = answer(capsys, feeds, "explain", held)["items"]
    assert found["outcome"] == ["held: first run"]
    assert answer(capsys, feeds, "release", "courier") == {"source": "Courier", "released": 3, "dropped": 0, "old": 0}
    (found,) = answer(capsys, feeds, "explain", held)["items"]
    assert " from Europe > other news, number 6 of 6 there" in found["outcome"][0]  # five are printed
    assert answer(capsys, feeds, "status")["held"] == []


def test_what_is_released_is_printed_however_old(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds.write_text(FEEDS.replace('name = "Courier"\n', 'name = "Courier"\nmax_age = 3\n'), encoding="utf-8")
    assert digest(feeds, "release", "Courier") == 0
    said = "Courier: 3 items may be printed in the next issue; 1 of them are older than the 3 days of its max_age\n"
    assert capsys.readouterr().out == said.replace("are older", "is older")
    assert digest(feeds, "--quiet", "build") == 0
    for held in ("Courier report 2", "Courier report 4"):
        (found,) = (
            one for one in answer(capsys, feeds, "explain", held)["items"] if one["item"]["title"].startswith(held)
        )
        assert found["outcome"][0].startswith("printed in weekly/"), held


def test_what_is_no_source_any_more_cannot_be_released(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds.write_text(FEEDS.replace('"Courier"', '"Messenger"'), encoding="utf-8")
    assert digest(feeds, "release", "Courier") == 2
    assert "'Courier' is in feeds.toml no more" in capsys.readouterr().err
    assert answer(capsys, feeds, "release", "Courier", "--drop")["dropped"] == 3


def test_moments_are_written_alike_everywhere(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, feeds, "status")
    assert {one["source"]: one["last_success"] for one in said["sources"]}["Wire"] == "2025-06-08T08:00:00+00:00"


def test_what_is_dropped_is_not(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, feeds, "release", "Courier", "--drop")["dropped"] == 3
    (found,) = answer(capsys, feeds, "explain", "Courier report 4")["items"]
    assert found["outcome"] == ["held: not wanted"]


def test_nothing_to_release(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "release", "Wire") == 2
    assert "no item of 'Wire' is held; held are items of: Courier" in capsys.readouterr().err


def test_a_flood_stands_in_the_colophon(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(str(feeds.parent / "digest.sqlite3")) as store:
        keep(store, "Wire", 0, [NOW - number * DAY / 99 for number in range(30)])
    assert digest(feeds, "--quiet", "build") == 0
    (folder,) = (feeds.parent / "out/weekly").iterdir()
    issue = json.loads((folder / "issue.json").read_text(encoding="utf-8"))
    assert [(one["source"], one["what"]) for one in issue["colophon"]["failures"]] == [
        ("Wire", "30 new items at once, usually 7 a week: held.")
    ]
    assert "30 new items at once" in (folder / "mail.txt").read_text(encoding="utf-8")
    assert [one["items"] for one in answer(capsys, feeds, "status")["held"]] == [3, 30]


def test_status_shows_moments_by_the_clock_that_names_the_issues(
    feeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds.write_text('[digest]\ntimezone = "Pacific/Auckland"\n\n' + FEEDS, encoding="utf-8")
    late = "2025-06-08T13:00:00+00:00"  # one o'clock on the ninth there
    assert execute(["--config", str(feeds), "--now", late, "--quiet", "build"]) == 0
    assert execute(["--config", str(feeds), "--now", late, "status"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].split() == ["weekly/2025-06-09", "No.", "1", "closed", "2025-06-09T01:00+12:00"]
    assert next(line for line in lines if line.startswith("Wire")).split()[1] == "2025-06-08T20:00+12:00"
