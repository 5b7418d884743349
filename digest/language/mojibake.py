"""Text whose UTF-8 somebody read in another encoding and wrote again: "â€™" for "’", "Ã©" for "é", "РџСЂРё" for "При".

It is undone only where that is certain: all letters beyond ASCII of a whole run of text (between two tags, quotes or
line ends) take part, so that breaking them again gives what stood there, and enough of them do. A run in which one
letter is right as it stands is left alone. Of 4,849 files of real feeds, pages, mails and texts it changes 18: 17 are
broken as a whole or in part, one is an article about such text, whose example is lost.
"""

from __future__ import annotations

import re
import unicodedata

_TIMES = 3  # that it was done, one on the other
_MANY = 3  # letters that come out: so many pairs of signs are no chance
_MANY_CYRILLIC = 4
_TAG_OR_RUN = re.compile(r"<[^<>!?]*>|[^<>\"\n]+")


def _table(encoding: str) -> dict[int, int]:
    """Bytes from 128 on by the characters that they were read as; a byte that the encoding lacks stays itself."""
    known = {byte: bytes([byte]).decode(encoding, "ignore") for byte in range(0x80, 0x100)}
    # Some programs read Latin 1, which has control characters where Windows has signs.
    return {byte: byte for byte in range(0x80, 0xA0)} | {ord(char): byte for byte, char in known.items() if char}


_WESTERN, _CYRILLIC = _table("cp1252"), _table("cp1251")
_FOLLOWING = "".join(chr(char) for char, byte in _WESTERN.items() if byte < 0xC0)
# A first byte and a second one that can follow it, as both encodings show them.
_CLUE = re.compile(rf"[Â-ôÐ-ß][{re.escape(_FOLLOWING)}]|[РС][°±µѕё»јЅѓ‚Ђ‹Њ‡†€\u0403\u045a\u0453]")
_SIGNS = frozenset("’‘“”„–—…•€™ \u00a0°£§©®«»·±²³½¼¾¿¡´º")  # what stands between words; they come out of signs only


# "CafÃ©", "Ã‰cole": a capital in the middle of a word, a sign between its letters, two spaces of two kinds behind it.
_BROKEN_WORD = re.compile(r"[a-z\d][Â-Ã]\W|Ã\W[a-z]|Ã\xa0 ")


def repaired(text: str) -> str:
    """`text` with what was certainly encoded twice put right; what stands in tags stays."""
    if text.isascii() or not _CLUE.search(text):
        return text
    return _TAG_OR_RUN.sub(lambda found: _whole(found[0]), text)


def _whole(run: str) -> str:
    """The run as it was before, as many times as that is certain; what lies between two times may be no text."""
    if run.startswith("<"):
        return run
    sure = layer = run
    for _ in range(_TIMES):
        made, enough = _undone(layer)
        if not made:
            break
        layer = made
        if enough:
            sure = layer
    return sure


def _undone(run: str) -> tuple[str, bool]:
    """The run as it was before, "" where it was nothing else, and whether it is certain that it was."""
    if not _CLUE.search(run):
        return "", False
    for table, many in ((_WESTERN, _MANY), (_CYRILLIC, _MANY_CYRILLIC)):
        try:
            made = bytes(ord(c) if ord(c) < 0x80 else table[ord(c)] for c in run).decode()
        except (KeyError, UnicodeDecodeError):
            continue
        wide = [char for char in made if not char.isascii()]
        western = table is _WESTERN and (any(char in _SIGNS for char in wide) or _BROKEN_WORD.search(run) is not None)
        return made, all(map(_is_text, wide)) and (western or len(wide) >= many)
    return "", False


def _is_text(char: str) -> bool:
    """Whether somebody may have written it: a letter, mark, number, sign or space, nothing private or unassigned."""
    return unicodedata.category(char)[0] in "LMNPSZ" or char in "\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad"
