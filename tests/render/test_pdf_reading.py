"""What a reader's program makes of the file: words found that are broken over lines, and nothing fetched to draw it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest

from digest.engine.serial import SerialEngine
from digest.render.completeness import letters
from digest.render.pdf import PdfRenderer
from tests.render import pdf_samples as samples

# Every way in which a page may ask for another file.
DOORS = """
<link rel="stylesheet" href="{at}/1.css"><link rel="attachment" href="{at}/2.bin"><style>@import url({at}/3.css);
@font-face {{ font-family: X; src: url({at}/4.ttf) }} .x {{ background: url({at}/5.png); font-family: X;
list-style-image: url({at}/6.png); border-image: url({at}/7.png) }} .x::before {{ content: url({at}/8.png) }}</style>
<div class="x" style="background-image: url({at}/9.png)">x</div><img src="{at}/10.png" alt="x"
srcset="{at}/11.png 2x"><object data="{at}/12.svg">x</object><embed src="{at}/13.svg"><iframe src="{at}/14.html"></iframe>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
<image xlink:href="{at}/15.png" width="9" height="9"/><use href="{at}/16.svg#a"/></svg>
<a rel="attachment" href="{at}/17.bin">x</a><img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'
%3E%3Cimage href='{at}/18.png'/%3E%3C/svg%3E" alt="x">
"""


@pytest.fixture
def counted() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the paths that it was asked for."""
    asked: list[str] = []

    class Counter(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_while_a_page_is_laid_out(counted: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = counted
    secret = tmp_path / "secret.bin"
    secret.write_bytes(b"the secret of this machine")
    (tmp_path / "pdf").mkdir()
    doors = DOORS.format(at=address) + DOORS.format(at=secret.parent.as_uri()).replace("2.bin", "secret.bin")
    (tmp_path / "pdf" / "colophon.html").write_text(f"<section>{doors}</section>", encoding="utf-8")
    title = f'<img src="{address}/title.png">'
    issue = samples.sample([samples.story(0, title, [(f"{title} in a text.",)])])
    printing = PdfRenderer(SerialEngine(), str(tmp_path)).render_with_report(issue, {}, frozenset())
    assert asked == []
    assert b"the secret of this machine" not in samples.inflated(printing.rendered.body)
    assert any("not part of the templates" in one.what for one in printing.troubles)


def test_a_word_that_is_hyphenated_over_two_lines_is_one_word_to_a_reader() -> None:
    """PDFium marks the hyphen of a broken word as no character of the text (U+FFFE), and so do its viewers' searches."""
    document = pypdfium2.PdfDocument(samples.printed("mixed").rendered.body)
    pages = [page.get_textpage().get_text_range() for page in document]
    broken = [(page, *pair) for page in pages for pair in re.findall(r"([^\W\d]+)\ufffe([^\W\d]+)", page)]
    text = letters(" ".join(s for told in samples.ENGLISH for part in told[1] for s in part) + " ".join(samples.MORE))
    assert len(broken) > 2
    assert [pair for _, *pair in broken if letters("".join(pair)) not in text and "".join(pair).isascii()] == []
    assert not any(re.search(r"\w[-\u2010]\r?\n", page) for page in pages)
    document.close()
