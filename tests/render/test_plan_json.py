"""issue.json: the frozen plan as bytes and back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import EnvironmentFault
from digest.models import Coverage, CoverageRow, CoverageShare, Failure, Match
from digest.models import Evidence as Why
from digest.render.plan_json import SCHEMA, dump, load
from tests.builders import issue, piece, section
from tests.render import samples

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
MOMENT = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))


@given(
    title=TEXT, note=TEXT, why=st.lists(TEXT, max_size=3), until=MOMENT, since=st.none() | MOMENT, score=st.floats(0, 1)
)
def test_a_plan_comes_back_whole(
    title: str, note: str, why: list[str], until: datetime, since: datetime | None, score: float
) -> None:
    made = piece("Talks", note=note, why=tuple(why), score=score)
    plan = issue(section("Europe", "Talks", made), title=title, until=until, since=since)
    assert load(dump(plan)) == plan
    assert dump(load(dump(plan))) == dump(plan)


def test_every_kind_of_noun_comes_back() -> None:
    evidence = Why("key", "topic", "Talks", "won", 1.5, "talks", (Match("Talks", "talks", 0, 5),), "first")
    plan = samples.world()
    plan = replace(plan, sections=(*plan.sections, section("Global", "", piece("More", evidence=(evidence,)))))
    plan = replace(plan, colophon=replace(plan.colophon, failures=(Failure("A", "B", "parse", "C"),)))
    assert load(dump(plan)) == plan


def test_the_bytes_are_canonical() -> None:
    data = dump(samples.world())
    text = data.decode()
    assert text.endswith("}\n")
    assert "Банк России" in text
    assert '"until": "2025-06-09T07:00:00Z"' in text
    assert json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=1) + "\n" == text
    assert dump(samples.world()) == data


def _changed(**changes: object) -> bytes:
    return json.dumps({**json.loads(dump(issue())), **changes}).encode()


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        pytest.param(b"{", "not JSON", id="not-json"),
        pytest.param(b"[]", "schema None", id="not-a-plan"),
        pytest.param(_changed(schema=SCHEMA + 1), f"schema {SCHEMA + 1}, this program reads {SCHEMA}", id="newer"),
        pytest.param(_changed(number="23"), "number: Input should be a valid integer", id="wrong-type"),
        pytest.param(_changed(titel="x"), "titel: not a key of a plan", id="unknown-key"),
        pytest.param(_changed(until="2025-06-09"), "until:", id="no-moment"),
        pytest.param(_changed(lines=[{"text": "a", "piece": "p", "p": 2}]), "lines.0.p: not a key", id="unknown-below"),
    ],
)
def test_a_damaged_plan_is_refused_with_its_place(data: bytes, complaint: str) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        load(data)
    assert complaint in str(caught.value)


def test_a_missing_key_is_refused() -> None:
    data = json.loads(dump(issue()))
    del data["edition"]
    with pytest.raises(EnvironmentFault, match="edition: Field required"):
        load(json.dumps(data).encode())


def test_a_plan_keeps_its_coverage_and_one_without_says_nothing_of_it() -> None:
    bare = issue()
    assert b'"coverage"' not in dump(bare)
    row = CoverageRow("Europe", 1, 1, 0, None, 0)
    share = CoverageShare("rki.news", 1, 2.5)
    counted = replace(bare, coverage=Coverage(0, 1, None, 1, None, (row,), (), (share,), ()))
    assert load(dump(counted)) == counted
    assert load(dump(bare)).coverage is None
