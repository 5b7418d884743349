"""Pictures from end to end: fetched by build, kept, printed, and never fetched for print."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from digest.cli import execute
from tests.cli.desk import FEEDS, NOW, TALKS, desk
from tests.pictures import photograph
from tests.sources.site import Site, closed_port, open_site

ISSUE = "weekly/2025-W24"
BRIDGE = "---\ntitle: A new bridge opens in France\ndate: 2025-06-05\n---\n\n![]({})\n\nA bridge over the river opened in France.\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        opened.page("/talks.jpg", photograph(900, 600), Content_Type="image/jpeg")
        opened.page("/bridge.jpg", photograph(640, 400, seed=2), Content_Type="image/jpeg")
        yield opened


def lay(folder: Path, url: str, allow: str = '"127.0.0.1"', more: str = "") -> Path:
    """A desk whose two notes show pictures of `url`."""
    path = desk(folder)
    talks = f"![Delegates at a table]({url}/talks.jpg)\n\nRussia and Ukraine exchanged"
    (folder / "notes/talks.md").write_text(TALKS.replace("Russia and Ukraine exchanged", talks, 1), encoding="utf-8")
    (folder / "notes/bridge.md").write_text(BRIDGE.format(url + "/bridge.jpg"), encoding="utf-8")
    config = FEEDS.replace("[digest]", f"[digest]\nallow_hosts = [{allow}]")
    path.write_text(config + more, encoding="utf-8")
    return path


def run(feeds: Path, *words: str, now: str = NOW) -> int:
    return execute(["--config", str(feeds), "--now", now, "--quiet", *words])


def told(capsys: pytest.CaptureFixture[str], feeds: Path, *words: str, now: str = NOW) -> Any:
    capsys.readouterr()
    assert execute(["--config", str(feeds), "--now", now, "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def illustrations(feeds: Path) -> list[dict[str, Any]]:
    plan = json.loads((feeds.parent / "out" / ISSUE / "issue.json").read_text(encoding="utf-8"))
    found = (one for section in plan["sections"] for topic in section["topics"] for one in topic["pieces"])
    return [one["illustration"] for one in found if "illustration" in one]


def asked(site: Site) -> list[str]:
    return sorted(path for path, _ in site.requests)


def test_an_issue_is_printed_with_pictures_and_rebuilt_without_the_network(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds = lay(tmp_path, site.url)
    outputs = feeds.read_text(encoding="utf-8").replace('["mail", "web"]', '["mail", "pdf", "web"]')
    feeds.write_text(outputs, encoding="utf-8")
    (built,) = told(capsys, feeds, "run")["issues"]
    assert (built["pictures"], built["without"]) == (1, [])
    (one,) = illustrations(feeds)
    assert (one["alt"], one["credit"], one["full"]["width"], one["small"]["width"]) == (
        "Delegates at a table",
        "",
        900,
        600,
    )
    assert asked(site) == ["/talks.jpg"]  # the bridge leads no region

    folder = tmp_path / "out" / ISSUE
    assert {path.name for path in (folder / "pictures").iterdir()} == {
        one[size]["hash"] + ".jpg" for size in ("full", "small")
    }
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    site.pages.clear()
    again = told(capsys, feeds, "rebuild", ISSUE, "--verify")
    assert again["same"]
    assert set(again["files"]) == {path.relative_to(folder).as_posix() for path in before}
    shutil.rmtree(folder)
    assert run(feeds, "build") == 0  # closed: rendered again, wholly from the store
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert asked(site) == ["/talks.jpg"]


def test_a_picture_that_cannot_be_had_is_told_and_costs_no_issue(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    del site.pages["/talks.jpg"]
    feeds = lay(tmp_path, site.url)
    assert run(feeds, "run") == 0
    said = capsys.readouterr().out
    assert "pictures: 1, 1 left out" in said  # the bridge leads the region's second topic
    assert f"{site.url}/talks.jpg: the server says 404 Not Found." in said
    issue = (tmp_path / "out" / ISSUE / "index.html").read_text(encoding="utf-8")
    assert "404" not in issue


def test_a_draft_is_built_anew_from_what_was_fetched(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds = lay(tmp_path, site.url)
    text = feeds.read_text(encoding="utf-8").replace('name = "weekly"', 'name = "weekly"\napproval = "required"')
    feeds.write_text(text, encoding="utf-8")
    assert run(feeds, "run") == 0
    first = illustrations(feeds)
    site.pages.clear()
    assert run(feeds, "build", now="2025-06-10T08:00:00+00:00") == 0
    (approved,) = told(capsys, feeds, "approve", ISSUE)["issues"]
    assert (approved["state"], approved["pictures"]) == ("built", 1)
    assert illustrations(feeds) == first
    assert asked(site) == ["/talks.jpg"]


@pytest.mark.parametrize("more", ["\n[gather]\npictures = false\n", "source"])
def test_pictures_may_be_left_out(tmp_path: Path, site: Site, more: str) -> None:
    feeds = lay(tmp_path, site.url, more="" if more == "source" else more)
    if more == "source":
        text = feeds.read_text(encoding="utf-8").replace('files = ["notes/*"]', 'files = ["notes/*"]\npictures = false')
        feeds.write_text(text, encoding="utf-8")
    assert run(feeds, "run") == 0
    assert illustrations(feeds) == []
    assert asked(site) == []


def test_nothing_internal_is_asked_for_a_picture(
    tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds = lay(tmp_path, site.url, allow="")
    (built,) = told(capsys, feeds, "run")["issues"]
    assert built["pictures"] == 0
    assert all("not fetched" in one["what"] for one in built["without"])
    assert site.clients == set()


def test_a_machine_without_a_network_builds_as_fast(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closed_port() as closed:
        feeds = lay(tmp_path, f"http://127.0.0.1:{closed}")
        assert run(feeds, "gather") == 0
        result = told(capsys, feeds, "build")
    (built,) = result["issues"]
    assert (built["state"], built["pictures"], len(built["without"])) == ("built", 0, 2)
    assert result["stages"]["pictures"]["seconds"] < 2


@pytest.mark.offline
def test_a_machine_whose_names_lead_nowhere_builds_as_fast(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = lay(tmp_path, "https://pictures.example")
    result = told(capsys, feeds, "run")
    assert result["issues"][0]["pictures"] == 0
    assert result["stages"]["pictures"]["seconds"] < 2


def test_a_brief_has_pictures_too(tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    feeds = lay(tmp_path, site.url)
    target = tmp_path / "brief.pdf"
    made = told(capsys, feeds, "brief", "--region", "Europe", "-o", str(target))
    assert made["pictures"] == 1
    with pikepdf.open(BytesIO(target.read_bytes())) as document:
        figures = [
            one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert [str(one["/Alt"]) for one in figures] == ["Delegates at a table"]
