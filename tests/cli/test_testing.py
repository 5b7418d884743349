"""test: past issues and labelled files against the rules, as an editor asks for it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import desk
from tests.cli.test_commands import answer, digest

RULE = 'rule = "(Russia OR Ukraine OR Russian OR Ukrainian) AND (talks OR ceasefire OR prisoners)"'
TITLE = "Russia and Ukraine exchange prisoners after the Istanbul talks"


@pytest.fixture(name="printed", scope="module")
def _printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose first issue is closed."""
    folder = tmp_path_factory.mktemp("printed")
    assert digest(desk(folder), "run") == 0
    return folder


@pytest.fixture(name="feeds")
def _feeds(printed: Path, tmp_path: Path) -> Path:
    shutil.copytree(printed, tmp_path, dirs_exist_ok=True)
    return tmp_path / "feeds.toml"


def edit(feeds: Path, old: str, new: str) -> None:
    text = feeds.read_text(encoding="utf-8")
    assert old in text
    feeds.write_text(text.replace(old, new), encoding="utf-8")


def moves(said: Any) -> list[tuple[str, str, str, str]]:
    return [(one["title"], one["where"], one["was"], one["would"]) for one in said["disputes"]]


def test_nothing_moves_by_the_same_rules(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, feeds, "test")
    assert (said["issues"], said["items"], said["f"]) == (["weekly/2025-W24"], 2, 1.0)
    assert (said["disputes"], said["edited"], said["unknown"]) == ([], 0, 0)


def test_an_edit_says_what_would_move_and_why(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(feeds, RULE, RULE.replace("talks OR ceasefire OR prisoners", "truce AND (talks OR cell)"))
    said = answer(capsys, feeds, "test")
    assert moves(said) == [
        (TITLE, "weekly/2025-W24", "Europe > Russia-Ukraine talks", "Middle East > anti-Daesh coordination")
    ]
    assert said["disputes"][0]["because"] == [
        "“anti-Daesh coordination”: goes with the rest of the article",
        "“Russia-Ukraine talks”: its rule finds “Russia”, “Ukraine” only; missing: truce",
    ]
    assert digest(feeds, "test") == 0
    printed = capsys.readouterr().out
    assert "weekly/2025-W24: 2 printed items in 1 issue; 1 item would move" in printed
    assert f"{TITLE} (weekly/2025-W24, 1 paragraph)\n  was Europe > Russia-Ukraine talks | would be Middle" in printed


def test_what_was_not_printed_is_held_against_the_rules_of_its_week(
    feeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(
        feeds,
        "[[editions]]",
        '[[topics]]\nname = "Sections"\nrule = "no section"\n\n[[editions]]'.replace("no section", '\\"no section\\"'),
    )
    said = answer(capsys, feeds, "test")
    assert moves(said) == [("A text about nothing in particular", "", "nowhere", "Global > Sections")]
    assert said["disputes"][0]["because"] == ["“Sections”: “no section”"]


def test_where_the_rules_of_a_week_were_not_kept_it_says_so(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(feeds.parent / "digest.sqlite3") as store:
        store.execute("DELETE FROM rules")
    store.close()
    edit(feeds, RULE, RULE.replace("talks", "talk*"))
    said = answer(capsys, feeds, "test")
    assert (said["disputes"], said["unknown"]) == ([], 1)
    assert digest(feeds, "test") == 0
    assert "1 unprinted item left out: the rules of that time were not kept" in capsys.readouterr().out


def test_what_an_editor_pinned_counts_as_a_label(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (feeds.parent / "extra.md").write_text(
        "---\ntitle: A quiet week\n---\n\nThe shops of Lyon are open again.\n", "utf-8"
    )
    assert digest(feeds, "add", str(feeds.parent / "extra.md"), "--topic", "anti-Daesh coordination") == 0
    assert digest(feeds, "build", now="2025-06-16T08:00:00+00:00") == 0
    said = answer(capsys, feeds, "test", "--weeks", "1")
    assert moves(said) == [
        ("A quiet week", "weekly/2025-W25", "Middle East > anti-Daesh coordination", "Europe > other news")
    ]
    assert said["disputes"][0]["because"][0] == "the editor put it there by hand"
    saved = feeds.parent / "gold.jsonl"
    assert digest(feeds, "test", "--save", str(saved)) == 0
    rows = {row["title"]: row for row in map(json.loads, saved.read_text(encoding="utf-8").splitlines())}
    assert rows["A quiet week"]["topics"] == ["anti-Daesh coordination"]


def test_a_paragraph_that_was_edited_since_is_not_replayed(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = feeds.parent / "notes/talks.md"
    note.write_text(note.read_text(encoding="utf-8").replace("on Saturday", "on Sunday"), encoding="utf-8")
    assert digest(feeds, "gather", now="2025-06-10T08:00:00+00:00") == 0
    assert answer(capsys, feeds, "test")["edited"] == 1
    assert digest(feeds, "test") == 0
    assert "1 printed paragraph changed since: not replayed" in capsys.readouterr().out


def test_a_saved_file_agrees_with_the_rules_until_it_is_corrected(
    feeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = feeds.parent / "gold.jsonl"
    assert digest(feeds, "test", "--save", str(saved)) == 0
    assert (
        f"3 items with topics and regions; correct them, then digest test --labels {saved}" in capsys.readouterr().out
    )
    assert digest(feeds, "test", "--labels", str(saved), "--at-least", "1") == 0
    text = saved.read_text(encoding="utf-8")
    saved.write_text(text.replace('"topics": ["Russia-Ukraine talks", ', '"topics": ['), encoding="utf-8")
    assert saved.read_text(encoding="utf-8") != text
    capsys.readouterr()
    assert digest(feeds, "test", "--labels", str(saved), "--at-least", "0.9") == 1
    printed = capsys.readouterr().out
    assert "  labelled anti-Daesh coordination | the rules say Russia-Ukraine talks, anti-Daesh coordination" in printed
    assert "F is 0.67: not enough, 0.9 was asked for" in printed


def test_one_topic_is_tried_by_its_labels(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = ("Russia and Ukraine held talks.", "Talks went on in Berlin.", "Daesh lost to the coalition.")
    rows = [json.dumps({"text": text, "label": label}) for text, label in zip(texts, (1, 1, 0), strict=True)]
    (feeds.parent / "l.jsonl").write_text("\n".join(rows), encoding="utf-8")
    file = str(feeds.parent / "l.jsonl")
    said = answer(capsys, feeds, "test", "--labels", file, "--topic", "russia-ukraine talks")
    assert [(one["name"], one["right"], one["wrongly_in"], one["wrongly_out"]) for one in said["tallies"]] == [
        ("Russia-Ukraine talks", 1, 0, 1), ("", 1, 0, 1),
    ]  # fmt: skip
    (one,) = said["disputes"]
    assert one["because"] == [
        "“Russia-Ukraine talks”: its rule finds “Talks” only; missing: Russia, Ukraine, Russian, Ukrainian"
    ]
    assert digest(feeds, "test", "--labels", file) == 2
    assert '--topic says which topic "label" is of' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--labels", "none.jsonl"), "none.jsonl: there is no such file"),
        (("--labels", "a.jsonl", "--save", "b.jsonl"), "--save writes what past issues hold"),
        (("--edition", "dayly"), 'unknown edition "dayly"'),
        (("--topic", "x"), "it goes with --labels"),
    ],
)
def test_wrong_words_are_told(
    feeds: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert digest(feeds, "test", *words) == 2
    assert told in capsys.readouterr().err


def test_without_an_issue_there_is_nothing_to_replay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(desk(tmp_path), "test") == 2
    assert "weekly: no issue is closed yet, so there is nothing to replay" in capsys.readouterr().err
