"""The only way out to the network: looks names up, checks the address that is really connected to, keeps deadlines."""

from __future__ import annotations

import errno
import ssl
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

import httpcore2

from digest.errors import SourceTrouble
from digest.sources.addresses import Address, Allowed, trouble_with
from digest.sources.names import CONNECTION, Unreached

LookUp = Callable[[str, float], tuple[Address, ...]]

_DOWN_AFTER = 20  # hosts that let a connection time out, with not one that answered: the network is down, not the hosts
_WORDS = {
    errno.ECONNREFUSED: "refuses connections",
    errno.ECONNRESET: "broke the connection off",
    errno.EHOSTUNREACH: "cannot be reached: there is no way to it",
    errno.ENETUNREACH: "cannot be reached: this machine has no network",
    errno.ETIMEDOUT: "does not answer",
}


class Flood(Exception):
    """More bytes came over the wire than were agreed to."""


class Reach:
    """What this run has learnt about who can be reached. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._dead: dict[tuple[str, int], Unreached] = {}
        self._silent = 0
        self._answered = False

    @property
    def down(self) -> bool:
        """Whether hosts could not be reached, and none could."""
        with self._lock:
            return bool(self._dead) and not self._answered

    def check(self, host: str, port: int) -> None:
        """Raise Unreached at once where waiting again would be in vain."""
        with self._lock:
            if trouble := self._dead.get((host, port)):
                raise Unreached(trouble.what, trouble.advice, unknown=trouble.unknown)
            if not self._answered and self._silent >= _DOWN_AFTER:
                raise Unreached(f"{host} was not tried: none of {self._silent} other hosts answered", CONNECTION)

    def note(self, host: str, port: int, trouble: Unreached | None) -> None:
        """Remember how a connection went."""
        with self._lock:
            if trouble is None:
                self._answered = True
            else:
                self._dead[host, port] = trouble
                self._silent += trouble.silent


class Door(httpcore2.NetworkBackend):
    """Connects to permitted addresses only, and ends everything at `until` (monotonic seconds), however it drips.

    No more than `budget` bytes are let in; whoever makes a request sets both. `always` names a host that is permitted
    whatever its address: the proxy that the user has set.
    """

    def __init__(self, allowed: Allowed, look_up: LookUp, reach: Reach, always: str = "") -> None:
        self.until = float("inf")
        self.budget = 0
        self._allowed = allowed
        self._look_up = look_up
        self._reach = reach
        self._always = always
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect. Raises Unreached, or SourceTrouble when only forbidden addresses are behind the name."""
        self._reach.check(host, port)
        seconds = self.left(timeout)
        try:
            stream = self._connect(host, port, seconds, socket_options or ())
        except Unreached as trouble:
            if not (trouble.silent and timeout is not None and seconds < timeout):  # too short to say anything of it
                self._reach.note(host, port, trouble)
            raise
        self._reach.note(host, port, None)
        return _Timed(stream, self)

    def let_in(self, data: bytes) -> bytes:
        """Count what came. Raises Flood when it is more than was agreed."""
        self.budget -= len(data)
        if self.budget < 0:
            raise Flood
        return data

    def left(self, timeout: float | None) -> float:
        """Seconds that one step may take. Raises httpcore2.ReadTimeout when the deadline is past."""
        remaining = self.until - time.monotonic()
        if remaining <= 0:
            raise httpcore2.ReadTimeout
        return remaining if timeout is None else min(timeout, remaining)

    def _connect(
        self, host: str, port: int, seconds: float, options: Iterable[httpcore2.SOCKET_OPTION]
    ) -> httpcore2.NetworkStream:
        """Try the permitted addresses in turn: half the remaining time for each, the rest for the last."""
        end = time.monotonic() + seconds
        addresses = self._permitted(host, port, self._look_up(host, seconds))
        trouble: Unreached | None = None
        for number, address in enumerate(addresses, 1):
            share = max(end - time.monotonic(), 0.01) / (1 if number == len(addresses) else 2)
            try:
                return self._plain.connect_tcp(str(address), port, timeout=share, socket_options=options)
            except httpcore2.ConnectTimeout:
                what = f"{host} does not answer within {seconds:.3g} s"
                trouble = Unreached(what, f"The next run tries again. {CONNECTION}", silent=True)
            except httpcore2.ConnectError as error:
                trouble = _unreached(host, error)
        raise trouble or Unreached(f"the name {host} has no address", "Check the address.")

    def _permitted(self, host: str, port: int, addresses: tuple[Address, ...]) -> tuple[Address, ...]:
        if host == self._always:
            return addresses
        permitted = tuple(address for address in addresses if self._allowed.permits(host, port, address))
        if addresses and not permitted:
            raise forbidden(host, addresses[0])
        return permitted


def forbidden(host: str, address: Address) -> SourceTrouble:
    """The trouble with a host whose address is not public."""
    place = f"{host} leads to {address}" if host != str(address) else host
    return SourceTrouble(
        f"{place}, {trouble_with(address)}: not fetched",
        f'If that is meant, add "{host}" to allow_hosts in feeds.toml.',
    )


def _unreached(host: str, error: httpcore2.ConnectError) -> Unreached:
    cause = error.args[0] if error.args else None
    number = cause.errno if isinstance(cause, OSError) else None
    words = _WORDS.get(number or 0, f"cannot be connected to ({cause})")
    return Unreached(f"{host} {words}", f"The next run tries again. {CONNECTION}")


class _Timed(httpcore2.NetworkStream):
    """A stream of which no step outlasts its door's deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, door: Door) -> None:
        self._stream = stream
        self._door = door

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._door.let_in(self._stream.read(max_bytes, self._door.left(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._door.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._door.left(timeout)), self._door)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
