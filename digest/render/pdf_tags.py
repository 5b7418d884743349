"""What WeasyPrint leaves out of a tagged PDF: languages, scopes, notes, link texts, and text that reads back.

WeasyPrint has no public way in, so four of its parts are wrapped while one PDF is written: the step that builds the
box tree's tags, the fonts, the step that embeds them, and the step that draws a line. This file, pdf_glyphs and
pdf_layout are all that know WeasyPrint from inside; they were written for version 70.0, and
tests/render/test_pdf_tags.py fails loudly when a newer one differs.

A template says more about an element by `data-tag`: the name of a PDF structure type, such as TOC, TOCI, Reference,
Note or Aside, that HTML has no element for. A Figure of several elements has its words in `data-alt`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pydyf
import weasyprint.draw.text
import weasyprint.pdf
import weasyprint.pdf.stream
import weasyprint.pdf.tags
from weasyprint.css import AnonymousStyle

from digest.render import pdf_glyphs

WRITTEN_FOR = "70.0"

# Where WeasyPrint looks its own functions up at the moment of the call.
_TREE = (weasyprint.pdf.tags, "_build_box_tree")
_FONT = (weasyprint.pdf.stream, "Font")
_FONTS = (weasyprint.pdf, "build_fonts_dictionary")
_LINE = (weasyprint.draw.text, "draw_first_line")

# Devanagari to Sinhala, Myanmar, Khmer: glyphs stand in another order than their letters.
_REORDERED = (range(0x0900, 0x0E00), range(0x1000, 0x10A0), range(0x1780, 0x1800))
_LONGEST_DESCRIPTION = 200  # characters of a link's spoken description


@contextmanager
def amended() -> Iterator[None]:
    """Within it, PDFs are written with what WeasyPrint leaves out. Not for several threads at once."""
    notes = count(1)
    wrappers = ((_TREE, _tagging(notes)), (_FONT, pdf_glyphs.shared), (_FONTS, _embedding), (_LINE, _drawing))
    originals = [(module, name, getattr(module, name)) for (module, name), _ in wrappers]
    try:
        for (module, name), wrap in wrappers:
            setattr(module, name, wrap(getattr(module, name)))
        yield
    finally:
        for module, name, original in originals:
            setattr(module, name, original)


def _tagging(notes: Iterator[int]) -> Callable[[Any], Any]:
    def wrap(build: Any) -> Any:
        done: set[int] = set()

        def built(box: Any, parent: Any, *rest: Any) -> Iterator[Any]:
            for element in build(box, parent, *rest):
                # A box that passes its children's elements on yields what was amended one level below.
                if element.number not in done:
                    done.add(element.number)
                    _amend(element, getattr(box, "_box", box), notes)
                yield element

        return built

    return wrap


def _amend(element: Any, box: Any, notes: Iterator[int]) -> None:
    html = box.element
    if html is None:
        return
    language = html.get("lang")
    if language:
        element["Lang"] = pydyf.String(language)
    if box.element_tag == "th":
        _scope(element, html)
    if box.link_annotation:
        box.link_annotation["Contents"] = pydyf.String(_description(html))
        element["S"] = "/Link"  # an element inside a link has a link of its own
    _retag(element, box, notes)


def _retag(element: Any, box: Any, notes: Iterator[int]) -> None:
    _, _, pseudo = box.element_tag.partition("::")
    if pseudo == "footnote-call":
        element["S"] = "/Reference"
    elif pseudo == "footnote-marker":
        element["S"] = "/Lbl"
    elif not pseudo and not isinstance(box.style, AnonymousStyle) and (tag := box.element.get("data-tag")):
        element["S"] = f"/{tag}"
        if tag == "Note":
            element["ID"] = pydyf.String(f"note-{next(notes)}")
        if tag == "Figure":
            element["Alt"] = pydyf.String(box.element.get("data-alt", ""))


def _scope(element: Any, html: Any) -> None:
    if "A" in element:
        element["A"]["Scope"] = "/Row" if html.get("scope") == "row" else "/Column"


def _description(html: Any) -> str:
    """What a reader aloud says of a link: its title, else its words, else its address."""
    words = html.get("title") or " ".join("".join(html.itertext()).split()) or html.get("href", "")
    return str(words)[:_LONGEST_DESCRIPTION]


def _embedding(build: Any) -> Any:
    def built(pdf: Any, fonts: Any, *rest: Any) -> Any:
        pdf_glyphs.mend(fonts)
        return build(pdf, fonts, *rest)

    return built


def _drawing(draw: Any) -> Any:
    def drawn(stream: Any, textbox: Any, *rest: Any) -> Any:
        if not _reorders(textbox.text):
            return draw(stream, textbox, *rest)
        said = unicodedata.normalize("NFC", textbox.text)
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(said)}))
        try:
            return draw(stream, textbox, *rest)
        finally:
            stream.end_marked_content()

    return drawn


def _reorders(text: str) -> bool:
    return not text.isascii() and any(ord(c) in block for c in text for block in _REORDERED)
