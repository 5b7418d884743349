"""mail.txt: the issue as plain text that can be read aloud, wrapped as format=flowed (RFC 3676)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from digest.models import Issue, Piece, Rendered, SourceRef
from digest.render.addresses import href, printing_url
from digest.render.brand import PLAIN, Brand
from digest.render.environment import environment, fill, page
from digest.render.facts import also_in, pieces, verbatim

WIDTH = 77  # characters: with the space that marks a soft break no line is longer than 78
SIGNATURE = "-- "


class TextRenderer:
    """mail.txt. `override` and `why` as for the mail.

    Lines that end in a space go on in the next one. Addresses, and words of a headline that are longer than a line,
    stay whole: both are there to be copied.
    """

    name = "mail.txt"

    def __init__(self, override: str = "", brand: Brand = PLAIN, *, why: bool = False) -> None:
        self._environment = environment(override, brand).overlay(finalize=_one_line)
        self._why = why

    def render(self, issue: Issue, made: Mapping[str, Rendered], plain: frozenset[str]) -> Rendered:
        """Render `issue`. Text is plain as it is: `made` and `plain` change nothing."""
        links = _numbers(issue) if issue.imprint.links == "numbered" else {}
        seen = {**page(issue), "why": self._why, "verbatim": verbatim(issue), "links": links}
        filled = fill(self._environment, "text/mail.txt", seen)
        whole = frozenset(word for piece in pieces(issue) for word in piece.headline.text.split())
        lines = [line for row in _squeezed(filled) for line in flow(row, whole)]
        return Rendered(self.name, "text/plain", "\n".join((*lines, "")).encode())


def _numbers(issue: Issue) -> dict[str, int]:
    """The addresses of all stories, each once, numbered from 1 in the order in which the page names them."""
    found: dict[str, int] = {}
    for piece in pieces(issue):
        earlier = printing_url(piece.update.first, issue) if piece.update else ""
        named = (earlier if earlier.startswith("http") else "", *(href(ref.url) for ref in _cited(piece)))
        for address in filter(None, named):
            found.setdefault(address, len(found) + 1)
    return found


def _cited(piece: Piece) -> tuple[SourceRef, ...]:
    return (piece.sources[0], *also_in(piece))


def flow(row: str, whole: frozenset[str] = frozenset()) -> Iterator[str]:
    """One paragraph as lines of at most 78 characters, soft breaks marked by a trailing space.

    A word that is longer than a line is cut, unless it is an address in <angle brackets> or one of `whole`.
    """
    if row == SIGNATURE:
        yield row
        return
    line = ""
    for word in _words(row, whole):
        if line and len(line) + 1 + len(word) > WIDTH:
            yield _stuffed(line) + " "
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield _stuffed(line)


def _words(row: str, whole: frozenset[str]) -> Iterator[str]:
    for word in row.split():
        if len(word) <= WIDTH or word in whole or word.startswith("<http"):
            yield word
        else:
            yield from (word[at : at + WIDTH] for at in range(0, len(word), WIDTH))


def _stuffed(line: str) -> str:
    """Space-stuffing, so that no line begins like a quotation or a mailbox's separator."""
    return f" {line}" if line.startswith((">", "From ")) else line


def _squeezed(text: str) -> Iterator[str]:
    """The rows, never more than two of them empty in a row, and none at the beginning and the end."""
    for row in re.sub(r"\n{3,}", "\n\n\n", text.strip("\n")).split("\n"):
        yield row if row == SIGNATURE else row.strip()


def _one_line(value: object) -> object:
    """What an expression puts out, on one line: a line break in a title begins no new paragraph."""
    return re.sub(r"\s+", " ", value) if isinstance(value, str) else value
