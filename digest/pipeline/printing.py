"""The frozen plan rendered into every output, and proof that nothing planned is missing in print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from digest.models import Issue, Rendered
from digest.protocols import Renderer, Watch

PLAN = "issue.json"
MANIFEST = "manifest.json"


class Gap(Protocol):
    """Something planned that an output lacks."""

    @property
    def output(self) -> str:
        """The output's name."""
        ...

    @property
    def piece(self) -> str:
        """The piece's id."""
        ...


@dataclass(frozen=True, slots=True)
class Press:
    """What turns a plan into files: the renderers in their order, the proof-reader, the manifest's maker."""

    renderers: tuple[Renderer, ...]
    missing: Callable[[Issue, Mapping[str, Rendered]], Sequence[Gap]]
    manifest: Callable[[Issue, Sequence[Rendered]], Rendered]
    dump: Callable[[Issue], bytes]
    load: Callable[[bytes], Issue]
    publish: Callable[[str, Sequence[Rendered], bool], str]  # issue id, files, incomplete -> folder
    standing: Callable[[Issue], str]  # the folder, where it already holds what would be rendered; else ""


@dataclass(frozen=True, slots=True)
class Printed:
    """The outputs, in the order in which they were made; what was printed as plain text; what is missing still."""

    files: tuple[Rendered, ...]
    plain: tuple[str, ...]  # ids of pieces
    missing: tuple[Gap, ...]


def print_issue(issue: Issue, press: Press, watch: Watch) -> Printed:
    """Render every output from `issue`; render pieces that got lost once more, as plain text.

    What the press may not show is struck out of the plan first: outputs are made from the plan as it is published.
    """
    issue = press.load(press.dump(issue))
    made = _render(issue, press, frozenset(), watch)
    with watch.stage("prove") as stage:
        gaps = tuple(press.missing(issue, made))
        stage.items = len(made)
    plain = tuple(sorted({gap.piece for gap in gaps}))
    if plain:
        made = _render(issue, press, frozenset(plain), watch)
        gaps = tuple(press.missing(issue, made))
    files = tuple(made.values())
    return Printed((*files, press.manifest(issue, files)), plain, gaps)


def _render(issue: Issue, press: Press, plain: frozenset[str], watch: Watch) -> dict[str, Rendered]:
    made = {PLAN: Rendered(PLAN, "application/json", press.dump(issue))}
    for renderer in press.renderers:
        with watch.stage(renderer.name) as stage:
            made[renderer.name] = renderer.render(issue, made, plain)
            stage.items = 1
    return made
