"""The miner: names that go with one country are found in texts without labels, others are not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench.mine_names import main, mine, names

TEXTS = (
    "The assembly in Nairobi heard Wambui Otieno and the Mau Forest Board.",
    "Kenya praised Wambui Otieno. The Mau Forest Board met.",
    "A court in Kenya heard the Mau Forest Board; Wambui Otieno was there.",
    "Peru received the Red Crescent Society.",
    "The Red Crescent Society came to Chile.",
    "In Oslo the Red Crescent Society opened a house.",
    "Peru thanked Mary Smith.",
)


def written(path: Path, *texts: str) -> str:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())
    return str(path)


@pytest.mark.parametrize("name", ["texts.jsonl", "texts.jsonl.gz"])
def test_what_goes_with_one_country_is_kept(tmp_path: Path, name: str) -> None:
    assert mine([written(tmp_path / name, *TEXTS)]) == [("KE", "Mau Forest Board"), ("KE", "Wambui Otieno")]


def test_the_same_text_twice_counts_once(tmp_path: Path) -> None:
    assert mine([written(tmp_path / "a.jsonl", *(TEXTS[:1] * 5))]) == []


def test_a_name_of_one_word_needs_more_texts_and_is_no_word_and_no_common_surname(tmp_path: Path) -> None:
    texts = [f"Kenya told Zawadiwa, Peterson and the Harambee of day {day}." for day in range(5)]
    assert mine([written(tmp_path / "a.jsonl", *texts, "We harambee.")]) == [("KE", "Zawadiwa")]
    assert mine([written(tmp_path / "b.jsonl", *texts[:4])]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Ada Lovelace spoke.", ["Ada Lovelace"]),
        ("He met Zakharova's aunt at the Institute of Letters.", ["Zakharova", "Institute of Letters"]),
        ("Yesterday it rained.", []),
        ("The Plan B Of Five Words Is Too Long", []),
    ],
)
def test_the_names_of_a_text(text: str, expected: list[str]) -> None:
    assert list(names(text, ())) == expected


def test_the_file_is_one_the_gazetteer_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(written(tmp_path / "a.jsonl", *TEXTS))
    lines = capsys.readouterr().out.splitlines()
    assert [line.startswith("#") for line in lines] == [True, True, False]
    assert lines[2] == "mined\tKE\ten\tMau Forest Board|Wambui Otieno"
