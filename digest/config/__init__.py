"""feeds.toml: its text to a frozen, checked Config.

The story: `loading` parses the text; `variables` resolves `${VAR}`; `shape` checks keys and kinds against `schema`, and
says what is wrong by `wording`; `meaning` checks what they say, with `values`, `languages`, `times`, `addresses`,
`vocabulary` and `names`; `locator` gives each finding its line. `effective` answers what holds after defaults.
"""

from digest.config.addresses import mailbox
from digest.config.effective import edition, excerpt, max_age, rules_hash
from digest.config.loading import load
from digest.config.manual import manual
from digest.config.names import BRIEF, GLOBAL
from digest.config.schema import (
    Config,
    DeliveryTable,
    DigestTable,
    EditionTable,
    LimitsTable,
    RegionTable,
    SourceTable,
    TopicTable,
)
from digest.config.variables import redact

__all__ = [
    "BRIEF",
    "GLOBAL",
    "Config",
    "DeliveryTable",
    "DigestTable",
    "EditionTable",
    "LimitsTable",
    "RegionTable",
    "SourceTable",
    "TopicTable",
    "edition",
    "excerpt",
    "load",
    "mailbox",
    "manual",
    "max_age",
    "redact",
    "rules_hash",
]
