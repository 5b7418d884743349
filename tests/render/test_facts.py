"""What a page says about the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from digest.models import Failure, Line, SinceLast
from digest.render.facts import (
    also_in,
    credit,
    days,
    facts,
    first_printed,
    in_words,
    languages,
    lines_title,
    note_number,
    notes,
    prose,
    ranges,
    since_last,
    spans,
    troubles,
    verbatim,
)
from digest.render.labels import labels
from tests.builders import issue, paragraph, piece, printing, section, source_ref, update
from tests.render import samples

ENGLISH = labels("en")


def test_the_head_of_an_issue_in_words() -> None:
    told = facts(samples.world(), ENGLISH)
    assert (told.number, told.window) == ("No. 23", "Monday 2 June – Sunday 8 June 2025")
    assert told.short_window == "2–8 June 2025"
    assert told.summary == "12 stories from 9 sources in 4 languages"
    assert (told.stories, told.sources, told.languages) == (12, 9, ("en", "ar", "ru", "ur"))


def test_the_first_issue_and_a_brief_say_until_when() -> None:
    told = facts(issue(since=None, number=0, id="brief/0a1b"), ENGLISH)
    assert (told.number, told.window, told.short_window) == ("", "Up to 9 June 2025", "Up to 9 June 2025")


def test_the_first_of_a_series_ends_where_the_second_begins() -> None:
    assert facts(issue(since=None), ENGLISH).window == "Up to 8 June 2025"
    second = issue(since=issue().until, until=datetime(2025, 6, 16, 7, tzinfo=UTC))
    assert facts(second, ENGLISH).short_window == "9–15 June 2025"


@pytest.mark.parametrize(
    ("name", "zone", "since", "until", "expected"),
    [
        pytest.param("daily/2025-06-09", "UTC", "08T07:00", "09T07:00", (9, 9), id="morning"),
        pytest.param("daily/2025-06-09", "Pacific/Auckland", "07T20:00", "08T20:00", (9, 9), id="far east"),
        pytest.param("daily/2025-06-08", "America/New_York", "08T03:30", "09T03:30", (8, 8), id="far west"),
        pytest.param("daily/2025-06-08", "UTC", "07T23:59", "09T00:05", (8, 8), id="late for its day"),
        pytest.param("daily/2025-06-09", "UTC", "05T07:00", "09T07:00", (6, 9), id="after days without news"),
        pytest.param("twice/2025-06-09T1900", "Europe/Berlin", "09T05:00", "09T17:00", (9, 9), id="twice a day"),
        pytest.param("weekly/2025-W24", "UTC", "02T07:00", "09T07:00", (2, 8), id="a week is of its days"),
        pytest.param("daily/2025-06-09", "Pacific/Auckland", "", "08T20:00", (None, 9), id="the first"),
    ],
)
def test_an_issue_that_is_named_by_its_day_is_of_that_day(
    name: str, zone: str, since: str, until: str, expected: tuple[int | None, int]
) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(f"2025-06-{text}").replace(tzinfo=UTC)

    first, last = days(name, moment(since) if since else None, moment(until), zone)
    assert (first.day if first else None, last) == (expected[0], date(2025, 6, expected[1]))


@pytest.mark.parametrize(
    ("name", "lines", "expected"),
    [
        ("weekly/2025-W23", 5, "The week in five lines"),
        ("weekly/2025-W23", 3, "The week in brief"),
        ("daily/2025-06-09", 5, "In brief"),
        ("brief/0a1b2c3d", 5, "In brief"),
    ],
)
def test_only_a_weekly_issue_has_a_week_in_five_lines(name: str, lines: int, expected: str) -> None:
    assert lines_title(issue(id=name, lines=(Line("x", "p"),) * lines), ENGLISH) == expected


def test_languages_that_are_not_known_are_not_listed() -> None:
    plan = issue(section("Europe", "", piece("A", language="und"), piece("B", language="ru")), language="tr")
    assert languages(plan) == ("tr", "en", "ru")


def test_notes_tell_which_paragraphs_are_from_which_article() -> None:
    first, second = source_ref(), source_ref(item="item2", publisher="Wire")
    parts = (paragraph("One."), replace(paragraph("Two."), source=1), paragraph("Three."))
    numbered = tuple(
        replace(part, sentences=(replace(part.sentences[0], paragraph=n),)) for n, part in enumerate(parts, 1)
    )
    made = piece("Talks", sources=(first, second), paragraphs=numbered)
    assert [(note.number, note.source, note.paragraphs) for note in notes(made)] == [
        (1, first, (1, 3)),
        (2, second, (2,)),
    ]
    assert [note_number(part, made) for part in numbered] == [1, 2, 1]


def test_a_publisher_is_named_once_at_one_address() -> None:
    lead, other = source_ref(), source_ref(publisher="Wire", url="https://wire.example/1")
    same_address = source_ref(item="item3", publisher="Wire", url="https://wire.example/1")
    elsewhere = source_ref(item="item4", publisher="Wire", url="https://wire.example/2")
    made = piece("Talks", sources=(lead, other, same_address, source_ref(item="item5"), elsewhere))
    assert [ref.item for ref in also_in(made)] == [other.item, elsewhere.item]


@pytest.mark.parametrize(
    ("agency", "publisher", "expected"),
    [
        ("Anadolu Agency", "rki.news", "Anadolu Agency, through rki.news"),
        ("", "Wire", "Wire"),
        ("Wire", "Wire", "Wire"),
    ],
)
def test_the_agency_is_credited_before_the_publisher(agency: str, publisher: str, expected: str) -> None:
    assert credit(source_ref(agency=agency, publisher=publisher), ENGLISH) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "One. Two."), ("zh-Hans", "One.Two."), ("ja", "One.Two."), ("ar", "One. Two.")]
)
def test_sentences_are_joined_as_the_language_joins_them(language: str, expected: str) -> None:
    one, two = paragraph("One.").sentences[0], paragraph("Two.").sentences[0]
    assert prose(paragraph("", language=language, sentences=(one, two))) == expected


def test_spans_are_written_for_machines() -> None:
    sentence = replace(paragraph("One.").sentences[0], spans=((0, 4), (9, 12)))
    assert spans(paragraph("", sentences=(sentence, sentence))) == "0-4 9-12 0-4 9-12"


@pytest.mark.parametrize(("numbers", "expected"), [((1,), "1"), ((1, 2, 3, 7), "1–3, 7"), ((2, 4), "2, 4"), ((), "")])
def test_numbers_are_run_together(numbers: tuple[int, ...], expected: str) -> None:
    assert ranges(numbers, ENGLISH) == expected


def test_failures_are_gathered_by_what_happened() -> None:
    found = troubles(
        (
            Failure("B", "u", "fetch", "no answer"),
            Failure("", "inbox/x.html", "parse", "no article"),
            Failure("A", "u", "fetch", "no answer"),
            Failure("A", "v", "fetch", "no answer"),
        ),
        ENGLISH.trouble,
    )
    assert [(trouble.what, trouble.names) for trouble in found] == [
        ("no answer", ("A", "B")),
        ("no article", ("inbox/x.html",)),
    ]


def test_an_update_names_number_and_day_of_the_issue_that_printed_it_first() -> None:
    found = update(first=printing(number=12), last=printing("weekly/2025-W23", number=13))
    assert first_printed(found, issue(), labels("en")) == ("No. 12", "1 June 2025")


@pytest.mark.parametrize(
    ("quiet", "said"),
    [
        ((), "Since No. 22: 14 new, 3 updated."),
        (("Elections", "Space"), "Since No. 22: 14 new, 3 updated. Nothing new on: Elections, Space."),
        (tuple("ABCDEF"), "Since No. 22: 14 new, 3 updated. Nothing new on: A, B, C, D, E…"),
    ],
)
def test_what_moved_since_the_issue_before_is_one_line(quiet: tuple[str, ...], said: str) -> None:
    found = issue(since_last=SinceLast("weekly/2025-W22", 22, 14, 3, quiet))
    assert since_last(found, labels("en")) == said
    assert since_last(issue(), labels("en")) == ""


def test_only_extracts_are_said_to_be_verbatim() -> None:
    assert verbatim(issue())
    written = replace(paragraph("One.").sentences[0], origin="model")
    assert not verbatim(issue(section("Europe", "", piece("A", paragraphs=(paragraph("", sentences=(written,)),)))))


def test_regions_and_topics_are_called_as_feeds_toml_or_the_language_calls_them() -> None:
    europe, kenya = section("Europe", "Talks"), section("Kenya", "")
    named = replace(europe, shown="Наш угол", topics=tuple(replace(one, shown="Переговоры") for one in europe.topics))
    plan = issue(named, kenya, section("Corner"), language="ru")
    made = in_words(plan, labels("ru"))
    assert [one.name for one in made.sections] == ["Наш угол", "Кения", "Corner"]
    assert [one.topics[0].name for one in made.sections] == ["Переговоры", "", "Russia-Ukraine talks"]
    assert [one.id for one in made.sections] == [one.id for one in plan.sections]
