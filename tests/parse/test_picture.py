"""Pictures: what is printed of good ones, and that no bad one gets through."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from digest.engine.processes import ProcessEngine
from digest.errors import SourceTrouble
from digest.models import Failure, Prepared
from digest.parse.picture import FULL_SIDE, SMALL_SIDE, prepare
from digest.protocols import Limits
from tests.pictures import encoded, opened, photograph, scene

RED, GREEN = (200, 30, 30), (30, 160, 30)


def full(body: bytes) -> Image.Image:
    """The larger rendition, decoded again."""
    made = prepare(body)
    return opened(dict(made.bodies)[made.full.hash])


def halves(mode: str = "RGB", size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Red above, green below."""
    image = Image.new("RGB", size, RED)
    image.paste(GREEN, (0, size[1] // 2, *size))
    return image.convert(mode)


def near(found: object, wanted: tuple[int, int, int], within: int = 14) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) <= within for a, b in zip(found, wanted, strict=True))


# -- good ones -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_every_format_of_the_web_is_printed(kind: str) -> None:
    made = prepare(encoded(halves(), kind))
    again = opened(dict(made.bodies)[made.full.hash])
    assert (made.full.width, made.full.height) == again.size == (400, 300)
    assert near(again.getpixel((200, 40)), RED)
    assert near(again.getpixel((200, 260)), GREEN)
    assert again.mode == "RGB"


def test_a_large_picture_is_made_smaller_twice() -> None:
    made = prepare(photograph(2400, 1500))
    assert (made.full.width, made.full.height) == (FULL_SIDE, 750)
    assert (made.small.width, made.small.height) == (SMALL_SIDE, 375)
    assert {name: opened(body).size for name, body in made.bodies} == {
        made.full.hash: (1200, 750),
        made.small.hash: (600, 375),
    }


def test_a_small_picture_is_never_enlarged_and_kept_once() -> None:
    made = prepare(photograph(320, 200))
    assert made.full == made.small
    assert (made.full.width, len(made.bodies)) == (320, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_same_bytes_give_the_same_bytes(kind: str) -> None:
    body = encoded(scene(1300, 900), kind)
    assert prepare(body) == prepare(body)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_camera_held_otherwise_makes_an_upright_picture(turn: int) -> None:
    """The picture is stored turned, and the camera says how: red must come out on top."""
    back = [None, 0, 3, 1, 5, 2, 6, 4][turn - 1]  # the inverse of what EXIF asks for
    stored = halves(size=(300, 400)) if back is None else halves(size=(300, 400)).transpose(Image.Transpose(back))
    exif = Image.Exif()
    exif[0x0112] = turn
    image = full(encoded(stored, exif=exif.tobytes()))
    assert image.size == (300, 400)
    assert near(image.getpixel((150, 40)), RED)
    assert near(image.getpixel((150, 360)), GREEN)


def test_what_is_transparent_is_white_as_paper() -> None:
    image = halves("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((400, 300)).point(lambda level: 0 if level < 128 else 255))
    for body in (encoded(image, "PNG"), encoded(image, "WEBP", lossless=True), encoded(image.quantize(64), "PNG")):
        made = full(body)
        assert near(made.getpixel((200, 20)), (255, 255, 255))
        assert near(made.getpixel((200, 280)), GREEN)


def test_a_printers_picture_keeps_its_colours() -> None:
    made = full(encoded(halves("CMYK"), "JPEG", quality=95))
    assert near(made.getpixel((200, 40)), RED, within=25)
    assert near(made.getpixel((200, 260)), GREEN, within=25)


def test_a_picture_of_sixteen_bits_keeps_its_tones() -> None:
    deep = Image.linear_gradient("L").resize((400, 300)).convert("I").point(lambda level: level * 257).convert("I;16")
    made = full(encoded(deep, "PNG"))
    assert near(made.getpixel((200, 150)), (127, 127, 127))
    assert near(made.getpixel((200, 298)), (254, 254, 254))


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16"])
def test_modes_of_grey_and_of_palettes(mode: str) -> None:
    grey = Image.linear_gradient("L").resize((400, 300))
    image = grey.convert("I").point(lambda level: level * 257).convert("I;16") if mode == "I;16" else grey.convert(mode)
    made = full(encoded(image, "PNG"))
    assert made.mode == "RGB"
    assert made.size == (400, 300)


def test_the_colours_are_those_that_the_profile_means() -> None:
    """A profile whose red and green are swapped: whoever ignores it prints grass red."""
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    made = full(encoded(halves(), "PNG", icc_profile=bytes(swapped)))
    top = made.getpixel((200, 40))
    assert isinstance(top, tuple)
    assert top[1] > top[0] + 50


@pytest.mark.parametrize("profile", [b"", b"not a profile", b"\0" * 200, b"\xff" * 3000])
def test_a_damaged_profile_costs_the_colours_nothing(profile: bytes) -> None:
    assert near(full(encoded(halves(), "PNG", icc_profile=profile)).getpixel((200, 40)), RED)


def test_nothing_but_colours_is_left() -> None:
    exif, notes = Image.Exif(), PngImagePlugin.PngInfo()
    exif[0x010E], exif[0x9286] = "canary-exif", "canary-comment"
    notes.add_text("Comment", "canary-text")
    for body in (
        encoded(scene(), exif=exif.tobytes(), comment=b"canary-jpeg", icc_profile=b"canary-icc"),
        encoded(halves(), "PNG", pnginfo=notes, exif=exif.tobytes()),
        encoded(scene(), "WEBP", xmp=b"<x:canary/>", exif=exif.tobytes()),
    ):
        assert b"canary" in body
        assert all(b"canary" not in rendition for _, rendition in prepare(body).bodies)


def test_of_a_film_the_first_frame_is_printed() -> None:
    frames = [halves(), Image.new("RGB", (400, 300), "blue")]
    for kind in ("GIF", "WEBP", "PNG", "AVIF"):
        made = full(encoded(frames[0], kind, save_all=True, append_images=frames[1:] * 3))
        assert near(made.getpixel((200, 40)), RED)


def test_drawings_stay_drawings_and_photographs_become_jpegs() -> None:
    assert prepare(encoded(halves(), "PNG")).full.media_type == "image/png"
    assert prepare(encoded(scene(), "PNG")).full.media_type == "image/jpeg"


# -- bad ones ------------------------------------------------------------------------------------------------------


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes = b"", depth: int = 8, colour: int = 2, extra: bytes = b"") -> bytes:
    """A PNG of whatever its header claims."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def jpeg_claiming(width: int, height: int) -> bytes:
    """A JPEG whose frame header claims another size."""
    body = bytearray(photograph())
    at = body.index(b"\xff\xc0") + 5
    body[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(body)


def gif(width: int, height: int, frame: tuple[int, int] | None = None) -> bytes:
    """A GIF whose canvas, and whose frame, have these sizes."""
    inner = struct.pack("<BHHHHB", 0x2C, 0, 0, *(frame or (width, height)), 0) + b"\x02\x02\x4c\x01\x00;"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + inner


def webp(width: int, height: int) -> bytes:
    """A WebP whose canvas claims a size."""
    canvas = struct.pack("<I", 2) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    inner = b"VP8X" + struct.pack("<I", 10) + canvas + b"ANIM" + struct.pack("<I", 6) + bytes(6)
    return b"RIFF" + struct.pack("<I", 4 + len(inner)) + b"WEBP" + inner


def cut(body: bytes, share: float) -> bytes:
    return body[: int(len(body) * share)]


BOMB = zlib.compress(bytes(30_000_000), 9)
SVG = (
    b"<svg xmlns='http://www.w3.org/2000/svg' width='400' height='300'><script>alert(1)</script><circle r='90'/></svg>"
)

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "no JPEG"),
    "text": (lambda: b"This is no picture.", "no JPEG"),
    "a page": (lambda: b"<!doctype html><title>404</title>", "a web page"),
    "svg": (lambda: SVG, "SVG"),
    "svg behind a declaration": (lambda: b"\xef\xbb\xbf<?xml version='1.0'?>\n<!DOCTYPE svg>" + SVG, "SVG"),
    "svg with entities": (lambda: b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG, "SVG"),
    "svg in utf-16": (lambda: SVG.decode().encode("utf-16"), "web page"),
    "svg packed": (lambda: zlib.compress(SVG), "no JPEG"),
    "pdf": (lambda: b"%PDF-1.7\n" + bytes(500), "no JPEG"),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 300\n", "no JPEG"),
    "tiff": (lambda: encoded(scene(), "TIFF"), "no JPEG"),
    "bmp": (lambda: encoded(scene(), "BMP"), "no JPEG"),
    "ico": (lambda: encoded(scene(256, 256), "ICO"), "no JPEG"),
    "mpeg": (lambda: b"\0\0\0\x18ftypmp42" + bytes(400), "no JPEG"),
    "png bomb by header": (lambda: png(60_000, 60_000), "million pixels"),
    "png of 41 million pixels": (lambda: png(8_200, 5_000), "million pixels"),
    "png that claims too little": (lambda: png(500, 400, zlib.compress(bytes(9))), "broken"),
    "png that holds too much": (lambda: png(500, 400, BOMB), "one colour"),
    "png with a bomb in its text": (lambda: png(500, 400, extra=chunk(b"zTXt", b"k\0\0" + BOMB)), "broken"),
    "png with a bomb for a profile": (lambda: png(500, 400, extra=chunk(b"iCCP", b"k\0\0" + BOMB)), "broken"),
    "png of no width": (lambda: png(0, 400), "no JPEG|broken|small"),
    "png of a depth that is none": (lambda: png(500, 400, depth=3), "no JPEG|broken"),
    "png with a wrong checksum": (lambda: png(500, 400)[:-8] + bytes(8), "broken"),
    "png, half of it": (lambda: cut(encoded(scene(), "PNG"), 0.5), "broken"),
    "jpeg bomb by header": (lambda: jpeg_claiming(65_000, 65_000), "million pixels"),
    "jpeg that claims too little": (lambda: jpeg_claiming(60, 60), "too small"),
    "jpeg, half of it": (lambda: cut(photograph(), 0.5), "broken"),
    "jpeg, its first bytes": (lambda: photograph()[:20], "no JPEG|broken"),
    "jpeg, marks only": (lambda: b"\xff\xd8" + b"\xff\xe1\x00\x02" * 1000, "no JPEG|broken"),
    "gif bomb by header": (lambda: gif(65_000, 65_000), "million pixels"),
    "gif with a frame beyond its canvas": (
        lambda: gif(300, 200, (60_000, 60_000)),
        "million pixels|broken|small|one colour",
    ),
    "gif, its first bytes": (lambda: encoded(halves(), "GIF")[:30], "no JPEG|broken"),
    "webp bomb by header": (lambda: webp(16_383, 16_383), "million pixels|broken|no JPEG"),
    "webp, half of it": (lambda: cut(encoded(scene(), "WEBP"), 0.5), "broken|no JPEG"),
    "avif, half of it": (lambda: cut(encoded(scene(), "AVIF"), 0.5), "broken|no JPEG"),
    "a tracking pixel": (lambda: encoded(Image.new("RGB", (1, 1)), "GIF"), "too small"),
    "a transparent pixel": (lambda: encoded(Image.new("RGBA", (1, 1)), "PNG"), "too small"),
    "an icon": (lambda: encoded(scene(96, 96), "PNG"), "too small"),
    "a spacer": (lambda: encoded(Image.new("RGB", (600, 2)), "GIF"), "too small"),
    "a banner": (lambda: photograph(728, 120), "banner"),
    "a strip": (lambda: photograph(220, 800), "banner"),
    "one colour": (lambda: encoded(Image.new("RGB", (600, 400), (238, 238, 238))), "one colour"),
    "one colour, with noise": (
        lambda: encoded(Image.effect_noise((600, 400), 3).convert("RGB"), quality=40),
        "one colour",
    ),
    "all of it transparent": (lambda: encoded(Image.new("RGBA", (600, 400), (9, 9, 9, 0)), "PNG"), "one colour"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_refused_with_a_reason(name: str) -> None:
    make, reason = HOSTILE[name]
    with pytest.raises(SourceTrouble, match=reason):
        prepare(make())


def test_half_a_picture_is_refused_beside_the_page_engine_too() -> None:
    """The page engine has Pillow print what is cut off, for the whole process."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
    try:
        with pytest.raises(SourceTrouble, match="broken"):
            prepare(cut(encoded(scene(), "PNG"), 0.5))
        assert ImageFile.LOAD_TRUNCATED_IMAGES
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


POLYGLOTS = {
    "gif that is a script": b"GIF89a/*" + encoded(halves(), "GIF")[8:] + b"*/=1;alert('canary')",
    "jpeg with a page behind it": photograph() + b"<html><script>canary</script>",
    "png with an archive behind it": encoded(halves(), "PNG") + b"PK\x03\x04canary",
    "jpeg with a script in its comment": encoded(scene(), comment=b"<script>canary</script>"),
    "webp named as another": encoded(scene(), "WEBP", exif=b"Exif\0\0canary"),
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_what_is_two_things_at_once_is_one_afterwards(name: str) -> None:
    try:
        made = prepare(POLYGLOTS[name])
    except SourceTrouble:
        return  # the script's comment broke the picture: refused, which is as good
    assert all(b"canary" not in body and body[:3] in {b"\xff\xd8\xff", b"\x89PN"} for _, body in made.bodies)


@given(st.data())
def test_a_spoilt_picture_is_printed_or_refused(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]))
    body = bytearray(_SAMPLES[kind])
    for at in data.draw(st.lists(st.integers(0, len(body) - 1), min_size=1, max_size=8)):
        body[at] = data.draw(st.integers(0, 255))
    try:
        made = prepare(bytes(body))
    except SourceTrouble:
        return
    assert max(made.full.width, made.full.height) <= FULL_SIDE


_SAMPLES = {kind: encoded(scene(240, 160), kind) for kind in ("JPEG", "PNG", "GIF", "WEBP")}


def _named(_: bytes) -> Failure:
    return Failure("", "picture", "parse", "")


def test_the_largest_picture_fits_into_the_limits() -> None:
    """And one that needs more than they allow is a Failure, not the end of the run."""
    largest = encoded(
        scene(308, 200).convert("RGBA").resize((7_700, 5_000), Image.Resampling.NEAREST), "PNG", compress_level=1
    )
    tight = Limits(cpu=10, memory=60, wall=30)
    with ProcessEngine(1) as engine:
        (made,) = engine.run(prepare, [largest], Limits(cpu=10, memory=512, wall=30), _named)
        (failed,) = engine.run(prepare, [largest], tight, _named)
    assert isinstance(made, Prepared)
    assert (made.full.width, made.full.height) == (1200, 779)
    assert isinstance(failed, Failure)
    assert BytesIO(largest).read(4) == b"\x89PNG"
