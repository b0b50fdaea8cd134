"""Scheduled crawls: the systemd units or the crontab line that fetch what is due. Texts alone; nothing is run here."""

from __future__ import annotations

import hashlib
import re
import shlex
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from archiver.errors import UsageError

FINE = (0, 1, 5)
"""Exit codes that call for no notice: some pages always fail, and a crawl may still be running."""

_MINUTES_OF_A_DAY = 24 * 60
_BREAKS_LINES = {"Cc", "Zl", "Zp"}  # Unicode's control characters and its own line breaks
_NO_FOLDER = 3  # as for an archive that cannot be read: `cd` alone ends with 1, which calls for no notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A crawl of what is due, again and again.

    ``program``, ``db``, ``folder`` (where the crawls run) and ``sites`` (ARCHIVER_SITES, where that is set) are
    absolute; ``every_minutes`` divides an hour or a day; ``settings`` are Scrapy's, as NAME=VALUE. ``notice`` is a
    shell command that is run where a crawl ended badly; it finds the exit code in ``$ARCHIVER_EXIT`` (cron) or the
    unit's name in ``$ARCHIVER_UNIT`` (systemd).

    Raises UsageError for a control character in any of them: it would end a line of a crontab or a unit early.
    """

    program: Path
    db: Path
    folder: Path
    sites: Path | None = None
    settings: tuple[str, ...] = ()
    every_minutes: int = 30
    notice: str | None = None

    def __post_init__(self) -> None:
        for text in map(str, (self.program, self.db, self.folder, self.sites, *self.settings, self.notice)):
            if any(unicodedata.category(character) in _BREAKS_LINES for character in text):
                raise UsageError(
                    f"Neither a crontab nor a unit can hold the line break or control character in {text!r}."
                )

    @property
    def name(self) -> str:
        """A name of its own for every archive."""
        shown = re.sub(r"[^a-z0-9]+", "-", self.db.stem.lower()).strip("-")[:30] or "archive"
        return f"archiver-{shown}-{hashlib.sha256(str(self.db).encode()).hexdigest()[:6]}"

    @property
    def log(self) -> Path:
        """Where cron's crawls write what they say; systemd has its journal."""
        return self.db.with_name(f"{self.db.name}.crawls.log")

    @property
    def command(self) -> list[str]:
        """The crawl."""
        return [
            str(self.program),
            "crawl",
            "--db",
            str(self.db),
            *(word for setting in self.settings for word in ("-s", setting)),
        ]

    @property
    def environment(self) -> list[str]:
        """The variables that the crawl needs, as NAME=VALUE."""
        return [f"ARCHIVER_SITES={self.sites}"] if self.sites else []


def minutes_of(text: str) -> int:
    """``30m``, ``2h``, ``1d`` as minutes. Raises ValueError for what does not divide an hour or a day evenly."""
    found = re.fullmatch(r"(\d{1,4})\s*(m|min|h|d)", text.strip().lower())
    if not found:
        raise ValueError(f"{text!r} is no span of time such as 30m, 2h or 1d")
    minutes = int(found[1]) * {"m": 1, "min": 1, "h": 60, "d": _MINUTES_OF_A_DAY}[found[2]]
    divides = minutes and (60 % minutes == 0 or (minutes % 60 == 0 and _MINUTES_OF_A_DAY % minutes == 0))
    if not divides:
        raise ValueError(f"{text!r} divides neither an hour nor a day evenly: take 5m, 10m, 15m, 30m, 1h, 2h … 1d")
    return minutes


def crontab_lines(schedule: Schedule) -> str:
    """The line for a crontab, with the comment that marks it as ours."""
    environment = ["env", *schedule.environment] if schedule.environment else []
    crawl = f"cd {shlex.quote(str(schedule.folder))} || exit {_NO_FOLDER}; " + shlex.join(
        [*environment, *schedule.command]
    )
    notice = schedule.notice or 'echo "archiver: a crawl ended with $ARCHIVER_EXIT; see " ' + shlex.quote(
        str(schedule.log)
    )
    fine = "|".join(str(code) for code in FINE if code)
    line = (
        f"{_cron_times(schedule.every_minutes)} ({crawl}) >>{shlex.quote(str(schedule.log))} 2>&1"
        f" || {{ export ARCHIVER_EXIT=$?; case $ARCHIVER_EXIT in {fine}) ;; *) {notice} ;; esac; }}"
    )
    # cron takes a bare percent sign for the end of the line.
    return f"{marker(schedule)}\n{line.replace('%', chr(92) + '%')}\n"


def marker(schedule: Schedule) -> str:
    """The comment above our line in a crontab."""
    return f"# {schedule.name}: what is due in {schedule.db}"


def with_lines(crontab: str, schedule: Schedule, lines: str) -> str:
    """A crontab with ours in place of the one that stood there for the same archive; others stay."""
    kept: list[str] = []
    skipped = False
    for line in crontab.removesuffix("\n").split("\n") if crontab else ():
        if line.startswith(f"# {schedule.name}:"):
            skipped = True
        elif skipped:
            skipped = False
        else:
            kept.append(line)
    text = "".join(f"{line}\n" for line in kept)
    return text + lines


def systemd_units(schedule: Schedule) -> dict[str, str]:
    """The user's units by file name: the service, its timer and, where there is a notice, the one that gives it."""
    service = [
        "[Unit]",
        f"Description=archiver: what is due in {_in_unit(str(schedule.db))}",
        "Wants=network-online.target",
        "After=network-online.target",
        *([f"OnFailure={schedule.name}-notice.service"] if schedule.notice else []),
        "",
        "[Service]",
        "Type=oneshot",
        f"ExecStart={' '.join(_quoted(word) for word in schedule.command)}",
        f"WorkingDirectory={_in_unit(str(schedule.folder))}",
        *(f"Environment={_quoted(variable, dollar='$')}" for variable in schedule.environment),
        f"SuccessExitStatus={' '.join(map(str, FINE))}",
        "Nice=10",
        "",
    ]
    timer = [
        "[Unit]",
        f"Description=archiver: every {schedule.every_minutes} minutes",
        "",
        "[Timer]",
        f"OnCalendar={_calendar(schedule.every_minutes)}",
        "RandomizedDelaySec=120",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
        "",
    ]
    units = {f"{schedule.name}.service": "\n".join(service), f"{schedule.name}.timer": "\n".join(timer)}
    if schedule.notice:
        notice = [
            "[Unit]",
            f"Description=archiver: a crawl of {_in_unit(str(schedule.db))} ended badly",
            "",
            "[Service]",
            "Type=oneshot",
            f"Environment=ARCHIVER_UNIT={schedule.name}.service",
            f"ExecStart=/bin/sh -c {_quoted(schedule.notice)}",
            "",
        ]
        units[f"{schedule.name}-notice.service"] = "\n".join(notice)
    return units


def _cron_times(minutes: int) -> str:
    if minutes < 60:
        return f"*/{minutes} * * * *"
    return f"7 */{minutes // 60} * * *" if minutes < _MINUTES_OF_A_DAY else "7 4 * * *"


def _calendar(minutes: int) -> str:
    if minutes < 60:
        return f"*:0/{minutes}"
    return f"0/{minutes // 60}:07" if minutes < _MINUTES_OF_A_DAY else "04:07"


def _in_unit(text: str) -> str:
    """systemd takes ``%`` for the beginning of a specifier."""
    return text.replace("%", "%%")


def _quoted(word: str, *, dollar: str = "$$") -> str:
    """In a command, a dollar sign begins a variable's name; in ``Environment=`` it stands for itself."""
    escaped = _in_unit(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", dollar)
    return f'"{escaped}"'
