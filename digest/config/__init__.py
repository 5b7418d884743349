"""feeds.toml: its text to a frozen, checked Config.

The story: `loading` parses the text; `variables` resolves `${VAR}`; `shape` checks keys and kinds against `schema`, and
says what is wrong by `wording`; `meaning` checks what they say, with `values`, `languages`, `times`, `addresses`,
`vocabulary`, `names` and `sites`; `taught` reads what topics learned; `locator` gives each finding its line.
`effective` answers what holds after defaults.
"""

from digest.config.addresses import mailbox
from digest.config.delivery import DeliveryTable
from digest.config.effective import edition, excerpt, full_text, max_age, rules_hash, rules_text, with_rules
from digest.config.loading import load
from digest.config.manual import manual
from digest.config.names import BRIEF, GLOBAL
from digest.config.schema import (
    Config,
    DigestTable,
    EditionTable,
    LimitsTable,
    MemoryTable,
    RegionTable,
    SiteTable,
    SourceTable,
    TopicTable,
)
from digest.config.sites import site_of
from digest.config.variables import redact

__all__ = [
    "BRIEF",
    "GLOBAL",
    "Config",
    "DeliveryTable",
    "DigestTable",
    "EditionTable",
    "LimitsTable",
    "MemoryTable",
    "RegionTable",
    "SiteTable",
    "SourceTable",
    "TopicTable",
    "edition",
    "excerpt",
    "full_text",
    "load",
    "mailbox",
    "manual",
    "max_age",
    "redact",
    "rules_hash",
    "rules_text",
    "site_of",
    "with_rules",
]
