"""The command line: its verbs, and how errors become one line and an exit code."""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from typing import Any

import click

from archiver import __version__
from archiver.errors import ArchiverError, Exit
from archiver.terminal import discard_output, show_what_fits

_VERBS = {
    "demo": "demo",
    "crawl": "crawl",
    "import": "import_files",
    "rebuild": "rebuild",
    "erase": "erase",
    "extract": "extract",
    "search": "search",
    "show": "show",
    "serve": "serve",
    "export": "export",
    "sites": "sites",
    "freeze": "freeze",
    "status": "status",
    "verify": "verify",
    "schedule": "schedule",
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

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _NobodyReadsError from None  # click would end the process itself, as failed


class _NobodyReadsError(Exception):
    """Whoever read our output has seen enough."""


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archiver")
@click.option("--debug", is_flag=True, help="Show what happens in detail, with tracebacks.")
def archiver(debug: bool) -> None:
    """Keep telecom news articles with their whole comment threads in one SQLite archive."""


def main() -> None:
    """Run the command line and exit with a code of the README's table."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; gives its exit code. Errors for people go to stderr, in one line; --debug shows all of it."""
    show_what_fits()
    try:
        result = archiver.main(arguments, prog_name="archiver", standalone_mode=False)
        sys.stdout.flush()
    except (_NobodyReadsError, BrokenPipeError):
        discard_output()
        return int(Exit.DONE)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return int(Exit.USAGE)
    except (Exception, KeyboardInterrupt) as error:
        if isinstance(error, OSError):
            discard_output()
        if "--debug" in arguments:
            traceback.print_exc()
        why, exit_code = _in_words(error)
        click.echo(f"archiver: {' '.join(why.split())}", err=True)
        return int(exit_code)
    return int(result) if isinstance(result, int) else int(Exit.DONE)


def _in_words(error: BaseException) -> tuple[str, int]:
    """What a person is told of an error, and the exit code."""
    match error:
        case ArchiverError():
            return str(error), error.exit_code
        case click.ClickException():
            return f"{error.format_message()} See archiver --help, or that of its verb.", error.exit_code
        case click.Abort() | KeyboardInterrupt():
            return "interrupted", Exit.INTERRUPTED
        case OSError(filename=None):
            return f"the output could not be written: {error.strerror}.", Exit.STORAGE
        case OSError():
            return f"{error.filename} cannot be read or written: {error.strerror}.", Exit.STORAGE
        case UnicodeEncodeError(reason="surrogates not allowed"):
            return "an argument holds bytes that are no text in this locale.", Exit.USAGE
    # a bug of ours
    return f"unexpected {type(error).__name__}: {error} (archiver --debug … shows more)", Exit.SOME_FAILED
