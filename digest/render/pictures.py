"""How a piece's picture is shown: its words, and its size on a page. Pure."""

from __future__ import annotations

from digest.models import Piece, Rendition
from digest.render.labels import Labels

PICTURES = "pictures/"  # the folder of an issue's picture files, as outputs are named


def alt(piece: Piece, label: Labels) -> str:
    """What stands for the picture where it is not seen: the publisher's words, else "Picture: " and the title."""
    if piece.illustration and piece.illustration.alt:
        return piece.illustration.alt
    return f"{label['picture']}: {piece.headline.from_title or piece.headline.text}"


def fitted(size: Rendition, width: int, height: int) -> tuple[int, int]:
    """Width and height, in pixels, of a picture in a box: never larger than it is, its sides in proportion."""
    share = min(1.0, width / size.width, height / size.height)
    return max(1, round(size.width * share)), max(1, round(size.height * share))
