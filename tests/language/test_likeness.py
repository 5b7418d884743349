from __future__ import annotations

import pytest

from digest.language.likeness import shared


@pytest.mark.parametrize(
    ("words", "within", "expected"),
    [
        ("Ships leave Odesa harbour", "The ships left the harbour of Odesa", 0.75),
        ("Ships leave Odesa harbour", "Museum of old masters", 0.0),
        ("SHIPS LEAVE ODESA", "ships leave odesa", 1.0),
        ("суда вышли из Одессы", "судов в Одессе", 1 / 3),
        ("a of to", "x", 1.0),  # nothing to judge by
        ("", "", 1.0),
        ("粮船离港", "粮船离开港口", 1 / 3 * 2),
    ],
)
def test_shared(words: str, within: str, expected: float) -> None:
    assert shared(words, within) == pytest.approx(expected)
