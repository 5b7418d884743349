"""What the log of a Postfix on this machine proves of our mails, by their Message-IDs.

    postfix/cleanup[41]: 4Xz1: message-id=<TICKET.digest@example.org>      its head has come
    postfix/qmgr[7]: 4Xz1: from=<...>, size=812, nrcpt=1 (queue active)    the whole mail has come, and lies on the disk

The first alone proves nothing: it is written before the final dot. Absence proves something only of a log that is
whole, from before the issue's first mail to after the last connection's end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from digest.delivery.envelope import ticket_of

_ID = re.compile(r"postfix[^\s/]*(?:/\w+)*/cleanup\[\d+\]: (?P<queue>\w+): (?:\w+: )?message-id=(?P<id><[^>\s]+>)")
_TAKEN = re.compile(r"postfix[^\s/]*(?:/\w+)*/qmgr\[\d+\]: (?P<queue>\w+): from=<[^>]*>, size=\d+, nrcpt=\d+ ")


@dataclass(frozen=True, slots=True)
class Proved:
    """Tickets, by what the log proves of their mails."""

    taken: frozenset[str]
    never: frozenset[str]
    open: frozenset[str]  # it proves nothing


def read_log(lines: Iterable[str], doubtful: Collection[str], sent: Collection[str]) -> Proved:
    """Read a log, oldest line first. `doubtful` are the tickets in question, `sent` those known to have been taken.

    The log is taken as whole when it has all of `sent`, and one at least: a log that was cut, or is another server's,
    lacks some of them, and then absence proves nothing.
    """
    queues: dict[str, str] = {}
    taken: set[str] = set()
    for line in lines:
        if found := _ID.search(line):
            if ticket := ticket_of(found["id"]):
                queues[found["queue"]] = ticket
        elif (found := _TAKEN.search(line)) and found["queue"] in queues:
            taken.add(queues[found["queue"]])
    wanted = frozenset(doubtful)
    whole = bool(sent) and taken.issuperset(sent)
    absent = wanted - taken
    return Proved(wanted & taken, absent if whole else frozenset(), frozenset() if whole else absent)
