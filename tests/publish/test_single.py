"""One file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.publish.single import write_file


def test_a_file_is_written_and_replaced_with_nothing_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "brief.pdf"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert [entry.name for entry in path.parent.iterdir()] == ["brief.pdf"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.mkdir()
    with pytest.raises(OSError, match=r"brief\.pdf"):
        write_file(path, b"one")
    assert [entry.name for entry in tmp_path.iterdir()] == ["brief.pdf"]
