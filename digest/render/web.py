"""index.html: the issue as one static page. It loads its own pictures only, runs nothing, and prints well."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from markupsafe import Markup

from digest.models import Issue, Rendered
from digest.render.charts import SCREEN, charts
from digest.render.environment import environment, fill, page
from digest.render.facts import pieces, verbatim


class WebRenderer:
    """index.html. `override` and `why` as for the mail.

    It links to those of the issue's files that were made before it. Anchors are the pieces' ids. Each paragraph
    carries where it stands in its source, as data and as a numbered note.
    """

    name = "index.html"

    def __init__(self, override: str = "", *, why: bool = False) -> None:
        self._environment = environment(override)
        self._why = why

    def render(self, issue: Issue, made: Mapping[str, Rendered], plain: frozenset[str]) -> Rendered:
        """Render `issue`; pieces in `plain` without links or notes in their text."""
        style = "".join(fill(self._environment, name, {}) for name in ("tokens.css", "web/web.css", "charts/chart.css"))
        seen = {
            **page(issue),
            "made": frozenset(made),
            "plain": plain,
            "preview": next((piece.illustration for piece in pieces(issue) if piece.illustration), None),
            "pictured": any(piece.illustration for piece in pieces(issue)),
            "why": self._why,
            "verbatim": verbatim(issue),
            "charts": charts(issue, SCREEN),
            "style": Markup(style),  # noqa: S704 -- our own style sheet, on which the policy below puts its hash
            "style_hash": _hash(style),
        }
        return Rendered(self.name, "text/html", fill(self._environment, "web/index.html", seen).encode())


def _hash(style: str) -> str:
    """A style element as a content security policy names it: no other one applies."""
    return "sha256-" + b64encode(sha256(style.encode()).digest()).decode()
