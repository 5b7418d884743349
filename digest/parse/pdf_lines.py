"""The lines of a PDF's page as pdfium finds them: their words, and where on the page they stand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points from the page's lower left corner

_HYPHENS = frozenset({0x02, 0xFFFE})  # what pdfium puts for a hyphen and the end of the line behind it
_ENDS = _HYPHENS | {0x0A, 0x0D}
_BLANKS = frozenset({0x20, 0xA0, 0x09, 0x0A, 0x0D})
_GAP = 0.9  # of the size of the print: a wider space may be the gutter between two columns
_MOST = 40_000  # characters of one page: a page of a newspaper has 30,000
_FORMS = re.compile("[\ufb00-\ufdff\ufe70-\ufeff]+")  # ligatures and the shapes of Arabic letters
_ALEFS = "اأإآٱ"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print, or the part of one that stands in one column."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> float:
        """The height of its print from the deepest to the highest letter that its font has, in points."""
        return self.top - self.bottom


def lines_of(document: PdfDocument, number: int) -> list[Line]:
    """The lines of a page, in the order in which the file draws them; parts far apart are lines of their own."""
    page = document[number]
    text = page.get_textpage()
    try:
        return _lines(text)
    finally:
        text.close()
        page.close()


def _lines(text: PdfTextPage) -> list[Line]:
    from pypdfium2 import raw

    codes = [raw.FPDFText_GetUnicode(text, at) for at in range(min(text.count_chars(), _MOST))]
    found: list[Line] = []
    words: list[tuple[str, Box]] = []
    start = 0
    for at, code in enumerate([*codes, 0x0A]):
        if code not in _BLANKS and code not in _HYPHENS:
            continue
        end = at + (code in _HYPHENS)
        if end > start:
            words.append((_word(codes[start:end], text, start), _box(text, start, end - 1)))
        start = at + 1
        if code in _ENDS:
            found += _parted(words)
            words = []
    return [line for line in found if line.text]


def _word(codes: list[int], text: PdfTextPage, start: int) -> str:
    chars = ["-" if code in _HYPHENS else chr(code) if 0x20 <= code < 0x110000 else "" for code in codes]
    for at in range(1, len(chars)):
        # One glyph of two letters, lam-alef: pdfium turns its letters round together with the line.
        if chars[at] == "ل" and chars[at - 1] in _ALEFS and _same_glyph(text, start + at - 1):
            chars[at - 1], chars[at] = chars[at], chars[at - 1]
    return _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), "".join(chars))


def _same_glyph(text: PdfTextPage, at: int) -> bool:
    (left, _, right, _), (other, _, end, _) = text.get_charbox(at), text.get_charbox(at + 1)
    return bool(min(right, end) - max(left, other) > 0.9 * max(right - left, end - other, 0.01))


def _box(text: Any, first: int, last: int) -> Box:
    """The box around a word, from its first and its last letter: Arabic runs to the left."""
    one, other = text.get_charbox(first, loose=True), text.get_charbox(last, loose=True)
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _parted(words: list[tuple[str, Box]]) -> list[Line]:
    """A line's words as one line, or as several where a gap is as wide as between columns."""
    parts: list[list[tuple[str, Box]]] = []
    for word, box in words:
        before = parts[-1][-1][1] if parts else None
        far = before is not None and max(box[0] - before[2], before[0] - box[2]) > _GAP * (box[3] - box[1])
        if before is None or far:
            parts.append([])
        parts[-1].append((word, box))
    return [_line(part) for part in parts]


def _line(words: list[tuple[str, Box]]) -> Line:
    boxes = [box for _, box in words]
    sizes = sorted(boxes, key=lambda box: box[3] - box[1])
    usual = sizes[len(sizes) // 2]  # of a line with a raised figure in it, the height of the others
    return Line(
        " ".join(word for word, _ in words).strip(),
        min(box[0] for box in boxes),
        usual[1],
        max(box[2] for box in boxes),
        usual[3],
    )
