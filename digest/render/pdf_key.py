"""What a PDF was made from, as one hash that the file itself carries: made from the same, it need not be made again."""

from __future__ import annotations

import re
from hashlib import blake2b
from importlib import metadata
from typing import TYPE_CHECKING

from digest.render import fonts
from digest.render.manifest import code_hash

if TYPE_CHECKING:
    from digest.render.pdf_paint import Job

_ENGINE = ("weasyprint", "pydyf", "fonttools", "pikepdf")
_MARK = re.compile(rb"<xmpMM:DocumentID>uuid:([0-9a-f-]{36})</xmpMM:DocumentID>")


def job_key(job: Job) -> str:
    """Return the hash, as a UUID, of all that decides on the bytes of `job`: HTML, style sheets, pictures, attachments,
    typefaces, the layout engine and this program."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _ENGINE)
    texts = [code_hash(), fonts.stamp(), versions, job.at.isoformat(), job.html, job.css, *job.fits]
    parts = [text.encode() for text in texts]
    for file in job.attached:
        parts += [f"{file.name} {file.description} {file.relationship}".encode(), file.body]
    for name, body in job.assets:
        parts += [name.encode(), body]
    total = blake2b(digest_size=16)
    for part in parts:
        total.update(f"{len(part)} ".encode() + part)
    found = total.hexdigest()
    return "-".join((found[:8], found[8:12], found[12:16], found[16:20], found[20:]))


def made_from(body: bytes) -> str:
    """Return the key of the job that the PDF `body` was made from, which its metadata tell; "" where they do not."""
    found = _MARK.search(body)
    return found[1].decode() if found else ""


def page_count(body: bytes) -> int:
    """Return how many pages the PDF `body` has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(body)
    try:
        return len(document)
    finally:
        document.close()
