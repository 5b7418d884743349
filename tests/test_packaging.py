"""What leaves the house: the wheel, the source archive, the Makefile, and an environment that has only the wheel."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from digest import __version__

ROOT = Path(__file__).parents[1]
NAME = f"digest-{__version__}"


def _run(*words: str | Path, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; what it wrote is in the report when it fails."""
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, f"{words} gave {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def _build(kind: str, project: Path, target: Path) -> Path:
    _run(sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", target, cwd=project)
    (made,) = target.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build("sdist", ROOT, tmp_path_factory.mktemp("archive"))


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def _files(folder: str) -> set[str]:
    """Every file below a folder of the repository, by its path inside that folder."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT / folder).as_posix() for path in found}


@pytest.mark.parametrize(
    ("folder", "mapped"),
    [("digest", "digest"), ("templates", "digest/_templates"), ("inbox", "digest/_starter/inbox")],
)
def test_the_wheel_holds_every_file_of(folder: str, mapped: str, wheel: Path) -> None:
    wanted = {f"{mapped}/{name}" for name in _files(folder)}
    assert wanted
    assert wanted <= _names(wheel)


def test_the_wheel_holds_the_starting_point_the_licences_and_nothing_else(wheel: Path) -> None:
    names = _names(wheel)
    assert {
        "digest/_starter/feeds.toml",
        "digest/py.typed",
        f"{NAME}.dist-info/licenses/LICENSE",
        f"{NAME}.dist-info/licenses/digest/data/LICENSES.md",
    } <= names
    assert {name.partition("/")[0] for name in names} == {"digest", f"{NAME}.dist-info"}


def test_the_same_sources_give_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    assert _build("wheel", ROOT, tmp_path).read_bytes() == wheel.read_bytes()


def test_the_source_archive_is_enough_to_build_the_wheel_and_to_work_on_it(
    archive: Path, wheel: Path, tmp_path: Path
) -> None:
    _run("tar", "--extract", "--file", archive, cwd=tmp_path)
    project = tmp_path / NAME
    assert _names(_build("wheel", project, tmp_path / "wheel")) == _names(wheel)
    kept = ["Makefile", "requirements.lock", ".ci/run", ".ci/environment", "tests/conftest.py", "CHANGELOG.md"]
    assert [name for name in kept if not (project / name).is_file()] == []


def test_every_target_of_the_makefile_is_phony_and_explained() -> None:
    """`digest` is also a folder: without .PHONY, `make digest` would find it up to date."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"(?m)^([a-z][\w-]*):", text)
    phony = re.findall(r"(?m)^\.PHONY: (.*)$", text)[0].split()
    explained = re.findall(r"(?m)^([a-z][\w-]*):.*## \w", text)
    assert {"setup", "digest", "test", "check", "bench"} <= set(targets)
    assert sorted(targets) == sorted(phony) == sorted(explained)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a fresh environment that has the wheel, and its dependencies from this one."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False, symlinks=True)
    scripts = folder / "bin"
    pip = (sys.executable, "-m", "pip", "--python", scripts / "python", "--disable-pip-version-check", "--quiet")
    _run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    libraries = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    (libraries / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts


@pytest.mark.slow
def test_the_wheel_makes_its_first_issue_in_an_empty_folder(
    installed: Path, tmp_path: Path, offline: dict[str, str]
) -> None:
    program = installed / "digest"
    _run(program, "init", cwd=tmp_path, env=offline)
    assert (tmp_path / "feeds.toml").is_file()
    _run(program, "run", cwd=tmp_path, env=offline)
    (plan,) = tmp_path.glob("out/*/*/issue.json")
    assert {path.name for path in plan.parent.iterdir()} >= {"mail.eml", "mail.html", "mail.txt", "issue.pdf"}
    assert [section["name"] for section in json.loads(plan.read_text(encoding="utf-8"))["sections"]]


def test_the_fresh_environment_has_its_own_program(installed: Path, tmp_path: Path) -> None:
    code = "import digest; print(digest.__file__)"
    bare = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    found = _run(installed / "python", "-c", code, cwd=tmp_path, env=bare).stdout.strip()
    assert Path(found).is_relative_to(installed.parent)
