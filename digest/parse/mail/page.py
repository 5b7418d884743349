"""The HTML of a mail as lines: what is hidden or counts its readers left out, what looks like a heading told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from digest.language.markup import capped
from digest.parse.mail.lines import Image, Kind, Line
from digest.parse.mail.reader import Reader

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BREAKS = frozenset(
    "p div section article header footer aside main center ul ol dl li dt dd table thead tbody tfoot tr td th caption "
    "h1 h2 h3 h4 h5 h6 blockquote hr pre figure figcaption address form fieldset body html".split()
)
_UNREAD = frozenset("script style head title template noscript iframe object svg math select textarea button".split())
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_HEADINGS = {f"h{level}": float(level) for level in range(1, 7)}
_SIZES = {"1": 10, "2": 13, "3": 16, "4": 18, "5": 24, "6": 32, "7": 48}  # of <font size>
_NAMED = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_HEADING_SIZES = {"h1": 32, "h2": 24, "h3": 19, "h4": 16, "h5": 13, "h6": 11, "small": 13, "big": 19}
_SIZE = re.compile(r"(?<![\w-])font-size\s*:\s*([\d.]+)\s*(px|pt|em|rem|%)?|(?<![\w-])font-size\s*:\s*([a-z-]+)")
_WEIGHT = re.compile(r"(?<![\w-])font-weight\s*:\s*(\w+)")
_HIDDEN = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?![.\d])"
    r"|max-height\s*:\s*0(?:px)?(?![.\d])(?=.*overflow\s*:\s*hidden)|font-size\s*:\s*[01](?:px)?(?![.\d])(?=.*line-height\s*:\s*[01](?:px)?(?![.\d])))"
)
_SHEET = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?\*/", re.DOTALL)
_UNSEEN_CLASS = re.compile(r"\.([\w-]+)\s*\{[^{}]*display\s*:\s*none", re.IGNORECASE)
_COUNTS = re.compile(
    r"/(?:open|o|track|wf/open|e/o|pixel|beacon)(?:[/?.]|$)|[?&](?:open|pixel)=|/(?:pixel|spacer|blank|clear|transparent)\b[^/]*\.gif",
    re.IGNORECASE,
)
# What senders fill the preview of a mail with. Joiners within words stay: Persian and emoji are made with them.
_FILLER = re.compile(
    r"[\u034f\u200b\u200e\u200f\u00ad\u2007\u2060\ufeff\u061c\u115f\u1160\u17b4\u17b5]+|(?<!\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\S)"
)

_DEEPEST = 250  # open elements: real mails have up to 90, most of them tables within tables
_LONGEST_STYLE = 2_000  # characters that are looked at
_LONGEST_HEADING = 160  # characters
_WORDS_OF_HEADING = 18
_WORDS_OF_ITEM = 12  # behind the link of a list item: fewer, and the list stays one text
_LARGER = 1.2  # times the size of the text: below, it is a sender's way to set a paragraph
_SMALLEST_PICTURE = 40  # px: icons of networks and spacers are smaller
_NO_END = (".", ",", ";", "…", "،", "؛", "。", "!", "?")


@dataclass(frozen=True, slots=True)
class _Style:
    size: float = 16
    bold: bool = False
    kind: Kind = "text"
    heading: float = 0
    link: str = ""
    preformatted: bool = False


@dataclass(slots=True)
class _Run:
    text: str
    style: _Style


def lines_of(html: str, base: str, reader: Reader) -> list[Line]:
    """The lines of a mail's HTML, in the order in which they are read. Relative links are relative to `base`."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(capped(html))
    hidden = {name for sheet in tree.css("style") for name in _UNSEEN_CLASS.findall(_SHEET.sub("", sheet.text()))}
    scribe = _Scribe(base, reader, hidden)
    if tree.body is not None:
        scribe.read(tree.body, _Style())
    scribe.end()
    return _with_ranks(scribe.lines)


class _Scribe:
    """Goes through the tree and writes the lines down."""

    def __init__(self, base: str, reader: Reader, hidden: set[str]) -> None:
        self.lines: list[Line] = []
        self._base = base
        self._reader = reader
        self._hidden = hidden
        self._runs: list[_Run] = []
        self._images: list[Image] = []
        self._ruled = False
        self._depth = 0

    def read(self, node: LexborNode, style: _Style) -> None:
        """Read what is in an element; what lies too deep is read as text only."""
        if self._depth > _DEEPEST:
            self._say(node.text(separator=" "), style)
            return
        self._depth += 1
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._say(child.text_content or "", style)
            elif tag[:1] not in {"-", "!", "_", ""} and tag not in _UNREAD and not self._unseen(child):
                self._element(child, tag, style)
        self._depth -= 1

    def _element(self, node: LexborNode, tag: str, style: _Style) -> None:
        if tag == "br":
            self._runs.append(_Run("\n", style))
        elif tag == "img":
            self._picture(node, style)
        elif tag not in _BREAKS or (tag in {"td", "th"} and _narrow(node)):
            if tag in {"td", "th"}:
                self._say(" ", style)
            self.read(node, self._styled(node, tag, style))
        else:
            self.end()
            self._ruled = self._ruled or tag == "hr"
            self.read(node, self._styled(node, tag, style))
            self.end()

    def _say(self, text: str, style: _Style) -> None:
        text = _FILLER.sub("", text)
        if style.preformatted:
            self._runs.append(_Run(text, style))
        elif text.strip():
            self._runs.append(_Run(re.sub(r"\s+", " ", text), style))
        elif text and self._runs:
            self._runs.append(_Run(" ", style))

    def _unseen(self, node: LexborNode) -> bool:
        said = node.attributes
        css = (said.get("style") or "")[:_LONGEST_STYLE].lower()
        if "hidden" in said or (css and _HIDDEN.search(css)):
            return True
        classes = (said.get("class") or "").split()
        return any(name in self._hidden for name in classes) and not re.search(r"display\s*:\s*(?!none)\w", css)

    def _styled(self, node: LexborNode, tag: str, style: _Style) -> _Style:
        said = node.attributes
        css = (said.get("style") or "")[:_LONGEST_STYLE].lower()
        size = _size(css, style.size) or float(_HEADING_SIZES.get(tag) or _SIZES.get(said.get("size") or "", 0) or 0)
        weight = _WEIGHT.search(css)
        bold = tag in _BOLD or style.bold
        if weight:
            bold = weight[1] in {"bold", "bolder", "600", "700", "800", "900"}
        kind: Kind = "item" if tag in {"li", "dt", "dd"} else "quote" if tag == "blockquote" else style.kind
        link = self._reader.link(self._base, said.get("href") or "") if tag == "a" else style.link
        return _Style(
            size or style.size, bold, kind, _HEADINGS.get(tag, style.heading), link, style.preformatted or tag == "pre"
        )

    def _picture(self, node: LexborNode, style: _Style) -> None:
        """Keep a picture, unless it decorates or counts readers: by its size, or by its address."""
        said = node.attributes
        width, height = _pixels(said, "width"), _pixels(said, "height")
        url = self._reader.link(self._base, said.get("src") or "")
        if url and not _COUNTS.search(url) and min(width or 999, height or 999) >= _SMALLEST_PICTURE:
            self._images.append(Image(url, self._reader.struck(" ".join((said.get("alt") or "").split()))))
        if style.heading and not self._runs and (alt := (said.get("alt") or "").strip()):
            self._say(alt, style)  # a heading that is a picture of itself

    def end(self) -> None:
        """Write the line at hand, or several where two line breaks part it."""
        runs, self._runs = self._runs, []
        for part in _parted(runs):
            line = self._line(part)
            if line is not None:
                self.lines.append(line)
                self._images, self._ruled = [], False

    def _line(self, runs: list[_Run]) -> Line | None:
        text = _joined(runs)
        letters = [(sum(map(str.isalnum, run.text)), run.style) for run in runs]
        total = sum(count for count, _ in letters)
        if not text.strip("-–—_=*·• \n|") or self._reader.greets(text):
            self._ruled = self._ruled or bool(re.match(r"[-–—_=*·•]{3,}", text))
            return None
        main = max(letters, key=lambda pair: pair[0])[1]
        return Line(
            text=self._reader.struck(text),
            kind=main.kind,
            rank=main.heading,
            lead=_lead(runs),
            size=main.size,
            bold=bool(total) and all(style.bold for count, style in letters if count),
            linked=sum(count for count, style in letters if style.link) / total if total else 0,
            links=tuple(_links(runs)),
            images=tuple(self._images),
            ruled=self._ruled,
        )


def _parted(runs: list[_Run]) -> list[list[_Run]]:
    """The runs of one block, parted where two line breaks follow one another."""
    parts: list[list[_Run]] = [[]]
    breaks = 0
    for run in runs:
        breaks = breaks + 1 if run.text == "\n" else breaks if not run.text.strip() else 0
        if breaks > 1:
            parts.append([])
        elif run.text != "\n" or breaks:
            parts[-1].append(run)
    return [part for part in parts if part]


def _joined(runs: list[_Run]) -> str:
    lines = "".join(run.text for run in runs).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _links(runs: list[_Run]) -> list[tuple[str, str]]:
    """The links of a line: neighbouring runs of one address are one link."""
    found: list[list[str]] = []
    before = ""
    for run in runs:
        if run.style.link and run.style.link == before:
            found[-1][0] += run.text
        elif run.style.link:
            found.append([run.text, run.style.link])
        before = run.style.link
    return [(" ".join(text.split()), address) for text, address in found if text.strip()]


def _lead(runs: list[_Run]) -> int:
    """How many characters at the beginning of a line are a link that is set as a heading, before the rest is not."""
    said = [run for run in runs if run.text.strip(" \n▶►▸•·")]
    if len(said) < 2 or not said[0].style.link:
        return 0
    first = said[0].style
    head = next((number for number, run in enumerate(said) if run.style.link != first.link), len(said))
    rest = said[head:]
    if not rest:
        return 0
    between = "".join(run.text for run in runs[runs.index(said[head - 1]) + 1 :])
    if first.kind == "item" and len(between.split()) < _WORDS_OF_ITEM:
        return 0
    parted = re.match(r"\s*(?:[—–:|-]|\n)", between) is not None
    larger = first.size > rest[0].style.size or (first.bold and not rest[0].style.bold and between[:1].isupper())
    return len(_joined(runs[: runs.index(said[head - 1]) + 1])) if parted or larger else 0


def _narrow(node: LexborNode) -> bool:
    """Whether a cell is one of a table of data: all cells of its row are short, and hold no blocks."""
    cells = [cell for cell in (node.parent.iter() if node.parent is not None else ()) if cell.tag in {"td", "th"}]
    if len(cells) < 2:
        return False
    return all(
        len(cell.text().strip()) <= 40 and not cell.css("table, img, p, div, h1, h2, h3, ul, a") for cell in cells
    )


def _size(css: str, inherited: float) -> float:
    """The size in px that a style sets, 0 when it sets none."""
    found = next(reversed(list(_SIZE.finditer(css))), None)  # the last one wins
    if found is None:
        return 0
    if found[3]:
        return float(_NAMED.get(found[3], 0))
    try:
        number = float(found[1])
    except ValueError:
        return 0
    factor = {"pt": 4 / 3, "em": inherited, "rem": 16.0, "%": inherited / 100}.get(found[2] or "px", 1.0)
    return number * factor or inherited


def _pixels(said: dict[str, str | None], name: str) -> float:
    """A picture's width or height in px, 0 when it is not said or not in px."""
    css = re.search(rf"(?<![\w-]){name}\s*:\s*([\d.]+)px", (said.get("style") or "").lower())
    found = re.fullmatch(r"\s*([\d.]+)(?:px)?\s*", said.get(name) or "")
    try:
        number = float((found or css or [0, 0])[1])
    except ValueError:
        return 0
    return number or (1 if (found or css) else 0)


def _with_ranks(lines: list[Line]) -> list[Line]:
    """The lines, ranked where they are set as headings: larger than the text, or all bold, and short."""
    sizes = [line.size for line in lines for _ in range(min(len(line.text), 2_000) // 20 + 1) if not line.rank]
    body = median(sizes) if sizes else 16
    return [replace(line, rank=_rank(line, body)) for line in lines]


def _rank(line: Line, body: float) -> float:
    short = len(line.text) <= _LONGEST_HEADING and line.words <= _WORDS_OF_HEADING
    if not short or not any(map(str.isalnum, line.text)) or (line.kind != "text" and not line.rank):
        return 0
    if line.rank:
        return line.rank
    if line.size >= _LARGER * body:
        return 2.5 - min(line.size, 100) / 1000  # among themselves the larger first
    if line.bold and not line.text.endswith(_NO_END) and line.words >= 1:
        return 5.5
    return 0
