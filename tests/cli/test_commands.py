"""The commands as a user gives them, on a small desk of files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digest.cli import execute
from tests.cli.desk import FEEDS, NOW, desk
from tests.sources.site import open_site


@pytest.fixture(name="feeds")
def _feeds(tmp_path: Path) -> Path:
    return desk(tmp_path)


def digest(feeds: Path, *words: str, now: str = NOW) -> int:
    """Run a command at a fixed moment."""
    return execute(["--config", str(feeds), "--now", now, "--quiet", *words])


def answer(capsys: pytest.CaptureFixture[str], feeds: Path, *words: str, now: str = NOW) -> Any:
    """Run a command with --json and read what it says."""
    capsys.readouterr()
    assert execute(["--config", str(feeds), "--now", now, "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def plan(feeds: Path, issue: str = "weekly/2025-W24") -> Any:
    """The issue's plan as published."""
    return json.loads((feeds.parent / "out" / issue / "issue.json").read_text(encoding="utf-8"))


def headlines(issue: Any) -> dict[tuple[str, str], list[str]]:
    """Headlines by region and topic."""
    return {
        (section["name"], topic["name"]): [piece["headline"]["text"] for piece in topic["pieces"]]
        for section in issue["sections"]
        for topic in section["topics"]
    }


def test_run_routes_each_passage_and_writes_every_output(feeds: Path) -> None:
    assert digest(feeds, "run") == 0
    assert headlines(plan(feeds)) == {
        ("Europe", "Russia-Ukraine talks"): ["Russia and Ukraine exchange prisoners after the Istanbul talks"],
        ("Europe", ""): ["A new bridge opens in France"],
        ("Middle East", "anti-Daesh coordination"): [
            "A coalition against Daesh, founded in 2014, welcomed a coordination cell in Amman"
        ],
    }
    files = {path.name for path in (feeds.parent / "out/weekly/2025-W24").iterdir()}
    assert files == {"issue.json", "mail.html", "mail.txt", "mail.eml", "index.html", "manifest.json"}


def test_running_again_renders_the_same_issue_and_says_so(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "run") == 0
    folder = feeds.parent / "out/weekly/2025-W24"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (issue,) = answer(capsys, feeds, "run", now="2025-06-11T12:00:00+00:00")["issues"]
    assert (issue["issue"], issue["state"]) == ("weekly/2025-W24", "again")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_whole_issue_is_not_rendered_again_unless_something_changed(
    feeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert digest(feeds, "run") == 0
    folder = feeds.parent / "out/weekly/2025-W24"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def rendered() -> bool:
        said = answer(capsys, feeds, "build")
        assert [one["state"] for one in said["issues"]] == ["again"]
        assert set(said["issues"][0]["outputs"]) == set(before)
        return "mail.html" in said["stages"]

    assert not rendered()
    for spoil in (lambda path: path.write_text("spoilt"), Path.unlink):
        for name in before:
            spoil(folder / name)
            assert rendered(), name
            assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    (folder / "stray.txt").touch()
    assert rendered()
    (feeds.parent / "templates/mail").mkdir(parents=True)
    (feeds.parent / "templates/mail/mail.css").write_text("p { color: green }")
    feeds.write_text(FEEDS.replace("[digest]", '[digest]\ntemplates = "templates"'))
    assert rendered()
    assert not rendered()


def test_the_next_week_prints_only_what_is_new(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "run") == 0
    later = "2025-06-16T08:00:00+00:00"
    (issue,) = answer(capsys, feeds, "run", now=later)["issues"]
    assert issue["state"] == "nothing"
    new = "---\ntitle: Talks go on\ndate: 2025-06-14\n---\n\nRussia and Ukraine resumed their talks.\n"
    (feeds.parent / "notes/more.md").write_text(new, encoding="utf-8")
    assert digest(feeds, "run", now=later) == 0
    second = plan(feeds, "weekly/2025-W25")
    assert headlines(second) == {("Europe", "Russia-Ukraine talks"): ["Talks go on"]}
    assert (second["number"], second["since"], second["until"]) == (2, "2025-06-09T08:00:00Z", "2025-06-16T08:00:00Z")


def test_what_the_limits_hold_back_is_printed_next_time(feeds: Path) -> None:
    text = feeds.read_text(encoding="utf-8").replace("[delivery]", "[editions.limits]\nissue = 1\n\n[delivery]")
    feeds.write_text(text, encoding="utf-8")
    seen: list[str] = []
    for day in ("09", "16", "23"):
        assert digest(feeds, "run", now=f"2025-06-{day}T08:00:00+00:00") == 0
    for week in (24, 25, 26):
        seen += [title for titles in headlines(plan(feeds, f"weekly/2025-W{week}")).values() for title in titles]
    assert len(seen) == len(set(seen)) == 3


def test_an_edited_file_prints_its_new_passage_as_an_update(feeds: Path) -> None:
    assert digest(feeds, "run") == 0
    talks = feeds.parent / "notes/talks.md"
    more = "\nRussia and Ukraine set a date for the next round of talks.\n"
    talks.write_text(talks.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert digest(feeds, "run", now="2025-06-16T08:00:00+00:00") == 0
    (piece,) = plan(feeds, "weekly/2025-W25")["sections"][0]["topics"][0]["pieces"]
    assert piece["update_of"] == "weekly/2025-W24"
    printed = [s["text"] for paragraph in piece["paragraphs"] for s in paragraph["sentences"]]
    assert printed == ["Russia and Ukraine set a date for the next round of talks."]


def test_an_item_of_one_paragraph_that_is_rewritten_comes_back_as_an_update(feeds: Path) -> None:
    note = feeds.parent / "notes/short.md"
    note.write_text("# Ukraine and Russia talk\n\nUkraine and Russia hold talks in Istanbul.\n", encoding="utf-8")
    assert digest(feeds, "run") == 0
    more = "# Ukraine and Russia talk\n\nUkraine and Russia hold talks in Istanbul. They end on Friday.\n"
    note.write_text(more, encoding="utf-8")
    assert digest(feeds, "run", now="2025-06-16T08:00:00+00:00") == 0
    (piece,) = plan(feeds, "weekly/2025-W25")["sections"][0]["topics"][0]["pieces"]
    assert piece["update_of"] == "weekly/2025-W24"


def test_rebuild_verifies_the_bytes_and_finds_a_changed_one(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "run") == 0
    assert digest(feeds, "rebuild", "weekly/2025-W24", "--verify", now="2027-01-01T00:00:00+00:00") == 0
    text = feeds.parent / "out/weekly/2025-W24/mail.txt"
    text.write_text(text.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert digest(feeds, "rebuild", "weekly/2025-W24", "--verify") == 5
    assert "mail.txt: DIFFERS" in capsys.readouterr().out
    assert digest(feeds, "rebuild", "weekly/2025-W24") == 0
    assert digest(feeds, "rebuild", "weekly/2025-W24", "--verify") == 0


@pytest.mark.parametrize("schedule", ["30 8 * * 1", "0 7 * * *", "0 7 1 * *"])
def test_a_changed_schedule_does_not_make_the_issue_twice(
    feeds: Path, capsys: pytest.CaptureFixture[str], schedule: str
) -> None:
    assert digest(feeds, "run") == 0
    feeds.write_text(feeds.read_text(encoding="utf-8").replace("0 7 * * 1", schedule), encoding="utf-8")
    (issue,) = answer(capsys, feeds, "run", now="2025-06-09T09:00:00+00:00")["issues"]
    assert issue["state"] in {"again", "nothing"}
    assert len(list((feeds.parent / "out/weekly").glob("*/issue.json"))) == 1


def test_a_draft_waits_for_approval(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = feeds.read_text(encoding="utf-8").replace('outputs = ["mail"', 'approval = "required"\noutputs = ["mail"')
    feeds.write_text(text, encoding="utf-8")
    (first,) = answer(capsys, feeds, "run")["issues"]
    (again,) = answer(capsys, feeds, "run")["issues"]
    assert (first["state"], again["state"]) == ("draft", "draft")
    (closed,) = answer(capsys, feeds, "approve", "weekly/2025-W24")["issues"]
    assert closed["state"] == "built"
    (after,) = answer(capsys, feeds, "run")["issues"]
    assert after["state"] == "again"


def test_explain_names_rule_words_and_the_way_through_the_rooms(
    feeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert digest(feeds, "gather") == 0
    (found,) = answer(capsys, feeds, "explain", "russia and ukraine exchange prisoners")["items"]
    places = [passage["place"] for passage in found["passages"]]
    assert places == ["Europe > Russia-Ukraine talks", "Middle East > anti-Daesh coordination"]
    assert any("won: topic Russia-Ukraine talks" in line for line in found["passages"][0]["judgements"])
    told = [line for line in found["outcome"] if not line.startswith("  ")]
    assert len(told) == 2
    assert all(line.startswith("next issue: ") for line in told)
    assert digest(feeds, "run") == 0
    (found,) = answer(capsys, feeds, "explain", "russia and ukraine exchange prisoners")["items"]
    told = [line for line in found["outcome"] if not line.startswith("  ")]
    assert [line.split(",")[0] for line in told] == [
        "printed in weekly/2025-W24: 1 of 2 passages",
        "printed in weekly/2025-W24: 1 of 2 passages",
        "not for the next issue: nothing in it is new since it was printed",
    ]
    anchors = {piece["id"] for section in plan(feeds)["sections"] for t in section["topics"] for piece in t["pieces"]}
    assert {row["anchor"] for row in found["printed"]} <= anchors


def test_explain_lists_what_matches_nothing(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "gather") == 0
    rows = answer(capsys, feeds, "explain", "--unmatched")["unmatched"]
    assert [row["title"] for row in rows] == ["A text about nothing in particular"]


def test_status_shows_sources_troubles_and_issues(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (feeds.parent / "notes/broken.json").write_bytes(b"\x00\x01\x02" * 500)
    assert digest(feeds, "run") == 0
    said = answer(capsys, feeds, "status")
    assert [row["id"] for row in said["issues"]] == ["weekly/2025-W24"]
    assert ["broken.json" in row["where"] for row in said["failures"]] == [True]
    assert [row["where"] for row in plan(feeds)["colophon"]["failures"]] == [said["failures"][0]["where"]]
    (feeds.parent / "notes/broken.json").unlink()
    assert digest(feeds, "gather", now="2025-06-10T08:00:00+00:00") == 0
    assert answer(capsys, feeds, "status")["failures"] == []


def test_added_items_are_pinned_to_their_topic_with_the_note(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extra = feeds.parent / "extra.txt"
    extra.write_text(
        "A reading tip\n\nA long essay on negotiation theory, without any name of a place.\n", encoding="utf-8"
    )
    words = ("add", str(extra), "--topic", "russia-ukraine talks", "--note", "Worth the hour.")
    (row,) = answer(capsys, feeds, *words)["added"]
    assert row["title"] == "A reading tip"
    assert digest(feeds, "run") == 0
    pieces = plan(feeds)["sections"][0]["topics"][0]["pieces"]
    assert [(p["headline"]["text"], p["note"]) for p in pieces if p["note"]] == [("A reading tip", "Worth the hour.")]


def test_check_reads_every_source_and_keeps_nothing(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = answer(capsys, feeds, "check")["sources"]
    assert (row["source"], row["items"], row["newest"], row["trouble"]) == ("Notes", 3, NOW[:10], "")
    assert not (feeds.parent / "digest.sqlite3").exists()


def test_init_makes_a_folder_that_works_and_overwrites_nothing(tmp_path: Path) -> None:
    target = tmp_path / "new desk"
    assert execute(["--quiet", "init", str(target)]) == 0
    assert (target / "feeds.toml").exists()
    assert len(list((target / "inbox").iterdir())) >= 12
    assert execute(["--quiet", "init", str(target)]) == 2
    assert execute(["--config", str(target / "feeds.toml"), "check", "--offline"]) == 0


WRONG = [
    pytest.param(("build", "monthly"), "there is no such edition", id="edition"),
    pytest.param(("add", "x.txt", "--topic", "nothing"), "there is no topic", id="topic"),
    pytest.param(("explain",), "name an item", id="explain nothing"),
    pytest.param(("explain", "zzz"), "no item is called", id="explain unknown"),
    pytest.param(("rebuild", "weekly/1999-W01"), "there is no such issue", id="rebuild unknown"),
    pytest.param(("approve", "weekly/1999-W01"), "there is no such issue", id="approve unknown"),
    pytest.param(("brief", "--since", "yesterday"), "is no date", id="date"),
    pytest.param(("brief", "--region", "Atlantis"), "there is no region", id="region"),
    pytest.param(("brief", "--rule", "a AND"), "--rule", id="rule"),
    pytest.param(("brief", "--rule", "a", "--region", "Europe"), "give one of them", id="two orders"),
]


@pytest.mark.parametrize(("words", "expected"), WRONG)
def test_a_wrong_word_is_named_and_ends_with_2(
    feeds: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], expected: str
) -> None:
    assert digest(feeds, *words) == 2
    assert expected in capsys.readouterr().err


def test_every_mistake_in_feeds_toml_is_said_with_its_line(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = feeds.read_text(encoding="utf-8").replace("[[topics]]", "[[topics]]\ncolour = 1", 1)
    feeds.write_text(text + "\n[nonsense]\nx = 1\n", encoding="utf-8")
    assert digest(feeds, "run") == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("feeds.toml:") for line in lines)


def test_a_missing_feeds_toml_is_said_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["--config", str(tmp_path / "no.toml"), "run"]) == 2
    assert "digest init" in capsys.readouterr().err


def test_values_from_the_environment_are_in_no_output(
    feeds: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_KEY", "hunter2xyz")
    item = "<item><title>Russia and Ukraine talks</title><link>https://x.example/a?key=hunter2xyz</link></item>"
    feed = f'<rss version="2.0"><channel><title>Wire</title>{item}</channel></rss>'
    (feeds.parent / "notes/wire.xml").write_text(feed, encoding="utf-8")
    (feeds.parent / "notes/hunter2xyz.md").write_text("", encoding="utf-8")
    source = '[[sources]]\nname = "Key"\nfiles = ["none/${NEWS_KEY}/*"]\n\n[[regions]]'
    feeds.write_text(feeds.read_text(encoding="utf-8").replace("[[regions]]", source, 1), encoding="utf-8")
    words = (("gather",), ("run",), ("status",), ("check",), ("explain", "talks"), ("run", "nope-hunter2xyz"))
    for command in words:
        execute(["--config", str(feeds), "--now", NOW, *command])
        execute(["--config", str(feeds), "--now", NOW, "--json", *command])
    said = capsys.readouterr()
    assert "***" in said.out
    assert "hunter2xyz" not in said.out + said.err
    for path in (feeds.parent / "out").rglob("*"):
        assert path.is_dir() or b"hunter2xyz" not in path.read_bytes()


def test_with_json_an_error_is_one_object_too(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["--config", str(feeds), "--json", "build", "monthly"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert said["exit"] == 2
    assert "no such edition" in said["error"]


def test_the_manual_names_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["manual"]) == 0
    said = capsys.readouterr().out
    assert all(
        f"[{table}]" in said for table in ("digest", "[sources]", "[regions]", "[topics]", "[editions]", "delivery")
    )


def test_a_gather_of_what_is_due_asks_once_and_says_what_rests(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_site("127.0.0.4") as site:
        page = site.page("/feed", b"<rss version='2.0'><channel><item><title>One</title></item></channel></rss>")
        gone = site.page("/gone", status=410)
        text = (
            feeds.read_text(encoding="utf-8")
            .replace("[aliases]", "[gather]\npause = 0\n\n[aliases]", 1)
            .replace("[digest]\n", '[digest]\nallow_hosts = ["127.0.0.4"]\n', 1)
        )
        tables = f'[[sources]]\nname = "Wire"\nurl = "{page}"\n\n[[sources]]\nname = "Old"\nurl = "{gone}"\n\n'
        feeds.write_text(text.replace("[[regions]]", tables + "[[regions]]", 1), encoding="utf-8")
        words = ["--config", str(feeds), "--quiet", "--now"]
        assert execute([*words, "2025-06-09T08:00", "gather", "--due"]) == 0
        first = capsys.readouterr().out
        assert execute([*words, "2025-06-09T08:20", "gather", "--due"]) == 0
        second = capsys.readouterr().out
        assert execute([*words, "2025-06-09T08:30", "gather"]) == 0
        third = capsys.readouterr().out
        execute([*words, "2025-06-09T08:30", "status"])
    assert [path for path, _ in site.requests] == ["/feed", "/gone", "/feed"]
    assert "\nnot asked:" not in first
    assert "\nnot asked: 1 gone for good, 1 not due yet" in second
    assert "\nnot asked: 1 gone for good\n" in third
    assert "Old: gone for good since 2025-06-09" in capsys.readouterr().out
