"""explain, through every room: one item for each thing that may become of one."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.cli import execute
from tests.cli.test_commands import plan

NOW = "2025-06-09T08:00:00+00:00"
NEXT = "2025-06-16T08:00:00+00:00"

TABLES = """
[gather]
first = "all"
storm = 0
full_text = "never"

[[regions]]
name = "Europe"
countries = ["RU", "UA", "FR", "DE", "AL"]

[[regions]]
name = "Middle East"
countries = ["TR", "IQ", "SY", "JO"]

[[topics]]
name = "Russia-Ukraine talks"
region = "Europe"
rule = "(Russia* OR Moscow) AND (Ukrain* OR Kyiv) AND (talks OR ceasefire OR prisoners) NOT football"

[[topics]]
name = "Bridges"
rule = "bridge*"

[[topics]]
name = "Ferries"
rule = "ferry OR ferries"

[[editions]]
name = "weekly"
schedule = "0 7 * * 1"
outputs = ["mail"]
topics = ["Russia-Ukraine talks", "Bridges"]
regions = ["Europe", "Global"]
exclude = "horoscope*"

[editions.limits]
topic = 3
other = 2

[[editions]]
name = "daily"
outputs = ["mail"]
""".replace("NOT football", "AND NOT football")

DAY = timedelta(days=1)


def feed(name: str, *entries: tuple[str, str, float]) -> str:
    """An Atom feed of (title, text, days before NOW)."""
    made = []
    for title, text, days in entries:
        date = (datetime.fromisoformat(NOW) - days * DAY).isoformat()
        link = f"https://{name.lower()}.example/{title.lower().replace(' ', '-')}"
        made.append(
            f'<entry><id>{link}</id><title>{title}</title><link href="{link}"/><updated>{date}</updated>'
            f'<content type="html">{text}</content></entry>'
        )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{name}</title>{"".join(made)}</feed>'


BRIDGE = "The bridge over the river opened after four years of work, the engineers said in a note to the public."
TALKS = "Delegations of Russia and Ukraine agreed on an exchange of prisoners after a day of talks in the city."
FEEDS = {
    "Wire": feed(
        "Wire",
        ("Russia and Ukraine agree to exchange prisoners", TALKS, 1),
        ("First bridge opens in the north", BRIDGE, 1),
        (
            "Second crossing has its arches",
            "A stone bridge near the old mill was given the last of its seven arches.",
            1.1,
        ),
        (
            "Third span painted green",
            "Painters chose green paint, against rust and for the children, on a bridge of iron.",
            1.2,
        ),
        ("Your horoscope for Monday", "The horoscope of the week has nothing to say of any country.", 1),
        ("A text about nothing", "It names no place and no topic at all, and so it has no section anywhere.", 1),
        ("Moscow and Kyiv keep silent", "Neither Russia nor Ukraine said anything about the floods of the week.", 1),
        ("Moscow plays Kyiv", "In talks on football Russia and Ukraine agreed on nothing, the league said.", 1),
        ("Ferry sails again", "The ferry sails again in Albania, twice a day, its company said on Sunday.", 1),
        ("Baghdad opens a museum", "A museum opened in Iraq, with rooms on three floors, its curator said.", 1),
    ),
    "Herald": feed(
        "Herald",
        ("Russia and Ukraine agree to exchange prisoners", f"{TALKS} It was the second one.", 1),
        ("Old arch found under a road", "An old bridge was found under a road, builders said on Tuesday.", 2),
        ("Toll for lorries is raised", "The toll of the bridge is raised for lorries from July on, by a fifth.", 3),
        ("A note", "A note on France.", 7.9),
    ),
}


@pytest.fixture(name="gathered", scope="module")
def _gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk of two feeds that lie on disk, gathered once."""
    folder = tmp_path_factory.mktemp("gathered")
    sources = ""
    for name, text in FEEDS.items():
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
        sources += f'[[sources]]\nname = "{name}"\nurl = "{name}.xml"\n\n'
    (folder / "feeds.toml").write_text(sources + TABLES, encoding="utf-8")
    assert run(folder / "feeds.toml", "gather") == 0
    return folder


@pytest.fixture(name="feeds")
def _feeds(gathered: Path, tmp_path: Path) -> Path:
    """A copy of that desk, for one test alone."""
    shutil.copytree(gathered, tmp_path / "desk")
    return tmp_path / "desk/feeds.toml"


def run(feeds: Path, *words: str, now: str = NOW) -> int:
    """Run a command quietly."""
    return execute(["--config", str(feeds), "--now", now, "--quiet", *words])


def fate(capsys: pytest.CaptureFixture[str], feeds: Path, *words: str, now: str = NOW) -> dict[str, Any]:
    """What explain says of the one item that the words mean."""
    capsys.readouterr()
    assert execute(["--config", str(feeds), "--now", now, "--json", "explain", *words]) == 0
    (found,) = json.loads(capsys.readouterr().out)["items"]
    assert isinstance(found, dict)
    return found


def outcome(capsys: pytest.CaptureFixture[str], feeds: Path, *words: str, now: str = NOW) -> list[str]:
    """The outcome's lines."""
    return [str(line) for line in fate(capsys, feeds, *words, now=now)["outcome"]]


CASES = [
    pytest.param("First bridge", "next issue: Global > Bridges, number 1 of 5 there, score 0.", id="printed"),
    pytest.param(
        "Third span", "held back from Global > Bridges, number 3 of 5 there, score 0.2", id="held back by diversity"
    ),
    pytest.param("horoscope", "not for the next issue: the edition's exclude rule finds “horoscope”", id="excluded"),
    pytest.param(
        "A text about nothing",
        "not for the next issue: no passage matches a topic or names a region of feeds.toml",
        id="no region",
    ),
    pytest.param(
        "Baghdad opens", "not printed in Middle East > other news, score 0.2", id="a region that is not listed"
    ),
    pytest.param("A note", "not printed in Europe > other news, number 4 of 4 there, score 0.2", id="under the floor"),
]


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_what_becomes_of_an_item(feeds: Path, capsys: pytest.CaptureFixture[str], words: str, expected: str) -> None:
    assert outcome(capsys, feeds, words)[0].startswith(expected)


WHYS = [
    ("Third span", "Wire already has 2 of 3 there; it waits for the next issue; each issue that passes it over"),
    ("Baghdad opens", "the edition weekly does not list the region Middle East"),
    ("A note", "is under the floor of 0.25"),
    (
        "Ferry sails",
        "held back from Europe > other news, number 3 of 4 there, score 0.28: Wire already has 1 of 2 there",
    ),
]


@pytest.mark.parametrize(("words", "why"), WHYS)
def test_why_it_is_not_printed(feeds: Path, capsys: pytest.CaptureFixture[str], words: str, why: str) -> None:
    assert why in outcome(capsys, feeds, words)[0]


MISSES = [
    (
        "keep silent",
        "Russia-Ukraine talks",
        "missed by one group: it has “Moscow”, “Kyiv”, “Russia”, “Ukraine” (the title, paragraph 1), "
        "but none of talks, ceasefire, prisoners",
    ),
    (
        "plays Kyiv",
        "Russia-Ukraine talks",
        "missed by a word: it has “talks”, “Russia”, “Ukraine” (paragraph 1), "
        "but it has “football”, which the rule does not want",
    ),
    ("Ferry sails", "Ferries", "its rule holds, but the edition weekly does not list it"),
]


@pytest.mark.parametrize(("words", "topic", "said"), MISSES)
def test_what_it_missed_by_little(
    feeds: Path, capsys: pytest.CaptureFixture[str], words: str, topic: str, said: str
) -> None:
    rows = {row["topic"]: row["said"] for row in fate(capsys, feeds, words)["missed"]}
    assert rows[topic] == said


def test_a_story_of_two_papers(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert execute(["--config", str(feeds), "--now", NOW, "--json", "explain", "agree to exchange prisoners"]) == 0
    found = json.loads(capsys.readouterr().out)["items"]
    lines = {one["item"]["source"]: one["outcome"] for one in found}
    assert lines["Herald"][0].startswith("next issue: Europe > Russia-Ukraine talks, number 1 of 1 there")
    assert "as another source of “Russia and Ukraine agree to exchange prisoners”" in lines["Wire"][0]
    assert lines["Wire"][2].startswith(
        "  one story with Herald “Russia and Ukraine agree to exchange prisoners”: the same"
    )


def test_a_printed_item_is_found_in_its_issue_and_so_are_its_other_sources(
    feeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(feeds, "build") == 0
    pieces = {
        piece["headline"]["text"]: piece
        for section in plan(feeds)["sections"]
        for topic in section["topics"]
        for piece in topic["pieces"]
    }
    said = outcome(capsys, feeds, "First bridge")
    anchor = pieces["First bridge opens in the north"]["id"]
    assert said[0] == (
        "printed in weekly/2025-W24: 1 of 1 passages, as “First bridge opens in the north” "
        f"(No. 1, #{anchor}, Global > Bridges)"
    )
    assert said[1].startswith("  because: matched “bridge”; 1 publisher (+0.00)")
    assert said[2] == "not for the next issue: nothing in it is new since it was printed"
    other = outcome(capsys, feeds, "https://wire.example/russia-and-ukraine-agree-to-exchange-prisoners")
    assert "as another source of “Russia and Ukraine agree to exchange prisoners”" in other[0]


def test_what_a_build_decided_is_remembered(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feeds, "build") == 0
    found = fate(capsys, feeds, "Third span")
    assert found["prospect"]["build"] == "weekly/2025-W24"
    assert found["outcome"][0].startswith("in weekly/2025-W24: held back from Global > Bridges, number 3 of 5 there")
    anew = fate(capsys, feeds, "Third span", "--next", now=NEXT)
    assert anew["prospect"]["build"] == ""
    assert "passed over by the last issue (-0." in anew["outcome"][1]


def test_a_change_of_the_rules_makes_the_memory_worthless(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feeds, "build") == 0
    text = feeds.read_text(encoding="utf-8")
    feeds.write_text(text.replace('rule = "bridge*"', 'rule = "bridge* OR span"'), encoding="utf-8")
    assert fate(capsys, feeds, "Third span")["prospect"]["build"] == ""
    feeds.write_text(text.replace('name = "Wire"\nurl', 'name = "Wire"\nweight = 3\nurl'), encoding="utf-8")
    assert fate(capsys, feeds, "Third span")["prospect"]["build"] == ""


def test_an_edited_item_is_judged_again(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(feeds, "build") == 0
    wire = feeds.parent / "Wire.xml"
    wire.write_text(wire.read_text(encoding="utf-8").replace("bridge of iron", "bridge of old iron"), encoding="utf-8")
    assert run(feeds, "gather") == 0
    assert fate(capsys, feeds, "Third span")["prospect"]["build"] == ""


def test_each_edition_has_its_own_answer(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(capsys, feeds, "Baghdad opens", "--edition", "daily")[0].startswith("next issue: Middle East")
    assert fate(capsys, feeds, "Ferry sails", "--edition", "daily")["missed"] == []


def test_what_the_editor_added_is_printed_whatever_it_says(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extra = feeds.parent / "extra.txt"
    extra.write_text("A reading tip\n\nYour horoscope, an essay without any name of a place.\n", encoding="utf-8")
    assert run(feeds, "add", str(extra)) == 0
    said = outcome(capsys, feeds, "A reading tip")
    assert said[0].startswith("next issue: Global > other news, number 1 of 1 there")
    assert said[0].endswith("the editor asked for it")


def test_the_words_for_a_person(feeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(feeds, "explain", "keep silent") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Moscow and Kyiv keep silent"
    assert lines[2:5] == [
        "  gathered from Wire",
        "  published 2025-06-08, its publisher's date",
        "  text a teaser: the feed gives no more",
    ]
    assert lines[6] == "     -> Europe > other news"
    assert any(line.startswith("  not Russia-Ukraine talks: missed by one group: it has “Moscow”") for line in lines)
