"""What a file is by its first bytes: a document that is read here, or one that is refused in plain words."""

from __future__ import annotations

import re
import struct
from pathlib import PurePosixPath
from typing import Literal

from digest.errors import SourceTrouble

Format = Literal["pdf", "docx", "archive", "text"]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"

_HEAD = 1_024  # bytes in which a PDF's mark may stand behind what a server or a mailer put before it
_LOCAL = b"PK\x03\x04"
_EMPTY = b"PK\x05\x06"
_NAME_AT = 30  # of the first member, behind its header
# The first member of an office document; those of an archive that somebody packed are called otherwise.
_PACKED = ("[Content_Types].xml", "mimetype", "_rels/", "docProps/", "customXml/", "word/", "xl/", "ppt/")
_SAVE = "Open it and save it as DOCX, PDF or text."
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "It is a document of an old office program (.doc, .xls or .ppt).", _SAVE),
    (b"{\\rtf", "It is a rich text document (RTF).", _SAVE),
    (b"\x89PNG", "It is a picture.", "Give its text instead, or put it beside the article."),
    (b"\xff\xd8\xff", "It is a picture.", "Give its text instead, or put it beside the article."),
    (b"GIF8", "It is a picture.", "Give its text instead, or put it beside the article."),
    (b"Rar!", "It is a RAR archive.", "Unpack it, or pack it as ZIP."),
    (b"7z\xbc\xaf", "It is a 7-Zip archive.", "Unpack it, or pack it as ZIP."),
    (b"\x1f\x8b", "It is a compressed file (gzip).", "Unpack it."),
    (b"BZh", "It is a compressed file (bzip2).", "Unpack it."),
    (b"\xfd7zXZ", "It is a compressed file (xz).", "Unpack it."),
)
_PACKAGES = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "It is a spreadsheet."),
    ("xl/workbook.bin", "It is a spreadsheet."),
    ("ppt/presentation.xml", "It is a presentation."),
    ("content.xml", "It is an OpenDocument file."),
    ("META-INF/container.xml", "It is an e-book (EPUB)."),
)


_BESIDE = frozenset(
    ".png .jpg .jpeg .jfif .gif .webp .svg .ico .bmp .tif .tiff .heic .avif .psd .css .js .mjs .map .woff .woff2 .ttf "
    ".otf .eot .mp3 .mp4 .m4a .m4v .wav .flac .ogg .ogv .webm .mov .avi .mkv .exe .dll .so .class .jar .pyc .db "
    ".sqlite .sqlite3 .lnk .torrent .ini .log .toml .bib .csv .tsv .xls .xlsx .ods .pptx .ppt .odp".split()
)
_LITTER = re.compile(r"\..*|.*~|~\$.*|#.*#|thumbs\.db|desktop\.ini", re.IGNORECASE)
# What a browser puts beside a saved page, in the languages of browsers, and what systems pack along.
_FOLDERS = re.compile(
    r".*(?:[_.-](?:files?|dateien|fichiers|archivos|ficheros|bestanden|dosyalar|arquivos|pliki)|\.assets)|__MACOSX|\..*"
    r"|node_modules|__pycache__",
    re.IGNORECASE,
)


def beside(name: str) -> bool:
    """Whether a file, by its name with forward slashes, lies beside articles and is none: a picture, a style sheet.

    Only files that nobody named are passed over in silence: those in a folder or an archive.
    """
    *folders, file = name.split("/")
    if any(_FOLDERS.fullmatch(folder) for folder in folders) or _LITTER.fullmatch(file):
        return True
    return PurePosixPath(file).suffix.lower() in _BESIDE


def format_of(body: bytes) -> Format:
    """Which reader a body needs. Raises SourceTrouble for a document of a kind that is not read."""
    if b"%PDF-" in body[:_HEAD]:
        return "pdf"
    if body.startswith((_LOCAL, _EMPTY)):
        return _package(body) if is_package(body) else "archive"
    for signature, what, advice in _OTHERS:
        if body.startswith(signature):
            raise SourceTrouble(what, advice)
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        raise SourceTrouble("It is a picture.", "Give its text instead, or put it beside the article.")
    return "text"


def media_type_of(body: bytes) -> str:
    """The media type of a document that is no text, as its first bytes have it; "" for a text, or another document."""
    if body.startswith((_LOCAL, _EMPTY)):
        return DOCX if is_package(body) else ZIP
    return PDF if b"%PDF-" in body[:_HEAD] else ""


def is_package(body: bytes) -> bool:
    """Whether a ZIP is a document of an office program by the name of its first member, which costs nothing to see."""
    if not body.startswith(_LOCAL) or len(body) < _NAME_AT:
        return False
    size = struct.unpack_from("<H", body, 26)[0]
    return body[_NAME_AT : _NAME_AT + size].decode("utf-8", "replace").startswith(_PACKED)


def _package(body: bytes) -> Format:
    from digest.parse.archive import opened

    with opened(body) as archive:
        names = set(archive.namelist())
    for name, what in _PACKAGES:
        if name in names:
            if what == "docx":
                return "docx"
            raise SourceTrouble(what, "Save its text as DOCX, PDF or text.")
    return "archive"
