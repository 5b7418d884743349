"""What moved between two issues of an edition: new, developed, quiet and gone stories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.models import Issue, Piece, SinceLast

Place = tuple[str, str]  # region, topic
Where = tuple[str, str]  # issue, piece


@dataclass(frozen=True, slots=True)
class Line:
    """One story in a comparison."""

    region: str
    topic: str  # "" for the region's other news
    piece: str  # id, in the issue that tells it
    headline: str
    earlier: str = ""  # the headline under which it stood before
    earlier_issue: str = ""  # id
    why: str = ""
    again: tuple[str, ...] = ()  # publishers that told it again with nothing new


@dataclass(frozen=True, slots=True)
class Moved:
    """Two issues side by side, each list in print order."""

    old: str  # id
    new_issue: str  # id
    new: tuple[Line, ...]
    developed: tuple[Line, ...]  # told before, in the old issue or an earlier one
    quiet: tuple[Line, ...]  # of the old issue, not told again though their section is there
    gone: tuple[Line, ...]  # of the old issue, with their whole section


def since_last(issue: Issue, last: Issue) -> SinceLast:
    """What moved since the issue before, as counts; quiet are topics that had stories there and have none here."""
    pieces = [piece for _, piece in placed(issue)]
    developed = sum(piece.update is not None for piece in pieces)
    here = {place for place, _ in placed(issue)}
    named = {(s.name, topic.name): topic.shown or topic.name for s in last.sections for topic in s.topics}
    quiet = dict.fromkeys(named[place] for place, _ in placed(last) if place[1] and place not in here)
    return SinceLast(last.id, last.number, len(pieces) - developed, developed, tuple(quiet))


def compare(old: Issue, new: Issue, between: Sequence[Issue] = ()) -> Moved:
    """Compare two issues of one edition, the earlier first; `between` are the closed ones from one to the other."""
    follows = links([old, *between, new])
    mine = {(old.id, piece.id) for _, piece in placed(old)}
    told, still = set[Where](), {place for place, _ in placed(new)}
    fresh: list[Line] = []
    developed: list[Line] = []
    for place, piece in placed(new):
        chain = list(_chain((new.id, piece.id), follows))
        told.update(where for where in chain if where in mine)
        (developed if len(chain) > 1 or piece.update else fresh).append(_line(place, piece))
    left = [(place, piece) for place, piece in placed(old) if (old.id, piece.id) not in told]
    again = _again([*between, new])
    lines = [(place in still, _line(place, piece, again.get((old.id, piece.id), ()))) for place, piece in left]
    quiet = tuple(line for here, line in lines if here)
    gone = tuple(line for here, line in lines if not here)
    return Moved(old.id, new.id, tuple(fresh), tuple(developed), quiet, gone)


def links(issues: Sequence[Issue]) -> dict[Where, Where]:
    """The piece that each piece follows, where it follows one of these issues: by its mark, or by a common article."""
    found: dict[Where, Where] = {}
    items: dict[tuple[Place, str], Where] = {}
    for issue in issues:
        own: dict[tuple[Place, str], Where] = {}
        for place, piece in placed(issue):
            here = (issue.id, piece.id)
            same = next((items[place, ref.item] for ref in piece.sources if (place, ref.item) in items), None)
            if piece.update:
                found[here] = (piece.update.last.issue, piece.update.last.piece)
            elif same:  # issues of before there were marks
                found[here] = same
            own.update(((place, ref.item), here) for ref in piece.sources)
        items |= own
    return found


def placed(issue: Issue) -> Iterator[tuple[Place, Piece]]:
    """Every piece with its section, in print order."""
    for section in issue.sections:
        for topic in section.topics:
            yield from (((section.name, topic.name), piece) for piece in topic.pieces)


def _chain(where: Where, follows: Mapping[Where, Where]) -> Iterator[Where]:
    seen: set[Where] = set()
    while where not in seen:
        seen.add(where)
        yield where
        where = follows.get(where, where)


def _again(issues: Sequence[Issue]) -> dict[Where, tuple[str, ...]]:
    """Who told a piece's story again without anything new, by that piece; each publisher once."""
    found: dict[Where, dict[str, None]] = {}
    for issue in issues:
        for one in issue.repeats:
            found.setdefault((one.last.issue, one.last.piece), {})[one.publisher] = None
    return {where: tuple(names) for where, names in found.items()}


def _line(place: Place, piece: Piece, again: tuple[str, ...] = ()) -> Line:
    made = Line(*place, piece.id, piece.headline.text, again=again)
    if piece.update is None:
        return made
    last = piece.update.last
    return Line(*place, piece.id, piece.headline.text, last.headline, last.issue, piece.update.why, again)
