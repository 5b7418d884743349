"""Files that are gone, renamed, or only out of sight for a while."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.models import Failure, Fetched, Gone, Unchanged, Validators
from digest.sources.files import FilesSource
from digest.sources.globs import names
from digest.sources.media import body_hash
from tests.builders import NOW

TEXT = "Delegations of two countries met on Monday."


def lay(base: Path, *paths: str, text: str = TEXT) -> None:
    for path in paths:
        (base / path).parent.mkdir(parents=True, exist_ok=True)
        (base / path).write_text(text, encoding="utf-8")


def held(text: str = TEXT, known_as: str = "") -> Validators:
    return Validators(body_hash=body_hash(text.encode()), known_as=known_as)


def outcomes(base: Path, known: dict[str, Validators], *globs: str) -> list[Fetched | Unchanged | Failure | Gone]:
    return list(FilesSource("Inbox", globs, base, NOW).fetch(known))


def gone(base: Path, known: dict[str, Validators], *globs: str) -> list[str]:
    return [one.url for one in outcomes(base, known, *globs) if isinstance(one, Gone)]


KNOWN = {"file:inbox/a.md": held("a"), "file:inbox/sub/b.txt": held("b"), "https://wire.example/feed": held("c")}


def test_a_file_that_is_there_no_more_is_gone(tmp_path: Path) -> None:
    lay(tmp_path, "inbox/c.md")
    assert gone(tmp_path, KNOWN, "inbox") == ["file:inbox/a.md", "file:inbox/sub/b.txt"]


@pytest.mark.parametrize("globs", [("inbox",), ("inbox/**",), ("inbox/*.md", "inbox/sub/*"), ("elsewhere/*",)])
def test_where_nothing_is_found_nothing_is_gone_and_that_is_said(tmp_path: Path, globs: tuple[str, ...]) -> None:
    (tmp_path / "inbox").mkdir()
    made = outcomes(tmp_path, KNOWN, *globs)
    assert [type(one) for one in made] == [Failure] * len(globs)
    assert all("Items read before are kept" in one.advice for one in made if isinstance(one, Failure))


def test_what_a_barren_pattern_would_name_is_kept_and_the_rest_is_not(tmp_path: Path) -> None:
    lay(tmp_path, "inbox/c.txt")
    known = {"file:inbox/a.txt": held("a"), "file:share/b.txt": held("b"), "file:inbox/c.md": held("c")}
    assert gone(tmp_path, known, "inbox/*.txt", "share/*", "inbox/*.md") == ["file:inbox/a.txt"]


def test_a_file_that_no_pattern_names_any_more_is_not_gone(tmp_path: Path) -> None:
    lay(tmp_path, "inbox/a.md", "inbox/c.txt")
    assert gone(tmp_path, {"file:inbox/a.md": held()}, "inbox/*.txt") == []


def test_a_file_in_a_folder_that_cannot_be_read_is_not_gone(tmp_path: Path) -> None:
    lay(tmp_path, "inbox/c.txt", "inbox/closed/d.txt")
    (tmp_path / "inbox/closed").rename(tmp_path / "away")
    (tmp_path / "inbox/closed").symlink_to("closed")  # a link to itself can be read by nobody, not even by root
    assert gone(tmp_path, {"file:inbox/closed/d.txt": held()}, "inbox/*.txt") == []


def test_a_renamed_file_is_known_by_its_old_name(tmp_path: Path) -> None:
    lay(tmp_path, "inbox/new.md")
    renamed, left = outcomes(tmp_path, {"file:inbox/old.md": held()}, "inbox")
    assert isinstance(renamed, Fetched)
    assert renamed.validators == held(known_as="file:inbox/old.md")
    assert left == Gone("Inbox", "file:inbox/old.md", NOW)


def test_it_stays_known_by_it_when_it_is_edited_or_renamed_again(tmp_path: Path) -> None:
    lay(tmp_path, "inbox/new.md", text="Another text.")
    (edited,) = outcomes(tmp_path, {"file:inbox/new.md": held(known_as="file:inbox/old.md")}, "inbox")
    assert isinstance(edited, Fetched)
    assert edited.validators.known_as == "file:inbox/old.md"
    (tmp_path / "inbox/new.md").rename(tmp_path / "inbox/newest.md")
    known = {"file:inbox/new.md": held("Another text.", "file:inbox/old.md")}
    again = outcomes(tmp_path, known, "inbox")[0]
    assert isinstance(again, Fetched)
    assert again.validators.known_as == "file:inbox/old.md"


def test_another_file_under_the_old_name_gets_a_name_of_its_own(tmp_path: Path) -> None:
    lay(tmp_path, "inbox/new.md")
    lay(tmp_path, "inbox/old.md", text="Another text.")
    made = outcomes(tmp_path, {"file:inbox/new.md": held(known_as="file:inbox/old.md")}, "inbox")
    other = made[1]
    assert isinstance(other, Fetched)
    assert other.validators.known_as.startswith("file:inbox/old.md#")


def test_a_copy_is_a_file_of_its_own(tmp_path: Path) -> None:
    lay(tmp_path, "inbox/a.md", "inbox/copy.md")
    copy = outcomes(tmp_path, {"file:inbox/a.md": held()}, "inbox")[1]
    assert isinstance(copy, Fetched)
    assert copy.validators.known_as == ""


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("inbox", "inbox/sub/a.md", True),
        ("inbox/*", "inbox/a.md", True),
        ("inbox/*", "inbox/sub/a.md", False),
        ("inbox/**", "inbox/sub/a.md", True),
        ("**/*.md", "a.md", True),
        ("**/*.md", "inbox/sub/a.md", True),
        ("./x/../inbox/?.md", "inbox/a.md", True),
        ("inbox/a.md", "inbox/a.md", True),
        ("inbox/*.md", "inbox/a.txt", False),
        ("../share/*", "../share/a.md", True),
    ],
)
def test_what_a_pattern_would_name(tmp_path: Path, pattern: str, path: str, expected: bool) -> None:
    assert names(tmp_path, pattern, path) is expected


def test_a_folder_stands_for_the_articles_in_it(tmp_path: Path) -> None:
    lay(tmp_path, "inbox/a.md", "inbox/sub/b.txt", "inbox/c.png", "inbox/Page_files/x.html", "inbox/.hidden", "inbox/d")
    urls = [one.url for one in outcomes(tmp_path, {}, "inbox") if isinstance(one, Fetched)]
    assert urls == ["file:inbox/a.md", "file:inbox/d", "file:inbox/sub/b.txt"]
