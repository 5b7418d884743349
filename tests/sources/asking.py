"""How these tests fetch one feed."""

from __future__ import annotations

from digest.models import Failure, Fetched, Unchanged, Validators
from digest.sources.http import HttpSource, Web

FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title></channel></rss>'
Outcome = Fetched | Unchanged | Failure


def fetch(url: str, web: Web, known: dict[str, Validators] | None = None) -> Outcome:
    (outcome,) = HttpSource("Wire", url, web).fetch(known or {})
    return outcome


def failure(url: str, web: Web) -> Failure:
    outcome = fetch(url, web)
    assert isinstance(outcome, Failure)
    assert (outcome.source, outcome.stage) == ("Wire", "fetch")
    assert outcome.advice
    return outcome
