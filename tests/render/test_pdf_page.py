"""What the print templates see: notes, blocks, covers, short addresses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.models import Evidence, Issue, Match, Paragraph, Piece
from digest.render import pdf_page
from digest.render.completeness import letters
from digest.render.facts import facts, pieces
from digest.render.labels import labels
from tests.builders import paragraph, piece, source_ref
from tests.render import pdf_samples as samples


def _piece(*parts: Paragraph, **changes: object) -> Piece:
    sources = (source_ref(publisher="A"), source_ref(publisher="B"))
    return replace(piece(), paragraphs=parts, sources=sources, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kinds", "blocks"),
    [
        pytest.param((), (), id="headline only"),
        pytest.param(("paragraph", "paragraph"), (("paragraph", 2),), id="running text"),
        pytest.param(("item", "item", "paragraph"), (("item", 2), ("paragraph", 1)), id="a list, then text"),
        pytest.param(("heading", "heading"), (("heading", 1), ("heading", 1)), id="headings stand alone"),
        pytest.param(("item", "paragraph", "item"), (("item", 1), ("paragraph", 1), ("item", 1)), id="two lists"),
    ],
)
def test_neighbours_of_one_kind_are_one_block(kinds: tuple[str, ...], blocks: tuple[tuple[str, int], ...]) -> None:
    made = pdf_page.blocks(_piece(*(paragraph(f"Text {n}", kind=kind) for n, kind in enumerate(kinds))))
    assert tuple((block.kind, len(block.parts)) for block in made) == blocks


def test_a_paragraph_in_another_language_is_a_block_of_its_own() -> None:
    other = paragraph("نص", language="ar", direction="rtl")
    made = pdf_page.blocks(_piece(paragraph("One"), other, paragraph("Two")))
    assert [(block.language, block.direction) for block in made] == [("en", "ltr"), ("ar", "rtl"), ("en", "ltr")]


def test_each_paragraph_has_a_note_that_says_whether_its_source_is_the_one_before() -> None:
    made = pdf_page.blocks(_piece(paragraph("1", source=0), paragraph("2", source=0), paragraph("3", source=1)))
    notes = [part.note for block in made for part in block.parts]
    assert [(note.source.publisher, note.paragraph, note.same) for note in notes] == [
        ("A", 1, False),
        ("A", 1, True),
        ("B", 1, False),
    ]


def test_a_heading_has_no_note_that_a_later_one_could_repeat() -> None:
    made = pdf_page.blocks(_piece(paragraph("Head", kind="heading"), paragraph("Text")))
    assert [part.note.same for block in made for part in block.parts] == [False, False]


def test_a_piece_without_paragraphs_has_the_note_of_its_lead() -> None:
    assert pdf_page.lone_note(_piece()) == pdf_page.Note(source_ref(publisher="A"), 0, same=False)


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        pytest.param("https://www.example.org/", "example.org", id="host"),
        pytest.param("https://example.org/a/b?c=d", "example.org/a/b?c=d", id="short"),
        pytest.param("https://example.org/" + "x" * 80, "example.org", id="long"),
        pytest.param("https://example.org:8080/a#b", "example.org/a", id="port and fragment"),
    ],
)
def test_addresses_are_printed_short(url: str, printed: str) -> None:
    assert pdf_page.short_url(url) == printed


@given(st.text(max_size=400))
def test_chopping_loses_no_letter(text: str) -> None:
    assert letters(pdf_page.chopped(text)) == letters(text)


def test_only_overlong_words_are_chopped_and_never_before_a_mark() -> None:
    address = "https://example.org/" + "a" * 90
    assert pdf_page.chopped(address) == address
    assert pdf_page.chopped("a\u0301" * 61) == "a\u0301" * 40 + "\u200b" + "a\u0301" * 21


@given(st.text(alphabet="ab ", max_size=9_000))
def test_slices_are_the_text_again(text: str) -> None:
    made = pdf_page.slices(text)
    assert all(len(part) <= pdf_page.SLICE for part in made)
    assert letters("".join(made)) == letters(text)


@pytest.mark.parametrize(
    ("css", "plain"),
    [
        pytest.param(":root { --a: red } p { color: var(--a) }", ":root { --a: red } p { color: red }", id="one"),
        pytest.param(":root{--a:red;--a:blue}p{color:var( --a )}", ":root{--a:red;--a:blue}p{color:blue}", id="last"),
        pytest.param(
            ":root{--a:var(--b);--b:1px}p{margin:var(--a)}", ":root{--a:1px;--b:1px}p{margin:1px}", id="nested"
        ),
        pytest.param("p { color: var(--nobody) }", "p { color: var(--nobody) }", id="unknown"),
        pytest.param(":root{--a:var(--a)}", ":root{--a:var(--a)}", id="of itself"),
    ],
)
def test_variables_are_replaced_by_their_values(css: str, plain: str) -> None:
    assert pdf_page.without_variables(css) == plain


def test_only_words_that_won_the_topic_are_named_each_once() -> None:
    def evidence(verdict: str, *words: str, kind: str = "topic") -> Evidence:
        return Evidence("k", kind, "t", verdict, 1.0, "", tuple(Match(w, w, 0, 1) for w in words))  # type: ignore[arg-type]

    found = (
        evidence("won", "talks", "Talks", "Istanbul"),
        evidence("lost", "war"),
        evidence("won", "Turkey", kind="region"),
        evidence("won", "a", "b", "c", "d"),
    )
    assert pdf_page.matched(replace(piece(), evidence=found)) == ("Istanbul", "talks", "d", "c")


@pytest.mark.parametrize(
    ("language", "edition", "name"),
    [
        ("ar", "en", "Arabic"),
        ("en-GB", "en", ""),
        ("ru", "de", "Russisch"),
        ("und", "en", ""),
        ("ur", "ar", "الأوردية"),
    ],
)
def test_a_story_in_another_language_says_so(language: str, edition: str, name: str) -> None:
    found = pdf_page.tongue(replace(piece(), language=language), edition)
    assert found == name


@pytest.mark.parametrize(
    ("stories", "cover", "contents", "paged"),
    [(1, False, "headlines", 0), (4, False, "headlines", 0), (12, True, "headlines", 1), (30, True, "roomy", 2)],
)
def test_length_decides_on_cover_contents_and_page_breaks(stories: int, cover: bool, contents: str, paged: int) -> None:
    issue = samples.english_issue(stories)
    head = pdf_page.printed(issue, facts(issue, labels("en")), ())
    assert (head.cover, head.contents, len(head.paged)) == (cover, contents, paged)


@pytest.mark.parametrize(
    ("sections", "topics", "stories", "contents"),
    [(1, 1, 12, "headlines"), (1, 1, 40, "roomy"), (5, 3, 40, "roomy"), (9, 2, 40, "close"), (9, 3, 40, "rows")],
)
def test_contents_are_as_full_as_the_cover_has_room_for(
    sections: int, topics: int, stories: int, contents: str
) -> None:
    one = samples.sections([samples.english(0)])[0]
    part = replace(one, topics=one.topics * topics)
    issue = replace(samples.english_issue(12), sections=(part,) * sections)
    counts = replace(facts(issue, labels("en")), stories=stories)
    assert pdf_page.printed(issue, counts, ()).contents == contents


def test_long_opening_lines_leave_less_room_for_contents() -> None:
    issue = samples.english_issue(12)
    long = replace(issue, lines=tuple(replace(line, text="x" * 190) for line in issue.lines))
    assert pdf_page.printed(long, facts(issue, labels("en")), ()).contents == "roomy"


def test_the_head_names_number_and_window() -> None:
    issue = samples.english_issue(1)
    head = pdf_page.printed(issue, facts(issue, labels("en")), ())
    assert head.title == "The Weekly Brief, No. 23"
    assert head.running == "No. 23 · 2–8 June 2025"
    assert head.moment == "2025-06-09T07:00:00Z"


def test_a_brief_has_no_number() -> None:
    issue = samples.brief(1)
    head = pdf_page.printed(issue, facts(issue, labels("en")), ())
    assert head.title == "Anti-Daesh coordination, Up to 9 June 2025"
    assert head.window[0] == "Up to 9 June 2025"


def test_eight_stories_in_several_regions_have_a_cover_however_short_they_are() -> None:
    made = samples.english_issue(16)
    (first, second) = made.sections
    short = [replace(p, paragraphs=()) for p in (*first.topics[0].pieces, *first.topics[1].pieces)]

    def issue(*counts: int) -> Issue:
        parts = [short[sum(counts[:n]) : sum(counts[: n + 1])] for n in range(len(counts))]
        sections = (
            replace(one, topics=(replace(one.topics[0], pieces=tuple(part)),))
            for one, part in zip((first, second), parts, strict=False)
        )
        return replace(made, sections=tuple(sections))

    def cover(one: Issue) -> bool:
        return pdf_page.printed(one, facts(one, labels("en")), ()).cover

    assert [cover(issue(4, 4)), cover(issue(4, 3)), cover(issue(8))] == [True, False, False]


def test_a_long_headline_counts_as_the_room_that_it_takes() -> None:
    one = samples.english_issue(1)
    piece = next(pieces(one))
    long = replace(piece, headline=replace(piece.headline, text="A headline without an end " * 80), paragraphs=())
    topic = replace(one.sections[0].topics[0], pieces=(long,))
    issue = replace(one, sections=(replace(one.sections[0], topics=(topic,)),))
    assert pdf_page.printed(issue, facts(issue, labels("en")), ()).cover


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        pytest.param("Europe", "Europe", id="short"),
        pytest.param("The Eastern Mediterranean, and beyond", "The Eastern…", id="after a word, without its comma"),
        pytest.param("x" * 40, "x" * 20 + "…", id="one word"),
    ],
)
def test_what_stands_in_a_page_s_margin_is_cut(text: str, cut: str) -> None:
    assert pdf_page.brief(text, 20) == cut
