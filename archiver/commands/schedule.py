"""``archiver schedule``: crawls of what is due, by systemd or cron."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

import click

from archiver.commands.options import db_option
from archiver.errors import UsageError
from archiver.scheduling import Schedule, crontab_lines, minutes_of, systemd_units, with_lines

Kind = Literal["systemd", "cron"]


@click.command("schedule")
@db_option
@click.option("--every", default="30m", show_default=True, metavar="SPAN", help="How often to look for what is due.")
@click.option("--systemd", "kind", flag_value="systemd", help="systemd's units for the user.")
@click.option("--cron", "kind", flag_value="cron", help="A line for the user's crontab.")
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="A Scrapy setting, as for `archiver crawl`.")
@click.option("--notice", metavar="COMMAND", help="A shell command to run where a crawl ended badly, such as a mail.")
@click.option("--install", is_flag=True, help="Install it for the user, in place of an earlier one for this archive.")
@click.option("--remove", is_flag=True, help="Remove what --install installed.")
def command(
    db: Path,
    every: str,
    kind: Kind | None,
    settings: tuple[str, ...],
    notice: str | None,
    install: bool,
    remove: bool,
) -> None:
    """Print what makes `archiver crawl` run by itself: systemd units, or a crontab line where there is no systemd.

    Each run fetches what is due and ends, in the folder where this was given, with the ARCHIVER_SITES of now. One
    that is still running is left alone. A notice is given for all exit codes but 0, 1 (some pages failed: `archiver
    status` tells which) and 5 (still running).
    """
    if install and remove:
        raise UsageError("Say either --install or --remove.")
    try:
        minutes = minutes_of(every)
    except ValueError as error:
        raise UsageError(f"--every: {error}.") from None
    if settings:
        from archiver.setting_overrides import read_overrides  # Scrapy takes its time to load

        read_overrides(settings)
    sites = os.environ.get("ARCHIVER_SITES")
    schedule = Schedule(
        program=_program(),
        db=db.absolute(),
        folder=Path.cwd(),
        sites=Path(sites).absolute() if sites else None,
        settings=settings,
        every_minutes=minutes,
        notice=notice,
    )
    chosen = kind or ("systemd" if Path("/run/systemd/system").is_dir() else "cron")
    if chosen == "systemd":
        _systemd(schedule, install=install, remove=remove)
    else:
        _cron(schedule, install=install, remove=remove)


def _program() -> Path:
    """The ``archiver`` of this environment."""
    beside = Path(sys.executable).parent / "archiver"
    found = beside if beside.exists() else Path(shutil.which("archiver") or sys.argv[0])
    return found.absolute()


def _systemd(schedule: Schedule, *, install: bool, remove: bool) -> None:
    folder = Path.home() / ".config" / "systemd" / "user"
    units = systemd_units(schedule)
    if not (install or remove):
        for name, text in units.items():
            click.echo(f"# {folder / name}\n{text}")
        return
    timer = f"{schedule.name}.timer"
    if remove:
        _run(["systemctl", "--user", "disable", "--now", timer])
        for unit in folder.glob(f"{schedule.name}*"):
            unit.unlink()
        _run(["systemctl", "--user", "daemon-reload"])
        click.echo(f"{timer} is removed.", err=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in units.items():
        (folder / name).write_text(text, encoding="utf-8")
    _run(["systemctl", "--user", "daemon-reload"])
    _run(["systemctl", "--user", "enable", "--now", timer])
    click.echo(
        f"{timer} is installed. It runs while you are logged in; `loginctl enable-linger` lets it run always. "
        f"What it says: `journalctl --user -u {schedule.name}`.",
        err=True,
    )


def _cron(schedule: Schedule, *, install: bool, remove: bool) -> None:
    lines = "" if remove else crontab_lines(schedule)
    if not (install or remove):
        click.echo(lines, nl=False)
        return
    present = _output(["crontab", "-l"])
    _run(["crontab", "-"], with_lines(present.stdout if present.returncode == 0 else "", schedule, lines))
    done = "removed from" if remove else "in"
    click.echo(f"The line for {schedule.db} is {done} your crontab. What it says: {schedule.log}.", err=True)


def _run(command: list[str], text: str | None = None) -> None:
    done = _output(command, text)
    if done.returncode != 0:
        raise UsageError(f"`{' '.join(command)}` said: {done.stderr.strip() or done.returncode}")


def _output(command: list[str], text: str | None = None) -> subprocess.CompletedProcess[str]:
    program = _tool(command[0])
    return subprocess.run(  # noqa: S603 (no shell, and every word is our own)
        [program, *command[1:]], input=text, capture_output=True, text=True, check=False
    )


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        other = "--cron" if name == "systemctl" else "--systemd"
        raise UsageError(f"There is no {name} on this machine. Try {other}, or print it without --install.")
    return found
