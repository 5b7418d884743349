"""Bad feeds through the engine, the parsers and normalise as they are in use: each is read or named, beside good ones.

The engine ends a child at 10 s of CPU and 512 MB (digest/pipeline/gather.py), so that nothing here can cost more.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from digest.engine.processes import ProcessEngine
from digest.engine.serial import SerialEngine
from digest.models import Failure, Ignored, Reading, Signpost, SourceFacts
from digest.pipeline.gather import READ_LIMITS
from digest.pipeline.reading import ReadJob, named, read
from tests.builders import fetched
from tests.limits import shapes, sizes
from tests.limits.seeds import ATOM, JSON, RSS, SEEDS, Make, mutated

FACTS = SourceFacts("Wire")
FUZZED = 600  # seconds
BAD: dict[str, Make] = {**dict(sizes.all_of_them()), **dict(shapes.all_of_them())}
GOOD = (RSS, ATOM, JSON)
# One of each group, quick, with some of each fate: read, told in words, ended by a limit.
SAMPLE = (
    "entities: a billion laughs", "entities: one of 100 kB, ten thousand times", "entities: of a file",
    "entities: impossible numbers", "gzip: a bomb", "deep: links in links", "long: an author of many at signs",
    "long: eleven megabytes", "markup: <!-- in CDATA", "markup: escaped a hundred times", "cut: rss at 7 of 12",
    "cut: to nothing", "binary: chance", "binary: NULs", "binary: lone surrogates", "encoding: gb18030 that calls itself UTF-8",
    "encoding: UTF-8 that calls itself 'utf-16'", "many: 50,000 items", "many: 500,000 empty items", "json: deep lists",
    "json: 50,000 items", "json: lone surrogates", "json: everything of the wrong kind", "address 1: 'http://[::1'",
    "date 0: 9999-12-31T23:59:59-", "pattern: declarations that do not end", "pattern: line ends before the root",
    "pattern: markdown of lists", "pattern: plain text of labels", "pattern: a page", "mutated: 3",
)  # fmt: skip
# What a limit says. A fault of ours says something else: "failed with", "crashed".
ENDED = ("took more than 10 s of CPU time", "needed more than 512 MB of memory", "took more than 60 s")
FAULTS = ("failed with", "crashed", "was killed", "its process", "cannot be passed")


@pytest.fixture(scope="module", name="engine")
def _engine() -> Iterator[ProcessEngine]:
    with ProcessEngine(2, ("digest.pipeline.readers",)) as made:
        yield made


def address(name: str, number: int) -> str:
    """Where it is found: what is no feed must be a file to be read at all."""
    endings = {"markdown": ".md", "plain text": ".txt", "a page": ".html", "matter": ".md", "dashes": ".md"}
    ending = next((end for word, end in endings.items() if name.startswith("pattern:") and word in name), "")
    return f"file:bad/{number}{ending}" if ending else f"https://bad.example/{number}"


def outcomes(engine: ProcessEngine, names: tuple[str, ...]) -> dict[str, str]:
    """What became of each bad feed, with a good one behind each, which must be read whole."""

    def jobs() -> Iterator[ReadJob]:
        for number, name in enumerate(names):
            yield ReadJob(fetched(BAD[name](), url=address(name, number)), FACTS)
            yield ReadJob(fetched(GOOD[number % len(GOOD)], url="https://good.example/feed"), FACTS)

    made = list(engine.run(read, jobs(), READ_LIMITS, named))
    assert len(made) == 2 * len(names)
    for outcome in made[1::2]:
        assert isinstance(outcome, tuple)
        assert outcome
        assert all(isinstance(one, Reading) for one in outcome)
    return {name: told(outcome) for name, outcome in zip(names, made[::2], strict=True)}


def told(outcome: tuple[Reading | Failure | Ignored, ...] | Signpost | Failure) -> str:
    """In words what became of one feed, after a look at whether it is named."""
    if isinstance(outcome, Signpost):
        return outcome.what
    parts = (outcome,) if isinstance(outcome, Failure) else outcome
    for part in parts:
        if isinstance(part, Failure):
            assert part.what
            assert part.where.startswith(("https://bad.example/", "file:bad/"))
    read_well = sum(isinstance(part, Reading) for part in parts)
    return "; ".join([f"{read_well} read", *sorted({part.what for part in parts if isinstance(part, Failure)})])


def faults(fates: dict[str, str]) -> dict[str, str]:
    """Those that are faults of ours."""
    return {name: fate for name, fate in fates.items() if any(fault in fate for fault in FAULTS)}


def test_there_are_enough_and_each_has_a_name() -> None:
    assert len(BAD) >= 200
    assert set(SAMPLE) <= set(BAD)
    assert len(BAD) == len(list(sizes.all_of_them())) + len(list(shapes.all_of_them()))


def test_a_sample_of_bad_feeds_beside_good_ones(engine: ProcessEngine) -> None:
    fates = outcomes(engine, SAMPLE)
    assert faults(fates) == {}
    assert ENDED[1] in fates["entities: one of 100 kB, ten thousand times"]
    assert fates["many: 50,000 items"].startswith("2000 read; The feed has more than 2000 entries")
    assert fates["long: an author of many at signs"] == "1 read"
    assert fates["cut: to nothing"] == "0 read; It is empty."
    assert fates["markup: <!-- in CDATA"].startswith("1 read")


def test_what_spins_is_ended_and_named(engine: ProcessEngine) -> None:
    """The nested tables take about 8 s of CPU: a tighter limit ends them, and the next feed is read by a new child."""
    jobs = [
        ReadJob(fetched(BAD["deep: 50000 <table> closed"](), url="https://bad.example/0"), FACTS),
        ReadJob(fetched(RSS), FACTS),
    ]
    tight = type(READ_LIMITS)(cpu=0.5, memory=READ_LIMITS.memory, wall=READ_LIMITS.wall)
    spun, well = engine.run(read, jobs, tight, named)
    assert isinstance(spun, Failure)
    assert (spun.where, spun.what) == ("https://bad.example/0", "took more than 0.5 s of CPU time")
    assert isinstance(well, tuple)
    assert len(well) == 2


@pytest.mark.campaign
def test_all_bad_feeds_beside_good_ones(engine: ProcessEngine) -> None:
    fates = outcomes(engine, tuple(BAD))
    for name, fate in fates.items():
        if any(limit in fate for limit in ENDED):
            print(f"{name}: {fate}")
    assert faults(fates) == {}


def read_here(body: bytes, media_type: str = "") -> tuple[Reading | Failure | Ignored, ...]:
    """A feed read in this process; trouble with all of it is one Failure."""
    job = ReadJob(fetched(body, url="https://bad.example/0", media_type=media_type), FACTS)
    (outcome,) = SerialEngine().run(read, [job], READ_LIMITS, named)
    return outcome if isinstance(outcome, tuple) else (Failure("Wire", job.fetched.url, "parse", outcome.what),)


def hold(body: bytes) -> None:
    """What holds of any bytes: each entry is read or named, and nothing of ours breaks."""
    fate = told(read_here(body))
    assert not any(fault in fate for fault in FAULTS), fate


@pytest.mark.parametrize("number", [1213])
def test_accidents_that_once_broke_a_reader(number: int) -> None:
    hold(mutated(random.Random(number)))


FEEDS = st.builds(mutated, st.integers(0, 2**32).map(random.Random))
PARTS = st.sampled_from(
    [
        *(text[at : at + 40] for text in SEEDS.values() for at in range(0, len(text), 40)),
        "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&lt;", "&nbsp;",
        "&#x0;", "&#xD800;", "&#99999999;", "<description>", "</description>", "<link>", "</link>", "<guid>", "</guid>", "xml:base='/x'",
        "<media:content url='/x'", "<source url='x'>", "</source>", "\x00", "\ufeff", "\ud7ff", "{", "}", "[", "]", '"', ":", ",",
    ]
)  # fmt: skip
MIXTURES = st.lists(PARTS, max_size=40).map(lambda parts: "".join(parts).encode())
BODIES = st.one_of(FEEDS, MIXTURES, st.binary(max_size=300))


@settings(max_examples=200)
@given(BODIES)
def test_no_accident_breaks_a_reader(body: bytes) -> None:
    hold(body)


@pytest.mark.campaign
def test_no_accident_breaks_a_reader_for_ten_minutes() -> None:
    rounds, end = random.randrange(2**32), time.monotonic() + FUZZED
    plan = settings(max_examples=1_000, database=None, derandomize=False, suppress_health_check=list(HealthCheck))
    while time.monotonic() < end:
        rounds += 1
        check = seed(rounds)(plan(given(BODIES)(hold)))
        check()
