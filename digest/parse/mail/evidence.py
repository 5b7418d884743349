"""What speaks for a round-up, and what for one essay; see `roundup` for the rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.parse.mail.frame import about_the_mail, calls, of_its_own, offers, paid, paid_behind, paid_links
from digest.parse.mail.lines import Line
from digest.parse.mail.words import folded, whole

LEAD = 6.5  # the rank of a link that begins a paragraph
_MOST = 0.6  # of the parts
_TEXT = 12  # words of a part that says something by itself
_TEXT_LINKED = 6  # ... where its heading is a link
_SHARE = 0.4  # of the words below the first heading: leads that hold less are the notes of something else
_OFFER = 120  # words of a part that sells one thing; of a longer one it is a line
_READ_ON = 8  # words
_RUBRIC = 3  # words
_LETTERS = 4  # of a word that tells something
_WORD = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"\W{0,2}(?:#\s?)?\d{1,2}(?:[.)/:]|\s[-–—])")
_NUMBER = re.compile(
    r"(?:\b(?:no|nr|n°|nº|issue|edition|ausgabe|numéro|número|sayı|выпуск|العدد)\b\.?|[#№])\s?\d{1,4}\b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mail: its heading, or None for what stands before the first; the category above it, or "".

    `link` is where a part of a round-up leads to, or "": what its heading or closing line links, or its only link.
    """

    heading: Line | None
    lines: tuple[Line, ...]
    category: str = ""
    link: str = ""

    @property
    def words(self) -> int:
        """Words below the heading."""
        return sum(line.words for line in self.lines)

    @property
    def leads_to(self) -> str:
        """The address of its own that a part leads to: the heading's, or that of a closing "Read more"."""
        if self.heading is None:
            return ""
        if self.heading.link and self.heading.linked >= _MOST:
            return self.heading.link
        last = next((line for line in reversed(self.lines) if not calls(line)), None)
        return last.link if last and (_reads_on(last) or last.link == last.text) else ""


class Evidence:
    """What the headings of one level, and what stands around them, say of a mail."""

    def __init__(self, parts: Sequence[Part], level: float, subject: str, *, titled: bool) -> None:
        """`parts` is the whole mail cut at `level`; `titled`: its subject stands above them all."""
        first = next((n for n, part in enumerate(parts) if part.heading is not None and part.heading.rank == level), 0)
        self._before = [
            line for part in parts[:first] for line in ([part.heading] if part.heading else []) + [*part.lines]
        ]
        self._parts = [part for part in parts[first:] if part.heading is not None and part.heading.rank == level]
        self._news = [part for part in self._parts if not about_itself(part)]
        self._headings = [part.heading for part in self._news if part.heading is not None]
        self._subject = subject
        self._titled = titled
        self.count = len(self._news)

    @property
    def told(self) -> bool:
        """Whether there are two parts or more, most of which say something under their headings."""
        told = sum(part.words >= (_TEXT_LINKED if part.leads_to else _TEXT) for part in self._news)
        return told >= 2 and told >= _MOST * self.count

    @property
    def leads(self) -> bool:
        """Whether most parts lead elsewhere, each to another place."""
        places = [part.leads_to for part in self._news if part.leads_to]
        return len(set(places)) >= max(2, _MOST * self.count)

    @property
    def weighs(self) -> bool:
        """Whether links that begin paragraphs hold enough of the mail for it to be made of them."""
        own = sum(part.lines[0].words if part.lines else 0 for part in self._news)
        return own >= _SHARE * sum(part.words for part in self._parts)

    @property
    def points(self) -> int:
        """What speaks for a round-up, less what speaks for one essay."""
        headings = self._headings
        numbered = sum(_NUMBERED.match(line.text) is not None and not line.link for line in headings)
        return (
            2 * self.leads
            + 2 * contents(self._before, headings)
            + 2 * (self._named() >= 2)
            + 2 * self._repeats()
            + any(_NUMBER.search(line.key) for line in [Line(self._subject), *self._before])
            + self._rubrics()
            + (sum(line.rank == 1 for line in headings) >= 3)
            + (sum(line.ruled or bool(line.images) for line in headings) >= _MOST * len(headings))
            + any(is_paid(part) for part in self._parts)
            - 2 * self._titled
            - 2 * any(whole("contents", "essay").fullmatch(line.key) for line in headings)
            - (numbered >= 2)
        )

    def _named(self) -> int:
        """How many headings the parts of the subject name."""
        pieces = re.split(r"\s*[,;|+&•·/!?:]\s*|\s[-–—]\s", self._subject)
        named = (any(shares(piece, line.text) for piece in pieces) for line in self._headings)
        return sum(named) if len(pieces) > 1 else 0

    def _repeats(self) -> bool:
        """Whether most parts end with the same short line."""
        ends = [{line.key: line for line in part.lines[-6:]} for part in self._news]
        met = Counter(key for lines in ends for key, line in lines.items() if line.words <= _READ_ON)
        return any(count >= max(3, _MOST * self.count) for count in met.values())

    def _rubrics(self) -> bool:
        """Whether most headings only name a rubric, and the text below has a heading."""
        rubrics = [part for part in self._news if part.heading and part.heading.words <= _RUBRIC and part.lines]
        return sum(part.lines[0].rank > 0 for part in rubrics) >= max(2, _MOST * self.count)


def about_itself(part: Part) -> bool:
    """Whether a part is about the newsletter, by its heading or by the category that it stands under."""
    heads = [part.heading, Line(part.category)] if part.heading is not None else []
    return any(of_its_own(head) or about_the_mail(head) for head in heads)


def is_paid(part: Part) -> bool:
    """Whether a part is paid for: marked so in its heading or right under it, in a list of links behind its text; or
    without a mark, where it offers its readers a discount by a code, or all that it links is paid for by the click.
    """
    if part.heading is not None and (
        (part.words <= _OFFER and offers(part.lines)) or paid_links([part.heading, *part.lines])
    ):
        return True
    behind = part.lines[-2:] if part.heading is not None and part.heading.linked >= _MOST else ()
    return any(map(paid, [*([part.heading] if part.heading else []), *part.lines[:1]])) or any(map(paid_behind, behind))


def in_list(part: Part) -> bool:
    """Whether a part is of a list of links: a mark of who paid stands behind the text there."""
    return part.heading is not None and part.heading.rank == LEAD


def contents(lines: Sequence[Line], headings: Sequence[Line]) -> bool:
    """Whether lines before the first heading list what follows."""
    listed = [line for line in lines if line.kind == "item" or (line.words <= _TEXT and not line.rank)]
    announced = any(whole("contents", "heads").fullmatch(line.key) for line in lines)
    met = sum(any(shares(line.text, heading.text) for line in listed) for heading in headings)
    return len(listed) >= 2 and met >= (1 if announced else 2)


def shares(one: str, other: str) -> bool:
    """Whether two lines share two telling words, or all that the shorter has."""
    a, b = set(words(one)), set(words(other))
    return len(a & b) >= min(2, len(a), len(b)) > 0


def words(text: str) -> Iterator[str]:
    """The telling words of a line, folded: those of four letters and more, and all that are not ASCII."""
    return (word for word in _WORD.findall(folded(text)) if len(word) >= _LETTERS or not word.isascii())


def _reads_on(line: Line) -> bool:
    return line.words <= _READ_ON and line.linked >= _MOST
