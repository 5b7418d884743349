"""Pictures: foreign bytes -> two renditions fit for print, or a SourceTrouble that says why there are none.

What a picture is, its bytes say: no name and no server is believed. Only the first frame is looked at. Decoders are
large C libraries: run this in a child process with limits.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING

from digest.errors import SourceTrouble
from digest.models import Prepared, Rendition
from digest.parse.retouch import encoded, orientation, scaled, to_srgb, turned

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MOST_PIXELS = 40_000_000  # a full-frame press camera makes 24 to 61 million; as RGBA they take 160 MB
LEAST_WIDTH, LEAST_HEIGHT = 200, 100  # pixels; less is an icon, or a blur on paper
WIDEST, TALLEST = 4.0, 3.0  # width to height, height to width: beyond are banners, mastheads and columns of figures
FULL_SIDE = 1_200  # pixels of the longer side: 220 dpi in print's column of 136 mm, 1.8 times the web's
SMALL_SIDE = 600  # for mail, whose column is 552 wide
FLAT = 12  # levels of 255 between the darkest and the lightest of any colour; JPEG's noise on one colour stays below 6
_FLAT_SIDE = 64  # pixels: the noise of single ones is averaged out


def prepare(body: bytes) -> Prepared:
    """Make the renditions of a picture: the same bytes give the same bytes.

    JPEG, PNG, GIF, WebP and AVIF are read. Raises SourceTrouble for everything else, and for what is broken, has too
    many pixels, is too small or too long to be printed, or is of one colour.
    """
    _refuse_markup(body)
    with _opened(body) as image:
        turn = orientation(image)
        _refuse_shape(*(image.size[::-1] if turn >= 5 else image.size))
        image.draft("RGB", (FULL_SIDE, FULL_SIDE))  # a JPEG's decoder leaves out what is not needed
        image.load()
        sheet = turned(to_srgb(image, FULL_SIDE), turn)
    _refuse_flat(sheet)
    full, body_of_full = _rendition(sheet)
    if max(sheet.size) <= SMALL_SIDE:
        return Prepared(full, full, ((full.hash, body_of_full),))
    small, body_of_small = _rendition(scaled(sheet, SMALL_SIDE))
    return Prepared(full, small, ((full.hash, body_of_full), (small.hash, body_of_small)))


@contextmanager
def _opened(body: bytes) -> Iterator[Image.Image]:
    """The picture; what decoders complain of within the block is a SourceTrouble."""
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings(), _unforgiving():
        warnings.simplefilter("ignore")  # the number of pixels is looked at here, the rest is decoded or is not
        try:
            with Image.open(BytesIO(body), formats=FORMATS) as image:
                _refuse_bomb(image)
                yield image
        except Image.DecompressionBombError as error:
            raise _bomb() from error
        except UnidentifiedImageError as error:
            raise SourceTrouble("It is no JPEG, PNG, GIF, WebP or AVIF picture.") from error
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise SourceTrouble("The picture is broken, or cut off, and cannot be decoded.") from error


@contextmanager
def _unforgiving() -> Iterator[None]:
    """Within the block half a picture is an error: the page engine, where it is loaded too, has Pillow print it."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _refuse_markup(body: bytes) -> None:
    """SVG is a program as much as a picture: it is neither run nor drawn."""
    start = body[:1000].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if start.startswith(b"<"):
        what = "an SVG drawing, which may hold scripts" if b"<svg" in body[:4000].lower() else "a web page"
        raise SourceTrouble(f"It is {what}: not printed.")


def _refuse_bomb(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _bomb()


def _bomb() -> SourceTrouble:
    return SourceTrouble(f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels.")


def _refuse_shape(width: int, height: int) -> None:
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        raise SourceTrouble(f"The picture is too small to be printed: {width} × {height} pixels.")
    if width > WIDEST * height or height > TALLEST * width:
        raise SourceTrouble(f"The picture is a banner or a strip: {width} × {height} pixels.")


def _refuse_flat(sheet: Image.Image) -> None:
    bands = sheet.resize((_FLAT_SIDE, _FLAT_SIDE)).split()
    if all(high - low < FLAT for low, high in (band.getextrema() for band in bands)):  # type: ignore[operator]
        raise SourceTrouble("The picture is of one colour: a placeholder.")


def _rendition(sheet: Image.Image) -> tuple[Rendition, bytes]:
    media_type, body = encoded(sheet)
    name = blake2b(body, digest_size=16).hexdigest()
    return Rendition(name, media_type, sheet.width, sheet.height), body
