"""Lists of feeds: OPML in every state, and what else readers keep their subscriptions in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.engine.processes import ProcessEngine
from digest.errors import SourceTrouble
from digest.models import Failure
from digest.models.lists import FeedList
from digest.parse.feedlists import read_list
from digest.protocols import Limits


def listed(text: str | bytes) -> FeedList:
    return read_list(text.encode() if isinstance(text, str) else text)


def feeds(text: str | bytes) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.url, one.title, one.folders) for one in listed(text).feeds]


def opml(body: str) -> str:
    return f'<?xml version="1.0"?>\n<opml version="2.0"><head><title>T</title></head><body>{body}</body></opml>'


A = "https://a.example/f"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (opml(f'<outline text="A" type="rss" xmlUrl="{A}"/>'), [(A, "A", ())]),
        (opml(f"<OUTLINE TEXT='A' XMLURL='{A}'></OUTLINE>"), [(A, "A", ())]),
        (opml(f'<outline text="N"><outline text="M"><outline xmlUrl="{A}"/></outline></outline>'), [(A, "", ("N", "M"))]),
        (opml(f'<outline text="N"></outline><outline title="A" xmlUrl="{A}"/>'), [(A, "A", ())]),
        (opml(f'<outline text="mine" title="its own" xmlUrl="{A}"/>'), [(A, "mine", ())]),
        (opml(f'<outline type="rss" title="N"><outline xmlUrl="{A}"/></outline>'), [(A, "", ("N",))]),
        (opml(f'<outline text="P" xmlUrl="{A}"><outline text="C" xmlUrl="{A}2"/></outline>'), [(A, "P", ()), (A + "2", "C", ())]),
        (opml(f'<outline type="rss" text="A" url="{A}"/>'), [(A, "A", ())]),
        (opml('<outline type="rss" text="A" htmlUrl="https://a.example/"/>'), [("https://a.example/", "A", ())]),
        (opml(f'<outline text="A &amp;amp; &lt;b&gt;B&lt;/b&gt;" xmlUrl="{A}?x=1&amp;amp;y=2"/>'), [(A + "?x=1&y=2", "A & B", ())]),
        (opml(f'<outline text="AT&T" xmlUrl="{A}?x=1&y=2"/>'), [(A + "?x=1&y=2", "AT&T", ())]),
        (opml(f'<outline text="1 > 0" xmlUrl="{A}"/>'), [(A, "1 > 0", ())]),
        (opml(f'<outline text="say "hi"" xmlUrl="{A}"/><outline text="B" xmlUrl="{A}2"/>'), [(A, "say", ()), (A + "2", "B", ())]),
        (opml(f'<!-- <outline xmlUrl="{A}0"/> --><outline text="A" xmlUrl="{A}"/>'), [(A, "A", ())]),
        (opml(f'<outline text="A" xmlUrl="{A}"/><outline text="cut" xmlUrl="https://b.exam')[:-21], [(A, "A", ())]),
        (f'<not-opml><outline text="A" xmlUrl="{A}"/></not-opml>', [(A, "A", ())]),
        (f"{A} ~A N\n# no\nhttps://b.example/\t\"~B C\" M\n", [(A, "A", ("N",)), ("https://b.example/", "B C", ("M",))]),
        (f"[Planet]\nname = P\n\n[{A}]\nname = A\n", [(A, "A", ())]),
        (f"[DEFAULT]\nto = a@b.example\n[feed.a]\nurl = {A}\n", [(A, "a", ())]),
        (f"title = P\n[a]\n  title = A\n  feed = {A}\n  link = https://a.example\n".partition("\n")[2], [(A, "A", ())]),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_listed(text: str, found: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert feeds(text) == found


def test_language_site_and_category_are_kept() -> None:
    (one,) = listed(
        opml(f'<outline xmlUrl="{A}" htmlUrl="https://a.example" language="en-us" category="/N/M,/O"/>')
    ).feeds
    assert (one.site, one.language, one.categories) == ("https://a.example", "en-us", ("/N/M,/O",))
    assert listed(opml(f'<outline xmlUrl="{A}" language="unknown"/>')).feeds[0].language == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8_r"])
def test_a_wrong_declaration_of_the_encoding_spoils_nothing(encoding: str) -> None:
    text = opml(f'<outline text="Новости и события недели" xmlUrl="{A}"/>').replace("?>", ' encoding="utf-8"?>')
    assert feeds(text.encode(encoding)) == [(A, "Новости и события недели", ())]


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        (opml(f'<outline text="AT&T" xmlUrl="{A}"/>'), "It is no proper XML (line 2: not well-formed"),
        (f'<list><outline xmlUrl="{A}"/></list>', "It does not begin as OPML does"),
        (opml(f'<outline isComment="true"><outline xmlUrl="{A}0"/></outline><outline xmlUrl="{A}"/>'), "1 feed is commented out"),
        (opml(f'<outline type="include" url="https://b.example/x.opml"/><outline xmlUrl="{A}"/>'), "1 links to pages and other lists"),
        (f"{A}\n{A}\nsome words\n", "1 lines that are no addresses"),
    ],
)  # fmt: skip
def test_what_is_odd_is_told(text: str, notice: str) -> None:
    (told,) = listed(text).notices
    assert notice in told


def test_what_has_no_address_is_refused_and_named() -> None:
    (one,) = listed(opml('<outline type="rss" text="A"/>')).refused
    assert (one.what, one.why) == ("A", "has no address")
    (two,) = listed(f"{A}\nexec:~/bin/feed.sh\n").refused
    assert two.what == "exec:~/bin/feed.sh"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the file is empty"),
        (opml('<outline text="a thought"/>'), "it is OPML, but names no feed"),
        ("<rss version='2.0'><channel><title>T</title></channel></rss>", "a feed, not a list of feeds"),
        ("<!doctype html><title>T</title>", "an HTML page"),
        ('{"a": 1}', "JSON data"),
        ("Dear reader,\nthis is a letter.\n", "most of its lines are no addresses"),
        ("[DEFAULT]\nto = a@b.example\n", "it lists no feeds"),
    ],
)
def test_what_is_no_list(text: str, what: str) -> None:
    with pytest.raises(SourceTrouble, match=what):
        listed(text)


_ENTITIES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
BOMB = f'<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa">{_ENTITIES}]>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB + opml(f'<outline text="&m;" xmlUrl="{A}"/>').partition("\n")[2],
        '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + opml(f'<outline text="&x;" xmlUrl="{A}"/>').partition("\n")[2],
        opml("<outline>" * 100_000 + f'<outline xmlUrl="{A}"/>'),
        opml(f'<outline xmlUrl="{A}"/>' + '<outline text="' * 20_000),
        opml(f'<outline xmlUrl="{A}"/>' + "<a " * 200_000),
        opml(f'<outline xmlUrl="{A}"/>' + "<!--" * 200_000),
        opml(f'<outline xmlUrl="{A}"/>' + "<outline text='x' " * 50_000),
    ],
    ids=["entities", "external", "deep", "quotes", "tags", "comments", "attributes"],
)  # fmt: skip
def test_hostile_lists_cost_little(text: str) -> None:
    """Within a second of CPU and 300 MB, where a list may take ten and 512."""
    with ProcessEngine(1, ()) as engine:
        name = Failure("", "list", "parse", "")
        (outcome,) = engine.run(read_list, [text.encode()], Limits(cpu=2, memory=300, wall=20), lambda _: name)
    assert isinstance(outcome, FeedList), outcome
    assert A in [one.url for one in outcome.feeds]
    assert "root:" not in repr(outcome)
    assert "aaaaaaaaaaaa" not in repr(outcome)


@given(st.text(alphabet="<>/='\" \n&;outlinexmUr:[]#~?!-ahtp.0", max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    for file in (text, opml(text), "http://a.example/\n" + text):
        try:
            assert listed(file).kind
        except SourceTrouble as trouble:
            assert trouble.what  # noqa: PT017 (either is fine, a crash is not)


def test_the_lists_of_the_corpus(shared: Path) -> None:
    """0 crashes; every xmlUrl of the collections by country and topic is found."""
    found = {}
    for path in sorted((shared / "corpora/opml").rglob("*")):
        if path.is_file():
            try:
                found[path.relative_to(shared / "corpora/opml").as_posix()] = len(read_list(path.read_bytes()).feeds)
            except SourceTrouble:
                found[path.relative_to(shared / "corpora/opml").as_posix()] = -1
    assert len(found) == 129
    assert sum(count for name, count in found.items() if name.startswith("awesome")) == 937
    assert sum(count for count in found.values() if count > 0) == 1619
    assert sum(count == -1 for count in found.values()) == 36
