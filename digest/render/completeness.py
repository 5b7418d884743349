"""Whether everything planned is in print: each headline, source, sentence and picture is looked for in what a reader
gets.

Texts are compared by letters and digits only, NFKC and case-folded: hyphens, ligatures, line breaks, white space,
quotation marks and vowel signs make no difference. Headlines are looked for in the order of the plan.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from digest.models import Event, Issue, Piece, Rendered
from digest.render.facts import pieces
from digest.render.labels import labels
from digest.render.shown import lost, shown

What = Literal["headline", "source", "sentence", "picture"]

READ = ("mail.html", "mail.txt", "index.html", "issue.pdf")
# The mail has a limit of size: it prints some pieces in brief, and says so. Headlines and sources it has all the same.
_MAY_SHORTEN = ("mail.html",)

_TATWEEL = "\u0640"  # a stroke that lengthens an Arabic word; a letter only to Unicode
_HIDDEN = "script, style, template, head, [hidden]"
_UNSEEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all")
_RUN = re.compile(r"\d+|[^\W\d_]+")
_NEAR = 400  # letters around its first word in which a right-to-left sentence's other words are looked for
_SEAM = 12  # letters that a page's furniture may happen to share with the sentence that it interrupts


@dataclass(frozen=True, slots=True)
class Missing:
    """Something planned that an output does not have. `piece` is an id."""

    output: str
    piece: str
    what: What
    text: str


def missing(issue: Issue, made: Mapping[str, Rendered]) -> tuple[Missing, ...]:
    """Return what of `issue` cannot be read back from those of READ that are in `made`, in the order of the plan.

    An output that shortens itself, and says so in print, is asked for headlines and sources only.
    """
    found: list[Missing] = []
    for name in READ:
        if name in made:
            found.extend(_missing(issue, made[name], made))
    return tuple(found)


def outputs_text(rendered: Rendered) -> str:
    """Return the text that a reader of `rendered` sees: of HTML, plain text or PDF; "" of anything else."""
    return "\n".join(_pages(rendered))


def letters(text: str) -> str:
    """Return the letters and digits of `text`, NFKC and case-folded."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(character for character in folded if character.isalnum() and character != _TATWEEL)


class _Text:
    """The letters of one output, page by page and as a whole."""

    def __init__(self, pages: Sequence[str]) -> None:
        self._pages = [letters(page) for page in pages]
        self._whole = "".join(self._pages)

    def find(self, text: str, start: int = 0) -> int:
        """Return where `text` stands at or after `start`, as an offset; -1 when it does not.

        What is broken over a page, or mixes directions, is found all the same but has no certain place: then `start`.
        """
        wanted = letters(text)
        at = self._whole.find(wanted, start)
        if at >= 0:
            return at + len(wanted)
        return start if self._over_pages(wanted) or self._mixed(text, wanted) else -1

    def _over_pages(self, wanted: str) -> bool:
        """Whether `wanted` begins on one page and goes on on the next, with footnotes and running heads between."""
        return any(self._goes_on(wanted, page) for page in range(len(self._pages) - 1))

    def _goes_on(self, wanted: str, page: int) -> bool:
        if page == len(self._pages):
            return False
        if wanted in self._pages[page]:
            return True
        cut = _longest_prefix(wanted, self._pages[page])
        # The longest part may be a letter or two too long, where a running head happens to go on like the sentence.
        likely = (at for at in range(cut, max(0, cut - _SEAM), -1) if self._begins(wanted[at:], page + 1))
        return any(self._goes_on(wanted[at:], page + 1) for at in likely)

    def _begins(self, wanted: str, page: int) -> bool:
        return page < len(self._pages) and wanted[: 2 * _SEAM] in self._pages[page]

    def _mixed(self, text: str, wanted: str) -> bool:
        """Whether the words of right-to-left `text` all stand close together: the order of Latin words and figures
        among them is lost when a PDF is read line by line."""
        if not any(unicodedata.bidirectional(character) in {"R", "AL"} for character in wanted):
            return False
        words = sorted({letters(run) for run in _RUN.findall(text)} - {""}, key=lambda word: (-len(word), word))
        reach = len(wanted) + _NEAR
        return any(
            all(word in self._whole[max(0, at - reach) : at + reach] for word in words)
            for at in _places(words[0], self._whole)
        )


def _missing(issue: Issue, rendered: Rendered, made: Mapping[str, Rendered]) -> Iterator[Missing]:
    output, text = rendered.name, _Text(_pages(rendered))
    pictured = output != "mail.html" or issue.imprint.pictures != "none"
    pictures = shown(rendered) if pictured and any(one.illustration for one in pieces(issue)) else frozenset()
    whole = output not in _MAY_SHORTEN or text.find(labels(issue.language)["shortened"]) < 0
    at = 0
    for piece in pieces(issue):
        place = text.find(piece.headline.text, at)
        if place < 0:
            yield Missing(output, piece.id, "headline", piece.headline.text)
        at = max(at, place)
        for name in _sources(piece):
            if text.find(name) < 0:
                yield Missing(output, piece.id, "source", name)
        picture = lost(piece, rendered, pictures, made, labels(issue.language)) if whole and pictured else ""
        if picture:
            yield Missing(output, piece.id, "picture", picture)
        for sentence in _sentences(piece) if whole else ():
            if text.find(sentence) < 0:
                yield Missing(output, piece.id, "sentence", sentence)
    for event in _events(issue) if whole else ():
        if text.find(event.sentence.text) < 0:
            yield Missing(output, event.piece, "sentence", event.sentence.text)


def _sources(piece: Piece) -> tuple[str, ...]:
    """What must be named of a piece's sources: each publisher once, and the article's title where it is not the
    headline."""
    title = (piece.headline.from_title,) if piece.headline.from_title else ()
    return (*dict.fromkeys(ref.publisher for ref in piece.sources), *title)


def _sentences(piece: Piece) -> Iterator[str]:
    if piece.gloss:
        yield from (sentence.text for sentence in (piece.gloss.headline, *piece.gloss.sentences))
    yield from (sentence.text for paragraph in piece.paragraphs for sentence in paragraph.sentences)
    yield from (part.text for quote in piece.quotes for part in (quote.said, quote.speaker))


def _events(issue: Issue) -> Iterator[Event]:
    return (event for section in issue.sections for topic in section.topics for event in topic.timeline)


def _longest_prefix(wanted: str, page: str) -> int:
    """How many letters of `wanted`, from its start, stand together on `page`."""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        if wanted[:middle] in page:
            low = middle
        else:
            high = middle - 1
    return low


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _pages(rendered: Rendered) -> list[str]:
    if rendered.media_type == "application/pdf":
        return _pdf_pages(rendered.body)
    if rendered.media_type == "text/html":
        return [_visible(rendered.body)]
    return [rendered.body.decode("utf-8")] if rendered.media_type == "text/plain" else []


def _visible(body: bytes) -> str:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(body.decode("utf-8"))
    for node in tree.css(f"head, {_HIDDEN}"):
        node.decompose()
    for node in tree.css("[style]"):
        if _UNSEEN.search(node.attributes.get("style") or ""):
            node.decompose()
    return tree.body.text(separator=" ") if tree.body else ""


def _pdf_pages(body: bytes) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(body)
    try:
        return [_page_text(page) for page in document]
    finally:
        document.close()


def _page_text(page: object) -> str:
    text = page.get_textpage()  # type: ignore[attr-defined]
    try:
        return str(text.get_text_bounded())
    finally:
        text.close()
        page.close()  # type: ignore[attr-defined]
