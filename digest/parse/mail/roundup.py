"""Whether a mail is one article or a round-up, and the parts of a round-up.

The rule. Headings set alike (h1, h2 ..., one size, all bold, a link that begins a paragraph) are a level. Levels are
tried from the largest down. A level parts the mail when its headings are two or more, most of them have a text of
their own, and what speaks for a round-up outweighs what speaks for one essay by two points:

    +2  most parts lead elsewhere: the heading is a link, or the part ends with one ("Read more")
    +2  the mail lists its contents before its first heading, in the words of two headings or more
    +2  the subject names two of the parts, or more
    +2  most parts end with the same line or the same pictures, such as "Share on ..."
    +1  three or more headings are h1: an essay has one title
    +1  a rule or a picture stands before most headings
    +1  a part is marked as paid for
    -2  a heading before the first text is the mail's subject: what follows is that article
    -2  a heading is one of an essay's: "Conclusion", "Step 2"
    -1  headings are numbered and are no links: a list with one theme

Where the level below parts the mail finer, and its parts lead elsewhere too, it is taken, and the larger headings are
the categories of what stands under them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digest.parse.mail.frame import about_the_mail, calls, of_its_own, paid, paid_behind
from digest.parse.mail.lines import Line
from digest.parse.mail.words import folded, whole

LEAD = 6.5  # the rank of a link that begins a paragraph
_MOST = 0.6  # of the parts
_TEXT = 12  # words of a part that says something by itself
_TEXT_LINKED = 6  # ... where its heading is a link
_LEADS = 3
_FINER = 2  # times as many parts, for a finer level to be taken
_SHARE = 0.4  # of the words below the first heading: leads that hold less are the notes of something else
_ENOUGH = 2  # points
_READ_ON = 8  # words
_ALIKE = 0.8  # of the words: a heading that is the subject
_LETTERS = 4  # of a word that tells something
_WORD = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"\W{0,2}(?:#\s?)?\d{1,2}(?:[.)/:]|\s[-–—])")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mail: its heading, or None for what stands before the first; the category above it, or ""."""

    heading: Line | None
    lines: tuple[Line, ...]
    category: str = ""

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


def parts_of(lines: Sequence[Line], subject: str) -> list[Part]:
    """The parts of a round-up, in order, that before the first heading too; one part where the mail is one article.

    Parts that are paid for, or about the newsletter itself, are left out.
    """
    whole_mail = [Part(None, tuple(_news(lines)))]
    titled = _title(lines, subject)
    rows = [line for number, line in enumerate(lines) if number != titled]
    chosen: float | None = None
    count = 0
    for level in _levels(rows):
        parts = _cut(rows, level)
        told = [part for part in parts if part.heading is not None]
        if len(told) < 2 or not _told(told):
            continue
        linked = _leading(told) and (level < LEAD or _weigh(parts, told))
        if chosen is None and _points(parts, told, subject, titled=titled is not None) >= _ENOUGH:
            if level < LEAD or linked:
                chosen, count = level, len(told)
        elif chosen is not None and linked and len(told) >= _FINER * count:
            chosen, count = level, len(told)
    return _printed(_cut(rows, chosen)) if chosen is not None else whole_mail


def titled(lines: Sequence[Line], subject: str) -> Line | None:
    """The heading at the top of a mail that is its subject; None when there is none."""
    number = _title(lines, subject)
    return None if number is None else lines[number]


def _title(lines: Sequence[Line], subject: str) -> int | None:
    wanted = set(_words(subject))
    for number, line in enumerate(lines[:12]):
        if line.rank and wanted and _alike(set(_words(line.text)), wanted):
            return number
        if line.words > 3 * _TEXT:
            break
    return None


def _alike(said: set[str], wanted: set[str]) -> bool:
    return bool(said) and len(said & wanted) >= _ALIKE * max(len(said), len(wanted))


def _levels(lines: Sequence[Line]) -> list[float]:
    """The ranks of headings, the largest first."""
    ranks = {line.rank for line in lines if line.rank and not about_the_mail(line)}
    return [*sorted(ranks), *([LEAD] if sum(line.lead > 0 for line in lines) >= _LEADS else [])]


def _cut(lines: Sequence[Line], level: float) -> list[Part]:
    """The mail cut at the headings of a level. A larger heading ends a part, and is the category of what follows."""
    parts: list[Part] = []
    heading: Line | None = None
    held: list[Line] = []
    above: Line | None = None

    def close() -> None:
        category = above.text.rstrip(": ") if above is not None and above is not heading else ""
        parts.append(Part(heading, tuple(held), category))

    for line in lines:
        if level == LEAD and line.lead:
            close()
            heading, rest = _split_lead(line)
            held = [rest]
        elif 0 < line.rank <= level:
            close()
            heading, held = line, []
            above = line if line.rank < level else above
        elif line.kind == "item" and heading is not None and heading.rank == LEAD and above is not None:
            close()  # a list behind the last of the links is no part of it
            heading, held = above, [line]
        else:
            held.append(line)
    close()
    return parts


def _split_lead(line: Line) -> tuple[Line, Line]:
    head, rest = line.text[: line.lead], line.text[line.lead :].lstrip(" —–:|-\n")
    first = next((pair for pair in line.links if pair[1]), ("", ""))
    others = tuple(pair for pair in line.links if pair is not first)
    return (
        replace(line, text=head.strip(" ▶►▸•·"), lead=0, links=(first,), linked=1.0, rank=LEAD),
        replace(line, text=rest, lead=0, links=others, linked=0, images=(), ruled=False),
    )


def _told(parts: Sequence[Part]) -> bool:
    """Whether most parts say something under their headings."""
    told = sum(part.words >= (_TEXT_LINKED if part.leads_to else _TEXT) for part in parts)
    return told >= 2 and told >= _MOST * len(parts)


def _weigh(parts: Sequence[Part], told: Sequence[Part]) -> bool:
    """Whether leads hold enough of the mail for it to be made of them."""
    own = sum(part.lines[0].words if part.lines else 0 for part in told if part.heading and part.heading.rank == LEAD)
    return own >= _SHARE * sum(part.words for part in told)


def _leading(parts: Sequence[Part]) -> bool:
    """Whether most parts lead elsewhere, each to another place."""
    places = [part.leads_to for part in parts if part.leads_to]
    return len(set(places)) >= max(2, _MOST * len(parts))


def _points(parts: Sequence[Part], told: Sequence[Part], subject: str, *, titled: bool) -> int:
    headings = [part.heading for part in told if part.heading is not None]
    before = parts[0].lines if parts[0].heading is None else ()
    return sum(
        (
            2 * _leading(told),
            2 * _contents(before, headings),
            2 * (_named(subject, headings) >= 2),
            2 * _repeats(told),
            sum(line.rank == 1 for line in headings) >= 3,
            sum(line.ruled or bool(line.images) for line in headings) >= _MOST * len(headings),
            any(map(_is_paid, told)),
            -2 * titled,
            -2 * any(whole("contents", "essay").fullmatch(line.key) for line in headings),
            -sum(_NUMBERED.match(line.text) is not None and not line.link for line in headings) // 2 and -1,
        )
    )


def _contents(lines: Sequence[Line], headings: Sequence[Line]) -> bool:
    """Whether lines before the first heading list what follows."""
    listed = [line for line in lines if line.kind == "item" or (line.words <= _TEXT and not line.rank)]
    announced = any(whole("contents", "heads").fullmatch(line.key) for line in lines)
    met = sum(any(_shares(line.text, heading.text) for line in listed) for heading in headings)
    return len(listed) >= 2 and met >= (1 if announced else 2)


def _named(subject: str, headings: Sequence[Line]) -> int:
    """How many headings the parts of a subject name."""
    pieces = re.split(r"\s*[,;|+&•·/!?:]\s*|\s[-–—]\s", subject)
    return sum(any(_shares(piece, line.text) for piece in pieces) for line in headings) if len(pieces) > 1 else 0


def _shares(one: str, other: str) -> bool:
    """Whether two lines share two telling words, or all that the shorter has."""
    a, b = set(_words(one)), set(_words(other))
    return len(a & b) >= min(2, len(a), len(b)) > 0


def _words(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(folded(text)) if len(word) >= _LETTERS or not word.isascii())


def _repeats(parts: Sequence[Part]) -> bool:
    """Whether most parts end with the same short line."""
    short = Counter(line.key for part in parts for line in {line.key: line for line in part.lines[-6:]}.values())
    lines = {line.key: line for part in parts for line in part.lines}
    return any(n >= max(3, _MOST * len(parts)) and lines[key].words <= _READ_ON for key, n in short.items())


def _reads_on(line: Line) -> bool:
    return line.words <= _READ_ON and line.linked >= _MOST


def _is_paid(part: Part) -> bool:
    """Whether a part is marked as paid for: in its heading or right under it; in a list of links behind its text."""
    behind = part.lines[-2:] if part.heading is not None and part.heading.linked >= _MOST else ()
    return any(map(paid, [*([part.heading] if part.heading else []), *part.lines[:1]])) or any(map(paid_behind, behind))


def _printed(parts: Sequence[Part]) -> list[Part]:
    """The parts that are news, each without the calls in it. A mark at the end of a part is that of the next one."""
    kept: list[Part] = []
    marked = False
    for part in parts:
        heads = [part.heading, Line(part.category)] if part.heading is not None else []
        own = any(of_its_own(head) or about_the_mail(head) for head in heads if head is not None)
        if not (marked or own or _is_paid(part)):
            kept.append(replace(part, lines=tuple(_news(part.lines))))
        # At the head of a mail it is that of the whole: a logo follows.
        marked = part.heading is not None and not _in_list(part) and any(map(paid, part.lines[-1:]))
    headings = [part.heading for part in kept if part.heading is not None]
    if kept and kept[0].heading is None and _contents(kept[0].lines, headings):
        kept[0] = replace(kept[0], lines=tuple(_uncontented(kept[0].lines, headings)))
    return kept


def _in_list(part: Part) -> bool:
    """Whether a part is of a list of links: a mark of who paid stands behind the text there."""
    return part.heading is not None and part.heading.rank == LEAD


def _news(lines: Sequence[Line]) -> list[Line]:
    """The lines of a part without calls, smaller parts about the newsletter, and headings that nothing follows."""
    kept: list[Line] = []
    skipped = 0.0  # the rank of the heading whose text is left out
    for line in lines:
        if line.rank and skipped and line.rank <= skipped:
            skipped = 0
        if line.rank and not skipped and (of_its_own(line) or paid(line)):
            skipped = line.rank
        if not (skipped or calls(line) or paid(line)):
            kept.append(line)
    while kept and kept[-1].rank and not kept[-1].link:
        kept.pop()
    return kept


def _uncontented(lines: Sequence[Line], headings: Sequence[Line]) -> Iterator[Line]:
    """The lines before the first heading without the list of what follows."""
    for line in lines:
        told = line.kind == "item" or any(_shares(line.text, heading.text) for heading in headings)
        if not (line.words <= _TEXT and told) and not whole("contents", "heads").fullmatch(line.key):
            yield line
