"""How well pages are filled, and that footnotes measured once stand where they always stood."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest

from digest.render import fonts
from digest.render.pdf_layout import faults, filled
from digest.render.pdf_notes import quick_notes
from tests.render.pdf_samples import printed

PAGE = "@page { size: 200px 300px; margin: 50px } body { margin: 0 } p { margin: 0; font: 10px/20px 'Digest Serif' } .new { break-before: page }"
NOTES = PAGE + " @footnote { padding-top: 4px; margin-top: 6px } .n { float: footnote; footnote-display: block }"


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> Iterator[None]:
    printed("one")  # loads the layout engine as the program does
    yield
    gc.collect()


def pages(body: str, css: str = PAGE) -> Any:
    """The laid-out pages of a small document: 200 px of height between the margins, ten lines."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    font_config = FontConfiguration()
    sheet = CSS(string=fonts.face_rules(fonts.house_faces()) + css, font_config=font_config)
    laid_out = HTML(string=f"<html lang=en>{body}").render(font_config=font_config, stylesheets=[sheet])
    return laid_out.pages


def lines(count: int) -> str:
    """That many lines."""
    return "<p>x</p>" * count


def new(count: int) -> str:
    """A page of that many lines."""
    return "<p class=new>x</p>" + lines(count - 1)


@pytest.mark.parametrize(("count", "share"), [(1, 0.1), (5, 0.5), (10, 1.0)])
def test_a_page_is_as_full_as_its_lines_reach_down(count: int, share: float) -> None:
    (page,) = pages(lines(count))
    assert filled(page) == pytest.approx(share)


def test_what_is_positioned_beside_the_text_fills_no_page() -> None:
    (page,) = pages("<p>x</p><div style='position: absolute; top: 150px'><p>y</p></div>")
    assert filled(page) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param(lines(1), 0, id="one page may hold a line"),
        pytest.param(lines(10) + new(1), 1, id="a last page with one line"),
        pytest.param(lines(10) + new(2), 0, id="a last page with two lines is full enough"),
        pytest.param(lines(1) + new(1) + new(10) + new(10), 0, id="cover and contents may be empty"),
        pytest.param(lines(10) + new(10) + new(3) + new(10), 1, id="the only inner page is half empty"),
        pytest.param(lines(10) + new(10) + new(3) + new(10) * 5, 0, id="one of six is forgiven"),
        pytest.param(lines(10) + new(10) + new(3) + new(1), 2, id="both"),
    ],
)
def test_faults_are_counted(body: str, count: int) -> None:
    assert faults(pages(body)) == count


def _places(within: AbstractContextManager[None], css: str) -> list[tuple[int, str, float, float]]:
    """Page, text, and position of every line."""
    note = "<span class=n>note that is long enough for two lines</span>"
    with within:
        made = pages("".join(f"<p>text {number}{note}</p>" for number in range(12)), css)
    found = []
    for number, page in enumerate(made):
        boxes = list(page._page_box.descendants())
        found += [(number, b.text, b.position_x, b.position_y) for b in boxes if type(b).__name__ == "TextBox"]
    return found


@pytest.mark.parametrize(
    "css",
    [
        pytest.param(NOTES, id="blocks"),
        pytest.param(NOTES + " .n { margin-top: 3px }", id="with margins"),
        pytest.param(NOTES + " .n { footnote-display: inline }", id="in one line"),
        pytest.param(NOTES + " @footnote { max-height: 50px }", id="in an area with a limit"),
        pytest.param(NOTES + " .n { footnote-policy: line }", id="kept with their line"),
    ],
)
def test_notes_that_are_measured_once_stand_where_they_stood(css: str) -> None:
    quick, slow = _places(quick_notes(), css), _places(nullcontext(), css)
    assert len(quick) > 24
    assert quick == slow


def test_the_engine_is_left_as_it_was() -> None:
    from weasyprint.layout import LayoutContext

    assert LayoutContext._update_footnote_area.__module__ == "weasyprint.layout"
