"""Profiles of the printed page: sizes of type, and pages of each that hold everything and lose nothing."""

from __future__ import annotations

import io
import re
from functools import cache

import pikepdf
import pypdfium2
import pytest

from digest.engine.serial import SerialEngine
from digest.models import Issue
from digest.render.completeness import missing
from digest.render.pdf import NAME, PdfRenderer, Printing
from digest.render.pdf_profile import PROFILES
from tests.render import pdf_samples, samples

MILLIMETRE = 72 / 25.4
SIZES = {"a4": (210, 297), "letter": (215.9, 279.4), "large": (210, 297), "e-ink": (120, 160)}
ISSUES = {"mixed": lambda: pdf_samples.mixed_issue(12), "long": samples.monstrous, "arabic": samples.arabic}


@cache
def _issue(name: str) -> Issue:
    return ISSUES[name]()


@cache
def _printed(name: str, profile: str) -> Printing:
    return PdfRenderer(SerialEngine(), profile=profile).render_with_report(_issue(name), {}, frozenset())


@pytest.mark.parametrize(
    ("profile", "size", "printed"),
    [
        ("a4", 10.2, "10.2pt"),
        ("a4", 8, "8pt"),
        ("large", 10.2, "16.32pt"),
        ("large", 8, "13pt"),
        ("large", 30, "36.12pt"),
        ("e-ink", 8, "8.8pt"),
    ],
)
def test_type_grows_with_the_profile_and_is_never_under_its_smallest(profile: str, size: float, printed: str) -> None:
    assert PROFILES[profile].pt(size) == printed


def test_a_superscript_may_be_smaller() -> None:
    assert PROFILES["large"].pt(6.4, least=False) == "10.24pt"


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", ISSUES)
def test_every_profile_prints_everything_on_pages_of_its_size(profile: str, name: str) -> None:
    printing = _printed(name, profile)
    assert missing(_issue(name), {NAME: printing.rendered}) == ()
    assert [one.what for one in printing.troubles if "layout engine" in one.what] == []
    with pikepdf.open(io.BytesIO(printing.rendered.body)) as pdf:
        for page in pdf.pages:
            found = tuple(float(side) / MILLIMETRE for side in list(page.mediabox)[2:])
            assert found == pytest.approx(SIZES[profile], abs=0.3)


@pytest.mark.parametrize("profile", PROFILES)
def test_no_letter_stands_outside_a_page_however_long_its_word(profile: str) -> None:
    document = pypdfium2.PdfDocument(_printed("long", profile).rendered.body)
    outside = []
    for page in document:
        text = page.get_textpage()
        width, height = page.get_size()
        for at in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(at)
            if left < 0 or bottom < 0 or right > width or top > height:
                outside.append(text.get_text_bounded(left, bottom, right, top))
        text.close()
        page.close()
    document.close()
    assert outside == []


def test_print_for_electronic_ink_is_black_and_large_print_has_no_small_type() -> None:
    renderer = PdfRenderer(SerialEngine(), profile="e-ink")
    css = renderer.job(_issue("mixed"), {}).css
    assert "#8a1f2b" not in css.partition("/* Masthead */")[2]
    sizes = _font_sizes(PdfRenderer(SerialEngine(), profile="large"))
    assert min(sizes) >= 10.2
    assert [size for size in sizes if size < 13] == [10.24]  # the footnotes' calls


def _font_sizes(renderer: PdfRenderer) -> list[float]:
    css = renderer.job(_issue("mixed"), {}).css
    return [float(size) for size in re.findall(r"font-size: ([\d.]+)pt", css)]
