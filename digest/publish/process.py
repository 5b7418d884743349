"""Which process sends: a name that no other has, and whether one that has it is surely gone."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5


def this_process() -> str:
    """`PLACE/PID/START`: the machine since it was started, the process, and when it began."""
    return f"{_place()}/{os.getpid()}/{_start(os.getpid())}"


def surely_gone(owner: str) -> bool:
    """Whether the process of that name ran here and runs no more. Of another machine nothing is known: False."""
    place, _, rest = owner.partition("/")
    pid, _, start = rest.partition("/")
    if place != _place() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return _start(int(pid)) != start


def _place() -> str:
    """The machine, its start and its process numbers' space: two containers on one machine are two places."""
    parts = [socket.gethostname(), _read(Path("/proc/sys/kernel/random/boot_id"))]
    with suppress(OSError):
        parts.append(str(Path("/proc/self/ns/pid").readlink()))
    return uuid5(NAMESPACE_OID, "\0".join(parts)).hex


def _start(pid: int) -> str:
    """When a process began, in ticks since the machine did; a process number alone is used again one day."""
    stat = _read(Path(f"/proc/{pid}/stat"))
    fields = stat.rpartition(")")[2].split()
    # A dead process that its parent has not asked about yet is dead all the same.
    return "" if not fields or fields[0] in {"Z", "X"} else fields[19]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
