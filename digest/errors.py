"""What stops a run, and with which exit code. A source's trouble is not here: that is a `Failure` value.

DigestError              1  internal: a fault of ours
├── ConfigError          2  feeds.toml, a template or a command's argument is wrong; lists every problem
├── EnvironmentFault     3  the machine: disk full, database locked, a system library missing
├── UnknownDelivery      4  sent, but some outcomes are unknown or failed
├── IncompleteIssue      5  built, but something planned is missing in print; outputs kept, never sent
└── UnmadeOutput         1  one output cannot be made; the others of its issue are

SourceTrouble            raised inside parse and normalise; a seam turns it into a Failure
└── NoFeed               a page where a feed was asked for: it may name the feeds
"""

from __future__ import annotations


class DigestError(Exception):
    """A run cannot go on. `exit_code` is what the process returns."""

    exit_code = 1


class ConfigError(DigestError):
    """Wrong configuration: one line per problem, `feeds.toml:LINE: key: what is wrong and what to write`."""

    exit_code = 2

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class EnvironmentFault(DigestError):
    """The machine cannot do it now: says what is missing and how to mend it."""

    exit_code = 3


class UnknownDelivery(DigestError):
    """Some recipients' outcome is unknown or failed; the message lists them."""

    exit_code = 4


class IncompleteIssue(DigestError):
    """Something planned is missing from an output; the message names each piece and output."""

    exit_code = 5


class UnmadeOutput(DigestError):
    """One output of an issue cannot be made at all: the message says why. It stops a run that makes nothing else."""


class SourceTrouble(Exception):
    """One feed, file or entry cannot be read. Becomes a `Failure` at the engine's edge.

    `what` is one plain sentence, `advice` what the editor can do, `where` a more precise place ("line 12") or "".
    """

    def __init__(self, what: str, advice: str = "", where: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice
        self.where = where

    def __reduce__(self) -> tuple[type[SourceTrouble], tuple[str, str, str]]:
        return (SourceTrouble, (self.what, self.advice, self.where))


class NoFeed(SourceTrouble):
    """A page came where a feed was asked for. `links` are the addresses of the feeds that it names, best first.

    `single`: it is one article, so that a feed that lies beside it is not what was meant.
    """

    def __init__(self, what: str, advice: str = "", links: tuple[str, ...] = (), single: bool = False) -> None:
        super().__init__(what, advice)
        self.links = links
        self.single = single

    def __reduce__(self) -> tuple[type[SourceTrouble], tuple[str, str, tuple[str, ...], bool]]:  # type: ignore[override]
        return (NoFeed, (self.what, self.advice, self.links, self.single))
