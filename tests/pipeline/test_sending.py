"""Sending: each reader once, whatever the server does, and however the sender ends."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer

import pytest

from digest.errors import EnvironmentFault
from digest.models import Delivery
from digest.pipeline.sending import send
from digest.store import open_store
from tests.pipeline.mailroom import (
    ISSUE,
    SLOT,
    STEPS,
    close_issue,
    database,
    office,
    readers,
    send_all,
    send_and_die,
    states,
)
from tests.postoffice import PostOffice, Script
from tests.store.workers import Worker, together

# -- a day without trouble -----------------------------------------------------------------------------------------


def test_ten_runs_are_one_mail_each(url: str) -> None:
    """Row D8."""
    with PostOffice() as post, open_store(url) as store:
        close_issue(store)
        done = [send(ISSUE, readers(7), office(store, post.port)) for _ in range(10)]
        assert [one.tried for one in done] == [7] + [0] * 9
        assert states(store) == {"sent": 7}
        assert post.addresses() == {one.address: 1 for one in readers(7)}
        assert (
            post.taken[0].body.replace(b"\r\n", b"\n").endswith(b"\n\n.dots\n..\nfor " + _name(post).encode() + b"\n")
        )


def _name(post: PostOffice) -> str:
    return next(one.name for one in readers(9) if one.address == post.taken[0].address)


def test_a_mail_costs_one_commit(tmp_path: Path) -> None:
    """What became of a mail is written with the next one's hand-over: 41 mails, 41 notes and one for the last."""
    with PostOffice() as post, open_store(database(tmp_path)) as store:
        close_issue(store)
        commits = 0
        plain = store.ledger.note

        class Counting:
            def note(self, *words: object) -> frozenset[str]:
                nonlocal commits
                commits += 1
                return plain(*words)  # type: ignore[arg-type]

            def __getattr__(self, name: str) -> object:
                return getattr(store.ledger, name)

        send(ISSUE, readers(41), office(store, post.port, ledger=Counting()))
        assert (commits, states(store)) == (42, {"sent": 41})


def test_several_connections(tmp_path: Path) -> None:
    with PostOffice() as post, open_store(database(tmp_path)) as store:
        close_issue(store)
        send(ISSUE, readers(90), office(store, post.port, connections=4))
        assert states(store) == {"sent": 90}
        assert set(post.addresses().values()) == {1}
        assert post.connections >= 2


def test_who_is_suppressed_gets_nothing(url: str) -> None:
    with PostOffice() as post, open_store(url) as store:
        close_issue(store)
        first, second = readers(2)
        store.ledger.enrol(ISSUE, [first], SLOT)
        store.ledger.suppress([first.key], "unsubscribed", SLOT)
        send(ISSUE, [first, second], office(store, post.port))
        assert post.addresses() == {second.address: 1}
        assert [(one.key, one.reply) for one in store.ledger.receipts(ISSUE, "suppressed")] == [
            (first.key, "unsubscribed")
        ]


# -- answers -------------------------------------------------------------------------------------------------------


def at(stage: str, address: str, answer: str) -> Script:
    """A script with one answer of its own, at one stage for one reader."""
    return lambda where, whom: answer if (where, whom) == (stage, address) else ""


REPLIES = ("421 closing", "450 later", "451 local", "552 too big", "550 no", "554 spam", "drop")


@pytest.mark.parametrize("answer", REPLIES)
@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "dot"])
def test_trouble_with_one_is_no_trouble_for_nine(tmp_path: Path, stage: str, answer: str) -> None:
    """Row D5: 28 places. MAIL names no reader, so the third mail has it there."""
    victim, met = readers(10)[4].address, [0]

    def script(where: str, whom: str) -> str:
        met[0] += where == "MAIL"
        third = met[0] in {3, 4} if answer in {"421 closing", "drop"} else met[0] == 3
        here = third if stage == "MAIL" else whom == victim
        return answer if where == stage and here else ""

    with PostOffice(script) as post, open_store(database(tmp_path)) as store:
        close_issue(store)
        send(ISSUE, readers(10), office(store, post.port))
        found = states(store)
        state = "unknown" if (stage, answer) == ("dot", "drop") else "failed" if answer.startswith("55") else "retry"
        assert found == {"sent": 9, state: 1}
        assert len(post.taken) == 9
        (row,) = store.ledger.receipts(ISSUE, "retry", "failed", "unknown")
        assert answer == "drop" or row.reply.startswith(answer)
        assert (row.next_try is not None) == (state == "retry")
        if state == "retry":
            assert row.next_try == SLOT + timedelta(minutes=15)


def test_five_tries_in_48_hours(tmp_path: Path) -> None:
    with PostOffice(at("RCPT", readers(1)[0].address, "450 later")) as post, open_store(database(tmp_path)) as store:
        close_issue(store)
        now, tries = SLOT, []
        while now < SLOT + timedelta(hours=60):
            moment = now
            if send(ISSUE, readers(1), office(store, post.port, now=lambda moment=moment: moment)).tried:
                tries.append(now - SLOT)
            now += timedelta(minutes=15)
        assert [one.total_seconds() / 3600 for one in tries] == [0, 0.25, 2.25, 10.25, 34.25]
        assert states(store) == {"failed": 1}
        assert "given up after 5 tries: 450 later" in store.ledger.receipts(ISSUE, "failed")[0].reply


def test_a_stored_mail_without_an_answer_is_unknown_and_stays(tmp_path: Path) -> None:
    """Row D3."""
    victim = readers(5)[2].address
    with PostOffice(at("stored", victim, "drop")) as post, open_store(database(tmp_path)) as store:
        close_issue(store)
        for _ in range(5):
            send(ISSUE, readers(5), office(store, post.port))
        assert states(store) == {"sent": 4, "unknown": 1}
        assert set(post.addresses().values()) == {1}
        store.ledger.resolve(ISSUE, [readers(5)[2].key], "pending", "by hand", SLOT)
        post.script = lambda stage, address: ""
        send(ISSUE, readers(5), office(store, post.port))
        assert (states(store), post.addresses()[victim]) == ({"sent": 5}, 2)


def test_a_server_that_swallows_answers_does_not_make_everybody_unknown(tmp_path: Path) -> None:
    with (
        PostOffice(lambda stage, address: "drop" if stage == "stored" else "") as post,
        open_store(database(tmp_path)) as store,
    ):
        close_issue(store)
        held = send(ISSUE, readers(30), office(store, post.port)).held
        assert "3 hand-overs in a row had no answer" in held
        assert states(store) == {"pending": 27, "unknown": 3}
        assert send(ISSUE, readers(30), office(store, post.port)).tried == 0
        post.script = lambda stage, address: ""
        send(ISSUE, readers(30), office(store, post.port), again=True)
        assert states(store) == {"sent": 27, "unknown": 3}


def test_a_mail_that_the_server_refuses_is_not_tried_on_everybody(tmp_path: Path) -> None:
    with (
        PostOffice(lambda stage, address: "554 looks like spam" if stage == "dot" else "") as post,
        open_store(database(tmp_path)) as store,
    ):
        close_issue(store)
        assert "refused the mail itself 5 times" in send(ISSUE, readers(30), office(store, post.port)).held
        assert states(store) == {"failed": 5, "pending": 25}


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with PostOffice() as post:
        gone = post.port
    with open_store(database(tmp_path)) as store:
        close_issue(store)
        with pytest.raises(EnvironmentFault, match="cannot be reached"):
            send(ISSUE, readers(3), office(store, gone))
        assert states(store) == {"pending": 3}


def test_one_whose_rows_were_taken_lets_go_before_the_last_dot(tmp_path: Path) -> None:
    """A sender that is thought dead and is not: its guard fails, and the mail is withdrawn."""
    with PostOffice() as post, open_store(database(tmp_path)) as store:
        close_issue(store)

        def robbed(one: Delivery) -> object:
            if not robberies:
                robberies.append(store.ledger.begin("another", SLOT + timedelta(hours=1), lambda _: True))
                assert store.ledger.claim(ISSUE, "another", SLOT, 9)
            return plain.write(one)

        plain, robberies = office(store, post.port), list[int]()
        send(ISSUE, readers(1), office(store, post.port, write=robbed))
        assert (len(post.taken), states(store)) == (0, {"claimed": 1})


# -- stopping ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "slow answer"])
def test_a_stop_is_quick_and_leaves_nothing_unknown(tmp_path: Path, stage: str) -> None:
    """Row R5: a server that says nothing is left, one that answers in time is waited for."""
    stop = Event()

    def script(where: str, whom: str) -> str:
        if stage == "slow answer" and where == "stored":
            stop.set()
            time.sleep(0.5)
        elif where == stage:
            Timer(0.2, stop.set).start()
            return "silent"
        return ""

    with PostOffice(script) as post, open_store(database(tmp_path)) as store:
        close_issue(store)
        begun = time.monotonic()
        done = send(ISSUE, readers(5), office(store, post.port, stop=stop, patience=60))
        assert time.monotonic() - begun < 10
        assert done.stopped
        assert states(store) == ({"pending": 4, "sent": 1} if stage == "slow answer" else {"pending": 5})
        assert len(post.taken) == (stage == "slow answer")


# -- dying ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step(tmp_path: Path, step: str) -> None:
    """Row D1, at the first mail and in the middle."""
    for nth in (1, 3):
        url = database(tmp_path) + str(nth)
        with PostOffice() as post, open_store(url) as store:
            close_issue(store)
            many = nth == 1 or step not in {"enrol", "enrolled", "claimed"}
            worker = Worker(send_and_die, url, post.port, step, nth if many else 1, 6)
            assert worker.join() == []
            time.sleep(0.1)  # the server has what was on the line
            for _ in range(2):
                send(ISSUE, readers(6), office(store, post.port))
            found = states(store)
            unknown = {one.address for one in store.ledger.receipts(ISSUE, "unknown")}
            # In the middle the answer on the mail before is not written yet: it waits for this one's hand-over.
            late = step in {"handoff", "ended", "answered"} or (many and nth == 3)
            assert found == ({"sent": 5, "unknown": 1} if late else {"sent": 6}), step
            got = post.addresses()
            assert all(count == 1 for count in got.values()), "twice"
            assert {one.address for one in readers(6)} - unknown <= set(got), "lost"
            assert step == "handoff" or len(got) == 6


def random_kills(url: str, wanted: int, seed: int, lines: int = 1) -> tuple[int, int, int, int]:
    """Kill senders at random; (mails, lost, twice, unknown) after `wanted` kills and a run to the end."""
    import random

    chance, kills, issues, unknown, week = random.Random(seed), 0, 0, 0, 0
    with PostOffice() as post, open_store(url) as store:
        while kills < wanted:
            names = [f"weekly/{week + nth}" for nth in range(6)]
            for nth, name in enumerate(names):
                close_issue(store, name, week + nth)
            week += 6
            while any(
                states(store, name).get("sent", 0) + states(store, name).get("unknown", 0) < 10 for name in names
            ):
                worker = Worker(send_all, url, post.port, names, 10, lines)
                worker.hear()
                wanted_mails, patience = len(post.taken) + chance.randint(0, 4), time.monotonic() + 2
                while len(post.taken) < wanted_mails and time.monotonic() < patience:
                    time.sleep(0.0005)
                time.sleep(chance.uniform(0, 0.004))
                worker.kill()
                kills += 1
                assert kills < 20 * wanted
        for name in [f"weekly/{nth}" for nth in range(week)]:
            send(name, readers(10), office(store, post.port))
        counts = store.ledger.counts()
        issues = len(counts)
        unknown = sum(one.get("unknown", 0) for one in counts.values())
        sent = sum(one.get("sent", 0) for one in counts.values())
        assert sent + unknown == issues * 10
        tickets = [one.body.partition(b"\r\n")[0] for one in post.taken]
        twice = len(tickets) - len(set(tickets))
        known = {
            f"Message-ID: <{row.ticket}.digest@example.org>".encode()
            for n in counts
            for row in store.ledger.receipts(n, "sent")
        }
        lost = len(known - set(tickets))
        assert unknown <= kills * lines
        return issues * 10, lost, twice, unknown


@pytest.fixture
def memory_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder without a slow disk: a kill takes nothing from the system's memory, and a slow sync hides most moments."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


def test_killed_at_random_sixty_times(memory_disk: Path) -> None:
    """Row D2, small."""
    mails, lost, twice, _ = random_kills(database(memory_disk), 60, 1)
    assert mails >= 60
    assert (lost, twice) == (0, 0)


@pytest.mark.campaign
@pytest.mark.parametrize("lines", [1, 3])
def test_killed_at_random_a_thousand_times(memory_disk: Path, lines: int) -> None:
    """Row D2."""
    mails, lost, twice, unknown = random_kills(database(memory_disk), 1000, 2, lines)
    print(f"{mails} mails: {lost} lost, {twice} twice, {unknown} unknown")
    assert (lost, twice) == (0, 0)


def test_eight_senders_at_once(lasting_url: str) -> None:
    """Row D6."""
    with PostOffice() as post, open_store(lasting_url) as store:
        close_issue(store)
        said = together(*[(send_all, lasting_url, post.port, [ISSUE], 120, 1)] * 8)
        assert said == [["begin"]] * 8
        assert states(store) == {"sent": 120}
        assert post.addresses() == {one.address: 1 for one in readers(120)}


def test_a_term_signal_from_outside(tmp_path: Path) -> None:
    """The command's own handler: what is in hand ends, the rest waits."""
    from digest.cli.sending import _stopping

    def script(stage: str, address: str) -> str:
        if stage == "stored" and len(post.taken) == 5:
            os.kill(os.getpid(), signal.SIGTERM)
        return ""

    with PostOffice(script) as post, open_store(database(tmp_path)) as store:
        close_issue(store)
        with _stopping() as stop:
            done = send(ISSUE, readers(300), office(store, post.port, stop=stop))
        assert done.stopped
        found = states(store)
        assert set(found) == {"pending", "sent"}
        assert found["sent"] == len(post.taken) < 300
