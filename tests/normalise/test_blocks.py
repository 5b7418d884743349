import time

import pytest

from digest.normalise.blocks import Block, blocks_of_html, blocks_of_text


def html(body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks_of_html(body)]


def text(body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text[block.lead :]) for block in blocks_of_text(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One</p><p>Two</p>", [("paragraph", "One"), ("paragraph", "Two")]),
        ("One<p>Two</p>three", [("paragraph", "One"), ("paragraph", "Two"), ("paragraph", "three")]),
        ("<div>One<div>Two</div></div>", [("paragraph", "One"), ("paragraph", "Two")]),
        ("<h2>Head</h2>Text", [("heading", "Head"), ("paragraph", "Text")]),
        ("<ul><li>One<ul><li>Two</ul><li><p>Three</p></ul>", [("item", "One"), ("item", "Two"), ("item", "Three")]),
        ("<dl><dt>Term<dd>Meaning</dl>", [("item", "Term"), ("item", "Meaning")]),
        ("<blockquote><p>One</p>Two</blockquote>Three", [("quote", "One"), ("quote", "Two"), ("paragraph", "Three")]),
        ("<blockquote><h3>Head</h3></blockquote>", [("heading", "Head")]),
        (
            "One<br>line<br><br>Two<br>\n<br />Three<br>",
            [("paragraph", "One\nline"), ("paragraph", "Two"), ("paragraph", "Three")],
        ),
        ("<br><br>One<br>", [("paragraph", "One")]),
        ("one  \n two\tthree\xa0four", [("paragraph", "one two three four")]),
        ("<b>bo</b>ld and <i>sl</i>ope <a href='x'>link</a>", [("paragraph", "bold and slope link")]),
        ("<q>Said</q> so", [("paragraph", '"Said" so')]),
        ("<table><tr><td>Kyiv<td>7<tr><td>Moscow<td>9</table>", [("paragraph", "Kyiv 7"), ("paragraph", "Moscow 9")]),
        (
            "<pre>one\n two\n\nthree</pre> four\nfive",
            [("paragraph", "one\ntwo"), ("paragraph", "three"), ("paragraph", "four five")],
        ),
        ("<figure><img src=x><figcaption>Photo</figcaption></figure>", [("caption", "Photo")]),
        (
            "<script>x()</script><style>p{}</style><noscript>no</noscript><svg><title>t</title></svg>text",
            [("paragraph", "text")],
        ),
        ("<p>a &lt;b&gt; &amp; c&#8217;s</p>", [("paragraph", "a <b> & c’s")]),
        ("<p>open <b>bold<p>next</b> one", [("paragraph", "open bold"), ("paragraph", "next one")]),
        ("</li></blockquote>text", [("paragraph", "text")]),
        (
            "<p>a\u202eb\u200b\u00ad\x00c&#8238;d</p>",
            [("paragraph", "abcd")],
        ),
        ("<p>می‌رود 👩‍👩‍👧 ok</p>", [("paragraph", "می‌رود 👩‍👩‍👧 ok")]),
        ("", []),
        ("<p> </p><div>\u200b</div><br>", []),
    ],
)
def test_blocks_of_html(body: str, expected: list[tuple[str, str]]) -> None:
    assert html(body) == expected


def test_deep_html_keeps_its_text() -> None:
    assert html("<div>" * 5_000 + "deep" + "</div>" * 5_000) == [("paragraph", "deep")]


def test_hostile_html_takes_linear_time() -> None:
    began = time.process_time()
    for hostile in ("<b>x<p>" * 20_000, "<table><tr><td>" * 10_000, "<font color=red>x" * 20_000, "<div" * 50_000):
        assert isinstance(html(hostile), list)
    assert time.process_time() - began < 20


WRAPPED = (
    "Delegations of Russia and Ukraine met in Istanbul on\n"
    "Monday for a second round of talks and agreed to\n"
    "exchange prisoners.\n"
    "Nothing more was said.\n"
    "The next round is to be held in June, as both sides\n"
    "confirmed."
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One\n\nTwo", [("paragraph", "One"), ("paragraph", "Two")]),
        ("One\n \t\n\n\nTwo\n", [("paragraph", "One"), ("paragraph", "Two")]),
        ("One\fTwo\r\n\r\nThree\x85Four", [("paragraph", part) for part in ("One", "Two", "Three", "Four")]),
        ("- One\n- Two\n  * Three", [("item", "One"), ("item", "Two"), ("item", "Three")]),
        ("1. One\n2. Two\n(a) Three", [("item", "1. One"), ("item", "2. Two"), ("item", "(a) Three")]),
        ("## Head\nText", [("heading", "Head"), ("paragraph", "Text")]),
        ("> Said\n\n> > More", [("quote", "Said"), ("quote", "More")]),
        ("- \n\n#\n\n>", [("paragraph", "-"), ("paragraph", "#")]),
        ("Roses\nare red", [("paragraph", "Roses"), ("paragraph", "are red")]),
        ("", []),
    ],
)
def test_blocks_of_text(body: str, expected: list[tuple[str, str]]) -> None:
    assert text(body) == expected


def test_wrapped_lines_are_one_paragraph_up_to_a_line_that_had_room() -> None:
    found = [" ".join(words.split()) for _, words in text(WRAPPED)]
    assert found == [
        "Delegations of Russia and Ukraine met in Istanbul on Monday for a second round of talks and agreed to exchange prisoners.",
        "Nothing more was said.",
        "The next round is to be held in June, as both sides confirmed.",
    ]


def test_lines_wider_than_wrapped_ones_are_paragraphs() -> None:
    wide = "Delegations of Russia and Ukraine met in Istanbul for a second round of talks. " * 2
    assert [words for _, words in text(f"{wide}\n{wide}\nshort")] == [wide.strip(), wide.strip(), "short"]


def test_a_mark_is_in_the_block_and_not_in_its_words() -> None:
    assert blocks_of_text("- One") == [Block("item", "- One", 2)]
