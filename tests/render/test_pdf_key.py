"""A PDF says what it was made from; made from the same, it is not made again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.engine.serial import SerialEngine
from digest.models import Issue, Rendered
from digest.render.manifest import manifest
from digest.render.pdf import NAME, PdfRenderer
from digest.render.pdf_key import job_key, made_from, page_count
from digest.render.pdf_paint import Attached, Job
from tests.builders import NOW
from tests.render import pdf_samples as samples

JOB = Job("<p>a</p>", "p { color: red }", ("", "b"), (("x.png", b"1"),), (Attached("a", "b", "Data", b"c"),), NOW)


class Idle:
    """An engine that must not be asked."""

    def run(self, *_: Any) -> Iterator[Any]:
        """Fails."""
        raise AssertionError("the layout was asked for")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"html": "<p>b</p>"}, id="html"),
        pytest.param({"css": ""}, id="style"),
        pytest.param({"fits": ("",)}, id="further styles"),
        pytest.param({"assets": (("x.png", b"2"),)}, id="picture"),
        pytest.param({"attached": ()}, id="attachment"),
        pytest.param({"at": NOW + timedelta(seconds=1)}, id="moment"),
    ],
)
def test_the_key_tells_whatever_decides_on_the_bytes(changes: dict[str, Any]) -> None:
    assert job_key(JOB) == job_key(replace(JOB))
    assert job_key(replace(JOB, **changes)) != job_key(JOB)


def _standing(folder: Path, issue: Issue) -> Rendered:
    made = PdfRenderer(SerialEngine()).render(issue, {}, frozenset())
    (folder / issue.id).mkdir(parents=True)
    (folder / issue.id / NAME).write_bytes(made.body)
    (folder / issue.id / "manifest.json").write_bytes(manifest(issue, [made], "templates").body)
    return made


def test_a_pdf_that_stands_is_taken_and_one_from_another_plan_or_profile_is_not(tmp_path: Path) -> None:
    issue = samples.english_issue(1)
    made = _standing(tmp_path, issue)
    idle: Any = Idle()
    again = PdfRenderer(idle, out=tmp_path).render_with_report(issue, {}, frozenset())
    assert again.rendered == made
    assert again.pages == page_count(made.body) == samples.printed("one").pages
    others = (
        (PdfRenderer(idle, out=tmp_path), replace(issue, title="Another"), frozenset[str]()),
        (PdfRenderer(idle, out=tmp_path), issue, frozenset({issue.lines[0].piece})),
        (PdfRenderer(idle, out=tmp_path, profile="letter"), issue, frozenset[str]()),
        (PdfRenderer(idle), issue, frozenset[str]()),
    )
    for renderer, plan, plain in others:
        with pytest.raises(AssertionError, match="was asked for"):
            renderer.render(plan, {}, plain)


def test_a_pdf_that_was_damaged_is_not_taken(tmp_path: Path) -> None:
    issue = samples.english_issue(1)
    made = _standing(tmp_path, issue)
    (tmp_path / issue.id / NAME).write_bytes(made.body[:-1])
    assert made_from(made.body[:-1]) == made_from(made.body)
    idle: Any = Idle()
    with pytest.raises(AssertionError, match="was asked for"):
        PdfRenderer(idle, out=tmp_path).render(issue, {}, frozenset())


def test_what_does_not_say_is_made_from_nothing() -> None:
    assert made_from(b"") == made_from(b"%PDF-1.7 ...") == ""
