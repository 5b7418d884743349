"""manual: what may be configured."""

from __future__ import annotations

import click


@click.command()
def manual() -> None:
    """Print what every key of feeds.toml means, its default and its range, as Markdown."""
    from digest.config import manual as text

    click.echo(text())
