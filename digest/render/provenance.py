"""provenance.csv: each printed sentence and where it stands in its source, for who checks an issue by hand. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from digest.models import Issue, Piece
from digest.render.facts import pieces

COLUMNS = (
    "piece",
    "headline",
    "sentence",
    "origin",
    "publisher",
    "url",
    "published",
    "item",
    "snapshot",
    "paragraph",
    "spans",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def provenance(issue: Issue) -> bytes:
    """Return a row for each printed sentence of `issue`, in page order: UTF-8, RFC 4180. `spans` are half-open offsets
    into the snapshot's text, "0-120 121-200"; `paragraph` is 1-based in the article."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(COLUMNS)
    for piece in pieces(issue):
        writer.writerows([_inert(cell) for cell in row] for row in _rows(piece))
    return made.getvalue().encode("utf-8")


def _rows(piece: Piece) -> Iterator[tuple[str, ...]]:
    for paragraph in piece.paragraphs:
        ref = piece.sources[paragraph.source]
        for one in paragraph.sentences:
            yield (
                piece.id,
                piece.headline.text,
                one.text,
                one.origin,
                ref.publisher,
                ref.url,
                f"{ref.published:%Y-%m-%dT%H:%M:%SZ}",
                one.item,
                one.snapshot,
                str(one.paragraph),
                " ".join(f"{start}-{end}" for start, end in one.spans),
            )


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(_FORMULA) else cell
