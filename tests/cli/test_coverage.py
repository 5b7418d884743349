"""coverage, after some weeks: the command, the block after a build, and status for a program."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digest.cli import execute
from digest.render.plan_json import load
from tests.cli.test_explain import feed
from tests.cli.test_overview import answer

START = datetime.fromisoformat("2025-06-02T08:00:00+00:00")
WEEK = timedelta(days=7)

TABLES = """
[gather]
first = "all"
storm = 0
full_text = "never"

[[regions]]
name = "Europe"
countries = ["FR", "DE"]

[[regions]]
name = "Sahel"
countries = ["ML", "NE"]

[[topics]]
name = "Bridges"
rule = "bridge*"

[[editions]]
name = "weekly"
schedule = "0 7 * * 1"
outputs = ["mail"]
floor = 0

[[editions]]
name = "daily"
outputs = ["mail"]
"""
PLACES = ("Bamako", "Timbuktu", "Gao", "Mopti", "Kidal", "Segou", "Sikasso")


def week(feeds: Path, number: int, sahel: int, europe: int) -> str:
    """Gather and build one week: so many stories of each region, and one on a bridge. The moment, for `--now`."""
    at = START + number * WEEK
    ago = (datetime.fromisoformat("2025-06-09T08:00:00+00:00") - at).days
    entries = [(f"{place} week {number} report {n}", f"In {place} in Mali, {place} stalls sold {n}{number} sacks of rice.", ago + 1.5 + n / 9)
               for n, place in enumerate(PLACES[:sahel])]  # fmt: skip
    entries += [(f"Vineyard {n} of week {number}", f"A vineyard in France made {n}{number} barrels, its owner {n} said.", ago + 1.0 + n / 9)
                for n in range(europe)]  # fmt: skip
    entries.append((f"Crossing {number} opens", f"The bridge number {number} was opened by its builders.", ago + 2.0))
    (feeds.parent / "wire.xml").write_text(feed("Wire", *entries), encoding="utf-8")
    assert execute(["--config", str(feeds), "--now", at.isoformat(), "--quiet", "run", "weekly"]) == 0
    return at.isoformat()


@pytest.fixture(name="desk", scope="module")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Four weeks with five stories of the Sahel each, and one without."""
    folder = tmp_path_factory.mktemp("weeks")
    feeds = folder / "feeds.toml"
    feeds.write_text('[[sources]]\nname = "Wire"\nurl = "wire.xml"\nlanguage = "en"\n' + TABLES, encoding="utf-8")
    for number in range(4):
        week(feeds, number, 5, 2)
    return feeds, week(feeds, 4, 0, 2)


def test_the_command_says_what_to_look_at(desk: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    feeds, now = desk
    capsys.readouterr()
    assert execute(["--config", str(feeds), "--now", now, "coverage", "weekly"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "weekly/2025-W27, No. 5: 3 stories, usually 8; 3 of them told by one publisher alone",
        "usual is the mean of the 4 issues before",
    ]
    assert "  look at: Sahel: nothing, usually 5" in lines
    cells = {line.split()[0]: line.split()[1:] for line in lines if line.startswith(("Sahel", "Europe", "Bridges"))}
    assert cells == {"Europe": ["2", "2", "2"], "Sahel": ["-", "5"], "Bridges": ["1", "1", "1"]}
    assert "leading publishers: Wire 3 (usually 8)" in lines
    assert "languages: en 3 (usually 8)" in lines


def test_the_numbers_are_in_the_plan_and_in_status(desk: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    feeds, now = desk
    issue = load((feeds.parent / "out/weekly/2025-W27/issue.json").read_bytes())
    assert issue.coverage is not None
    assert [(row.name, row.count, row.mean, row.quiet) for row in issue.coverage.regions] == [
        ("Global", 1, 1.0, 0),
        ("Europe", 2, 2.0, 0),
        ("Sahel", 0, 5.0, 1),
    ]
    capsys.readouterr()
    for words in (("coverage",), ("status",)):
        assert execute(["--config", str(feeds), "--now", now, "--json", *words]) == 0
        said = json.loads(capsys.readouterr().out)
        (row,) = said["issues"] if words == ("coverage",) else said["coverage"]
        assert row["issue"] == "weekly/2025-W27"
        assert row["look_at"] == ["Sahel: nothing, usually 5"]
        assert row["coverage"]["regions"][2]["mean"] == 5.0


def test_a_build_ends_with_what_to_look_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text('[[sources]]\nname = "Wire"\nurl = "wire.xml"\n' + TABLES, encoding="utf-8")
    now = week(feeds, 0, 5, 3)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "  coverage: 9 stories; 9 of them told by one publisher alone"
    said = answer(capsys, feeds, "status")
    assert said["coverage"][0]["coverage"]["stories"] == 9
    assert execute(["--config", str(feeds), "--now", now, "--quiet", "build", "weekly"]) == 0
    assert "coverage" not in capsys.readouterr().out  # it was said when it was made


def test_nothing_to_report_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text('[[sources]]\nname = "Wire"\nurl = "https://wire.example/feed"\n' + TABLES, encoding="utf-8")
    assert execute(["--config", str(feeds), "coverage"]) == 0
    assert capsys.readouterr().out == "no issue yet: `digest run` makes one\n"
    assert execute(["--config", str(feeds), "coverage", "monthly"]) == 2
    assert "there is no such edition" in capsys.readouterr().err
