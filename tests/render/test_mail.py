"""mail.html: what a mail client, a screen reader and a small screen need."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from digest.models import Imprint, Issue, Line, Rendered
from digest.render.facts import pieces
from digest.render.mail import LIMIT, PREHEADER, MailRenderer
from tests import builders
from tests.builders import issue, paragraph, piece, reasoned, section
from tests.render import samples

SAMPLES = [samples.small, samples.world, samples.large, samples.arabic, samples.monstrous]
RANKED = (("C", 0.9), ("A", 0.5), ("B", 0.1))
PDF = {"issue.pdf": Rendered("issue.pdf", "application/pdf", b"%PDF-1.7")}


@cache
def html_of(plan: Issue, plain: frozenset[str] = frozenset(), *, limit: int = LIMIT, why: bool = False) -> str:
    return MailRenderer(limit=limit, why=why).render(plan, {}, plain).body.decode()


def tree_of(plan: Issue, plain: frozenset[str] = frozenset(), *, limit: int = LIMIT) -> LexborHTMLParser:
    return LexborHTMLParser(html_of(plan, plain, limit=limit))


def words(text: str) -> str:
    return " ".join(text.split())


def body_text(tree: LexborHTMLParser) -> str:
    assert tree.body is not None
    return words(tree.body.text())


def attribute(node: LexborNode | None, name: str) -> str:
    assert node is not None
    return node.attributes.get(name) or ""


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_headline_and_source_is_there(sample: samples.Maker) -> None:
    plan = sample()
    text = body_text(tree_of(plan))
    for made in pieces(plan):
        assert words(made.headline.text) in text
        for ref in made.sources:
            assert ref.publisher in text


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_page_is_what_clients_expect(sample: samples.Maker) -> None:
    plan = sample()
    html = html_of(plan)
    tree = LexborHTMLParser(html)
    assert html.startswith("<!DOCTYPE html>")
    assert len(html.encode()) < LIMIT
    assert (attribute(tree.css_first("html"), "lang"), attribute(tree.css_first("html"), "dir")) == (
        plan.language,
        plan.direction,
    )
    names = {attribute(meta, "name") for meta in tree.css("meta")}
    assert {"viewport", "color-scheme", "supported-color-schemes", "format-detection"} <= names
    assert all(attribute(table, "role") == "presentation" for table in tree.css("table"))
    assert html.count("<!--[if mso]>") == html.count("<![endif]-->") == 3
    assert not tree.css("script, img, link, form, iframe, base, object")
    assert not re.search(r"@import|@font-face|url\(|var\(--", html)
    assert all(len(style.text()) <= 8192 for style in tree.css("style"))


@pytest.mark.parametrize("sample", SAMPLES)
def test_headings_step_down_one_at_a_time(sample: samples.Maker) -> None:
    levels = [int(node.tag[1]) for node in tree_of(sample()).css("h1, h2, h3, h4") if node.tag]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_look_is_written_into_the_elements(sample: samples.Maker) -> None:
    for node in tree_of(sample()).css("td, h1, h2, h3, h4, a, body"):
        style = attribute(node, "style")
        assert style or not node.text(deep=False).strip()
        assert "!important" not in style


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_preheader_says_what_is_in_it(sample: samples.Maker) -> None:
    tree = tree_of(sample())
    found = tree.css_first("body > div.preheader")
    assert found is not None
    assert len(found.text()) in PREHEADER
    assert "display:none" in attribute(found, "style")
    assert found.text() in (body_text(tree)[:400]) or "…" in found.text()


def test_a_short_preheader_is_filled_with_counts_and_window() -> None:
    found = tree_of(issue(section("Europe", "", piece("Talks")))).css_first("div.preheader")
    assert found is not None
    assert found.text() == "Talks · 1 story from 1 source in 1 language · Monday 2 June – Sunday 8 June 2025"


@pytest.mark.parametrize(
    "text", ["长" * 300, "Short " + "y" * 300, "word " * 60], ids=["no-space", "one-word", "words"]
)
def test_a_long_preheader_is_cut(text: str) -> None:
    made = piece("Talks")
    found = tree_of(issue(section("Europe", "", made), lines=(Line(text, made.id),))).css_first("div.preheader")
    assert found is not None
    assert len(found.text()) in PREHEADER
    assert found.text().endswith("…")
    assert text.startswith(found.text()[:-1])


def test_a_follow_up_says_so_before_its_headline_and_leads_to_what_it_follows() -> None:
    tree = tree_of(samples.world())
    mark, line = tree.css_first("h4 span.accent"), tree.css_first("td.from")
    assert mark is not None
    assert line is not None
    assert words(mark.text()) == "Update:"
    assert words(line.text()) == "First printed in No. 22, 1 June 2025: “An earlier report”"
    (link,) = line.css("a")
    page = "https://digest.example/weekly/2025-W22/#" + builders.printing(headline="An earlier report").piece
    assert link.attributes["href"] == page


def test_side_facts_stand_above_the_headline_which_is_the_link() -> None:
    tree = tree_of(samples.world())
    facts = tree.css_first("td.meta")
    link = tree.css_first("h4 a")
    assert facts is not None
    assert link is not None
    assert words(facts.text()) == "2 June · Anadolu Agency, through rki.news · 4 independent publishers"
    assert link.text() == samples.TALKS[0].headline
    assert attribute(link, "href").startswith("https://news1.example/2025/06/")


def test_a_headline_without_an_address_is_plain() -> None:
    made = piece("Talks")
    tree = tree_of(issue(section("Europe", "", replace(made, sources=(replace(made.sources[0], url=""),)))))
    headline = tree.css_first("h4")
    assert headline is not None
    assert headline.css_first("a") is None
    assert headline.text() == "Talks"


def test_the_small_lines_of_a_story() -> None:
    text = body_text(tree_of(samples.world()))
    assert "From: Türkiye confirms fresh momentum for Russia-Ukraine peace talks" in text
    assert "Excerpt · Also in The Courier" in text
    assert "Editor’s note: The first meeting of the five" in text
    assert "3 more stories wait for the next issue." in text
    assert "Coastal Radio and Old Gazette (the server did not answer in 10 s)" in text
    assert "Matched" not in text
    assert "Matched" not in html_of(issue(section("Europe", "Talks", reasoned())))
    line = body_text(LexborHTMLParser(html_of(issue(section("Europe", "Talks", reasoned())), why=True)))
    assert "Matched “peace talks” and “Istanbul” · 3 independent publishers · Score 52 of 100" in line


def test_paragraphs_keep_their_kind() -> None:
    kinds = ("heading", "paragraph", "item", "quote")
    made = piece("Talks", paragraphs=tuple(paragraph(f"A {kind}.", kind=kind) for kind in kinds))
    tree = tree_of(issue(section("Europe", "", made)))
    assert [words(node.text()) for node in tree.css("td.heading, td.paragraph, td.item, td.quote")] == [
        "A heading.",
        "A paragraph.",
        "• A item.",
        "A quote.",
    ]


def test_lines_lead_to_their_pieces() -> None:
    tree = tree_of(samples.world())
    targets = [attribute(link, "href") for link in tree.css("td.line a")]
    assert len(targets) == 5
    assert all(tree.css_first(f'[id="{target[1:]}"]') is not None for target in targets)


def test_dark_colours_are_told_in_the_head() -> None:
    head = tree_of(samples.small()).css("style")[-1].text()
    assert "prefers-color-scheme: dark" in head
    assert "[data-ogsc]" in head
    assert "#14171b !important" in head


@pytest.mark.parametrize(
    ("plan", "headline", "direction", "language", "side"),
    [
        pytest.param(samples.world, samples.DAESH[1].headline, "rtl", "ar", "right", id="arabic-in-english"),
        pytest.param(samples.world, samples.ASIA[1].headline, "rtl", "ur", "right", id="urdu-in-english"),
        pytest.param(samples.arabic, samples.EUROPE[0].headline, "ltr", "en", "left", id="english-in-arabic"),
        pytest.param(samples.arabic, samples.ASIA[1].headline, "rtl", "ur", "right", id="urdu-in-arabic"),
    ],
)
def test_a_piece_keeps_its_own_direction_and_language(
    plan: samples.Maker, headline: str, direction: str, language: str, side: str
) -> None:
    cell = next(node for node in tree_of(plan()).css("td.headline") if words(node.text()) == headline)
    assert (attribute(cell, "dir"), attribute(cell, "lang"), attribute(cell, "align")) == (direction, language, side)


def test_an_arabic_page_is_mirrored_for_old_programs_too() -> None:
    tree = tree_of(samples.arabic())
    sheets = tree.css("table.body")
    assert sheets
    assert all(attribute(sheet, "dir") == "rtl" for sheet in sheets)
    assert all("text-align:right" in attribute(sheet, "style") for sheet in sheets)


def test_names_in_another_script_are_isolated() -> None:
    names = [node for node in tree_of(samples.world()).css("td.meta bdi") if node.text() == "أخبار المرفأ"]
    assert names
    assert {(attribute(name, "dir"), attribute(name, "lang")) for name in names} == {("rtl", "ar")}


@pytest.mark.parametrize("limit", [80_000, 45_000, 30_000])
def test_a_mail_that_is_too_long_is_shortened_and_says_so(limit: int) -> None:
    plan = samples.large()
    tree = tree_of(plan, limit=limit)
    text = body_text(tree)
    assert len(html_of(plan, limit=limit).encode()) <= limit
    assert "To keep this mail short, some stories are printed in brief. Read the full issue online" in text
    assert all(words(made.headline.text) in text for made in pieces(plan))
    assert all(ref.publisher in text for made in pieces(plan) for ref in made.sources)


def test_the_least_important_stories_are_shortened_first() -> None:
    long = "More of it. " * 60
    best, middle, last = (piece(name, f"{name} one.", f"{name} two. {long}", score=score) for name, score in RANKED)
    plan = issue(section("Europe", "", middle, last, best))
    whole = len(html_of(plan).encode())

    def told(limit: int) -> list[str]:
        text = body_text(tree_of(plan, limit=limit))
        return [name for name, _ in RANKED if f"{name} two." in text]

    assert told(whole) == ["C", "A", "B"]
    assert told(whole - 1) == ["C", "A"]
    assert told(whole - 800) == ["C"]
    assert told(whole - 1_500) == []


def test_the_ladder_ends_at_headlines() -> None:
    plan = samples.large(12)
    tree = tree_of(plan, limit=1)
    assert not tree.css("h4")
    text = body_text(tree)
    assert all(made.headline.text in text for made in pieces(plan))
    assert all(attribute(link, "href") for link in tree.css("td.line a"))


def test_what_is_shortened_leads_to_the_web_page_or_to_the_pdf() -> None:
    plan = samples.large()
    hidden = replace(plan, imprint=replace(plan.imprint, public_url=""))
    for one, made, expected in ((plan, {}, (True, False)), (hidden, PDF, (False, True)), (hidden, {}, (False, False))):
        html = MailRenderer(limit=30_000).render(one, made, frozenset()).body.decode()
        assert "some stories are printed in brief" in html
        assert ("Read the full issue online" in html, "The full issue is attached as PDF" in html) == expected


def test_an_opening_line_in_another_script_has_its_own_side() -> None:
    made = piece("Talks")
    lines = (Line("بدأت المحادثات في إسطنبول", made.id), Line("Talks began in Istanbul", made.id))
    right, left = tree_of(issue(section("Europe", "", made), lines=lines)).css("td.line")
    assert (attribute(right, "dir"), attribute(right, "lang"), attribute(right, "align")) == ("rtl", "ar", "right")
    assert (attribute(left, "dir"), attribute(left, "align")) == ("", "")


def test_a_greeting_has_its_own_side_too() -> None:
    plan = samples.arabic()
    said = replace(plan.imprint, greeting="Dear {name},", greeting_all="Dear reader,")
    cell = tree_of(replace(plan, imprint=said)).css_first("#greeting")
    assert (attribute(cell, "dir"), attribute(cell, "align")) == ("ltr", "left")


def test_a_short_mail_says_nothing_of_shortening() -> None:
    assert "To keep this mail short" not in html_of(samples.small())


def test_the_attached_pdf_is_named_only_when_it_is_there() -> None:
    plan = samples.large()
    renderer = MailRenderer(limit=30_000)
    assert b"attached as PDF" in renderer.render(plan, PDF, frozenset()).body
    assert b"attached as PDF" not in renderer.render(plan, {}, frozenset()).body


def test_a_plain_piece_is_text_only() -> None:
    plan = samples.small()
    (made,) = pieces(plan)
    tree = tree_of(plan, frozenset([made.id]))
    assert made.headline.text in body_text(tree)
    assert not tree.css("td.headline a, td.paragraph *")
    assert tree_of(plan).css("td.headline a")


def test_what_is_not_there_leaves_no_empty_words() -> None:
    plan = issue(number=0, lines=(), imprint=Imprint("", "", "", "", "", ()))
    text = body_text(tree_of(plan))
    for word in ("No.", "The week", "View online", "Unsubscribe", "Contact", "Published by", "Also in", "Excerpt"):
        assert word not in text


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert MailRenderer().render(samples.world(), {}, frozenset()) == MailRenderer().render(
        samples.world(), {}, frozenset()
    )
