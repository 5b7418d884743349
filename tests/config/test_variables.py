"""`${VAR}`: resolved from what is handed in, never told again."""

from __future__ import annotations

import json
from html import escape
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config import redact
from digest.config.variables import resolve
from tests.config.feeds import problems, read

SECRET = "p@ss/wörd 1&<'\"%"  # every character that some form of writing escapes


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        pytest.param("a ${X} b", "a one b", id="inside a text"),
        pytest.param("${X}${Y_2}", "onetwo", id="two"),
        pytest.param("$${X}", "${X}", id="a literal brace"),
        pytest.param("$$${X}", "$${X}", id="a literal after a dollar"),
        pytest.param("$X {X} $ {X}", "$X {X} $ {X}", id="no reference"),
        pytest.param("${EMPTY}", "", id="set, but empty"),
        pytest.param("${NESTED}", "${X}", id="a value is not read again"),
    ],
)
def test_references(text: str, resolved: str) -> None:
    environment = {"X": "one", "Y_2": "two", "EMPTY": "", "NESTED": "${X}"}
    document = {"a": text, "b": [{"c": [text, 1]}], text: True}
    found = resolve(document, environment)
    assert found.document == {"a": resolved, "b": [{"c": [resolved, 1]}], text: True}
    assert found.findings == []


def test_a_near_name_is_offered() -> None:
    told = problems("[digest]\ntitle = '${TITEL}'", {"TITLE": "x"})
    assert told == ('feeds.toml:2: digest.title: the environment variable "TITEL" is not set; did you mean "TITLE"?',)


def test_values_that_came_in_are_kept_as_secrets_longest_first() -> None:
    text = "[digest]\ntitle = '${A} ${B}'\ndatabase = 'postgresql+psycopg://u:${C}@h/d'\nout = '${D}'"
    config = read(text, {"A": "long enough", "B": "abc", "C": "long enough too", "D": "1234\n", "E": "not used"})
    assert config.digest.database == "postgresql+psycopg://u:long enough too@h/d"
    assert config.secrets == ("long enough too", "long enough", "1234\n", "1234")


def test_secrets_stay_out_of_the_configs_repr_and_dump() -> None:
    config = read("[digest]\ntemplates = ''\n[[sources]]\nname = 'S'\nfiles = ['${A}']", {"A": "hunter22"})
    assert "secrets" not in repr(config)
    assert "secrets" not in config.model_dump()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[delivery]\nfrom = '${S}'", id="a value that is wrong"),
        pytest.param("[digest]\ndatabase = 'x://${S}'", id="part of one"),
        pytest.param("[[editions]]\nname = '${S}'", id="of the wrong shape"),
        pytest.param("[digest]\nlogo = '${S}'", id="a file that is not there"),
        pytest.param("[[topics]]\nname = 'T'\nrule = 'x'\nregion = '${S}'", id="an unknown name"),
        pytest.param("[[regions]]\nname = '${S}'\n[[regions]]\nname = '${S}'", id="a name that is there twice"),
    ],
)
def test_no_problem_tells_a_secret(text: str) -> None:
    told = problems(text, {"S": "Hunter22 "})
    assert told
    assert not any("hunter22" in line.lower() for line in told)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(SECRET, id="as it is"),
        pytest.param(quote(SECRET), id="in a path"),
        pytest.param(quote(SECRET, safe=""), id="in a query"),
        pytest.param(quote_plus(SECRET), id="in a form"),
        pytest.param(quote(SECRET, safe="").lower().replace("%c3%b6", "%C3%b6"), id="in lower case"),
        pytest.param(quote(SECRET, safe="@&'"), id="partly quoted"),
        pytest.param(escape(SECRET), id="in HTML"),
        pytest.param(escape(SECRET).replace("&#x27;", "&#39;"), id="in HTML by Jinja"),
        pytest.param(json.dumps(SECRET)[1:-1], id="in JSON"),
        pytest.param(json.dumps(SECRET, ensure_ascii=False)[1:-1], id="in JSON with letters"),
    ],
)
def test_a_secret_is_struck_out_however_it_is_written(written: str) -> None:
    assert redact(f"postgresql://u:{written}@h", (SECRET,)) == "postgresql://u:***@h"


def test_a_secret_inside_another() -> None:
    assert redact("abcdef abcd", ("abcd", "abcdef")) == "*** ***"


@pytest.mark.parametrize("secrets", [(), ("",)])
def test_nothing_to_strike_out(secrets: tuple[str, ...]) -> None:
    assert redact("text", secrets) == "text"


@given(st.text(), st.lists(st.text(min_size=4)), st.text())
def test_no_secret_is_left(before: str, secrets: list[str], after: str) -> None:
    stars = [secret for secret in secrets if secret.strip("*")]
    for secret in stars:
        assert secret not in redact(before + secret + after, tuple(stars)).replace("***", "")
