"""The house's look as templates see it: colours for light and dark, faces, and the masthead's pictures."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config.colours import CLEAR, DARK, readable
from digest.errors import ConfigError
from digest.models import Rendered
from digest.render.pictures import PICTURES

if TYPE_CHECKING:
    from digest.config.brand import BrandTable

_PNG = b"\x89PNG\r\n\x1a\n"
_SEE_THROUGH = (4, 6)  # colour types of a PNG with an alpha channel
_MAIL_WIDTH, _MAIL_HEIGHT = 280, 64  # pixels that a logo has at most over a mail
_LARGEST = 500_000  # bytes: every mail carries it
_GENERIC = ("serif", "sans-serif")


@dataclass(frozen=True, slots=True)
class Mark:
    """A logo's file in the issue's folder, and its size over a mail in pixels (0 of an SVG)."""

    file: str
    width: int
    height: int
    clear: bool  # whether the ground shows through


@dataclass(frozen=True, slots=True)
class Brand:
    """What templates see as `brand`: "" and None where the shipped look holds."""

    name: str = ""
    logo: Mark | None = None  # for the web
    mail_logo: Mark | None = None  # a PNG
    accent: str = ""
    dark_accent: str = ""
    link: str = ""
    dark_link: str = ""
    serif: str = ""  # a CSS list of faces that ends in a generic one
    sans: str = ""
    print_serif: str = ""  # a typeface package without "fontpkg-"
    print_sans: str = ""


PLAIN = Brand()


def brand(look: BrandTable, logo: str = "", mail_logo: str = "") -> tuple[Brand, tuple[Rendered, ...]]:
    """The look, and the masthead's pictures as files of the issue. `logo` and `mail_logo` are paths, or "".

    Raises ConfigError for a picture that is damaged or too large.
    """
    web = _picture(logo) if logo else None
    carried = mail_logo or (logo if logo.lower().endswith(".png") else "")
    mail = _picture(carried) if carried else None
    files = {one.name: one for one in (web, mail) if one}
    made = Brand(
        name=look.name,
        logo=_mark(web) if web else None,
        mail_logo=_mark(mail) if mail else None,
        accent=look.accent,
        dark_accent=readable(look.accent, DARK, CLEAR) if look.accent else "",
        link=look.link,
        dark_link=readable(look.link, DARK, CLEAR) if look.link else "",
        serif=_faces(look.serif, "Georgia", "serif"),
        sans=_faces(look.sans, "Helvetica, Arial", "sans-serif"),
        print_serif=look.print_serif,
        print_sans=look.print_sans,
    )
    return made, tuple(files[name] for name in sorted(files))


def _faces(names: str, fallback: str, generic: str) -> str:
    """Names of faces as CSS writes them, in single quotes: a list stands in attributes too."""
    if not names:
        return ""
    every = dict.fromkeys(one.strip() for one in f"{names},{fallback}".split(","))
    return ",".join([*(one if one.isalpha() else f"'{one}'" for one in every if one not in _GENERIC), generic])


def _picture(path: str) -> Rendered:
    body = Path(path).read_bytes()
    if len(body) > _LARGEST:
        raise ConfigError(f"{path}: {len(body):,} bytes; a logo has {_LARGEST:,} at most: save it smaller")
    vector = path.lower().endswith(".svg")
    if not vector and not (body.startswith(_PNG) and body[12:16] == b"IHDR"):
        raise ConfigError(f"{path}: is no PNG, whatever its name says; save it as one")
    name = f"{PICTURES}{blake2b(body, digest_size=16).hexdigest()}.{'svg' if vector else 'png'}"
    return Rendered(name, "image/svg+xml" if vector else "image/png", body)


def _mark(picture: Rendered) -> Mark:
    if picture.media_type != "image/png":
        return Mark(picture.name, 0, 0, clear=True)
    wide, high = (int.from_bytes(picture.body[at : at + 4]) or 1 for at in (16, 20))
    share = min(1.0, _MAIL_WIDTH / wide, _MAIL_HEIGHT / high)
    size = max(1, round(wide * share)), max(1, round(high * share))
    return Mark(picture.name, *size, clear=picture.body[25] in _SEE_THROUGH or b"tRNS" in picture.body)
