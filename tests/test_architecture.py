"""The house rules that no linter knows: sizes, names, clocks, broad excepts, heavy imports, and papers kept true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

from digest.config import schema
from digest.config.tables import Table

ROOT = Path(__file__).parents[1]
LONGEST_FUNCTION = 50  # lines, the docstring not counted
LONGEST_FILE = 400  # lines
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "shared", "base", "lib"}

PROGRAM = tuple(sorted((ROOT / "digest").rglob("*.py")))
BENCH = tuple(sorted((ROOT / "bench").rglob("*.py")))
TESTS = tuple(sorted((ROOT / "tests").rglob("*.py")))

# Where a broad `except` may stand: the edge of a seam, where whatever went wrong becomes a Failure.
SEAM_EDGES = {
    "digest/engine/crew.py::_finish",
    "digest/engine/crew.py::_take",
    "digest/engine/serial.py::_one",
    "digest/engine/worker.py::_answer",
    "digest/engine/worker.py::_reply",
    "digest/sources/fetching.py::_go_on",
}

# Read once, in cli/context.py, and handed down; but:
AMBIENT_ELSEWHERE = {
    ("sys.argv", "digest/cli/__init__.py"),  # where the process begins
    ("os.environ", "digest/render/pdf_paint.py"),  # fontconfig, a C library, takes its rules from there only
}
AMBIENT = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime", "time.ctime", "os.environ", "os.getenv", "os.environb", "sys.argv", "locale.getlocale",
    "random.random", "random.seed", "uuid.uuid1", "uuid.uuid4",
}  # fmt: skip


def _where(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _nodes(paths: tuple[Path, ...]) -> Iterator[tuple[Path, ast.AST]]:
    for path in paths:
        for node in ast.walk(_tree(path)):
            yield path, node


def _functions(paths: tuple[Path, ...]) -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path, node in _nodes(paths):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield path, node


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_no_function_is_too_long_to_be_read_at_once() -> None:
    found = [(_where(path, one), one.name, _length(one)) for path, one in _functions(PROGRAM + BENCH + TESTS)]
    assert [row for row in found if row[2] > LONGEST_FUNCTION] == []


def test_the_typical_function_is_short() -> None:
    lengths = sorted(_length(one) for _, one in _functions(PROGRAM))
    assert lengths[len(lengths) // 2] < 10


def test_no_file_is_too_long() -> None:
    lengths = [(_where(path), len(path.read_text(encoding="utf-8").splitlines())) for path in PROGRAM + BENCH + TESTS]
    assert [row for row in lengths if row[1] > LONGEST_FILE] == []


def test_every_file_has_a_name_that_says_something() -> None:
    assert [_where(path) for path in PROGRAM + BENCH + TESTS if path.stem.strip("_") in NAMELESS] == []


def test_clock_environment_and_chance_are_read_in_one_place() -> None:
    found = [
        f"{_where(path, node)}: {ast.unparse(node)}"
        for path, node in _nodes(PROGRAM)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in AMBIENT
        and _where(path) != "digest/cli/context.py"
        and (ast.unparse(node), _where(path)) not in AMBIENT_ELSEWHERE
    ]
    assert found == []


def _broad(node: ast.AST) -> bool:
    """`except:`, `except Exception`, `suppress(Exception)` and the like, unless it only cleans up and raises again."""
    named: list[ast.expr] = []
    if isinstance(node, ast.ExceptHandler):
        if isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None:
            return False
        if node.type is None:
            return True
        named = list(node.type.elts) if isinstance(node.type, ast.Tuple) else [node.type]
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"suppress", "contextlib.suppress"}:
        named = node.args
    return any(ast.unparse(one) in {"Exception", "BaseException"} for one in named)


def test_a_broad_except_stands_at_a_seams_edge_only() -> None:
    found = {
        f"{_where(path)}::{function.name}"
        for path, function in _functions(PROGRAM)
        if any(_broad(node) for node in ast.walk(function))
    }
    assert found == SEAM_EDGES


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions, classes and the public methods of those."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(ast.Module(node.body, []))


def _undescribed(path: Path) -> Iterator[str]:
    tree = _tree(path)
    if not ast.get_docstring(tree):
        yield _where(path)
    for node in _public(tree):
        elsewhere = any(
            "overload" in ast.unparse(mark) or "setter" in ast.unparse(mark) for mark in node.decorator_list
        )
        if not ast.get_docstring(node) and not elsewhere and not node.name.startswith("__"):
            yield f"{_where(path, node)}: {node.name}"


def test_what_is_public_is_described() -> None:
    assert [found for path in PROGRAM + BENCH for found in _undescribed(path)] == []


# Path.read_text and write_text, with the number of positional arguments that names the encoding.
NAMED_BY_PLACE = {"read_text": 1, "write_text": 2}


def test_text_files_are_opened_with_their_encoding_named() -> None:
    found = [
        _where(path, node)
        for path, node in _nodes(PROGRAM + BENCH)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and len(node.args) < NAMED_BY_PLACE.get(node.func.attr, 0)
        and "encoding" not in {word.arg for word in node.keywords}
    ]
    assert found == []


@cache
def _asserting(path: Path) -> set[str]:
    """The functions of a module that assert or expect something, themselves or by calling one that does."""
    words = re.compile(r"raises|warns|assert|check|expect|verify|golden|fail")
    calls: dict[str, set[str]] = {}
    for _, one in _functions((path,)):
        nodes = list(ast.walk(one))
        named = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
        surely = any(isinstance(node, ast.Assert) for node in nodes) or any(words.search(name) for name in named)
        calls[one.name] = named | ({"assert"} if surely else set())
    found = {"assert"}
    while more := {name for name, called in calls.items() if called & found} - found:
        found |= more
    return found


def test_every_test_can_fail() -> None:
    empty = [
        _where(path, one)
        for path in TESTS
        for _, one in _functions((path,))
        if one.name.startswith("test_") and one.name not in _asserting(path)
    ]
    assert empty == []


def test_tests_seldom_replace_what_they_test() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in TESTS if path.name.startswith("test_"))
    mocks = len(re.findall(r"monkeypatch\.|MagicMock|mocker\.|\bpatch\(", text))
    tests = sum(one.name.startswith("test_") for _, one in _functions(TESTS))
    assert mocks < 0.1 * tests


# -- papers ---------------------------------------------------------------------------------------------------------


def _folders() -> list[str]:
    """Every folder of the repository that somebody wrote, as ARCHITECTURE.md spells it: `tests/`, `digest/config/`."""
    top = [
        path for path in ROOT.iterdir() if path.is_dir() and (path.name[0] != "." or path.name in {".ci", ".github"})
    ]
    made = {"build", "dist", "htmlcov", "__pycache__"}
    packages = {path.parent for path in PROGRAM} | {ROOT / "digest" / "data"}
    named = {
        path.relative_to(ROOT).as_posix() + "/" for path in packages | {one for one in top if one.name not in made}
    }
    return sorted(one for one in named if not one.endswith(".egg-info/"))


@pytest.fixture(scope="module")
def architecture() -> str:
    return (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_architecture_page_names_every_folder(architecture: str) -> None:
    unnamed = [
        folder
        for folder in _folders()
        if not re.search(rf"(?<![\w./-]){re.escape(folder.removeprefix('digest/') or folder)}", architecture)
    ]
    assert unnamed == []


def test_the_architecture_page_names_nothing_that_is_not_there(architecture: str) -> None:
    """Whatever stands in backticks and looks like a path exists, from the top or from digest/."""
    paths = re.findall(r"`([\w./-]*\w(?:/|\.py|\.md|\.toml|\.lock))`", architecture)
    gone = [one for one in paths if not (ROOT / one).exists() and not (ROOT / "digest" / one).exists()]
    assert paths
    assert gone == []


def _lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_names_no_address() -> None:
    assert re.findall(r"https?://\S*|--(?:index|extra-index|find-links)\S*", _lock()) == []


def test_every_pin_of_the_lock_has_a_hash() -> None:
    pins = re.split(r"(?m)^(?=[A-Za-z0-9])", _lock())[1:]
    assert len(pins) > 50
    assert [pin.partition(" ")[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["postgres"],
        *project["project"]["optional-dependencies"]["learn"],
        *project["dependency-groups"]["dev"],
    ]
    names = {re.split(r"[\[<>=!~; ]", one)[0].lower().replace("_", "-") for one in wanted}
    locked = {match.lower() for match in re.findall(r"(?m)^([A-Za-z0-9.-]+)==", _lock())}
    assert names <= locked


def _tables() -> dict[str, type[BaseModel]]:
    """Every table of feeds.toml by the name of its class."""
    classes = [one for one in vars(schema).values() if isinstance(one, type) and issubclass(one, Table)]
    return {one.__name__: one for one in classes if one is not Table}


def test_every_key_of_feeds_toml_describes_itself() -> None:
    """The manual is made of these sentences. A key that holds a table is described by that table."""
    silent = [
        f"{name}.{key}"
        for name, table in _tables().items()
        for key, field in table.model_fields.items()
        if not (field.description or "").endswith((".", ")"))
        and not field.exclude
        and not any(inner in str(field.annotation) for inner in _tables())
    ]
    assert silent == []


# -- starting up ----------------------------------------------------------------------------------------------------

HEAVY = {
    "alembic", "babel", "css_inline", "feedparser", "httpx2", "jinja2", "lxml", "markdown", "multiprocessing", "nh3",
    "numpy", "pikepdf", "py3langid", "pydantic", "pypdfium2", "rich", "scipy", "selectolax",
    "sklearn", "sqlalchemy", "weasyprint", "yaml",
}  # fmt: skip


@pytest.mark.parametrize("words", [["--help"], ["--version"]], ids=" ".join)
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    """Each of these libraries alone costs 40 to 500 ms, and help is asked for while typing."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "digest", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines() if "|" in line}
    assert {"digest", "click"} <= imported
    assert imported & HEAVY == set()
    assert "digest" in run.stdout
