"""What both engines promise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

import pytest

from digest.engine.processes import ProcessEngine
from digest.engine.serial import SerialEngine
from digest.models import Failure
from digest.protocols import Limits
from tests.engine import jobs
from tests.engine.jobs import misbehave, named

Engines = SerialEngine | ProcessEngine
LIMITS = Limits(cpu=30, memory=512, wall=60)


@pytest.fixture(scope="module", params=["serial", "processes"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engines]:
    with SerialEngine() if request.param == "serial" else ProcessEngine(2, ("pytest",)) as made:
        yield made


def test_a_thousand_values_come_back_in_order(engine: Engines) -> None:
    assert list(engine.run(jobs.double, range(1000), LIMITS, named)) == [n * 2 for n in range(1000)]


def test_no_values_give_no_outcomes(engine: Engines) -> None:
    assert list(engine.run(jobs.double, [], LIMITS, named)) == []


def test_an_endless_source_of_values_is_read_as_far_as_needed(engine: Engines) -> None:
    taken: list[int] = []

    def values() -> Iterator[int]:
        for number in count():
            taken.append(number)
            yield number

    run = engine.run(jobs.double, values(), LIMITS, named)
    assert list(islice(run, 5)) == [0, 2, 4, 6, 8]
    assert len(taken) <= 5 + 2 * 8


def test_an_outcome_is_handed_out_before_the_next_value_is_waited_for(engine: Engines) -> None:
    received: list[int | Failure] = []

    def values() -> Iterator[int]:
        yield 1
        while not received and isinstance(engine, SerialEngine):
            yield 2
        yield 3

    received.extend(engine.run(jobs.double, values(), LIMITS, named))
    assert received[0] == 2
    assert received[-1] == 6


def test_one_run_may_feed_another(engine: Engines) -> None:
    inner = engine.run(jobs.double, range(50), LIMITS, named)
    outer = engine.run(misbehave, inner, LIMITS, named)
    assert list(outer) == [n * 2 for n in range(50)]


@pytest.mark.parametrize(
    ("job", "what", "advice", "where"),
    [
        pytest.param(
            jobs.raise_trouble, "is not a feed", "Open it in a browser.", "item raise_trouble, line 12", id="trouble"
        ),
        pytest.param(
            jobs.raise_error,
            "failed with ValueError: line 1 line 2 " + "x" * 285 + "…",
            "This is a fault of the program: report it together with the item.",
            "item raise_error",
            id="unexpected exception",
        ),
    ],
)
def test_an_exception_becomes_a_failure_and_the_rest_goes_on(
    engine: Engines, job: object, what: str, advice: str, where: str
) -> None:
    def called(value: object) -> Failure:
        return named(getattr(value, "__name__", value))

    first, failure, last = engine.run(misbehave, ["a", job, "b"], LIMITS, called)
    assert (first, last) == ("a", "b")
    assert failure == Failure("Wire", where, "parse", what, advice)


def test_running_out_of_memory_is_a_failure(engine: Engines) -> None:
    (failure,) = engine.run(misbehave, [jobs.raise_memory_error], LIMITS, named)
    assert isinstance(failure, Failure)
    assert failure.what == "needed more than 512 MB of memory"


def test_an_error_in_the_source_of_values_is_the_callers(engine: Engines) -> None:
    def values() -> Iterator[int]:
        yield 1
        raise KeyError("source")

    with pytest.raises(KeyError):
        list(engine.run(jobs.double, values(), LIMITS, named))
    assert list(engine.run(jobs.double, [4], LIMITS, named)) == [8]
