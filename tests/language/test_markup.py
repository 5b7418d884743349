import time

import pytest

from digest.language.markup import capped, plain, unescaped


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AT&amp;T", "AT&T"),
        ("A <b>bold</b><br/>claim", "A bold claim"),
        ("Talks &amp;#8217;resume&amp;#8217;", "Talks ’resume’"),
        ("Prices &amp;amp;amp; wages", "Prices & wages"),
        ("if x<y and z>0", "if x<y and z>0"),
        ("Q&A; R&D", "Q&A; R&D"),
        ("<![CDATA[Said twice]]>", "Said twice"),
        ("before<!-- a note -->after", "beforeafter"),
        ("before<!-- never closed", "before"),
        ("<p>One</p><p>Two</p>", "One Two"),
        (" many\n  spaces\xa0here ", "many spaces here"),
        ("How to use &lt;br&gt;", "How to use <br>"),
    ],
)
def test_a_line_of_markup_as_text(line: str, expected: str) -> None:
    assert plain(line) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Less: <em>", "Less: <em>"), ("Caf&eacute; &amp; bar", "Café & bar"), ("&bogus; &", "&bogus; &")],
)
def test_entities_that_are_left_over(text: str, expected: str) -> None:
    assert unescaped(text) == expected


def test_shallow_markup_stays_as_it_is() -> None:
    html = "<div>" * 150 + "text" + "</div>" * 150
    assert capped(html) == html


def test_deep_markup_keeps_its_text_and_its_paragraphs() -> None:
    html = "<div>" * 300 + "one<b>bold</b>" + "</div><div>two" * 3 + "</div>" * 300
    flat = capped(html)
    assert flat.count("<div>") == 200
    assert flat.count("</div>") >= 200
    assert "onebold<p>" in flat
    assert flat.count("two") == 3


@pytest.mark.parametrize(
    ("opened", "closed", "weight"),
    [("<table><tr><td>", "</td></tr></table>", 4), ("<ul><li>", "</li></ul>", 2), ("<TABLE><tbody><TR><th>", "", 4)],
)
def test_cells_and_items_are_as_deep_as_they_lie(opened: str, closed: str, weight: int) -> None:
    name = opened[1:].split(">")[0]
    flat = capped(opened * 300 + "text" + closed * 300)
    assert flat.count(f"<{name}>") == 200 // weight
    assert not closed or flat.count(f"</{name}>") >= 200 // weight
    assert "text" in flat
    shallow = opened * (200 // weight) + "text" + closed * (200 // weight)
    assert capped(shallow) == shallow


def test_what_nobody_closes_is_not_deep() -> None:
    html = "<p>one<br>two<li>three" * 300
    assert capped(html) == html


def test_time_is_linear() -> None:
    began = time.process_time()
    for hostile in ("<a " * 200_000, "<!--" * 100_000, "<div>" * 100_000, "&amp;" * 100_000, "<" * 300_000):
        assert isinstance(plain(capped(hostile)), str)
    assert time.process_time() - began < 10
