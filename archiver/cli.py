"""The command line: its verbs, and how errors become one line and an exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from archiver import __version__
from archiver.errors import ArchiverError, Exit

_VERBS = {
    "demo": "demo",
    "crawl": "crawl",
    "import": "import_files",
    "extract": "extract",
    "search": "search",
    "show": "show",
    "export": "export",
    "sites": "sites",
}


class _Verbs(click.Group):
    """Loads a verb's module when it is called: `archiver search` need not wait for Scrapy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        command: click.Command = import_module(f"archiver.commands.{_VERBS[cmd_name]}").command
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archiver")
@click.option("--debug", is_flag=True, help="Show what happens in detail, with tracebacks.")
def archiver(debug: bool) -> None:
    """Keep telecom news articles with their whole comment threads in one SQLite archive."""


def main() -> None:
    """Run the command line and exit with a code of the README's table."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; gives its exit code. Errors for people go to stderr, in one line."""
    try:
        result = archiver.main(arguments, prog_name="archiver", standalone_mode=False)
    except ArchiverError as error:
        if "--debug" in arguments:
            raise
        click.echo(f"archiver: {error}", err=True)
        return int(error.exit_code)
    except click.ClickException as error:
        error.show()
        return int(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("archiver: interrupted", err=True)
        return int(Exit.INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain about it at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.DONE)
    except Exception as error:  # a bug of ours: people get a line, --debug the traceback
        if "--debug" in arguments:
            raise
        click.echo(f"archiver: unexpected {type(error).__name__}: {error} (archiver --debug … shows more)", err=True)
        return int(Exit.SOME_FAILED)
    return int(result) if isinstance(result, int) else int(Exit.DONE)
