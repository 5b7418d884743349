"""Teasers and whole texts, in a table of cases."""

from __future__ import annotations

from html import escape

import pytest

from digest.models import SourceFacts
from digest.normalise import normalise
from digest.normalise.teaser import is_teaser
from tests.builders import NOW, entry

SENTENCE = "The council voted on Monday for the tram line along the river after three years of debate. "  # 16 words


def judged(body: str) -> bool:
    one = entry(title="The council votes", body=body)
    return is_teaser(one, normalise(one, SourceFacts("Wire"), NOW).item.passages)


def paragraphs(*sentences: int, end: str = "") -> str:
    """One paragraph of so many sentences each, all different."""
    texts = (
        " ".join(SENTENCE.strip().replace("tram", f"tram {at}{number}") for number in range(n)).strip()
        for at, n in enumerate(sentences)
    )
    return "".join(f"<p>{text}</p>" for text in texts) + (f"<p>{end}</p>" if end else "")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", True),  # the title alone
        ("<p>The council votes</p>", True),  # the title again
        (paragraphs(1), True),
        (paragraphs(1, 1), True),
        (paragraphs(5), True),  # a lead: 80 words of one paragraph
        (paragraphs(3, 3), False),
        (paragraphs(9), False),
        (paragraphs(20, 20, 20), False),
        (paragraphs(9).replace(".</p>", " and then</p>"), True),  # cut in mid-sentence
        (paragraphs(9).replace(".</p>", "...</p>"), True),
        (paragraphs(20, 20).replace(".</p>", "…</p>"), False),  # a writer's own
        (paragraphs(20, 20, end="And so it went [&#8230;]"), True),
        (paragraphs(20, 20, end="And so it went [...]"), True),
        (paragraphs(4, 4, end='<a href="/x">Read more</a>'), True),
        (paragraphs(4, 4, end='<a href="/x">Continue reading...</a>'), True),
        (paragraphs(4, 4, end='<a href="/x">Continue reading The council votes</a>'), True),
        (paragraphs(4, 4, end='<a href="/x">Read full article &gt;&gt;</a>'), True),
        (paragraphs(4, 4, end="Weiterlesen"), True),
        (paragraphs(4, 4, end="Lire la suite »"), True),
        (paragraphs(4, 4, end="Seguir leyendo"), True),
        (paragraphs(4, 4, end="Читать далее →"), True),
        (paragraphs(4, 4, end="Devamını oku"), True),
        (paragraphs(4, 4, end="اقرأ المزيد"), True),
        (paragraphs(4, 4, end="阅读全文"), True),
        (paragraphs(20, 20, end="Read more"), False),  # the site's call: the text is whole
        (paragraphs(4, 4, end="The post Trams appeared first on Wire."), False),
        (paragraphs(4, 4, end="It ends here [&#8230;]</p><p>The post Trams appeared first on Wire."), True),
        (paragraphs(4, 4, end="They want to read more of it, and to learn why."), False),
    ],
)
def test_teasers(body: str, expected: bool) -> None:
    assert judged(body) is expected


def test_text_without_spaces_has_words_too() -> None:
    whole = "市议会星期一就沿河电车线路进行了表决，经过三年的辩论，线路终于确定。" * 3
    body = "".join(f"<p>{escape(whole.replace('三年', f'{number}年'))}</p>" for number in range(4, 9))
    assert judged(body) is False
    assert judged(f"<p>{whole[:60]}</p>") is True
