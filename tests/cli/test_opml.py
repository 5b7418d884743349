"""digest opml: into feeds.toml and out of it, as a user does it."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from digest.cli import execute
from tests.cli.desk import desk

LIST = """<opml version="1.0"><body><outline text="Syria"><outline text="Desk" xmlUrl="https://desk.example/f"/></outline>
<outline text="anti-daesh coordination"><outline text="Notes" xmlUrl="https://notes.example/f" language="tr"/></outline>
<outline text="Comics"><outline text="Fun" xmlUrl="https://fun.example/f"/><outline text="Bad" xmlUrl="exec:x"/></outline>
</body></opml>"""
ADDED = """
[[sources]]
name = "Desk"
url = "https://desk.example/f"
region = "Middle East"

[[sources]]
name = "Notes (notes.example)"
url = "https://notes.example/f"
language = "tr"
topics = ["anti-Daesh coordination"]

[[sources]]
name = "Fun"
url = "https://fun.example/f"
"""


@pytest.fixture(name="feeds")
def _feeds(tmp_path: Path) -> Path:
    return desk(tmp_path)


@pytest.fixture(name="opml")
def _opml(tmp_path: Path) -> Path:
    path = tmp_path / "mine.opml"
    path.write_text(LIST, encoding="utf-8")
    return path


def digest(feeds: Path, *words: str) -> int:
    return execute(["--config", str(feeds), "--quiet", "opml", *words])


def answer(capsys: pytest.CaptureFixture[str], feeds: Path, *words: str) -> Any:
    capsys.readouterr()
    execute(["--config", str(feeds), "--json", "opml", *words])
    return json.loads(capsys.readouterr().out)


def test_import_adds_behind_the_last_source_and_touches_nothing_else(
    feeds: Path, opml: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = feeds.read_text(encoding="utf-8")
    feeds.chmod(0o640)
    assert digest(feeds, "import", str(opml)) == 0
    out = capsys.readouterr().out
    assert out.startswith("OPML: 3 feeds added to feeds.toml, 0 known, 1 refused\n")
    assert "  + Desk: https://desk.example/f  [Middle East]\n" in out
    assert "  refused: Bad: exec:x is no http or https address\n" in out
    assert "folders that mean no region and no topic of feeds.toml: Comics" in out
    notes = 'files = ["notes/*"]\n'
    assert feeds.read_text(encoding="utf-8") == before.replace(notes, notes + ADDED)
    assert stat.S_IMODE(feeds.stat().st_mode) == 0o640
    again = answer(capsys, feeds, "import", str(opml))
    assert (again["added"], again["known"]) == ([], ["Desk", "Notes (notes.example)", "Fun"])
    assert execute(["--config", str(feeds), "--quiet", "check", "--offline"]) == 0


def test_a_dry_run_changes_nothing(feeds: Path, opml: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = feeds.read_bytes()
    assert digest(feeds, "import", str(opml), "--dry-run") == 0
    assert "3 feeds would be added" in capsys.readouterr().out
    assert feeds.read_bytes() == before


def test_line_ends_stay_and_a_link_stays_a_link(feeds: Path, opml: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_bytes(b"\xef\xbb\xbf" + feeds.read_bytes().replace(b"\n", b"\r\n"))
    feeds.unlink()
    feeds.symlink_to(real)
    assert digest(feeds, "import", str(opml)) == 0
    assert feeds.is_symlink()
    made = real.read_bytes()
    assert made.count(b"\n") == made.count(b"\r\n")
    assert made.startswith(b"\xef\xbb\xbf[digest]")
    assert b'name = "Fun"\r\n' in made


@pytest.mark.parametrize(
    ("text", "told"),
    [("<rss><channel/></rss>", "a feed, not a list of feeds"), ("just words\n", "it is no list of feeds"), ("", "the file is empty")],
)  # fmt: skip
def test_what_is_no_list_is_refused(
    feeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    before = feeds.read_bytes()
    (tmp_path / "x").write_text(text, encoding="utf-8")
    assert digest(feeds, "import", str(tmp_path / "x")) == 2
    assert told in capsys.readouterr().err
    assert feeds.read_bytes() == before


def test_a_feeds_toml_with_a_mistake_is_left_alone(feeds: Path, opml: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds.write_text(feeds.read_text(encoding="utf-8") + "\n[nonsense]\n", encoding="utf-8")
    before = feeds.read_bytes()
    assert digest(feeds, "import", str(opml)) == 2
    assert "nonsense: unknown key" in capsys.readouterr().err
    assert feeds.read_bytes() == before


def test_what_the_strict_loader_refuses_never_replaces_the_file(
    feeds: Path, opml: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the text that was made have a mistake, the old file stays."""
    import digest.config.additions as additions

    monkeypatch.setattr(additions, "with_sources", lambda text, added: text + "\n[nonsense]\n")
    before = feeds.read_bytes()
    assert digest(feeds, "import", str(opml)) == 2
    assert feeds.read_bytes() == before
    assert sorted(path.name for path in feeds.parent.iterdir()) == ["feeds.toml", "mine.opml", "notes"]


def test_a_full_disk_leaves_the_old_file(feeds: Path, opml: Path) -> None:
    before = feeds.read_bytes()
    feeds.parent.chmod(0o555)
    try:
        code = digest(feeds, "import", str(opml))
    finally:
        feeds.parent.chmod(0o755)
    assert code in {0, 3}  # 0 for root, who may write anyway
    assert code == 0 or feeds.read_bytes() == before


def test_export_writes_what_import_reads(
    feeds: Path, opml: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert digest(feeds, "import", str(opml)) == 0
    out = tmp_path / "out.opml"
    assert digest(feeds, "export", "-o", str(out)) == 0
    assert f"{out}: 3 feeds\nNotes: is read from files of this machine" in capsys.readouterr().out
    assert digest(feeds, "export") == 0
    told = capsys.readouterr()
    assert told.out.encode() == out.read_bytes()
    assert told.err == "Notes: is read from files of this machine\n"
    assert answer(capsys, feeds, "import", str(out))["added"] == []
    assert answer(capsys, feeds, "export")["opml"] == told.out
    empty = tmp_path / "empty.toml"
    empty.write_text("", encoding="utf-8")
    added = answer(capsys, empty, "import", str(out))["added"]
    assert sorted((one["name"], one["url"], one["language"]) for one in added) == [
        ("Desk", "https://desk.example/f", ""),
        ("Fun", "https://fun.example/f", ""),
        ("Notes (notes.example)", "https://notes.example/f", "tr"),
    ]


def test_export_takes_the_name_of_a_file(feeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds.write_text(feeds.read_text(encoding="utf-8") + ADDED.split("\n\n")[0], encoding="utf-8")
    out = tmp_path / "out.opml"
    assert digest(feeds, "export", str(out)) == 0
    assert capsys.readouterr().out.startswith(f"{out}: 1 feed\n")
    assert digest(feeds, "export", "-") == 0
    assert capsys.readouterr().out.encode() == out.read_bytes()
    assert digest(feeds, "export", str(out), "-o", "other.opml") == 2
    assert "give FILE or -o, not both" in capsys.readouterr().err


def test_no_secret_leaves(feeds: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEED_WORD", "canary-8f3a")
    source = '[[sources]]\nname = "S"\nurl = "https://u:${FEED_WORD}@s.example/f?key=${FEED_WORD}"\n'
    source += '[[sources]]\nname = "H"\nurl = "https://${FEED_WORD}.example/f"\n[sources.headers]\nA = "${FEED_WORD}"\n'
    feeds.write_text(source + feeds.read_text(encoding="utf-8"), encoding="utf-8")
    assert digest(feeds, "export") == 0
    told = capsys.readouterr()
    assert "canary" not in told.out + told.err
    assert 'xmlUrl="https://s.example/f"' in told.out
    assert "H: has a secret in its address" in told.err
