"""manual: what may be configured."""

from __future__ import annotations

import click


@click.command()
def manual() -> None:
    """Print what every key of feeds.toml means, and how titles and dates of files are found, as Markdown."""
    from digest.config import manual as text
    from digest.parse.trust import written_down

    click.echo(f"{text()}\n{written_down()}")
