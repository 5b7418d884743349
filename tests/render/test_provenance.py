"""provenance.csv: a row for each printed sentence."""

from __future__ import annotations

import csv
import io

from digest.render.facts import pieces
from digest.render.provenance import COLUMNS, provenance
from tests.render import pdf_samples as samples


def test_each_printed_sentence_has_its_source_and_place() -> None:
    issue = samples.mixed_issue(12)
    header, *rows = csv.reader(io.StringIO(provenance(issue).decode("utf-8")))
    sentences = [s for piece in pieces(issue) for part in piece.paragraphs for s in part.sentences]
    assert tuple(header) == COLUMNS
    assert [row[2] for row in rows] == [one.text for one in sentences]
    first = dict(zip(header, rows[0], strict=True))
    assert first["spans"] == f"0-{len(first['sentence'])}"
    assert (first["publisher"], first["paragraph"], first["origin"]) == ("Anadolu Agency", "1", "extract")


def test_no_cell_is_a_formula() -> None:
    issue = samples.sample([samples.story(0, "=HYPERLINK(1)", [("+1 is a number.",)])])
    _, row = csv.reader(io.StringIO(provenance(issue).decode("utf-8")))
    assert row[1:3] == ["'=HYPERLINK(1)", "'+1 is a number."]
