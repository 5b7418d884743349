"""Matching: one pass over a text for all words of all rules and all names of the gazetteer.

A word stands where the script's own word bounds are: spaces and signs for most; none in Chinese, Japanese and Thai,
except within a run of katakana; Korean particles may follow; Arabic's proclitics may precede.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Generic, NamedTuple, TypeVar
from unicodedata import category

from ahocorasick_rs import AhoCorasick, MatchKind

from digest.language.folding import Folded
from digest.language.spellings import Spelling, allows

T = TypeVar("T")


class Hit(NamedTuple, Generic[T]):
    """Something found at the half-open range [start, end) of the text as printed."""

    start: int
    end: int
    value: T


class Matcher(Generic[T]):
    """Finds every spelling of every entry, overlapping ones too. Building costs some 50 ms for 18,000 names."""

    def __init__(self, entries: Iterable[tuple[Spelling, T]]) -> None:
        """`entries` are (spelling, what a hit shall carry); the same spelling may stand with several values."""
        groups: dict[str, list[tuple[Spelling, T]]] = {}
        for spelling, value in entries:
            groups.setdefault(_anchor(spelling), []).append((spelling, value))
        self._groups = [
            [(spelling, value, _is_plain(spelling)) for spelling, value in group] for group in groups.values()
        ]
        self._automaton = AhoCorasick(list(groups), matchkind=MatchKind.Standard, store_patterns=False)

    def find(self, folded: Folded) -> list[Hit[T]]:
        """All hits, by start, then end, then the order of the entries."""
        text, found = folded.text, []
        cased, caps = _capitals(folded.source)
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            group = self._groups[index]
            if start and text[start - 1] != " " and not _starts(text, start) and not _proclitic(text, start, group):
                continue
            parted = end == len(text) or text[end] == " "
            for spelling, value, is_plain in group:
                stop = end if parted and is_plain else _stop(text, end, spelling)
                if stop and (spelling.case == "any" or _case_fits(folded, start, stop, spelling, cased, caps)):
                    found.append(Hit(*folded.span(start, stop), value))
        found.sort(key=_place)
        return found


def _is_plain(spelling: Spelling) -> bool:
    """Whether it ends where what the automaton found does, if a space follows."""
    return spelling.ending in {"", "*"} or len(spelling.words) == 1


def longest(hits: Sequence[Hit[T]]) -> list[Hit[T]]:
    """Those hits that no longer one covers in part or whole; of equal ranges all are kept."""
    kept: list[Hit[T]] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not kept or hit.start >= kept[-1].end or (hit.start, hit.end) == (kept[-1].start, kept[-1].end):
            kept.append(hit)
    return kept


def _place(hit: Hit[T]) -> tuple[int, int]:
    return hit.start, hit.end


def _anchor(spelling: Spelling) -> str:
    """What the automaton looks for: the whole phrase, or the first word of one whose words take endings."""
    return spelling.words[0] if spelling.ending not in {"", "*"} else " ".join(spelling.words)


# -- word bounds ---------------------------------------------------------------------------------------------------

_SIGN, _LETTER, _UNSPACED, _KATAKANA, _HANGUL, _SYLLABLE, _MARK = range(7)
_BLOCKS: Final = (
    ("\u0e00", "\u0eff", _UNSPACED),  # Thai, Lao
    ("\u1000", "\u109f", _UNSPACED),  # Myanmar
    ("\u1780", "\u17ff", _UNSPACED),  # Khmer
    ("\u3040", "\u309f", _UNSPACED),  # hiragana
    ("\u3005", "\u3007", _UNSPACED),
    ("\u3400", "\u9fff", _UNSPACED),
    ("\uf900", "\ufaff", _UNSPACED),
    ("\U00020000", "\U0003ffff", _UNSPACED),
    ("\u30a1", "\u30fa", _KATAKANA),
    ("\u30fc", "\u30fe", _KATAKANA),
    ("\u1100", "\u115f", _HANGUL),
    ("\u1160", "\u11ff", _SYLLABLE),  # vowels and finals: the syllable goes on
    ("\uac00", "\ud7a3", _HANGUL),
)


class _Kinds(dict[str, int]):
    """The kind of each character, worked out once."""

    def __missing__(self, char: str) -> int:
        kind = _LETTER if char.isalnum() else _SIGN
        if category(char).startswith("M"):
            kind = _MARK
        else:
            kind = next((k for low, high, k in _BLOCKS if low <= char <= high), kind)
        self[char] = kind
        return kind


_KINDS: Final = _Kinds()
# A word that begins with the first kind may not follow the second.
_JOINED: Final = frozenset({(_LETTER, _LETTER), (_KATAKANA, _KATAKANA), (_HANGUL, _HANGUL), (_HANGUL, _SYLLABLE)})
_PROCLITICS: Final = frozenset(
    "و ف ب ل ك ال وال فال بال كال لل ولل فلل وب ول وك فب فل فك وبال وكال فبال".split(),
)


def _starts(text: str, start: int) -> bool:
    return (_KINDS[text[start]], _kind_before(text, start)) not in _JOINED


def _kind_before(text: str, end: int) -> int:
    """The kind of the character before `end`; of the one that carries it where that is a mark."""
    at = end - 1
    while at and _KINDS[text[at]] == _MARK:
        at -= 1
    return _KINDS[text[at]]


def _proclitic(text: str, start: int, group: Sequence[tuple[Spelling, object, bool]]) -> bool:
    """Whether what precedes in the same word is only Arabic's small words."""
    if not group[0][0].proclitics:
        return False
    at = start
    while at and start - at < 5 and _KINDS[text[at - 1]] == _LETTER:
        at -= 1
    return text[at:start] in _PROCLITICS and (at == 0 or _KINDS[text[at - 1]] != _LETTER)


def _stop(text: str, end: int, spelling: Spelling) -> int:
    """Where the match ends, its endings and further words included; 0 when it is none."""
    if spelling.ending in {"", "*"} or len(spelling.words) == 1:
        return _word_end(text, end, spelling)
    for number, word in enumerate(spelling.words):
        if number:
            if not text.startswith(f" {word}", end):
                return 0
            end += 1 + len(word)
        if not (end := _word_end(text, end, spelling)):
            return 0
    return end


def _word_end(text: str, end: int, spelling: Spelling) -> int:
    if end == len(text):
        return end
    last, following = _kind_before(text, end), _KINDS[text[end]]
    if spelling.ending == "*":
        return end if last == _UNSPACED else _tail(text, end)
    if following in {_MARK, _SYLLABLE} or last == _KATAKANA == following:
        return 0
    if following != _LETTER or last not in {_LETTER, _SIGN} or (last == _SIGN and text[end].isdigit()):
        return end
    stop = _tail(text, end)
    return stop if allows(spelling.ending, text[end:stop]) else 0


def _tail(text: str, end: int) -> int:
    """The end of the word that goes on at `end`."""
    while end < len(text) and _KINDS[text[end]] in {_LETTER, _MARK, _HANGUL, _SYLLABLE, _KATAKANA}:
        end += 1
    return end


# -- capitals ------------------------------------------------------------------------------------------------------


def _capitals(text: str) -> tuple[bool, bool]:
    """Whether the text has capitals and small letters to tell names from words; whether it is all capitals."""
    return text != text.lower() and text != text.upper(), text == text.upper() != text.lower()


def _case_fits(folded: Folded, start: int, stop: int, spelling: Spelling, cased: bool, caps: bool) -> bool:
    if spelling.case == "any":
        return True
    if not cased and not (caps and spelling.case == "capital"):
        return not spelling.wordlike
    if spelling.case == "capital":
        return not folded.source[folded.starts[start]].islower()
    first, last = folded.span(start, stop)
    return not any(char.islower() for char in folded.source[first:last])
