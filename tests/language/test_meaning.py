"""Vectors of English texts: near where they say the same, and the same bytes every time."""

from __future__ import annotations

import subprocess
import sys
from hashlib import blake2b

import numpy as np
import pytest

from digest.language.meaning import Meaning

TEXTS = [
    "Delegations of both countries met in Istanbul for talks.",
    "Negotiators of the two states held a meeting in Turkey.",
    "Bananas are grown in Ecuador.",
    "",
]
HASH = "from hashlib import blake2b; from tests.language.test_meaning import TEXTS; from digest.language.meaning import Meaning; print(blake2b(Meaning().encode(TEXTS * 40).tobytes()).hexdigest())"


def test_what_says_the_same_is_near() -> None:
    rows = Meaning().encode(TEXTS)
    assert rows.shape == (4, 256)
    assert rows.dtype == np.float32
    assert rows[0] @ rows[1] > 0.4 > rows[0] @ rows[2] + 0.2
    assert not rows[3].any()
    assert np.allclose(np.linalg.norm(rows[:3], axis=1), 1)


def test_a_row_does_not_depend_on_the_others() -> None:
    many = Meaning().encode(TEXTS * 300)
    assert np.array_equal(many[601], Meaning().encode([TEXTS[1]])[0])


@pytest.mark.parametrize("threads", ["1", "2"])
def test_the_bytes_are_the_same_with_any_number_of_threads(threads: str) -> None:
    env = {"OPENBLAS_NUM_THREADS": threads, "PYTHONPATH": "."}
    done = subprocess.run([sys.executable, "-c", HASH], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == blake2b(Meaning().encode(TEXTS * 40).tobytes()).hexdigest()


def test_nothing_to_encode() -> None:
    assert Meaning().encode([]).shape == (0, 256)
