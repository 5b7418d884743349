"""The frozen plan rendered into every output, and proof that nothing planned is missing in print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from digest.models import Issue, Rendered, Rendition, TopicSection
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
    pictures: Callable[[Sequence[str]], Mapping[str, bytes]]  # hashes -> the bytes that are kept under them
    charts: Callable[[Issue], Sequence[Rendered]]  # their files: what mail shows, and their numbers
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
    pictures = _pictures(issue, press)
    made = _render(issue, press, pictures, frozenset(), watch)
    with watch.stage("prove") as stage:
        gaps = tuple(press.missing(issue, made))
        stage.items = len(made)
    plain = tuple(sorted({gap.piece for gap in gaps}))
    if plain:
        made = _render(issue, press, pictures, frozenset(plain), watch)
        gaps = tuple(press.missing(_without_pictures(issue, plain), made))
    files = tuple(made.values())
    return Printed((*files, press.manifest(issue, files)), plain, gaps)


def renditions(issue: Issue) -> list[Rendition]:
    """The pictures that a plan names, in every size, in the plan's order; one that is named twice comes twice."""
    found = (piece.illustration for section in issue.sections for topic in section.topics for piece in topic.pieces)
    return [size for one in found if one for size in (one.full, one.small)]


def _pictures(issue: Issue, press: Press) -> dict[str, Rendered]:
    """The renditions that the plan names, as files: each renderer takes from them what it shows."""
    sizes = {size.hash: size for size in renditions(issue)}
    bodies = press.pictures(sorted(sizes)) if sizes else {}
    return {
        sizes[name].name: Rendered(sizes[name].name, sizes[name].media_type, body)
        for name, body in sorted(bodies.items())
    }


def _without_pictures(issue: Issue, plain: Sequence[str]) -> Issue:
    """What is asked of the outputs when the pieces in `plain` are printed as plain text."""

    def bare(topic: TopicSection) -> TopicSection:
        pieces = (replace(piece, illustration=None) if piece.id in plain else piece for piece in topic.pieces)
        return replace(topic, pieces=tuple(pieces))

    sections = (replace(section, topics=tuple(map(bare, section.topics))) for section in issue.sections)
    return replace(issue, sections=tuple(sections))


def _render(
    issue: Issue, press: Press, pictures: Mapping[str, Rendered], plain: frozenset[str], watch: Watch
) -> dict[str, Rendered]:
    made = {PLAN: Rendered(PLAN, "application/json", press.dump(issue)), **pictures}
    with watch.stage("charts") as stage:
        drawn = press.charts(issue)
        made.update((one.name, one) for one in drawn)
        stage.items = len(drawn)
    for renderer in press.renderers:
        with watch.stage(renderer.name) as stage:
            made[renderer.name] = renderer.render(issue, made, plain)
            stage.items = 1
    return made
