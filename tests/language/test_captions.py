"""What says nothing by itself."""

from __future__ import annotations

import pytest

from digest.language.captions import is_caption
from digest.models import Passage, PassageKind


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("heading", "Armed conflicts and attacks", True),
        ("item", "Albania", True),
        ("item", "Peace negotiations in the Russian invasion of Ukraine", True),
        ("item", "Kenya votes today.", False),
        ("item", "A ferry sinks off the coast of Sumatra and twelve people are missing (AP)", False),
        ("paragraph", "Albania", False),
        ("quote", "Peace", False),
    ],
)
def test_captions(kind: PassageKind, text: str, expected: bool) -> None:
    assert is_caption(Passage("k", kind, text, ((0, len(text)),))) is expected
