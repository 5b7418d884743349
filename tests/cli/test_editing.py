"""stories, merge and split through the command line: the editor's word holds in this build and later ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import desk
from tests.cli.test_commands import answer, digest

REPORTS = {
    "one.md": ("Russia and Ukraine agree to exchange 1,000 prisoners", "Daily North",
               "Delegations of Russia and Ukraine agreed in Istanbul on Monday to exchange 1,000 prisoners each, Turkey said after the talks."),
    "two.md": ("Prisoner exchange agreed at the Istanbul talks", "Evening Post",
               "Talks in Istanbul ended on Monday with an agreement of Ukraine and Russia on the exchange of 1,000 prisoners each, Turkey said."),
    "far.md": ("Ceasefire of Ukraine grain ships is prolonged", "Harbour News",
               "A ceasefire for grain ships of Ukraine will be prolonged by four months, the port of Odesa announced, and Russia did not object."),
}  # fmt: skip


@pytest.fixture
def feeds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A desk with two reports of one event and one of another, gathered."""
    path = desk(tmp_path)
    for old in (tmp_path / "notes").iterdir():
        old.unlink()
    for name, (title, publisher, text) in REPORTS.items():
        head = f"---\ntitle: {title}\npublisher: {publisher}\ndate: 2025-06-07\n---\n\n"
        (tmp_path / "notes" / name).write_text(head + text + "\n", encoding="utf-8")
    answer(capsys, path, "gather")
    return path


def groups(feeds: Path, capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """The titles' first words of each story of several reports."""
    said = answer(capsys, feeds, "stories")["stories"]
    return sorted(sorted(one["title"].split()[0] for one in story["items"]) for story in said)


def test_stories_lists_reports_of_one_event_with_the_reason(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert groups(feeds, capsys) == [["Prisoner", "Russia"]]
    assert digest(feeds, "stories") == 0
    shown = capsys.readouterr().out
    assert "the same event in 2 reports" in shown
    assert "2 independent publishers: " in shown


def test_split_holds_until_it_is_undone(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "split", "Prisoner exchange agreed") == 0
    assert "is a story of its own from now on" in capsys.readouterr().out
    assert groups(feeds, capsys) == []
    assert digest(feeds, "explain", "Prisoner exchange agreed") == 0
    assert "kept apart by the editor from “Russia and Ukraine agree" in capsys.readouterr().out
    assert digest(feeds, "stories") == 0
    assert "apart: “" in capsys.readouterr().out
    assert digest(feeds, "split", "--undo", "Prisoner exchange agreed") == 0
    assert "taken back: 1 pair" in capsys.readouterr().out
    assert groups(feeds, capsys) == [["Prisoner", "Russia"]]


def test_merge_holds_until_it_is_undone(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "merge", "grain ships", "Prisoner exchange agreed") == 0
    assert capsys.readouterr().out.startswith("one story from now on: “Ceasefire")
    assert groups(feeds, capsys) == [["Ceasefire", "Prisoner", "Russia"]]
    assert digest(feeds, "explain", "grain ships") == 0
    shown = capsys.readouterr().out
    assert "put together by the editor" in shown
    assert digest(feeds, "merge", "--undo", "grain ships") == 0
    assert "taken back: 1 pair" in capsys.readouterr().out
    assert groups(feeds, capsys) == [["Prisoner", "Russia"]]


def test_the_last_word_counts(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "split", "Prisoner exchange agreed") == 0
    assert digest(feeds, "merge", "Prisoner exchange agreed", "agree to exchange 1,000") == 0
    capsys.readouterr()
    assert groups(feeds, capsys) == [["Prisoner", "Russia"]]


def test_a_build_prints_them_once(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "merge", "grain ships", "Prisoner exchange agreed") == 0
    capsys.readouterr()
    (issue,) = answer(capsys, feeds, "build")["issues"]
    assert issue["stories"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("split", "grain ships"), "stands alone"),
        (("split", "no such thing at all"), "no item is called"),
        (("merge", "grain ships"), "name two items or more"),
        (("merge", "ukraine", "grain ships"), "means several items"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(
    feeds: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert digest(feeds, *words) == 2
    assert said in capsys.readouterr().err
