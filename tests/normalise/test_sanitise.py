"""Nothing that acts, asks or loads from elsewhere gets through; what a reader sees stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from digest.normalise.sanitise import sanitised

BASE = "https://wire.example/a/b"
SEEN = frozenset(
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del "
    "details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre "
    "q s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var "
    "wbr".split()
)
SAID = frozenset(
    "title lang dir href hreflang src alt width height cite datetime colspan rowspan scope span start rel".split()
)

VECTORS = [
    # scripts
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script/xss src='x'>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script src='//evil.example/x.js'/>",
    "<script>/*</script><svg onload=alert(1)>*/",
    "<scri\x00pt>alert(1)</scri\x00pt>",
    "<script\x0bsrc=x>alert(1)</script>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    # handlers
    "<img src=x onerror=alert(1)>",
    "<img src=x OnErRoR = 'alert(1)'>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=`x`onerror=alert(1)>",
    "<img src=x\nonerror\n=\nalert(1)>",
    "<body onload=alert(1)>",
    "<div onmouseover=\"alert(1)\">x</div>",
    "<p onclick=alert(1)//x>x</p>",
    "<details open ontoggle=alert(1)>x</details>",
    "<a onfocus=alert(1) autofocus href=x>x</a>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<input onfocus=alert(1) autofocus>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    # addresses
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='jav&#x0A;ascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='livescript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='blob:https://wire.example/x'>x</a>",
    "<a href='intent://x#Intent;end'>x</a>",
    "<a href='http:javascript:alert(1)'>x</a>",
    "<img src='javascript:alert(1)'>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src='mailto:a@b.example'>",
    "<img src='cid:part1'>",
    "<img src='x' srcset='//evil.example/x 2x'>",
    "<img lowsrc='javascript:alert(1)' dynsrc='javascript:alert(1)'>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>",
    "<q cite='vbscript:x'>x</q>",
    "<table background='javascript:alert(1)'><tr><td background='javascript:alert(1)'>x</table>",
    "<a href='x' ping='//evil.example/p' target=_blank>x</a>",
    "<base href='javascript:alert(1)//'><a href='x'>x</a>",
    # styles
    "<style>@import '//evil.example/x.css';</style>",
    "<style><img src=x onerror=alert(1)></style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<p style='-moz-binding:url(//evil.example/x.xml#x)'>x</p>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    # frames, forms, objects
    "<iframe src='//evil.example/'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=x/>text after it",
    "<ifr<iframe>ame src=javascript:alert(1)>",
    "<frameset onload=alert(1)><frame src='//evil.example/'></frameset>",
    "<object data='//evil.example/x.swf'></object>",
    "<embed src='//evil.example/x.swf'>",
    "<applet code=x></applet>",
    "<form action='//evil.example/'><input name=q><button formaction=javascript:alert(1)>x</button></form>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<select><option><img src=x onerror=alert(1)></select>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<portal src='//evil.example/'></portal>",
    # other languages, and texts that change as they are read again
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<listing>&lt;img onerror=alert(1) src=x&gt;</listing>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<!' <img src=x onerror=alert(1)>",
    "<?xml-stylesheet href='javascript:alert(1)'?><p>x</p>",
    "<a title='\"><img src=x onerror=alert(1)>'>x</a>",
    "<img alt='`><img src=x onerror=alert(1)>' src=x>",
    "<p id=x class=y data-x='<script>' contenteditable is=x-y slot=z>x</p>",
    "<p><b><i>" * 300 + "<img src=x onerror=alert(1)>",
]  # fmt: skip


def faults(html: str) -> list[str]:
    """What in clean HTML should not be there, as a browser would read it."""
    found: list[str] = []
    for node in LexborHTMLParser(f"<body>{html}").css("body *"):
        found += [] if node.tag in SEEN else [f"<{node.tag}>"]
        for name, value in node.attributes.items():
            found += [] if name in SAID else [f"{node.tag} {name}"]
            if name in {"href", "src", "cite"}:
                schemes = ("http://", "https://", "mailto:") if name == "href" else ("http://", "https://")
                found += [] if (value or "").lower().startswith(schemes) else [f"{name}={value}"]
    return found


def test_there_are_enough_vectors() -> None:
    assert len(VECTORS) == len(set(VECTORS)) >= 60


@pytest.mark.parametrize("base", ["", BASE, "javascript:alert(1)", "data:text/html,x"])
@pytest.mark.parametrize("vector", VECTORS, ids=[vector[:30] for vector in VECTORS])
def test_nothing_that_acts_gets_through(vector: str, base: str) -> None:
    made = sanitised(f"<p>before</p>{vector}<p>after</p>", base)
    assert faults(made) == []
    assert sanitised(made, base) == made
    assert "before" in made


def test_the_judge_sees_what_is_not_clean() -> None:
    assert faults("<p onclick=x>a<script>b</script><a href=/x>c</a>") == ["p onclick", "<script>", "href=/x"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A <b>bold</b> claim</p>", "<p>A <b>bold</b> claim</p>"),
        ("plain & simple", "plain &amp; simple"),
        ("a &lt; b", "a &lt; b"),
        ("  no markup  ", "no markup"),
        ("", ""),
        ("<img src=/i.jpg alt='A dam'>", '<img src="https://wire.example/i.jpg" alt="A dam">'),
        ("<img src=//cdn.example/i.jpg>", '<img src="https://cdn.example/i.jpg">'),
        ("<a href=c>c</a>", '<a href="https://wire.example/a/c" rel="noopener noreferrer">c</a>'),
        ("<a href='#note'>1</a>", '<a href="https://wire.example/a/b#note" rel="noopener noreferrer">1</a>'),
        ("<a href='mailto:desk@wire.example'>m</a>", '<a href="mailto:desk@wire.example" rel="noopener noreferrer">m</a>'),
        ("<a href='http://[broken'>c</a>", '<a rel="noopener noreferrer">c</a>'),
        ("<a href='https://x.example/a b'>c</a>", '<a href="https://x.example/a%20b" rel="noopener noreferrer">c</a>'),
        ("<iframe src='x'/><p>The rest stays.</p>", "<p>The rest stays.</p>"),
        ("<script src='x'/><p>The rest stays.</p>", "<p>The rest stays.</p>"),
        ("<title/><p>The rest stays.</p>", "<p>The rest stays.</p>"),
        ("<noscript><p>For all of us.</p></noscript>", "<p>For all of us.</p>"),
        ("<math><mi>a</mi><mo>+</mo><mi>b</mi></math>", "a+b"),
        ("3 <! 4", "3 &lt;! 4"),
        ("<p>open <b>bold", "<p>open <b>bold</b></p>"),
        ("<!-- a note --><p>x</p>", "<p>x</p>"),
    ],
)  # fmt: skip
def test_what_a_reader_sees_stays(html: str, expected: str) -> None:
    assert sanitised(html, BASE) == expected


def test_without_a_base_relative_addresses_go() -> None:
    assert sanitised("<p><a href='/x'>x</a><img src='y.jpg'></p>") == '<p><a rel="noopener noreferrer">x</a><img></p>'


def test_deep_nesting_is_cheap_and_its_text_stays() -> None:
    start = time.process_time()
    made = sanitised("<div>" * 100_000 + "deep down" + "</div>" * 100_000)
    assert "deep down" in made
    assert made.count("<div>") <= 200
    assert time.process_time() - start < 5  # uncapped: a minute


@given(
    st.lists(st.sampled_from([*VECTORS, "<", ">", '"', "'", "=", "/", " ", "&", ";", "x", "<p>", "</p>"]), max_size=6)
)
def test_no_mixture_gets_through(parts: list[str]) -> None:
    assert faults(sanitised("".join(parts), BASE)) == []
