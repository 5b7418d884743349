"""New sources in the text of feeds.toml: where they go, and that nothing else is touched."""

from __future__ import annotations

import tomllib
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import load
from digest.config.additions import NewSource, raw_urls, with_sources
from digest.config.hints import Hints, Meanings
from tests.config.feeds import WHOLE, read

NEW = (NewSource("New", "https://new.example/f", "en", "Europe", ("Talks",)), NewSource("Other", "https://o.example/f"))
TABLES = """\
[[sources]]
name = "New"
url = "https://new.example/f"
language = "en"
region = "Europe"
topics = ["Talks"]

[[sources]]
name = "Other"
url = "https://o.example/f"
"""

LAST = '[[sources]]\nname = "W" # one\nfiles = [\n  "a", # [[x]]\n  """b\n# no comment\n""",\n]\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", TABLES),
        ("# only a note", "# only a note\n\n" + TABLES),
        ('[digest]\ntitle = "T"\n', '[digest]\ntitle = "T"\n\n' + TABLES),
        (LAST, LAST + "\n" + TABLES),
        (LAST + "\n\n# ---- banner\n[aliases]\n", LAST + "\n" + TABLES + "\n\n# ---- banner\n[aliases]\n"),
        (LAST + "# on W\n\n# banner\n[aliases]\n", LAST + "# on W\n\n" + TABLES + "\n# banner\n[aliases]\n"),
        (LAST + "# banner\n[aliases]\n", LAST + "\n" + TABLES + "\n# banner\n[aliases]\n"),
        (LAST + "[aliases]\n", LAST + "\n" + TABLES + "\n[aliases]\n"),
        (LAST + '[sources.headers]\nA = "b"\n[digest]\n', LAST + '[sources.headers]\nA = "b"\n\n' + TABLES + "\n[digest]\n"),
        ("[aliases]\n" + LAST + "# the end", "[aliases]\n" + LAST + "# the end\n\n" + TABLES),
        ("[[ sources ]]\nname='a'\n[digest]\n[[sources]]\nname='b'", "[[ sources ]]\nname='a'\n[digest]\n[[sources]]\nname='b'\n\n" + TABLES),
        ("\ufeff[digest]\n", "\ufeff[digest]\n\n" + TABLES),
    ],
)  # fmt: skip
def test_where_they_go(before: str, after: str) -> None:
    assert with_sources(before, NEW) == after
    windows = with_sources(before.replace("\n", "\r\n"), NEW)
    if "\n" in before:
        assert windows == after.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "before",
    [
        "sources = []",
        'sources = [{name = "W", url = "https://w.example"}] # note\n[digest]\n',
        '# top\nsources = [\n  {name = "W", url = "https://w.example"}, # note\n  # last\n]\n\n[digest]\ntitle = "T"\n',
        'sources = [\r\n  {name = "W", url = "https://w.example"}\r\n]\r\n[digest]\r\n',
    ],
)
def test_a_list_in_one_line_grows_in_its_brackets(before: str) -> None:
    made = with_sources(before, NEW)
    assert [one["name"] for one in tomllib.loads(made)["sources"]][-2:] == ["New", "Other"]
    kept = "".join(
        before[block.a : block.a + block.size]
        for block in SequenceMatcher(None, before, made, False).get_matching_blocks()
    )
    assert kept == before
    assert made.count("\r\n") >= before.count("\r\n")


def test_what_looks_like_a_reference_to_a_secret_is_a_text() -> None:
    """A list from elsewhere must not make us send the environment to somebody's server."""
    made = with_sources(WHOLE, [NewSource("${HOME} $${X}", "https://evil.example/?x=${AWS_SECRET}")])
    source = read(made, {"HOME": "/root", "AWS_SECRET": "canary"}).sources[-1]
    assert (source.name, source.url) == ("${HOME} $${X}", "https://evil.example/?x=${AWS_SECRET}")


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(
    st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=4), st.sampled_from(["", LAST, WHOLE, "sources = []\n[digest]\n"])
)
def test_every_text_is_written_so_that_it_is_read_again(rows: list[tuple[str, str, str]], before: str) -> None:
    made = with_sources(before, [NewSource(name, url, topics=(topic,)) for name, url, topic in rows])
    listed = tomllib.loads(made).get("sources", [])[len(tomllib.loads(before).get("sources", [])) :]
    said = [(one["name"], one["url"], one["topics"][0]) for one in listed]
    assert said == [tuple(word.replace("${", "$${") for word in row) for row in rows]


def test_addresses_as_they_are_written() -> None:
    assert raw_urls(tomllib.loads(WHOLE)) == ["https://wire.example/feed", ""]
    assert raw_urls({}) == []


# -- what folders mean ---------------------------------------------------------------------------------------------


REGIONS = """
[[regions]]
name = "Near East"
countries = ["SY", "TR", "IQ"]
words = ["Levant", "Orient, near"]

[[regions]]
name = "Western Europe"
countries = ["DE", "FR"]

[[topics]]
name = "Talks"
rule = "talks"

[[topics]]
name = "Daesh"
rule = "Daesh"

[[topics]]
name = "War, peace/truce"
rule = "war"

[aliases]
Daesh = ["ISIS", "داعش"]
"""


@pytest.mark.parametrize(
    ("folders", "categories", "hints"),
    [
        (["NEAR east"], [], Hints("Near East")),
        (["levant"], [], Hints("Near East")),
        (["Syria"], [], Hints("Near East")),
        (["Syrie"], [], Hints("Near East")),
        (["Türkiye"], [], Hints("Near East")),
        (["World", "Germany"], [], Hints("Western Europe", (), ("World",))),
        (["Germany", "Western Europe"], [], Hints("Western Europe")),
        (["Germany", "Syria"], [], Hints("", (), ("Western Europe", "Near East"))),
        (["Brazil"], [], Hints("", (), ("Brazil",))),
        (["Paris", "Reading"], [], Hints("", (), ("Paris", "Reading"))),
        (["global"], [], Hints("Global")),
        (["talks"], [], Hints("", ("Talks",))),
        (["isis"], [], Hints("", ("Daesh",))),
        (["Levant", "داعش"], [], Hints("Near East", ("Daesh",))),
        ([], ["/World/Syria,/Talks"], Hints("Near East", ("Talks",), ("World",))),
        ([], ["/War, peace/truce,/Talks,/Orient, near"], Hints("Near East", ("War, peace/truce", "Talks"))),
        (["", " "], [""], Hints()),
    ],
)
def test_what_folders_mean(folders: list[str], categories: list[str], hints: Hints) -> None:
    config = load(REGIONS, "feeds.toml", ".", {}, lambda _: False)
    assert Meanings(config).read(folders, categories) == hints
