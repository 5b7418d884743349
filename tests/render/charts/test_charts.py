"""Which charts an issue has, what they say, and that all their forms have the plan's numbers."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from PIL import Image

from digest.models import Charted, Coverage, CoverageRow, DayCount, Event, Issue, Rendered, Sentence, Tile, TopicDays
from digest.render.charts import PRINT, SCREEN, Chart, charts, every, files
from digest.render.eml import EmlRenderer
from digest.render.mail import MailRenderer
from digest.render.text import TextRenderer
from digest.render.web import WebRenderer
from tests.render import samples

WEEK = (9, 14, 5, 0, 4, 1, 3)
MONDAY = date(2025, 6, 2)


def with_days(issue: Issue, counts: Sequence[int] = WEEK, usual: float | None = 2.5, earlier: int = 2) -> Issue:
    """The issue with so many articles on each day from Monday 2 June on, in each of its topics."""
    days = tuple(DayCount((MONDAY + timedelta(n)).isoformat(), count) for n, count in enumerate(counts) if count)
    topics = tuple(
        TopicDays(section.name, topic.name, days, earlier, usual, 8 if usual else 0)
        for section in issue.sections
        for topic in section.topics
        if topic.name
    )
    names = [*(section.name for section in issue.sections), "Oceania"]
    tiles = tuple(Tile(name, n % 3, n // 3) for n, name in enumerate(names))
    rows = tuple(CoverageRow(one.region, 3, 0, 0, 1.5, 0) for one in tiles)
    counted = Coverage(8, 15, 9.0, 1, 1.0, rows, (), (), ())
    return replace(issue, charted=Charted(topics, tiles), coverage=counted)


def with_events(issue: Issue, *days: str) -> Issue:
    """The issue with an event on each day in its first topic."""
    section = issue.sections[0]
    topic = section.topics[0]
    events = tuple(
        Event(
            day,
            "day" if len(day) > 7 else "year",
            "",
            Sentence("It began.", "i", "s", ((0, 9),), 1),
            "en",
            "ltr",
            "P",
            "",
            topic.pieces[0].id,
        )
        for day in days
    )
    told = replace(section, topics=(replace(topic, timeline=events), *section.topics[1:]))
    return replace(issue, sections=(told, *issue.sections[1:]))


def strips(issue: Issue) -> list[Chart]:
    return [one for one in every(issue, PRINT) if one.name.endswith("-days")]


WORLD = with_days(samples.world())
FULL = with_events(WORLD, "2025-05-16", "2025-06-02", "2025-06-02", "2025-06-06", "2022")


@pytest.mark.parametrize(
    ("counts", "drawn"),
    [
        (WEEK, True),
        ((8,), False),  # one day
        ((4, 4), False),
        ((3, 3, 2), True),
        ((3, 3, 1), False),  # seven articles
        ((0, 0, 0, 0, 0, 0, 0, 50), False),  # all of them after the window
    ],
)
def test_a_strip_is_there_when_it_says_something(counts: Sequence[int], drawn: bool) -> None:
    assert bool(strips(with_days(samples.world(), counts))) == drawn


def test_a_strip_says_its_numbers() -> None:
    chart = strips(WORLD)[0]
    assert chart.rows == tuple(((MONDAY + timedelta(n)).isoformat(), str(count)) for n, count in enumerate(WEEK))
    assert chart.caption == (
        "Articles a day, 2–8 June 2025 · most on Tuesday 3 June: 14 · dashed: the mean of 8 issues, 2.5 · "
        "dated outside these days: 2"
    )
    assert "Monday 2 June: 9, Tuesday 3 June: 14, Wednesday 4 June: 5, Thursday 5 June: 0" in chart.alt
    assert [one.look for one in chart.boxes] == ["bar", "best", "bar", "bar", "bar", "bar"]
    tall = {round(one.height / count, 3) for one, count in zip(chart.boxes, filter(None, WEEK), strict=True)}
    assert max(tall) - min(tall) < 0.02  # heights are in proportion


def test_without_a_past_the_mean_is_the_window_s_own() -> None:
    (chart, *_) = strips(with_days(samples.world(), usual=None, earlier=0))
    assert chart.caption.endswith("dashed: the mean, 5.1")


def test_the_mean_strikes_no_value_through() -> None:
    chart = strips(WORLD)[0]
    means = [one for one in chart.strokes if one.look == "mean"]
    assert len(means) > 1
    for word in (one for one in chart.words if one.look.endswith("value")):
        if word.y - word.size * 0.8 < means[0].y1 < word.y:
            assert not any(one.x1 < word.x < one.x2 for one in means), word


@pytest.mark.parametrize("scale", [PRINT, SCREEN])
def test_everything_lies_within_its_chart_and_is_large_enough_to_read(scale: object) -> None:
    for chart in every(FULL, scale):  # type: ignore[arg-type]
        for box in chart.boxes:
            assert 0 <= box.x <= box.x + box.width <= chart.width + 0.1, (chart.name, box)
            assert 0 <= box.y <= box.y + box.height <= chart.height + 0.1, (chart.name, box)
        for word in chart.words:
            assert word.size >= 8
            assert 0 <= word.x <= chart.width
            assert word.size * 0.7 <= word.y <= chart.height, (chart.name, word)


def test_the_map_and_coverage_name_every_region() -> None:
    found = {one.name: one for one in charts(WORLD, SCREEN)["regions"]}
    assert [row[:2] for row in found["regions"].rows] == [
        ("Europe", "5"), ("Middle East", "2"), ("Asia", "3"), ("Global", "2"), ("Oceania", "0"),
    ]  # fmt: skip
    assert found["coverage"].rows[-1] == ("Oceania", "3", "1.50")
    assert "Oceania: 0" in found["regions"].alt


def test_an_issue_of_little_has_no_charts() -> None:
    assert every(samples.small(), SCREEN) == ()
    assert every(with_days(samples.small(), (1, 1)), SCREEN) == ()


def test_a_timeline_of_days_that_lie_close_is_a_line() -> None:
    name = FULL.sections[0].topics[0].id + "-timeline"
    (line,) = charts(FULL, SCREEN)[name]
    assert line.rows == (("2025-05-16", "1"), ("2025-06-02", "2"), ("2025-06-06", "1"))
    assert [one.text for one in line.words] == ["16 May", "2 June", "6 June"]
    assert name not in charts(with_events(WORLD, "2025-01-01", "2025-06-02", "2025-06-06"), SCREEN)
    assert name not in charts(with_events(WORLD, "2025-06-02", "2025-06-06"), SCREEN)


def test_arabic_runs_from_the_right() -> None:
    chart = strips(with_days(samples.arabic()))[0]
    assert chart.boxes[0].x > chart.boxes[-1].x  # Monday stands at the right
    assert all(one.text.startswith("\u200f") for one in chart.words)
    assert "الاثنين" in chart.words[7].text


def test_the_tables_have_the_plan_s_numbers_and_the_same_bytes_each_time() -> None:
    made = {one.name: one for one in files.files(FULL, mail=True)}
    assert tuple(made) == files.names(FULL, mail=True)
    assert {one.name: one.body for one in files.files(FULL, mail=True)} == {
        name: one.body for name, one in made.items()
    }
    assert FULL.charted is not None
    section, topic = FULL.sections[0], FULL.sections[0].topics[0]
    (counted,) = (one for one in FULL.charted.topics if (one.region, one.topic) == (section.name, topic.name))
    rows = list(csv.reader(StringIO(made[f"charts/{topic.id}-days.csv"].body.decode())))
    assert rows[0] == ["day", "articles"]
    assert [DayCount(day, int(count)) for day, count in rows[1:] if count != "0"] == list(counted.days)
    stories = dict(list(csv.reader(StringIO(made["charts/regions.csv"].body.decode())))[1:])
    printed = {one.name: sum(len(part.pieces) for part in one.topics) for one in FULL.sections}
    assert {name: int(count) for name, count in stories.items() if count != "0"} == printed


def test_pictures_for_mail_are_small_sharp_and_opaque() -> None:
    for one in files.files(FULL, mail=True):
        if one.media_type == "image/png":
            assert len(one.body) < 20_000, one.name
            with Image.open(BytesIO(one.body)) as picture:
                assert picture.width == 2 * (360 + 24)
                assert picture.convert("RGBA").getchannel("A").getextrema() == (255, 255)
                assert len(picture.convert("RGB").getcolors(256) or ()) > 3  # something is drawn, letters too


def test_mail_brings_them_along_and_says_their_numbers_without_them() -> None:
    made = {one.name: one for one in files.files(FULL, mail=True)}
    html = MailRenderer().render(FULL, made, frozenset())
    page = html.body.decode()
    assert page.count('src="charts/') == len(made) // 2 - 1  # all but the timeline, which is a list there
    assert "Monday 2 June: 9, Tuesday 3 June: 14" in page
    text = TextRenderer().render(FULL, made, frozenset())
    message = EmlRenderer().render(FULL, {**made, "mail.html": html, "mail.txt": text}, frozenset())
    assert message.body.count(b"Content-ID: ") == page.count('src="charts/')


def test_the_web_page_draws_them_itself_and_links_their_numbers() -> None:
    made: dict[str, Rendered] = {one.name: one for one in files.files(FULL, mail=False)}
    page = WebRenderer().render(FULL, made, frozenset()).body.decode()
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"') == len(made)
    assert 'href="charts/regions.csv"' in page
    assert "style=" not in page  # the page's policy lets no style attribute in


def test_names_from_outside_stay_text() -> None:
    section = FULL.sections[0]
    name = '<script>alert(1)</script>" x="'
    evil = replace(FULL, sections=(replace(section, name=name), *FULL.sections[1:]))
    assert evil.charted is not None
    tiles = (replace(evil.charted.tiles[0], region=name), *evil.charted.tiles[1:])
    evil = replace(evil, charted=replace(evil.charted, tiles=tiles))
    page = WebRenderer().render(evil, {}, frozenset()).body.decode()
    assert "<script>alert" not in page
    assert any(one.name == "charts/regions.png" and one.body for one in files.files(evil, mail=True))
