"""Best first, and the score says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from digest.models import Evidence, Placed, Story
from digest.rank import SHARES, rank
from tests import builders


def cut(title: str = "Talks", source: str = "A", **changes: object) -> Placed:
    """A cut of one item."""
    return builders.placed(builders.item(title, source=source, publisher=source, **changes))


def first(*stories: Story, **weights: float) -> str:
    """The title of the story that is ranked first."""
    return rank(stories, builders.NOW, weights)[0].story.cuts[0].item.title


def strong(part: Placed, score: float) -> Placed:
    """The cut with evidence of that strength."""

    return replace(part, evidence=(Evidence("k", "topic", "Talks", "won", score, "rule", ()),))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param(builders.story(cut("B"), cut("C", "X")), builders.story(cut("A")), id="two publishers"),
        pytest.param(
            builders.story(cut("B")), builders.story(cut("A", published=builders.NOW - timedelta(days=9))), id="newer"
        ),
        pytest.param(
            builders.story(cut("B", published=builders.NOW)),
            builders.story(cut("A", dated_by="fetch")),
            id="dated and new",
        ),
        pytest.param(builders.story(strong(cut("B"), 3.0)), builders.story(strong(cut("A"), 1.0)), id="stronger rule"),
    ],
)
def test_the_better_story_comes_first(better: Story, worse: Story) -> None:
    assert first(better, worse) == first(worse, better) == "B"


def test_a_weighty_source_comes_first() -> None:
    assert first(builders.story(cut("A", "x")), builders.story(cut("B", "y")), x=0.5, y=2.0) == "B"


def test_ties_go_to_the_lower_id_whatever_the_order() -> None:
    stories = [builders.story(cut(title)) for title in "ABCD"]
    forward = [one.story.cuts[0].item.id for one in rank(stories, builders.NOW, {})]
    assert forward == sorted(forward) == [one.story.cuts[0].item.id for one in rank(stories[::-1], builders.NOW, {})]


def test_scores_are_in_range_and_their_parts_add_up() -> None:
    future = cut("F", published=builders.NOW + timedelta(days=30))
    stories = [builders.story(strong(future, 99), *(cut(f"T{n}", f"P{n}") for n in range(9))), builders.story(cut("A"))]
    for one in rank(stories, builders.NOW, {"A": 10.0}):
        assert 0 <= one.score <= 1
        assert len(one.why) == len(SHARES)
        assert sum(float(why.rsplit("+", 1)[1].rstrip(")")) for why in one.why) == pytest.approx(one.score, abs=0.03)


def test_shares_are_a_whole() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)


def test_an_editors_choice_is_beyond_doubt() -> None:
    pinned = replace(cut("A"), evidence=(Evidence("k", "topic", "Russia-Ukraine talks", "pinned", 0.0, "", ()),))
    (one,) = rank([builders.story(pinned)], builders.NOW, {})
    assert "chosen by the editor (+0.15)" in one.why


@pytest.mark.parametrize(
    ("days", "says"),
    [(0, "published today"), (1, "published 1 day ago"), (6, "published 6 days ago"), (-3, "published today")],
)
def test_the_age_is_told(days: int, says: str) -> None:
    (one,) = rank([builders.story(cut(published=builders.NOW - timedelta(days=days)))], builders.NOW, {})
    assert any(why.startswith(says) for why in one.why)


def test_other_news_is_as_sure_as_its_places() -> None:
    place = Evidence("k", "region", "Europe", "won", 4.0, "FR", ())
    part = replace(cut("A"), topic="", evidence=(place,))
    (one,) = rank([builders.story(part)], builders.NOW, {})
    assert any(why.startswith("its places' strength 4.0") for why in one.why)


def test_what_lost_adds_nothing() -> None:
    lost = replace(cut("A"), evidence=(Evidence("k", "topic", "Russia-Ukraine talks", "lost", 9.0, "", ()),))
    (one,) = rank([builders.story(lost)], builders.NOW, {})
    assert "the rule's strength 0.0 (+0.00)" in one.why


def test_chinese_is_as_deep_as_it_is_long() -> None:
    long, short = ("会谈在伊斯坦布尔举行。" * count for count in (60, 3))
    scored = rank([builders.story(builders.placed(builders.item(t, t))) for t in (short, long)], builders.NOW, {})
    assert scored[0].story.cuts[0].item.title.startswith(long[:30])
    assert len(scored[0].story.cuts[0].item.passages[0].text) > 100
