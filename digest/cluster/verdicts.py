"""What the editor has said of stories: a rule before anything is compared, and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from digest.models import Ruling

PUT_TOGETHER = "put together by the editor"


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The editor's rulings, ready to be asked."""

    homes: Mapping[str, str] = field(default_factory=dict)  # by item id, the least id of those it is together with
    parted: frozenset[tuple[str, str]] = frozenset()  # the lesser id first

    def __bool__(self) -> bool:
        return bool(self.homes or self.parted)

    def apart(self, one: str, other: str) -> bool:
        """Whether two items must not be one story."""
        return ((one, other) if one < other else (other, one)) in self.parted

    def home(self, item: str) -> str:
        """What items that are together have in common; "" for an item of which nothing was said."""
        return self.homes.get(item, "")


NOTHING = Verdicts()


def verdicts(rulings: Iterable[Ruling]) -> Verdicts:
    """Put rulings in order. Where they contradict each other, what is apart stays so, and the newer word counts."""
    ordered = sorted(rulings, key=lambda one: (-one.at.timestamp(), one.one, one.other))
    parted = frozenset((one.one, one.other) for one in ordered if one.verdict == "apart")
    groups: dict[str, frozenset[str]] = {}
    for ruling in ordered:
        if ruling.verdict == "together":
            one = groups.get(ruling.one, frozenset({ruling.one}))
            other = groups.get(ruling.other, frozenset({ruling.other}))
            if not any((min(a, b), max(a, b)) in parted for a in one for b in other):
                groups.update(dict.fromkeys(one | other, one | other))
    return Verdicts({item: min(some) for item, some in groups.items()}, parted)
