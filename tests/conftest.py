"""What holds for every test: no network, an odd time zone, the plain locale, no silent skip where it counts.

--update-golden      write the golden files instead of comparing with them
CI=true              a skipped test has failed
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.offline import sitecustomize as cable

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# 12:45 or 13:45 ahead of UTC, spelt out so that it does not depend on the system's zone files: half of the day the
# local date is not that of UTC. What is right here reads no local time at all.
os.environ["TZ"] = "CHAST-12:45CHADT,M9.5.0/2:45,M4.1.0/3:45"
time.tzset()
os.environ["LC_ALL"] = "C"
for name in [name for name in os.environ if name.startswith("DIGEST_") and name != "DIGEST_TEST_POSTGRES"]:
    del os.environ[name]
for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
    os.environ.pop(name, None)
    os.environ.pop(name.upper(), None)

# A shell hands SIGINT on to its background jobs as ignored, and so to all their children: a test that interrupts one
# would wait in vain.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No deadline: the machines that run this are shared. In CI the same examples every time, elsewhere new ones.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if IN_CI else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`."""
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing with them")


def _may_skip(reason: str) -> bool:
    """Outside CI anything; in CI only what needs the folder of samples, and only where that does not exist."""
    return not IN_CI or (reason.removeprefix("Skipped: ").startswith("needs ../shared") and not SHARED.is_dir())


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not _may_skip(reason):
        report.outcome = "failed"
        report.longrepr = f"a skip is a failure in CI: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a test's skip into a failure where skipping is not allowed."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Refuse what leaves this machine; a test that tries has failed, unless it is marked `offline`."""
    cable.attempts.clear()
    yield
    if cable.attempts and request.node.get_closest_marker("offline") is None:
        pytest.fail(f"reached for the network: {', '.join(cable.attempts)}")


@pytest.fixture
def offline() -> dict[str, str]:
    """An environment for children that have no network, to be passed to `subprocess.run(env=...)`."""
    path = os.pathsep.join(filter(None, (str(ROOT / "tests" / "offline"), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path}


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of samples and corpora beside the repository, for tests that are better with it."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared")
    return SHARED


Golden = Callable[[Path, str], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden(path, text)` holds `text` against a file kept in tests/, or writes it under `--update-golden`."""

    def compare(path: Path, made: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} is missing: look at what is made, then run pytest --update-golden"
        assert made == path.read_text(encoding="utf-8")

    return compare
