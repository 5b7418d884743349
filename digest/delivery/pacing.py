"""How fast: so many mails a second in all, and so many to one domain."""

from __future__ import annotations

from collections.abc import Sequence

from digest.models import Delivery

_KEPT = 10_000  # domains remembered; those that are free again are forgotten then


class Pacing:
    """When the next mail may go, in seconds of any steady clock. A rate of 0 is no limit."""

    def __init__(self, rate: float, domain_rate: float) -> None:
        """Take mails a second, over everything and for each domain."""
        self._gap = 1 / rate if rate else 0.0
        self._domain_gap = 1 / domain_rate if domain_rate else 0.0
        self._free = 0.0
        self._domains: dict[str, float] = {}

    def choose(self, waiting: Sequence[Delivery], now: float) -> tuple[int, float]:
        """Which of `waiting` (never empty) goes next, and the moment when it may; its turn is taken.

        The first one whose domain is free soonest: a slow domain holds up nobody else's mail.
        """
        if not self._gap and not self._domain_gap:
            return 0, now
        moments = [max(now, self._free, self._domains.get(_domain(one), 0.0)) for one in waiting]
        chosen = moments.index(min(moments))
        at = moments[chosen]
        self._free = at + self._gap
        if self._domain_gap:
            self._remember(_domain(waiting[chosen]), at + self._domain_gap, now)
        return chosen, at

    def _remember(self, domain: str, free: float, now: float) -> None:
        if len(self._domains) > _KEPT:
            self._domains = {name: until for name, until in self._domains.items() if until > now}
        self._domains[domain] = free


def _domain(one: Delivery) -> str:
    return one.recipient.key.rpartition("@")[2]
