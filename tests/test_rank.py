"""Best first, and the score says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from digest.models import Evidence, Placed, Story
from digest.rank import SHARES, Bearings, rank
from tests import builders

DAY = timedelta(days=1)


def cut(title: str = "Talks", source: str = "A", **changes: object) -> Placed:
    """A cut of one item."""
    return builders.placed(builders.item(title, source=source, publisher=source, **changes))


def first(*stories: Story, **weights: float) -> str:
    """The title of the story that is ranked first."""
    return rank(stories, builders.NOW, weights)[0].story.cuts[0].item.title


def points(why: str) -> float:
    """What a part says that it adds."""
    return float(why.rsplit("(", 1)[1].rstrip(")"))


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
    since = Bearings(since=builders.NOW + DAY)  # all of them were passed over
    for bearings, more in ((Bearings(), 0), (since, 1)):
        for one in rank(stories, builders.NOW, {"A": 10.0}, bearings):
            assert 0 <= one.score <= 1
            assert 0 <= one.alone <= 1
            assert len(one.why) == len(SHARES) + more
            assert sum(map(points, one.why)) == pytest.approx(one.score, abs=0.04)


def test_shares_are_a_whole() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)


def test_an_editors_choice_is_beyond_doubt() -> None:
    pinned = replace(cut("A"), evidence=(Evidence("k", "topic", "Russia-Ukraine talks", "pinned", 0.0, "", ()),))
    (one,) = rank([builders.story(pinned)], builders.NOW, {})
    assert "chosen by the editor (+0.12)" in one.why


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


# -- what was before ------------------------------------------------------------------------------------------------


def score(story: Story, **bearings: object) -> float:
    """Its score against those bearings."""
    return rank([story], builders.NOW, {}, Bearings(**bearings))[0].score  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "left"), [(-1, 1.0), (0, 0.5), (6.9, 0.5), (7, 0.25), (30, 0.5**5)])
def test_a_story_that_an_issue_passed_over_is_worth_less_in_the_next(days: float, left: float) -> None:
    since = builders.NOW - 7 * DAY
    story = builders.story(cut("A", published=since - 9 * DAY))
    waited = builders.story(replace(story.cuts[0], first_seen=since - days * DAY))
    assert score(waited, since=since) == pytest.approx(score(story, since=since) * left, abs=0.001)


def test_waiting_is_told_with_what_it_costs() -> None:
    since = builders.NOW - 7 * DAY
    (one,) = rank([builders.story(replace(cut("A"), first_seen=since - 2 * DAY))], builders.NOW, {}, Bearings(since))
    assert one.why[-1].startswith("passed over by the last issue (-0.")


def test_nothing_comes_back_for_ever() -> None:
    """Even a story of many publishers falls under any floor in some weeks, long before its source's max_age."""
    many = [replace(cut(f"T{n}", f"P{n}"), first_seen=builders.NOW - 21 * DAY) for n in range(9)]
    assert score(builders.story(*many), since=builders.NOW - 7 * DAY) < 0.15
    (one,) = rank([builders.story(*many)], builders.NOW, {}, Bearings(builders.NOW - 7 * DAY))
    assert one.why[-1].startswith("passed over by 3 issues (-0.")


def test_builds_within_hours_do_not_age_a_story_by_hundreds_of_issues() -> None:
    old = replace(cut("A"), first_seen=builders.NOW - 2 * DAY)
    (one,) = rank([builders.story(old)], builders.NOW, {}, Bearings(builders.NOW - DAY / 24))
    assert one.why[-1].startswith("passed over by 2 issues (-0.")


def test_a_new_publisher_makes_an_old_story_young_and_so_does_the_editor() -> None:
    since = builders.NOW - 7 * DAY
    old = replace(cut("A", "x"), first_seen=since - 9 * DAY)
    new = replace(cut("A", "y"), first_seen=since + DAY)
    assert score(builders.story(old), since=since) < 0.1
    assert score(builders.story(old, new), since=since) == score(builders.story(old, new))
    pinned = replace(old, pinned=True)
    assert score(builders.story(pinned), since=since) == score(builders.story(pinned)) > 0.3


def test_what_was_printed_counts_for_as_much_as_is_new_in_it() -> None:
    whole = builders.item("A", *(f"Paragraph {n} of the article." for n in range(4)))
    grown = builders.placed(whole, passages=whole.passages[3:])
    (one,) = rank([builders.story(grown)], builders.NOW, {}, Bearings(told={whole.id}))
    assert "an article printed before, 25% of it is new (+0.03)" in one.why or any("25%" in why for why in one.why)
    (other,) = rank([builders.story(grown)], builders.NOW, {})
    assert "not printed before (+0.10)" in other.why


@pytest.mark.parametrize(
    ("window", "worth"), [(None, 0.5), (7, 0.5), (1, 0.008), (0.1, 0.008), (14, 0.707), (60, 0.707)]
)
def test_recency_is_measured_by_the_issues_window(window: float | None, worth: float) -> None:
    """A weekly does not print its last day alone, nor a daily the week before."""
    since = None if window is None else builders.NOW - window * DAY
    story = builders.story(replace(cut(published=builders.NOW - 7 * DAY), first_seen=builders.NOW))
    (one,) = rank([story], builders.NOW, {}, Bearings(since))
    (told,) = (why for why in one.why if why.startswith("published"))
    assert points(told) == pytest.approx(SHARES["recency"] * worth, abs=0.006)


# -- whose subject others have, and what needs no score --------------------------------------------------------------


def test_a_subject_that_others_have_in_their_headlines_comes_first() -> None:
    subject = [cut(f"Aleppo curfew {word}", f"P{word}") for word in ("begins", "holds", "ends", "returns")]
    filler = [cut(f"Bulletin{n} letter{n} page{n}", f"R{n}") for n in range(40)]
    ranked = rank([builders.story(one) for one in (*filler, *subject)], builders.NOW, {})
    assert {one.story.cuts[0].item.title.split()[0] for one in ranked[:4]} == {"Aleppo"}
    assert "3 other publishers have its subject in headlines: “aleppo” and “curfew” (+0.08)" in ranked[0].why


def test_what_somebody_put_there_needs_no_score() -> None:
    ranked = rank(
        [builders.story(cut("A", "Inbox")), builders.story(cut("B"))], builders.NOW, {}, Bearings(by_hand={"Inbox"})
    )
    assert {one.story.cuts[0].item.title: one.by_hand for one in ranked} == {"A": True, "B": False}


def test_its_worth_alone_leaves_out_how_many_tell_it() -> None:
    one, many = rank([builders.story(cut("B"), cut("C", "X")), builders.story(cut("B"))], builders.NOW, {})
    assert one.alone == many.alone
    assert one.score > many.score


def test_a_part_of_an_article_has_no_echo_of_a_title_that_tells_of_another_part() -> None:
    talks = builders.item(
        "Zelenskyy may meet Putin", "The talks go on in Istanbul.", "A cell against Daesh opened in Amman."
    )
    cell = replace(builders.placed(talks, title_fits=False), passages=talks.passages[1:])
    others = [
        builders.story(builders.placed(builders.item(f"Putin, Zelenskyy: {n}", source=n, publisher=n)))
        for n in ("One", "Two")
    ]
    elsewhere = (
        "Grain prices rise",
        "Flood in Valencia",
        "Rocket launch delayed",
        "Quake near Hualien",
        "Strike at port",
    )
    others += [builders.story(builders.placed(builders.item(n, source=n, publisher=n))) for n in elsewhere]
    others += [
        builders.story(builders.placed(builders.item(f"Vote {n}ward", source=n, publisher=n))) for n in "abcdefghijklm"
    ]
    scored = rank([builders.story(cell), *others], builders.NOW, {})
    (mine,) = [one for one in scored if one.story.cuts[0] is cell]
    assert "no other publisher has its subject in a headline (+0.00)" in mine.why
