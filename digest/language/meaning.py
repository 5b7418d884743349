"""Meaning: vectors of English texts from the word vectors that the package `wordllama` carries.

Only its two files are read: importing the package sets up logging for the whole program and loads an HTTP client.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_WEIGHTS: Final = "weights/l2_supercat_256.safetensors"
_TOKENIZER: Final = "tokenizers/l2_supercat_tokenizer_config.json"
_TABLE: Final = "embedding.weight"
_STEPS: Final = 1024  # of one unit: the table's numbers as whole ones, so that sums are the same on every machine
_AT_ONCE: Final = 500  # texts: some 10 MB of counts


class Meaning:
    """An encoder of English: texts that say the same in other words are near. Shape (n, 256).

    As wordllama's mean of the vectors of a text's tokens. Loaded on first use, in about 0.07 s.
    """

    languages: frozenset[str] = frozenset({"en"})

    def encode(self, texts: Sequence[str]) -> NDArray[float32]:
        """As of Encoder."""
        import numpy as np

        parts = [_encoded(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, _model()[1].shape[1]), np.float32)


def _encoded(texts: Sequence[str]) -> NDArray[float32]:
    """How often each text has each token, times the table, in whole steps.

    Such a product is exact: a text of 2,000 tokens stays below 2**24, which 32 bits hold.
    """
    import numpy as np

    table = _model()[1]
    found = [list(chain.from_iterable(map(_tokens, text.split()))) for text in texts]
    every, column = np.unique(np.fromiter(chain.from_iterable(found), np.int64), return_inverse=True)
    row = np.repeat(np.arange(len(texts)), [len(some) for some in found])
    counts = np.bincount(row * len(every) + column, minlength=len(texts) * len(every))
    whole = np.rint(table[every].astype(np.float32) * np.float32(_STEPS))
    sums = (counts.reshape(len(texts), len(every)).astype(np.float32) @ whole).astype(np.float64)
    length = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
    made: NDArray[float32] = (sums / np.maximum(length, 1)).astype(np.float32)
    return made


@lru_cache(maxsize=100_000)
def _tokens(word: str) -> tuple[int, ...]:
    """Each word is looked up once: no token of the model spans two words."""
    return tuple(_model()[0].encode(word, add_special_tokens=False).ids)


@lru_cache(maxsize=1)
def _model() -> tuple[Any, Any]:
    """The tokenizer, and the table of vectors, float16, shape (32000, 256)."""
    from safetensors import safe_open
    from tokenizers import Tokenizer

    folder = _folder()
    with safe_open(folder / _WEIGHTS, framework="np") as opened:
        table = opened.get_tensor(_TABLE)
    return Tokenizer.from_file(str(folder / _TOKENIZER)), table


def _folder() -> Path:
    found = find_spec("wordllama")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("the package wordllama is not installed", name="wordllama")
    return Path(next(iter(found.submodule_search_locations)))
