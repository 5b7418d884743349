"""Documents made by hand: what Word writes, as little of it as there must be; and archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_STYLES = ("Title", "heading 1", "heading 2", "Quote")


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of one run; `style` is the name that Word's users see."""
    mark = f'<w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/></w:pPr>' if style else ""
    return f'<w:p>{mark}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def core(**said: str) -> str:
    """The document's properties: title, creator, created ..."""
    inner = "".join(f"<p:{name}>{value}</p:{name}>" for name, value in said.items())
    return f'<core xmlns:p="urn:p">{inner}</core>'


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document of this body, and further parts by their names."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in _STYLES
    )
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS,
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            **(parts or {}),
        }
    )


def footnotes(text: str) -> dict[str, str]:
    """The parts that a document with one footnote, number 1, has."""
    relation = f'<Relationship Id="r9" Type="{_RELATION}/footnotes" Target="footnotes.xml"/>'
    return {
        "word/footnotes.xml": f'<w:footnotes {_W}><w:footnote w:id="1">{paragraph(text)}</w:footnote></w:footnotes>',
        "word/_rels/document.xml.rels": _RELS[: _RELS.index("<Relationship Id")] + relation + "</Relationships>",
    }


def packed(members: Mapping[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of these members, in this order."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return body.getvalue()
