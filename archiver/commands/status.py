"""``archiver status``: what is in the archive, and what fails."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from archiver.archive import Archive
from archiver.archive.redactions import is_anything_left
from archiver.archive.state import SiteState, state_of
from archiver.commands.options import db_option

_SHOWN_FAILING_PAGES = 3


@click.command("status")
@db_option
@click.option("--json", "as_json", is_flag=True, help="One JSON array on stdout, an object for each site.")
def command(db: Path, as_json: bool) -> None:
    """Tell for each site how much is kept, how complete it is, how the last run ended, what is due and what fails."""
    with Archive.for_reading(db) as archive:
        states = state_of(archive, datetime.now(UTC))
        is_erasing = is_anything_left(archive)
    if is_erasing:
        click.echo("An erasure has not come to its end: `archiver erase` finishes it.", err=True)
    if as_json:
        click.echo(json.dumps([asdict(state) for state in states], ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False, markup=False)
    if not states:
        console.print("Nothing yet: fill the archive with `archiver crawl` or `archiver import`.")
        return
    console.print(_table(states))
    for state in states:
        _print_details(console, state)


def _table(states: list[SiteState]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("site", max_width=22, overflow="ellipsis", no_wrap=True)
    for name in ("articles", "comments", "complete", "incomplete"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("last look", no_wrap=True)
    for state in states:
        table.add_row(
            state.site,
            f"{state.articles:,}",
            f"{state.comments:,}",
            f"{state.threads_complete:,}",
            f"{state.threads_incomplete:,}",
            (state.last_observed_at or "never")[:10],
        )
    return table


def _print_details(console: Console, state: SiteState) -> None:
    console.print()
    console.print(Text(state.site, style="bold"))
    for style, line in _details(state):
        console.print(Padding(Text(line, style=style), (0, 0, 0, 2), expand=False))


def _details(state: SiteState) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    if state.gone:
        more = "comment is" if state.gone == 1 else "comments are"
        lines.append(("", f"{state.gone:,} more {more} gone from it and kept here"))
    if state.stated_count:
        states = "thread states" if state.threads_short == 1 else "threads state"
        short = f"; {state.threads_short:,} {states} more than was read" if state.threads_short else ""
        lines.append(("", f"{state.captured_count:,} comments read of {state.stated_count:,} stated{short}"))
    if state.incomplete_reasons:
        reasons = ", ".join(f"{number:,} {reason}" for reason, number in state.incomplete_reasons.items())
        lines.append(("yellow", f"incomplete threads: {reasons}"))
    if run := state.last_run:
        lines.append(("", f"last run: {run.verb}, {run.started_at}, {run.ended}"))
    if state.failing_since:
        runs = "run" if state.failing_runs == 1 else f"{state.failing_runs:,} runs"
        lines.append(("red", f"failing since {state.failing_since} (the last {runs})"))
    if state.pages_due:
        lines.append(("", f"due: {state.pages_due:,} {'page' if state.pages_due == 1 else 'pages'}"))
    elif state.next_due_at:
        lines.append(("", f"due next: {state.next_due_at}"))
    if state.pages_failing:
        fail = "page fails" if state.pages_failing == 1 else "pages fail"
        lines.append(("red", f"{state.pages_failing:,} {fail}, longest these:"))
        lines += [
            ("red", f"  {page.url} since {page.failing_since} ({page.error})")
            for page in state.failing_pages[:_SHOWN_FAILING_PAGES]
        ]
    lines += [("red", f"warning: {warning}") for warning in state.warnings]
    return lines
