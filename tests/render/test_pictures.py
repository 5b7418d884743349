"""Pictures in every output: shown with their words and sizes, taken from the store, and missed when they are missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.cli.watching import Looker
from digest.engine.serial import SerialEngine
from digest.models import Illustration, Issue, Piece, Rendered, Rendition
from digest.parse.picture import prepare
from digest.pipeline.printing import Press, print_issue
from digest.render import plan_json
from digest.render.completeness import missing
from digest.render.eml import EmlRenderer
from digest.render.facts import pieces
from digest.render.labels import labels, languages
from digest.render.mail import MailRenderer
from digest.render.manifest import manifest
from digest.render.pdf import PdfRenderer
from digest.render.pictures import alt, fitted
from digest.render.text import TextRenderer
from digest.render.web import WebRenderer
from tests.builders import issue, piece, section
from tests.pictures import encoded, photograph, scene
from tests.render import samples

WIDE, DRAWN = prepare(photograph(1600, 900)), prepare(encoded(scene(640, 400).quantize(8), "PNG"))
BODIES = dict(WIDE.bodies) | dict(DRAWN.bodies)
LEAD = Illustration(WIDE.full, WIDE.small, "A ship in the <strait>", "AFP & others", "item1")
OTHER = Illustration(DRAWN.full, DRAWN.small, "", "", "item1")


def illustrated(plan: Issue, *shots: Illustration) -> Issue:
    """The plan with pictures beside its first stories, one each."""
    left = list(shots)

    def one(told: Piece) -> Piece:
        return replace(told, illustration=left.pop(0)) if left else told

    sections = (
        replace(s, topics=tuple(replace(t, pieces=tuple(map(one, t.pieces))) for t in s.topics)) for s in plan.sections
    )
    return replace(plan, sections=tuple(sections))


BARE = issue(
    section("Europe", "Talks", piece("Ships wait in the strait")),
    section("Asia", "", piece("The canal opens again"), piece("Rain returns to the hills")),
)
PLAN = illustrated(BARE, LEAD, OTHER)
PIECES = [one for one in pieces(PLAN) if one.illustration]


def press(bodies: Mapping[str, bytes] = BODIES, **changes: Any) -> Press:
    renderers = (PdfRenderer(SerialEngine()), TextRenderer(), MailRenderer(), WebRenderer(), EmlRenderer())
    made = Press(
        renderers=renderers,
        missing=missing,
        manifest=lambda plan, files: manifest(plan, files, "templates", "code"),
        dump=plan_json.dump,
        load=plan_json.load,
        publish=lambda *_: "",
        charts=lambda plan: (),
        standing=lambda plan: "",
        pictures=lambda hashes: {name: bodies[name] for name in hashes if name in bodies},
    )
    return replace(made, **changes)


@cache
def printed() -> Mapping[str, Rendered]:
    outcome = print_issue(PLAN, press(), Looker())
    assert (outcome.plain, outcome.missing) == ((), ())
    return {one.name: one for one in outcome.files}


def images(name: str) -> list[dict[str, str | None]]:
    return [dict(node.attributes) for node in LexborHTMLParser(printed()[name].body.decode()).css("img")]


# -- the plan ------------------------------------------------------------------------------------------------------


def test_a_plan_with_pictures_comes_back_whole() -> None:
    assert plan_json.load(plan_json.dump(PLAN)) == PLAN


def test_a_plan_without_pictures_says_nothing_of_them() -> None:
    """So a plan of the time before there were any keeps its bytes."""
    plain = plan_json.dump(BARE)
    assert b"illustration" not in plain
    assert plan_json.dump(plan_json.load(plain)) == plain


# -- words and sizes -----------------------------------------------------------------------------------------------


def test_what_stands_for_a_picture_that_is_not_seen() -> None:
    told = piece("Talks go on", illustration=OTHER)
    assert alt(told, labels("en")) == "Picture: Talks go on"
    headed = replace(told, headline=replace(told.headline, text="They met.", from_title="Talks go on"))
    assert alt(headed, labels("de")) == "Bild: Talks go on"
    assert alt(replace(told, illustration=LEAD), labels("en")) == LEAD.alt


@pytest.mark.parametrize("language", languages())
def test_every_language_has_a_word_for_it(language: str) -> None:
    assert labels(language)["picture"]


@pytest.mark.parametrize(
    ("size", "shown"),
    [((600, 338), (552, 311)), ((600, 600), (414, 414)), ((300, 200), (300, 200)), ((200, 600), (138, 414))],
)
def test_a_picture_in_a_box(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert fitted(Rendition("x", "image/jpeg", *size), 552, 414) == shown


# -- outputs -------------------------------------------------------------------------------------------------------


def test_every_output_shows_them_and_the_folder_holds_them() -> None:
    sizes = {size.name for one in (LEAD, OTHER) for size in (one.full, one.small)}
    assert {name for name in printed() if name.startswith("pictures/")} == sizes
    listed = {one["name"] for one in json.loads(printed()["manifest.json"].body)["outputs"]}
    assert sizes <= listed
    assert [one["src"] for one in images("index.html")] == [LEAD.full.name, OTHER.full.name]
    assert [one["src"] for one in images("mail.html")] == [LEAD.small.name, OTHER.small.name]


@pytest.mark.parametrize("name", ["index.html", "mail.html"])
def test_each_has_words_and_a_size(name: str) -> None:
    first, second = images(name)
    assert first["alt"] == LEAD.alt
    assert second["alt"] == alt(PIECES[1], labels("en"))
    assert all(int(one["width"] or 0) > 100 and int(one["height"] or 0) > 100 for one in (first, second))
    assert "Picture: AFP & others" in LexborHTMLParser(printed()[name].body.decode()).body.text()  # type: ignore[union-attr]


def test_the_web_page_s_policy_lets_its_own_pictures_in_and_nothing_else() -> None:
    html = printed()["index.html"].body.decode()
    assert "img-src 'self'; base-uri" in html
    assert "http" not in "".join(one["src"] or "" for one in images("index.html"))


def test_the_mail_brings_its_pictures_along() -> None:
    message = message_from_bytes(printed()["mail.eml"].body, policy=SMTP)
    html = message.get_body(("html",))
    assert html is not None
    text = html.get_content()
    named = {LEAD.small.hash, OTHER.small.hash}
    parts = {str(part["Content-ID"]): part for part in message.walk() if part["Content-ID"]}
    assert set(parts) == {f"<{name}@pictures.invalid>" for name in named}
    assert all(f'src="cid:{name}@pictures.invalid"' in text for name in named)
    assert "pictures/" not in text
    lead = parts[f"<{LEAD.small.hash}@pictures.invalid>"]
    assert lead.get_content() == BODIES[LEAD.small.hash]
    assert (lead.get_content_type(), lead.get_content_disposition()) == ("image/jpeg", "inline")
    assert message.get_payload(0).get_content_type() == "multipart/alternative"  # type: ignore[union-attr]


def test_a_mail_without_pictures_has_none_beside_it() -> None:
    made: dict[str, Rendered] = {}
    for renderer in (TextRenderer(), MailRenderer(), EmlRenderer()):
        made[renderer.name] = renderer.render(samples.small(), made, frozenset())
    assert b"multipart/related" not in made["mail.eml"].body


def test_the_pdf_tags_them_as_figures_with_words() -> None:
    with pikepdf.open(BytesIO(printed()["issue.pdf"].body)) as document:
        tags = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert sorted(str(tag["/Alt"]) for tag in tags) == sorted([LEAD.alt, alt(PIECES[1], labels("en"))])
        assert all("/BBox" in tag.get("/A", {}) for tag in tags)


def test_no_viewer_is_asked_to_smooth_them() -> None:
    """PDF/A forbids it."""
    with pikepdf.open(BytesIO(printed()["issue.pdf"].body)) as document:
        shots = [one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        assert len(shots) == 2
        assert not any(bool(one.get("/Interpolate", False)) for one in shots)


def test_a_jpeg_is_in_the_pdf_as_it_is_kept() -> None:
    """Neither decoded nor encoded once more: that would cost time, and quality."""
    assert BODIES[LEAD.full.hash] in printed()["issue.pdf"].body


def test_the_same_plan_gives_the_same_bytes() -> None:
    again = print_issue(plan_json.load(printed()["issue.json"].body), press(), Looker())
    assert {one.name: one.body for one in again.files} == {name: one.body for name, one in printed().items()}


def test_a_mail_that_is_too_long_leaves_pictures_out_before_words() -> None:
    many = issue(
        section("Europe", "Talks", *(piece(f"Story {n}", "Words. " * 200, illustration=LEAD) for n in range(30)))
    )
    html = MailRenderer(limit=30_000).render(many, {}, frozenset()).body.decode()
    assert 0 < html.count("<img") < 30
    assert all(f"Story {n}" in html for n in range(30))


# -- the proof -----------------------------------------------------------------------------------------------------


def kinds(gaps: object) -> set[tuple[str, str]]:
    return {(gap.output, gap.what) for gap in gaps}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("index.html", f'src="{LEAD.full.name}"', 'src="pictures/x.jpg"'),
        ("mail.html", f'src="{LEAD.small.name}"', 'src="pictures/x.jpg"'),
    ],
)
def test_a_picture_that_a_page_lost_is_missed(name: str, old: str, new: str) -> None:
    body = printed()[name].body.replace(old.encode(), new.encode())
    made = {**printed(), name: replace(printed()[name], body=body)}
    assert kinds(missing(PLAN, made)) == {(name, "picture")}


def test_a_picture_that_the_pdf_lost_is_missed() -> None:
    bare = PdfRenderer(SerialEngine()).render(illustrated(BARE, OTHER), printed(), frozenset())
    assert kinds(missing(PLAN, {**printed(), "issue.pdf": bare})) == {("issue.pdf", "picture")}


def test_a_picture_that_the_store_lost_is_missed_and_its_story_printed_as_text() -> None:
    lost = {name: body for name, body in BODIES.items() if name != LEAD.full.hash}
    made = {name: one for name, one in printed().items() if name != LEAD.full.name}
    assert {one.piece for one in missing(PLAN, made)} == {PIECES[0].id}
    outcome = print_issue(PLAN, press(lost), Looker())
    assert (outcome.plain, outcome.missing) == ((PIECES[0].id,), ())


def test_nothing_is_fetched_for_print(tmp_path: Path) -> None:
    """The fixture that refuses the network holds in this process, where all renderers run; the PDF's engine complains
    of every address that it is not given."""
    renderer = PdfRenderer(SerialEngine())
    printing = renderer.render_with_report(PLAN, printed(), frozenset())
    assert printing.troubles == ()
    hungry = PdfRenderer(SerialEngine()).render_with_report(PLAN, {}, frozenset())
    assert {"not part of the templates" in one.what for one in hungry.troubles} == {True}
