"""Host names to addresses, with a time limit that the system's own look-up does not have."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address
from queue import Empty, SimpleQueue
from threading import Thread

from digest.errors import SourceTrouble
from digest.sources.addresses import Address, literal

CONNECTION = "Check this machine's internet connection."


class Unreached(SourceTrouble):
    """Nothing answers there: another feed of the same host need not be tried.

    `silent`: time ran out. `unknown`: there is no such name.
    """

    def __init__(self, what: str, advice: str = "", *, silent: bool = False, unknown: bool = False) -> None:
        """`silent` says that nobody answered at all, as on a machine whose network is down."""
        super().__init__(what, advice)
        self.silent = silent
        self.unknown = unknown


def look_up(host: str, seconds: float) -> tuple[Address, ...]:
    """The addresses of `host`, in the order in which the system would try them, within `seconds`.

    Raises Unreached. The system's look-up cannot be stopped: one that takes longer ends by itself, in a thread that
    nobody waits for.
    """
    if (address := literal(host) or _old_style(host)) is not None:
        return (address,)
    answer: SimpleQueue[tuple[Address, ...] | OSError | UnicodeError] = SimpleQueue()
    Thread(target=_ask, args=(host, answer), name=f"look up {host}", daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0.001))
    except Empty:
        raise Unreached(f"the name {host} was not found within {seconds:.3g} s", CONNECTION, silent=True) from None
    if isinstance(found, tuple):
        return found
    if isinstance(found, socket.gaierror) and found.errno == socket.EAI_AGAIN:
        raise Unreached(f"the name {host} cannot be looked up: no name server answers", CONNECTION)
    raise Unreached(f"the name {host} is not known", f"The site may have moved. {CONNECTION}", unknown=True)


def _old_style(host: str) -> Address | None:
    """The address behind the spellings that C libraries also take for one: 127.1, 0x7f000001, 2130706433."""
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _ask(host: str, answer: SimpleQueue[tuple[Address, ...] | OSError | UnicodeError]) -> None:
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        found = (literal(str(row[4][0])) for row in rows)
        answer.put(tuple(dict.fromkeys(address for address in found if address is not None)))
    except (OSError, UnicodeError) as error:  # UnicodeError: a label that is empty or too long
        answer.put(error)
