"""Reasons: why the cuts of a story are one, in words that an editor can check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from digest.cluster.copies import Group
from digest.cluster.nearness import says
from digest.cluster.verdicts import PUT_TOGETHER, Verdicts
from digest.cluster.voices import Voices, said
from digest.language.terms import Terms, spelt

_WORDS: Final = 4  # as many as are read at a glance
_HOUR: Final = 3600


def why(groups: Sequence[Group], found: Voices, words: Terms, editor: Verdicts) -> tuple[str, ...]:
    """The reasons, one plain clause each; none for a story of one cut."""
    lines = [line for group in groups for line in group.why]
    if len(groups) > 1:
        lines.insert(0, _event(groups, words))
    homes = Counter(editor.home(cut.placed.item.id) for group in groups for cut in group.cuts)
    if any(count > 1 for home, count in homes.items() if home):
        lines.insert(0, PUT_TOGETHER)
    if any(len(group.cuts) > 1 for group in groups) or len(groups) > 1:
        lines.append(said(found))
    return tuple(dict.fromkeys(line for line in lines if line))


def _event(groups: Sequence[Group], words: Terms) -> str:
    """What most of them say, and how near in time."""
    shared = _shared(groups, words)
    quoted = ", ".join(f"“{word}”" for word in shared)
    items = [group.cuts[0].placed.item for group in groups]
    moments = [item.published.timestamp() for item in items if item.dated_by == "publisher"]
    hours = (max(moments) - min(moments)) / _HOUR if len(moments) > 1 else 0.0
    span = f"within {_hours(hours)}" if len(moments) == len(items) else ""
    parts = (f"the same event in {len(groups)} reports", span)
    head = " ".join(part for part in parts if part)
    return f"{head}: {quoted}" if quoted else head


def _hours(hours: float) -> str:
    if round(hours) <= 1:
        return "an hour"
    return f"{round(hours)} hours" if hours < 48 else f"{round(hours / 24)} days"


def _shared(groups: Sequence[Group], words: Terms) -> list[str]:
    """The words that most of the reports have, the most telling first, as the lead prints them."""
    texts = [spelt(says(group.cuts[0].placed)) for group in groups]
    counts = Counter(term for text in texts for term in text)
    least = max(2, (len(texts) + 1) // 2)
    common = [term for term, count in counts.items() if count >= least]
    if not common:
        common = [term for term, count in counts.items() if count > 1]
    spellings = {term: next(text[term] for text in texts if term in text) for term in common}
    ordered = sorted(common, key=lambda term: (-counts[term] * words.weight(term), spellings[term]))
    return [spellings[term] for term in ordered[:_WORDS]]
