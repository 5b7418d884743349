import time
from pathlib import Path

import pytest

from digest.models import PassageKind
from digest.normalise.healing import heal
from digest.normalise.pieces import Piece
from digest.parse import parse
from tests.builders import fetched

PROSE = (
    "Delegations of Russia and Ukraine met in Istanbul on Monday for a second round of talks that lasted about one hour, and "
    "both sides handed over papers"
)
WHOLE = "They agreed to exchange more than a thousand prisoners, the largest number since the war began."


def healed(*texts: str, kind: PassageKind = "paragraph") -> list[str]:
    pieces = [Piece(kind, text, ((100 * n, 100 * n + len(text)),)) for n, text in enumerate(texts)]
    return [piece.text for piece in heal(pieces)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The talks, Fidan said, had been good. He", "reiterated that Türkiye would host them again."),
        ("They will do", "what is needed."),
        ("The president of", "Ukraine said that he would come to Istanbul, too."),
        ("The two sides met in Ankara,", "Doha and Istanbul before the talks broke down."),
        ("A long-", "Range missile is what they asked for, he said."),
        ("He said the offer (of", "May 2025) was still on the table for everybody."),
        ("The minister said: “We will not", "Leave before it is over,” and left."),
        ("“We are ready. We have been for weeks.", "And we shall stay so,” he said."),
        ('He said: "We are ready.', 'And we shall stay so," and left the room.'),
        (PROSE, "Macron had sent, which were not made public by either side."),
        (PROSE, "1,000 prisoners were then named in lists that both sides had drawn up."),
        ("وقال الوزير إن المحادثات التي", "جرت في إسطنبول كانت بناءة وستستأنف قريبا."),
        ("وزیر خارجہ نے کہا کہ", "مذاکرات جلد دوبارہ شروع ہوں گے۔"),
        ("Министр заявил, что переговоры в", "Стамбуле возобновятся в ближайшее время."),
        ("The price is 5", ", he said."),
    ],
    ids=lambda text: text[:18],
)
def test_a_cut_sentence_is_whole_again(left: str, right: str) -> None:
    assert healed(WHOLE, left, right, WHOLE + " Again.") == [WHOLE, f"{left} {right}", WHOLE + " Again."]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (WHOLE, "The next round is to be held in June, both sides said."),
        ("A second round", WHOLE),
        ("Office of the Spokesperson", WHOLE),
        ("Antony J. Blinken, Secretary of State", WHOLE),
        ("Ned Price:", "the following is attributable to him."),
        ("the ceasefire;", "the exchange of prisoners;"),
        ("Monday, June 2, 2025", "delegations met in Istanbul for a second round of talks."),
        (PROSE, "Monday, June 2, 2025"),
        ("The forces withdrew from the town", "al-Shabaab fighters then entered it, residents said."),
        (PROSE, "A second round"),
        (PROSE + " https://wire.example/1", WHOLE),
        ("“We are ready. We have been for weeks.", "“And we shall stay so,” he said."),
        ('"We are ready.', '"And we shall stay so," he said.'),
        ('The pipe measures 5" across.', 'Another one measures 7" across, he said.'),
        ("“We are ready,” he said.", "They left."),
        (PROSE + ". (Reuters), (Arab News),", WHOLE),
        (PROSE + ". (BBC) (T", WHOLE),
        (PROSE + '. (Reuters)"', WHOLE),
    ],
    ids=lambda text: text[:18],
)
def test_what_is_whole_is_not_joined(left: str, right: str) -> None:
    assert healed(left, right) == [left, right]


@pytest.mark.parametrize("kind", ["heading", "item", "quote"])
def test_only_paragraphs_are_joined(kind: PassageKind) -> None:
    assert len(healed("They will do", "what is needed.", kind=kind)) == 2


def test_a_text_without_full_stops_is_not_joined_for_the_lack_of_them() -> None:
    texts = [f"{PROSE} number {n}" for n in ("one", "two", "three", "four")]
    assert healed(*texts) == texts


def test_a_sentence_over_two_breaks_keeps_all_its_spans() -> None:
    pieces = [
        Piece("paragraph", text, ((n, n + 1),)) for n, text in enumerate(["The talks", "went on", "until night."])
    ]
    (whole,) = heal(pieces)
    assert whole == Piece("paragraph", "The talks went on until night.", ((0, 1), (1, 2), (2, 3)))


def test_long_quotations_are_not_taken_for_open_ones_where_only_their_end_is_looked_at() -> None:
    long = "“Yes,” he said. " * 200
    assert healed(long.strip(), "Nobody answered ”him” for weeks.") == [
        long.strip(),
        "Nobody answered ”him” for weeks.",
    ]


def test_time_is_linear() -> None:
    began = time.process_time()
    assert len(healed("The word", *["of the"] * 20_000)) == 1
    assert time.process_time() - began < 10


def test_the_cuts_of_real_articles_and_nothing_else(shared: Path) -> None:
    """Every cut in the saved articles, known by hand: the words on both sides."""
    cuts = {
        ("Emmanuel", "Macron,"), ("within", "the"), ("according", "to"), ("United", "States"), ("He", "reiterated"),
        ("regional", "terror"),
    }  # fmt: skip
    files = [*sorted((shared / "corpora/articles/wp-style").glob("*.txt")), shared / "samples/rki-news-snippet.txt"]
    found = set()
    for path in files:
        (entry,) = parse(fetched(path.read_bytes(), url=f"file:{path.name}", media_type="text/plain"))
        blocks = [" ".join(block.split()) for block in entry.body.split("\n\n") if block.strip()]  # type: ignore[union-attr]
        pieces = heal([Piece("paragraph", block, ((n, n + 1),)) for n, block in enumerate(blocks)])
        for piece in pieces:
            found |= {(blocks[n - 1].split()[-1], blocks[n].split()[0]) for n, _ in piece.spans[1:]}
    assert found == cuts
