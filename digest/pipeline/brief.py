"""brief: files and feeds -> a one-off issue, without a store: everything in full, unless asked otherwise."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from digest import __version__
from digest.compose import Wishes
from digest.config import rules_hash
from digest.config.schema import Config, EditionTable, LimitsTable, TopicTable
from digest.intake.identity import distinct
from digest.language.folding import plain
from digest.models import Candidate, Failure, Fetched, Issue, Item, Outcome, Reading, Signpost, SourceCount, SourceFacts
from digest.pipeline.archives import is_archive, read_archives
from digest.pipeline.charting import chart
from digest.pipeline.choosing import Considered, colophon, consider, plan
from digest.pipeline.finding import Finder
from digest.pipeline.frame import Key, frame
from digest.pipeline.gather import READ_LIMITS, Fetch
from digest.pipeline.ledger import about, judge
from digest.pipeline.reading import ReadJob, named, read, split
from digest.pipeline.why import Fate, Prospect, Refusal, fate
from digest.protocols import Encoder, Engine, Watch
from digest.route import Router, route, router
from digest.route.missed import missed

EVERYTHING = "*"
ALL_PASSAGES = "All passages"  # the section of a brief that asks for everything
NO_LIMIT = LimitsTable(topic=100_000, other=100_000, issue=100_000, publisher=1.0)


@dataclass(frozen=True, slots=True)
class Order:
    """What a reader asked for. At most one of `topic`, `region` and `rule`; none of them: all topics and regions."""

    title: str = ""
    topic: str = ""
    region: str = ""
    rule: str = ""
    since: datetime | None = None  # half-open [since, until) on the publication date
    until: datetime | None = None
    words: int | None = None  # printed of one article; None: in full


def read_all(
    fetch: Fetch, facts: Mapping[str, SourceFacts], engine: Engine, watch: Watch, finder: Finder | None = None
) -> tuple[list[Reading], list[Failure]]:
    """Read what `fetch` yields into memory: each item once, the later reading wins; and what could not be read.

    `finder` follows pages to their feeds.
    """
    finder = finder or Finder()
    readings: dict[str, Reading] = {}
    failures: list[Failure] = []
    waiting: deque[Fetched] = deque()
    archives: list[Fetched] = []

    def jobs(outcomes: Iterator[Outcome]) -> Iterator[ReadJob]:
        for outcome in outcomes:
            if isinstance(outcome, Fetched) and is_archive(outcome):
                archives.append(outcome)
            elif isinstance(outcome, Fetched):
                waiting.append(outcome)
                yield ReadJob(outcome, facts.get(outcome.source, SourceFacts(outcome.source)))
            elif isinstance(outcome, Failure) and not finder.missed(outcome):
                failures.append(outcome)

    def keep(outcomes: Iterator[Outcome]) -> None:
        for outcome in engine.run(read, jobs(outcomes), READ_LIMITS, named):
            source = waiting.popleft().source
            if isinstance(outcome, Signpost):
                finder.met(outcome)
            elif not (isinstance(outcome, Failure) and finder.missed(outcome)):
                found, troubles = split(outcome, source)
                readings.update((reading.item.id, reading) for reading in distinct(found))
                failures.extend(troubles)
                finder.read(source)

    with watch.stage("gather") as stage:
        keep(fetch({}))
        for outcomes in finder.rounds({}):
            keep(outcomes)
        failures.extend(finder.close())
        for opened in read_archives(archives, facts, engine, READ_LIMITS):
            if isinstance(opened, Failure):
                failures.append(opened)
                continue
            readings.update((reading.item.id, reading) for reading in distinct(opened[1]))
            failures.extend(opened[2])
        stage.items = len(readings)
    return list(readings.values()), sorted(failures, key=lambda one: (one.source, one.where, one.what))


def brief(
    order: Order,
    readings: Sequence[Reading],
    failures: Sequence[Failure],
    config: Config,
    now: datetime,
    watch: Watch,
    model: Encoder | None = None,
) -> Issue:
    """Compose the brief: the same rooms as the weekly issue, over what was handed in."""
    looked = _look(order, readings, config, now, watch, model)
    edition, considered, wanted = looked.edition, looked.considered, looked.wanted
    counts = [SourceCount(name, name, "", 0, 0) for name in sorted({reading.item.source for reading in wanted})]
    about = colophon(considered, counts, failures, rules_hash(config), f"digest {__version__}")
    window = (order.since, order.until or now)
    blank = frame(_key(order, wanted, now), edition, config.delivery, 0, window, about)
    texts = {reading.snapshot.hash: reading.snapshot for reading in wanted}
    excerpts = {row.name: order.words for row in counts}
    wishes = Wishes(edition, looked.topics, excerpts, regions=config.regions)
    issue = plan(considered, texts, wishes, blank, watch)
    return chart(issue, considered.routed, edition, config.regions)


def explained(
    order: Order,
    readings: Sequence[Reading],
    words: str,
    config: Config,
    now: datetime,
    watch: Watch,
    model: Encoder | None = None,
) -> list[Fate]:
    """Why the items whose title has these words, or whose id or address they are, are in the brief or not."""
    looked = _look(order, readings, config, now, watch, model)
    judged, wanted = judge(looked.considered, looked.edition), {one.item.id for one in looked.wanted}
    fates = []
    for item in (one.item for one in readings if _is_meant(one.item, words)):
        routed = route(Candidate(item, tuple(dict.fromkeys(one.key for one in item.passages)), now), looked.rules)
        near = missed(item, looked.rules, {part.topic for part in routed.placed})
        prospect = Prospect(item.id in wanted, about(judged, item.id), "this brief")
        refusal = Refusal(other="it was published outside the time that was asked for")
        fates.append(fate(item, looked.edition.name, routed, near, (), prospect, refusal))
    return fates


def _is_meant(item: Item, words: str) -> bool:
    title = plain(item.title)
    return words in {item.id, item.url} or all(word in title for word in plain(words).split())


@dataclass(frozen=True, slots=True)
class _Look:
    """What an order takes of the readings, and what the rooms make of it."""

    edition: EditionTable
    topics: Sequence[TopicTable]
    wanted: Sequence[Reading]
    rules: Router
    considered: Considered


def _look(
    order: Order,
    readings: Sequence[Reading],
    config: Config,
    now: datetime,
    watch: Watch,
    model: Encoder | None,
) -> _Look:
    edition, topics = _edition(order, config)
    wanted = [reading for reading in readings if _within(reading, order)]
    candidates = [_candidate(reading, now) for reading in sorted(wanted, key=lambda one: one.item.id)]
    rules = router(config.regions, topics, config.aliases, "", {} if order.rule else config.learned)
    return _Look(edition, topics, wanted, rules, consider(candidates, rules, {}, now, watch, model=model))


def _edition(order: Order, config: Config) -> tuple[EditionTable, Sequence[TopicTable]]:
    """An edition of exactly what was ordered, and the topics that decide it."""
    topics: Sequence[TopicTable] = config.topics
    regions = tuple(region.name for region in config.regions)
    other = not (order.topic or order.rule)
    if order.rule:
        name = ALL_PASSAGES if order.rule.strip() == EVERYTHING else order.rule
        topics = [TopicTable(name=name, rule=order.rule, region="Global")]
    elif order.topic:
        regions = ()
    elif order.region:
        regions = (order.region,)
    listed = [t for t in topics if _ordered(t, order)]
    edition = EditionTable(
        name="brief",
        title=order.title or order.topic or order.region or config.digest.title,
        language=config.digest.language,
        timezone=config.digest.timezone,
        regions=("Global", *regions) if not order.region else regions,
        topics=tuple(t.name for t in listed),
        other_news=other,
        limits=NO_LIMIT,
        floor=0.0,
        outputs=("pdf",),
    )
    return edition, topics


def _ordered(topic: TopicTable, order: Order) -> bool:
    if order.topic:
        return topic.name.casefold() == order.topic.casefold()
    return not order.region or topic.region == order.region


def _within(reading: Reading, order: Order) -> bool:
    moment = reading.item.published
    return (order.since is None or moment >= order.since) and (order.until is None or moment < order.until)


def _candidate(reading: Reading, now: datetime) -> Candidate:
    keys = dict.fromkeys(passage.key for passage in reading.item.passages)
    return Candidate(reading.item, tuple(keys), now)


def _key(order: Order, wanted: Sequence[Reading], now: datetime) -> Key:
    """The same order over the same texts is the same brief."""
    parts = [repr(order), *sorted(reading.snapshot.hash for reading in wanted)]
    return Key("brief", now, "brief/" + blake2b("\n".join(parts).encode(), digest_size=6).hexdigest())
