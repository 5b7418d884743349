"""An edition whose summaries a model writes, from feeds.toml to every output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digest.cli import execute
from tests.cli.desk import NOW, desk
from tests.sources.test_model import error, reply, serving

LONG = """\
---
title: Delegations of Russia and Ukraine meet for talks in Istanbul
date: 2025-06-07
---

Delegations of Russia and Ukraine met for talks in Istanbul on 2 June, in the palace on the Bosphorus where they had met before.

They agreed to exchange all captives aged 18 to 25 and the bodies of 6,000 fallen soldiers of each side, and handed each other papers with their terms.

The Turkish foreign minister, Hakan Fidan, chaired the talks of Russia and Ukraine and said that a further round was to follow soon.
"""
DRAFT = (
    "Delegations of Russia and Ukraine met for talks in Istanbul on 2 June [1]. Hakan Fidan chaired the talks of Russia "
    "and Ukraine [4]. The talks ended with a peace treaty in Geneva [2]."
)


def _desk(folder: Path, url: str) -> Path:
    feeds = desk(folder)
    (folder / "notes" / "talks.md").write_text(LONG, encoding="utf-8")
    text = feeds.read_text("utf-8").replace('name = "weekly"', 'name = "weekly"\nmodel = ["summaries"]', 1)
    feeds.write_text(text + f'\n[model]\nurl = "{url}"\nname = "small-model"\n', encoding="utf-8")
    return feeds


def _run(feeds: Path, *words: str) -> int:
    return execute(["--config", str(feeds), "--now", NOW, "--quiet", *words])


def test_what_a_model_wrote_is_marked_in_every_output(tmp_path: Path) -> None:
    with serving(reply(DRAFT)) as (url, script):
        feeds = _desk(tmp_path, url)
        assert _run(feeds, "run") == 0
    folder = tmp_path / "out" / "weekly" / "2025-W24"
    for name in ("mail.html", "mail.txt", "index.html"):
        text = " ".join((folder / name).read_text("utf-8").split())
        assert "Hakan Fidan chaired the talks" in text, name
        assert "small-model" in text, name
        assert "Geneva" not in text, name
    plan = json.loads((folder / "issue.json").read_text("utf-8"))
    assert plan["colophon"]["model"] == {"name": "small-model", "printed": 2, "refused": 1}
    assert len(script.asked) == 1


def test_a_model_that_fails_costs_no_issue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(error(401, "wrong key")) as (url, _):
        feeds = _desk(tmp_path, url)
        assert _run(feeds, "run") == 0
    folder = tmp_path / "out" / "weekly" / "2025-W24"
    text = (folder / "mail.txt").read_text("utf-8")
    assert "small-model" in text
    assert "401: wrong key" in " ".join(text.split())
    assert "Delegations of Russia and Ukraine met for talks" in " ".join(text.split())


def test_an_edition_cannot_want_a_model_that_is_not_described(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feeds = _desk(tmp_path, "http://127.0.0.1:1/v1")
    feeds.write_text(feeds.read_text("utf-8").partition("\n[model]")[0], encoding="utf-8")
    assert _run(feeds, "check") == 2
    assert "[model] has no url" in capsys.readouterr().err
