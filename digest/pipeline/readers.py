"""What every reader needs, loaded once: the engine's fork server imports this, and its workers share it.

Without it each worker loads parsers and language model for itself, 0.9 s of CPU apiece.
"""

from __future__ import annotations

from digest.language.identify import identify
from digest.language.sentences import sentences
from digest.normalise import normalise
from digest.parse import parse
from digest.parse.feeds import parse_feed
from digest.parse.jsonfeed import parse_json_feed

READERS = (parse, parse_feed, parse_json_feed, normalise)

identify("The language model is loaded with the first text that it is asked about.")
sentences("So are the rules of sentences. There are two here.", "en")
