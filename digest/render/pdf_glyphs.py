"""Text read back from the PDF: what each embedded glyph says.

Repairs of the fonts of WeasyPrint 70.0, before they are written.

It writes, for each glyph, the text of the first cluster in which it met the glyph, and gives the cluster's
other glyphs no text at all. In scripts whose clusters have several glyphs (Devanagari always, Arabic with vowel signs)
letters are then lost or doubled, and PDF/A and PDF/UA are broken, which want text for every glyph. Here a font in which
that happened gets its texts from its own tables instead: the character map, and the substitutions that lead from
characters to ligatures, half forms and marks. (The order of letters in such a cluster is another matter: pdf_tags.)
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from itertools import islice, product
from typing import Any

Substitutions = dict[str, list[tuple[str, ...]]]

# A glyph that only decorates: no letter, but PDF/A wants text for each, and forbids U+0000 and U+FEFF for it.
_SILENT = "\u200b"
_CHOICES = 8  # of texts for one glyph; Amiri has at most 5
_DEPTH = 6  # of substitutions upon substitutions; Amiri and Noto Sans Devanagari need 4
_SINGLE, _MULTIPLE, _ALTERNATE, _LIGATURE, _EXTENSION = 1, 2, 3, 4, 7


def shared(font_class: Any) -> Callable[..., Any]:
    """Return what makes WeasyPrint's fonts, so that one face is embedded once.

    A font with optical sizes is given the size of the text even where the style sheet asks for another, and each size
    of text would embed the same face again. A face that has no such axis must not be asked for it at all.
    """
    known: dict[str, Any] = {}

    def made(*arguments: Any) -> Any:
        font = font_class(*arguments)
        font.variations = _own_axes(font)
        described = f"{font.family} {font.weight} {font.style} {sorted(font.variations.items())}"
        font.hash = "".join(chr(65 + byte % 26) for byte in blake2b(described.encode(), digest_size=6).digest())
        font.name = b"/" + font.hash.encode() + b"+" + font.name.partition(b"+")[2]
        first = known.setdefault(font.hash, font)
        font.widths, font.to_unicode, font.missing = first.widths, first.to_unicode, first.missing
        return font

    return made


def _own_axes(font: Any) -> dict[str, float]:
    """The variations that the font has an axis for."""
    if "fvar" not in font.tables or not font.variations:
        return {}
    from fontTools.ttLib import TTFont

    tables = TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True)
    axes = {axis.axisTag for axis in tables["fvar"].axes}
    return {axis: value for axis, value in font.variations.items() if axis in axes}


def mend(fonts: Mapping[str, Any]) -> None:
    """Give every used glyph of `fonts` (WeasyPrint's, by hash) its text, in place."""
    for font in fonts.values():
        if any(map(_doubtful, font.to_unicode.values())):
            glyphs = Glyphs(font.file_content, font.index)
            for glyph, found in font.to_unicode.items():
                font.to_unicode[glyph] = glyphs.text(glyph, found) or _SILENT


def _doubtful(text: str) -> bool:
    """Whether a glyph may stand for part of a cluster. In Latin, Greek and Cyrillic one glyph says all its text."""
    return not text or any("\u0590" <= letter <= "\u1dff" or unicodedata.combining(letter) for letter in text)


class Glyphs:
    """What the glyphs of one font say, by its own tables."""

    def __init__(self, file: bytes, index: int = 0) -> None:
        """`file` is a TrueType or OpenType font, or a collection of which `index` names one."""
        from fontTools.ttLib import TTFont

        self._font = TTFont(io.BytesIO(file), fontNumber=index, lazy=True)
        self._count = self._font["maxp"].numGlyphs
        self._spelt = _characters(self._font)
        self._made, self._added = _substitutions(self._font)

    def text(self, glyph: int, found: str) -> str:
        """Return what `glyph` (its number) says, "" when it only completes another.

        `found` is the text of the cluster in which it was met. It decides where the font leaves a choice (a teh whose
        dots stand above each other is drawn like a tteheh), and where its tables do not tell.
        """
        if glyph >= self._count:
            return found
        known = self._known(self._font.getGlyphName(glyph))
        if not known:
            return found
        wanted = _letters(found)
        return next((text for text in known if _letters(text) == wanted), known[0])

    def _known(self, name: str, depth: int = 0) -> tuple[str, ...]:
        """All that a glyph can say, the likeliest first; nothing when the font does not tell."""
        texts = list(self._spelt.get(name, ()))
        for parts in self._made.get(name, ()) if depth < _DEPTH else ():
            choices = (self._known(part, depth + 1) for part in parts)
            texts += ["".join(choice) for choice in islice(product(*choices), _CHOICES)]
        if not texts and name in self._added:
            return ("",)
        return tuple(dict.fromkeys(texts))[:_CHOICES]


def _letters(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character)[0] != "M")


def _characters(font: Any) -> dict[str, list[str]]:
    """The characters of each glyph that has any, the lowest code point first: it is the plainest."""
    spelt: dict[str, list[str]] = {}
    for point, name in sorted(font.getBestCmap().items()):
        spelt.setdefault(name, []).append(unicodedata.normalize("NFKC", chr(point)))
    return spelt


def _substitutions(font: Any) -> tuple[Substitutions, frozenset[str]]:
    """Return, for each glyph that a substitution makes, the glyphs that it is made of, in each way; and the glyphs
    that are only ever added to another: dots that are drawn apart, strokes between letters."""
    made: Substitutions = {}
    added: set[str] = set()
    for kind, table in _subtables(font):
        for glyph, parts in _pairs(kind, table):
            ways = made.setdefault(glyph, [])
            if parts not in ways:
                ways.append(parts)
        if kind == _MULTIPLE:
            added.update(extra for glyphs in table.mapping.values() for extra in glyphs[1:])
    return made, frozenset(added)


def _subtables(font: Any) -> Iterator[tuple[int, Any]]:
    if "GSUB" not in font or font["GSUB"].table.LookupList is None:
        return
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            if lookup.LookupType == _EXTENSION:
                yield table.ExtensionLookupType, table.ExtSubTable
            else:
                yield lookup.LookupType, table


def _pairs(kind: int, table: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    if kind == _SINGLE:
        yield from ((made, (glyph,)) for glyph, made in table.mapping.items())
    elif kind == _MULTIPLE:
        yield from ((made[0], (glyph,)) for glyph, made in table.mapping.items() if made)
    elif kind == _ALTERNATE:
        yield from ((made, (glyph,)) for glyph, all_made in table.alternates.items() for made in all_made)
    elif kind == _LIGATURE:
        for first, ligatures in table.ligatures.items():
            yield from ((ligature.LigGlyph, (first, *ligature.Component)) for ligature in ligatures)
