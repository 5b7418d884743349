"""feeds.toml, text to Config: every problem at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping

from digest.config.findings import Finding, lines
from digest.config.locator import Path, Place, locate
from digest.config.meaning import Surroundings, misread
from digest.config.schema import Config
from digest.config.shape import build, misshapen
from digest.config.taught import FileReader, Taught, read_taught
from digest.config.variables import redact, resolve
from digest.config.vocabulary import RuleChecker
from digest.errors import ConfigError


def load(
    text: str,
    name: str,
    base: str,
    environment: Mapping[str, str],
    exists: Callable[[str], bool],
    *,
    is_file: Callable[[str], bool] = lambda _: False,
    read: FileReader | None = None,
    rule_trouble: RuleChecker | None = None,
    countries: Callable[[], frozenset[str]] | None = None,
) -> Config:
    """Read a configuration. Pure: the caller read the file.

    `name` is what messages call the file, `base` the folder it lies in. `environment` gives `${VAR}` its value.
    `exists` and `is_file` say whether a path relative to `base` is there, and no folder. `read` gives the files of
    learned topics; without it topics have their rules only. The last two replace the rule language and the gazetteer.
    Raises ConfigError with every problem, sorted by line, each `name:LINE: key: what is wrong and what to write`;
    no message holds a value that came from the environment.
    """
    text = text.removeprefix("\ufeff")
    raw = _parse(text, name)
    resolved = resolve(raw, environment)
    around = Surroundings(exists, is_file, rule_trouble or _rule_trouble, countries or _countries)
    taught = read_taught(resolved.document, read)
    findings = list(_all_findings(resolved.document, raw, resolved.findings, around, taught))
    if findings:
        problems = lines(findings, _places(text), raw, name)
        raise ConfigError(*(redact(problem, resolved.secrets) for problem in problems))
    config = build(resolved.document, base, resolved.secrets)
    return config.model_copy(update={"learned": taught.by_topic}) if taught.by_topic else config


def _all_findings(
    document: Mapping[str, object],
    raw: Mapping[str, object],
    unresolved: list[Finding],
    around: Surroundings,
    taught: Taught,
) -> Iterator[Finding]:
    """The findings of four stages; what an earlier stage found wrong, a later one does not speak of again."""
    told: set[Path] = set()
    for stage in (iter(unresolved), misshapen(document, raw), misread(document, around), iter(taught.findings)):
        found = [finding for finding in stage if finding.path not in told]
        told.update(finding.path for finding in found)
        yield from found


def _places(text: str) -> Mapping[Path, Place]:
    return locate(text)


# -- TOML that is none --------------------------------------------------------------------------------------------

_TOML_TROUBLE = re.compile(
    r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)",
    re.DOTALL,
)
_HINTS = (
    ("Expected '=' after a key", "write key = value"),
    ("Expected newline or end of document", "one key a line; a text with quotes inside goes between three quotes"),
    ("Illegal character '\\n'", "a text on several lines goes between three quotes"),
    ("Invalid value", 'texts stand in quotes, e.g. title = "Digest"; true and false are lower case'),
    ("Invalid statement", "a line is key = value, [table], [[table]] or a # comment"),
    ("Invalid initial character", "a key with other characters than letters, digits, _ and - stands in quotes"),
    ("Unclosed array", "a list ends with ]"),
    ("Unclosed inline table", "it ends with }"),
    ("Unterminated string", "close the quotes"),
    ("Expected \"'''\"", "close the three quotes"),
    ('Expected \'"""\'', "close the three quotes"),
    ("Unescaped '\\'", "write \\\\ for a backslash, or put the text in single quotes"),
    ("Cannot overwrite", "the key is there twice; keep one"),
    ("Cannot declare", "the table is there twice; lists of tables stand in double brackets, [[sources]]"),
    ("Cannot mutate", "the table is closed; write all its keys in one place"),
    ("Duplicate inline table key", "the key is there twice; keep one"),
)


def _parse(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ConfigError(f"{name}:1: toml: lists or tables are nested too deeply; write them flat") from None
    except ValueError as error:  # TOMLDecodeError, and plain ones of numbers that Python refuses to read
        raise ConfigError(_syntax(str(error), text, name)) from None


def _syntax(trouble: str, text: str, name: str) -> str:
    """`feeds.toml:3: toml: column 8: ...` from `Invalid value (at line 3, column 8)`."""
    found = _TOML_TROUBLE.fullmatch(trouble)
    what = found["what"] if found else trouble
    line = int(found["line"]) if found and found["line"] else max(1, text.rstrip().count("\n") + 1)
    column = f"column {found['column']}: " if found and found["column"] else ""
    hint = next((advice for start, advice in _HINTS if what.startswith(start)), "see https://toml.io")
    return f"{name}:{line if found else 1}: toml: {column}{what[:1].lower()}{what[1:]}; {hint}"


# -- the language package, imported when a file is read and not before ----------------------------------------------


def _rule_trouble(rule: str, aliases: Mapping[str, tuple[str, ...]]) -> tuple[str, int] | None:
    from digest.language.rules import RuleError, parse_rule

    try:
        parse_rule(rule, aliases)
    except RuleError as error:
        return error.message, error.position
    return None


def _countries() -> frozenset[str]:
    from digest.language.gazetteer import countries

    return countries()
