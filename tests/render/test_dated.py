"""Timelines, quotations and what a second source adds, in every output."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from digest.engine.serial import SerialEngine
from digest.models import Event, Issue, Piece, Quote, Rendered, Sentence
from digest.render.completeness import missing, outputs_text
from digest.render.dates import dated
from digest.render.facts import verbatim
from digest.render.mail import MailRenderer
from digest.render.pdf import PdfRenderer
from digest.render.plan_json import dump, load
from digest.render.text import TextRenderer
from digest.render.web import WebRenderer
from tests.builders import issue, paragraph, piece, section, source_ref

OUTPUTS = ("mail.txt", "mail.html", "index.html", "issue.pdf")
ADDED = "Gazette adds that grain left Odesa."
WORDS = "“The two sides will exchange a thousand prisoners each.”"
DAYS = (
    ("2022", "year", "Ships have waited for inspectors since 2022.", "en", "ltr"),
    ("2025-05", "month", "A port was opened in Izmir in May.", "en", "ltr"),
    ("2025-06-02", "day", "اجتمع الوفدان يوم الاثنين في إسطنبول.", "ar", "rtl"),
)


def _said(text: str, item: str = "item1") -> Sentence:
    return Sentence(text, item, "shot1", ((0, len(text)),), 2)


def _piece() -> Piece:
    base = piece("Delegations meet in Istanbul", "Both sides met on Monday.")
    added = paragraph(ADDED, source=1)
    quote = Quote(_said(WORDS, "item2"), _said("Foreign Minister Hakan Fidan", "item2"), ((0, 9),), "en", "ltr", 1)
    gazette = source_ref(item="item2", publisher="Gazette", agency="", url="https://gazette.example/2")
    return replace(
        base, paragraphs=(*base.paragraphs, added), sources=(*base.sources, gazette), quotes=(quote,), publishers=2
    )


def plan() -> Issue:
    """An issue with all of it."""
    made = _piece()
    events = tuple(
        Event(day, precision, "", _said(text), language, side, "rki.news", "Anadolu Agency", made.id)  # type: ignore[arg-type]
        for day, precision, text, language, side in DAYS
    )
    whole = section("Europe", "Talks", made)
    return issue(replace(whole, topics=(replace(whole.topics[0], timeline=events),)))


def made_of(one: Issue) -> dict[str, Rendered]:
    """Every output that a reader gets."""
    files: dict[str, Rendered] = {}
    for renderer in (PdfRenderer(SerialEngine()), TextRenderer(), MailRenderer(), WebRenderer()):
        output = renderer.render(one, files, frozenset())
        files[output.name] = output
    return files


@pytest.fixture(name="files", scope="module")
def _files() -> dict[str, Rendered]:
    return made_of(plan())


def test_all_of_it_is_in_every_output(files: dict[str, Rendered]) -> None:
    assert set(OUTPUTS) <= set(files)
    assert missing(plan(), files) == ()


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_date_stands_before_its_event_and_a_speaker_behind_his_words(name: str, files: dict[str, Rendered]) -> None:
    text = " ".join(outputs_text(files[name]).split())
    assert text.index("May 2025") < text.index("A port was opened in Izmir")
    assert text.index("2022") < text.index("Ships have waited")
    assert text.index("exchange a thousand prisoners") < text.index("Foreign Minister Hakan Fidan")
    assert "Timeline" in text
    assert "2 June" in text


@pytest.mark.parametrize("name", ["mail.txt", "mail.html"])
def test_where_there_are_no_footnotes_another_source_is_named_behind_its_paragraph(
    name: str, files: dict[str, Rendered]
) -> None:
    text = " ".join(outputs_text(files[name]).split())
    assert f"{ADDED} (Gazette)" in text
    assert "Hakan Fidan (Gazette)" in text


def test_the_page_says_where_events_and_quotations_stand(files: dict[str, Rendered]) -> None:
    page = files["index.html"].body.decode()
    assert 'data-item="item2" data-snapshot="shot1" data-paragraph="2"' in page
    assert f'href="#{_piece().id}"' in page
    assert '<dd dir="rtl" lang="ar"' in page


@pytest.mark.parametrize("lost", [DAYS[0][2], WORDS, "Foreign Minister Hakan Fidan", ADDED])
def test_what_is_lost_in_print_is_missed(lost: str) -> None:
    body = TextRenderer().render(plan(), {}, frozenset()).body.decode().replace(" \n", " ").replace(lost, "")
    found = missing(plan(), {"mail.txt": Rendered("mail.txt", "text/plain", body.encode())})
    assert [one.text for one in found] == [lost]


def test_plain_pieces_have_their_quotations_too() -> None:
    one = plan()
    ids = frozenset([_piece().id])
    for renderer in (TextRenderer(), MailRenderer(), WebRenderer(), PdfRenderer(SerialEngine())):
        output = renderer.render(one, {}, ids)
        assert missing(one, {output.name: output}) == ()


def test_a_mail_that_is_too_long_leaves_the_timeline_to_the_full_issue() -> None:
    body = MailRenderer(limit=2_000).render(plan(), {}, frozenset()).body.decode()
    assert "Timeline" not in body


def test_a_plan_comes_back_whole_and_what_says_nothing_is_not_in_it() -> None:
    one = plan()
    assert load(dump(one)) == one
    bare = json.loads(dump(issue()))
    (topic,) = bare["sections"][0]["topics"]
    assert "timeline" not in topic
    assert "quotes" not in topic["pieces"][0]
    assert set(bare["lines"][0]) == {"text", "piece"}
    told = replace(one, lines=(replace(one.lines[0], item="item1", snapshot="shot1", spans=((0, 4),)),))
    assert load(dump(told)) == told


def test_a_models_words_in_a_timeline_are_no_sources_own() -> None:
    one = plan()
    assert verbatim(one)
    (region,) = one.sections
    (topic,) = region.topics
    event = replace(topic.timeline[0], sentence=replace(topic.timeline[0].sentence, origin="model"))
    changed = replace(one, sections=(replace(region, topics=(replace(topic, timeline=(event,)),)),))
    assert not verbatim(changed)


@pytest.mark.parametrize(
    ("iso", "language", "expected"),
    [
        ("2025-06-02", "en", "2 June"),
        ("2024-06-02", "en", "2 June 2024"),
        ("2025-05", "en", "May 2025"),
        ("2022", "en", "2022"),
        ("2025-06-02", "ru", "2 июня"),
        ("2025-05", "ru", "май 2025 г."),
        ("2022", "fa", "۲۰۲۲"),
        ("2025-05", "tr", "Mayıs 2025"),
    ],
)
def test_dated(iso: str, language: str, expected: str) -> None:
    assert dated(iso, language, 2025) == expected
