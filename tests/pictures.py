"""Made-up pictures: drawn here, in the formats and with the faults that tests need."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw


def scene(width: int = 640, height: int = 400, seed: int = 1) -> Image.Image:
    """A sky and hills, with grain: many colours, and another picture for every seed."""
    chance = random.Random(seed)
    image = Image.merge(
        "RGB", [Image.linear_gradient("L").resize((width, height)).rotate(180 * turn) for turn in (0, 1, 0)]
    )
    draw = ImageDraw.Draw(image)
    for number in range(12):
        left, top = chance.randrange(width), chance.randrange(height // 2, height)
        colour = tuple(chance.randrange(30, 220) for _ in range(3))
        draw.ellipse((left - width // 6, top - height // 9, left + width // 6, top + height), fill=colour, width=number)
    grain = Image.frombytes("L", (width // 2, height // 2), chance.randbytes((width // 2) * (height // 2)))
    return Image.blend(image, grain.resize(image.size).convert("RGB"), 0.15)


def encoded(image: Image.Image, kind: str = "JPEG", **wishes: Any) -> bytes:
    """The picture's bytes in a format of Pillow's."""
    target = BytesIO()
    image.save(target, kind, **wishes)
    return target.getvalue()


def photograph(width: int = 640, height: int = 400, seed: int = 1) -> bytes:
    """A JPEG."""
    return encoded(scene(width, height, seed), quality=85)


def opened(body: bytes) -> Image.Image:
    """The picture, decoded."""
    image = Image.open(BytesIO(body))
    image.load()
    return image
