"""Limits that a worker lays on itself for the time of one value. POSIX only; memory is limited on Linux only."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MB = 1 << 20
_STATM = Path("/proc/self/statm")


@contextmanager
def ceiling(cpu: float, memory: int) -> Iterator[None]:
    """Within it, the process dies of SIGPROF after `cpu` seconds of CPU time, and may grow by `memory` MB. 0: no limit.

    The kernel ends the process, so that a loop inside a C library, where no Python signal handler runs, ends too.
    A timer instead of RLIMIT_CPU: that one counts whole seconds, and cannot be set back for the next value.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        _limit_memory(memory, hard)
        signal.setitimer(signal.ITIMER_PROF, cpu)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _limit_memory(memory: int, hard: int) -> None:
    """Let the address space grow by `memory` MB above what it is now, never above the machine's own limit."""
    if not memory or not _STATM.exists():
        return
    now = int(_STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    wanted = now + memory * _MB
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
