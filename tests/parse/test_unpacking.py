import gzip
import zlib

import pytest

from digest.errors import SourceTrouble
from digest.models import Entry
from digest.parse import parse
from digest.parse.unpacking import MOST, unpacked
from tests.builders import fetched

FEED = b"<rss version='2.0'><channel><item><title>Talks resume</title></item></channel></rss>"


@pytest.mark.parametrize(
    "body",
    [FEED, gzip.compress(FEED), zlib.compress(FEED), gzip.compress(gzip.compress(FEED)), gzip.compress(FEED) + b"tail"],
    ids=["as it is", "gzip", "zlib", "twice", "with a tail"],
)
def test_what_nobody_declared_is_unpacked(body: bytes) -> None:
    assert unpacked(body) == FEED
    (entry,) = parse(fetched(body))
    assert isinstance(entry, Entry)
    assert entry.title == "Talks resume"


def test_what_breaks_off_is_read_as_far_as_it_goes() -> None:
    made = unpacked(gzip.compress(FEED)[:70])
    assert made
    assert FEED.startswith(made)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_does_not_unfold(layers: int) -> None:
    bomb = b"\0" * (MOST + 1)
    for _ in range(layers):
        bomb = gzip.compress(bomb)
    with pytest.raises(SourceTrouble, match="more than 10 MB"):
        unpacked(bomb)


def test_three_layers_are_nobodys_mistake() -> None:
    assert unpacked(gzip.compress(gzip.compress(gzip.compress(FEED)))) == gzip.compress(FEED)


def test_broken_from_the_start() -> None:
    with pytest.raises(SourceTrouble, match="cannot be unpacked"):
        unpacked(b"\x1f\x8b\x08 and then nothing of the kind")
    assert unpacked(b"x\x9c is a text") == b"x\x9c is a text"
