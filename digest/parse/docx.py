"""DOCX: the text by mammoth, tracked changes accepted, and what the document's properties say of it."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from digest.errors import SourceTrouble
from digest.language.dates import moment
from digest.language.markup import plain
from digest.models import Entry, Fetched
from digest.parse.archive import extract, opened
from digest.parse.head import Head, file_name
from digest.parse.trust import sane_author, sane_title

_MOST = 64_000_000  # bytes of all parts, decoded: a novel has 3 MB
_STYLES = """\
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
"""
_TITLE = re.compile(r'<h1 class="title">(.*?)</h1>', re.DOTALL)
_HEADING = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
_PARAGRAPH = re.compile(r"<(?:p|h\d)\b[^>]*>(.*?)</(?:p|h\d)>", re.DOTALL)
_BACK = re.compile(r'\s*<a href="#(?:foot|end)note-ref-\d+">[^<]*</a>')
_CELL = re.compile(r"<(t[dh])([^>]*)><p>((?:(?!</?p>).)*)</p></\1>", re.DOTALL)
# When Word's own template and a well-known library were made: documents that nobody dated say so.
_MADE = ("2013-12-23T23:15:00", "1980-01-01", "1970-01-01", "1601-01-01")


def parse_docx(fetched: Fetched) -> Entry:
    """The article of a document: its text as HTML, pictures, headers, footers and comments left out.

    Raises SourceTrouble for a document that is broken, locked or unpacks to too much.
    """
    with opened(fetched.body) as archive:
        if sum(member.file_size for member in archive.infolist()) > _MOST:
            raise SourceTrouble(f"It would unpack to more than {_MOST / 1e6:.3g} MB.", "Save its text alone.")
        html = _html(archive, fetched.body)
        said = _properties(archive)
    head = Head()
    head.put("title", sane_title(said["title"], file_name(fetched.url)), "properties")
    head.put("author", sane_author(said["creator"]))
    head.put("language", said["language"])
    head.put("tags", said["keywords"])
    if not said["created"].startswith(_MADE):
        head.date.hear(moment(said["created"]), "properties")
    head.put("title", _first(_TITLE, html), "style")
    head.put("title", _first(_HEADING, html), "heading")
    paragraphs = [plain(one) for one in _PARAGRAPH.findall(html)]
    head.look_for_title(paragraphs)
    head.look_for_date(paragraphs)
    return head.entry(fetched, html, html=True)


def _html(archive: ZipFile, body: bytes) -> str:
    from xml.parsers.expat import ExpatError

    import mammoth

    extract(archive, archive.getinfo("word/document.xml"), _MOST)
    try:
        made = mammoth.convert_to_html(BytesIO(body), style_map=_STYLES, convert_image=_no_picture)
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, RecursionError, OSError, ExpatError) as error:
        # mammoth reads a document as Word writes it, and stumbles over others in any of these ways.
        advice = "Open it in Word or LibreOffice and save it again."
        raise SourceTrouble("It is no sound Word document.", advice) from error
    return _CELL.sub(r"<\1\2>\3</\1>", _BACK.sub("", str(made.value)))


def _first(pattern: re.Pattern[str], html: str) -> str:
    """The first element of that kind that has words."""
    return next(filter(None, map(plain, pattern.findall(html))), "")


def _no_picture(_: object) -> list[object]:
    return []


def _properties(archive: ZipFile) -> dict[str, str]:
    """Title, creator, created, language, keywords as docProps/core.xml has them; "" for what is not said."""
    try:
        xml = extract(archive, archive.getinfo("docProps/core.xml"), 1_000_000).decode("utf-8", "replace")
    except (KeyError, SourceTrouble):
        xml = ""
    said: dict[str, str] = {}
    for name in ("title", "creator", "created", "language", "keywords"):
        found = re.search(rf"<(?:\w+:)?{name}\b[^>]*>([^<]*)</", xml)
        said[name] = unescape(found[1]).strip() if found else ""
    return said
