"""Work that workers do in these tests: module-level functions of plain values."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from digest.errors import SourceTrouble
from digest.models import Failure

MB = 1 << 20


def named(value: object) -> Failure:
    """How a value is called when it fails."""
    return Failure("Wire", f"item {value}", "parse", "")


def double(value: int) -> int:
    """An ordinary job."""
    return value * 2


def pid(_: object) -> int:
    """Which process is working."""
    return os.getpid()


def misbehave(how: object) -> object:
    """What `how` says: end, raise, use up or return something it should not; any other value is returned."""
    if callable(how):
        return how()
    return how


def spin() -> None:
    """Never end, and use the processor for it."""
    while True:
        pass


def spin_in_c() -> None:
    """Never end inside a C function, where no Python signal handler can run."""
    pow(3, 10**9, 10**400_000 + 1)


def doze() -> None:
    """Never end, at no cost."""
    time.sleep(1000)


def allocate() -> int:
    """Ask for a gigabyte."""
    return len(bytearray(1000 * MB))


def exit_well() -> None:
    """Leave without a word, as if all were well."""
    os._exit(0)


def exit_badly() -> None:
    """Leave with a status."""
    os._exit(3)


def segfault() -> None:
    """Read what lies at address 0."""
    ctypes.string_at(0)


def abort() -> None:
    """End as a failed assertion in C does."""
    os.abort()


def die_while_answering() -> object:
    """Return something that kills the process when it is packed for the way back."""
    return _Bomb()


def kill_self() -> None:
    """What the kernel does when the machine runs out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def raise_error() -> None:
    """An exception nobody expected."""
    raise ValueError("line 1\n  line 2 " + "x" * 1000)


def raise_trouble() -> None:
    """Trouble with the source, in words."""
    raise SourceTrouble("is not a feed", "Open it in a browser.", "line 12")


def raise_memory_error() -> None:
    """What an allocation that fails raises."""
    raise MemoryError


def leave() -> None:
    """An exception that would end a program."""
    raise SystemExit(3)


def return_function() -> object:
    """A result that cannot be pickled."""
    return lambda: None


def return_riddle() -> object:
    """A result that can be pickled but not unpickled."""
    return _Riddle()


def print_loudly() -> str:
    """Write to standard output, as a careless library does."""
    sys.stdout.write("noise\n")
    sys.stdout.flush()
    os.write(1, b"more noise\n")
    return "done"


def note_pid_and_spin(path: str) -> None:
    """Write this process's number to a file, then never end."""
    Path(path).write_text(str(os.getpid()))
    spin()


class _Bomb:
    def __reduce__(self) -> str:
        os._exit(7)


class _Riddle:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (int, ("no number",))


class Unpackable:
    """A value that cannot be pickled."""

    def __reduce__(self) -> str:
        raise RuntimeError("not with me")
