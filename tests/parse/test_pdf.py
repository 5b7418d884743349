"""PDFs with text, made by WeasyPrint: what was laid out comes back as it was written."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import cache

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.errors import SourceTrouble
from digest.models import Entry, SourceFacts
from digest.normalise import normalise
from digest.parse import parse
from digest.parse.pdf import _stamp
from digest.parse.pdf_lines import _word
from digest.render.fonts import choose, face_rules
from tests.builders import NOW, fetched

TITLE = "Talks resume in Istanbul after three weeks"
PARAGRAPHS = [
    f"Delegations of Russia and Ukraine met at the palace in Istanbul for the {nth} round of direct negotiations, and they "
    "agreed to exchange prisoners of war as well as the remains of fallen soldiers, officials of both countries confirmed. "
    f"The {nth} round had been postponed, since the representatives of both capitals could not settle on an agenda."
    for nth in ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
]
RUSSIAN = "Делегации России и Украины встретились во дворце Чираган в Стамбуле, чтобы провести второй раунд прямых переговоров о прекращении огня."
ARABIC = "التقى وفدا روسيا وأوكرانيا في قصر جراغان بإسطنبول يوم الاثنين لعقد جولة ثانية من المفاوضات المباشرة، واتفقا على تبادل 1000 أسير."
RUNNING = "@page {size: A5; margin: 2cm; @top-center {content: 'The Weekly Brief'} @bottom-center {content: 'Page ' counter(page) ' of ' counter(pages)}}"


@cache
def pdf(body: str, css: str = "", head: str = "", lang: str = "en") -> bytes:
    """A PDF of this page, in the fonts of the house."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    faces = choose(body).faces
    names = ", ".join(dict.fromkeys(f"'{face.family}'" for face in faces))
    style = f"{face_rules(faces)} body {{font: 11pt {names}; hyphens: auto; text-align: justify}} h1 {{font-size: 20pt}} p {{margin: 0 0 6pt}} {css}"
    page = f"<html lang={lang}><head>{head}<style>{style}</style></head><body>{body}</body></html>"
    return HTML(string=page).write_pdf(font_config=FontConfiguration()) or b""


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(body: bytes, name: str = "talks.pdf") -> Entry:
    (entry,) = parse(fetched(body, url=f"file:{name}", media_type="application/pdf"))
    assert isinstance(entry, Entry)
    return entry


def passages(entry: Entry) -> list[str]:
    return [one.text for one in normalise(entry, SourceFacts("Inbox"), NOW).item.passages]


@pytest.mark.parametrize(
    "css",
    [
        pytest.param(RUNNING, id="running heads on three pages"),
        pytest.param(RUNNING + "p {text-indent: 1.5em; margin: 0}", id="indented paragraphs"),
        pytest.param("@page {size: A4} .body {columns: 2; column-gap: 8mm}", id="two columns"),
        pytest.param("@page {size: A4 landscape} .body {columns: 3}", id="three columns"),
        pytest.param("@page {size: A5} body {hyphenate-character: '-'}", id="plain hyphens"),
    ],
)
def test_paragraphs_come_back_whole(css: str) -> None:
    body = f"<h1>{TITLE}</h1><p>5 June 2025</p><div class=body>{paragraphs(*PARAGRAPHS)}</div>"
    entry = read(pdf(body, css))
    assert (entry.title, entry.titled_from) == (TITLE, "the largest print of the first page")
    assert (entry.published, entry.dated_from) == (
        datetime(2025, 6, 5, 12, tzinfo=UTC),
        "a line of the text that only says when",
    )
    assert passages(entry) == PARAGRAPHS


def test_columns_that_the_file_draws_line_by_line_are_read_one_after_the_other() -> None:
    sides = {0: "The first column goes on here with line", 260: "The second one is about other things"}
    lines = "".join(
        f"<div style='position: absolute; white-space: nowrap; top: {60 + 14 * n}pt; left: {x}pt'>{text} {n}</div>"
        for n in range(12)
        for x, text in sides.items()
    )
    body = read(pdf(f"<h1>{TITLE}</h1>{lines}", "@page {size: A4} body {font-size: 10pt; hyphens: none}")).body
    assert " ".join(f"{sides[0]} {n}" for n in range(12)) in body
    assert body.index(f"{sides[0]} 11") < body.index(f"{sides[260]} 0")


@pytest.mark.parametrize(("lang", "text"), [("ru", RUSSIAN), ("ar", ARABIC)])
def test_other_scripts(lang: str, text: str) -> None:
    entry = read(
        pdf(
            f"<h1>{text[:24].strip()}</h1>{paragraphs(text, text + ' ' + text)}",
            "@page {size: A6} html[lang=ar] {direction: rtl}",
            lang=lang,
        )
    )
    assert passages(entry)[0] == text


def test_ligatures_soft_hyphens_and_compounds() -> None:
    text = "The offi\u00adcial efficient flag office gave a long-term, well-known answer on the first five affairs of the long term and the well."
    assert passages(read(pdf(paragraphs(text, PARAGRAPHS[0]))))[0] == text.replace("\u00ad", "")


def test_headings_lists_and_a_heading_above_each_part() -> None:
    body = f"<h1>{TITLE}</h1><h2>Part 1</h2>{paragraphs(PARAGRAPHS[0])}<h2>Part 2</h2><ul><li>Prisoners of war</li><li>Grain</li></ul>"
    made = read(pdf(body)).body.split("\n\n")
    assert made[:3] == [f"## {TITLE}", "## Part 1", PARAGRAPHS[0]]
    assert made[3] == "## Part 2"
    assert [line.lstrip("•◦ ") for line in made[4:6]] == ["Prisoners of war", "Grain"]


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        ("Peace talks go on", "Jo Bloggs", ("Peace talks go on", "Jo Bloggs", "the document's properties")),
        ("Microsoft Word - talks.doc", "python-docx", (TITLE, "", "the largest print of the first page")),
        ("untitled", "User", (TITLE, "", "the largest print of the first page")),
        ("talks", "", (TITLE, "", "the largest print of the first page")),
    ],
)
def test_properties_count_when_somebody_wrote_them(title: str, author: str, expected: tuple[str, str, str]) -> None:
    head = f"<title>{title}</title><meta name=author content='{author}'><meta name=dcterms.created content='2025-06-04T10:00:00+03:00'>"
    entry = read(pdf(f"<h1>{TITLE}</h1>{paragraphs(PARAGRAPHS[0])}", head=head))
    assert (entry.title, entry.author, entry.titled_from) == expected
    assert (entry.published, entry.dated_from) == (datetime(2025, 6, 4, 7, tzinfo=UTC), "the document's properties")


def test_properties_of_the_xmp_packet() -> None:
    packet = (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:Description xmp:CreateDate='2025-06-03T09:00:00Z'><dc:title><rdf:Alt>"
        "<rdf:li xml:lang='x-default'>Talks &amp; more talks</rdf:li></rdf:Alt></dc:title></rdf:Description></x:xmpmeta>"
    )
    entry = read(pdf(paragraphs(PARAGRAPHS[0])) + packet.encode())
    assert (entry.title, entry.published) == ("Talks & more talks", datetime(2025, 6, 3, 9, tzinfo=UTC))


class Glyphs:
    """A page of which only the boxes of its letters are asked for."""

    def __init__(self, *lefts: float) -> None:
        self.lefts = lefts

    def get_charbox(self, at: int) -> tuple[float, float, float, float]:
        return self.lefts[at], 0.0, self.lefts[at] + 5, 9.0


@pytest.mark.parametrize(
    ("lefts", "word"), [((20, 15, 15, 10), "الاث"), ((20, 15, 10, 5), "االث")], ids=["one glyph", "two glyphs"]
)
def test_two_letters_of_one_arabic_glyph_stand_in_their_order(lefts: tuple[float, ...], word: str) -> None:
    assert _word([ord(char) for char in "االث"], Glyphs(*lefts), 0) == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("D:20250605143000+03'00'", "2025-06-05T14:30:00+03:00"),
        ("D:20250605143000Z", "2025-06-05T14:30:00Z"),
        ("20250605", "2025-06-05"),
        ("yesterday", ""),
    ],
)
def test_dates_of_pdf(text: str, expected: str) -> None:
    assert _stamp(text) == expected


def _locked(body: bytes) -> bytes:
    import io

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(body)) as document:
        document.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (lambda: pdf("<div style='width: 9cm; height: 9cm; background: linear-gradient(red, blue)'></div>"), "It holds pictures of pages, not text"),
        (lambda: pdf("<p>No. 7</p>"), "It holds next to no text"),
        (lambda: _locked(pdf(paragraphs(PARAGRAPHS[0]))), "It is locked with a password"),
        (lambda: pdf(paragraphs(PARAGRAPHS[0]))[:600], "It is a broken or incomplete PDF"),
    ],
    ids=["scan", "stamp", "locked", "broken"],
)  # fmt: skip
def test_what_holds_no_text_says_so(body: object, what: str) -> None:
    with pytest.raises(SourceTrouble, match=what) as trouble:
        read(body())  # type: ignore[operator]
    assert trouble.value.advice


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 20_000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6))
def test_nothing_but_source_trouble_comes_out_of_a_damaged_pdf(changes: list[tuple[int, bytes]]) -> None:
    body = bytearray(pdf(f"<h1>{TITLE}</h1>{paragraphs(*PARAGRAPHS[:2])}"))
    for at, new in changes:
        place = 9 + at % (len(body) - 9)
        body[place : place + len(new)] = new
    with suppress(SourceTrouble):
        assert read(bytes(body)).body
