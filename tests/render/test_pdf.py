"""issue.pdf: what it holds, that it is the same every time, and what happens when a layout fails."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from digest.engine.processes import ProcessEngine
from digest.engine.serial import SerialEngine
from digest.errors import DigestError, EnvironmentFault, UnmadeOutput
from digest.models import Failure, Rendered
from digest.protocols import Limits
from digest.render import plan_json
from digest.render.completeness import letters, missing
from digest.render.facts import pieces
from digest.render.pdf import NAME, PdfRenderer
from digest.render.pdf_paint import Painted, Unable
from digest.render.provenance import provenance
from tests.builders import issue, reasoned, section
from tests.render import pdf_samples as samples
from tests.render.pdf_samples import plain_text, printed

Part = tuple[int, str]


def outline(pdf: pikepdf.Pdf) -> list[Part]:
    """Level and title of each bookmark."""

    def walk(items: Iterable[Any], level: int) -> Iterator[Part]:
        for item in items:
            yield level, str(item.title)
            yield from walk(item.children, level + 1)

    with pdf.open_outline() as found:
        return list(walk(found.root, 1))


@pytest.mark.parametrize("name", ["one", "mixed", "arabic", "brief"])
def test_everything_planned_is_in_print_and_the_layout_engine_is_content(name: str) -> None:
    issue = {
        "one": lambda: samples.english_issue(1),
        "mixed": lambda: samples.mixed_issue(12),
        "arabic": lambda: samples.arabic_issue(4),
        "brief": lambda: samples.brief(4),
    }[name]()
    assert missing(issue, {NAME: printed(name).rendered}) == ()
    assert printed(name).troubles == ()
    assert printed(name).plain == frozenset()


def test_bookmarks_are_regions_topics_and_headlines() -> None:
    with pikepdf.open(io.BytesIO(printed("mixed").rendered.body)) as pdf:
        marks = outline(pdf)
    assert marks[:3] == [
        (1, "Europe"),
        (2, "Russia-Ukraine talks"),
        (3, "Delegations of Russia and Ukraine meet in Istanbul and agree on an exchange of prisoners"),
    ]
    assert marks[-2:] == [(1, "Sources and method"), (2, "Could not be read")]
    assert sum(level == 3 for level, _ in marks) == 12


def test_the_plan_and_its_tables_are_attached_with_the_issue_s_own_dates() -> None:
    issue = samples.mixed_issue(12)
    with pikepdf.open(io.BytesIO(printed("mixed").rendered.body)) as pdf:
        files = {name: spec.get_file() for name, spec in pdf.attachments.items()}
        kinds = {name: str(spec.obj.AFRelationship) for name, spec in pdf.attachments.items()}
        assert kinds == {"issue.json": "/Source", "provenance.csv": "/Data"}
        assert all(str(spec.obj.Desc) for spec in pdf.attachments.values())
        assert files["issue.json"].read_bytes() == plan_json.dump(issue)
        assert files["provenance.csv"].read_bytes() == provenance(issue)
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20250609070000Z"
        for file in files.values():
            assert str(file.obj.Params.CreationDate) == str(file.obj.Params.ModDate) == "D:20250609070000Z"


def test_what_was_made_before_is_what_is_attached() -> None:
    plan = Rendered("issue.json", "application/json", b'{"a": 1}\n')
    made = {plan.name: plan}
    body = PdfRenderer(SerialEngine()).render(samples.english_issue(1), made, frozenset()).body
    with pikepdf.open(io.BytesIO(body)) as pdf:
        assert pdf.attachments["issue.json"].get_file().read_bytes() == plan.body


def test_the_same_issue_gives_the_same_bytes_in_another_process() -> None:
    with ProcessEngine(1) as engine:
        there = PdfRenderer(engine).render(samples.mixed_issue(12), {}, frozenset())
    assert sha256(there.body).hexdigest() == sha256(printed("mixed").rendered.body).hexdigest()


@pytest.mark.parametrize(("name", "cover"), [("one", False), ("brief", False), ("mixed", True)])
def test_a_short_text_has_neither_cover_nor_contents(name: str, cover: bool) -> None:
    assert ("CONTENTS" in plain_text(printed(name).rendered.body)) is cover


def test_a_page_says_which_it_is_of_how_many() -> None:
    text = plain_text(printed("mixed").rendered.body)
    pages = printed("mixed").pages
    assert [page for page in range(2, pages + 1) if f"{page} of {pages}" not in text] == []


def test_each_paragraph_has_a_note_that_names_publisher_day_and_paragraph() -> None:
    text = letters(plain_text(printed("mixed").rendered.body))
    assert letters("3 Reuters, through Deutsche Welle, 2 June 2025, paragraph 1. news.example") in text
    assert letters("2 Anadolu Agency, paragraph 2.") in text


def test_the_colophon_names_sources_failures_and_rules() -> None:
    text = " ".join(plain_text(printed("one").rendered.body).split())
    for said in (
        "Read for this issue: 3 articles from 1 source",
        "Example Wire: The server did not answer within 20 s.",
    ):
        assert said in text
    assert "Made with digest 0.1.0, rules 0123456789abcdef" in text


def test_a_sentence_for_a_headline_names_its_article_and_a_note_and_a_headline_only_piece_its_source() -> None:
    first = samples.english(0)
    headed = replace(
        first, headline=replace(first.headline, from_title="The article’s own title"), note="Read with care."
    )
    bare = samples.story(1, "Nothing but a headline", [])
    text = " ".join(plain_text(_serial(samples.sample([headed, bare]))).split())
    assert "From: The article’s own title" in text
    assert "Editor’s note" in text
    assert "Read with care." in text
    assert "Reuters, through Deutsche Welle, 2 June 2025. news.example" in text


def test_lists_quotations_and_headings_keep_their_form() -> None:
    kinds = ("heading", "item", "item", "quote", "paragraph")
    parts = samples.paragraphs([(f"Part {kind} {n}.",) for n, kind in enumerate(kinds)], "x")
    piece = replace(samples.english(0), paragraphs=tuple(replace(p, kind=k) for p, k in zip(parts, kinds, strict=True)))  # type: ignore[arg-type]
    body = _serial(samples.sample([piece]))
    with pikepdf.open(io.BytesIO(body)) as pdf:
        tags = {str(o.S) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"}
    assert {"/L", "/LI", "/LBody", "/BlockQuote", "/H5"} <= tags


def test_markup_and_template_words_in_a_title_are_printed_as_they_are() -> None:
    title = "<script>alert(1)</script> {{7*7}} & \x07 🔴 end"
    text = plain_text(_serial(samples.sample([samples.story(0, title, [("Text.",)])])))
    assert "<script>alert(1)</script> {{7*7}} & end" in " ".join(text.split())


def test_a_script_without_a_face_is_named_and_the_text_can_still_be_copied() -> None:
    issue = samples.sample([samples.story(0, "ᏣᎳᎩ in a headline", [("Text.",)])])
    printing = PdfRenderer(SerialEngine()).render_with_report(issue, {}, frozenset())
    assert "Cherokee" in printing.troubles[0].what
    assert "fontpkg" in printing.troubles[0].advice
    assert missing(issue, {NAME: printing.rendered}) == ()


# -- a user's own templates ---------------------------------------------------------------------------------------


def _override(folder: Path, body: str) -> str:
    (folder / "pdf").mkdir()
    (folder / "pdf" / "colophon.html").write_text(body, encoding="utf-8")
    return str(folder)


def test_pictures_beside_the_templates_are_printed_and_nothing_else_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    pictures = ["dot.svg", (tmp_path / "secret.svg").as_uri(), "https://tracker.example/a.png", "../secret.svg"]
    body = "".join(f'<img src="{src}" alt="A picture">' for src in pictures)
    override = _override(tmp_path, f"<section>{body}</section>")
    dot = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    (tmp_path / "pdf" / "dot.svg").write_text(dot, encoding="utf-8")
    printing = PdfRenderer(SerialEngine(), override).render_with_report(samples.english_issue(1), {}, frozenset())
    refused = [found[1] for f in printing.troubles if (found := re.search(r"image at '?([^' ]+)", f.what))]
    assert refused == [pictures[1], pictures[2], "https://templates.invalid/secret.svg"]


def test_a_logo_stands_in_the_masthead_with_its_words(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>',
        encoding="utf-8",
    )
    body = PdfRenderer(SerialEngine(), "", str(logo)).render(samples.english_issue(1), {}, frozenset()).body
    with pikepdf.open(io.BytesIO(body)) as pdf:
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == ["The Weekly Brief"]


def test_a_template_that_nests_without_end_is_refused_before_the_layout(tmp_path: Path) -> None:
    override = _override(tmp_path, "<div>" * 300 + "deep" + "</div>" * 300)
    with pytest.raises(DigestError, match="nests more than 200 elements"):
        PdfRenderer(SerialEngine(), override).render(samples.english_issue(1), {}, frozenset())


# -- a layout that fails ------------------------------------------------------------------------------------------

POISON = "poison"


class Fragile:
    """An engine whose layouts die of what `dies` finds in their HTML; trials that live are not painted."""

    def __init__(self, dies: Callable[[str], bool]) -> None:
        self.dies = dies
        self.serial = SerialEngine()

    def run(self, fn: Any, values: Iterable[Any], limits: Limits, name: Callable[[Any], Failure]) -> Iterator[Any]:
        """As SerialEngine.run, or a failure."""
        for value in values:
            if self.dies(value.html):
                yield replace(name(value), what="was killed (signal 9)")
            elif not value.attached:
                yield Painted(b"", 1, (), ())
            else:
                yield from self.serial.run(fn, [value], limits, name)


def _in_full(html: str) -> bool:
    return re.search(rf'class="text"[^>]*>[^<]*{POISON}', html) is not None


def test_the_guilty_piece_is_found_printed_as_plain_text_and_named() -> None:
    stories = [samples.english(n) for n in range(2)]
    bad = samples.story(7, "A story that cannot be laid out", [(f"Here is the {POISON} in the text.",)])
    issue = samples.sample([*stories, bad])
    renderer = PdfRenderer(Fragile(_in_full))
    printing = renderer.render_with_report(issue, {}, frozenset())
    assert printing.plain == {bad.id}
    (told,) = printing.troubles
    assert told.source == bad.sources[0].publisher
    assert told.where == "issue.pdf: A story that cannot be laid out"
    assert told.advice == "The layout was killed (signal 9)."
    text = " ".join(plain_text(printing.rendered.body).split())
    assert f"Here is the {POISON} in the text." in text
    assert "is printed as plain text" in text
    assert missing(issue, {NAME: printing.rendered}) == ()
    assert renderer.printing == printing


def test_when_no_piece_alone_is_guilty_all_are_printed_as_plain_text() -> None:
    issue = samples.english_issue(2)
    printing = PdfRenderer(Fragile(lambda html: html.count('class="text"') > 2)).render_with_report(
        issue, {}, frozenset()
    )
    assert printing.plain == {piece.id for piece in pieces(issue)}
    assert missing(issue, {NAME: printing.rendered}) == ()


def test_when_not_even_plain_text_can_be_laid_out_the_run_stops_and_says_why() -> None:
    with pytest.raises(UnmadeOutput, match=r"weekly/2025-W23: issue.pdf cannot be laid out.*signal 9"):
        PdfRenderer(Fragile(lambda _: True)).render(samples.english_issue(2), {}, frozenset())


def test_pieces_that_got_lost_are_printed_as_plain_text_when_asked() -> None:
    issue = samples.english_issue(2)
    lost = next(pieces(issue)).id
    body = PdfRenderer(SerialEngine()).render(issue, {}, frozenset({lost})).body
    assert missing(issue, {NAME: Rendered(NAME, "application/pdf", body)}) == ()


def test_a_machine_without_the_layout_engine_is_told_what_to_install() -> None:
    class Bare:
        def run(self, fn: Any, values: Iterable[Any], limits: Limits, name: Any) -> Iterator[Unable]:
            yield Unable("The PDF engine’s system libraries (Pango) cannot be loaded: libpango is missing.")

    with pytest.raises(EnvironmentFault, match="libpango"):
        PdfRenderer(Bare()).render(samples.english_issue(1), {}, frozenset())  # type: ignore[arg-type]


def _serial(issue: Any) -> bytes:
    return PdfRenderer(SerialEngine()).render(issue, {}, frozenset()).body


def test_a_story_says_in_one_line_why_it_is_there_when_asked() -> None:
    plan = issue(section("Europe", "Talks", reasoned()))
    made = PdfRenderer(SerialEngine(), why=True).render(plan, {}, frozenset())
    text = " ".join(plain_text(made.body).split())
    assert "Matched “peace talks” and “Istanbul” · 3 independent publishers · Score 52 of 100" in text
