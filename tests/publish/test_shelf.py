"""The archive's files: replaced whole, kept apart from all else in the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import DigestError, EnvironmentFault
from digest.models import Rendered
from digest.publish.shelf import shelve


def _page(name: str, body: bytes = b"page") -> Rendered:
    return Rendered(name, "text/html", body)


def test_files_are_written_and_replaced(tmp_path: Path) -> None:
    shelve(str(tmp_path), "weekly", [_page("index.html"), _page("topics/talks.html")])
    shelve(str(tmp_path), "weekly", [_page("index.html", b"new"), _page("topics/talks.html")])
    assert (tmp_path / "weekly/index.html").read_bytes() == b"new"
    assert not list(tmp_path.rglob(".*.new"))


def test_what_did_not_change_is_not_touched(tmp_path: Path) -> None:
    shelve(str(tmp_path), "weekly", [_page("index.html")])
    before = (tmp_path / "weekly/index.html").stat()
    shelve(str(tmp_path), "weekly", [_page("index.html")])
    after = (tmp_path / "weekly/index.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_pages_of_before_go_and_foreign_files_stay(tmp_path: Path) -> None:
    shelve(str(tmp_path), "weekly", [_page("index.html"), _page("topics/old.html")])
    (tmp_path / "weekly/topics/mine.html").write_text("kept by hand")
    (tmp_path / "weekly/2025-W24").mkdir()
    shelve(str(tmp_path), "weekly", [_page("index.html")])
    assert not (tmp_path / "weekly/topics/old.html").exists()
    assert (tmp_path / "weekly/topics/mine.html").exists()
    assert (tmp_path / "weekly/2025-W24").is_dir()


@pytest.mark.parametrize("name", ["../index.html", "/etc/x", "a/b/c.html", "", ".htaccess", "topics/../x"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DigestError, match="cannot be the name"):
        shelve(str(tmp_path), "weekly", [_page(name)])


def test_a_list_that_names_other_places_removes_nothing_there(tmp_path: Path) -> None:
    outside = tmp_path / "outside.html"
    outside.write_text("stays")
    shelve(str(tmp_path), "weekly", [_page("index.html")])
    (tmp_path / "weekly/shelf.json").write_text('["../outside.html", "/etc/passwd", 7]')
    shelve(str(tmp_path), "weekly", [_page("index.html")])
    assert outside.exists()


def test_what_cannot_be_written_is_said_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "weekly").write_text("a file")
    with pytest.raises(EnvironmentFault, match="the archive cannot be written: a file stands where a folder must be"):
        shelve(str(tmp_path), "weekly", [_page("index.html")])
