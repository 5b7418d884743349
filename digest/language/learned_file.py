"""A learned topic's file: JSON that people can read and compare, checked in full before anything believes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from math import isfinite
from typing import Any, Final, NoReturn

from digest.models import Figures, Learned, Tried

FORMAT: Final = "digest learned topic, 1"
"""The number is raised when the same text gives other features than before: old weights mean nothing then."""

LARGEST: Final = 2_000_000  # bytes: twenty times the usual
MOST: Final = 20_000  # features: ten times the usual
_LONGEST: Final = 100  # characters of a feature or name
_HEAVIEST: Final = 10_000.0
_CUT: Final = 40  # characters of a value in a message
_WORTH: Final = (0.0001, 0.9999)
_WAYS: Final = ("rule", "alone", "widen", "narrow")
_KEYS: Final = ("format", "topic", "at", "labels", "tried", "widen", "narrow", "bias", "features")


class LearnedError(ValueError):
    """A file that is no learned topic: what is wrong, in one clause."""


def write_learned(learned: Learned) -> bytes:
    """The file of a learned topic: UTF-8, a feature a line, the same bytes for the same value."""
    head = {
        "format": FORMAT,
        "topic": learned.topic,
        "at": learned.at.astimezone(UTC).isoformat(timespec="seconds"),
        "labels": {"hash": learned.labels, "rows": learned.rows, "positive": learned.positive},
        "tried": {"folds": learned.tried.folds}
        | {way: [getattr(learned.tried, way).precision, getattr(learned.tried, way).recall] for way in _WAYS},
        "widen": learned.widen,
        "narrow": learned.narrow,
        "bias": learned.bias,
    }
    lines = [f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    rows = [
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(list(learned.features[name]))}"
        for name in sorted(learned.features)
    ]
    lines.append(' "features": {\n' + ",\n".join(rows) + "\n }")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def read_learned(body: bytes) -> Learned:
    """Read a file. Raises LearnedError for whatever `write_learned` could not have written."""
    if len(body) > LARGEST:
        raise LearnedError(f"it is larger than {LARGEST:,} bytes")
    file = _table(_parsed(body), _KEYS, "the file")
    if file["format"] != FORMAT:
        raise LearnedError(f'its format is {_shown(file["format"])}, not "{FORMAT}"')
    labels = _table(file["labels"], ("hash", "rows", "positive"), "labels")
    return Learned(
        topic=_text(file["topic"], "topic"),
        at=_moment(file["at"]),
        labels=_text(labels["hash"], "labels.hash"),
        rows=_count(labels["rows"], "labels.rows"),
        positive=_count(labels["positive"], "labels.positive"),
        tried=_tried(file["tried"]),
        widen=None if file["widen"] is None else _number(file["widen"], "widen", *_WORTH),
        narrow=_number(file["narrow"], "narrow", *_WORTH),
        bias=_number(file["bias"], "bias", -_HEAVIEST, _HEAVIEST),
        features=_features(file["features"]),
        hash=blake2b(body, digest_size=8).hexdigest(),
    )


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body.decode(), parse_constant=_no_number, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise LearnedError("it is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise LearnedError(f"it is no JSON: line {error.lineno}: {error.msg}") from None
    except RecursionError:
        raise LearnedError("it is nested too deeply") from None
    except LearnedError:
        raise
    except ValueError:  # a number of more digits than Python reads
        raise LearnedError("it holds a number that cannot be read") from None


def _no_number(name: str) -> NoReturn:
    raise LearnedError(f"it holds {name}, which is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise LearnedError(f"{_shown(name)} stands in it twice")
        made[name] = value
    return made


def _table(value: object, keys: tuple[str, ...], where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise LearnedError(f"{where} is no table of keys and values")
    for key in keys:
        if key not in value:
            raise LearnedError(f'{where} lacks "{key}"')
    if unknown := next((key for key in value if key not in keys), None):
        raise LearnedError(f"{where} holds an unknown key {_shown(unknown)}")
    return value


def _tried(value: object) -> Tried:
    table = _table(value, ("folds", *_WAYS), "tried")
    ways = {way: Figures(*_pair(table[way], f"tried.{way}", (0, 1), (0, 1))) for way in _WAYS}
    return Tried(_count(table["folds"], "tried.folds"), **ways)


def _features(value: object) -> dict[str, tuple[float, float]]:
    if not isinstance(value, dict) or not value:
        raise LearnedError("features is no table of words and numbers, or empty")
    if len(value) > MOST:
        raise LearnedError(f"it holds {len(value):,} features, more than {MOST:,}")
    weights = (-_HEAVIEST, _HEAVIEST)
    return {
        _text(name, "a feature"): _pair(pair, f"features: {_shown(name)}", (0, 100), weights)
        for name, pair in value.items()
    }


def _pair(value: object, where: str, first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """Two numbers, each between its bounds."""
    if not isinstance(value, list) or len(value) != 2:
        raise LearnedError(f"{where} is not two numbers")
    return _number(value[0], where, *first), _number(value[1], where, *second)


def _number(value: object, where: str, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LearnedError(f"{where} is no number")
    if not least <= value <= most or not isfinite(value):
        raise LearnedError(f"{where} is not between {least:g} and {most:g}")
    return float(value)


def _count(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10**9:
        raise LearnedError(f"{where} is no count")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        raise LearnedError(f"{where} is no text of 1 to {_LONGEST} characters: {_shown(value)}")
    return value


def _moment(value: object) -> datetime:
    text = _text(value, "at")
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        raise LearnedError(f"at is no date: {_shown(text)}") from None
    if made.tzinfo is None:
        raise LearnedError(f"at has no time zone: {_shown(text)}")
    return made


def _shown(value: object) -> str:
    """A value as an error message shows it: one line, and not long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _CUT else text[:_CUT] + "..."
