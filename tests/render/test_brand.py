"""A house's look: from feeds.toml into mail, web and print, without a template; and one block more."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from jinja2 import nodes
from selectolax.lexbor import LexborHTMLParser

from digest.config.brand import BrandTable, remarks
from digest.config.colours import AA, DARK, LIGHT, contrast
from digest.engine.serial import SerialEngine
from digest.errors import ConfigError, EnvironmentFault
from digest.models import Issue, Rendered
from digest.render.brand import PLAIN, Brand, brand
from digest.render.completeness import missing, outputs_text
from digest.render.eml import EmlRenderer
from digest.render.environment import environment, fill, shipped_templates, templates_hash
from digest.render.fonts import choose
from digest.render.mail import MailRenderer
from digest.render.pdf import PdfRenderer
from digest.render.text import TextRenderer
from digest.render.web import WebRenderer
from tests.render import samples

GREEN = BrandTable(name="Northern Desk", accent="#005a3c", link="#1d4f91", serif="Charter, Cambria", sans="Avenir Next")
README = (shipped_templates() / "README.md").read_text("utf-8")


def png(width: int, height: int, kind: int = 2) -> bytes:
    """A PNG of one colour; `kind` 2 is opaque, 6 has an alpha channel."""
    row = b"\0" + bytes(width * (3 if kind == 2 else 4))
    chunks = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)), (b"IDAT", zlib.compress(row * height))
    packed = (
        struct.pack(">I", len(body)) + tag + body + struct.pack(">I", zlib.crc32(tag + body)) for tag, body in chunks
    )
    return (
        b"\x89PNG\r\n\x1a\n"
        + b"".join(packed)
        + struct.pack(">I", 0)
        + b"IEND"
        + struct.pack(">I", zlib.crc32(b"IEND"))
    )


def outputs(plan: Issue, look: Brand, folder: str = "", marks: tuple[Rendered, ...] = ()) -> Mapping[str, Rendered]:
    made = {mark.name: mark for mark in marks}
    for one in (TextRenderer(folder, look), MailRenderer(folder, look), WebRenderer(folder, look), EmlRenderer()):
        made[one.name] = one.render(plan, made, frozenset())
    return made


def test_the_shipped_look_is_what_no_brand_gives() -> None:
    look, marks = brand(BrandTable())
    assert (look, marks) == (PLAIN, ())
    assert templates_hash() == templates_hash(brand=look) != templates_hash(brand=brand(GREEN)[0])


def test_the_grounds_that_colours_are_checked_on_are_the_templates_own() -> None:
    tokens = dict(re.findall(r"(--[\w-]+): (#\w+);", fill(environment(), "tokens.css", {})))
    assert (tokens["--ground"], tokens["--dark-ground"]) == (LIGHT, DARK)
    for name in ("ink", "soft", "accent", "link"):
        assert contrast(tokens[f"--{name}"], LIGHT) >= AA
        assert contrast(tokens[f"--dark-{name}"], DARK) >= AA


def test_a_brand_is_seen_in_mail_and_web_without_a_template() -> None:
    look, _ = brand(GREEN)
    made = outputs(samples.small(), look)
    for name in ("mail.html", "index.html"):
        page = made[name].body.decode()
        assert "#8a1f2b" not in page
        assert "#005a3c" in page
        assert look.dark_accent in page
        assert "Charter,Cambria,Georgia,serif" in page
        assert "'Avenir Next',Helvetica,Arial,sans-serif" in page
        assert "Northern Desk" in page
    assert made["mail.txt"].body.startswith(b"Northern Desk\nThe Weekly Brief\n")
    assert contrast(look.dark_accent, DARK) >= AA


@pytest.mark.parametrize("kind", [2, 6], ids=["opaque", "clear"])
def test_a_logo_is_carried_by_the_mail_and_shown_on_the_web(tmp_path: Path, kind: int) -> None:
    (tmp_path / "logo.png").write_bytes(png(560, 96, kind))
    look, marks = brand(GREEN, str(tmp_path / "logo.png"))
    made = outputs(samples.small(), look, "", marks)
    (image,) = LexborHTMLParser(made["mail.html"].body.decode()).css("img")
    assert image.attributes["src"] == marks[0].name
    assert (image.attributes["width"], image.attributes["height"]) == ("280", "48")
    assert image.attributes["alt"] == "Northern Desk"
    assert ("background-color" in (image.parent.attributes["style"] or "")) is (kind == 6)  # type: ignore[union-attr]
    assert f"cid:{marks[0].name.rpartition('/')[2].partition('.')[0]}@".encode() in _unfolded(made["mail.eml"].body)
    (shown,) = LexborHTMLParser(made["index.html"].body.decode()).css("img")
    assert shown.attributes["src"] == marks[0].name
    assert "img-src 'self'" in made["index.html"].body.decode()
    assert not missing(samples.small(), made)


def _unfolded(body: bytes) -> bytes:
    return body.replace(b"=\r\n", b"")


def test_a_vector_logo_is_for_the_web_and_mails_have_the_name(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    look, marks = brand(GREEN, str(tmp_path / "logo.svg"))
    made = outputs(samples.small(), look, "", marks)
    assert not LexborHTMLParser(made["mail.html"].body.decode()).css("img")
    assert LexborHTMLParser(made["index.html"].body.decode()).css("img")
    assert any("mails show no SVG" in one for one in remarks(GREEN, "logo.svg"))


def test_mails_without_pictures_have_no_logo_either(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png(100, 20))
    look, marks = brand(GREEN, str(tmp_path / "logo.png"))
    plan = samples.small()
    bare = replace(plan, imprint=replace(plan.imprint, pictures="none"))
    hosted = replace(plan, imprint=replace(plan.imprint, pictures="hosted"))
    assert b"<img" not in outputs(bare, look, "", marks)["mail.html"].body
    mail = outputs(hosted, look, "", marks)["mail.html"].body.decode()
    assert f'src="https://digest.example/weekly/2025-W23/{marks[0].name}"' in mail


@pytest.mark.parametrize("body", [b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + bytes(600_000)])
def test_a_picture_that_is_no_logo_is_refused(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(body)
    with pytest.raises(ConfigError, match=r"logo\.png: "):
        brand(BrandTable(), str(tmp_path / "logo.png"))


def test_a_colour_that_is_too_light_for_the_dark_scheme_is_said() -> None:
    """As any colour is that passes on white: no colour has 4.5:1 on both grounds."""
    line, _ = remarks(BrandTable(accent="#005a3c", link="#767676"), "")
    assert re.fullmatch(r"\[brand\] accent: #005a3c has contrast \d\.\d:1 on dark; there it is shown as #\w{6}", line)


def test_a_printed_face_stands_before_the_shipped_one() -> None:
    families = [face.family for face in choose("Brief", ("noto-sans-devanagari", "")).faces]
    assert families.index("Digest Serif") < families.index("Digest Serif Shipped")
    with pytest.raises(EnvironmentFault, match="fontpkg-no-such-face"):
        choose("Brief", ("", "no-such-face"))


def test_a_designers_example_changes_mail_and_stays_valid(tmp_path: Path) -> None:
    toml, jinja = re.findall(r"```(?:toml|jinja)\n(.*?)```", README.partition("## A look")[2], re.DOTALL)
    assert len(f"{toml}{jinja}".splitlines()) < 20
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "head.html").write_text(jinja, "utf-8")
    look, _ = brand(GREEN)
    plan = samples.world()
    made = outputs(plan, look, str(tmp_path))
    page = LexborHTMLParser(made["mail.html"].body.decode())
    (title,) = page.css("h1")
    assert title.text() == "The Weekly Brief: the morning read"
    assert "font:bold 34px" in (title.attributes["style"] or "").replace(": ", ":")
    assert not missing(plan, made)
    assert len(page.css("td.window")) == 1


def test_the_same_brand_changes_the_print(tmp_path: Path) -> None:
    (tmp_path / "pdf").mkdir()
    block = (
        '{% extends "shipped/pdf/issue.html" %}{% block masthead %}{{ super() }}<p>The morning read</p>{% endblock %}'
    )
    (tmp_path / "pdf" / "issue.html").write_text(block, "utf-8")
    plan = samples.small()
    plain = PdfRenderer(SerialEngine()).render(plan, {}, frozenset())
    made = PdfRenderer(SerialEngine(), str(tmp_path), brand=brand(GREEN)[0]).render(plan, {}, frozenset())
    assert outputs_text(made).count("The morning read") == 1
    assert "Northern Desk" in outputs_text(made)
    assert "Northern Desk" not in outputs_text(plain)
    assert (_green(made.body), _green(plain.body)) == (True, False)
    assert not missing(plan, {made.name: made})


def _green(body: bytes) -> bool:
    """Whether the first page is painted with the accent #005a3c."""
    with pikepdf.open(BytesIO(body)) as document:
        return b"0 0.352941 0.235294 rg" in document.pages[0].Contents.read_bytes()


def _declared(kind: type[nodes.Block] | type[nodes.Macro]) -> dict[str, list[str]]:
    made = environment()
    found: dict[str, list[str]] = {}
    for path in sorted(shipped_templates().rglob("*")):
        if path.is_file() and path.suffix in {".html", ".txt", ".xml"}:
            name = path.relative_to(shipped_templates()).as_posix()
            every = [str(node.name) for node in made.parse(path.read_text("utf-8")).find_all(kind)]  # type: ignore[attr-defined]
            if every:
                found[name] = every
    return found


def test_the_readme_lists_every_block() -> None:
    told = README.partition("## Blocks")[2].partition("## Macros")[0]
    listed = {name: names.split(", ") for name, names in re.findall(r"^\| (\S+\.\w+) \| (.+) \|$", told, re.MULTILINE)}
    assert listed == _declared(nodes.Block)


def test_the_readme_lists_every_macro() -> None:
    rows = re.findall(r"^\| (\S+\.\w+) \| (.+) \|$", README.partition("## Macros")[2], re.MULTILINE)
    assert {name: re.findall(r"(\w+)\(", told) for name, told in rows} == _declared(nodes.Macro)
