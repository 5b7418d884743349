"""The last touches on a PDF file."""

from __future__ import annotations

import io
import zlib
from itertools import count

import pikepdf
import pytest

from digest.render.pdf_finish import finish

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta>'


def a_pdf(content: bytes = b"q Q", metadata: bytes = XMP) -> bytes:
    """One page, metadata, and one attachment that is listed twice."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.obj.Contents = pdf.make_stream(b"")
    page.obj.Contents.write(zlib.compress(content), filter=pikepdf.Name.FlateDecode)
    pdf.Root.Metadata = pdf.make_stream(metadata)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    file = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec))
    pdf.Root.AF = pikepdf.Array([file, file])
    written = io.BytesIO()
    pdf.save(
        written, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none, fix_metadata_version=False
    )
    return written.getvalue()


def ends_in_a_carriage_return() -> bytes:
    """A page's content that is so once compressed."""
    return next(content for number in count() if zlib.compress(content := b"q Q %d" % number).endswith(b"\r"))


def test_it_says_that_it_is_pdf_ua_where_programs_look_for_it() -> None:
    finished = finish(a_pdf())
    assert b'pdfuaid:part="1"' in finished
    assert b"http://www.aiim.org/pdfa/ns/extension/" in finished


def test_an_attachment_is_listed_once_and_bookmarks_are_shown() -> None:
    with pikepdf.open(io.BytesIO(finish(a_pdf()))) as pdf:
        assert len(pdf.Root.AF) == 1
        assert pdf.Root.PageMode == pikepdf.Name.UseOutlines
        assert "/ID" in pdf.trailer


def test_the_same_bytes_in_give_the_same_bytes_out() -> None:
    assert finish(a_pdf()) == finish(a_pdf())


def test_no_stream_ends_in_a_carriage_return() -> None:
    content = ends_in_a_carriage_return()
    given = a_pdf(content)
    assert b"\r\nendstream" in given
    finished = finish(given)
    assert b"\r\nendstream" not in finished
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        assert pdf.pages[0].Contents.read_bytes() == content


def test_metadata_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="rdf:RDF"):
        finish(a_pdf(metadata=b"<x/>"))
