"""Files by glob."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.models import Failure, Fetched, Gone, Unchanged, Validators
from digest.sources.files import FilesSource
from digest.sources.globs import matches
from digest.sources.media import body_hash
from tests.builders import NOW

TEXT = "Delegations of two countries met on Monday."
Outcome = Fetched | Unchanged | Failure | Gone


def read(base: Path, *globs: str, known: dict[str, Validators] | None = None, cap: int = 1000) -> list[Outcome]:
    return list(FilesSource("Inbox", globs, base, NOW, cap).fetch(known or {}))


def lay(base: Path, *paths: str, text: str = TEXT) -> None:
    for path in paths:
        (base / path).parent.mkdir(parents=True, exist_ok=True)
        (base / path).write_text(text, encoding="utf-8")


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    lay(tmp_path, "inbox/talks.md")
    os.utime(tmp_path / "inbox/talks.md", (1749450600, 1749450600))
    assert read(tmp_path, "inbox/*.md") == [
        Fetched(
            "Inbox",
            "file:inbox/talks.md",
            TEXT.encode(),
            "text/markdown",
            "",
            NOW,
            Validators(body_hash=body_hash(TEXT.encode())),
            datetime(2025, 6, 9, 6, 30, tzinfo=UTC),
        )
    ]


def test_an_unchanged_file_is_not_handed_on(tmp_path: Path) -> None:
    lay(tmp_path, "a.txt", "b.txt")
    known = {"file:a.txt": Validators(body_hash=body_hash(TEXT.encode())), "file:b.txt": Validators(body_hash="other")}
    first, second = read(tmp_path, "*.txt", known=known)
    assert first == Unchanged("Inbox", "file:a.txt", NOW)
    assert isinstance(second, Fetched)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["a.txt", "b c.txt", "é.txt"]),
        ("?.txt", ["a.txt", "é.txt"]),
        ("[ab]*.txt", ["a.txt", "b c.txt"]),
        ("*/*.txt", ["sub/c.txt"]),
        ("**/*.txt", ["a.txt", "b c.txt", "sub/c.txt", "sub/deep/d.txt", "é.txt"]),
        ("sub/**", ["sub/c.txt", "sub/deep/d.txt"]),
        ("**/deep/*.txt", ["sub/deep/d.txt"]),
        ("**/d.txt", ["sub/deep/d.txt"]),
        ("./sub/../*.txt", ["./sub/../a.txt", "./sub/../b c.txt", "./sub/../é.txt"]),
        (".*.txt", [".hidden.txt"]),
        (".hidden.txt", [".hidden.txt"]),
        ("a.txt~", ["a.txt~"]),
        ("b c.txt", ["b c.txt"]),
        ("[x].md", ["[x].md"]),
        ("sub", ["sub/c.txt", "sub/deep/d.txt"]),
        ("none/*.txt", []),
        ("*.md/x", []),
    ],
)
def test_what_a_glob_names(tmp_path: Path, pattern: str, found: list[str]) -> None:
    lay(tmp_path, "a.txt", "b c.txt", "é.txt", "sub/c.txt", "sub/deep/d.txt", ".hidden.txt", ".git/x.txt", "[x].md")
    lay(tmp_path, "a.txt~", "#a.txt#", "~$a.txt", "a.txt.bak", ".a.txt.swp", "b.txt.part", "folder.txt/inner.md")
    assert [os.path.relpath(path, tmp_path) for path in matches(tmp_path, pattern)] == sorted(
        map(os.path.normpath, found)
    )


def test_litter_is_left_out_and_what_looks_like_it_is_not(tmp_path: Path) -> None:
    lay(tmp_path, "a.txt", "a.txt~", "#a.txt#", "~$a.txt", "a.bak", "b.swp", "c.tmp", "Thumbs.db", "d.part", "backup")
    assert [path.name for path in matches(tmp_path, "*")] == ["a.txt", "backup"]


def test_absolute_globs_and_globs_that_go_up(tmp_path: Path) -> None:
    lay(tmp_path, "notes/a.txt", "news/feeds.toml")
    base = tmp_path / "news"
    for pattern in (
        f"{tmp_path}/notes/*.txt",
        "../notes/*.txt",
        f"{tmp_path}/notes/a.txt",
        f"file://{tmp_path}/notes/a.txt",
    ):
        (outcome,) = read(base, pattern)
        assert isinstance(outcome, Fetched)
        assert outcome.url == "file:../notes/a.txt"


def test_files_come_sorted_by_path_and_each_once(tmp_path: Path) -> None:
    lay(tmp_path, "b.txt", "a.md", "c/a.txt", "a.txt")
    urls = [outcome.url for outcome in read(tmp_path, "*.txt", "**/*", "a.*") if isinstance(outcome, Fetched)]
    assert urls == ["file:a.md", "file:a.txt", "file:b.txt", "file:c/a.txt"]


def test_a_glob_that_matches_nothing_is_a_failure_and_the_others_count(tmp_path: Path) -> None:
    lay(tmp_path, "a.txt")
    failure, fetched = read(tmp_path, "*.md", "*.txt")
    assert failure == Failure(
        "Inbox", "*.md", "fetch", "no file matches *.md", "Correct the path in feeds.toml, or put a file there."
    )
    assert isinstance(fetched, Fetched)


class TestLinks:
    """Links are followed as far as that ends."""

    def test_a_link_to_a_file_outside_is_read(self, tmp_path: Path) -> None:
        lay(tmp_path, "outside/a.txt", "base/own.txt")
        (tmp_path / "base/link.txt").symlink_to(tmp_path / "outside/a.txt")
        urls = [outcome.url for outcome in read(tmp_path / "base", "*.txt") if isinstance(outcome, Fetched)]
        assert urls == ["file:link.txt", "file:own.txt"]

    def test_a_link_to_a_folder_is_followed_where_it_is_named_but_not_by_two_stars(self, tmp_path: Path) -> None:
        lay(tmp_path, "outside/a.txt", "base/own.txt")
        (tmp_path / "base/there").symlink_to(tmp_path / "outside")
        (tmp_path / "base/self").symlink_to(tmp_path / "base")
        assert [path.name for path in matches(tmp_path / "base", "there/*.txt")] == ["a.txt"]
        assert [path.name for path in matches(tmp_path / "base", "**/*.txt")] == ["own.txt"]

    def test_a_link_that_leads_nowhere_is_a_failure(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
        (failure,) = read(tmp_path, "*.txt")
        assert isinstance(failure, Failure)
        assert (failure.where, failure.what) == ("a.txt", "the file cannot be read: No such file or directory")


@pytest.mark.parametrize(
    ("name", "body", "what"),
    [
        pytest.param("a.txt", b"", "the file is empty", id="empty"),
        pytest.param("a.txt", b"\xef\xbb\xbf \r\n\t", "the file is empty", id="blank"),
        pytest.param("a.txt", b"x" * 1001, "the file is larger than 0.001 MB", id="too large"),
        pytest.param("a.txt", b"\x89PNG\r\n", "the file is a picture, not text", id="picture"),
        pytest.param("a.txt", b"RIFF....WEBPVP8", "the file is a picture, not text", id="webp"),
        pytest.param("a.txt", b"abc\x00def", "the file is binary data, not text", id="binary"),
    ],
)
def test_what_cannot_be_read_is_a_failure_that_names_it(tmp_path: Path, name: str, body: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(body)
    lay(tmp_path, "z.txt")
    failure, other = read(tmp_path, "*")
    assert isinstance(failure, Failure)
    assert (failure.where, failure.stage, failure.what) == (name, "fetch", what)
    assert failure.advice
    assert isinstance(other, Fetched)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (failure,) = read(tmp_path, "*.txt")
    assert isinstance(failure, Failure)
    assert failure.what == "it is no ordinary file"


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    lay(tmp_path, "closed/a.txt", "b.txt")
    (tmp_path / "closed").chmod(0)
    yield tmp_path
    (tmp_path / "closed").chmod(0o755)


def test_a_folder_that_may_not_be_entered_stops_nothing(locked: Path) -> None:
    assert "file:b.txt" in [outcome.url for outcome in read(locked, "**/*.txt") if isinstance(outcome, Fetched)]
    assert [type(outcome) for outcome in read(locked, "closed/none.txt")] == [Failure]


def test_names_are_the_same_on_every_machine(tmp_path: Path) -> None:
    lay(tmp_path, "Zu\u0308rich.txt")
    (outcome,) = read(tmp_path, "*.txt")
    assert isinstance(outcome, Fetched)
    assert outcome.url == "file:Z\u00fcrich.txt"


def test_a_name_that_is_not_utf8_can_still_be_printed(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(TEXT)
    (outcome,) = read(tmp_path, "*.txt")
    assert isinstance(outcome, Fetched)
    assert outcome.url.encode("utf-8") == "file:caf\ufffd.txt".encode()


@pytest.mark.parametrize("seconds", [-1e14, 0, 1e14])
def test_a_time_stamp_outside_the_calendar_is_none(tmp_path: Path, seconds: float) -> None:
    lay(tmp_path, "a.txt")
    try:
        os.utime(tmp_path / "a.txt", (0, seconds))
    except (OSError, OverflowError):
        seconds = 0
    (outcome,) = read(tmp_path, "a.txt")
    assert isinstance(outcome, Fetched)
    assert outcome.modified is None or outcome.modified.tzinfo is UTC


def test_a_saved_feed_is_a_file_too(tmp_path: Path) -> None:
    lay(tmp_path, "feeds/wire.xml", text='<?xml version="1.0"?><rss version="2.0"></rss>')
    (outcome,) = read(tmp_path, "feeds/wire.xml")
    assert isinstance(outcome, Fetched)
    assert (outcome.url, outcome.media_type) == ("file:feeds/wire.xml", "application/rss+xml")
