from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.sentences import sentences, spans_in
from digest.models import Passage


def split(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["He met U.S. officials in Washington.", "Talks resume on Monday."]),
        ("en", ["They moved to the U.S.", "The talks failed."]),
        ("en", ["Mr. Smith and Gen. Milley (of U.N. fame. Really.) left.", "Nobody stayed."]),
        ("en", ["“We are ready.”", "He left."]),
        ("en", ['"We are ready. We have been for weeks."', "He left."]),
        ("en", ['"Is it over?" he asked.', "It was."]),
        ("en", ["J. K. Rowling and George W. Bush met.", "It cost $3.5 million.", "No. 5 won."]),
        ("en", ["It began at 10 a.m. on Monday.", "It ended at 5 p.m.", "The crowd left."]),
        ("en", ["Version 2.0. is out.", "Users cheered!"]),
        ("en", ["1. The first point.", "2. The second point."]),
        ("en", ["Is it true?", "Yes!", "Really?!", "OK..."]),
        ("en", ["One sentence without an end"]),
        ("ar", ["هل انتهت الحرب؟", "نعم.", "قال الوزير: «لن نتراجع. سنستمر.»", "ثم غادر."]),
        ("ur", ["یہ پہلا جملہ ہے۔", "یہ دوسرا ہے؟", "جی ہاں۔"]),
        ("fa", ["این یک است.", "آیا دو است؟", "بله."]),
        ("hi", ["यह पहला है।", "यह दूसरा है।", "क्या यह तीसरा है?"]),
        ("ru", ["По словам г-на Иванова, т. е. министра, всё изменилось.", "И. И. Иванов уехал."]),
        ("tr", ["5. madde kabul edildi.", "Prof. Dr. Ali geldi."]),
        ("de", ["Am 5. Juni traf er z. B. Dr. Müller.", "„Gut.“", "Sie ging."]),
        ("fr", ["M. Macron est parti.", "Mme. Dupont aussi.", "« C'est fini. »"]),
        ("und", ["One is here.", "Two is there."]),
        ("xx-Latn", ["One is here.", "Two is there."]),
    ],
)
def test_sentences(language: str, expected: list[str]) -> None:
    assert split(" ".join(expected), language) == expected


@pytest.mark.parametrize("text", ["他走了。今天是星期一！好。", "彼は言った。「行こう。早く。」そして去った。"])
def test_scripts_without_spaces(text: str) -> None:
    assert len(split(text, "zh" if "今" in text else "ja")) == 3


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_but_white_space_has_no_sentence(text: str) -> None:
    assert sentences(text, "en") == ()


@given(st.text(alphabet=st.sampled_from('aB.?! \n"“”()۔。5é'), max_size=60), st.sampled_from(["en", "ar", "zh", "xx"]))
def test_sentences_hold_every_character_once_and_in_order(text: str, language: str) -> None:
    found = sentences(text, language)
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in found)
    assert all(left[1] <= right[0] for left, right in pairwise(found))


PIECES = st.lists(st.text(alphabet="ab é\n\t.ж", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=4)


@given(PIECES, st.integers(0, 60), st.integers(0, 60))
def test_a_range_of_a_passage_leads_back_to_its_snapshot(pieces: list[str], start: int, length: int) -> None:
    snapshot = "A title\n\n" + "\n\n".join(pieces)
    spans, at = [], len("A title\n\n")
    for piece in pieces:
        spans.append((at, at + len(piece)))
        at += len(piece) + 2
    text = " ".join(" ".join(pieces).split())
    passage = Passage("k", "paragraph", text, tuple(spans))
    start = min(start, len(text))
    end = min(start + length, len(text))
    found = spans_in(passage, start, end, snapshot)
    assert " ".join(" ".join(snapshot[a:b] for a, b in found).split()) == " ".join(text[start:end].split())
    assert all(any(low <= a < b <= high for low, high in spans) for a, b in found)


def test_a_sentence_over_a_healed_break_has_two_spans() -> None:
    snapshot = "T\n\nTalks go on. He\n\nreturned home. All left."
    passage = Passage("k", "paragraph", "Talks go on. He returned home. All left.", ((3, 18), (20, 44)))
    start, end = sentences(passage.text, "en")[1]
    assert [snapshot[a:b] for a, b in spans_in(passage, start, end, snapshot)] == ["He", "returned home."]
