"""The tags of a printed issue, and a loud word when the layout engine is no longer the one that they were written for."""

from __future__ import annotations

import inspect
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from tests.render.pdf_samples import printed


@pytest.fixture(scope="module")
def mixed() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(printed("mixed").rendered.body)) as pdf:
        yield pdf


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element."""
    stack = [pdf.Root.StructTreeRoot.K]
    while stack:
        found = stack.pop()
        if isinstance(found, pikepdf.Array):
            stack.extend(found)
        elif isinstance(found, pikepdf.Dictionary) and "/S" in found:
            yield found
            stack.append(found.get("/K", pikepdf.Array()))


def test_the_layout_engine_is_the_one_that_this_was_written_for() -> None:
    printed("one")  # loads the engine as the program does
    import weasyprint

    from digest.render import pdf_tags

    assert weasyprint.__version__ == pdf_tags.WRITTEN_FOR, (
        "WeasyPrint has changed. Read pdf/tags.py, pdf/fonts.py, pdf/stream.py and draw/text.py against pdf_tags.py and "
        "pdf_glyphs.py, run the tests of render, judge a PDF of several scripts, then change WRITTEN_FOR."
    )


@pytest.mark.parametrize(
    ("place", "name", "arguments"),
    [
        (
            "weasyprint.pdf.tags",
            "_build_box_tree",
            ["box", "parent", "pdf", "page_number", "nums", "annotations", "tags"],
        ),
        ("weasyprint.pdf", "build_fonts_dictionary", ["pdf", "fonts", "compress", "subset", "options"]),
        ("weasyprint.pdf.stream", "Font", ["pango_font", "description", "font_size"]),
        ("weasyprint.draw.text", "draw_first_line", ["stream", "textbox", "text_overflow", "block_ellipsis", "matrix"]),
    ],
)
def test_what_is_wrapped_takes_what_it_took(place: str, name: str, arguments: list[str]) -> None:
    printed("one")
    import importlib

    wrapped = getattr(importlib.import_module(place), name)
    assert list(inspect.signature(wrapped).parameters) == arguments


def test_the_engine_is_left_as_it_was() -> None:
    printed("one")
    import weasyprint.pdf.stream
    import weasyprint.pdf.tags

    assert weasyprint.pdf.tags._build_box_tree.__module__ == "weasyprint.pdf.tags"
    assert weasyprint.pdf.stream.Font.__module__ == "weasyprint.pdf.fonts"


def test_every_language_is_declared(mixed: pikepdf.Pdf) -> None:
    said = {str(element.Lang) for element in elements(mixed) if "/Lang" in element}
    assert said >= {"ar", "ur", "ru", "hi", "en"}
    assert str(mixed.Root.Lang) == "en"


def test_contents_notes_and_table_heads_are_tagged(mixed: pikepdf.Pdf) -> None:
    tags = Counter(str(element.S) for element in elements(mixed))
    assert tags["/TOC"] == 1
    assert tags["/TOCI"] == 1 + 3 + 12 + 1  # region, topics, headlines, colophon
    assert tags["/Note"] == tags["/Lbl"] > 12
    heads = [element for element in elements(mixed) if element.S == "/TH"]
    assert [str(element.A.Scope) for element in heads] == ["/Column"] * 3


def test_notes_have_ids_that_count(mixed: pikepdf.Pdf) -> None:
    ids = [str(element.ID) for element in elements(mixed) if element.S == "/Note"]
    assert sorted(ids) == sorted(f"note-{number}" for number in range(1, len(ids) + 1))


def test_headings_begin_at_one_and_skip_no_level(mixed: pikepdf.Pdf) -> None:
    tags = {str(element.S) for element in elements(mixed)}
    assert {"/H1", "/H2", "/H3", "/H4"} <= tags


def test_each_link_says_where_it_leads_in_words(mixed: pikepdf.Pdf) -> None:
    links = [note for page in mixed.pages for note in page.get("/Annots", ()) if note.Subtype == "/Link"]
    spoken = {str(link.Contents) for link in links}
    assert "Europe" in spoken
    assert "Türkiye offers to host a further round of talks" in spoken
    assert not any(said.startswith("#") or not said for said in spoken)


def test_each_face_is_embedded_once(mixed: pikepdf.Pdf) -> None:
    fonts = [o for o in mixed.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0"]
    names = sorted(str(font.BaseFont).partition("+")[2] for font in fonts)
    assert names == sorted(set(names))
    assert len(names) == 8


def test_no_glyph_is_without_text(mixed: pikepdf.Pdf) -> None:
    maps = [o.ToUnicode.read_bytes() for o in mixed.objects if isinstance(o, pikepdf.Dictionary) and "/ToUnicode" in o]
    assert maps
    assert not any(b"> <>" in each for each in maps)


def test_text_whose_glyphs_change_places_is_said_in_order(mixed: pikepdf.Pdf) -> None:
    pages = b"".join(page.Contents.read_bytes() for page in mixed.pages)
    assert b"/ActualText" in pages
