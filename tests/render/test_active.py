"""More than 150 hostile texts in every field at once: nothing runs, nothing is asked for, in a real browser too."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.engine.serial import SerialEngine
from digest.models import Issue, Rendered
from digest.render.environment import environment
from digest.render.mail import MailRenderer
from digest.render.pdf import PdfRenderer
from digest.render.text import TextRenderer
from digest.render.web import WebRenderer
from tests.builders import issue, piece, section, source_ref
from tests.render.test_injection import ACTIVE, poisoned
from tests.render.vectors import vectors

WHERE = "http://127.0.0.1:9"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
HREF = re.compile(r"(https://|mailto:|#|issue\.json|\.\./feed\.xml|mail\.txt|issue\.pdf)")


def plan_of(texts: tuple[str, ...]) -> Issue:
    """One piece a text, with the text in every free field of it."""
    made = [
        poisoned(piece(f"Piece {number}", sources=(source_ref(), source_ref(item="2", url=text))), text)
        for number, text in enumerate(texts)
    ]
    numbered = (replace(one, id=f"p{number:012x}") for number, one in enumerate(made))
    whole = issue(section("Europe", "Talks", *numbered))
    return replace(whole, title=texts[0], imprint=replace(whole.imprint, contact=texts[1], sender_name=texts[2]))


@cache
def outputs(texts: tuple[str, ...]) -> dict[str, str]:
    plan, made = plan_of(texts), dict[str, Rendered]()
    for one in (MailRenderer(limit=10**8, why=True), WebRenderer(why=True), TextRenderer(why=True)):
        made[one.name] = one.render(plan, made, frozenset())
    return {name: one.body.decode() for name, one in made.items()}


def test_there_are_enough_of_them() -> None:
    assert len(vectors(WHERE)) >= 150


@pytest.mark.parametrize("name", ["mail.html", "index.html"])
def test_nothing_active_is_in_the_markup(name: str) -> None:
    tree = LexborHTMLParser(outputs(vectors(WHERE))[name])
    assert not tree.css(ACTIVE)
    assert not tree.css("meta[http-equiv=refresh], frame, frameset, marquee, noscript, xmp, [background], [srcset]")
    for node in tree.css("*"):
        assert not [
            key for key in node.attributes if key.startswith("on") or key in ("src", "action", "data", "poster")
        ]
        if node.tag in ("a", "link"):
            assert HREF.match(node.attributes.get("href") or "#"), node.attributes
    assert not [one for one in tree.css("style") if "127.0.0.1" in one.text()]


def test_templates_in_text_are_text() -> None:
    for name, page in outputs(vectors(WHERE)).items():
        said = LexborHTMLParser(page).text() if name.endswith("html") else page
        assert "{{7*7}}" in said, name
        assert "49" not in re.findall(r"\b49\b", said), name
    for text in ("{{ issue.__class__ }}", "{{ ''.__class__.__mro__ }}", "{{ issue.title.__init__.__globals__ }}"):
        with pytest.raises(Exception, match=r"unsafe|access to attribute"):
            environment().from_string(text).render(issue=issue())


@pytest.fixture
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server that notes every request."""
    heard: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
    server.server_close()


def browse(page: Path, folder: Path) -> str:
    """The page as a browser has it after everything in it had time to run."""
    words = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    more = ["--disable-background-networking", "--virtual-time-budget=3000", "--dump-dom", page.as_uri()]
    return subprocess.run([*words, *more], capture_output=True, check=True, timeout=120).stdout.decode()


@pytest.mark.campaign
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")
def test_nothing_runs_and_nothing_is_asked_for_in_a_browser(tmp_path: Path, listening: tuple[str, list[str]]) -> None:
    at, heard = listening
    control = tmp_path / "control.html"
    control.write_text("<!doctype html><html><body>" + "".join(vectors(at)[:4]), "utf-8")
    assert "data-hit" in browse(control, tmp_path)
    assert heard
    heard.clear()
    made = outputs(vectors(at))
    pages = {
        "mail.html": made["mail.html"],
        "index.html": made["index.html"],
        # What the policy would stop anyway must not be there at all.
        "bare.html": re.sub(r"<meta http-equiv=[^>]*>", "", made["index.html"]),
    }
    for name, page in pages.items():
        (tmp_path / name).write_text(page, "utf-8")
        assert 'data-hit="1"' not in browse(tmp_path / name, tmp_path).partition("<head")[0], name
    assert heard == []


@pytest.mark.campaign
def test_a_pdf_of_them_runs_nothing_and_leads_to_web_pages_only(
    listening: tuple[str, list[str]], tmp_path: Path
) -> None:
    at, heard = listening
    body = PdfRenderer(SerialEngine(), why=True).render(plan_of(vectors(at)), {}, frozenset()).body
    (tmp_path / "issue.pdf").write_bytes(body)
    with pikepdf.open(tmp_path / "issue.pdf") as document:
        every = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        kinds = {str(one.S) for one in every if "/S" in one and str(one.get("/Type", "/Action")) == "/Action"}
        assert not kinds & {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/Rendition"}
        assert not [one for one in every if "/JS" in one or "/AA" in one]
        assert "/OpenAction" not in document.Root
        assert "/AcroForm" not in document.Root
        links = [str(one.URI) for one in every if "/URI" in one]
        assert all(link.startswith(("https://", "mailto:")) for link in links)
    assert heard == []
    if CHROMIUM:
        browse(tmp_path / "issue.pdf", tmp_path)
        assert heard == []
