"""The file of a learned topic: what is written is read, and nothing else is believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.language.learned_file import LARGEST, LearnedError, read_learned, write_learned
from tests.language.test_classifier import learned

GOOD = write_learned(learned())


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    file = json.loads(GOOD)
    change(file)
    return json.dumps(file).encode()


def trouble(body: bytes) -> str:
    with pytest.raises(LearnedError) as caught:
        read_learned(body)
    return str(caught.value)


def test_what_is_written_is_read() -> None:
    for made in (learned(), learned(widen=None, topic="Выборы", features={"выборы": (1.5, -0.25)})):
        assert read_learned(write_learned(made)) == made


def test_a_file_is_the_same_bytes_whatever_the_order_of_its_features() -> None:
    turned = {name: learned().features[name] for name in sorted(learned().features, reverse=True)}
    assert write_learned(learned(features=turned)) == GOOD


def test_a_files_hash_is_that_of_its_bytes() -> None:
    assert read_learned(GOOD).hash != read_learned(write_learned(learned(bias=-1.1))).hash


def test_the_file_has_a_feature_a_line() -> None:
    assert b'\n  "ballot": [2.0, 3.0],\n' in GOOD


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda f: f.update(extra=1), 'the file holds an unknown key "extra"'),
        (lambda f: f.pop("bias"), 'the file lacks "bias"'),
        (lambda f: f.update(format="digest learned topic, 0"), "its format is"),
        (lambda f: f.update(topic=""), "topic is no text"),
        (lambda f: f.update(topic=["Elections"]), "topic is no text"),
        (lambda f: f.update(at="yesterday"), "at is no date"),
        (lambda f: f.update(at="2026-01-05"), "at has no time zone"),
        (lambda f: f.update(labels=[]), "labels is no table"),
        (lambda f: f["labels"].update(rows=-1), "labels.rows is no count"),
        (lambda f: f["labels"].update(rows=True), "labels.rows is no count"),
        (lambda f: f["labels"].update(rows=1.5), "labels.rows is no count"),
        (lambda f: f["tried"].update(rule=[1, 2]), "tried.rule is not between 0 and 1"),
        (lambda f: f["tried"].update(rule=[1]), "tried.rule is not two numbers"),
        (lambda f: f["tried"].update(more=[1, 1]), "tried holds an unknown key"),
        (lambda f: f.update(widen=0), "widen is not between"),
        (lambda f: f.update(widen="0.5"), "widen is no number"),
        (lambda f: f.update(narrow=None), "narrow is no number"),
        (lambda f: f.update(bias=True), "bias is no number"),
        (lambda f: f.update(bias=10**400), "bias is not between"),
        (lambda f: f.update(features={}), "features is no table"),
        (lambda f: f.update(features=[["ballot", 1, 1]]), "features is no table"),
        (lambda f: f["features"].update(x=1), 'features: "x" is not two numbers'),
        (lambda f: f["features"].update(x=[1, 1, 1]), 'features: "x" is not two numbers'),
        (lambda f: f["features"].update(x=[1, "1"]), 'features: "x" is no number'),
        (lambda f: f["features"].update(x=[-1, 1]), 'features: "x" is not between 0 and 100'),
        (lambda f: f["features"].update(x=[1, 1e9]), 'features: "x" is not between'),
        (lambda f: f["features"].update({"x" * 101: [1, 1]}), "a feature is no text of 1 to 100 characters"),
        (lambda f: f["features"].update({" ": [1, 1]}), "a feature is no text"),
        (lambda f: f.update(features={str(n): [1, 1] for n in range(20_001)}), "it holds 20,001 features"),
    ],
)
def test_what_no_training_writes_is_refused(change: Callable[[dict[str, Any]], object], told: str) -> None:
    assert told in trouble(changed(change))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        pytest.param(b" " * (LARGEST + 1), "larger than", id="huge"),
        pytest.param(GOOD.replace(b"-1.0", b"NaN"), "NaN, which is no number", id="NaN"),
        pytest.param(GOOD.replace(b"-1.0", b"-Infinity"), "-Infinity, which is no number", id="infinity"),
        pytest.param(GOOD.replace(b"-1.0", b"1e999"), "bias is not between", id="a number beyond all"),
        pytest.param(GOOD.replace(b"-1.0", b"1" * 5_000), "a number that cannot be read", id="endless digits"),
        pytest.param(GOOD.replace(b'"rain"', b'"vote"'), '"vote" stands in it twice', id="a key twice"),
        pytest.param(b"[" * 100_000, "nested too deeply", id="deep"),
        pytest.param(b"\x80\x04\x95K\x00.", "not UTF-8", id="a pickle"),
        pytest.param(b"", "no JSON", id="empty"),
        pytest.param(b"[]", "the file is no table", id="a list"),
        pytest.param(GOOD[:-5], "no JSON: line", id="cut short"),
    ],
)
def test_hostile_bytes_are_refused(body: bytes, told: str) -> None:
    assert told in trouble(body)


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["format", "features", "tried"]), inner),
    ).map(lambda v: json.dumps(v).encode())
)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    assert trouble(body)


@given(st.sampled_from(list(json.loads(GOOD))), st.none() | st.booleans() | st.integers() | st.floats() | st.text())
def test_any_value_is_read_or_refused(key: str, value: object) -> None:
    try:
        made = read_learned(changed(lambda file: file.update({key: value})))
    except LearnedError:
        return
    assert write_learned(made)
