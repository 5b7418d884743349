"""An output that cannot be made leaves the others whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from digest.errors import UnmadeOutput
from digest.models import Issue, Rendered
from digest.pipeline.printing import Press, print_issue
from digest.render import plan_json
from digest.render.manifest import manifest
from tests.builders import issue, section


@dataclass
class Simple:
    """A renderer of one word, or of nothing: then it says what is wrong."""

    name: str
    trouble: str = ""

    def render(self, plan: Issue, made: Mapping[str, Rendered], plain: frozenset[str]) -> Rendered:
        """The word is which outputs it found made."""
        if self.trouble:
            raise UnmadeOutput(self.trouble)
        return Rendered(self.name, "text/plain", " ".join(made).encode())


class Silent:
    """A watch that tells nobody."""

    @contextmanager
    def stage(self, name: str) -> Iterator[Any]:
        """A stage."""
        yield SimpleNamespace(items=0)


def press(*renderers: Simple) -> Press:
    """A press that finds nothing missing."""
    return Press(
        renderers=renderers,
        missing=lambda plan, made: (),
        manifest=lambda plan, made: manifest(plan, made, "templates", "code"),
        dump=plan_json.dump,
        load=plan_json.load,
        publish=lambda *_: "",
        charts=lambda plan: (),
        pictures=lambda hashes: {},
        standing=lambda plan: "",
    )


def test_mail_and_web_are_made_where_the_pdf_cannot_be() -> None:
    works = press(Simple("issue.pdf", "took more than 60 s"), Simple("mail.txt"), Simple("index.html"))
    done = print_issue(issue(section()), works, Silent())  # type: ignore[arg-type]
    assert [one.name for one in done.files] == ["issue.json", "mail.txt", "index.html", "manifest.json"]
    assert [(one.where, one.what) for one in done.unmade] == [("issue.pdf", "took more than 60 s")]
    assert done.missing == ()


def test_the_only_output_s_trouble_stops_the_run() -> None:
    with pytest.raises(UnmadeOutput, match="took more than 60 s"):
        print_issue(issue(section()), press(Simple("issue.pdf", "took more than 60 s")), Silent())  # type: ignore[arg-type]
