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
    from numpy import float32, int32
    from numpy.typing import NDArray

_WEIGHTS: Final = "weights/l2_supercat_256.safetensors"
_TOKENIZER: Final = "tokenizers/l2_supercat_tokenizer_config.json"
_TABLE: Final = "embedding.weight"
_STEPS: Final = 1024  # of one unit: the table's numbers as whole ones, so that sums are the same on every machine
_AT_ONCE: Final = 500  # texts: 30 MB of vectors for 60 words each


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
    """Each word is looked up once: no token of the model spans two words."""
    import numpy as np

    split = [text.split() or [""] for text in texts]
    numbers = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(split)))}
    vectors = _words(list(numbers))
    order = np.fromiter((numbers[word] for words in split for word in words), np.int64)
    starts = np.cumsum([0, *map(len, split[:-1])])
    sums = np.add.reduceat(vectors[order], starts, axis=0).astype(np.float64)
    length = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
    made: NDArray[float32] = (sums / np.maximum(length, 1)).astype(np.float32)
    return made


def _words(words: Sequence[str]) -> NDArray[int32]:
    """The sum of the vectors of each word's tokens, in whole steps; zeros for a word without tokens."""
    import numpy as np

    tokenizer, table = _model()
    found = [tokenizer.encode(word, add_special_tokens=False).ids for word in words]
    vectors = np.zeros((len(words), table.shape[1]), np.int32)
    filled = [number for number, some in enumerate(found) if some]
    if filled:
        tokens = np.fromiter(chain.from_iterable(found), np.int64)
        whole = np.rint(table[tokens].astype(np.float32) * _STEPS).astype(np.int32)
        starts = np.cumsum([0, *(len(found[number]) for number in filled[:-1])])
        vectors[filled] = np.add.reduceat(whole, starts, axis=0)
    return vectors


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
