"""The archive: a list of issues, pages of topics, feeds that readers read back, an index to search in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.models import Issue, Rendered, Shelved
from digest.render import plan_json
from digest.render.labels import languages
from digest.render.shelf import ShelfRenderer, slugs
from tests.render import samples


def _weeks(number: int, **changes: object) -> list[Issue]:
    """Issues of as many weeks, newest first."""
    first = samples.world()
    made = [
        replace(
            first,
            id=f"weekly/2025-W{20 + week}",
            number=week + 1,
            slot=first.slot + timedelta(weeks=week),
            since=first.until + timedelta(weeks=week - 1) if week else None,
            until=first.until + timedelta(weeks=week),
            **changes,  # type: ignore[arg-type]
        )
        for week in range(number)
    ]
    return made[::-1]


def _shelved(issues: list[Issue]) -> list[Shelved]:
    return [plan_json.shelved(plan_json.dump(one)) for one in issues]


def _made(issues: list[Issue]) -> dict[str, Rendered]:
    return {one.name: one for one in ShelfRenderer().edition(_shelved(issues), issues)}


def test_every_issue_and_topic_is_listed_newest_first() -> None:
    made = _made(_weeks(3))
    tree = LexborHTMLParser(made["index.html"].body.decode())
    links = [node.attributes["href"] for node in tree.css("article h3 a")]
    assert links == ["2025-W22/", "2025-W21/", "2025-W20/"]
    topics = [node.attributes["href"] for node in tree.css("nav a")]
    assert topics == sorted(name for name in made if name.startswith("topics/"))
    assert len(topics) == 3


def test_a_topic_page_leads_to_the_stories_where_they_are_printed() -> None:
    issues = _weeks(2)
    page = LexborHTMLParser(_made(issues)["topics/russia-ukraine-talks.html"].body.decode())
    links = [node.attributes["href"] for node in page.css(".strand a")]
    pieces = [piece.id for piece in issues[0].sections[0].topics[0].pieces]
    assert links == [f"../2025-W{week}/#{piece}" for week in (21, 20) for piece in pieces]


def test_feeds_are_read_back_whole() -> None:
    issues = _weeks(3)
    made = _made(issues)
    atom = feedparser.parse(made["feed.xml"].body)
    assert not atom.bozo
    listed = json.loads(made["feed.json"].body)["items"]
    assert [entry.id for entry in atom.entries] == [item["id"] for item in listed]
    assert len({entry.id for entry in atom.entries}) == 3
    for entry, item, issue in zip(atom.entries, listed, issues, strict=True):
        assert entry.link == item["url"] == f"https://digest.example/{issue.id}/"
        headlines = [piece.headline.text for part in issue.sections for t in part.topics for piece in t.pieces]
        text = LexborHTMLParser(item["content_html"]).body
        assert text is not None
        assert all(headline in text.text() for headline in headlines)
        assert entry.published.endswith("Z")


def test_what_xml_cannot_hold_is_left_out() -> None:
    bad = _weeks(1, title="A\x0btitle & <b>more</b>\ufffe")
    atom = feedparser.parse(_made(bad)["feed.xml"].body)
    assert not atom.bozo
    assert atom.entries[0].title.startswith("Atitle &")


def test_nothing_active_comes_from_a_headline() -> None:
    hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
    issue = _weeks(1)[0]
    section = issue.sections[0]
    first = section.topics[0].pieces[0]
    piece = replace(first, headline=replace(first.headline, text=hostile))
    topic = replace(section.topics[0], name=hostile, pieces=(piece,))
    made = _made([replace(issue, title=hostile, sections=(replace(section, topics=(topic,)),))])
    for one in made.values():
        if one.media_type == "text/html":
            tree = LexborHTMLParser(one.body.decode())
            assert not tree.css("img")
            assert all(node.attributes.get("src") == "search.js" for node in tree.css("script"))
            assert "49" not in (tree.body.text() if tree.body else "")
    rows = json.loads(made["search.json"].body)["headlines"]
    assert rows[0][1] == hostile


def test_without_a_public_address_there_is_no_feed() -> None:
    issue = _weeks(1)[0]
    made = _made([replace(issue, imprint=replace(issue.imprint, public_url=""))])
    assert "feed.xml" not in made
    assert b"feed.xml" not in made["index.html"].body


def test_the_same_plans_give_the_same_bytes() -> None:
    assert _made(_weeks(3)) == _made(_weeks(3))


@pytest.mark.parametrize("language", languages())
def test_every_language_has_its_archive(language: str) -> None:
    issue = replace(_weeks(1)[0], language=language, direction="rtl" if language in {"ar", "fa", "ur"} else "ltr")
    page = _made([issue])["index.html"].body.decode()
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize(
    ("name", "start"),
    [("Russia-Ukraine talks", "russia-ukraine-talks"), ("Élections", "elections"), ("محادثات", ""), ("Война 2", "")],
)
def test_a_topics_file_has_a_plain_name(name: str, start: str) -> None:
    made = slugs([name])[name]
    assert made.startswith(start)
    assert made.isascii()
    assert made
    assert slugs([name])[name] == made


def test_two_topics_never_share_a_file() -> None:
    names = ["Мир", "Мор", "C++", "C", "C#", "a b", "a-b", "A B", "x" * 80, "x" * 81]
    assert len(set(slugs(names).values())) == len(names)


def test_the_light_reading_of_a_plan_agrees_with_the_whole_one() -> None:
    issue = samples.world()
    found = plan_json.shelved(plan_json.dump(issue))
    pieces = [piece for part in issue.sections for topic in part.topics for piece in topic.pieces]
    assert [line.headline for line in found.headlines] == [piece.headline.text for piece in pieces]
    assert (found.id, found.since, found.until, found.lines) == (
        issue.id,
        issue.since,
        issue.until,
        tuple(line.text for line in issue.lines),
    )
