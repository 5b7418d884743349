"""index.html: one static page that loads nothing."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.models import Issue, Rendered
from digest.render.facts import pieces
from digest.render.web import WebRenderer
from tests.builders import issue, paragraph, piece, reasoned, section, source_ref
from tests.render import samples
from tests.render.test_mail import attribute, body_text, words

SAMPLES = [samples.small, samples.world, samples.large, samples.arabic, samples.monstrous]
MADE = {name: Rendered(name, "", b"") for name in ("issue.json", "issue.pdf", "mail.txt")}


@cache
def html_of(plan: Issue, plain: frozenset[str] = frozenset()) -> str:
    return WebRenderer().render(plan, MADE, plain).body.decode()


def tree_of(plan: Issue, plain: frozenset[str] = frozenset()) -> LexborHTMLParser:
    return LexborHTMLParser(html_of(plan, plain))


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_piece_is_there_under_its_id(sample: samples.Maker) -> None:
    plan = sample()
    tree = tree_of(plan)
    for made in pieces(plan):
        article = tree.css_first(f"article#{made.id}")
        assert article is not None
        text = words(article.text())
        assert words(made.headline.text) in text
        assert all(s.text in text for part in made.paragraphs for s in part.sentences)
        assert all(ref.publisher in text for ref in made.sources)


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_loads_and_runs_nothing(sample: samples.Maker) -> None:
    html = html_of(sample())
    tree = LexborHTMLParser(html)
    assert {link.attributes["rel"] for link in tree.css("link")} <= {"canonical", "alternate"}  # neither is loaded
    assert not tree.css("script, img, iframe, object, form, base, [style]")
    assert not re.search(r"@import|@font-face|url\(", html)
    assert not [name for node in tree.css("*") for name in node.attributes if name.startswith("on")]


def test_its_policy_allows_its_own_style_only() -> None:
    html = html_of(samples.world())
    style = html.split("<style>")[1].split("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = attribute(LexborHTMLParser(html).css_first('meta[http-equiv="Content-Security-Policy"]'), "content")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("sample", SAMPLES)
def test_links_inside_the_page_have_their_target(sample: samples.Maker) -> None:
    tree = tree_of(sample())
    names = [attribute(node, "id") for node in tree.css("[id]")]
    assert len(names) == len(set(names))
    inner = [attribute(link, "href") for link in tree.css("a") if attribute(link, "href").startswith("#")]
    assert inner
    assert {target[1:] for target in inner} <= set(names)


def test_headings_step_down_one_at_a_time() -> None:
    levels = [int(node.tag[1]) for node in tree_of(samples.world()).css("h1, h2, h3, h4") if node.tag]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_it_links_to_the_files_beside_it() -> None:
    links = {attribute(link, "href") for link in tree_of(issue()).css(".files a")}
    assert links == {"issue.json", "issue.pdf", "mail.txt"}
    alone = LexborHTMLParser(WebRenderer().render(issue(), {}, frozenset()).body)
    assert {attribute(link, "href") for link in alone.css(".files a")} == {"issue.json"}


def test_each_paragraph_tells_where_it_stands() -> None:
    first, second = source_ref(), source_ref(item="item2", publisher="Wire", agency="", url="")
    one, two = paragraph("One."), replace(paragraph("Two."), source=1)
    made = piece("Talks", sources=(first, second), paragraphs=(one, two))
    tree = tree_of(issue(section("Europe", "", made)))
    told = tree.css("p.paragraph")
    assert [
        (attribute(node, "data-item"), attribute(node, "data-paragraph"), attribute(node, "data-spans"))
        for node in told
    ] == [("item1", "1", "0-4"), ("item1", "1", "0-4")]
    assert [words(node.text()) for node in tree.css(".notes li")] == [
        "Anadolu Agency, through rki.news, 5 June 2025, paragraph 1 rki.example",
        "Wire, 5 June 2025, paragraph 1",
    ]
    assert [attribute(link, "href") for link in tree.css("sup a")] == [f"#{made.id}-n1", f"#{made.id}-n2"]


def test_the_colophon_is_whole() -> None:
    colophon = tree_of(samples.world()).css_first("#colophon")
    assert colophon is not None
    text = words(colophon.text())
    assert "Read for this issue: 124 articles from 5 sources. 9 articles found no place in the sections." in text
    assert "Notes: no article found in the file; check the file inbox/broken.html:12" in text
    assert "Made with digest 0.1.0, rules 0123456789abcdef" in text
    assert len(colophon.css("tbody tr")) == 5


@pytest.mark.parametrize(
    ("sample", "headline", "direction", "language"),
    [
        pytest.param(samples.world, samples.DAESH[1].headline, "rtl", "ar", id="arabic-in-english"),
        pytest.param(samples.arabic, samples.EUROPE[0].headline, "ltr", "en", id="english-in-arabic"),
    ],
)
def test_a_piece_keeps_its_own_direction_and_language(
    sample: samples.Maker, headline: str, direction: str, language: str
) -> None:
    found = next(node for node in tree_of(sample()).css("h4") if node.text() == headline)
    assert (attribute(found, "dir"), attribute(found, "lang")) == (direction, language)


def test_a_plain_piece_is_text_only() -> None:
    plan = samples.small()
    (made,) = pieces(plan)
    tree = tree_of(plan, frozenset([made.id]))
    assert made.headline.text in body_text(tree)
    assert not tree.css("article a, article sup")


def test_it_prints_and_has_a_dark_scheme() -> None:
    html = html_of(issue())
    assert "@media print" in html
    assert "prefers-color-scheme: dark" in html
    assert "--accent: #8a1f2b" in html


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert WebRenderer().render(samples.world(), MADE, frozenset()) == WebRenderer().render(
        samples.world(), MADE, frozenset()
    )


def test_a_story_says_in_one_line_why_it_is_there_when_asked() -> None:
    plan = issue(section("Europe", "Talks", reasoned()))
    page = LexborHTMLParser(WebRenderer(why=True).render(plan, {}, frozenset()).body.decode())
    assert [node.text() for node in page.css("p.why")] == [
        "Matched “peace talks” and “Istanbul” · 3 independent publishers · Score 52 of 100"
    ]
    assert not LexborHTMLParser(WebRenderer().render(plan, {}, frozenset()).body.decode()).css("p.why")
