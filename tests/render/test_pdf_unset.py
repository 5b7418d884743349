"""Letters without a typeface: a visible name in their place, and the letters themselves when the text is copied."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from digest.engine.serial import SerialEngine
from digest.render import fonts
from digest.render.completeness import missing
from digest.render.pdf import NAME, PdfRenderer
from digest.render.pdf_unset import SAYS, name_unset
from tests.render import pdf_samples as samples
from tests.render.pdf_samples import plain_text

LATIN = frozenset(range(0x20, 0x180)) | {0xD7, 0x2026}


def named(body: str, language: str = "en") -> Any:
    """The tree of a small page after its letters were named: faces have Latin only."""
    root = ET.fromstring(f"<html lang='{language}'><body>{body}</body></html>")
    name_unset(root, LATIN)
    return root[0]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param("plain", "plain", id="nothing to name"),
        pytest.param("A ᏣᎳᎩ word", "A [Cherokee\u00a0×\u00a03] word", id="a run in a sentence"),
        pytest.param("ᏣᎳᎩ ᎦᏬᏂ.", "[Cherokee\u00a0×\u00a06].", id="two words are one run"),
        pytest.param("ᏣᎳ 25 Ꭹ", "[Cherokee\u00a0×\u00a02] 25 [Cherokee\u00a0×\u00a01]", id="figures end a run"),
        pytest.param("Ꮳᚠ", "[Cherokee,\u00a0Runic\u00a0×\u00a02]", id="two scripts"),
        pytest.param("Ａ１，", "A1,", id="a plainer form"),
        pytest.param("a⸺b", "a[U+2E3A]b", id="a sign"),
        pytest.param("x\u200by\u2060z", "x\u200by\u2060z", id="what has no form"),
        pytest.param("ǹ", "ǹ", id="put together from parts"),
    ],
)
def test_what_stands_in_the_place_of_letters(text: str, printed: str) -> None:
    covered = LATIN | {0x300}
    root = ET.fromstring(f"<html lang='en'><body><p>{text}</p></body></html>")
    name_unset(root, covered)
    assert "".join(root.itertext()) == printed


def test_text_before_inside_and_after_elements_keeps_its_order_and_says_what_it_was() -> None:
    body = named("<p>a Ꮳ<b>Ꮃ b</b>c Ꭹ<i>d</i></p>")
    assert "".join(body.itertext()).replace("\u00a0", " ") == "a [Cherokee × 1][Cherokee × 1] bc [Cherokee × 1]d"
    assert [one.get(SAYS) for one in body.iter("span")] == ["Ꮳ", "Ꮃ", "Ꭹ"]


def test_scripts_are_named_in_the_edition_s_language_and_printed_attributes_are_named_too() -> None:
    body = named("<p data-title='ᏣᎳᎩ' title='ᏣᎳᎩ'>x</p>", "de")
    assert body[0].attrib == {"data-title": "[Cherokee\u00a0×\u00a03]", "title": "ᏣᎳᎩ"}
    assert "".join(named("<p>長</p>", "fr").itertext()).startswith("[sinogrammes")


def test_a_page_with_a_strange_script_names_it_and_gives_it_back_when_copied() -> None:
    text = "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ, " * 30
    issue = samples.sample([samples.story(0, "A headline with ᏣᎳᎩ", [(f"Before {text} after.",)])])
    printing = PdfRenderer(SerialEngine()).render_with_report(issue, {}, frozenset())
    assert ["Cherokee" in trouble.what for trouble in printing.troubles] == [True]
    assert missing(issue, {NAME: printing.rendered}) == ()
    assert "letters of the Cherokee script: where they stand" in " ".join(plain_text(printing.rendered.body).split())


def test_no_sign_of_an_absent_typeface_is_drawn() -> None:
    """What the layout engine logs of glyphs that are not there."""
    text = "中国，日本。⸺ Ａ ᏣᎳᎩ ⟦x⟧ ﬁ ꜱ"
    printing = PdfRenderer(SerialEngine()).render_with_report(
        samples.sample([samples.story(0, text, [(text,)])]), {}, frozenset()
    )
    assert [one.what for one in printing.troubles if ".notdef" in one.what] == []


@pytest.mark.skipif(fonts.missing_scripts("中") != (), reason="the extra `cjk` is not installed")
def test_chinese_japanese_and_korean_are_printed_in_the_faces_of_the_extra() -> None:
    stories = [
        samples.story(0, "中国与日本外长举行会谈", [("双方在北京会谈，讨论贸易。",)], "zh"),
        samples.story(1, "東京で外相会談が行われた", [("両国は貿易について協議した。",)], "ja"),
        samples.story(2, "서울에서 회담이 열렸다", [("양국은 무역을 논의했다.",)], "ko"),
    ]
    issue = samples.sample(stories)
    printing = PdfRenderer(SerialEngine()).render_with_report(issue, {}, frozenset())
    assert printing.troubles == ()
    assert missing(issue, {NAME: printing.rendered}) == ()
    for family in (b"Digest-Chinese", b"Digest-Japanese", b"Digest-Korean"):
        assert family in samples.inflated(printing.rendered.body)
