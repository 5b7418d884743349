"""Finding the guilty pieces: all of them, in two rounds."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from digest.render.pdf_sieve import sieve


class Layouts:
    """Fails every group with a guilty piece in it, and counts."""

    def __init__(self, guilty: frozenset[str]) -> None:
        self.guilty = guilty
        self.rounds = 0
        self.trials = 0

    def fail(self, groups: Sequence[Sequence[str]]) -> list[bool]:
        """Whether each group fails."""
        self.rounds += 1
        self.trials += len(groups)
        return [not self.guilty.isdisjoint(group) for group in groups]


@given(st.integers(0, 90), st.data())
def test_all_guilty_pieces_are_found_in_two_rounds(count: int, data: st.DataObject) -> None:
    pieces = [f"p{number}" for number in range(count)]
    guilty = data.draw(st.frozensets(st.sampled_from(pieces))) if pieces else frozenset[str]()
    layouts = Layouts(guilty)
    assert sieve(pieces, layouts.fail) == guilty
    assert layouts.rounds <= 2


def test_one_guilty_piece_of_sixty_costs_sixteen_trials() -> None:
    layouts = Layouts(frozenset({"p37"}))
    assert sieve([f"p{number}" for number in range(60)], layouts.fail) == {"p37"}
    assert layouts.trials == 9 + 7


def test_pieces_that_fail_only_together_are_not_blamed() -> None:
    assert sieve(["a", "b", "c", "d"], lambda groups: [len(group) > 1 for group in groups]) == frozenset()
