"""The files that `learned` names: read and checked with feeds.toml, each mistake with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import Config, load, rules_hash, rules_text, with_rules
from digest.errors import ConfigError
from digest.language.learned_file import LARGEST, write_learned
from tests.config.feeds import COUNTRIES, WHOLE
from tests.language.test_classifier import learned

TEXT = WHOLE.replace('rule = "talks"', 'rule = "talks"\nlearned = "learned/talks.json"', 1)
LINE = TEXT.split("\n").index('learned = "learned/talks.json"') + 1
GOOD = write_learned(learned(topic="Talks"))


def read(text: str, files: dict[str, bytes] | None) -> Config:
    def reader(name: str, most: int) -> bytes:
        if files is not None and name in files:
            return files[name][:most]
        raise FileNotFoundError(name)

    return load(
        text, "feeds.toml", ".", {}, lambda _: True, read=None if files is None else reader, countries=lambda: COUNTRIES
    )


def problem(files: dict[str, bytes]) -> str:
    with pytest.raises(ConfigError) as caught:
        read(TEXT, files)
    (told,) = caught.value.problems
    return told


def test_what_was_learned_comes_with_the_configuration() -> None:
    assert read(TEXT, {"learned/talks.json": GOOD}).learned == {"Talks": learned(topic="Talks")}
    assert read(WHOLE, {}).learned == {}


def test_without_a_reader_topics_have_their_rules() -> None:
    assert read(TEXT, None).learned == {}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        pytest.param({}, '"learned/talks.json" is not there; `digest learn "Talks" LABELS.jsonl` makes it', id="none"),
        pytest.param({"learned/talks.json": b"{}"}, '"learned/talks.json": the file lacks "format"; `digest', id="bad"),
        pytest.param({"learned/talks.json": b"x" * LARGEST * 2}, "it is larger than 2,000,000 bytes", id="huge"),
        pytest.param(
            {"learned/talks.json": GOOD.replace(b"-1.0", b"NaN")}, "it holds NaN, which is no number", id="NaN"
        ),
        pytest.param(
            {"learned/talks.json": write_learned(learned())}, 'was learned for the topic "Elections"', id="another"
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_reason(files: dict[str, bytes], told: str) -> None:
    said = problem(files)
    assert said.startswith(f"feeds.toml:{LINE}: topics[1].learned: ")
    assert told in said


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load(TEXT, "feeds.toml", str(tmp_path), {}, lambda _: True, read=lambda *_: tmp_path.read_bytes())


def test_the_rules_hash_is_of_what_was_learned_too() -> None:
    plain, first = read(TEXT, None), read(TEXT, {"learned/talks.json": GOOD})
    second = read(TEXT, {"learned/talks.json": write_learned(learned(topic="Talks", bias=-1.5))})
    assert len({rules_hash(one) for one in (plain, first, second)}) == 3
    assert rules_hash(first) == rules_hash(read(TEXT, {"learned/talks.json": GOOD}))


def test_rules_are_read_back() -> None:
    first = read(TEXT, {"learned/talks.json": GOOD})
    later = read(WHOLE.replace('rule = "talks"', 'rule = "truce"').replace('"ISIS", ', ""), {})
    again = with_rules(later.model_copy(update={"learned": first.learned}), rules_text(first))
    assert (again.aliases, again.regions, again.topics) == (first.aliases, first.regions, first.topics)
    assert rules_hash(again) == rules_hash(first)
    assert with_rules(later, rules_text(first)).learned == {}
