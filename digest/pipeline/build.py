"""build: store.candidates -> route -> cluster -> recall -> rank -> compose -> render -> store.close -> the folder
out/<edition>/<issue>/."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from digest import __version__
from digest.compose import Wishes, printed, repeated
from digest.config import excerpt, max_age, redact, rules_hash, rules_text
from digest.config.schema import Config, EditionTable
from digest.errors import IncompleteIssue
from digest.models import Candidate, Coverage, Failure, Issue, Ledger, SourceCount
from digest.pipeline.charting import chart, compared
from digest.pipeline.choosing import Considered, colophon, consider, plan, snapshots_needed
from digest.pipeline.comparing import since_last
from digest.pipeline.covering import LOOK_BACK, cover
from digest.pipeline.frame import Key, frame, key
from digest.pipeline.illustrating import Darkroom, illustrate, permitted, wanted
from digest.pipeline.ledger import judge, pack, rules_of
from digest.pipeline.printing import MANIFEST, PLAN, Press, Printed, print_issue, renditions
from digest.pipeline.remembering import memory, thawed
from digest.pipeline.tally import flooded
from digest.pipeline.writing import Desk, write
from digest.protocols import Encoder, Watch
from digest.rank import Bearings
from digest.route import Router, router

if TYPE_CHECKING:
    from digest.store import Store, StoredIssue

State = Literal["built", "again", "draft", "nothing"]


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one edition's build."""

    edition: str
    issue: str  # id
    state: State
    folder: str = ""  # "" when there is nothing
    stories: int = 0
    failures: int = 0  # named in the colophon
    outputs: tuple[str, ...] = ()
    pictures: int = 0
    without: tuple[Failure, ...] = ()  # pictures that are left out, and why
    unmade: tuple[Failure, ...] = ()  # outputs that could not be made; the next build tries again
    unmatched: int = 0  # items of which no passage found a place, where there is nothing to print
    coverage: Coverage | None = None


def build(
    config: Config,
    edition: EditionTable,
    store: Store,
    press: Press,
    now: datetime,
    watch: Watch,
    room: Darkroom | None = None,
    desk: Desk | None = None,
    model: Encoder | None = None,
) -> Built:
    """Build the issue that is due at `now`, once.

    A slot whose plan is closed is rendered again from that plan. Without new passages there is no issue. With
    `approval = "required"` the plan stays a draft until it is approved. Pictures come from `room`; without it there
    are none; what the edition wants of a model is written at `desk`; `model` helps to see that two reports tell of one
    event. Raises IncompleteIssue when something planned is missing in print: the outputs are kept as `.incomplete`,
    and the plan is not closed.
    """
    what = key(edition, now)
    stored = store.issue(what.edition, what.slot) or _same_name(store, what)
    if stored is not None:
        # The schedule may have changed since: what was begun for this slot, or by this name, stays the issue.
        what = Key(stored.edition, stored.slot, stored.id)
    without: tuple[Failure, ...] = ()
    if stored is None or stored.state == "draft":
        issue = compose_due(config, edition, what, store, now, watch, desk, model)
        if not issue.sections:
            return Built(edition.name, what.id, "nothing", unmatched=issue.colophon.unmatched)
        before = _before(what, store, press)
        issue = compared(replace(issue, coverage=cover(issue, before, edition)), before)
        issue, without = _illustrated(issue, config, store, room, now, watch)
        store.keep_rules(issue.colophon.rules, rules_text(config))
        stored = store.draft(
            what.edition, what.slot, what.id, now, lambda number: press.dump(replace(issue, number=number))
        )
    return replace(settle(stored, edition, store, press, now, watch), without=without)


def settle(
    stored: StoredIssue, edition: EditionTable, store: Store, press: Press, now: datetime, watch: Watch
) -> Built:
    """Render the stored plan, close it unless it waits for approval, and put it into its folder.

    It is closed before it is published: a crash between the two is mended by the next build, which finds the slot
    closed and renders the same plan. A closed issue whose folder is whole is not rendered again.
    """
    issue = press.load(store.plan(stored.id, stored.revision))
    if stored.state == "closed" and (folder := press.standing(issue)):
        pictures = dict.fromkeys(one.name for one in renditions(issue))
        outputs = (PLAN, *pictures, *(one.name for one in press.renderers), MANIFEST)
        return _built(edition, issue, "again", folder, outputs)
    outcome = print_issue(issue, press, watch)
    if outcome.missing:
        folder = press.publish(issue.id, outcome.files, True)
        raise IncompleteIssue(_complaint(issue, outcome, folder))
    waits = stored.state == "draft" and edition.approval == "required"
    if not waits:
        closed = store.close(stored.id, printed(issue), now, stored.revision, repeated(issue))
        if closed.revision != stored.revision:  # another build closed the slot meanwhile: its plan is the issue
            return settle(closed, edition, store, press, now, watch)
    with watch.stage("publish") as stage:
        folder = press.publish(issue.id, outcome.files, False)
        stage.items = len(outcome.files)
    state: State = "draft" if waits else "again" if stored.state == "closed" else "built"
    done = _built(edition, issue, state, folder, tuple(one.name for one in outcome.files))
    return replace(done, unmade=outcome.unmade)


def _built(edition: EditionTable, issue: Issue, state: State, folder: str, outputs: tuple[str, ...]) -> Built:
    pieces = [piece for section in issue.sections for topic in section.topics for piece in topic.pieces]
    pictures = sum(piece.illustration is not None for piece in pieces)
    failures = len(issue.colophon.failures)
    return Built(
        edition.name, issue.id, state, folder, len(pieces), failures, outputs, pictures, coverage=issue.coverage
    )


def _before(what: Key, store: Store, press: Press) -> list[Issue]:
    """The edition's closed issues before this one, the latest first, as many as coverage looks back."""
    closed = [one for one in store.issues(what.edition) if one.state == "closed" and one.slot < what.slot]
    return [press.load(store.plan(one.id)) for one in closed[: -LOOK_BACK - 1 : -1]]


def compose_due(
    config: Config,
    edition: EditionTable,
    what: Key,
    store: Store,
    now: datetime,
    watch: Watch,
    desk: Desk | None = None,
    model: Encoder | None = None,
) -> Issue:
    """The plan of the issue `what` as it would be now, without a number; without sections when nothing is new.

    `desk` writes what the edition wants of a model; `model` helps to see one event in two reports.
    """
    considered = unissued(config, edition, store, now, watch, model)
    program = f"digest {__version__}"
    made = pack(judge(considered, edition))
    store.keep_judgements(edition.name, Ledger(what.id, now, rules_of(config, edition, program), made))
    last = store.last_closed(edition.name)
    about = colophon(
        considered,
        source_counts(config),
        [*floods(config, store), *current_failures(config, store)],
        rules_hash(config),
        program,
    )
    window = (last.until if last else None, now)
    blank = frame(what, edition, config.delivery, 0, window, about)
    wishes = wish(config, edition, earlier(store, edition, considered.candidates))
    texts = store.snapshots(snapshots_needed(considered, edition))
    issue = replace(plan(considered, texts, wishes, blank, watch), repeats=considered.repeats)
    issue = chart(issue, considered.routed, edition, config.regions)
    if desk is not None and edition.model:
        issue = write(issue, considered.scored, texts, edition, wishes.excerpts, desk, watch).issue
    if last is None or not edition.memory.since_last:
        return issue
    (before,) = thawed({last.id: store.plan(last.id)})
    return replace(issue, since_last=since_last(issue, before))


def unissued(
    config: Config, edition: EditionTable, store: Store, now: datetime, watch: Watch, model: Encoder | None = None
) -> Considered:
    """All that this edition has not printed, routed and ranked."""
    with watch.stage("select") as stage:
        candidates = store.candidates(edition.name, now, oldest_admitted(config, now))
        stage.items = len(candidates)
    weights = {source.name: source.weight for source in config.sources}
    last, printed_in = store.last_closed(edition.name), earlier(store, edition, candidates)
    by_hand = frozenset(source.name for source in config.sources if source.files)
    bearings = Bearings(last.until if last else None, frozenset(printed_in), by_hand)
    with watch.stage("remember") as stage:
        told = memory(store, edition, printed_in, now)
        stage.items = len(told.told)
    rules = edition_router(config, edition)
    return consider(candidates, rules, weights, now, watch, bearings, model, store.rulings(), told)


def oldest_admitted(config: Config, now: datetime) -> dict[str, datetime | None]:
    """The earliest publication date that each source's max_age admits at `now`, by source; None for any."""
    limits = {source.name: max_age(source) for source in config.sources}
    return {name: None if limit is None else now - limit for name, limit in limits.items()}


def edition_router(config: Config, edition: EditionTable) -> Router:
    """The rules of the topics that this edition prints, and of what it leaves out."""
    topics = [topic for topic in config.topics if topic.name in edition.topics]
    return router(config.regions, topics, config.aliases, edition.exclude, config.learned)


def wish(config: Config, edition: EditionTable, printed_in: dict[str, str]) -> Wishes:
    """What composing has to know of feeds.toml."""
    excerpts = {source.name: excerpt(source) for source in config.sources}
    return Wishes(edition, config.topics, excerpts, printed_in, regions=config.regions)


def earlier(store: Store, edition: EditionTable, candidates: Sequence[Candidate]) -> dict[str, str]:
    """The issue of this edition that printed a part of an item before, by item id."""
    return store.last_printed(edition.name, [candidate.item.id for candidate in candidates])


def names(config: Config) -> list[str]:
    """The sources' names, as listed."""
    return [source.name for source in config.sources]


def current_failures(config: Config, store: Store) -> list[Failure]:
    """The troubles that stand, without secrets."""
    return [
        replace(one, where=redact(one.where, config.secrets), what=redact(one.what, config.secrets))
        for one in store.failures(names(config))
    ]


def floods(config: Config, store: Store) -> list[Failure]:
    """The sources of which everything is held, because far more came than usual."""
    listed = set(names(config))
    return [flooded(one.source, one.why) for one in store.held() if one.flood and one.source in listed]


def source_counts(config: Config) -> list[SourceCount]:
    """The colophon's rows before anything is counted."""
    return [
        SourceCount(source.name, source.publisher or source.name, redact(source.url, config.secrets), 0, 0)
        for source in config.sources
    ]


def _illustrated(
    issue: Issue, config: Config, store: Store, room: Darkroom | None, now: datetime, watch: Watch
) -> tuple[Issue, tuple[Failure, ...]]:
    """The issue with its pictures, and those that are left out."""
    pictures = permitted(config, store.item_pictures(wanted(issue))) if room else {}
    if room is None or not pictures:
        return issue, ()
    made = illustrate(issue, pictures, room, now, watch)
    hidden = [replace(one, where=redact(one.where, config.secrets)) for one in made.failures]
    return made.issue, tuple(hidden)


def _same_name(store: Store, what: Key) -> StoredIssue | None:
    found = store.issue_by_id(what.id)
    return None if found is None or found.state == "dropped" else found


def _complaint(issue: Issue, outcome: Printed, folder: str) -> str:
    lost = "\n".join(f"  {gap}" for gap in outcome.missing)
    return f"{issue.id}: planned, but not found in print; the outputs are kept in {folder}:\n{lost}"
