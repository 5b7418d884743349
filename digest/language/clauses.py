"""Where a long sentence can be cut without changing what it says."""

from __future__ import annotations

import re

# A comma inside a list is no clause ("Iraq, Syria, Jordan"): cutting there would change the meaning. These do end one.
_BREAK = re.compile(
    r"\s*(?:[;:؛；：]|\s[–—-]\s|,\s(?=(?:which|who|whose|where|while|whereas|although|though|after|before|because|but|so"
    r"|as|amid|following|including|saying|adding|according|despite|however"
    r"|который|которая|которое|которые|что|чтобы|а|но|когда|хотя|сообщ\w+|який|яка|яке|які|але|коли"
    r"|qui|dont|mais|alors|tandis|après|selon|que|pero|aunque|mientras|tras|según"
    r"|der|die|das|dass|weil|während|nachdem|aber|wobei)\b)|،\s|、|，)"
)
_SHORTEST = 40  # characters: what stands before a break must still be a statement, not "On Monday"
_ENDINGS = " .。।۔"


def clause_end(text: str, start: int, end: int, length: int) -> int:
    """The end of the headline that begins at `start`: half-open, at most about `length` characters after it.

    The whole sentence without its full stop where it is short enough; else up to its last clause that fits; else up to
    the last word that fits. A question or exclamation mark and closing quotation marks stay.
    """
    whole = start + len(text[start:end].rstrip(_ENDINGS))
    if text[start:end].rstrip().endswith("..."):
        whole = start + len(text[start:end].rstrip())
    if whole - start <= length:
        return whole
    breaks = [found.start() for found in _BREAK.finditer(text, start + _SHORTEST, start + length)]
    if breaks:
        return breaks[-1]
    space = text.rfind(" ", start, start + length)
    return space if space > start else start + length
