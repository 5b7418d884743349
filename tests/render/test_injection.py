"""Hostile text in every field of the plan: printed as it is, never obeyed."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.models import Evidence, Failure, Issue, Match, Rendered
from digest.render.eml import EmlRenderer
from digest.render.mail import MailRenderer
from digest.render.text import TextRenderer
from digest.render.web import WebRenderer
from tests.builders import issue, paragraph, piece, section, source_ref

N = TypeVar("N")
FREE = frozenset(
    ("title", "text", "from_title", "publisher", "agency", "name", "about", "note", "source", "where", "what", "advice",
     "sender_name", "contact", "program", "rules", "update_of", "headline", "quiet", "word")
)  # fmt: skip
ACTIVE = "script, img, svg, iframe, object, embed, form, input, base, video, audio, template, math"

MARKUP = [
    pytest.param("<script>alert(1)</script>", id="script"),
    pytest.param("<img src=x onerror=alert(1)>", id="image"),
    pytest.param("\"><svg onload=alert(1)>", id="attribute-double"),
    pytest.param("'><svg onload=alert(1)>", id="attribute-single"),
    pytest.param("</style><script>alert(1)</script>", id="style-end"),
    pytest.param("</title></head><body onload=alert(1)>", id="title-end"),
    pytest.param("<!--[if mso]><script>alert(1)</script><![endif]-->", id="conditional"),
    pytest.param("--><script>alert(1)</script><!--", id="comment-end"),
    pytest.param("{{ 7*7 }}{% raw %}{# x #}", id="template"),
    pytest.param("{{ issue.__class__.__mro__ }}", id="template-attributes"),
    pytest.param("{n} {0} {title.__class__} %s %(x)s", id="format-strings"),
    pytest.param("&lt;b&gt; &amp;amp; &#60;i&#62;", id="entities"),
    pytest.param("javascript:alert(1)", id="address"),
]  # fmt: skip
ADDRESSES = [
    "javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "vbscript:x",
    "//evil.example",
    "\x01javascript:x",
]


def poisoned(noun: N, poison: str) -> N:
    """`noun` with `poison` in every field that a feed, a file or an editor fills with free text."""
    return replace(noun, **{f.name: _poisoned(f.name, getattr(noun, f.name), poison) for f in fields(noun)})  # type: ignore[type-var, arg-type]


def _poisoned(name: str, value: Any, poison: str) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return poisoned(value, poison)
    if isinstance(value, tuple):
        return tuple(_poisoned(name, one, poison) for one in value)
    return poison if name in FREE and isinstance(value, str) else value


def hostile(poison: str) -> Issue:
    parts = tuple(paragraph(poison, kind=kind) for kind in ("paragraph", "heading", "item", "quote"))
    made = piece("A", paragraphs=parts, sources=(source_ref(), source_ref(publisher="B", url="https://b.example/")))
    why = Evidence("k", "topic", "x", "won", 1.0, "x", (Match("x", "x", 0, 1),))
    made = replace(made, evidence=(why,), headline=replace(made.headline, from_title="x"), note="x", shortened=True)
    plan = issue(section("Europe", "Talks", made))
    return poisoned(replace(plan, colophon=replace(plan.colophon, failures=(Failure("x", "x", "fetch", "x"),))), poison)


@cache
def outputs(plan: Issue, plain: frozenset[str] = frozenset()) -> dict[str, str]:
    renderers = (MailRenderer(why=True), WebRenderer(why=True), TextRenderer(why=True))
    return {one.name: one.render(plan, {}, plain).body.decode() for one in renderers}


@pytest.mark.parametrize("poison", MARKUP)
@pytest.mark.parametrize("name", ["mail.html", "index.html"])
def test_markup_is_printed_and_never_obeyed(poison: str, name: str) -> None:
    html = outputs(hostile(poison))[name]
    tree = LexborHTMLParser(html)
    assert tree.body is not None
    assert tree.body.text().count(poison) >= 10
    assert not tree.css(ACTIVE)
    assert {node.attributes["rel"] for node in tree.css("link")} <= {"canonical", "alternate"}  # none is loaded
    assert not [key for node in tree.css("*") for key in node.attributes if key.startswith("on")]
    links = [node.attributes.get("href") or "" for node in tree.css("a")]
    assert all(link.startswith(("https://", "mailto:", "#", "issue.json")) for link in links)


@pytest.mark.parametrize("poison", MARKUP)
def test_text_holds_it_word_by_word(poison: str) -> None:
    assert " ".join(poison.split()) in " ".join(outputs(hostile(poison))["mail.txt"].split())


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_such_address_becomes_a_link(address: str) -> None:
    plan = issue(
        section("Europe", "", piece("A", sources=(source_ref(url=address), source_ref(item="2", url=address))))
    )
    source = replace(plan.colophon.sources[0], url=address)
    plan = replace(plan, colophon=replace(plan.colophon, sources=(source,)))
    plan = replace(plan, imprint=replace(plan.imprint, public_url=address, contact=address))
    made = outputs(plan)
    for name in ("mail.html", "index.html"):
        links = [node.attributes.get("href") or "" for node in LexborHTMLParser(made[name]).css("a")]
        assert all(link.startswith(("#", "issue.json", "mailto:weekly@")) for link in links)


@pytest.mark.parametrize("poison", MARKUP)
def test_plain_pieces_are_no_way_in(poison: str) -> None:
    plan = hostile(poison)
    made = outputs(plan, frozenset(p.id for p in plan.sections[0].topics[0].pieces))
    assert not LexborHTMLParser(made["mail.html"]).css(ACTIVE)
    assert not LexborHTMLParser(made["index.html"]).css(ACTIVE)


def test_a_message_of_hostile_titles_has_the_fields_that_it_should() -> None:
    plan = hostile("=?utf-8?q?a=0D=0ABcc:evil@example.org?=\r\nBcc: evil@example.org")
    made = {name: Rendered(name, "", text.encode()) for name, text in outputs(plan).items()}
    head = EmlRenderer().render(plan, made, frozenset()).body.split(b"\r\n\r\n")[0].decode()
    names = [line.split(":")[0] for line in head.split("\r\n") if not line.startswith(" ")]
    assert "Bcc" not in names
    assert len(names) == len(set(names)) == 14
