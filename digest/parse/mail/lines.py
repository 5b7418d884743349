"""A mail's text as lines: paragraphs, headings, list items, each with how it is set and where it links."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Literal

from digest.parse.mail.words import folded

Kind = Literal["text", "item", "quote", "heading"]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that the reader of a mail sees."""

    url: str
    alt: str = ""


@dataclass(slots=True)
class Line:
    """One line as it is seen.

    `rank` says how a heading is set: 1 to 6 as h1 to h6, or as what looks like one, the smaller the larger; 0: none.
    `lead` is how many characters at its beginning are a heading of the rest, as in "Headline — what it tells".
    """

    text: str
    kind: Kind = "text"
    rank: float = 0
    lead: int = 0
    size: float = 0  # of its letters, px
    bold: bool = False  # all of it
    linked: float = 0  # share of its letters in links
    links: tuple[tuple[str, str], ...] = ()  # (text, address)
    images: tuple[Image, ...] = ()  # right before it
    ruled: bool = False  # a rule stands before it
    key: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Fold the text once: it is compared with many lists."""
        self.key = folded(self.text)

    @property
    def words(self) -> int:
        """How many words it has; three letters of a script that does not part words count as one."""
        wide = sum(1 for char in self.text if "\u3040" <= char <= "\u9fff" or "\u0e00" <= char <= "\u0e7f")
        return len(self.text.split()) + wide // 3

    @property
    def link(self) -> str:
        """The address of its only or first link."""
        return next((address for _, address in self.links if address), "")


def markup(lines: list[Line]) -> str:
    """Lines as clean HTML: text, links and pictures."""
    return "\n".join(_markup(line) for line in lines)


def prose(lines: list[Line]) -> str:
    """Lines as plain text, a blank line between them."""
    marks: dict[Kind, str] = {"item": "- ", "quote": "> ", "heading": "", "text": ""}
    return "\n\n".join(marks[line.kind] + line.text for line in lines)


_TAGS: dict[Kind, tuple[str, str]] = {
    "text": ("<p>", "</p>"),
    "item": ("<ul><li>", "</li></ul>"),
    "quote": ("<blockquote><p>", "</p></blockquote>"),
    "heading": ("<h3>", "</h3>"),
}


def _markup(line: Line) -> str:
    before, after = _TAGS[line.kind]
    pictures = "".join(f'<img src="{escape(one.url)}" alt="{escape(one.alt)}">' for one in line.images)
    return pictures + (before + _anchored(line) + after if line.text else "")


def _anchored(line: Line) -> str:
    """The text with its links in their places."""
    out: list[str] = []
    at = 0
    for text, address in line.links:
        start = line.text.find(text, at) if text and address else -1
        if start < 0:
            continue
        out += [escape(line.text[at:start]), f'<a href="{escape(address)}">{escape(text)}</a>']
        at = start + len(text)
    return "".join([*out, escape(line.text[at:])]).replace("\n", "<br>")
