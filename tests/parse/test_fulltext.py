"""The article of a web page: found, put together, trimmed; or taken from where a site's selectors say."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.fulltext import text as printed
from digest.parse.fulltext import Article, Selectors, extract
from tests.conftest import SHARED

CORPUS = SHARED / "corpora/fulltext/article-benchmark"
ONE = "The strait is thirty kilometres long and at its narrowest place seven hundred metres wide."
TWO = "About forty thousand ships a year pass it, among them tankers of more than two hundred metres."
THREE = "Pilots board the larger ones at both ends, and in fog the strait is closed to all of them."
FOUR = "A treaty signed in Montreux in 1936 governs which warships may pass, and how long they may stay."


def page(body: str, title: str = "Ships in the strait") -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def found(body: str, *titles: str, site: Selectors | None = None) -> list[str]:
    return [block.text for block in extract(page(body), titles, site).blocks]


def test_navigation_asides_and_foot_are_left_out() -> None:
    body = (
        f"<nav><a href=/>Home</a></nav><main><article><h1>Ships</h1>{paragraphs(ONE, TWO, THREE, FOUR)}</article></main>"
        "<aside><p>Our newsletter has what you need for the day, every morning at seven.</p></aside>"
        "<footer><p>All rights reserved. Reprints need our permission in writing.</p></footer>"
    )
    assert found(body, "Ships") == [ONE, TWO, THREE, FOUR]


def test_kinds_become_html() -> None:
    body = (
        f"<article>{paragraphs(ONE, TWO)}<h2>Fog &amp; night</h2>{paragraphs(THREE)}"
        f"<ul><li>Pilots: 120 men and women</li><li>Tugs: nine of them</li></ul><blockquote><p>{FOUR}</p></blockquote>"
        f"{paragraphs(TWO + ' So it was in the year 2023.')}</article>"
    )
    html = extract(page(body)).html
    assert re.findall(r"<(\w+)>", html) == ["p", "p", "h2", "p", "li", "li", "blockquote", "p"]
    assert "<h2>Fog &amp; night</h2>" in html


def test_an_article_in_several_boxes_is_put_together() -> None:
    """As some sites set it around advertisements: of one box alone the rest would be missing."""
    one, two = paragraphs(ONE, TWO, ONE[::-1]), paragraphs(THREE, FOUR, FOUR[::-1])
    box = (
        '<div class="grid"><div class="body__container article__body">{}</div></div><div class="ad">Advertisement</div>'
    )
    assert found(f'<article><div class="chunks">{box.format(one)}{box.format(two)}</div></article>')[-3:] == [
        THREE, FOUR, FOUR[::-1],
    ]  # fmt: skip


def test_several_articles_are_not_put_together() -> None:
    one, two = paragraphs(ONE, TWO, ONE[::-1]), paragraphs(THREE, FOUR, FOUR[::-1])
    box = '<div class="grid"><h2>{}</h2><div class="body__container article__body">{}</div></div>'
    body = f'<div class="chunks">{box.format("First", one)}{box.format("Second", two)}</div>'
    assert FOUR[::-1] not in found(body)


def test_soft_hyphens_and_zero_width_spaces_are_gone() -> None:
    body = f"<article>{paragraphs(ONE.replace('kilometres', 'kilo&shy;me&#8203;tres'), TWO, THREE)}</article>"
    assert found(body)[0] == ONE


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (Selectors(".s"), [ONE, "Box", TWO]),
        (Selectors(".s", (".b",)), [ONE, TWO]),
        (Selectors(".s, .t", (".b", "script")), [ONE, TWO, THREE]),
        (Selectors(".none"), [FOUR, FOUR[::-1]]),  # the site has changed: the article is looked for
        (Selectors("", ("#wrong",)), []),
    ],
)
def test_selectors(site: Selectors, expected: list[str]) -> None:
    body = (
        f'<div class="s"><p>{ONE}</p><div class="b">Box</div><script>x()</script>{TWO}</div><div class="t">{THREE}</div>'
        f'<article id="wrong">{paragraphs(FOUR, FOUR[::-1])}</article>'
    )
    texts = found(body, site=site)
    assert [text for text in texts if text in expected] == expected
    assert site.article != ".s" or texts == expected


@pytest.mark.parametrize(
    "text", ["", " ", "no markup", "<", "<html>", "<!doctype html>", "<p>", "\x00", "<br>" * 5_000]
)
def test_what_holds_no_article_gives_none(text: str) -> None:
    assert isinstance(extract(text), Article)


@given(st.text(alphabet="<>/pdivarticleh12 =\"'&;\n\u202eé漢", max_size=400))
def test_any_text_is_survived(text: str) -> None:
    article = extract(f"<html><body>{text}</body></html>")
    assert all(block.text == " ".join(block.text.split()) and block.text for block in article.blocks)


def test_deep_nesting_takes_no_time() -> None:
    assert isinstance(extract(page("<div>" * 20_000 + ONE)), Article)


# -- against a public benchmark --------------------------------------------------------------------------------------


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared")
def test_the_benchmark() -> None:
    """F1 of the means of precision and recall, over four-word runs; measured .981."""
    gold = json.loads((CORPUS / "ground-truth.json").read_text(encoding="utf-8"))
    precision = recall = 0.0
    for name, truth in gold.items():
        html = gzip.decompress(Path(CORPUS / f"{name}.html.gz").read_bytes())
        want, got = _runs(truth["articleBody"]), _runs(printed(html, truth["url"]))
        both = (want & got).total()
        precision += both / got.total() / len(gold)
        recall += both / want.total() / len(gold)
    assert 2 * precision * recall / (precision + recall) >= 0.975
