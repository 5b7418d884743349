"""Three issues of one desk: what came back, what stayed out, what is said of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digest.cli import execute
from tests.cli.desk import desk

WEEKS = ("2025-06-09T08:00:00+00:00", "2025-06-16T08:00:00+00:00", "2025-06-23T08:00:00+00:00")
FIRST = "Russia and Ukraine exchange prisoners after the Istanbul talks"
AGREED = "Russia and Ukraine exchanged prisoners on Saturday, as their delegations had agreed in the talks of Istanbul."
NEXT = (
    "Medinsky and Umerov said that Russia and Ukraine return to Istanbul for talks on 30 June, to speak of a ceasefire."
)


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    """A desk that has built its first issue."""
    path = desk(tmp_path)
    run(path, 0)
    return path


def run(feeds: Path, week: int, *words: str) -> int:
    """Run `digest` at the Monday of a week, by default gather and build."""
    return execute(["--config", str(feeds), "--now", WEEKS[week], "--quiet", *(words or ("run",))])


def note(feeds: Path, name: str, title: str, day: str, text: str) -> None:
    """Put a note into the inbox."""
    path = feeds.parent / "notes" / f"{name}.md"
    path.write_text(f"---\ntitle: {title}\ndate: {day}\n---\n\n{text}\n", encoding="utf-8")


def plan(feeds: Path, week: int) -> dict[str, Any]:
    """The plan of W24, W25 or W26."""
    found = json.loads((feeds.parent / f"out/weekly/2025-W{24 + week}/issue.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def pieces(issue: dict[str, Any]) -> list[dict[str, Any]]:
    """All pieces of a plan."""
    return [piece for section in issue["sections"] for topic in section["topics"] for piece in topic["pieces"]]


def said(capsys: pytest.CaptureFixture[str], feeds: Path, week: int, *words: str) -> str:
    """What a command prints."""
    capsys.readouterr()
    assert run(feeds, week, *words) == 0
    return capsys.readouterr().out


def test_another_article_with_something_new_is_printed_once_as_an_update(feeds: Path) -> None:
    note(feeds, "next", "Envoys name a date for the next Istanbul talks", "2025-06-14", f"{AGREED}\n\n{NEXT}")
    assert run(feeds, 1) == 0
    (piece,) = pieces(plan(feeds, 1))
    (before,) = [one for one in pieces(plan(feeds, 0)) if one["headline"]["text"] == FIRST]
    assert (piece["update"]["first"]["piece"], piece["update"]["last"]["number"]) == (before["id"], 1)
    assert [one["text"] for part in piece["paragraphs"] for one in part["sentences"]] == [NEXT]
    folder = feeds.parent / "out/weekly/2025-W25"
    link = f"https://digest.example.org/weekly/2025-W24/#{before['id']}"
    for name in ("mail.html", "index.html", "mail.txt"):
        text = (folder / name).read_text(encoding="utf-8")
        assert link in text
        assert "Update:" in text
        assert FIRST in " ".join(text.split())
    assert run(feeds, 1, "rebuild", "weekly/2025-W25", "--verify") == 0


def test_what_says_nothing_new_stays_out_for_good_and_explain_says_where_it_was_told(
    feeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note(feeds, "again", "Captives are back", "2025-06-14", AGREED)
    note(
        feeds,
        "other",
        "A bridge closes in Germany",
        "2025-06-14",
        "A bridge over the Elbe in Germany closed for repair.",
    )
    reason = f"printed in No. 1 (weekly/2025-W24) as “{FIRST}”; nothing new in it"
    assert f"not in the next issue: {reason}" in said(capsys, feeds, 1, "gather") + said(
        capsys, feeds, 1, "explain", "captives"
    )
    assert run(feeds, 1) == 0
    assert [piece["headline"]["text"] for piece in pieces(plan(feeds, 1))] == ["A bridge closes in Germany"]
    assert [one["title"] for one in plan(feeds, 1)["repeats"]] == ["Captives are back"]
    assert f"not in weekly/2025-W25: {reason}" in said(capsys, feeds, 2, "explain", "captives")
    text = feeds.read_text(encoding="utf-8").replace("[delivery]", "[editions.memory]\nweeks = 0\n\n[delivery]")
    feeds.write_text(text, encoding="utf-8")
    note(feeds, "third", "A bridge reopens in Germany", "2025-06-20", "A bridge over the Elbe in Germany reopened.")
    assert run(feeds, 2) == 0
    assert [piece["headline"]["text"] for piece in pieces(plan(feeds, 2))] == ["A bridge reopens in Germany"]


def test_a_draft_is_no_memory(tmp_path: Path) -> None:
    feeds = desk(tmp_path)
    text = feeds.read_text(encoding="utf-8").replace('outputs = ["mail"', 'approval = "required"\noutputs = ["mail"')
    feeds.write_text(text, encoding="utf-8")
    assert run(feeds, 0) == 0
    note(feeds, "again", "Captives are back", "2025-06-14", AGREED)
    assert run(feeds, 1) == 0
    assert "repeats" not in plan(feeds, 1)
    assert not any(piece["update_of"] for piece in pieces(plan(feeds, 1)))


def test_an_issue_says_what_moved_and_the_option_turns_it_off(feeds: Path) -> None:
    note(feeds, "next", "Envoys name a date for the next Istanbul talks", "2025-06-14", f"{AGREED}\n\n{NEXT}")
    assert run(feeds, 1) == 0
    found = plan(feeds, 1)["since_last"]
    assert found == {
        "issue": "weekly/2025-W24",
        "number": 1,
        "new": 0,
        "developed": 1,
        "quiet": ["anti-Daesh coordination"],
    }
    line = "Since No. 1: 0 new, 1 updated. Nothing new on: anti-Daesh coordination."
    assert line in (feeds.parent / "out/weekly/2025-W25/mail.txt").read_text(encoding="utf-8")
    assert "since_last" not in plan(feeds, 0)
    text = feeds.read_text(encoding="utf-8").replace(
        "[delivery]", "[editions.memory]\nsince_last = false\n\n[delivery]"
    )
    feeds.write_text(text, encoding="utf-8")
    note(
        feeds,
        "other",
        "A bridge closes in Germany",
        "2025-06-20",
        "A bridge over the Elbe in Germany closed for repair.",
    )
    assert run(feeds, 2) == 0
    assert "since_last" not in plan(feeds, 2)


def test_diff_tells_new_developed_quiet_gone_and_changed(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bridge = feeds.parent / "notes/bridge.md"
    bridge.write_text(bridge.read_text(encoding="utf-8").replace("four years", "five years"), encoding="utf-8")
    note(feeds, "next", "Envoys name a date for the next Istanbul talks", "2025-06-14", f"{AGREED}\n\n{NEXT}")
    assert run(feeds, 1) == 0
    text = said(capsys, feeds, 1, "diff", "weekly/2025-W25")
    assert "weekly/2025-W25 (No. 2) against weekly/2025-W24 (No. 1): 0 new, 2 developed, 0 quiet, 1 gone" in text
    assert f"      follows “{FIRST}” in weekly/2025-W24; the same event by its words, “" in text
    assert "    printed: A bridge over the river opened in France after four years of work.\n" in text
    assert "    now:     A bridge over the river opened in France after five years of work.\n" in text
    assert text == said(capsys, feeds, 1, "diff", "weekly/2025-W25", "weekly/2025-W24")
    found = json.loads(said(capsys, feeds, 1, "--json", "diff", "weekly/2025-W25"))
    assert [one["topic"] for one in found["gone"]] == ["anti-Daesh coordination"]
    assert [one["headline"] for one in found["changed"]] == ["A new bridge opens in France"]
    changed = "weekly/2025-W24 (No. 1): A new bridge opens in France (Notes): 1 sentence; `digest diff weekly/2025-W24`"
    assert changed in said(capsys, feeds, 1, "status")


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("diff", "weekly/2025-W24"), "there is no closed issue before it"),
        (("diff", "weekly/1999-W01"), "there is no such issue"),
        (("diff", "a", "b", "c"), "give one issue or two"),
        (("dossier", "Space"), "no issue printed a topic 'Space'; printed were: Russia-Ukraine talks, anti-Daesh"),
        (("dossier", "Russia-Ukraine talks", "--region", "Asia"), "printed 'Russia-Ukraine talks' under Asia"),
    ],
)
def test_what_cannot_be_told_is_said(
    feeds: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], what: str
) -> None:
    assert run(feeds, 0, *words) == 2
    assert what in capsys.readouterr().err


def test_a_dossier_prints_a_topic_by_date_with_its_sources(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note(feeds, "next", "Envoys name a date for the next Istanbul talks", "2025-06-14", f"{AGREED}\n\n{NEXT}")
    assert run(feeds, 1) == 0
    out = feeds.parent / "talks.pdf"
    lines = said(capsys, feeds, 2, "dossier", "russia-ukraine talks", "-o", str(out)).splitlines()
    assert lines == [
        "2025-06-09  No. 1",
        f"  {FIRST} (Notes)",
        "2025-06-16  No. 2",
        "  Envoys name a date for the next Istanbul talks (Notes)",
        f"    follows “{FIRST}” in No. 1",
        f"{out}: 2 stories of 2 issues",
    ]
    text = pdf_text(out)
    for words in ("No. 1, 9 June 2025", AGREED[:60], "No. 2, 16 June 2025", "Update: Envoys name a date", NEXT[:60]):
        assert words in text
    later = said(capsys, feeds, 2, "dossier", "Russia-Ukraine talks", "--since", "2025-06-10", "-o", str(out))
    assert later.endswith("1 stories of 1 issues\n")


def pdf_text(path: Path) -> str:
    """The text of a PDF, white space folded."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    finally:
        document.close()
