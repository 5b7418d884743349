"""The manual of the rule language: by examples, each with a text in which it is found and one in which it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple


class Example(NamedTuple):
    """One row of the manual. A test holds every rule against its two texts."""

    rule: str
    means: str
    found: str
    not_found: str


ALIASES: Final = {"Daesh": ("ISIS", "Islamic State", "داعش"), "Russia": ("Russian", "Putin", "tr:Rus")}

EXAMPLES: Final = (
    Example("ceasefire", "a word; accents, capitals and hyphens do not matter", "The Ceasefire held.", "They ceased."),
    Example('"peace talks"', "a phrase", "Peace talks began.", "He talks of peace."),
    Example("talk*", "all words that begin so", "a talkative man", "stalking"),
    Example("negotiate~", "a word in all its forms, in English", "They are negotiating.", "a negotiator"),
    Example('"prisoner~ swap~"', "a phrase, some words in all forms", "Prisoners swapped", "They swap prisoners."),
    Example("переговоры~", "Slavic and Arabic endings are known by the script", "о переговорах", "переговорщик"),
    Example("tr:görüşme~", "of other languages by their code", "görüşmelerinde", "görüşmek"),
    Example("Daesh", "a name of `[aliases]`, or one of its spellings: all of them", "ISIS fighters", "the state"),
    Example("=Putin", "this word alone, without the alias that lists it", "Putin said", "Russia said"),
    Example("fr:sommet", "only in French texts, or where the language is not known", "un sommet", "a summit"),
    Example("talks AND NOT football", "AND, OR, NOT and brackets; NOT binds tighter than AND, AND than OR",
            "Talks began.", "Talks on football"),
    Example("Russia NEAR/5 talks", "at most five words between them, in either order; the sides may be (a OR b)",
            "talks with Moscow's envoy: Putin waits", "Putin rode a horse on a long sunny day, then talks"),
    Example("2 OF (truce, prisoner~, mediat*)", "at least two of the list hold; the entries may be rules",
            "Mediators spoke of a truce.", "A truce was broken."),
    Example("*", "everything", "anything", ""),
)  # fmt: skip

_PREFACE: Final = """\
### `Rules`

The rule of a topic, what an edition excludes, and `digest brief --rule` are written in one language. A rule holds in a
passage, or in its title or heading and the passage together. `digest explain` shows which words it found.

| rule | finds | is found in | but not in |
|---|---|---|---|"""

_REST: Final = """
Long rules go between three single quotes, over several lines; a mistake is told with its line and column. Where two
rules hold, the one whose words are more, longer and earlier wins the passage. In `[aliases]` the spellings may end in a
star or `~` and begin with a language (`tr:Rus`); usual variants of names (Kiev and Kyiv, Zelensky and Zelenskyy) are
known without being listed. For `~` there are forms of English, Slavic, Arabic, Persian (`fa:`), Urdu (`ur:`), Turkish
(`tr:`), German (`de:`), Dutch (`nl:`), French (`fr:`), Spanish (`es:`), Portuguese (`pt:`) and Italian (`it:`) words;
others write a star.
"""


def rule_manual() -> Iterator[str]:
    """The chapter as Markdown."""
    yield _PREFACE
    for example in EXAMPLES:
        texts = (f"“{text}”" if text else "" for text in example[2:])
        yield "| " + " | ".join((f"`{example.rule}`", example.means, *texts)) + " |"
    yield _REST
