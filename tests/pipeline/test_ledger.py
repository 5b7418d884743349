"""The ledger: what a build made of every story, as bytes and back."""

from __future__ import annotations

from dataclasses import replace

from digest.config import edition, load
from digest.config.schema import Config
from digest.models import Scored
from digest.pipeline.choosing import Considered
from digest.pipeline.ledger import about, judge, pack, rules_of, unpack
from tests import builders

FEEDS = '[[sources]]\nname = "Wire"\nurl = "https://wire.example/feed"\n[[editions]]\nname = "weekly"\nfloor = 0.3\n'


def config(text: str = FEEDS) -> Config:
    """A desk of one feed."""
    return load(text, "feeds.toml", ".", {}, lambda _: True)


def considered() -> Considered:
    """Two stories: one of two papers in other news, one under the floor."""
    one = replace(builders.placed(builders.item("A fair")), region="Global", topic="")
    other = replace(builders.placed(builders.item("A fair, again", source="Herald")), region="Global", topic="")
    small = replace(builders.placed(builders.item("A stall")), region="Global", topic="")
    stories = (
        Scored(builders.story(one, other, why=("the same text",)), 0.5, ("2 publishers (+0.13)",), 0.4),
        Scored(builders.story(small), 0.1, ("1 publisher (+0.00)",), 0.1),
    )
    return Considered((), (), stories)


def test_what_is_packed_is_unpacked() -> None:
    judged = judge(considered(), edition(config()))
    assert [(one.ruling, one.number, one.of, one.waits) for one in judged] == [
        ("printed", 1, 2, False),
        ("floor", 2, 2, False),
    ]
    for one in judged:
        for cut in one.cuts:
            assert unpack(pack(judged), cut.item) == about(judged, cut.item) == (one,)
    assert unpack(pack(judged), "nobody") == ()
    assert pack(judged) == pack(judge(considered(), edition(config())))


def test_the_rules_are_all_that_a_judgement_depends_on() -> None:
    texts = [
        FEEDS,
        FEEDS.replace("0.3", "0.31"),
        FEEDS.replace("[[editions]]", "weight = 2\n[[editions]]"),
        FEEDS + '[[topics]]\nname = "Fairs"\nrule = "fair"\n',
    ]
    hashes = [rules_of(made := config(text), edition(made), "digest 1") for text in texts]
    assert len(set(hashes)) == len(texts)
    assert rules_of(made, edition(made), "digest 2") not in hashes
