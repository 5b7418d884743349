"""Lists against feeds.toml, and feeds.toml as a list."""

from __future__ import annotations

import tomllib
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config import Config, load
from digest.config.additions import NewSource, raw_urls, with_sources
from digest.models.lists import FeedList, Subscription
from digest.parse.feedlists import read_list
from digest.pipeline.exporting import as_opml
from digest.pipeline.subscribing import Plan, identity, plan, public

FEEDS = """\
[digest]
title = "The Brief"

[[sources]]
name = "Wire"
url = "https://wire.example/feed/"
language = "en"
region = "Europe"
topics = ["Talks", "Trade, tariffs"]

[[sources]]
name = "Inbox"
files = ["inbox/*"]

[[sources]]
name = "Desk & Co"
url = "https://user:${WORD}@desk.example/feed?token=${TOKEN}&n=1"

[[sources]]
name = "Hidden"
url = "https://hidden.example/${TOKEN}/feed"

[[regions]]
name = "Europe"
countries = ["DE"]

[[topics]]
name = "Talks"
rule = "talks"

[[topics]]
name = "Trade, tariffs"
rule = "trade"
"""
SECRETS = {"WORD": "canary-word", "TOKEN": "canary-token"}


def config(text: str = FEEDS) -> Config:
    return load(text, "feeds.toml", ".", SECRETS, lambda _: True)


def planned(*feeds: Subscription, text: str = FEEDS) -> Plan:
    return plan(FeedList("OPML", feeds), config(text), raw_urls(tomllib.loads(text)))


def exported(text: str = FEEDS) -> str:
    return as_opml(config(text), raw_urls(tomllib.loads(text)))[0]


@pytest.mark.parametrize(
    "url",
    [
        "https://wire.example/feed/", "http://wire.example/feed", "HTTPS://WIRE.example:443/feed/#x", " https://wire.example/feed ",
        "https://wire.example/feed?utm_source=x", "feed://wire.example/feed", "feed:https://wire.example/feed",
        "https://me:word@wire.example/feed",
    ],
)  # fmt: skip
def test_what_is_there_already_is_left_alone(url: str) -> None:
    assert planned(Subscription(url, "Another name")) == Plan((), ("Wire",), (), ())


def test_a_feed_that_is_there_with_a_secret_is_known_without_it_too() -> None:
    assert planned(Subscription("https://desk.example/feed?n=1")).known == ("Desk & Co",)
    assert planned(Subscription("https://desk.example/feed?token=canary-token&n=1")).known == ("Desk & Co",)
    assert planned(Subscription("https://desk.example/feed?n=2")).known == ()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "nothing is no http or https address"),
        ("file:///etc/passwd", "is no http or https address"),
        ("exec:rm", "is no http or https address"),
        ("/feed.xml", "is no http or https address"),
        ("https://", "is no address that can be asked"),
        ("https://a b.example/", "is no address that can be asked"),
        ("https://a.example:99999/", "is no address that can be asked"),
        ("https://a.example/\x00", "is no address that can be asked"),
        ("https://" + "x" * 5000, "is no address that can be asked"),
    ],
)
def test_what_cannot_be_asked_is_refused(url: str, why: str) -> None:
    made = planned(Subscription(url, "T"))
    assert made.added == ()
    assert [(one.what, one.why.endswith(why)) for one in made.refused] == [("T", True)]


def test_names_are_made_fit_and_unique() -> None:
    made = planned(
        Subscription("https://a.example/1", "wire"),
        Subscription("https://a.example/2", "Wire"),
        Subscription("https://www.a.example/3", ""),
        Subscription("https://a.example/4", " Long\n\t\u202ename\x07 " + "x" * 500),
        Subscription("https://b.example/5", "Wire"),
    )
    names = [one.name for one in made.added]
    assert names[:3] == ["wire (a.example)", "Wire (2)", "a.example"]
    assert names[3].startswith("Long name xxx")
    assert len(names[3]) == 120
    assert names[4] == "Wire (b.example)"
    assert len(config(with_sources(FEEDS, made.added)).sources) == 9


def test_a_feed_in_two_folders_is_one_with_both() -> None:
    made = planned(
        Subscription("https://a.example/", "A", folders=("Germany",)),
        Subscription("http://a.example", "B", folders=("Talks", "Mine")),
    )
    assert made.added == (NewSource("A", "https://a.example/", "", "Europe", ("Talks",)),)
    assert made.folders == ("Mine",)


@pytest.mark.parametrize(("given", "kept"), [("en-us", "en-US"), ("pt_BR", "pt-BR"), ("klingon!", ""), ("unknown", "")])
def test_languages_are_kept_where_they_are_any(given: str, kept: str) -> None:
    assert planned(Subscription("https://a.example/", "A", language=given)).added[0].language == kept


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("https://a.example/f?x=1", "https://a.example/f?x=1"),
        ("https://u:p@a.example:8080/f#part", "https://a.example:8080/f"),
        ("https://u:${P}@a.example/f", "https://a.example/f"),
        ("https://a.example/f?k=${P}&x=1", "https://a.example/f?x=1"),
        ("https://a.example/f?feed_token=abc&x=1&apikey=z", "https://a.example/f?x=1"),
        ("https://a.example/f?x=$${P}", "https://a.example/f?x=${P}"),
        ("https://${H}/f", ""),
        ("https://a.example/${P}/f", ""),
        ("${URL}", ""),
        ("feeds/saved.xml", ""),
        ("https://[bad/", ""),
    ],
)
def test_an_address_is_exported_without_its_secrets(raw: str, shown: str) -> None:
    assert public(raw) == shown


def test_the_export_is_opml_without_secrets() -> None:
    text, left = as_opml(config(), raw_urls(tomllib.loads(FEEDS)))
    assert text == exported()
    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head>\n    <title>The Brief</title>\n  </head>\n'
        '  <body>\n    <outline type="rss" text="Desk &amp; Co" title="Desk &amp; Co" xmlUrl="https://desk.example/feed?n=1" />\n'
        '    <outline text="Europe" title="Europe">\n'
        '      <outline type="rss" text="Wire" title="Wire" xmlUrl="https://wire.example/feed/" language="en" '
        'category="/Talks,/Trade, tariffs" />\n    </outline>\n  </body>\n</opml>\n'
    )
    assert [(one.what, one.why.split()[1]) for one in left] == [
        ("Inbox", "read"),
        ("Desk & Co", "written"),
        ("Hidden", "a"),
    ]


def test_an_export_adds_nothing_to_what_it_was_made_from() -> None:
    made = plan(read_list(exported().encode()), config(), raw_urls(tomllib.loads(FEEDS)))
    assert (made.added, made.refused) == ((), ())


def _without_sources(text: str) -> str:
    return text[: text.index("[[sources]]")] + text[text.index("[[regions]]") :]


def test_an_export_makes_the_same_sources_elsewhere() -> None:
    bare = _without_sources(FEEDS)
    made = planned(*read_list(exported().encode()).feeds, text=bare)
    assert made.added == (
        NewSource("Desk & Co", "https://desk.example/feed?n=1"),
        NewSource("Wire", "https://wire.example/feed/", "en", "Europe", ("Talks", "Trade, tariffs")),
    )
    assert made.folders == ()


NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=30)
ROWS = st.lists(
    st.tuples(
        NAMES.map(lambda name: " ".join(name.split())).filter(bool),
        st.text("abcxyz/?=&%~ü$", max_size=20),
        st.sampled_from(["", "en", "pt-BR"]),
        st.sampled_from(["", "Europe", "Global"]),
        st.lists(st.sampled_from(["Talks", "Trade, tariffs"]), unique=True).map(tuple),
    ),
    min_size=1,
    max_size=6,
    unique_by=(lambda row: row[0].casefold(), lambda row: identity("https://a.example/" + row[1])),
)


@settings(max_examples=25)
@given(ROWS)
def test_import_export_import_is_the_same_twice(rows: list[tuple[str, str, str, str, tuple[str, ...]]]) -> None:
    bare = _without_sources(FEEDS)
    sources = [NewSource(row[0], "https://a.example/" + row[1], *row[2:]) for row in rows]
    text = with_sources(bare, sources)
    opml = exported(text)
    assert len(ET.fromstring(opml).findall(".//outline[@xmlUrl]")) == len(rows)
    again = planned(*read_list(opml.encode()).feeds, text=text)
    assert (again.added, again.refused) == ((), ())
    made = planned(*read_list(opml.encode()).feeds, text=bare).added
    assert sorted(made, key=repr) == sorted(sources, key=repr)
