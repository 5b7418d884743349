"""Nearness: how much two cuts say the same, by vectors of their words and, in a language that it reads, of a model.

All of it is the same on every machine: vectors are whole numbers, so small that a product of two is exact in the
32 bits of the fast multiplication, in whatever order its sums are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from digest.language.scripts import script
from digest.language.terms import DIMENSIONS, names
from digest.models import Placed
from digest.protocols import Encoder

if TYPE_CHECKING:
    from numpy import bool_, float32, float64, int16
    from numpy.typing import NDArray

    from digest.cluster.cuts import Cut

_TEXT: Final = 320  # characters beside the title: an event is told in its first sentences
_STEPS: Final = 4_000  # of one unit; 4,000 squared is below 2**24
_HALF: Final = 0.5**0.5  # each of the two vectors gives half of a product
# What the words alone give, against what words and model give together: at .34 and at .50 nineteen of twenty pairs are
# of one event, in batches of 20 as in batches of 2,000 texts.
_ALONE: Final = 0.5 / 0.34
_ALL_OF: Final = 36 * 3600  # seconds between two reports that take nothing from their nearness
NONE_OF: Final = 96 * 3600  # seconds between two reports that tell of two events, whatever they say
_NAMES: Final = 512  # into which names are hashed


def says(placed: Placed) -> str:
    """What is compared of a cut: its title, where that is about this section, and how its text begins."""
    item = placed.item
    title = item.title if placed.title_fits else ""
    text = ""
    for passage in placed.passages:
        if len(text) >= _TEXT:
            break
        if passage.kind != "heading" and passage.text != item.title:
            text += " " + passage.text
    return f"{title}.{text[:_TEXT]}" if title else text[:_TEXT].strip()


def vectors(placed: Sequence[Placed], words: Encoder, model: Encoder | None) -> list[NDArray[int16]]:
    """A vector of whole numbers for each cut: of its words and, where the model reads its language, what that makes."""
    import numpy as np

    texts = [says(one) for one in placed]
    readable = [number for number, one in enumerate(placed) if model and _reads(model, one)]
    made = words.encode(texts)
    found = list(np.rint(made * _STEPS).astype(np.int16))
    if model and readable:
        meant = model.encode([texts[number] for number in readable])
        both = np.rint(np.hstack([made[readable], meant]) * np.float32(_HALF * _STEPS)).astype(np.int16)
        for number, row in zip(readable, both, strict=True):
            found[number] = row
    return found


def _reads(model: Encoder, placed: Placed) -> bool:
    """Whether the model reads the cut's language; of an unknown one, whether it is written as its languages are."""
    language = placed.item.language.split("-")[0]
    if not model.languages or language in model.languages:
        return True
    return language == "und" and script(says(placed)) == "Latn"


def nearness(one: Sequence[Cut], other: Sequence[Cut]) -> NDArray[float32]:
    """How near each of the one is to each of the other, at most 1, shape (n, m); 0 where they are days apart."""
    import numpy as np

    if not one or not other:
        return np.zeros((len(one), len(other)), np.float32)
    width = max(len(cut.vector) for cut in (*one, *other))
    near = (_rows(one, width) @ _rows(other, width).T) / np.float32(_STEPS * _STEPS)
    alone, others = _alone(one), _alone(other)
    if alone.any() or others.any():
        near *= np.where(alone, np.float32(_ALONE), np.float32(1))[:, None]
        near *= alone[:, None] == others[None, :]  # two languages
        np.minimum(near, 1, out=near)
    since, until = _moments(one), _moments(other)
    begin, end = min(since.min(), until.min()), max(since.max(), until.max())
    if end - begin > _ALL_OF:
        # Seconds since the first of them: in 32 bits the passes over the whole table take half the time.
        gap = np.subtract.outer((since - begin).astype(np.float32), (until - begin).astype(np.float32))
        np.abs(gap, out=gap)
        np.subtract(np.float32(NONE_OF), gap, out=gap)
        gap *= np.float32(1 / (NONE_OF - _ALL_OF))
        near *= np.clip(gap, 0, 1, out=gap)
    return near


def strangers(cuts: Sequence[Cut]) -> NDArray[bool_]:
    """Which pairs name no name in common, although both name some, shape (n, n): a quake in Peru and one in Fiji."""
    import numpy as np

    marks = np.zeros((len(cuts), _NAMES), np.float32)
    for row, cut in enumerate(cuts):
        marks[row, [name % _NAMES for name in names(says(cut.placed))]] = 1
    named = marks.any(axis=1)
    found: NDArray[bool_] = ((marks @ marks.T) == 0) & np.outer(named, named)
    return found


def _rows(cuts: Sequence[Cut], width: int) -> NDArray[float32]:
    import numpy as np

    rows = np.zeros((len(cuts), width), np.float32)
    for number, cut in enumerate(cuts):
        rows[number, : len(cut.vector)] = cut.vector
    return rows


def _alone(cuts: Sequence[Cut]) -> NDArray[bool_]:
    """Whose vectors are of words alone."""
    import numpy as np

    return np.array([len(cut.vector) == DIMENSIONS for cut in cuts])


def _moments(cuts: Sequence[Cut]) -> NDArray[float64]:
    import numpy as np

    return np.array([cut.placed.item.published.timestamp() for cut in cuts])
