"""PDF with text: what pdfium reads, laid out again as paragraphs, and what the document's properties say of it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from digest.errors import SourceTrouble
from digest.language.dates import moment
from digest.models import Entry, Fetched
from digest.parse.head import Head, file_name
from digest.parse.pdf_layout import Block, blocks_of, body_size
from digest.parse.pdf_lines import Line, lines_of
from digest.parse.trust import sane_author, sane_title

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MOST = 600  # pages: 12 ms of CPU each, measured; a longer one is a book, and no article
_FEW = 20  # letters of a whole document: less is a stamp on a scan
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")
_XMP = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_LONGEST_TITLE = 300  # characters
_BIGGER = 1.2  # than the text: what is printed as a title is a fifth larger at least
_FRONT = 12  # paragraphs of the first page among which its title and date stand


def parse_pdf(fetched: Fetched) -> Entry:
    """The article of a PDF: paragraphs parted by blank lines, headings marked as in Markdown.

    Raises SourceTrouble for one that is locked, broken, or holds no text, as a scan does.
    """
    said, pages = _read(fetched.body)
    blocks = blocks_of(pages)
    head = Head()
    head.put("title", sane_title(said["title"], file_name(fetched.url)), "properties")
    head.put("title", _printed_title(blocks, body_size(pages)), "print")
    head.put("author", sane_author(said["author"]))
    head.put("language", said["language"])
    head.put("tags", said["keywords"])
    head.date.hear(moment(said["created"]), "properties")
    head.look_for_title(block.text for block in blocks)
    head.look_for_date(block.text for block in blocks[:_FRONT])
    return head.entry(fetched, "\n\n".join(f"## {one.text}" if one.heading else one.text for one in blocks))


def _read(body: bytes) -> tuple[dict[str, str], list[list[Line]]]:
    """What the document says of itself, and the lines of its pages in the order in which it draws them."""
    import pypdfium2

    try:
        return _opened(pypdfium2.PdfDocument(body), body)
    except pypdfium2.PdfiumError as error:
        raise _unopened(str(error)) from error


def _opened(document: PdfDocument, body: bytes) -> tuple[dict[str, str], list[list[Line]]]:
    with document:
        if len(document) > _MOST:
            what = f"It has {len(document):,} pages: more than {_MOST:,} are not read."
            raise SourceTrouble(what, "Take the part that is meant.")
        pages = [lines_of(document, number) for number in range(len(document))]
        letters = sum(char.isalnum() for page in pages for line in page for char in line.text)
        if letters < _FEW:
            raise _wordless(letters)
        return _properties(document.get_metadata_dict(), body), pages


def _unopened(said: str) -> SourceTrouble:
    if "assword" in said or "ecurity" in said:
        return SourceTrouble("It is locked with a password.", "Save it without a password.")
    return SourceTrouble("It is a broken or incomplete PDF.", "Get it again, or print it to a new PDF.")


def _wordless(letters: int) -> SourceTrouble:
    what = "It holds pictures of pages, not text." if not letters else "It holds next to no text: pictures of pages."
    return SourceTrouble(what, "Run OCR on it (text recognition, such as ocrmypdf), or give its text.")


def _properties(info: dict[str, str], body: bytes) -> dict[str, str]:
    """Title, author, keywords, language and the ISO moment of making; of /Info, else of the XMP packet."""
    found = _XMP.search(body)
    xmp = found[0].decode("utf-8", "replace") if found else ""
    return {
        "title": info.get("Title", "").strip() or _in_xmp(xmp, "dc:title"),
        "author": info.get("Author", "").strip() or _in_xmp(xmp, "dc:creator"),
        "keywords": info.get("Keywords", "").strip(),
        "language": _in_xmp(xmp, "dc:language"),
        "created": _stamp(info.get("CreationDate", "")) or _in_xmp(xmp, "xmp:CreateDate"),
    }


def _in_xmp(xmp: str, name: str) -> str:
    """The first value of a property, as an element or as an attribute; "" when it has none."""
    found = re.search(rf"<{name}\b[^>]*>(?:\s*<rdf:(?:Alt|Seq|Bag)>\s*<rdf:li\b[^>]*>)?([^<]*)<", xmp)
    found = found or re.search(rf"\b{name}\s*=\s*[\"']([^\"']*)", xmp)
    return unescape(found[1]).strip() if found else ""


def _stamp(text: str) -> str:
    """A PDF's date, "D:20250605143000+03'00'", as ISO 8601; "" for another text."""
    found = _DATE.match(text.strip())
    if not found:
        return ""
    year, month, day, hour, minute, second, utc, sign, ahead, minutes = found.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = "Z" if utc else f"{sign}{ahead}:{minutes or '00'}" if sign else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"


def _printed_title(blocks: list[Block], size: float) -> str:
    """The largest text at the top of the first page, where it is larger than the article's own."""
    first = [block for block in blocks[:_FRONT] if block.page == 0 and len(block.text) <= _LONGEST_TITLE]
    telling = [block for block in first if any(char.isalpha() for char in block.text)]
    best = max(telling, key=lambda block: block.size, default=None)
    return best.text if best and best.size >= _BIGGER * size else ""
