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
_STRETCH = 1.5  # times the length: a long headline is better than one that stops in the middle of a phrase
_ENDINGS = " .。।۔"
_FUNCTION_WORDS = frozenset(
    "a an the of to in on at by for from with into over after before under between during and or but nor "
    "that which who whose as than is are was were be been being has have had will would can could may "
    "might must should its their his her about against without within not no le la les un une des du de d l à "
    "au aux en dans sur pour par avec sans et ou que qui der die das den dem des ein eine einer eines und "
    "oder mit von zu zum zur im am auf für bei el los las una del al y o con por para в во на с со к ко о "
    "об от до из за по у и или но а что не как і й та або що з із ve ile bir için من في على إلى عن مع أن "
    "أو و".split()
)


def clause_end(text: str, start: int, end: int, length: int) -> int:
    """The end of the headline that begins at `start`: half-open, at most half as much again as `length` after it.

    The whole sentence without its full stop where it is short enough; else up to its last clause that fits; else the
    whole, when it is not much longer; else up to the last word that fits and can end a phrase. A question or
    exclamation mark and closing quotation marks stay.
    """
    good = _good_end(text, start, end, length)
    if good is not None:
        return good
    words = text[start : start + length].split(" ")[:-1]
    while len(words) > 1 and words[-1].strip("“”\"'«»(,").casefold() in _FUNCTION_WORDS:
        words.pop()
    return start + len(" ".join(words)) if words else start + length


def cuts_a_phrase(text: str, start: int, end: int, length: int) -> bool:
    """Whether `clause_end` finds no end for this sentence but one in the middle of a phrase."""
    return _good_end(text, start, end, length) is None


def _good_end(text: str, start: int, end: int, length: int) -> int | None:
    """The end of the whole sentence, where it is short enough, or that of a clause."""
    whole = start + len(text[start:end].rstrip(_ENDINGS))
    if text[start:end].rstrip().endswith("..."):
        whole = start + len(text[start:end].rstrip())
    if whole - start <= length:
        return whole
    breaks = [found.start() for found in _BREAK.finditer(text, start + _SHORTEST, start + length)]
    if breaks:
        return breaks[-1]
    return whole if whole - start <= length * _STRETCH else None
