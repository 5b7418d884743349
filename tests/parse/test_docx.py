from datetime import UTC, datetime

import pytest

from digest.errors import SourceTrouble
from digest.models import Entry, SourceFacts
from digest.normalise import normalise
from digest.parse import parse
from tests.builders import NOW, fetched
from tests.parse.office import core, docx, footnotes, packed, paragraph

PROSE = "Delegations of Russia and Ukraine met at Çırağan Palace in Istanbul on Monday."


def read(body: bytes, name: str = "talks.docx") -> Entry:
    (entry,) = parse(fetched(body, url=f"file:{name}", media_type=""))
    assert isinstance(entry, Entry)
    return entry


def passages(entry: Entry) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in normalise(entry, SourceFacts("Inbox"), NOW).item.passages]


def test_headings_lists_tables_quotes_and_footnotes() -> None:
    note = '<w:p><w:r><w:t>They agreed on an exchange of prisoners.</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Side", "Prisoners"))
    body = "".join(
        (
            paragraph("Talks resume in Istanbul", "Title"),
            paragraph(PROSE),
            paragraph("What comes next", "heading 1"),
            note,
            paragraph("It is essential that the dialogue continues.", "Quote"),
            f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>",
        )
    )
    entry = read(docx(body, footnotes("So said the ministry.")))
    assert (entry.title, entry.titled_from) == ("Talks resume in Istanbul", "the paragraph of the style “Title”")
    assert passages(entry) == [
        ("paragraph", PROSE),
        ("heading", "What comes next"),
        ("paragraph", "They agreed on an exchange of prisoners.[1]"),
        ("quote", "It is essential that the dialogue continues."),
        ("paragraph", "Side Prisoners"),
        ("item", "So said the ministry."),
    ]


def test_tracked_changes_are_accepted_and_pictures_leave_nothing() -> None:
    changed = (
        '<w:p><w:r><w:t xml:space="preserve">They agreed to </w:t></w:r>'
        '<w:del w:id="1"><w:r><w:delText>refuse</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>exchange</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> prisoners.</w:t></w:r></w:p>'
    )
    drawing = (
        '<w:p><w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><wp:inline>'
        '<wp:docPr descr="Two men at a table"/><a:graphic><a:graphicData><pic:pic '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:link="r7"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r7" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="file:///etc/hostname" '
        'TargetMode="External"/></Relationships>'
    )
    entry = read(docx(changed + drawing, {"word/_rels/document.xml.rels": links}))
    assert passages(entry) == [("paragraph", "They agreed to exchange prisoners.")]
    assert "Two men" not in entry.body


@pytest.mark.parametrize(
    ("said", "body", "title", "titled_from", "author"),
    [
        ({"title": "Talks resume", "creator": "Jo Bloggs"}, paragraph("Another", "Title"), "Talks resume", "the document's properties", "Jo Bloggs"),
        ({"title": "untitled", "creator": "python-docx"}, paragraph("Talks", "Title"), "Talks", "the paragraph of the style “Title”", ""),
        ({"title": "talks.docx"}, paragraph("Part", "heading 1"), "Part", "the first heading", ""),
        ({"title": "talks"}, paragraph("Talks go on in Istanbul"), "Talks go on in Istanbul", "the first line", ""),
        ({}, paragraph("5 June 2025") + paragraph("Talks go on"), "Talks go on", "the first line", ""),
        ({}, "", "", "", ""),
    ],
)  # fmt: skip
def test_title_and_author_by_the_order_of_trust(
    said: dict[str, str], body: str, title: str, titled_from: str, author: str
) -> None:
    entry = read(docx(body + paragraph(PROSE), {"docProps/core.xml": core(**said)}))
    assert (entry.title, entry.titled_from, entry.author) == (title, titled_from, author)


@pytest.mark.parametrize(
    ("created", "first", "day", "dated_from"),
    [
        ("2025-06-04T10:00:00Z", "", datetime(2025, 6, 4, 10, tzinfo=UTC), "the document's properties"),
        ("2025-06-04T10:00:00Z", "Istanbul, 2 June 2025", datetime(2025, 6, 2, 12, tzinfo=UTC), "a line of the text that only says when"),
        ("2013-12-23T23:15:00Z", "", None, ""),
        ("", "", None, ""),
    ],
)  # fmt: skip
def test_dates_by_the_order_of_trust(created: str, first: str, day: datetime | None, dated_from: str) -> None:
    body = (paragraph(first) if first else "") + paragraph(PROSE)
    entry = read(docx(body, {"docProps/core.xml": core(created=created)}))
    assert (entry.published, entry.dated_from) == (day, dated_from)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (docx("<w:p><w:r>"), "no sound Word document"),
        (docx(paragraph(PROSE))[:700], "broken or incomplete"),
        (packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "It is a spreadsheet"),
        (packed({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>"}), "It is a presentation"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "OpenDocument"),
        (packed({"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"}), "EPUB"),
        (docx(paragraph("x" * 30_000_000)), "would unpack from"),
    ],
    ids=["broken XML", "cut off", "spreadsheet", "presentation", "ODT", "EPUB", "bomb"],
)
def test_what_is_no_document_that_can_be_read_says_so(body: bytes, what: str) -> None:
    with pytest.raises(SourceTrouble, match=what) as trouble:
        read(body)
    assert trouble.value.advice
