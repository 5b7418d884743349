"""Whether everything planned is found in what a reader gets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.models import Issue, Rendered
from digest.render.completeness import Missing, letters, missing, outputs_text
from digest.render.labels import labels
from tests.builders import issue, piece, section, source_ref
from tests.render import pdf_samples as samples
from tests.render.pdf_samples import printed

FIRST = piece("Delegations meet in Istanbul", "Both sides met on Monday. They handed over papers.")
SECOND = piece("Five countries open a joint cell", "The cell links five countries.")
PLAN = issue(section("Europe", "Talks", FIRST, SECOND))
WHOLE = (
    "Delegations meet in Istanbul. Both sides met on Monday. They handed over papers. rki.news. "
    "Five countries open a joint cell. The cell links five countries."
)


def text(body: str, name: str = "mail.txt", media_type: str = "text/plain") -> dict[str, Rendered]:
    """One output."""
    return {name: Rendered(name, media_type, body.encode())}


def html(body: str, name: str = "index.html") -> dict[str, Rendered]:
    """One page."""
    return text(f"<!doctype html><html><head><title>{body}</title></head><body>{body}</body></html>", name, "text/html")


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        pytest.param(WHOLE, [], id="all there"),
        pytest.param(WHOLE.upper(), [], id="capitals"),
        pytest.param(WHOLE.replace("Delegations", "Dele\u00ad-\ngations"), [], id="hyphens and line ends"),
        pytest.param(WHOLE.replace("fi", "ﬁ").replace(" ", "\u00a0"), [], id="ligatures and hard spaces"),
        pytest.param(WHOLE.replace("Istanbul.", "Ankara."), ["headline"], id="another headline"),
        pytest.param(WHOLE.replace("rki.news", ""), ["source", "source"], id="no publisher"),
        pytest.param(WHOLE.replace("They handed over papers.", ""), ["sentence"], id="no sentence"),
        pytest.param("", ["headline", "source", "sentence"] * 2, id="nothing"),
    ],
)
def test_what_is_not_in_the_text_is_missing(body: str, lost: list[str]) -> None:
    assert [each.what for each in missing(PLAN, text(body))] == lost


def test_what_is_missing_names_output_piece_and_words() -> None:
    body = WHOLE.replace("The cell links five countries.", "")
    assert missing(PLAN, text(body)) == (Missing("mail.txt", SECOND.id, "sentence", "The cell links five countries."),)


def test_headlines_are_looked_for_in_the_order_of_the_plan() -> None:
    turned = "Five countries open a joint cell. " + WHOLE.replace("Five countries open a joint cell.", "")
    assert [each.what for each in missing(PLAN, text(turned))] == ["headline"]


def test_headlines_in_the_contents_do_not_stand_for_those_in_the_text() -> None:
    contents = "Five countries open a joint cell. Delegations meet in Istanbul. "
    assert missing(PLAN, text(contents + WHOLE)) == ()


@pytest.mark.parametrize(
    ("hidden", "found"),
    [
        pytest.param("<p>{}</p>", True, id="seen"),
        pytest.param("<script>{}</script>", False, id="script"),
        pytest.param("<style>{}</style>", False, id="style"),
        pytest.param('<div style="color: red; display: none">{}</div>', False, id="display none"),
        pytest.param("<div hidden>{}</div>", False, id="hidden"),
        pytest.param('<img alt="{}">', False, id="attribute"),
    ],
)
def test_only_what_a_reader_sees_counts(hidden: str, found: bool) -> None:
    assert (missing(PLAN, html(hidden.format(WHOLE))) == ()) is found


def test_a_mail_that_says_that_it_is_shortened_owes_headlines_and_sources_only() -> None:
    heads = "Delegations meet in Istanbul rki.news Five countries open a joint cell "
    said = labels("en")["shortened"]
    assert missing(PLAN, html(heads + said, "mail.html")) == ()
    assert {each.what for each in missing(PLAN, html(heads, "mail.html"))} == {"sentence"}
    assert {each.what for each in missing(PLAN, html(heads + said, "index.html"))} == {"sentence"}
    assert {each.what for each in missing(PLAN, html(said, "mail.html"))} == {"headline", "source"}


def test_every_publisher_and_the_title_behind_a_headline_are_sources() -> None:
    head = replace(FIRST.headline, from_title="The article’s title")
    told = replace(FIRST, headline=head, sources=(source_ref(publisher="A wire"), source_ref(publisher="B daily")))
    lost = missing(issue(section("Europe", "Talks", told)), text(WHOLE))
    assert [(each.what, each.text) for each in lost] == [
        ("source", "A wire"),
        ("source", "B daily"),
        ("source", "The article’s title"),
    ]


def test_outputs_that_nobody_reads_are_not_looked_into() -> None:
    assert missing(PLAN, text("", "mail.eml", "message/rfc822")) == ()
    assert outputs_text(Rendered("a.png", "image/png", b"\x89PNG")) == ""


# -- the PDF ------------------------------------------------------------------------------------------------------


def _without(name: str, made: Issue) -> Issue:
    """`made` with another sentence in its first piece than the one that was printed."""
    first = made.sections[0].topics[0].pieces[0]
    part = first.paragraphs[0]
    other = replace(part, sentences=(replace(part.sentences[0], text=name), *part.sentences[1:]))
    pieces = (replace(first, paragraphs=(other, *first.paragraphs[1:])), *made.sections[0].topics[0].pieces[1:])
    topics = (replace(made.sections[0].topics[0], pieces=pieces), *made.sections[0].topics[1:])
    return replace(made, sections=(replace(made.sections[0], topics=topics), *made.sections[1:]))


@pytest.mark.parametrize("sentence", ["This was never printed.", "هذه الجملة لم تطبع قط في هذا العدد."])
def test_a_sentence_that_is_not_in_the_pdf_is_missing(sentence: str) -> None:
    lost = missing(_without(sentence, samples.mixed_issue(12)), {"issue.pdf": printed("mixed").rendered})
    assert [(each.what, each.text) for each in lost] == [("sentence", sentence)]


def test_the_text_of_a_pdf_is_read_page_by_page_in_every_script() -> None:
    read = letters(outputs_text(printed("mixed").rendered))
    for word in ("Istanbul", "إسطنبول", "استنبول", "Стамбуле", "चंद्रमा"):
        assert letters(word) in read


# -- comparing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Straße", "STRASSE", id="sharp s"),
        pytest.param("café", "cafe\u0301", id="composed and not"),
        pytest.param("ﻣﺤﻤﺪ", "محمد", id="Arabic presentation forms"),
        pytest.param("مُحَمَّد", "محمد", id="vowel signs"),
        pytest.param("محـــمد", "محمد", id="lengthening strokes"),
        pytest.param("co-operate 3½", "cooperate 31⁄2", id="hyphens and fractions"),
    ],
)
def test_the_same_letters_are_the_same(one: str, other: str) -> None:
    assert letters(one) == letters(other)


@given(st.text())
def test_comparing_twice_changes_nothing(given_text: str) -> None:
    assert letters(letters(given_text)) == letters(given_text)
