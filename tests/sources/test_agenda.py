"""The order in which hosts are asked."""

from __future__ import annotations

import time
from threading import Thread

from digest.sources.agenda import Agenda, Entry

NOW = 0.0  # long past, in monotonic seconds


def agenda(**queues: list[str]) -> Agenda[str]:
    made: Agenda[str] = Agenda()
    for host, works in queues.items():
        for work in works:
            made.put(host, Entry(work, lambda: NOW))
    return made


def test_an_empty_one_has_nothing() -> None:
    assert agenda().take() is None


def test_one_host_is_one_works_at_a_time() -> None:
    made = agenda(a=["a1"], b=["b1", "b2", "b3"], c=["c1", "c2"])
    assert [made.take() for _ in range(3)] == [("a", "a1"), ("b", "b1"), ("c", "c1")]
    made.done("a")
    made.done("c")
    assert made.take() == ("c", "c2")
    made.done("b")
    assert made.take() == ("b", "b2")


def test_after_a_turn_the_longest_queue_is_next() -> None:
    made = agenda(a=["a1", "a2"], b=["b1", "b2", "b3"])
    assert {made.take(), made.take()} == {("a", "a1"), ("b", "b1")}
    made.done("a")
    made.done("b")
    assert made.take() == ("b", "b2")


def test_a_host_that_pauses_comes_up_when_it_is_over() -> None:
    made = agenda(b=["b1"])
    ready = time.monotonic() + 0.1
    made.put("a", Entry("a1", lambda: ready))
    assert made.take() == ("b", "b1")
    made.done("b")
    assert made.take() == ("a", "a1")
    assert time.monotonic() >= ready
    made.done("a")
    assert made.take() is None


def test_a_shorter_pause_that_begins_later_is_not_waited_over() -> None:
    made: Agenda[str] = Agenda()
    start = time.monotonic()
    made.put("long", Entry("late", lambda: start + 1.0))
    made.put("now", Entry("first", lambda: NOW))
    made.put("now", Entry("soon", lambda: start + 0.1))
    got: list[tuple[str, float]] = []

    def work() -> None:
        while taken := made.take():
            got.append((taken[1], time.monotonic() - start))
            time.sleep(0.02)
            made.done(taken[0])

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert [name for name, _ in got] == ["first", "soon", "late"]
    assert got[1][1] < 0.5
    assert got[2][1] >= 1.0


def test_who_waits_is_let_go_when_it_is_closed() -> None:
    made: Agenda[str] = Agenda()
    made.put("a", Entry("a1", lambda: time.monotonic() + 60))
    found: list[object] = []
    threads = [Thread(target=lambda: found.append(made.take())) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    made.close()
    for thread in threads:
        thread.join(2)
    assert found == [None] * 3
