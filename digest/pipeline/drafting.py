"""A writer that remembers: what a model once answered to a question it is not asked again, however often one builds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from json import dumps
from typing import Protocol

from digest.models import Ask, Draft, Failure
from digest.protocols import Writer


class Drafts(Protocol):
    """Where drafts are kept, by the hash of what was asked."""

    def drafts(self, keys: Sequence[str]) -> Mapping[str, Draft]:
        """Those that are known."""
        ...

    def keep_drafts(self, made: Mapping[str, Draft]) -> None:
        """Remember drafts."""
        ...


@dataclass(frozen=True, slots=True)
class RememberingWriter:
    """Asks `inner` only what `memory` does not know."""

    inner: Writer
    memory: Drafts

    @property
    def name(self) -> str:
        """The model's name."""
        return self.inner.name

    def write(self, asks: Sequence[Ask]) -> Iterator[Draft | Failure]:
        """Yield one outcome per ask, in order; each new draft is kept before it is handed on."""
        keys = [asked(ask, self.name) for ask in asks]
        known = dict(self.memory.drafts(keys))
        fresh = self.inner.write([ask for ask, key in zip(asks, keys, strict=True) if key not in known])
        for key in keys:
            if key in known:
                yield known[key]
                continue
            outcome = next(fresh)
            if isinstance(outcome, Draft):
                self.memory.keep_drafts({key: outcome})
            yield outcome


def asked(ask: Ask, model: str) -> str:
    """The hash of a question: the same words of the same sources to the same model, 32 hex digits."""
    plain = {**asdict(ask), "piece": "", "model": model}
    return blake2b(dumps(plain, ensure_ascii=False, sort_keys=True).encode(), digest_size=16).hexdigest()
