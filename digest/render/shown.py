"""Which pictures an output shows, read back from its bytes."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from digest.models import Piece, Rendered
from digest.render.labels import Labels
from digest.render.pictures import PICTURES, alt


def shown(output: Rendered) -> frozenset[str]:
    """The marks of the pictures in `output`: of HTML the files that it names, of a PDF the words of its figures."""
    if output.media_type == "text/html":
        return _files(output.body)
    return _figures(output.body) if output.media_type == "application/pdf" else frozenset()


def lost(piece: Piece, output: Rendered, found: frozenset[str], made: Mapping[str, Rendered], label: Labels) -> str:
    """What is missing of the piece's picture in `output`, which shows `found`: a file or its words; "" nothing is."""
    if piece.illustration is None or output.media_type not in {"text/html", "application/pdf"}:
        return ""
    size = piece.illustration.small if output.name.startswith("mail") else piece.illustration.full
    if size.name not in made:
        return size.name
    mark = size.name if output.media_type == "text/html" else " ".join(alt(piece, label).split())
    return "" if mark in found else mark


def _files(body: bytes) -> frozenset[str]:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(body.decode("utf-8"))
    sources = (node.attributes.get("src") or "" for node in tree.css("img"))
    # A mail may load its pictures from the web page: the same files under its address.
    return frozenset(source[max(0, source.find(PICTURES)) :] for source in sources)


def _figures(body: bytes) -> frozenset[str]:
    import pikepdf

    with pikepdf.open(BytesIO(body)) as document:
        tags = (one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure")
        return frozenset(" ".join(str(tag.get("/Alt", "")).split()) for tag in tags)
