"""Typefaces: which scripts can be printed, and that what is printed reads back letter by letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.render import fonts
from digest.render.completeness import letters
from digest.render.pdf_paint import Job, Painted, paint
from tests.builders import NOW
from tests.render.pdf_samples import plain_text

# Text by language; the table that says which scripts read back right from our faces.
TEXTS = {
    "en": "The office filed an official affidavit on fjords; naïve café, façade.",
    "tr": "İstanbul’da görüşmeler sürüyor, ağır şartlar ve ılık hava.",
    "pl": "Zażółć gęślą jaźń w Łodzi i Gdańsku.",
    "vi": "Việt Nam và Trung Quốc đã ký một thỏa thuận về biển.",
    "ru": "Делегации России и Украины встретились в Стамбуле, подъезд №5.",
    "uk": "Її ґанок у Києві, щойно з’явився ключ.",
    "el": "Οι αντιπροσωπείες συναντήθηκαν στην Κωνσταντινούπολη.",
    "ar": "أكّد الطرفان أن الحوثيين ولكن الكونغرس يتوقع المحادثات الإلكترونية الكبيرة، الخبر والجنرال.",
    "ar-x-marks": "قَالَ مُحَمَّدٌ إِنَّ الظُّلْمَ لآ لإ لأ لا الله",
    "fa": "هیئت‌های روسیه و اوکراین در استانبول دیدار کردند، بلکه الکترون و پختن.",
    "ur": "روس اور یوکرین کے وفود کی ملاقات ہوئی، ترکیہ کے وزیرِ خارجہ نے کہا ہے۔ بحیرہ ٹھیک ڈاکٹر",
    "ps": "د افغانستان پلازمېنه کابل دی، ښه ورځ.",
    "hi": "रूस और यूक्रेन के प्रतिनिधिमंडल इस्तांबुल में मिले। क्षेत्रीय संघर्ष, चर्चा, राष्ट्रपति, श्री कृष्ण।",
    "he": "המשלחות של רוסיה ושל אוקראינה נפגשו באיסטנבול; צה״ל, שׁלום, וַעֲדָה.",
    "th": "คณะผู้แทนรัสเซียและยูเครนพบกันที่อิสตันบูล เพื่อเจรจาสันติภาพ น้ำท่วมที่กรุงเทพฯ",
    "mr": "महाराष्ट्राची राजधानी मुंबई आहे, वर्षातील कार्य.",
}


def _job(body: str) -> Job:
    css = 'p { font: 12pt/1.6 "Digest Serif", "Digest Arabic", "Digest Devanagari", "Digest Hebrew", "Digest Thai" }'
    html = f"<html lang='en'><head><title>Letters</title></head><body>{body}</body></html>"
    return Job(html, css, (), (), (), NOW)


@pytest.fixture(scope="module")
def read_back() -> str:
    """All texts, printed and read again."""
    rtl = ("ar", "fa", "ur", "ps", "he")
    paragraphs = (
        f"<p lang='{tag}' dir='{'rtl' if tag.startswith(rtl) else 'ltr'}'>{text}</p>" for tag, text in TEXTS.items()
    )
    painted = paint(_job("".join(paragraphs)))
    assert isinstance(painted, Painted)
    assert painted.log == ()
    return letters(plain_text(painted.body))


@pytest.mark.parametrize("language", TEXTS)
def test_every_letter_reads_back(language: str, read_back: str) -> None:
    lost = [word for word in TEXTS[language].split() if letters(word) not in read_back]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        pytest.param(" ".join(TEXTS.values()), (), id="all that we print"),
        pytest.param("1234 — “quoted” … № € ₺", (), id="signs are no letters"),
        pytest.param("ᏣᎳᎩ", ("Cherokee",), id="no face"),
        pytest.param("ᏣᎳᎩ ᚠᚢᚦ", ("Cherokee", "Runic"), id="two, sorted"),
        pytest.param("ṩ", (), id="a letter that is put together from parts"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_scripts_without_a_face_are_named(text: str, missing: tuple[str, ...]) -> None:
    assert fonts.missing_scripts(text) == missing


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        pytest.param("🔴 LIVE ✅", " LIVE ", id="emoji"),
        pytest.param("a\x07b\x0bc", "abc", id="controls"),
        pytest.param("a\ue000b\U000f0000", "ab", id="private use, even where a face has a glyph"),
        pytest.param("\u202eabc\u2066d\u2069", "abcd", id="bidirectional overrides"),
        pytest.param("lost \ufffd", "lost ?", id="replacement character"),
        pytest.param("line\nand\ttab", "line\nand\ttab", id="white space stays"),
        pytest.param("می‌شود", "می‌شود", id="joiners stay"),
        pytest.param("x\u20e3 \U0001f3d4\ufe0f", "x ", id="variation selectors"),
        pytest.param("中国 ᏣᎳᎩ", "中国 ᏣᎳᎩ", id="letters are never dropped"),
        pytest.param("€ 5 ± 2 ° №", "€ 5 ± 2 ° №", id="signs that we have"),
    ],
)
def test_what_says_nothing_is_not_printed(given: str, printed: str) -> None:
    assert fonts.printable(given, fonts.house_faces()) == printed


def test_every_face_is_a_file_of_our_own_family() -> None:
    faces = fonts.house_faces()
    rules = fonts.face_rules(faces)
    names = ("Serif", "Sans", "Arabic", "Devanagari", "Hebrew", "Thai")
    assert {face.family for face in faces} == {f"Digest {name}" for name in names}
    assert all(Path(face.path).is_file() for face in faces)
    assert rules.count("@font-face") == len(faces)
    assert "font-weight: 0" not in rules


def test_a_machine_s_own_faces_are_not_used_while_ours_suffice() -> None:
    chosen = fonts.choose(" ".join(TEXTS.values()))
    assert chosen.faces == fonts.house_faces()
    assert chosen.missing == ()
