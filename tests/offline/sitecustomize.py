"""Refuse every connection that leaves this machine, as the system does when the cable is out.

Python imports this by itself in a child that has the folder on its PYTHONPATH; conftest.py imports it for the tests
themselves. Loopback and Unix sockets stay open. What was tried is noted in `attempts`.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

attempts: list[str] = []

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_sendto = socket.socket.sendto
_getaddrinfo = socket.getaddrinfo


def stays(host: object) -> bool:
    """Whether a host is this machine itself; a name other than localhost is not, whatever it resolves to."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _is_address(host: object) -> bool:
    try:
        ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return True


def _leaves(of: socket.socket, address: Any) -> bool:
    if of.family not in (socket.AF_INET, socket.AF_INET6) or stays(address[0]):
        return False
    attempts.append(f"{address[0]} port {address[1]}")
    return True


def connect(self: socket.socket, address: Any) -> None:
    """In place of `socket.connect`."""
    if _leaves(self, address):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")
    _connect(self, address)


def connect_ex(self: socket.socket, address: Any) -> int:
    """In place of `socket.connect_ex`: the error's number, 0 when connected."""
    return errno.ENETUNREACH if _leaves(self, address) else _connect_ex(self, address)


def sendto(self: socket.socket, data: Any, *rest: Any) -> int:
    """In place of `socket.sendto`: bytes sent."""
    if _leaves(self, rest[-1]):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")
    return _sendto(self, data, *rest)


def getaddrinfo(host: Any, port: Any, *rest: Any, **named: Any) -> Any:
    """In place of `socket.getaddrinfo`: an address written in digits asks nobody, every other name is unknown."""
    if stays(host) or _is_address(host):
        return _getaddrinfo(host, port, *rest, **named)
    attempts.append(f"the address of {host}")
    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def _install() -> None:
    replacements: tuple[tuple[Any, Callable[..., Any]], ...] = (
        (socket.socket, connect),
        (socket.socket, connect_ex),
        (socket.socket, sendto),
        (socket, getaddrinfo),
    )
    for owner, replacement in replacements:
        setattr(owner, replacement.__name__, replacement)


_install()
