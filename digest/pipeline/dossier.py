"""All that an edition's issues said on a topic, by date: a strand of headlines, and a plan that prints them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from digest.models import Colophon, Issue, Piece, Printing, Section, SourceCount, TopicSection, Update
from digest.pipeline.comparing import Place, Where, placed


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a topic, narrowed by a region ("" for all), and issues with a cut-off in [since, until)."""

    topic: str
    region: str = ""
    since: datetime | None = None
    until: datetime | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Strand:
    """One printed story of the topic, as a line of its history."""

    issue: str  # id
    number: int
    day: datetime
    region: str
    piece: str  # id
    headline: str
    publishers: tuple[str, ...]
    follows: Printing | None  # the piece whose story it continues


def strand(issues: Sequence[Issue], wish: Wish) -> tuple[Strand, ...]:
    """The topic's stories in the order of issues, and in print order within one."""
    return tuple(
        Strand(
            issue.id,
            issue.number,
            issue.until,
            place[0],
            piece.id,
            piece.headline.text,
            tuple(dict.fromkeys(ref.publisher for ref in piece.sources)),
            piece.update.last if piece.update else None,
        )
        for issue in issues
        for place, piece in _wanted(issue, wish)
    )


def topics(issues: Sequence[Issue]) -> list[str]:
    """Every topic that these issues printed, in alphabetical order."""
    return sorted({place[1] for issue in issues for place, _ in placed(issue) if place[1]})


def dossier(issues: Sequence[Issue], wish: Wish, name: Callable[[Issue], str], now: datetime, program: str) -> Issue:
    """A plan with a section for each issue that printed something on the topic, under the name that `name` gives it.

    Pieces keep their words and where these stand; follow-ups lead to the piece that they follow. `issues` are of one
    edition, in the order of slots; the latest lends title, language, zone and imprint. Without anything to print the
    plan has no sections.
    """
    told = [(issue, list(_wanted(issue, wish))) for issue in issues]
    told = [(issue, pieces) for issue, pieces in told if pieces]
    here = _id(wish, told)
    ids = {(issue.id, piece.id): _piece_id(issue.id, piece.id) for issue, pieces in told for _, piece in pieces}
    last = issues[-1]
    return replace(
        last,
        id=here,
        title=wish.title or wish.topic,
        number=0,
        slot=now,
        since=wish.since or (told[0][0].since or told[0][0].until if told else None),
        until=min(wish.until or now, now),
        lines=(),
        sections=_introduced([_section(issue, pieces, name(issue), here, ids) for issue, pieces in told]),
        colophon=_colophon([piece for _, pieces in told for _, piece in pieces], last.colophon, program),
        repeats=(),
        since_last=None,
    )


def _wanted(issue: Issue, wish: Wish) -> Iterator[tuple[Place, Piece]]:
    if (wish.since and issue.until < wish.since) or (wish.until and issue.until >= wish.until):
        return
    for place, piece in placed(issue):
        if place[1] == wish.topic and wish.region in ("", place[0]):
            yield place, piece


def _section(
    issue: Issue, pieces: Sequence[tuple[Place, Piece]], name: str, here: str, ids: dict[Where, str]
) -> Section:
    about = {topic.name: topic.about for section in issue.sections for topic in section.topics}
    groups: dict[Place, list[Piece]] = {}
    for place, piece in pieces:
        groups.setdefault(place, []).append(_again(piece, issue, here, ids))
    made = tuple(
        TopicSection(_anchor("t", issue.id, *place), place[1], about[place[1]], tuple(told), 0)
        for place, told in groups.items()
    )
    return Section(_anchor("r", issue.id), name, made)


def _introduced(sections: Sequence[Section]) -> tuple[Section, ...]:
    """What the topic is about is said once, at the beginning."""
    bare = (replace(one, topics=tuple(replace(topic, about="") for topic in one.topics)) for one in sections[1:])
    return (*sections[:1], *bare)


def _again(piece: Piece, issue: Issue, here: str, ids: dict[Where, str]) -> Piece:
    """The piece under an id of its own: two issues may give one id to their parts of one article."""
    update = piece.update and _linked(piece.update, here, ids)
    return replace(piece, id=ids[issue.id, piece.id], update=update)


def _linked(update: Update, here: str, ids: dict[Where, str]) -> Update:
    def at(one: Printing) -> Printing:
        found = ids.get((one.issue, one.piece))
        return replace(one, issue=here, piece=found) if found else one

    return replace(update, first=at(update.first), last=at(update.last))


def _colophon(pieces: Sequence[Piece], last: Colophon, program: str) -> Colophon:
    """How many articles of each publisher stand behind the pieces."""
    items = {ref.item: ref.publisher for piece in pieces for ref in piece.sources}
    counts = Counter(items.values())
    rows = tuple(SourceCount(name, name, "", counts[name], counts[name]) for name in sorted(counts))
    return Colophon(rows, (), len(items), 0, 0, last.rules, program)


def _id(wish: Wish, told: Sequence[tuple[Issue, Sequence[tuple[Place, Piece]]]]) -> str:
    """The same wish over the same issues is the same dossier."""
    parts = (repr(wish), *(issue.id for issue, _ in told))
    return "dossier/" + blake2b("\n".join(parts).encode(), digest_size=6).hexdigest()


def _piece_id(issue: str, piece: str) -> str:
    return "p" + blake2b(f"{issue}\n{piece}".encode(), digest_size=6).hexdigest()


def _anchor(letter: str, *names: str) -> str:
    return letter + blake2b("\0".join(names).encode(), digest_size=5).hexdigest()
