"""Coverage: an issue counted against those before it, and what of it an editor is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from digest.config.schema import EditionTable
from digest.models import Coverage, CoverageRow, Issue, Piece, Section, TopicSection
from digest.pipeline.covering import cover, remarks, said, summary
from tests import builders

EDITION = EditionTable(name="weekly", regions=("Europe", "Sahel"), topics=("Talks", "Grain"))


def pieces(count: int, publisher: str = "", many: int = 0, language: str = "en") -> tuple[Piece, ...]:
    """So many stories, each led by a publisher of its own or by one; `many` of them told by several."""
    return tuple(
        builders.piece(
            f"Story {number} of {publisher}",
            sources=(builders.source_ref(publisher=publisher or f"P{number}"),),
            publishers=2 if number < many else 1,
            language=language,
        )
        for number in range(count)
    )


def issue(**places: Sequence[Piece]) -> Issue:
    """An issue of stories by place: europe, sahel (other news), talks, grain (topics of Europe)."""
    homes = {
        "europe": ("Europe", ""),
        "sahel": ("Sahel", ""),
        "talks": ("Europe", "Talks"),
        "grain": ("Europe", "Grain"),
    }
    sections: dict[str, list[TopicSection]] = {}
    for place, told in places.items():
        region, topic = homes[place]
        sections.setdefault(region, []).append(TopicSection("t" + place, topic, "", tuple(told), 2))
    return builders.issue(*(Section("r" + name, name, tuple(topics)) for name, topics in sections.items()))


def test_every_region_and_topic_of_the_edition_has_its_row() -> None:
    now = issue(europe=pieces(2, many=1), talks=pieces(3, "Wire", language="pt-BR"))
    before = [issue(europe=pieces(4)), issue(sahel=pieces(2), talks=pieces(1))]
    assert cover(now, before, EDITION) == Coverage(
        issues=2,
        stories=5,
        mean=3.5,
        single=4,
        single_mean=3.5,
        regions=(CoverageRow("Europe", 5, 4, 4, 2.5, 0), CoverageRow("Sahel", 0, 0, 0, 1.0, 2)),
        topics=(CoverageRow("Talks", 3, 3, 2, 0.5, 0), CoverageRow("Grain", 0, 0, 0, 0.0, 3)),
        publishers=cover(now, before, EDITION).publishers,
        languages=cover(now, before, EDITION).languages,
    )
    shares = cover(now, before, EDITION)
    assert [(one.name, one.count, one.mean) for one in shares.publishers] == [
        ("Wire", 3, 0.0), ("P0", 1, 1.5), ("P1", 1, 1.0),
    ]  # fmt: skip
    assert [(one.name, one.count, one.mean) for one in shares.languages] == [("pt", 3, 0.0), ("en", 2, 3.5)]


def test_the_first_issue_has_nothing_usual() -> None:
    made = cover(issue(europe=pieces(9)), [], EDITION)
    assert (made.issues, made.mean, made.regions[0].mean, made.regions[1].quiet) == (0, None, None, 1)
    assert summary(made) == "9 stories; 9 of them told by one publisher alone"
    assert remarks(made) == ()


def test_no_more_than_eight_issues_count() -> None:
    before = [issue(europe=pieces(1))] * 8 + [issue(europe=pieces(50))]
    made = cover(issue(europe=pieces(1)), before, EDITION)
    assert (made.issues, made.mean) == (8, 1.0)


CASES = [
    # what is usual, what is now, what is told of it
    (issue(europe=pieces(5), sahel=pieces(5)), issue(europe=pieces(5)), ("Sahel: nothing, usually 5",)),
    (issue(europe=pieces(5), sahel=pieces(2)), issue(europe=pieces(5)), ()),  # by chance every seventh time
    (issue(europe=pieces(13)), issue(europe=pieces(5)), ("Europe: 5 stories, usually 13",)),
    (issue(europe=pieces(13)), issue(europe=pieces(8)), ()),
    (issue(europe=pieces(3)), issue(europe=pieces(9)), ("Europe: 9 stories, usually 3",)),
    (issue(europe=pieces(3)), issue(europe=pieces(7)), ()),
    (issue(europe=pieces(1)), issue(europe=pieces(1), sahel=pieces(2)), ()),  # the first ones are no alarm
    (
        issue(europe=(*pieces(4, "Wire"), *pieces(6))),
        issue(europe=(*pieces(5, "Wire"), *pieces(5))),
        (),  # it always does
    ),
    (
        issue(europe=pieces(10, many=8)),
        issue(europe=pieces(10)),
        ("10 of 10 stories are told by one publisher alone, usually 20%",),
    ),
    (
        issue(europe=pieces(10)),
        issue(europe=(*pieces(4, "Wire"), *pieces(6))),
        ("Wire leads 4 of 10 stories, usually 0",),
    ),
]


@pytest.mark.parametrize(("usual", "now", "told"), CASES)
def test_what_is_told_and_what_is_not(usual: Issue, now: Issue, told: tuple[str, ...]) -> None:
    edition = EditionTable(name="weekly", regions=EDITION.regions)
    assert remarks(cover(now, [usual] * 4, edition)) == told


def test_two_issues_are_no_habit() -> None:
    usual, now = issue(europe=pieces(5), sahel=pieces(5)), issue(europe=pieces(5))
    assert "Sahel" not in " ".join(remarks(cover(now, [usual] * 2, EDITION)))


def test_how_long_something_is_silent() -> None:
    usual, now = issue(europe=pieces(5), talks=pieces(6), grain=pieces(1)), issue(europe=pieces(5))
    assert remarks(cover(now, [now, *[usual] * 7], EDITION)) == (
        "Talks: nothing for 2 issues, usually 5.2",
        "nothing on Grain (2 issues)",
    )


def test_a_topic_that_never_has_a_story() -> None:
    now = issue(europe=pieces(5), talks=pieces(2))
    assert remarks(cover(now, [now] * 2, EDITION)) == ()
    assert remarks(cover(now, [now] * 3, EDITION)) == (
        "nothing in 4 issues on Grain: do their rules find what they should?",
    )


@pytest.mark.parametrize(("mean", "words"), [(3.25, "3.2"), (3.0, "3"), (12.4, "12"), (0.5, "0.5"), (None, "")])
def test_a_mean_in_print(mean: float | None, words: str) -> None:
    assert said(mean) == words
