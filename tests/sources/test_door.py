"""No step outlasts the deadline, and no more is let in than was agreed."""

from __future__ import annotations

import time

import httpcore2
import pytest

from digest.sources.addresses import Allowed
from digest.sources.door import Door, Flood, Reach
from digest.sources.names import look_up


def door() -> Door:
    return Door(Allowed(), look_up, Reach())


@pytest.mark.parametrize(("asked", "most"), [(10.0, 0.5), (None, 0.5), (0.1, 0.1)])
def test_a_step_takes_what_is_left_at_most(asked: float | None, most: float) -> None:
    one = door()
    one.until = time.monotonic() + 0.5
    assert most - 0.2 < one.left(asked) <= most


def test_past_the_deadline_no_step_begins() -> None:
    one = door()
    one.until = time.monotonic()
    with pytest.raises(httpcore2.ReadTimeout):
        one.left(1.0)


def test_what_was_agreed_is_let_in_and_no_byte_more() -> None:
    one = door()
    one.budget = 5
    assert one.let_in(b"abc") + one.let_in(b"de") == b"abcde"
    with pytest.raises(Flood):
        one.let_in(b"f")
