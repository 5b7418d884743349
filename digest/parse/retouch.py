"""One picture's colours, size and direction, and its bytes. No parameter here is left to a library's taste.

The renditions are kept by their hash, so another release of a codec changes pictures to come, and none that was
printed.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL import Image

QUALITY = 80  # of JPEG; measured on press photographs of 1,200 pixels: 70 to 190 KB, no blocks to be seen on paper
GRAPHIC = 2_048  # colours among 22,500 points: drawings have a few hundred, photographs more than 5,000
_POINTS = 150
_ORIENTATION = 0x0112  # of EXIF: 1 to 8
_DEEP = ("I", "I;16", "I;16L", "I;16B", "I;16N")


def orientation(image: Image.Image) -> int:
    """How the camera was held, 1 (upright) to 8, as EXIF says; 1 where it says nothing that makes sense."""
    with suppress(OSError, SyntaxError, ValueError, TypeError, LookupError, struct.error):
        found = image.getexif().get(_ORIENTATION, 1)
        return found if isinstance(found, int) and 1 <= found <= 8 else 1
    return 1


def turned(image: Image.Image, turn: int) -> Image.Image:
    """The picture upright; `turn` is its orientation."""
    from PIL.Image import Transpose

    ways = (
        None,
        Transpose.FLIP_LEFT_RIGHT,
        Transpose.ROTATE_180,
        Transpose.FLIP_TOP_BOTTOM,
        Transpose.TRANSPOSE,
        Transpose.ROTATE_270,
        Transpose.TRANSVERSE,
        Transpose.ROTATE_90,
    )
    way = ways[turn - 1]
    return image if way is None else image.transpose(way)


def to_srgb(image: Image.Image, side: int) -> Image.Image:
    """The decoded picture as sRGB, opaque, with at most `side` pixels a side, and nothing beside its colours.

    It is made smaller first, since colours are the dear part. What is transparent is white, as paper is.
    """
    from PIL import Image

    profile = image.info.get("icc_profile")
    sheet = scaled(_resizable(image), side)
    if sheet.mode == "RGBA":
        paper = Image.new("RGB", sheet.size, "white")
        paper.paste(sheet, mask=sheet.getchannel("A"))
        sheet = paper
    sheet = _through(profile, sheet) if profile else sheet.convert("RGB")
    sheet.info = {}
    return sheet


def scaled(image: Image.Image, side: int) -> Image.Image:
    """The picture with at most `side` pixels a side; never larger than it was."""
    from PIL.Image import Resampling

    longest = max(image.size)
    if longest <= side:
        return image
    width, height = (max(1, round(length * side / longest)) for length in image.size)
    return image.resize((width, height), Resampling.LANCZOS, reducing_gap=3.0)


def encoded(sheet: Image.Image) -> tuple[Literal["image/jpeg", "image/png"], bytes]:
    """Media type and bytes of an RGB picture: JPEG, or PNG where it is a drawing and smaller that way."""
    photograph = _saved(sheet, "JPEG", quality=QUALITY, optimize=True, progressive=False, subsampling="4:2:0")
    if _is_drawing(sheet):
        drawing = _saved(sheet, "PNG", optimize=True)
        if len(drawing) < len(photograph):
            return "image/png", drawing
    return "image/jpeg", photograph


def _saved(sheet: Image.Image, kind: str, **wishes: object) -> bytes:
    target = BytesIO()
    sheet.save(target, kind, **wishes)
    return target.getvalue()


def _is_drawing(sheet: Image.Image) -> bool:
    from PIL.Image import Resampling

    return sheet.resize((_POINTS, _POINTS), Resampling.NEAREST).getcolors(GRAPHIC) is not None


def _resizable(image: Image.Image) -> Image.Image:
    """In a mode whose neighbouring pixels can be mixed: L, RGB, CMYK, or RGBA where something is transparent."""
    if image.mode in _DEEP:
        return image.convert("I").point(lambda level: level * (1 / 257)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("L" if image.mode == "1" else "RGB")


def _through(profile: bytes, sheet: Image.Image) -> Image.Image:
    """The colours that `profile` means; those that stand there when it is damaged, or another kind of picture's."""
    from PIL import ImageCms

    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(sheet, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
        if made is not None:
            return made
    return sheet.convert("RGB")
