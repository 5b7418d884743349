"""mail.html: the issue as one HTML mail that needs nothing but itself, and that no client clips."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import css_inline
from jinja2 import Environment
from markupsafe import Markup

from digest.models import Issue, Rendered
from digest.render.charts import SCREEN, charts
from digest.render.environment import environment, fill, page
from digest.render.facts import pieces, verbatim

LIMIT = 80_000  # bytes: Gmail clips at 102 KB and now and then a little below; a quarter is left for what relays add
PREHEADER = range(30, 151)  # characters: what inboxes show beside the subject
_LEVELS = ("full", "brief", "line", "bare")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DEFINITION = re.compile(r"(--[\w-]+):\s*([^;]+);")
_USE = re.compile(r"var\((--[\w-]+)\)")


class MailRenderer:
    """mail.html.

    `override` is a folder of templates that replace the shipped ones. `why` prints each piece's reasons below it.
    `limit` is the most bytes it may have: stories are then shortened, least important first, from full text to
    the first paragraph, to headline and link, to the headline alone; never left out.
    """

    name = "mail.html"

    def __init__(self, override: str = "", *, why: bool = False, limit: int = LIMIT) -> None:
        self._environment = environment(override)
        self._why = why
        self._limit = limit

    def render(self, issue: Issue, made: Mapping[str, Rendered], plain: frozenset[str]) -> Rendered:
        """Render `issue`; says that the PDF is attached only when it is among `made`."""
        seen = {**_page(issue, self._environment), "why": self._why}
        seen["made"] = frozenset(made)
        seen["attached"] = "pdf" in issue.imprint.attach and "issue.pdf" in made
        inliner = _inliner(self._environment)

        def draw(levels: Mapping[str, str]) -> bytes:
            kept = {name: "plain" if name in plain else level for name, level in levels.items()}
            shortened = any(level != _LEVELS[0] for level in levels.values())
            html = fill(self._environment, "mail/mail.html", {**seen, "levels": kept, "shortened": shortened})
            return inliner.inline(html).encode()

        return Rendered(self.name, "text/html", _fitted(issue, draw, self._limit))


def _fitted(issue: Issue, draw: Callable[[Mapping[str, str]], bytes], limit: int) -> bytes:
    """The longest form of the mail that has at most `limit` bytes; the shortest there is when none has."""
    order = [piece.id for piece in sorted(pieces(issue), key=lambda piece: (-piece.score, piece.id))]
    body = draw(_levels(order, len(order), 0))
    for step in range(len(_LEVELS) - 1):
        if len(body) <= limit:
            break
        body = draw(_levels(order, 0, step))
        if len(body) <= limit:
            body = _longest(order, step, draw, limit, body)
    return body


def _longest(order: list[str], step: int, draw: Callable[[Mapping[str, str]], bytes], limit: int, best: bytes) -> bytes:
    """With how many of the best stories at level `step`, and the others one below, the mail still fits: bisection."""
    low, high = 0, len(order)
    while high - low > 1:
        middle = (low + high) // 2
        body = draw(_levels(order, middle, step))
        if len(body) <= limit:
            low, best = middle, body
        else:
            high = middle
    return best


def _levels(order: list[str], upper: int, step: int) -> dict[str, str]:
    """The first `upper` pieces at level `step`, the others one level below."""
    return {name: _LEVELS[step if place < upper else step + 1] for place, name in enumerate(order)}


def _page(issue: Issue, made_with: Environment) -> dict[str, Any]:
    seen = page(issue)
    rtl = issue.direction == "rtl"
    return {
        **seen,
        "charts": charts(issue, SCREEN),
        "rtl": rtl,
        "start": "right" if rtl else "left",
        "end": "left" if rtl else "right",
        "leading": frozenset(line.piece for line in issue.lines),
        "preheader": _preheader(issue, seen),
        "head_css": Markup(_css(made_with, "mail/head.css")),  # noqa: S704 -- our own style sheet
        "verbatim": verbatim(issue),
    }


def _preheader(issue: Issue, seen: Mapping[str, Any]) -> str:
    """The opening lines in the issue's language, cut at a word; the counts and the window when they are short."""
    own = issue.language.partition("-")[0]
    native = {piece.id for piece in pieces(issue) if piece.language.partition("-")[0] == own}
    text = " · ".join(line.text for line in issue.lines if line.piece in native)
    if len(text) < PREHEADER.start:
        facts = seen["facts"]
        text = " · ".join(filter(None, (text, facts.summary, facts.window)))
    if len(text) < PREHEADER.stop:
        return text
    room = PREHEADER.stop - 2
    cut = text[:room].rpartition(" ")[0].rstrip(" ·,;")
    return (cut if len(cut) >= PREHEADER.start else text[:room]) + "…"


def _inliner(made_with: Environment) -> css_inline.CSSInliner:
    """Writes mail.css into the elements; head.css stays in the head, as the dark scheme can only be told there."""
    return css_inline.CSSInliner(
        inline_style_tags=False,
        keep_style_tags=True,
        load_remote_stylesheets=False,
        minify_css=True,
        extra_css=_css(made_with, "mail/mail.css"),
    )


def _css(made_with: Environment, name: str) -> str:
    """A style sheet with its tokens' values in it: mail clients know no custom properties."""
    tokens = dict(_DEFINITION.findall(_bare(made_with, "tokens.css")))
    return _USE.sub(lambda use: tokens[use[1]].strip(), _bare(made_with, name))


def _bare(made_with: Environment, name: str) -> str:
    return _COMMENT.sub("", fill(made_with, name, {}))
