"""Readers from a CSV file, rates, marks, and what a log proves."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.envelope import envelope_sender, message_id, next_try, ticket_of
from digest.delivery.maillog import read_log
from digest.delivery.pacing import Pacing
from digest.delivery.readers import read_readers, recipient
from digest.models import Delivery, Recipient

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "found", "problems", "repeated", "ignored"),
    [
        ("email,name\na@x.org,Ann\n", [("a@x.org", "Ann")], 0, 0, ()),
        ("\ufeffName;E-Mail;City\nAnn;a@x.org;Oslo\n", [("a@x.org", "Ann")], 0, 0, ("City",)),
        ("a@x.org\nb@x.org,Bob\n", [("a@x.org", ""), ("b@x.org", "Bob")], 0, 0, ()),
        ("email\nAnn@X.org\n# a note\n\nann@x.ORG\n", [("Ann@x.org", "")], 0, 1, ()),
        ('email\tname\na@x.org\t"A, B"\n', [("a@x.org", "A, B")], 0, 0, ()),
        ("email\nno\na@b@c.org\na@x.org\na..b@x.org\n", [("a@x.org", "")], 3, 0, ()),
        ("email\na@bücher.example\n", [("a@xn--bcher-kva.example", "")], 0, 0, ()),
        ("name,city\nAnn,Oslo\n", [], 1, 0, ()),
        ("", [], 1, 0, ()),
    ],
)
def test_a_list_of_readers(
    text: str, found: list[tuple[str, str]], problems: int, repeated: int, ignored: tuple[str, ...]
) -> None:
    read = read_readers(text, "readers.csv")
    assert [(one.address, one.name) for one in read.readers] == found
    assert (len(read.problems), read.repeated, read.ignored) == (problems, repeated, ignored)


def test_what_is_wrong_names_its_line() -> None:
    (problem,) = read_readers("email,name\na@x.org,A\nnonsense,B\n", "readers.csv").problems
    assert problem == 'readers.csv:3: "nonsense" is not a mail address; write "Name <name@example.org>"'


@given(st.text())
def test_whatever_is_read_is_one_address(text: str) -> None:
    for one in read_readers(text, "readers.csv").readers:
        assert not any(letter.isspace() or letter in "<>,;" for letter in one.address)
        assert recipient(one.address).key == one.key


def waiting(*domains: str) -> list[Delivery]:
    """Deliveries to these domains."""
    return [Delivery("i", Recipient(f"{nth}@{one}", f"{nth}@{one}"), str(nth), 0) for nth, one in enumerate(domains)]


def test_a_slow_domain_holds_up_nobody_else() -> None:
    pacing = Pacing(0, 0.5)
    every = waiting("a.org", "a.org", "b.org")
    assert pacing.choose(every, 100.0) == (0, 100.0)
    assert pacing.choose(every[1:], 100.0) == (1, 100.0)
    assert pacing.choose(every[1:2], 100.0) == (0, 102.0)


@given(st.lists(st.sampled_from(["a.org", "b.org", "c.org"]), min_size=1, max_size=30))
def test_no_rate_is_exceeded(domains: list[str]) -> None:
    pacing, left, sent = Pacing(10, 2), waiting(*domains), list[tuple[float, str]]()
    now = 5.0
    while left:
        chosen, now = pacing.choose(left, now)
        sent.append((now, left.pop(chosen).recipient.key.partition("@")[2]))
    gaps = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(sent)]
    assert all(gap >= 0.0999 for gap in gaps)
    for domain in set(domains):
        times = [at for at, to in sent if to == domain]
        assert all(later - earlier >= 0.4999 for earlier, later in itertools.pairwise(times))


def test_marks() -> None:
    ticket = "0b65f76ac04a5ffdebc0"
    assert message_id(ticket, "desk@x.org") == f"<{ticket}.digest@x.org>"
    assert ticket_of(message_id(ticket, "desk@x.org")) == ticket
    assert ticket_of("<other@x.org>") == ""
    assert envelope_sender(ticket, "bounces@x.org", "desk@x.org") == f"bounces+{ticket}@x.org"
    assert envelope_sender(ticket, "", "desk@x.org") == "desk@x.org"


def test_tries_end_after_five_or_two_days() -> None:
    assert next_try(5, NOW, NOW) is None
    assert next_try(4, NOW, NOW + timedelta(hours=25)) is None
    assert next_try(1, NOW, NOW) == NOW + timedelta(minutes=15)


A, B, C, D = ("a" * 20, "b" * 20, "c" * 20, "d" * 20)


def log(queue: str, ticket: str, *, whole: bool) -> list[str]:
    """What Postfix writes of one mail."""
    head = "Nov 23 07:00:01 host postfix"
    taken = f"{head}/qmgr[7]: {queue}: from=<b@x.org>, size=812, nrcpt=1 (queue active)"
    return [f"{head}/cleanup[41]: {queue}: message-id=<{ticket}.digest@x.org>"] + ([taken] if whole else [])


def test_what_a_log_proves() -> None:
    lines = log("1A", A, whole=True) + log("2B", B, whole=False) + log("3C", C, whole=True)
    proved = read_log(lines, [B, C, D], [A])
    assert (proved.taken, proved.never, proved.open) == (frozenset({C}), frozenset({B, D}), frozenset())
    cut = read_log(lines, [B, C], [A, D])
    assert (cut.taken, cut.never, cut.open) == (frozenset({C}), frozenset(), frozenset({B})), (
        "the log lacks a mail that was sent"
    )
    assert read_log([], [B], []).open == frozenset({B})
