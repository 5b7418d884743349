"""Mine digest/data/mined.tsv: names of people, bodies and places that go with one country, from texts without labels.

    python -m bench.mine_names TEXTS.jsonl... > digest/data/mined.tsv

TEXTS are JSON lines with "text", in English, ".gz" too. A name is a run of words with capitals that the gazetteer does
not know. It goes with a country where enough texts that name this country alone have it, and few that name others
do. Where a text names no place at all, these names tell its country (`digest.language.gazetteer`).
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from digest.language.contexts import settled
from digest.language.folding import fold
from digest.language.gazetteer import Place, counts, entries, meanings, mentions
from digest.language.matching import Matcher
from digest.language.namesakes import is_common_name

TEXTS = 3  # that name the country alone and have the name
SINGLE = 5  # the same for a name of one word
SHARE = 0.9  # of the texts with the name and any country: those that name this one
WORDS = 4  # the longest name
RUN = re.compile(
    r"[A-Z][\w'’&-]*(?: (?:of|for|the|de|del|da|al|el|and|y|du|des|von|van|bin) (?=[A-Z])| ?[A-Z][\w'’&-]*)*"
)
SENTENCE = re.compile(r"(?:^|[.!?:\n]['\"”’)]*\s*|[“\"(])$")
NO_NAME = frozenset(
    """
    While When If As With EU UN NATO Sponsored The A An In On At For And But Or By He She It They We I You His Her
    Its Their This That These Those After Before During January February March April May June July August
    September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday President
    Minister Prime Foreign General Governor Senator Police Government Parliament Court Supreme High Army Air Force
    Navy Health Ministry Department National International United Nations World European Union Council Security
    Party State Republic North South East West Northern Southern Eastern Western Central New Old First Second
    COVID-19 COVID Coronavirus Omicron Delta Alpha Pfizer Moderna AstraZeneca SARS-CoV-2 Islamic Muslim Christian
    Catholic Church God Olympic Games Cup League Twitter Facebook Google Internet English Spanish French Human
    Rights Watch Amnesty Reuters
    """.split()
)


def texts(paths: Sequence[str]) -> Iterator[str]:
    """The texts of all files, each once."""
    seen: set[str] = set()
    for path in paths:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.endswith(".gz")
            else Path(path).open(encoding="utf-8") as lines
        ):
            for line in lines:
                text = str(json.loads(line)["text"])
                if text not in seen:
                    seen.add(text)
                    yield text


class Reader:
    """What one text names: its countries, and the names that the gazetteer does not know."""

    def __init__(self) -> None:
        """Reading the gazetteer takes half a second."""
        self.matcher: Matcher[Place] = Matcher((s, place) for s, place in entries() if place.kind != "mined")

    def read(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        """The country codes and the unknown names."""
        hits = [hit for hit in self.matcher.find(fold(text)) if counts(hit.value, "en")]
        kept, covering = mentions(hits, text)
        places = [one.place for one in settled(kept, text, "en") if one.place.codes]
        codes = frozenset(code for choice in meanings(places).values() for code in choice)
        taken = [(hit.start, hit.end) for hit in covering]
        return codes, frozenset(names(text, taken))


def names(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Every run of capitalised words that lies in no known name, without what only leads it in or ends it."""
    for run in RUN.finditer(text):
        words = [(run.start() + word.start(), word[0]) for word in re.finditer(r"[^ ]+", run[0])]
        while words and _no_edge(words[0][1]):
            del words[0]
        while words and _no_edge(words[-1][1]):
            del words[-1]
        if not 0 < len(words) <= WORDS:
            continue
        start, end = words[0][0], words[-1][0] + len(words[-1][1])
        name = re.sub(r"['’]s?$", "", text[start:end]).strip("-'’")
        opening = len(words) == 1 and SENTENCE.search(text[max(0, start - 4) : start])
        if _is_name(name) and not opening and not any(a < end and start < b for a, b in taken):
            yield name


def _no_edge(word: str) -> bool:
    """Whether a word opens and ends no name."""
    return word in NO_NAME or word[0].islower()


def _is_name(name: str) -> bool:
    if min(map(len, name.split(" "))) < 2:
        return False  # "Plan B"
    return len(name) > 2 and (" " in name or not is_common_name(name))


def mine(paths: Sequence[str]) -> list[tuple[str, str]]:
    """(country code, name), by code and name."""
    reader = Reader()
    alone: dict[str, Counter[str]] = defaultdict(Counter)
    together: Counter[str] = Counter()
    beside: dict[str, Counter[str]] = defaultdict(Counter)
    small: set[str] = set()
    for text in texts(paths):
        small.update(re.findall(r"(?<![\w-])[a-z]{3,}(?![\w-])", text))
        codes, found = reader.read(text)
        for name in found if codes else ():
            together[name] += 1
            beside[name].update(codes)
            if len(codes) == 1:
                alone[name].update(codes)
    kept = {}
    for name, by_code in alone.items():
        (code, count) = min(by_code.items(), key=lambda row: (-row[1], row[0]))
        single = " " not in name
        if count < (SINGLE if single else TEXTS) or beside[name][code] < SHARE * together[name]:
            continue
        if count < together[name] / 2 or (single and name.lower() in small):
            continue
        kept[name] = code
    return sorted((code, name) for name, code in kept.items() if not _within(name, code, kept))


def _within(name: str, code: str, kept: dict[str, str]) -> bool:
    """Whether a part of the name is kept for the same country already: the part finds it too."""
    words = name.split(" ")
    parts = (" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1))
    return any(kept.get(part) == code for part in parts if part != name)


def main(*paths: str) -> None:
    """Print the lexicon."""
    rows: dict[str, list[str]] = defaultdict(list)
    for code, name in mine(paths):
        rows[code].append(name)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    print(f"# Mined by bench/mine_names.py on {today} from English news texts without labels; do not edit.")
    print("# kind\tcodes\tlanguages\tnames: the format is that of places.tsv. They count where a text names no place.")
    for code, found in sorted(rows.items()):
        print(f"mined\t{code}\ten\t{'|'.join(found)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
