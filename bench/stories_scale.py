"""How long stories take over months: python -m bench.stories_scale [--items 100000] [--days 90] [--more 1000]

The texts are made. A day has its events; an event has its own names, places, figures and words, and is told by one to
thirty publishers (most by one or two, as in a real week) within two days, each in 25 to 250 words: in every sentence
half of the words are the event's, the rest are of the language's usual ones, by Zipf's law. One report in ten is a copy
of another, cut short or credited. Themes last for weeks: a third of the events share a few words and a name with one.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from random import Random

if __package__ in {None, ""}:  # run as a file
    sys.path.insert(0, str(Path(__file__).parents[1]))

from digest.cluster import State, cluster, grow, stories
from digest.language.meaning import Meaning
from digest.models import Item, Passage, Placed

BEGIN = datetime(2026, 8, 1, tzinfo=UTC)
_SYLLABLES = "ba re mi ton sa ku lar ven di pro ga sti mon el ra ti co ser nu pla fo ri den ta go ma lis".split()


@dataclass(frozen=True, slots=True)
class _Language:
    words: list[str]
    weights: list[float]  # cumulated

    def usual(self, random: Random, count: int) -> list[str]:
        return random.choices(self.words, cum_weights=self.weights, k=count)


def _language(random: Random) -> _Language:
    """Whole words of the model's vocabulary, mostly English, the frequent ones first as it lists them."""
    found = (token.removeprefix("▁") for token, _ in sorted(model_words().items(), key=itemgetter(1)))
    words = [word for word in dict.fromkeys(found) if len(word) > 2 and word.isascii() and word.islower()]
    return _Language(words, list(accumulate(1 / (rank + 10) for rank in range(len(words)))))


def model_words() -> dict[str, int]:
    """Tokens that begin a word, with their numbers."""
    from digest.language.meaning import _model

    return {token: number for token, number in _model()[0].get_vocab().items() if token.startswith("▁")}


def _name(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randint(2, 4))).title()


def made(count: int, days: int, seed: int = 1) -> Iterator[tuple[Placed, int]]:
    """Cuts in the order of their dates, each with the number of its event."""
    random = Random(seed)
    language = _language(random)
    rare = language.words[500:]
    themes = [[_name(random), *random.sample(rare, 6)] for _ in range(40)]
    rows: list[tuple[datetime, int, int, str, list[str]]] = []
    event = 0
    while len(rows) < count:
        begun = BEGIN + timedelta(days=random.random() * days)
        theme = random.choice(themes) if random.random() < 1 / 3 else []
        own = [_name(random) for _ in range(4)] * 2 + random.sample(rare, 25)
        own += [str(random.randint(2, 900)), *theme]
        told: list[str] = []
        for _ in range(min(30, int(random.paretovariate(1.1)))):
            moment = begun + timedelta(hours=min(48, random.expovariate(1 / 10)))
            told.append(_copy(random, told) if told and random.random() < 0.1 else _report(random, language, own))
            rows.append((moment, event, random.randrange(200), told[-1], own))
        event += 1
    for number, (moment, belongs, publisher, text, own) in enumerate(sorted(rows[:count])):
        title = " ".join(random.sample(own, 5) + language.usual(random, 4))
        yield _cut(number, title, text, f"Paper {publisher}", moment), belongs


def _report(random: Random, language: _Language, own: list[str]) -> str:
    sentences = []
    for _ in range(random.randint(2, 14)):
        length = random.randint(12, 24)
        words = random.choices(own, k=length // 2) + language.usual(random, length - length // 2)
        random.shuffle(words)
        sentences.append(" ".join(words).capitalize() + ".")
    return " ".join(sentences)


def _copy(random: Random, told: list[str]) -> str:
    text = random.choice(told)
    return f"(Agency) {text}" if random.random() < 0.5 else text[: max(150, len(text) * 2 // 3)]


def _cut(number: int, title: str, text: str, publisher: str, moment: datetime) -> Placed:
    key = blake2b(text.encode(), digest_size=8).hexdigest()
    passage = Passage(key, "paragraph", text, ((0, len(text)),))
    item = Item(f"{number:06}", publisher, publisher, "", title, key, (passage,), moment, "publisher", "en")
    return Placed(item, (passage,), "Global", "All", True, (), moment)


def main() -> None:
    """Print the figures."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--items", type=int, default=100_000)
    words.add_argument("--days", type=int, default=90)
    words.add_argument("--more", type=int, default=1_000)
    words.add_argument("--sections", type=int, default=0, help="the room as a build uses it, over so many sections")
    given = words.parse_args()
    gc.set_threshold(50_000, 20, 20)  # as the command line does
    every = list(made(given.items + given.more, given.days))
    cuts = [cut for cut, _ in every]
    model = Meaning()
    if given.sections:
        _as_built(cuts[: given.items], given.sections, model)
        return
    with _Clock(f"{given.items} items over {given.days} days, from nothing"):
        state = grow(State(), cuts[: given.items], model)
    with _Clock(f"{given.more} more"):
        state = grow(state, cuts[given.items :], model)
    found = stories(state)
    events = {cut.item.id: event for cut, event in every}
    mixed = sum(len({events[cut.item.id] for cut in story.cuts}) > 1 for story in found)
    print(f"{len(found)} stories of {len(set(events.values()))} events; {mixed} stories mix events")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _as_built(cuts: list[Placed], sections: int, model: Meaning) -> None:
    """Over sections of different size, as in an edition."""
    from dataclasses import replace

    random = Random(2)
    shares = [1 / (number + 1) for number in range(sections)]
    places = random.choices(range(sections), shares, k=len(cuts))
    spread = [replace(cut, topic=f"Topic {place}") for cut, place in zip(cuts, places, strict=True)]
    with _Clock(f"{len(cuts)} placed cuts in {sections} sections, the model's loading included"):
        found = cluster(spread, model)
    print(f"{len(found)} stories")


class _Clock:
    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        print(f"{self.what}: {time.perf_counter() - self.wall:.2f} s wall, {time.process_time() - self.cpu:.2f} s CPU")


if __name__ == "__main__":
    main()
