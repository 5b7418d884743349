"""Words in, exit code out. Commands are imported when they are called, so that `--help` is quick."""

from __future__ import annotations

import errno
import gc
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from digest import __version__
from digest.cli.context import Desk
from digest.errors import DigestError

_MACHINE = {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.EDQUOT}

# name -> (module, one line of help); the module holds a function of the same name
_COMMANDS = {
    "init": ("starting", "Make a new folder with a feeds.toml and an inbox that work at once."),
    "check": ("checking", "Check feeds.toml and try every source; or show what is read from one."),
    "gather": ("making", "Fetch all sources and keep what is new."),
    "build": ("making", "Build the issue that is due, once."),
    "run": ("making", "Gather, then build."),
    "approve": ("making", "Approve a draft and close it."),
    "send": ("sending", "Send an issue to its readers, each once; --to sends a proof copy."),
    "reconcile": ("sending", "Ask the mail server's log what became of unknown deliveries."),
    "resolve": ("sending", "Say of unknown deliveries whether they arrived."),
    "suppress": ("sending", "Never write to some addresses; or show who that is."),
    "rebuild": ("making", "Render an issue again from its plan; --verify compares the bytes."),
    "brief": ("briefing", "Make a one-off PDF from feeds and files."),
    "diff": ("diffing", "Compare two issues: new, developed, quiet, gone, changed at the source."),
    "dossier": ("dossier", "Make a PDF of all that issues said on a topic, by date."),
    "add": ("starting", "Put one address or file into the next issue."),
    "opml": ("opml", "Import a list of feeds into feeds.toml, or export its feeds."),
    "explain": ("explaining", "Say why an item is where it is, or why it is not printed."),
    "test": ("testing", "Try the rules on past issues or a labelled file: what would move, and why."),
    "learn": ("learning", "Learn a topic from labelled texts or from what editors accepted."),
    "coverage": ("covering", "Show what the latest issue prints of each region and topic, against the usual."),
    "stories": ("editing", "List what several reports tell, why they are one story, and the editor's words."),
    "merge": ("editing", "Print several items as one story, from now on; or take that back."),
    "split": ("editing", "Take an item out of its story, from now on; or take that back."),
    "trace": ("tracing", "List every printed sentence with its source, and prove it."),
    "status": ("overview", "Show sources, silence, what is held, troubles and issues."),
    "release": ("releasing", "Let the held items of a source into the next issue."),
    "manual": ("looking", "Print what every key of feeds.toml means."),
}


class _Commands(click.Group):
    """The group, with commands that are imported only when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module, _ = _COMMANDS[name]
        command = getattr(import_module(f"digest.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="digest")
@click.option("--config", "config", metavar="FILE", help="feeds.toml to use (default: ./feeds.toml).")
@click.option("--now", metavar="ISO", help="Pretend that it is this moment, for replays (also DIGEST_NOW).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option("--quiet", "-q", is_flag=True, help="Print results and errors only.")
@click.pass_context
def cli(ctx: click.Context, config: str | None, now: str | None, as_json: bool, quiet: bool) -> None:
    """Gather feeds and files, route every passage, and publish one plan as e-mail, PDF and web."""
    desks: list[Desk] = ctx.obj
    ctx.obj = Desk.open(config, now, as_json=as_json, quiet=quiet)
    desks.append(ctx.obj)


def main() -> NoReturn:
    """Run the command line and exit."""
    gc.set_threshold(50_000, 20, 20)  # a short life with many long-lived objects: a tenth of a second less
    sys.exit(execute(sys.argv[1:]))


def execute(words: Sequence[str]) -> int:
    """Run `digest WORDS` and return the exit code.

    0 ok, 1 internal, or a test of the rules that failed, 2 configuration, 3 environment, 4 partly sent, 5 incomplete.
    """
    desks: list[Desk] = []  # the one that the words open, once they are understood
    try:
        code = cli.main(args=list(words), prog_name="digest", standalone_mode=False, obj=desks)
    except DigestError as error:
        return _failed(str(error), error.exit_code, desks)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _failed("stopped; what was kept so far is safe", 130, desks)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output left: nothing more to say
        return 0
    except OSError as error:
        if error.errno not in _MACHINE:
            raise
        place = error.filename or "the disk"
        return _failed(f"{place}: {error.strerror}; make room or allow writing, then run again", 3, desks)
    return code if isinstance(code, int) else 0


def _failed(text: str, code: int, desks: Sequence[Desk]) -> int:
    """Say what is wrong on standard error, and to a program as its one JSON object too."""
    for desk in desks:
        text = desk.clean(text)
        if desk.as_json:
            click.echo(json.dumps({"error": text, "exit": code}, ensure_ascii=False, indent=1))
    click.echo(text, err=True)
    return code
