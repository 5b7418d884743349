"""Letters that no packaged typeface has: a visible name stands in their place, and they can still be copied and found.

A box would tell a reader nothing, a face of this machine would give another page elsewhere. So each run of such
letters is printed as "[Cherokee × 3]", the script named in the edition's language; the run itself is kept beside it
(`data-says`), and pdf_tags writes it into the file as the text that the name stands for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from digest.render.dates import locale_of

SAYS = "data-says"  # attribute of a span: what its printed text stands for
# Attributes that style sheets print.
_PRINTED = ("data-title", "data-issue", "data-of", "data-page", "data-running")
_SILENT = {"head", "script", "style", "title"}
_COMMON = {"Zyyy", "Zinh", "Zzzz"}

Covered = frozenset[int]


def name_unset(root: Any, covered: Covered) -> None:
    """Put a name into the place of each run of letters in the element tree `root` that is not `covered` (code points).

    What a face has under a plainer form (a full-width letter, a joined sign) is printed in that form.
    """
    language = root.get("lang") or "en"
    for element in [root, *(one for child in root if child.tag not in _SILENT for one in child.iter())]:
        for name in _PRINTED:
            if name in element.attrib:
                parts = _parts(element.attrib[name], covered, language)
                element.attrib[name] = "".join(shown for shown, _ in parts)
        if element.tag not in _SILENT:
            _name_in(element, covered, language)


def unset(character: str, covered: Covered) -> bool:
    """Whether `character` would print as a box: it has a form to print, and no face has that, nor its parts."""
    if ord(character) in covered or unicodedata.category(character)[0] in "ZC":
        return False
    return not covered.issuperset(map(ord, unicodedata.normalize("NFD", character)))


def _name_in(element: Any, covered: Covered, language: str) -> None:
    """Rewrite an element's own text, and what follows each of its children."""
    if element.text:
        parts = _parts(element.text, covered, language)
        element.text, made = _spans(parts, element.makeelement)
        for place, span in enumerate(made):
            element.insert(place, span)
    for child in list(element):
        if child.tail and SAYS not in child.attrib:
            child.tail, made = _spans(_parts(child.tail, covered, language), element.makeelement)
            place = list(element).index(child) + 1
            for further, span in enumerate(made):
                element.insert(place + further, span)


def _spans(parts: list[tuple[str, str]], make: Callable[[str, dict[str, str]], Any]) -> tuple[str, list[Any]]:
    """The text before the first name, and a span for each name with the text that follows it."""
    before, made = "", list[Any]()
    for shown, says in parts:
        if says:
            made.append(make("span", {"class": "unset", SAYS: says}))
            made[-1].text, made[-1].tail = shown, ""
        elif made:
            made[-1].tail += shown
        else:
            before += shown
    return before, made


def _parts(text: str, covered: Covered, language: str) -> list[tuple[str, str]]:
    """Cut `text` into (what is printed, what it stands for), the second "" where they are the same."""
    if text.isascii() or not any(unset(c, covered) for c in set(text)):
        return [(text, "")]
    plain = text.translate(dict(_plainer(text, covered)))
    parts, at = list[tuple[str, str]](), 0
    for start, end in _runs(plain, covered):
        parts += [(plain[at:start], ""), (_named(plain[start:end], covered, language), plain[start:end])]
        at = end
    return [*parts, (plain[at:], "")]


def _plainer(text: str, covered: Covered) -> Iterator[tuple[int, str]]:
    for character in sorted(set(text)):
        if unset(character, covered):
            plain = unicodedata.normalize("NFKC", character)
            if plain != character and covered.issuperset(map(ord, plain)):
                yield ord(character), plain


def _runs(text: str, covered: Covered) -> Iterator[tuple[int, int]]:
    """Half-open bounds of neighbouring letters that are not covered, with the spaces and signs between them."""
    start = end = -1
    for place, character in enumerate(text):
        if unset(character, covered):
            start, end = (place if start < 0 else start), place + 1
        elif start >= 0 and unicodedata.category(character)[0] not in "ZCPM":
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


def _named(run: str, covered: Covered, language: str) -> str:
    """The scripts of a run and how many of its letters are not printed, "[Han × 12]"; a sign by its code point."""
    from fontTools import unicodedata as scripts

    lost = [character for character in run if unset(character, covered)]
    codes = dict.fromkeys(scripts.script(character) for character in lost)
    names = [_script_name(code, language) for code in codes if code not in _COMMON]
    if names:
        return f"[{', '.join(names)} × {len(lost)}]".replace(" ", "\u00a0")
    return "[" + " ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(lost)) + "]"


def _script_name(code: str, language: str) -> str:
    from fontTools import unicodedata as scripts

    said: str = locale_of(language).scripts.get(code) or scripts.script_name(code).replace("_", " ")
    return said
