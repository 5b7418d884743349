"""Typefaces: which faces print an issue, where their files lie, and which scripts none of them can print.

The faces come from packages, so that a page looks the same on every machine. Their families carry names of our own
("Digest Serif" ...): a face of the same name that is installed on the machine can never be picked instead. Any other
installed package of the `fontpkg` family joins in when the text has letters that only it can print.

How each script reads back from the PDF is held by tests/render/test_fonts.py.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import metadata, util
from pathlib import Path

from digest.errors import EnvironmentFault
from digest.render.brand import PLAIN, Brand
from digest.render.environment import templates_hash

# Module of the package, family that templates name.
_HOUSE = (
    ("fontpkg_source_serif_4", "Digest Serif"),
    ("fontpkg_inter", "Digest Sans"),
    ("fontpkg_amiri", "Digest Arabic"),
    ("fontpkg_noto_sans_devanagari", "Digest Devanagari"),
    ("fontpkg_frank_ruhl_libre", "Digest Hebrew"),
    ("fontpkg_noto_sans_thai", "Digest Thai"),
)
# Faces of the extra `cjk`, 9 to 12 MB each: package, file, family, and what in a text calls for it. The languages share
# most signs, and write them differently: the style sheet decides which face prints a text that names no language.
_EAST = (
    ("pylopdf-fonts-zh-cn", "NotoSerifSC-Regular.otf", "Digest Chinese", r"[\u3400-\u9fff\U00020000-\U0003ffff]"),
    ("pylopdf-fonts-jp", "NotoSerifJP-Regular.otf", "Digest Japanese", r"[\u3040-\u30ff\u31f0-\u31ff]"),
    ("pylopdf-fonts-ko", "NotoSerifKR-Regular.otf", "Digest Korean", r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"),
    ("pylopdf-fonts-zh-tw", "NotoSerifTC-Regular.otf", "Digest Taiwan", r'lang="zh-(?:Hant|TW|HK)'),
)
_EVERYWHERE = "\u017f"  # up to here (Latin, with what Europe adds to it) the house's faces have every letter
_OWN = ("", "")
_ENTRY_POINTS = "fontpkg.family"
_SPACES = {"\n", "\t", "\r"}
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file. `weight` is 100 to 900, or 0 for a variable font, which holds them all."""

    family: str
    path: str
    weight: int
    italic: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The faces for one text, and the scripts that none of them can print, by name, sorted."""

    faces: tuple[Face, ...]
    missing: tuple[str, ...]


def house_faces(typefaces: tuple[str, str] = _OWN) -> tuple[Face, ...]:
    """Return the faces that the templates name, serif and sans of the packages `typefaces` where they are not "".

    Behind another serif or sans stand the shipped ones: a letter that it lacks is printed all the same. Raises
    EnvironmentFault when a package is not installed.
    """
    instead = {_HOUSE[at][1]: f"fontpkg_{name.replace('-', '_')}" for at, name in enumerate(typefaces) if name}
    chosen = ((module, family) for family, module in instead.items())
    shipped = ((module, f"{family} Shipped" if family in instead else family) for module, family in _HOUSE)
    return tuple(face for module, family in (*chosen, *shipped) for face in _faces_of(module, family))


def choose(text: str, typefaces: tuple[str, str] = _OWN) -> Choice:
    """Choose the faces for `text`, HTML: the house's, and of other installed packages those that print what is left."""
    faces = house_faces(typefaces) + tuple(face for face, called_for in _east() if re.search(called_for, text))
    left = _uncovered(text, faces)
    for name, module in _other_packages() if left else ():
        more = _faces_of(module, f"Digest {name}")
        if _uncovered(text, faces + more) < left:
            faces += more
            left = _uncovered(text, faces)
    return Choice(faces, _script_names(left))


def missing_scripts(text: str) -> tuple[str, ...]:
    """Return the names of the scripts in `text` of which no installed package has the letters, sorted."""
    return () if all(character <= _EVERYWHERE for character in set(text)) else choose(text).missing


def covered(faces: Sequence[Face]) -> frozenset[int]:
    """Return the code points that `faces` can print."""
    return _covered(tuple(faces))


def stamp() -> str:
    """Return the packages that faces are taken from, with their versions: what decides, with the text, how it looks."""
    house = [module for module, _ in (*_HOUSE, *((module, name) for name, module in _other_packages()))]
    east = [package for package, *_ in _EAST if util.find_spec(package.replace("-", "_"))]
    return ", ".join(f"{name} {metadata.version(name)}" for name in (*(m.replace("_", "-") for m in house), *east))


def looks_hash(override: str, logo: str, profile: str, brand: Brand = PLAIN) -> str:
    """Return blake2b-128, hex, of what decides on how outputs look: templates, logo, brand, typefaces, profile."""
    parts = (templates_hash(override, logo, brand), stamp(), profile)
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def face_rules(faces: Sequence[Face]) -> str:
    """Return the @font-face rules of `faces`. A variable font gets no weight: the layout engine sets any of them."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; src: url("{Path(face.path).as_uri()}"); '
        + (f"font-weight: {face.weight}; " if face.weight else "")
        + f"font-style: {'italic' if face.italic else 'normal'} }}"
        for face in faces
    )


def printable(text: str, faces: Sequence[Face]) -> str:
    """Return `text` without what would print as a box or in disorder and says nothing: controls, bidirectional
    overrides, private characters, and signs (emoji, dingbats) of which no face has a glyph. Letters, marks and digits
    are never dropped.

    The replacement character becomes a question mark: the reader shall see that something was lost.
    """
    covered = _covered(faces)
    dropped = {ord(c): "" for c in set(text) if _disturbs(c) or (ord(c) not in covered and _decorates(c))}
    return text.translate(dropped | {ord(_REPLACEMENT): "?"})


def _disturbs(character: str) -> bool:
    if unicodedata.category(character) in {"Cc", "Co", "Cn", "Cs"}:
        return character not in _SPACES
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


def _decorates(character: str) -> bool:
    variation = "\ufe00" <= character <= "\ufe0f" or character == "\u20e3"
    return variation or unicodedata.category(character).startswith("S")


def _letters(text: str) -> frozenset[int]:
    return frozenset(ord(c) for c in set(text) if unicodedata.category(c)[0] in "LMN")


def _uncovered(text: str, faces: Sequence[Face]) -> frozenset[int]:
    covered = _covered(faces)
    # A letter that a face holds only in parts (s, dot below) is put together by the shaper.
    return frozenset(
        point
        for point in _letters(text) - covered
        if not covered.issuperset(map(ord, unicodedata.normalize("NFD", chr(point))))
    )


@cache
def _script_names(codepoints: frozenset[int]) -> tuple[str, ...]:
    from fontTools import unicodedata as scripts

    codes = {scripts.script(chr(point)) for point in codepoints} - {"Zyyy", "Zinh", "Zzzz"}
    return tuple(sorted(scripts.script_name(code).replace("_", " ") for code in codes))


@cache
def _covered(faces: Sequence[Face]) -> frozenset[int]:
    uprights = {face.family: face.path for face in reversed(faces) if not face.italic}
    return frozenset().union(*(_characters(path) for path in uprights.values()))


@cache
def _characters(path: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _faces_of(module: str, family: str) -> tuple[Face, ...]:
    spec = util.find_spec(module)
    if spec is None or spec.origin is None:
        package = module.replace("_", "-")
        raise EnvironmentFault(f"The typeface package {package} is not installed: run `pip install {package}`.")
    folder = Path(spec.origin).parent
    described = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    return tuple(_face(folder, family, file) for file in described["files"])


def _face(folder: Path, family: str, file: dict[str, object]) -> Face:
    weight = 0 if file["variable"] else int(str(file["weight"] or 400))
    return Face(family, str(folder / str(file["path"])), weight, file["style"] == "italic")


def _east() -> Iterable[tuple[Face, str]]:
    """The faces of the extra that are installed, each with the pattern of the texts that call for it."""
    for package, file, family, called_for in _EAST:
        spec = util.find_spec(package.replace("-", "_"))
        if spec and spec.origin:
            yield Face(family, str(Path(spec.origin).parent / file), 0, italic=False), called_for


def _other_packages() -> Iterable[tuple[str, str]]:
    house = {module for module, _ in _HOUSE}
    found = {entry.value: entry.name for entry in metadata.entry_points(group=_ENTRY_POINTS)}
    named = ((re.sub(r"[^a-z0-9-]", "", name), module) for module, name in found.items() if module not in house)
    return sorted(named)
