"""Crawls by themselves: the lines and units do what they say, and installing them leaves others' alone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.scheduling import Schedule, crontab_lines, minutes_of, systemd_units, with_lines
from tests.command import CHECKOUT, archiver, archiver_process


def program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def schedule(folder: Path, exit_code: int, notice: str | None = "echo noticed $ARCHIVER_EXIT") -> Schedule:
    folder = folder / "100% of it's masts"
    folder.mkdir()
    fake = program(folder, "archiver", f'printf "%s\\n" "$@" >>"$0.log"; exit {exit_code}')
    return Schedule(program=fake, db=folder / "my archive.db", folder=folder, notice=notice)


def as_cron_runs_it(lines: str) -> subprocess.CompletedProcess[str]:
    """cron gives the line behind the five times to the shell, with ``\\%`` as ``%``."""
    line = lines.splitlines()[1].split(maxsplit=5)[5].replace("\\%", "%")
    return subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("exit_code", "says"), [(0, ""), (1, ""), (5, ""), (3, "noticed 3\n"), (12, "noticed 12\n")])
def test_cron_gives_notice_of_what_went_badly_alone(tmp_path: Path, exit_code: int, says: str) -> None:
    planned = schedule(tmp_path, exit_code)
    done = as_cron_runs_it(crontab_lines(planned))
    assert (done.stdout, done.stderr) == (says, "")
    asked = Path(f"{planned.program}.log").read_text().splitlines()
    assert asked == ["crawl", "--db", str(planned.db)]


def test_a_scheduled_crawl_runs_where_it_was_asked_for_with_its_sites_and_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, elsewhere = tmp_path / "50% mine", tmp_path / "elsewhere"
    for folder in (mine, elsewhere):
        folder.mkdir()
    contact = ("-s", "ARCHIVER_CONTACT=ada@mast.example")
    done = subprocess.run(
        [sys.executable, "-m", "archiver", "schedule", "--cron", *contact],
        cwd=mine,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "ARCHIVER_SITES": "my sites"},
        capture_output=True,
        text=True,
        check=True,
    )
    said = 'pwd; printf "%s\\n" "$ARCHIVER_SITES" "$@"'
    real = re.findall(r"\S*/archiver(?= crawl)", done.stdout)[0]
    lines = done.stdout.replace(f"{real} crawl", f"{program(tmp_path, 'archiver', said)} crawl")
    monkeypatch.chdir(elsewhere)
    monkeypatch.delenv("ARCHIVER_SITES", raising=False)
    assert as_cron_runs_it(lines).stdout == ""
    log = (mine / "archive.db.crawls.log").read_text().splitlines()
    assert log == [str(mine), str(mine / "my sites"), "crawl", "--db", str(mine / "archive.db"), *contact]


def test_a_folder_that_is_gone_calls_for_a_notice(tmp_path: Path) -> None:
    planned = replace(schedule(tmp_path, 0), folder=tmp_path / "gone")
    assert as_cron_runs_it(crontab_lines(planned)).stdout == "noticed 3\n"


@pytest.mark.parametrize(
    "words",
    [
        ("--notice", "true\n* * * * * intruder"),
        ("--notice", "true\x07"),
        ("--db", "a\nb.db"),
        ("--db", "a\u2028b.db"),
        ("-s", "ARCHIVER_CONTACT=ada\r"),
        ("-s", "DOWNLOAD_DELAY=soon"),
    ],
)
def test_what_would_break_a_crontab_or_unit_is_wrong_usage(tmp_path: Path, words: tuple[str, str]) -> None:
    for kind in ("--cron", "--systemd"):
        done = archiver("schedule", kind, *words, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1


def test_lines_of_others_keep_their_form_feeds(tmp_path: Path) -> None:
    ours = schedule(tmp_path, 0)
    assert with_lines("# a\x0cb\u2028c\n", ours, "") == "# a\x0cb\u2028c\n"


def test_without_a_notice_of_ones_own_cron_mails_where_to_look(tmp_path: Path) -> None:
    planned = schedule(tmp_path, 3, notice=None)
    assert as_cron_runs_it(crontab_lines(planned)).stdout == f"archiver: a crawl ended with 3; see  {planned.log}\n"


def test_no_percent_sign_ends_the_crontab_line_early(tmp_path: Path) -> None:
    line = crontab_lines(schedule(tmp_path, 0)).splitlines()[1]
    assert "%" in line
    assert "%" not in line.replace("\\%", "")


def test_installing_again_replaces_ours_and_leaves_the_others(tmp_path: Path) -> None:
    ours = schedule(tmp_path, 0)
    other = Schedule(program=ours.program, db=ours.db.with_name("other.db"), folder=ours.folder)
    crontab = f"MAILTO=ada@example.org\n{crontab_lines(other)}0 5 * * 1 backup\n"
    once = with_lines(crontab, ours, crontab_lines(ours))
    assert once.startswith(crontab)
    assert with_lines(once, ours, crontab_lines(ours)) == once
    assert with_lines(once, ours, "") == crontab


@pytest.mark.parametrize(("text", "minutes"), [("5m", 5), ("30 min", 30), ("1h", 60), ("6h", 360), ("1d", 1440)])
def test_spans_are_read(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["0m", "7m", "90m", "5h", "2d", "soon", "", "1e3m", "-5m"])
def test_a_span_that_cannot_be_kept_evenly_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"span of time|evenly"):
        minutes_of(text)


def test_the_units_pass_systemds_own_check(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    for name, text in systemd_units(schedule(tmp_path, 0)).items():
        (tmp_path / name).write_text(text)
        done = subprocess.run(
            [analyze, "verify", "--user", str(tmp_path / name)], capture_output=True, text=True, check=False
        )
        assert str(tmp_path / name) not in done.stderr, done.stderr


def test_the_units_say_what_to_run_when_and_what_is_no_failure(tmp_path: Path) -> None:
    planned = Schedule(
        program=tmp_path / "archiver",
        db=tmp_path / "50% $HOME.db",
        folder=tmp_path / "100% mine",
        sites=tmp_path / "$5 sites",
        settings=("ARCHIVER_CONTACT=ada@mast.example",),
        every_minutes=60,
        notice="mail $X",
    )
    units = systemd_units(planned)
    service, timer, notice = (units[f"{planned.name}{end}"] for end in (".service", ".timer", "-notice.service"))
    assert (
        f'ExecStart="{tmp_path}/archiver" "crawl" "--db" "{tmp_path}/50%% $$HOME.db" "-s" "ARCHIVER_CONTACT=' in service
    )
    assert f"WorkingDirectory={tmp_path}/100%% mine\n" in service
    assert f'Environment="ARCHIVER_SITES={tmp_path}/$5 sites"\n' in service
    assert "SuccessExitStatus=0 1 5" in service
    assert f"OnFailure={planned.name}-notice.service" in service
    assert "OnCalendar=0/1:07" in timer
    assert 'ExecStart=/bin/sh -c "mail $$X"' in notice


def test_install_and_remove_reach_the_users_crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "crontab.txt"
    table.write_text("0 5 * * 1 backup\n")
    program(tmp_path, "crontab", f'if [ "$1" = -l ]; then cat {table}; else cat >{table}; fi')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    done = archiver_process("schedule", "--cron", "--install", "--every", "2h", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "7 */2 * * * " in table.read_text()
    assert str(tmp_path / "archive.db") in table.read_text()
    assert archiver_process("schedule", "--cron", "--remove", cwd=tmp_path).returncode == 0
    assert table.read_text() == "0 5 * * 1 backup\n"


def test_install_and_remove_reach_the_users_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "said.txt"
    program(tmp_path, "systemctl", f'echo "$@" >>{said}')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    done = archiver_process("schedule", "--systemd", "--install", "--notice", "true", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    units = tmp_path / "home" / ".config" / "systemd" / "user"
    assert len(list(units.iterdir())) == 3
    assert "enable --now archiver-archive-" in said.read_text()
    assert archiver_process("schedule", "--systemd", "--remove", cwd=tmp_path).returncode == 0
    assert list(units.iterdir()) == []


def test_a_tool_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = archiver_process("schedule", "--cron", "--install", cwd=tmp_path)
    assert done.returncode == 2
    assert "There is no crontab on this machine" in done.stderr
