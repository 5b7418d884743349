"""Real feeds and the sample article, through the commands; skipped with a reason where ../shared is missing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from digest.cli import execute
from digest.render.completeness import letters

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
NOW = "2025-06-09T08:00:00+00:00"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")


def shipped_rules(folder: Path, *globs: str) -> Path:
    """The shipped feeds.toml with one source of files in place of its own."""
    parts = re.split(r"(?m)^(?=\[)", (ROOT / "feeds.toml").read_text(encoding="utf-8"))
    kept = [part for part in parts if not part.startswith("[[sources]]")]
    path = folder / "feeds.toml"
    path.write_text("".join(kept) + f'\n[[sources]]\nname = "Files"\nfiles = {json.dumps(globs)}\n', encoding="utf-8")
    return path


@pytest.fixture(name="sample", scope="module")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the issue made from the sample article alone."""
    folder = tmp_path_factory.mktemp("sample")
    feeds = shipped_rules(folder, str(SHARED / "samples/rki-news-snippet.txt"))
    assert execute(["--config", str(feeds), "--now", NOW, "--quiet", "run"]) == 0
    return folder / "out/weekly/2025-W24"


def sections(folder: Path) -> dict[tuple[str, str], Any]:
    """The only piece of each section."""
    plan = json.loads((folder / "issue.json").read_text(encoding="utf-8"))
    return {
        (region["name"], topic["name"]): piece
        for region in plan["sections"]
        for topic in region["topics"]
        for (piece,) in [topic["pieces"]]
    }


def test_each_part_of_the_sample_article_is_in_its_own_section(sample: Path) -> None:
    found = sections(sample)
    talks, daesh = found["Europe", "Russia-Ukraine talks"], found["Middle East", "anti-Daesh coordination"]
    assert len(found) == 2
    assert [len(piece["paragraphs"]) for piece in (talks, daesh)] == [3, 1]
    assert talks["headline"]["text"] == "Türkiye confirms fresh Momentum for Russia-Ukraine peace talks"
    assert daesh["headline"]["origin"] == "sentence"
    assert daesh["headline"]["text"].startswith(
        "Fidan also discussed the launch of a joint anti-Daesh (ISIS) coordination"
    )
    assert daesh["headline"]["from_title"] == talks["headline"]["text"]
    for piece in (talks, daesh):
        (source,) = piece["sources"]
        assert (source["publisher"], source["agency"]) == ("rki.news", "Anadolu Agency")
        assert (source["published"][:10], source["dated_by"]) == ("2025-06-05", "publisher")


def test_the_broken_paragraphs_of_the_sample_are_whole_and_printed_once_in_every_output(sample: Path) -> None:
    pdf = pypdfium2.PdfDocument(sample / "issue.pdf")
    read = {
        "issue.pdf": " ".join(page.get_textpage().get_text_range() for page in pdf),
        **{name: (sample / name).read_text(encoding="utf-8") for name in ("mail.txt", "mail.html", "index.html")},
    }
    pdf.close()
    healed = ("He reiterated Türkiye", "to counter regional terror threats more effectively")
    for name, text in read.items():
        seen = letters(re.sub(r"<[^>]+>", "", text.replace("&#39;", "'")))
        assert [seen.count(letters(part)) for part in healed] == [1, 1], name
        assert "12jan2026" not in seen, name


def test_thousands_of_real_feeds_go_through_one_gather(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    globs = [
        str(SHARED / f"corpora/{kind}/**/*.{ending}") for kind in ("feeds", "newsfeeds") for ending in ("xml", "rss")
    ]
    feeds = shipped_rules(tmp_path, *globs)
    assert execute(["--config", str(feeds), "--now", NOW, "--json", "gather"]) == 0
    said = json.loads(capsys.readouterr().out)["gather"]
    assert said["read"] + sum(one["stage"] == "parse" for one in said["failures"]) >= 1500
    assert said["new"] > 3000
    assert all(one["what"] and one["where"] for one in said["failures"])
    assert not [one for one in said["failures"] if "crashed" in one["what"] or "took more" in one["what"]]
