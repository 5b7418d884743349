"""One-off PDFs: chosen by topic, region, rule and date, without a store."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from digest.cli import execute
from tests.cli.desk import NOW, desk


def pdf_text(path: Path) -> str:
    """All pages' text, on one line."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    finally:
        pdf.close()


def brief(feeds: Path, *words: str) -> str:
    """Make a brief of the desk's notes and read it."""
    target = feeds.parent / "brief.pdf"
    notes = [str(path) for path in sorted((feeds.parent / "notes").iterdir())]
    command = ["--config", str(feeds), "--now", NOW, "--quiet", "brief", *words, "-o", str(target), *notes]
    assert execute(command) == 0
    return pdf_text(target)


@pytest.mark.parametrize(
    ("words", "there", "not_there"),
    [
        pytest.param(
            ("--topic", "anti-daesh coordination"), "welcomed a coordination cell", "exchanged prisoners", id="topic"
        ),
        pytest.param(("--region", "europe"), "A new bridge opens in France", "coordination cell in Amman", id="region"),
        pytest.param(("--rule", "bridge OR prisoners"), "after four years of work", "coordination cell", id="rule"),
        pytest.param(("--since", "2025-06-06"), "exchanged prisoners", "bridge", id="since"),
        pytest.param(("--until", "2025-06-06"), "bridge", "prisoners", id="until"),
        pytest.param(
            ("--rule", "*", "--title", "Everything there is"), "no topic at all", "Unsubscribe", id="everything"
        ),
    ],
)
def test_a_brief_holds_what_was_ordered(tmp_path: Path, words: tuple[str, ...], there: str, not_there: str) -> None:
    text = brief(desk(tmp_path), *words)
    assert there in text
    assert not_there not in text
    assert not (tmp_path / "digest.sqlite3").exists()


def test_a_brief_needs_no_feeds_toml(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Talks\n\nRussia and Ukraine resumed their peace talks in Istanbul.\n", encoding="utf-8")
    target = tmp_path / "out.pdf"
    assert execute(["--config", str(tmp_path / "feeds.toml"), "--quiet", "brief", str(note), "-o", str(target)]) == 0
    assert "resumed their peace talks" in pdf_text(target)


def test_an_order_that_nothing_fits_is_no_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = desk(tmp_path)
    words = ["--config", str(feeds), "brief", "--rule", "submarine", "-o", str(tmp_path / "x.pdf")]
    assert execute([*words, str(tmp_path / "notes/talks.md")]) == 2
    assert "nothing in what was read fits" in capsys.readouterr().err
    assert not (tmp_path / "x.pdf").exists()


def test_a_brief_never_overwrites_what_it_reads(tmp_path: Path) -> None:
    feeds = desk(tmp_path)
    note = tmp_path / "notes/talks.md"
    before = note.read_bytes()
    assert execute(["--config", str(feeds), "brief", "--rule", "*", str(note), "-o", str(note)]) == 2
    assert note.read_bytes() == before


EXPLAINED = [
    (
        ("--topic", "anti-daesh coordination"),
        "exchange prisoners",
        "in this brief: Middle East > anti-Daesh coordination",
    ),
    (("--topic", "anti-daesh coordination"), "bridge", "in this brief: not printed in Europe > other news"),
    (("--rule", "bridge"), "bridge", "in this brief: Global > bridge, number 1 of 1 there"),
    (("--since", "2025-06-06"), "bridge", "it was published outside the time that was asked for"),
    ((), "nothing in particular", "not in this brief: no passage matches a topic or names a region"),
]


@pytest.mark.parametrize(("words", "item", "said"), EXPLAINED)
def test_why_an_item_is_in_a_brief_or_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], item: str, said: str
) -> None:
    feeds = desk(tmp_path)
    notes = [str(path) for path in sorted((tmp_path / "notes").iterdir())]
    target = tmp_path / "brief.pdf"
    command = ("--config", str(feeds), "--now", NOW, "--quiet", "brief", *words, "--explain", item, "-o", str(target))
    assert execute([*command, *notes]) == 0
    assert f"  {said}" in capsys.readouterr().out
    assert not target.exists()


def test_nothing_of_that_name_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = desk(tmp_path)
    assert (
        execute(["--config", str(feeds), "--quiet", "brief", "--explain", "zzz", str(tmp_path / "notes/bridge.md")])
        == 2
    )
    assert "nothing that was read is called 'zzz'" in capsys.readouterr().err
