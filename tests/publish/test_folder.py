"""An issue's folder is written whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.errors import DigestError, EnvironmentFault
from digest.models import Rendered
from digest.publish.folder import publish

ISSUE = "weekly/2025-W23"


def files(**bodies: str) -> list[Rendered]:
    """Outputs by name, dots written as underscores."""
    return [Rendered(name.replace("_", "."), "text/plain", body.encode()) for name, body in bodies.items()]


OLD, NEW = files(a_txt="old", gone_txt="x"), files(a_txt="new", b_txt="more")


def held(folder: Path) -> dict[str, str]:
    """The names and texts in a folder."""
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_an_issue_lies_in_its_edition_s_folder(tmp_path: Path) -> None:
    path = publish(str(tmp_path), ISSUE, NEW, incomplete=False)
    assert path == str(tmp_path / "weekly" / "2025-W23")
    assert held(Path(path)) == {"a.txt": "new", "b.txt": "more"}
    assert [entry.name for entry in (tmp_path / "weekly").iterdir()] == ["2025-W23"]


def test_a_new_rendering_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    publish(str(tmp_path), ISSUE, OLD, incomplete=False)
    path = publish(str(tmp_path), ISSUE, NEW, incomplete=False)
    assert held(Path(path)) == {"a.txt": "new", "b.txt": "more"}


def test_the_same_bytes_leave_the_folder_untouched(tmp_path: Path) -> None:
    path = Path(publish(str(tmp_path), ISSUE, NEW, incomplete=False))
    before = {entry.name: entry.stat().st_ino for entry in path.iterdir()}
    publish(str(tmp_path), ISSUE, NEW, incomplete=False)
    assert {entry.name: entry.stat().st_ino for entry in path.iterdir()} == before


def test_an_incomplete_issue_is_kept_apart_until_a_complete_one_comes(tmp_path: Path) -> None:
    kept = Path(publish(str(tmp_path), ISSUE, OLD, incomplete=True))
    assert kept.name == "2025-W23.incomplete"
    whole = Path(publish(str(tmp_path), ISSUE, NEW, incomplete=False))
    assert held(whole) == {"a.txt": "new", "b.txt": "more"}
    assert not kept.exists()


def test_an_incomplete_issue_does_not_touch_a_complete_one(tmp_path: Path) -> None:
    whole = Path(publish(str(tmp_path), ISSUE, OLD, incomplete=False))
    publish(str(tmp_path), ISSUE, NEW, incomplete=True)
    assert held(whole) == {"a.txt": "old", "gone.txt": "x"}


def test_others_may_read_and_only_the_owner_may_write(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        path = Path(publish(str(tmp_path), ISSUE, NEW, incomplete=False))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o755
    assert stat.S_IMODE((path / "a.txt").stat().st_mode) == 0o644


@pytest.mark.parametrize(
    "issue_id",
    [
        "../x",
        "weekly/..",
        "weekly/../../x",
        "/etc/x",
        "weekly//x",
        "",
        "weekly/.hidden",
        "a\\b",
        "a/b\0",
        "weekly/x.incomplete",
    ],
)
def test_an_id_that_leads_elsewhere_is_refused(tmp_path: Path, issue_id: str) -> None:
    with pytest.raises(DigestError, match="cannot be the name of a folder"):
        publish(str(tmp_path / "out"), issue_id, NEW, incomplete=False)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name", ["../a.txt", "a/../b.txt", "a/b/c.txt", "/b.txt", "a/", ".a/b.txt", ".profile", "", "a\nb"]
)
def test_a_file_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DigestError, match="cannot be the name of a file"):
        publish(str(tmp_path), ISSUE, [Rendered(name, "text/plain", b"")], incomplete=False)


def test_files_may_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    inner = [*NEW, Rendered("pictures/x.jpg", "image/jpeg", b"x"), Rendered("pictures/y.jpg", "image/jpeg", b"y")]
    path = Path(publish(str(tmp_path), ISSUE, inner, incomplete=False))
    assert sorted(one.name for one in (path / "pictures").iterdir()) == ["x.jpg", "y.jpg"]
    before = (path / "pictures" / "x.jpg").stat().st_ino
    publish(str(tmp_path), ISSUE, inner, incomplete=False)
    assert (path / "pictures" / "x.jpg").stat().st_ino == before
    (path / "pictures" / "stray.jpg").write_bytes(b"z")
    publish(str(tmp_path), ISSUE, inner, incomplete=False)
    assert sorted(one.name for one in (path / "pictures").iterdir()) == ["x.jpg", "y.jpg"]


def test_two_outputs_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="same name"):
        publish(str(tmp_path), ISSUE, [*NEW, *NEW], incomplete=False)


# -- crashes ------------------------------------------------------------------------------------------------------


def _half_written(parent: Path, old: Path) -> None:
    (parent / ".2025-W23.new").mkdir()
    (parent / ".2025-W23.new" / "a.txt").write_text("ne")


def _between_the_renames(parent: Path, old: Path) -> None:
    _half_written(parent, old)
    old.rename(parent / ".2025-W23.old")


def _before_the_old_one_was_cleared_away(parent: Path, old: Path) -> None:
    (parent / ".2025-W23.old").mkdir()
    (parent / ".2025-W23.old" / "a.txt").write_text("older")


@pytest.mark.parametrize("crash", [_half_written, _between_the_renames, _before_the_old_one_was_cleared_away])
@pytest.mark.parametrize("again", [OLD, NEW], ids=["the same issue", "another rendering"])
def test_the_next_call_recovers_from_a_crash(
    tmp_path: Path, crash: Callable[[Path, Path], None], again: list[Rendered]
) -> None:
    old = Path(publish(str(tmp_path), ISSUE, OLD, incomplete=False))
    crash(old.parent, old)
    publish(str(tmp_path), ISSUE, again, incomplete=False)
    assert held(old) == {one.name: one.body.decode() for one in again}
    assert [entry.name for entry in old.parent.iterdir()] == ["2025-W23"]


WRITER = """
import sys
from digest.models import Rendered
from digest.publish.folder import publish
n = 0
while True:
    n += 1
    publish(sys.argv[1], "weekly/2025-W23", [Rendered(f"{k}.txt", "text/plain", str(n).encode()) for k in range(20)], False)
    if n == 1:
        print("ready", flush=True)
"""


def test_killed_at_any_moment_the_folder_is_one_whole_rendering(tmp_path: Path) -> None:
    for moment in range(6):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(0.003 * moment)
            writer.send_signal(signal.SIGKILL)
        target = tmp_path / "weekly" / "2025-W23"
        found = target if target.exists() else tmp_path / "weekly" / ".2025-W23.old"
        assert len(held(found)) == 20
        assert len(set(held(found).values())) == 1
        publish(str(tmp_path), ISSUE, OLD, incomplete=False)
        assert held(target) == {"a.txt": "old", "gone.txt": "x"}


# -- a machine that cannot ----------------------------------------------------------------------------------------

FULL = """
import resource, signal, sys
from digest.errors import EnvironmentFault
from digest.models import Rendered
from digest.publish.folder import publish
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    publish(sys.argv[1], "weekly/2025-W23", [Rendered("a.txt", "text/plain", b"x" * 5000)], False)
except EnvironmentFault as fault:
    print(fault)
"""


def test_when_a_file_does_not_fit_the_old_issue_stays_and_nothing_half_written_is_left(tmp_path: Path) -> None:
    old = Path(publish(str(tmp_path), ISSUE, OLD, incomplete=False))
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == f"{old}: the issue cannot be written: File too large.\n"
    assert held(old) == {"a.txt": "old", "gone.txt": "x"}
    assert [entry.name for entry in old.parent.iterdir()] == ["2025-W23"]


def test_a_file_in_the_way_is_told_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "weekly").write_text("")
    with pytest.raises(EnvironmentFault, match="a file stands where a folder must be"):
        publish(str(tmp_path), ISSUE, NEW, incomplete=False)
