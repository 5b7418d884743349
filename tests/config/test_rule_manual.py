"""The rule language's chapter: every example of it is true."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from digest.config import manual
from digest.config.rule_manual import ALIASES, EXAMPLES, Example
from digest.config.schema import TopicTable
from digest.route import route, router
from tests.builders import candidate, item


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.rule for example in EXAMPLES])
def test_an_example_is_found_where_it_says(example: Example) -> None:
    rules = router((), [TopicTable(name="T", rule=example.rule)], MappingProxyType(ALIASES))
    for text, expected in ((example.found, True), (example.not_found, False)):
        language = "fr" if text == "un sommet" else "tr" if text.startswith("görüş") else "en"
        if text:
            assert bool(route(candidate(item("", text, language=language)), rules).placed) is expected, text


def test_the_chapter_stands_behind_the_topics() -> None:
    text = manual()
    assert text.index("### `[[topics]]`") < text.index("### `Rules`") < text.index("### `[[editions]]`")
    assert all(f"| `{example.rule}` |" in text for example in EXAMPLES)
