"""Files through the commands: documents and an archive of them, and what explain says of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import desk
from tests.cli.test_commands import answer, digest
from tests.parse.office import core, docx, packed, paragraph

MONITORS = "Russian and Ukrainian monitors of the ceasefire arrived in Kyiv on Monday, the ministry of Ukraine said."


def test_documents_and_archives_of_them_are_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = desk(tmp_path)
    said = {"docProps/core.xml": core(title="Ceasefire monitors in Kyiv", created="2025-06-08T09:00:00Z")}
    week: dict[str, str | bytes] = {
        "a/talks.md": "# Talks of Ukraine go on\n\n" + MONITORS,
        "b.docx": docx(paragraph(MONITORS), said),
        "c.docx": docx("<w:p>"),
    }
    (tmp_path / "notes/week.zip").write_bytes(packed(week))
    done = answer(capsys, feeds, "gather")["gather"]
    assert [one["where"] for one in done["failures"]] == ["file:notes/week.zip!/c.docx"]
    assert digest(feeds, "explain", "ceasefire monitors") == 0
    shown = capsys.readouterr().out
    assert "title from the document's properties" in shown
    assert "published 2025-06-08, from the document's properties" in shown
    assert digest(feeds, "explain", "talks of ukraine") == 0
    assert "title from the first heading" in capsys.readouterr().out
