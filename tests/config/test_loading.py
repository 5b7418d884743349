"""Reading feeds.toml: what is accepted, and every problem with its line and key."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import load
from digest.errors import ConfigError
from tests.config.feeds import WHOLE, problems, read


def test_a_whole_file() -> None:
    config = read()
    assert config.base == PurePosixPath("news")
    assert config.digest.title == "The Weekly Brief"
    assert config.aliases == {"Daesh": ("ISIS", "Islamic State")}
    assert [source.name for source in config.sources] == ["Wire", "Inbox"]
    assert config.regions[1].words == ("Levant",)
    assert [topic.region for topic in config.topics] == ["Europe", "Global"]
    assert config.editions[0].outputs == ("mail", "pdf", "web")
    assert config.delivery.sender == "The Brief <brief@example.org>"
    assert config.secrets == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("", "Digest", id="an empty file has defaults"),
        pytest.param('\ufeff[digest]\r\ntitle = "T"\r\n', "T", id="a byte order mark and CRLF"),
    ],
)
def test_files_of_other_editors(text: str, title: str) -> None:
    assert read(text).digest.title == title


def test_values_are_kept_in_one_spelling() -> None:
    text = (
        '[digest]\nlanguage = "pt-br"\n[[regions]]\nname = "R"\ncountries = ["tr"]\n'
        '[delivery]\npublic_url = "https://x.example/y//"'
    )
    config = read(text)
    assert config.digest.language == "pt-BR"
    assert config.regions[0].countries == ("TR",)
    assert config.delivery.public_url == "https://x.example/y"


SOURCE = '[[sources]]\nname = "S"\n'
CASES = re.findall(
    r"^=== (.*)\n((?s:.*?))\n--> (.*)$",
    Path(__file__).with_name("problems.txt").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize(("text", "problem"), [pytest.param(text, told, id=name) for name, text, told in CASES])
def test_one_problem(text: str, problem: str) -> None:
    told = problems(text, {"RULE": "a AND b"})
    assert len(told) == 1
    assert told[0].startswith(f"feeds.toml:{problem}")


def test_all_problems_at_once_in_the_order_of_the_file() -> None:
    text = (
        WHOLE.replace('timezone = "Europe/Istanbul"', 'timezone = "Mars"\nlogo = "x.svg"')
        .replace('rule = "climate"', 'rule = "a OR b"\nregion = "Nowhere"\nabuot = "x"')
        .replace('name = "daily"', 'name = "daily"\noutputs = ["fax"]')
    )
    told = problems(text)
    assert [line.split(": ")[0] for line in told] == [f"feeds.toml:{n}" for n in (3, 4, "33:11", 34, 35, 43)]
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert (str(caught.value), caught.value.exit_code) == ("\n".join(told), 2)


def test_numbers_in_keys_sort_as_numbers() -> None:
    rows = ", ".join(f"{{name = 'S{n}'}}" for n in range(12))
    assert [line.split(": ")[1] for line in problems(f"sources = [{rows}]")] == [f"sources[{n + 1}]" for n in range(12)]


def test_a_mistake_hides_no_other_in_its_table() -> None:
    text = "[[topics]]\nname = 'T'\nregoin = 'x'\nrule = 'a OR b'\nregion = 5\n[[editions]]\nname = 'e'\ntopics = ['T']"
    assert [line.split(": ")[1] for line in problems(text)] == [
        "topics[1].regoin",
        "topics[1].rule",
        "topics[1].region",
    ]


def test_files_that_are_there_are_fine() -> None:
    text = "[digest]\ntemplates = 'mine'\nlogo = 'a.SVG'\n[[editions]]\nname = 'e'\nrecipients = 'r.csv'"
    assert problems(text, there=("mine", "a.SVG", "r.csv")) == ()


def test_a_logo_is_a_picture() -> None:
    told = problems("[digest]\nlogo = 'a.pdf'", there=("a.pdf",))
    assert told == ('feeds.toml:2: digest.logo: "a.pdf" is no SVG or PNG; write the path of one',)


def test_a_path_that_looks_like_a_host_but_is_there_is_a_path() -> None:
    assert problems(SOURCE + "url = 'feeds.example/f.xml'", there=("feeds.example/f.xml",)) == ()


@pytest.mark.parametrize("text", ["a = " + "[" * 9000 + "]" * 9000, "a = " + "1" * 9000])
def test_what_python_itself_refuses_is_a_problem_too(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^feeds\.toml:1: toml: "):
        read(text)


@given(st.text(alphabet="[]{}=\"'#\n\\ ,.a1${}", max_size=40))
def test_no_text_ends_in_another_error(text: str) -> None:
    assert all(line.startswith("feeds.toml:") for line in problems(text))


def test_the_real_rules_and_countries_are_asked_when_no_others_are_given() -> None:
    text = "[[regions]]\nname = 'R'\ncountries = ['TR', 'QQ']\n[[topics]]\nname = 'T'\nrule = 'peace talks'"
    with pytest.raises(ConfigError) as caught:
        load(text, "feeds.toml", ".", {}, bool)
    assert [line.split(": ")[1] for line in caught.value.problems] == ["regions[1].countries[2]", "topics[1].rule"]
    assert load("[[topics]]\nname = 'T'\nrule = 'peace AND talk*'", "f", ".", {}, bool).topics[0].name == "T"
