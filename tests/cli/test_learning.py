"""learn: a topic from labelled texts, or from what editors accepted, and its use in the next issue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.desk import desk
from tests.cli.test_commands import answer, digest
from tests.learn.samples import VOTES, WEATHER, write_labels

TOPIC = '[[topics]]\nname = "Elections"\nrule = "ballots"\n'
NEW = "Citizens of Germany see the turnout rise; voters wait for the recount in the old town."


@pytest.fixture(name="feeds")
def _feeds(tmp_path: Path) -> Path:
    feeds = desk(tmp_path)
    write_labels(tmp_path / "labels.jsonl")
    text = feeds.read_text(encoding="utf-8")
    feeds.write_text(text.replace("[[editions]]", f"{TOPIC}\n[[editions]]"), encoding="utf-8")
    return feeds


def use(feeds: Path, more: str = "") -> None:
    text = feeds.read_text(encoding="utf-8")
    feeds.write_text(text.replace(TOPIC, f'{TOPIC}learned = "learned/elections.json"\n{more}'), encoding="utf-8")


def labelled(feeds: Path) -> str:
    return str(feeds.parent / "labels.jsonl")


def test_a_topic_is_learned_and_used_when_feeds_toml_says_so(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert digest(feeds, "learn", "elections", labelled(feeds)) == 0
    printed = capsys.readouterr().out
    assert "learned/elections.json: Elections, learned from 96 texts, 48 of them the topic's" in printed
    assert 'write under the topic in feeds.toml: learned = "learned/elections.json"\n' in printed
    (feeds.parent / "notes/vote.txt").write_text(f"Old town\n\n{NEW}\n", encoding="utf-8")
    assert digest(feeds, "gather") == 0
    (before,) = answer(capsys, feeds, "explain", "Old town")["items"]
    assert before["passages"][0]["place"] == "Europe > other news"
    use(feeds)
    assert digest(feeds, "learn", "Elections", labelled(feeds)) == 0
    assert 'feeds.toml uses it so already: learned_mode = "widen"' in capsys.readouterr().out
    (after,) = answer(capsys, feeds, "explain", "Old town")["items"]
    assert after["passages"][0]["place"] == "Global > Elections"
    assert any(
        one.startswith("won: topic Elections (") and "learned: " in one and "words that weighed most: " in one
        for one in after["passages"][0]["judgements"]
    )


def test_learning_twice_gives_the_same_bytes(feeds: Path) -> None:
    files = [feeds.parent / name for name in ("a.json", "b.json")]
    for file in files:
        assert digest(feeds, "learn", "Elections", labelled(feeds), "-o", str(file)) == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_colophon_names_other_rules_when_what_was_learned_changes(
    feeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use(feeds)
    made = []
    for week, drop in (("09", 0), ("16", 1)):
        rows = Path(labelled(feeds)).read_text(encoding="utf-8").splitlines()[drop:]
        Path(labelled(feeds)).write_text("\n".join(rows) + "\n", encoding="utf-8")
        assert digest(feeds, "learn", "Elections", labelled(feeds)) == 0
        (feeds.parent / f"notes/{week}.txt").write_text(f"Week {week}\n\n{NEW}\n", encoding="utf-8")
        (issue,) = answer(capsys, feeds, "run", now=f"2025-06-{week}T08:00:00+00:00")["issues"]
        plan = json.loads((feeds.parent / "out" / issue["issue"] / "issue.json").read_text(encoding="utf-8"))
        made.append(plan["colophon"]["rules"])
    assert made[0] != made[1]


def test_a_broken_file_is_refused_with_its_line_and_is_made_anew(
    feeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use(feeds)
    (feeds.parent / "learned").mkdir()
    (feeds.parent / "learned/elections.json").write_text('{"format": NaN}', encoding="utf-8")
    assert digest(feeds, "check", "--offline") == 2
    line = feeds.read_text(encoding="utf-8").split("\n").index('learned = "learned/elections.json"') + 1
    told = f'feeds.toml:{line}: topics[3].learned: "learned/elections.json": it holds NaN, which is no number; '
    assert told in capsys.readouterr().err
    assert digest(feeds, "learn", "Elections", labelled(feeds)) == 0
    assert digest(feeds, "check", "--offline") == 0


def test_a_topic_is_learned_from_what_issues_printed(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Votes under a rule that finds them all; then the rule is forgotten, and what was learned finds them."""
    text = feeds.read_text(encoding="utf-8")
    wide = text.replace('rule = "ballots"', 'rule = "ballots OR vote OR recount OR turnout"')
    feeds.write_text(wide + "\n", encoding="utf-8")
    for number, (vote, rain) in enumerate(zip(VOTES[:16], WEATHER[:16], strict=True)):
        note = (
            f"Note {number}\n\n{vote.removesuffix('.')} of France.\n\n{rain.removesuffix('.')} of Kenya and Germany.\n"
        )
        (feeds.parent / f"notes/{number}.txt").write_text(note, encoding="utf-8")
    weeks = ("09", "16", "23")
    for week in weeks:
        assert digest(feeds, "run", now=f"2025-06-{week}T08:00:00+00:00") == 0
    said = answer(capsys, feeds, "learn", "Elections", "--from-issues", now="2025-06-30T08:00:00+00:00")
    assert said["positive"] >= 10
    assert said["rows"] > said["positive"]
    assert said["tried"]["alone"]["f"] > 0.8


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("Elections",), "give a file of labelled texts, or --from-issues"),
        (("Elections", "labels.jsonl", "--from-issues"), "one of the two"),
        (("Sport", "labels.jsonl"), "there is no topic 'Sport'; feeds.toml has: Russia-Ukraine talks"),
        (("Elections", "none.jsonl"), "none.jsonl: there is no such file"),
        (("Elections", "--from-issues"), "no issue is closed yet"),
    ],
)
def test_wrong_words_are_told(
    feeds: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert digest(feeds, "learn", *words) == 2
    assert told in capsys.readouterr().err
