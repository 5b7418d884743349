"""What stands at the edges of an article, in a table of cases: the blocks, and those that are left."""

from __future__ import annotations

import pytest

from digest.parse.edges import Block, trimmed

LONG = (
    "The council of the city voted on Monday for the new tram line along the river, after three years of debate over its "
    "route, its price of eighty million and the trees that will be felled for it. Works begin in the spring."
)
ARTICLE = (LONG, LONG.replace("tram", "bus"), LONG.replace("tram", "ferry"))
LINKS = frozenset({"A bridge opens over the river", "The mayor will not run again", "Reuters", "Home"})


def left(*texts: str, titles: tuple[str, ...] = ("New tram line approved",)) -> list[str]:
    """What is left of blocks; "# x" is a heading, "- x" a list item."""
    kinds = {"# ": "h2", "- ": "li"}
    blocks = [Block(kinds[text[:2]], text[2:]) if text[:2] in kinds else Block("p", text) for text in texts]  # type: ignore[arg-type]
    return [block.text for block in trimmed(blocks, titles, LINKS)]


@pytest.mark.parametrize(
    "before",
    [
        ["# New tram line approved"],
        ["NEW TRAM LINE — APPROVED"],
        ["Politics", "A teaser of another text stands above the title.", "# New tram line approved"],
        ["9 June 2025"],
        ["Share this article", "- Home"],
        ["# Latest", "- A bridge opens over the river", "- The mayor will not run again"],
    ],
)
def test_before_the_article(before: list[str]) -> None:
    assert left(*before, *ARTICLE) == list(ARTICLE)


@pytest.mark.parametrize(
    "after",
    [
        ["# Related"],
        ["Related articles", "- A bridge opens over the river"],
        ["- A bridge opens over the river", "- The mayor will not run again", "- Sign up here"],
        ["Read more: The mayor will not run again"],
        ["Follow us on the usual networks, and tell your friends about it."],
        ["Get the latest updates right in your inbox. Subscribe to the newsletters of the city desk."],
        ["Have a tip? The reporter may be reached at the desk."],
        ["Comments", LONG.replace("council", "reader"), "I agree."],
        ["3 comments", LONG.replace("council", "reader")],
        ["© 2025 Wire"],
        ["Folgen Sie uns auf den bekannten Kanälen."],
        ["Lesen Sie auch", "- Die Brücke ist offen"],
        ["Inscrivez-vous à notre lettre du matin."],
        ["Comentarios", "Hace 3 minutos", LONG],
        ["Подписывайтесь на наш канал."],
        ["Bizi takip edin."],
        ["تابعونا على الشبكات"],
        ["مواضيع ذات صلة", "- جسر جديد فوق النهر"],
    ],
)
def test_after_the_article(after: list[str]) -> None:
    assert left(*ARTICLE, *after) == list(ARTICLE)


def test_pointers_inside() -> None:
    assert left(LONG, "Read more: The mayor will not run again", ARTICLE[1]) == [LONG, ARTICLE[1]]


@pytest.mark.parametrize(
    "inside",
    [
        ["Comments from residents were heard on both evenings before the vote was taken in the hall."],
        ["# Related works", LONG.replace("council", "board")],
        ["# Comments on the route", LONG.replace("council", "board")],
        ["# Topics", LONG.replace("council", "board")],
        ["- Stop one, at the station", "- Stop two, at the theatre", "- Stop three, at the harbour"],
        ["The newsletter of the works will be printed each month.", LONG.replace("council", "office")],
        ["Reuters", LONG.replace("council", "agency")],
    ],
)
def test_what_belongs_to_it(inside: list[str]) -> None:
    texts = [text.removeprefix("# ").removeprefix("- ") for text in inside]
    assert left(*ARTICLE, *inside) == [*ARTICLE, *texts]


def test_a_short_text_does_not_end_at_its_comments() -> None:
    assert left("Ships wait in the fog.", "Comments", "So do I.", titles=()) == [
        "Ships wait in the fog.", "Comments", "So do I.",
    ]  # fmt: skip


@pytest.mark.parametrize("texts", [["# New tram line approved"], ["Share"], ["9 June 2025", "Home"], []])
def test_never_all_of_it(texts: list[str]) -> None:
    assert len(left(*texts)) == len(texts)


def test_the_title_again_below_the_text_cuts_nothing_off() -> None:
    assert left(*ARTICLE, "New tram line approved")[:3] == list(ARTICLE)
