"""Whether a mail is one article or a round-up, and the parts of a round-up.

The rule. Headings set alike (h1, h2 ..., one size, all bold, a link that begins a paragraph) are a level. Levels are
tried from the largest down. A level parts the mail when its headings are two or more, most of them have a text of
their own, and what speaks for a round-up outweighs what speaks for one essay by two points:

    +2  most parts lead elsewhere: the heading is a link, or the part ends with one ("Read more")
    +2  the mail lists its contents before its first heading, in the words of two headings or more
    +2  the subject names two of the parts, or more
    +2  most parts end with the same line or the same pictures, such as "Share on ..."
    +1  the mail has a number: "No. 12", "Issue 12"
    +1  most headings are rubrics of one to three words, with a heading of its own below each
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

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digest.parse.mail.evidence import LEAD, Evidence, Part, about_itself, contents, in_list, is_paid, shares, words
from digest.parse.mail.frame import about_the_mail, bare, calls, of_its_own, paid
from digest.parse.mail.lines import Line
from digest.parse.mail.words import whole

_TEXT = 12  # words: a line that only names something has no more
_INTRO = 60  # words before the first heading that are a text by themselves
_LONGEST = 3_000  # lines; newsletters have up to 400: more are a log, or an attack
_LEADS = 3
_FINER = 2  # times as many parts, for a finer level to be taken
_ENOUGH = 2  # points
_ALIKE = 0.8  # of the words: a heading that is the subject


def parts_of(lines: Sequence[Line], subject: str) -> list[Part]:
    """The parts of a round-up, in order, that before the first heading too; one part where the mail is one article.

    Parts that are paid for, or about the newsletter itself, are left out.
    """
    whole_mail = [Part(None, tuple(_news(lines)))]
    if len(lines) > _LONGEST:
        return whole_mail
    number = _title(lines, subject)
    rows = [line for at, line in enumerate(lines) if at != number]
    chosen: float | None = None
    count = 0
    for level in _levels(rows):
        found = Evidence(_cut(rows, level), level, subject, titled=number is not None)
        if not found.told:
            continue
        linked = found.leads and (level < LEAD or found.weighs)
        finer = chosen is not None and linked and found.count >= _FINER * count
        if finer or (chosen is None and found.points >= _ENOUGH and (level < LEAD or linked)):
            chosen, count = level, found.count
    return _printed(_headed(_cut(rows, chosen), chosen)) if chosen is not None else whole_mail


def _headed(parts: Sequence[Part], level: float) -> list[Part]:
    """The parts without what stands before the first heading of the level, if that is short: a masthead, a greeting."""
    first = next(number for number, part in enumerate(parts) if part.heading is not None and part.heading.rank == level)
    headings = [part.heading for part in parts[first:] if part.heading is not None]
    before = list(parts[:first])
    if before and contents(before[0].lines, headings):
        before[0] = replace(before[0], lines=tuple(_uncontented(before[0].lines, headings)))
    return [*(part for part in before if part.words >= _INTRO), *parts[first:]]


def titled(lines: Sequence[Line], subject: str) -> Line | None:
    """The heading at the top of a mail that is its subject; None when there is none."""
    number = _title(lines, subject)
    return None if number is None else lines[number]


def _title(lines: Sequence[Line], subject: str) -> int | None:
    wanted = set(words(subject))
    for number, line in enumerate(lines[:12]):
        if line.rank and wanted and _alike(set(words(line.text)), wanted):
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


def _printed(parts: Sequence[Part]) -> list[Part]:
    """The parts that are news, each without the calls in it. A mark at the end of a part is that of the next one."""
    kept: list[Part] = []
    marked = False
    for part in parts:
        if not (marked or about_itself(part) or is_paid(part)):
            kept.append(replace(part, lines=tuple(_news(part.lines)), link=_link(part)))
        # At the head of a mail it is that of the whole: a logo follows.
        marked = part.heading is not None and not in_list(part) and any(map(paid, part.lines[-1:]))
    return kept


def _link(part: Part) -> str:
    if part.heading is None:
        return ""
    places = {address for line in (part.heading, *part.lines) for _, address in line.links if address}
    return part.leads_to or part.heading.link or (places.pop() if len(places) == 1 else "")


def _news(lines: Sequence[Line]) -> list[Line]:
    """The lines of a part without calls, smaller parts about the newsletter, and headings that nothing follows."""
    kept: list[Line] = []
    skipped = 0.0  # the rank of the heading whose text is left out
    for line in lines:
        if line.rank and skipped and line.rank <= skipped:
            skipped = 0
        if line.rank and not skipped and (of_its_own(line) or paid(line)):
            skipped = line.rank
        if not (skipped or calls(line) or paid(line) or bare(line)):
            kept.append(line)
    while kept and kept[-1].rank and not kept[-1].link:
        kept.pop()
    return kept


def _uncontented(lines: Sequence[Line], headings: Sequence[Line]) -> Iterator[Line]:
    """The lines before the first heading without the list of what follows."""
    for line in lines:
        told = line.kind == "item" or any(shares(line.text, heading.text) for heading in headings)
        if not (line.words <= _TEXT and told) and not whole("contents", "heads").fullmatch(line.key):
            yield line
