import pytest

from digest.normalise.boilerplate import settle
from digest.normalise.pieces import Piece

FIRST = "Delegations of Russia and Ukraine met in Istanbul on Monday for a second round of talks."
LAST = "They agreed to exchange more than a thousand prisoners."


def settled(
    *texts: str, kind: str = "paragraph", heals: bool = False, said: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    pieces = [Piece(kind, text, ((n, n + 1),)) for n, text in enumerate(texts)]  # type: ignore[arg-type]
    left, _ = settle(pieces, said, "en", heals=heals)
    return [(piece.kind, piece.text) for piece in left]


def words(*texts: str, said: tuple[str, ...] = ()) -> list[str]:
    return [text for _, text in settled(*texts, said=said)]


@pytest.mark.parametrize(
    "line",
    [
        "Read more", "READ MORE »", "Continue reading → The talks", "Read the full story here", "[Comments]", "[link] [comments]",
        "submitted by /u/someone [link] [comments]", "Share this:", "Share on Facebook", "Tweet", "Advertisement",
        "Subscribe to our newsletter", "Follow us on Telegram", "Weiterlesen …", "Lire la suite", "Читать далее", "اقرأ المزيد",
        "阅读全文", "Related articles", "No comments", "Read more: Another round is planned", "See also | Talks in May",
        "Lire aussi : Les pourparlers de mai", "https://wire.example/1", "Link: www.wire.example/1", "desk@wire.example", "* * *",
        "—", "// //",
    ],
)  # fmt: skip
def test_lines_that_are_no_part_of_any_article(line: str) -> None:
    assert words(FIRST, line, LAST) == [FIRST, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "Read more than anybody else in his class, he became a teacher in Ankara.",
        "Share prices fell.",
        "The post of minister appeared to be vacant.",
        "See also the talks that were held in May.",
        "More than 1,000 prisoners were exchanged.",
        "He wrote to desk@wire.example and asked.",
    ],
)
def test_sentences_that_only_begin_like_such_lines(line: str) -> None:
    assert words(FIRST, line, LAST) == [FIRST, line, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "The post Talks resume in Istanbul appeared first on RKI News.",
        "This article was originally published by The Conversation under a licence that lets anybody print it.",
        "Der Beitrag Gespräche in Istanbul erschien zuerst auf RKI.",
        "© 2025 RKI. All rights reserved.",
        "END 10:44 A.M. EDT",
        "// انتهى //",
        "19:06 ت م",
        "-30-",
        "Monday, June 2, 2025",
        "Published: 2 June 2025",
    ],
)
def test_what_stands_behind_an_article(line: str) -> None:
    assert words(FIRST, LAST, line) == [FIRST, LAST]


def test_a_long_last_paragraph_is_no_footer() -> None:
    line = "This article was published " + "and discussed " * 40
    assert words(FIRST, line.strip()) == [FIRST, line.strip()]


def test_a_footer_in_the_middle_stays() -> None:
    line = "The post Talks resume appeared first on RKI News."
    assert words(FIRST, line, LAST) == [FIRST, line, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "Talks resume",
        "TALKS – resume!",
        "Monday, June 2, 2025",
        "Istanbul, 2 June 2025 (AA)",
        "10:29 A.M. EDT",
        "By Jo Bloggs",
        "RKI",
    ],
)
def test_what_stands_before_an_article(line: str) -> None:
    assert words(line, FIRST, LAST, said=("Talks resume", "RKI")) == [FIRST, LAST]


def test_the_title_is_not_left_out_of_the_middle() -> None:
    assert words(FIRST, "Talks resume!", LAST, said=("Talks resume",)) == [FIRST, "Talks resume!", LAST]


def test_a_byline_tells_the_author() -> None:
    pieces = [
        Piece("paragraph", text, ((n, n + 1),)) for n, text in enumerate(["By Jo Bloggs and Ana María", "By Al", FIRST])
    ]
    left, author = settle(pieces, (), "en", heals=False)
    assert author == "Jo Bloggs and Ana María"
    assert [piece.text for piece in left] == [FIRST]


def test_prose_that_begins_like_a_byline_is_none() -> None:
    assert words("By Monday the talks had ended", FIRST)[0] == "By Monday the talks had ended"


@pytest.mark.parametrize(
    ("texts", "kinds"),
    [
        ((FIRST, "A second round", LAST), "php"),
        ((FIRST, "June 3, 2025", LAST), "php"),
        (("Office of the Spokesperson", "The following is attributable to Ned Price:", FIRST), "hpp"),
        ((FIRST, "—Hakan Fidan", LAST), "ppp"),
        ((FIRST, "A second round,", LAST), "ppp"),
        ((FIRST, "and so on", LAST), "ppp"),
        ((FIRST, "A second round", "A third round"), "ppp"),
        ((FIRST, "A second round"), "pp"),
        ((FIRST, "Is it over?", LAST), "ppp"),
        (("外交部长今天在北京表示会谈将很快恢复。", "新的会谈", "双方代表团都将出席，会谈将持续两天。"), "php"),
    ],
    ids=lambda value: str(value)[-18:],
)
def test_subheads_are_told_from_paragraphs(texts: tuple[str, ...], kinds: str) -> None:
    assert "".join(kind[0] for kind, _ in settled(*texts)) == kinds


def test_captions_are_no_passages() -> None:
    assert settled("A photo of the palace", kind="caption") == []


def test_of_the_same_words_the_first_stay() -> None:
    assert words(FIRST, LAST, FIRST.upper(), "They left.", LAST) == [FIRST, LAST, "They left."]


def test_a_break_that_a_page_foot_stands_in_is_healed() -> None:
    assert settled(FIRST, "The two sides will meet", "https://wire.example/1", "again in June.", heals=True) == [
        ("paragraph", FIRST),
        ("paragraph", "The two sides will meet again in June."),
    ]
