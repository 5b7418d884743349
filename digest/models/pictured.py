"""What becomes of a picture's address: its bytes made fit for print, or a reason why it is not printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest.models.page import Rendition


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture checked and re-encoded: both renditions, and their bytes by hash (one entry where both are one)."""

    full: Rendition
    small: Rendition
    bodies: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class PictureRecord:
    """What is known of a picture's address. Both renditions are None when there is nothing to print; `note` says why.

    `original` is the blake2b-128, hex, of the bytes that the server sent; "" when it sent none.
    """

    url: str
    tried_at: datetime
    original: str = ""
    note: str = ""
    full: Rendition | None = None
    small: Rendition | None = None
