"""The process engine: a value that spins, allocates or crashes dies alone, and no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import psutil
import pytest

from digest.engine.processes import ProcessEngine
from digest.errors import EnvironmentFault
from digest.models import Failure
from digest.protocols import Limits
from tests.engine import jobs
from tests.engine.jobs import misbehave, named

ROOMY = Limits(cpu=30, memory=512, wall=60)
TIGHT = Limits(cpu=0.3, memory=100, wall=5)
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def engine() -> Iterator[ProcessEngine]:
    with ProcessEngine(2, ("pytest",)) as made:
        yield made


@pytest.mark.parametrize(
    ("job", "what"),
    [
        pytest.param(jobs.spin, "took more than 0.3 s of CPU time", id="spins"),
        pytest.param(jobs.spin_in_c, "took more than 0.3 s of CPU time", id="spins in C"),
        pytest.param(jobs.doze, "took more than 5 s", id="sleeps"),
        pytest.param(jobs.allocate, "needed more than 100 MB of memory", id="allocates"),
        pytest.param(jobs.exit_well, "its process ended with status 0 before the work was done", id="exits with 0"),
        pytest.param(jobs.exit_badly, "its process ended with status 3 before the work was done", id="exits with 3"),
        pytest.param(jobs.segfault, "crashed (signal 11, SIGSEGV)", id="segfault"),
        pytest.param(jobs.abort, "crashed (signal 6, SIGABRT)", id="abort"),
        pytest.param(jobs.kill_self, "was killed (signal 9)", id="killed"),
        pytest.param(jobs.leave, "failed with SystemExit: 3", id="SystemExit"),
        pytest.param(jobs.return_function, "the result cannot be passed between processes: ", id="unpicklable result"),
        pytest.param(jobs.return_riddle, "the result cannot be passed between processes: ", id="result not read back"),
        pytest.param(
            jobs.die_while_answering, "its process ended with status 7 before the work was done", id="dies answering"
        ),
        pytest.param(
            jobs.Unpackable(),
            "the value cannot be passed between processes: RuntimeError: not with me",
            id="unpicklable value",
        ),
    ],
)
def test_a_bad_value_fails_alone(engine: ProcessEngine, job: object, what: str) -> None:
    values = [1, 2, 3, job, 4, 5, 6, 7]
    *before, failure, four, five, six, seven = engine.run(misbehave, values, TIGHT, named)
    assert (before, four, five, six, seven) == ([1, 2, 3], 4, 5, 6, 7)
    assert isinstance(failure, Failure)
    assert failure.where == f"item {job}"
    assert failure.what.startswith(what)
    assert failure.advice


def test_many_bad_values_at_once(engine: ProcessEngine) -> None:
    values: list[object] = [jobs.segfault if n % 3 == 0 else n for n in range(60)]
    outcomes = list(engine.run(misbehave, values, ROOMY, named))
    assert [isinstance(outcome, Failure) for outcome in outcomes] == [n % 3 == 0 for n in range(60)]
    assert [outcome for outcome in outcomes if not isinstance(outcome, Failure)] == [n for n in range(60) if n % 3]


def test_limits_hold_for_each_value_anew(engine: ProcessEngine) -> None:
    outcomes = list(engine.run(_burn, [0.2] * 6, Limits(cpu=0.5, memory=100, wall=0), named))
    assert outcomes == [0.2] * 6


def test_no_limits(engine: ProcessEngine) -> None:
    assert list(engine.run(misbehave, [jobs.allocate], Limits(0, 0, 0), named)) == [1000 * jobs.MB]


def test_memory_is_given_back_after_a_value(engine: ProcessEngine) -> None:
    assert list(engine.run(_fill, [60] * 8, Limits(cpu=0, memory=100, wall=0), named)) == [60] * 8


def test_a_worker_killed_while_working_fails_its_value_only(tmp_path: Path) -> None:
    note = tmp_path / "worker"

    def values() -> Iterator[object]:
        yield from (1, partial(jobs.note_pid_and_spin, str(note)), 2)
        _wait_until(lambda: note.exists() and note.read_text() != "")
        os.kill(int(note.read_text()), signal.SIGKILL)
        yield from (3, 4)

    with ProcessEngine(2, ("pytest",)) as engine:
        one, failure, *others = engine.run(misbehave, values(), Limits(0, 0, 0), named)
    assert (one, others) == (1, [2, 3, 4])
    assert isinstance(failure, Failure)
    assert failure.what == "was killed (signal 9)"


def test_an_idle_worker_that_was_killed_is_replaced() -> None:
    with ProcessEngine(1, ("pytest",)) as engine:
        (victim,) = engine.run(jobs.pid, [0], ROOMY, named)
        assert isinstance(victim, int)
        os.kill(victim, signal.SIGKILL)
        _wait_until(lambda: not psutil.pid_exists(victim))
        (other,) = engine.run(jobs.pid, [0], ROOMY, named)
        assert isinstance(other, int)
        assert other != victim


def test_workers_are_used_again(engine: ProcessEngine) -> None:
    assert len(set(engine.run(jobs.pid, range(100), ROOMY, named))) <= 2


def test_nothing_is_started_when_there_is_nothing_to_run() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with ProcessEngine(2) as engine:
        assert list(engine.run(jobs.double, [], ROOMY, named)) == []
        assert {child.pid for child in psutil.Process().children(recursive=True)} <= before


def test_a_run_that_is_left_early_leaves_no_worker_busy() -> None:
    with ProcessEngine(2, ("pytest",)) as engine:
        run = engine.run(misbehave, [1, jobs.spin, jobs.spin], Limits(0, 0, 0), named)
        assert next(run) == 1
        run.close()  # type: ignore[attr-defined]
        assert list(engine.run(jobs.double, [1, 2], ROOMY, named)) == [2, 4]
    with ProcessEngine(1, ("pytest",)) as engine:
        assert list(islice(engine.run(jobs.double, [1, 2, 3], ROOMY, named), 1)) == [2]


def test_closing_ends_every_worker() -> None:
    engine = ProcessEngine(2, ("pytest",))
    run = engine.run(misbehave, [os.getpid, os.getpid, jobs.spin, jobs.spin], Limits(0, 0, 0), named)
    workers = [next(run), next(run)]
    engine.close()
    assert not any(isinstance(worker, int) and psutil.pid_exists(worker) for worker in workers)
    assert list(engine.run(jobs.double, [1], ROOMY, named)) == [2]
    engine.close()


def test_what_a_worker_prints_stays_out_of_standard_output(
    engine: ProcessEngine, capfd: pytest.CaptureFixture[str]
) -> None:
    assert list(engine.run(misbehave, [jobs.print_loudly], ROOMY, named)) == ["done"]
    assert capfd.readouterr().out == ""


def test_a_function_that_no_process_can_find_is_refused(engine: ProcessEngine) -> None:
    with pytest.raises(AttributeError, match="local object"):
        list(engine.run(lambda value: value, [1], ROOMY, named))


def test_an_engine_needs_a_worker() -> None:
    with pytest.raises(ValueError, match="at least one worker"):
        ProcessEngine(0)


def test_workers_that_never_get_ready_are_the_machines_fault(tmp_path: Path) -> None:
    program = _program(tmp_path, "list(engine.run(jobs.double, [1], LIMITS, jobs.named))")
    program.write_text(
        program.read_text().replace("if __name__", "if __name__ != '__main__':\n    sys.exit(9)\nif __name__")
    )
    done = subprocess.run([sys.executable, program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert EnvironmentFault.__name__ in done.stderr
    assert "3 worker processes in a row" in done.stderr


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
def test_workers_die_with_their_parent(tmp_path: Path, how: signal.Signals) -> None:
    note = tmp_path / "worker"
    program = _program(
        tmp_path, f"list(engine.run(jobs.note_pid_and_spin, [{str(note)!r}], Limits(0, 0, 0), jobs.named))"
    )
    parent = subprocess.Popen([sys.executable, program], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _wait_until(lambda: note.exists() and note.read_text() != "")
        family = psutil.Process(parent.pid).children(recursive=True)
        assert int(note.read_text()) in {member.pid for member in family}
        parent.send_signal(how)
        parent.wait(10)
        _wait_until(lambda: not any(_alive(member) for member in family))
    finally:
        parent.kill()
        parent.wait()
    assert parent.returncode != 0


def test_ctrl_c_while_the_fork_server_loads_says_nothing(tmp_path: Path) -> None:
    """Ctrl-C goes to the whole group of processes: what is still loading must not complain of it."""
    (tmp_path / "slow_to_load.py").write_text(
        "import pathlib, time\npathlib.Path(__file__).with_name('loading').touch()\ntime.sleep(1.5)\n"
    )
    wait = "engine.warm()\n        try:\n            time.sleep(30)\n        except KeyboardInterrupt:\n            time.sleep(1)"
    program = _program(tmp_path, wait)
    text = program.read_text().replace("import sys\n", "import sys, time\n", 1)
    program.write_text(text.replace("ProcessEngine(1)", "ProcessEngine(1, ['slow_to_load'])"))
    parent = subprocess.Popen(
        [sys.executable, program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        _wait_until((tmp_path / "loading").exists)
        os.killpg(parent.pid, signal.SIGINT)
        _, said = parent.communicate(timeout=20)
    finally:
        parent.kill()
        parent.communicate()
    assert said == ""


def _program(folder: Path, line: str) -> Path:
    """A script that runs one line with an engine at hand."""
    path = folder / "program.py"
    path.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from digest.engine.processes import ProcessEngine\nfrom digest.protocols import Limits\n"
        "from tests.engine import jobs\n"
        "LIMITS = Limits()\n"
        f"if __name__ == '__main__':\n    with ProcessEngine(1) as engine:\n        {line}\n"
    )
    return path


def _alive(process: psutil.Process) -> bool:
    """Whether it still runs; a zombie that nobody has fetched yet does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _burn(seconds: float) -> float:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds


def _fill(megabytes: int) -> int:
    return len(bytearray(megabytes * jobs.MB)) // jobs.MB


def _wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    assert holds()


def test_a_warm_engine_gives_the_same_and_an_unused_one_ends_quietly() -> None:
    with ProcessEngine(2) as engine:
        engine.warm()
        assert list(engine.run(abs, [-1, 2, -3], ROOMY, named)) == [1, 2, 3]
    with ProcessEngine(2) as unused:
        unused.warm()


def test_an_engine_that_nobody_needed_ends_its_server_at_once() -> None:
    """Who reads our output through a pipe waits until the last process that holds it has gone."""
    code = (
        "from digest.engine.processes import ProcessEngine\n"
        "with ProcessEngine(1, ['tests.engine.slow_to_load']) as engine:\n"
        "    engine.warm()\n"
        "print('over')\n"
    )
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("over\n", "")
    assert time.monotonic() - start < 4


def test_an_engine_works_after_one_that_nobody_needed() -> None:
    for _ in range(2):
        with ProcessEngine(1) as engine:
            engine.warm()
    with ProcessEngine(1) as engine:
        engine.warm()
        assert list(engine.run(jobs.double, [1, 2], ROOMY, named)) == [2, 4]
