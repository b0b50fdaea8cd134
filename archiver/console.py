"""Rich's console, as the verbs that draw use it."""

from __future__ import annotations

from rich.console import Console


class _PipedConsole(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # as everywhere else; Rich would end the process itself, as failed


def console() -> Console:
    """A console for texts that are not its mark-up. Raises BrokenPipeError where nobody reads any more."""
    return _PipedConsole(highlight=False, markup=False)
