"""What can happen to a value on its way through an engine, as a `Failure` in plain words."""

from __future__ import annotations

import signal
from dataclasses import replace

from digest.errors import SourceTrouble
from digest.models import Failure

LONGEST = 300  # characters of a foreign error text that are kept
_FAULT = "This is a fault of the program: report it together with the item."
_SPENT = (signal.SIGPROF, signal.SIGXCPU)


def raised(base: Failure, error: BaseException) -> Failure:
    """`base`, told that the work raised `error`. A SourceTrouble brings its own words and place."""
    if isinstance(error, SourceTrouble):
        return troubled(base, error.what, error.advice, error.where)
    return failed(base, type(error).__name__, str(error))


def troubled(base: Failure, what: str, advice: str, where: str) -> Failure:
    """`base`, told what a SourceTrouble said; its place narrows down the place of `base`."""
    place = f"{base.where}, {where}" if base.where and where else base.where or where
    return replace(base, what=what, advice=advice, where=place)


def failed(base: Failure, kind: str, text: str) -> Failure:
    """`base`, told that an unexpected exception of type `kind` came."""
    return replace(base, what=f"failed with {kind}: {_line(text)}" if text else f"failed with {kind}", advice=_FAULT)


def too_big(base: Failure, megabytes: int) -> Failure:
    """`base`, told that the work asked for more memory than it may have (0: than the machine has)."""
    amount = f"{megabytes} MB of memory" if megabytes else "all the memory there is"
    return replace(base, what=f"needed more than {amount}", advice="It was left out: look for a huge or broken file.")


def too_slow(base: Failure, seconds: float) -> Failure:
    """`base`, told that the work took too long by the clock on the wall."""
    return replace(base, what=f"took more than {seconds:g} s", advice="It was left out; the next run tries again.")


def unfit(base: Failure, what: str, text: str) -> Failure:
    """`base`, told that a value or a result (`what` says which) cannot travel between processes."""
    return replace(base, what=f"{what} between processes: {_line(text)}", advice=_FAULT)


def died(base: Failure, code: int | None, cpu: float) -> Failure:
    """`base`, told how its process ended. `code` is an exit status, or minus the signal; None when unknown."""
    if code is not None and -code in _SPENT:
        return replace(
            base,
            what=f"took more than {cpu:g} s of CPU time" if cpu else "took more CPU time than this machine allows",
            advice="It was left out: look for a huge or deliberately tangled file.",
        )
    if code == -signal.SIGKILL:
        return replace(base, what="was killed (signal 9)", advice="The machine may have run out of memory.")
    if code is not None and code < 0:
        return replace(base, what=f"crashed (signal {-code}, {_signal_name(-code)})", advice=_FAULT)
    ending = "its process vanished" if code in (None, 255) else f"its process ended with status {code}"
    return replace(base, what=f"{ending} before the work was done", advice=_FAULT)


def _line(text: str) -> str:
    """A foreign text on one line of at most LONGEST characters."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
