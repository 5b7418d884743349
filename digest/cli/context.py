"""The only place that reads the clock, the environment and the command line's folder."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.errors import ConfigError

if TYPE_CHECKING:
    from digest.cli.watching import Looker
    from digest.config.schema import Config

CONFIG = "feeds.toml"


@dataclass(frozen=True)
class Desk:
    """What a command works at: where feeds.toml lies, what time it is, and who reads the output."""

    path: Path
    fixed: datetime | None  # --now
    environment: Mapping[str, str]
    as_json: bool
    watch: Looker
    secrets: dict[str, None] = field(default_factory=dict)  # known once feeds.toml is read

    @classmethod
    def open(cls, config: str | None, now: str | None, *, as_json: bool, quiet: bool) -> Desk:
        """Read the environment once."""
        from digest.cli.watching import looker

        environment = dict(os.environ)
        path = Path(config or environment.get("DIGEST_CONFIG") or CONFIG)
        pretended = now or environment.get("DIGEST_NOW") or ""
        terminal = sys.stderr.isatty()
        return cls(
            path=path.absolute(),
            fixed=moment(pretended, "--now") if pretended else None,
            environment=environment,
            as_json=as_json,
            watch=looker(terminal=terminal, silent=quiet or as_json),
        )

    @property
    def base(self) -> Path:
        """The folder that relative paths of feeds.toml are relative to."""
        return self.path.parent

    def now(self) -> datetime:
        """This moment, or the one that was asked for. Aware UTC."""
        return self.fixed or datetime.now(UTC)

    def config(self, *, learned: bool = True) -> Config:
        """Read and check feeds.toml, and what its topics learned unless that is to be made anew.

        Raises ConfigError with every problem.
        """
        return self._load(self.path, self.base, learned=learned)

    def config_or_starter(self) -> Config:
        """feeds.toml where there is one, else the shipped one: a brief needs no set-up."""
        if self.path.exists():
            return self.config()
        from digest.cli.starter import starter

        return self._load(starter() / CONFIG, self.base)

    def checked(self, text: str) -> Config:
        """What feeds.toml would be with this text; raises ConfigError with every problem."""
        from digest.config import load

        return load(
            text,
            self.path.name,
            str(self.base),
            self.environment,
            lambda name: (self.base / name).exists(),
            is_file=lambda name: (self.base / name).is_file(),
            read=_reader(self.base),
        )

    def _load(self, path: Path, base: Path, *, learned: bool = True) -> Config:
        from digest.config import load

        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise ConfigError(
                f"{path}: there is no such file; `digest init` makes one, --config names another"
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: cannot be read as UTF-8 text: {error}") from None
        config = load(
            text,
            path.name,
            str(base),
            self.environment,
            lambda name: (base / name).exists(),
            is_file=lambda name: (base / name).is_file(),
            read=_reader(base) if learned else None,
        )
        self.secrets.update(dict.fromkeys(config.secrets))
        return config

    def tell(self, result: Mapping[str, Any], lines: str) -> None:
        """Print the result: as JSON for a program, as `lines` for a person; values from the environment struck out."""
        text = json.dumps(result, ensure_ascii=False, indent=1, default=_written) if self.as_json else lines
        click.echo(self.clean(text))

    def clean(self, text: str) -> str:
        """The text without any value that feeds.toml took from the environment."""
        if not self.secrets:
            return text
        from digest.config import redact

        return redact(text, tuple(self.secrets))


def _written(value: object) -> str:
    """What JSON has no kind for: a moment or day by ISO 8601, as everywhere; a path by its name."""
    return value.isoformat() if isinstance(value, date) else str(value)


def read_lines(name: str) -> str:
    """The text of a file that was named on the command line. Raises ConfigError when it cannot be read."""
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{name}: there is no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}: cannot be read as UTF-8 text: {error}") from None


def _reader(base: Path) -> Callable[[str, int], bytes]:
    """What reads the beginnings of files in a folder."""

    def read(name: str, most: int) -> bytes:
        with (base / name).open("rb") as file:
            return file.read(most)

    return read


def moment(text: str, option: str) -> datetime:
    """A date or moment given on the command line, as aware UTC; without a zone it is UTC."""
    with suppress(ValueError):
        given = datetime.fromisoformat(text)
        return (given if given.tzinfo else given.replace(tzinfo=UTC)).astimezone(UTC)
    raise ConfigError(f"{option}: {text!r} is no date or time; write e.g. 2025-06-01 or 2026-11-23T07:00+03:00")
