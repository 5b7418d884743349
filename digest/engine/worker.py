"""The child's side: takes one value after the other from a pipe, works on it under limits, and sends the outcome back.

Messages to the worker are a pickled `Order`; the worker sends READY once, then one pickled `Answer` per order.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Literal

from digest.engine.ceiling import ceiling
from digest.errors import SourceTrouble

READY = b"ready"


@dataclass(frozen=True, slots=True)
class Order:
    """One piece of work: `fn(value)`, with at most `cpu` seconds and `memory` MB."""

    fn: Callable[[Any], Any]
    value: Any
    cpu: float
    memory: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an order: a result, or words about the trouble (exception type and text, or what and advice)."""

    kind: Literal["result", "trouble", "error", "memory", "unfit"]
    result: Any = None
    words: tuple[str, ...] = ()


def serve(pipe: Connection[Any, Any]) -> None:
    """Answer orders until the other end of `pipe` is closed. Never returns: leaves the process without clean-up."""
    _settle()
    try:
        pipe.send_bytes(READY)
        while True:
            reply, spoilt = _reply(pipe.recv_bytes())
            pipe.send_bytes(reply)
            if spoilt:
                break
    except (EOFError, OSError):
        pass  # the parent has closed the pipe, or is gone
    os._exit(0)


def _reply(order: bytes) -> tuple[bytes, bool]:
    """The pickled answer, and whether this process should not be used again."""
    answer = _answer(order)
    try:
        return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL), answer.kind == "memory"
    except MemoryError:
        return pickle.dumps(Answer("memory")), True
    except Exception as error:  # noqa: BLE001 (a result that cannot be pickled may fail in any way)
        return pickle.dumps(Answer("unfit", words=("the result cannot be passed", _text(error)))), False


def _answer(order: bytes) -> Answer:
    try:
        work: Order = pickle.loads(order)  # noqa: S301 (our own parent's bytes, over a private pipe)
    except BaseException as error:  # noqa: BLE001 (importing fn's module may do anything)
        return Answer("unfit", words=("the work cannot be passed", _text(error)))
    try:
        with ceiling(work.cpu, work.memory):
            return Answer("result", work.fn(work.value))
    except SourceTrouble as trouble:
        return Answer("trouble", words=(trouble.what, trouble.advice, trouble.where))
    except MemoryError:
        return Answer("memory")
    except BaseException as error:  # noqa: BLE001 (the seam's edge; SystemExit must not end the worker either)
        return Answer("error", words=(type(error).__name__, str(error)))


def _text(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _settle() -> None:
    """Make this process a quiet one that dies with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    os.dup2(2, 1)  # what a library prints must not end up in the parent's own output
    _die_with_parent()


def _die_with_parent() -> None:
    """End when the parent is gone, however it went: its end of a pipe closes, and that is a signal to this process.

    (Not the kernel's "parent death signal": that one follows the fork server, which lives as long as its children.)
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel
    if sys.platform == "linux":  # the kernel acts, even while a loop inside a C library holds the interpreter
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(sentinel, fcntl.F_SETFL, fcntl.fcntl(sentinel, fcntl.F_GETFL) | os.O_ASYNC)
        if not parent.is_alive():
            os._exit(0)
    else:
        threading.Thread(target=lambda: (wait([sentinel]), os._exit(0)), daemon=True).start()
