"""HTML to PDF, in a child process: one function of plain values. Nothing is fetched but what the job brings along.

The layout engine is imported inside the functions: the parent process, which only sends jobs, never loads it.
"""

from __future__ import annotations

import gc
import logging
import os
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from digest.render import fonts
from digest.render.pdf_finish import finish
from digest.render.pdf_layout import faults
from digest.render.pdf_unset import name_unset

VARIANT = "pdf/a-3a"
BASE = "https://templates.invalid/pdf/"  # what a template's relative address starts from; a name that cannot exist
DEEPEST = 200  # elements inside one another; 2,000 end in a RecursionError that loses the whole file, ours need 13


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF: what it is to the document is `relationship`, one of ISO 32000-2's words."""

    name: str
    description: str
    relationship: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """One document. `fits` are style sheets to try one after the other until the pages are well filled: the first is
    laid over `css` first, usually empty. `assets` maps addresses under BASE to their bytes."""

    html: str
    css: str
    fits: tuple[str, ...]
    assets: tuple[tuple[str, bytes], ...]
    attached: tuple[Attached, ...]
    at: datetime  # of the document and of every attachment
    key: str = ""  # a UUID of all of this, which the file will carry
    typefaces: tuple[str, str] = ("", "")  # packages for the serif and the sans; "" for the house's own


@dataclass(frozen=True, slots=True)
class Painted:
    """A finished file. `log` is what the layout engine complained of, each once; `missing` the unprintable scripts."""

    body: bytes
    pages: int
    log: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unable:
    """This machine cannot make PDFs: what is missing, in a sentence, and how to mend it."""

    what: str


def paint(job: Job) -> Painted | Unable:
    """Lay `job` out and return the file. The same job gives the same bytes, on any day and machine.

    Raises ValueError when the template nests deeper than DEEPEST, and whatever the layout engine raises.
    """
    try:
        _load()
    except OSError as error:
        return Unable(f"The PDF engine's system libraries (Pango) cannot be loaded: {error}")
    chosen = fonts.choose(job.html, job.typefaces)
    with _quick(), _complaints() as log, _typefaces() as font_config:
        document = _laid_out(job, chosen.faces, font_config)
        body = _written(document, job)
    return Painted(finish(body, job.key), len(document.pages), tuple(log), chosen.missing)


def _load() -> None:
    with warnings.catch_warnings():
        # On a machine without fonts WeasyPrint warns at import; we bring our own.
        warnings.filterwarnings("ignore", message=".*FontConfig.*", category=UserWarning)
        import weasyprint  # noqa: F401


def _laid_out(job: Job, faces: Sequence[fonts.Face], font_config: Any) -> Any:
    """The first layout without faults, else the one with the fewest."""
    from weasyprint import CSS, HTML

    from digest.render.pdf_notes import quick_notes

    shelf = _shelf(job, faces)
    html = HTML(string=fonts.printable(job.html, faces), base_url=BASE, url_fetcher=shelf)
    _check_depth(html.etree_element)
    name_unset(html.etree_element, fonts.covered(faces))
    kept: Any = None
    for fit in job.fits or ("",):
        css = fonts.face_rules(faces) + job.css + fit
        sheet = CSS(string=css, base_url=BASE, font_config=font_config, url_fetcher=shelf)
        with quick_notes():
            laid_out = html.render(font_config=font_config, stylesheets=[sheet], pdf_variant=VARIANT)
        count = faults(laid_out.pages)
        if kept is None or count < kept[0]:
            kept = (count, laid_out)
        if count == 0:
            break
    return kept[1]


def _written(document: Any, job: Job) -> bytes:
    from weasyprint import Attachment

    from digest.render.pdf_tags import amended

    attachments = [
        Attachment(
            string=file.body,
            name=file.name,
            description=file.description,
            relationship=file.relationship,
            created=job.at,
            modified=job.at,
        )
        for file in job.attached
    ]
    # fontTools writes into each embedded font when that was made: by the clock, unless it is told.
    with amended(), _told("SOURCE_DATE_EPOCH", str(int(job.at.timestamp()))), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its colour profile's file open
        written: bytes = document.write_pdf(pdf_variant=VARIANT, attachments=attachments)
    return written


def _shelf(job: Job, faces: Sequence[fonts.Face]) -> Any:
    """A fetcher that serves the job's assets and the faces' files, and refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    assets = dict(job.assets)
    files = {Path(face.path).as_uri(): face.path for face in faces}

    class Shelf(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            if url in assets:
                return URLFetcherResponse(url, assets[url])
            if url in files:
                return URLFetcherResponse(url, Path(files[url]).read_bytes())
            raise ValueError("not part of the templates")

    return Shelf()


def _check_depth(root: Any) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise ValueError(f"a template nests more than {DEEPEST} elements inside one another")
        level = [child for element in level for child in element]


@contextmanager
def _quick() -> Iterator[None]:
    """No garbage collection meanwhile: 1.14 to 1.21 times as fast, and the process ends, or collects, right after."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """The layout engine's warnings and errors, each once, instead of on standard error."""
    found: dict[str, None] = {}

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.setdefault(record.getMessage())

    log: list[str] = []
    logger, ear = logging.getLogger("weasyprint"), Ear(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(ear)
    try:
        yield log
    finally:
        logger.removeHandler(ear)
        logger.propagate = propagate
        log.extend(found)


@contextmanager
def _typefaces() -> Iterator[Any]:
    """A font configuration that knows our faces only, and none of the machine's: a page looks the same everywhere."""
    from weasyprint.text.fonts import FontConfiguration

    with tempfile.TemporaryDirectory(prefix="digest-fonts-") as folder:
        rules = Path(folder) / "fonts.conf"
        rules.write_text("<fontconfig></fontconfig>", encoding="utf-8")
        with _told("FONTCONFIG_FILE", str(rules)):  # fontconfig, a C library, takes its rules from nowhere else
            font_config = FontConfiguration()
        yield font_config


@contextmanager
def _told(variable: str, value: str) -> Iterator[None]:
    """An environment variable for a library that can be told in no other way."""
    before = os.environ.get(variable)
    os.environ[variable] = value
    try:
        yield
    finally:
        del os.environ[variable]
        if before is not None:
            os.environ[variable] = before
