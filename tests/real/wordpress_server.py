"""A real WordPress on loopback: Debian's packages, a MariaDB and a PHP server of its own, all in one folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DEBIANS = Path("/usr/share/wordpress")
_PHP_FILES = Path(__file__).parent / "php"
_PATIENCE = 60  # seconds
_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as ``php/router.php`` has logged it."""

    status: int
    path: str


class WordPress:
    """A running site. ``url`` is its address without closing slash."""

    def __init__(self, folder: Path, port: int, php: list[str]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._root = folder / "site"
        self._log = self._root / "requests.log"
        self._php = php

    def tell(self, action: str, later: str | None = None, **said: Any) -> Any:
        """Have WordPress do one of the actions of ``php/act.php`` by its own functions; gives what it says.

        ``later`` puts its clock forward, as in ``crawls.py``.
        """
        clock = ["faketime", "-f", later] if later else []
        done = subprocess.run(
            [*clock, *self._php, "act.php", action],
            cwd=self._root,
            input=json.dumps(said).encode(),
            capture_output=True,
            timeout=_PATIENCE * 2,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
        return json.loads(done.stdout)

    def set_options(self, options: Mapping[str, object]) -> None:
        """Change settings of the site, as its owner does."""
        self.tell("options", options=dict(options))

    def asked(self) -> list[Asked]:
        """All requests so far, in the order in which they were answered."""
        lines = self._log.read_text("utf-8").splitlines() if self._log.exists() else []
        return [Asked(int(status), path) for status, _, path in (line.split(" ", 2) for line in lines)]

    @contextmanager
    def plugin(self, name: str) -> Iterator[None]:
        """With one of the files of ``php/`` as a plugin that must be used."""
        plugins = self._root / "wp-content" / "mu-plugins"
        plugins.mkdir(exist_ok=True)
        shutil.copy(_PHP_FILES / name, plugins)
        try:
            yield
        finally:
            (plugins / name).unlink()


@contextmanager
def wordpress_running(folder: Path) -> Iterator[WordPress]:
    """An empty WordPress with pretty permalinks in London; all that it needs is started, and ended by its own pid."""
    with ExitStack() as running:
        database = running.enter_context(_mariadb(folder))
        port = _free_port()
        _lay_out_site(folder / "site", f"http://127.0.0.1:{port}", database)
        # The opcode cache is what makes a page cost 50 ms and not 200.
        php = ["php", "-d", "opcache.enable=1", "-d", "opcache.revalidate_freq=0", "-d", "display_errors=stderr"]
        site = WordPress(folder, port, php)
        site.tell("install")
        running.enter_context(_php_server(folder, port, php))
        yield site


@contextmanager
def _mariadb(folder: Path) -> Iterator[Path]:
    """A database server that listens on a socket alone; gives the socket."""
    data, socket_file = folder / "data", folder / "mariadb.sock"
    temporary = folder / "tmp"  # of its own: a server that starts sweeps out what others have there
    temporary.mkdir()
    user = ["--user=root"] if os.geteuid() == 0 else []
    where = ["--no-defaults", f"--datadir={data}", f"--tmpdir={temporary}", *user]
    make = ["mariadb-install-db", *where, "--skip-test-db", "--auth-root-authentication-method=normal"]
    subprocess.run(make, check=True, capture_output=True, timeout=_PATIENCE)
    begin = ["mariadbd", *where, f"--socket={socket_file}", f"--pid-file={folder / 'mariadb.pid'}", "--skip-networking"]
    server = subprocess.Popen(
        [*begin, "--innodb-flush-log-at-trx-commit=0"],
        stdout=(folder / "mariadb.log").open("wb"),
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_until(lambda: _answers(["mariadb-admin", "--no-defaults", f"--socket={socket_file}", "ping"]), server)
        ask = ["mariadb", "--no-defaults", f"--socket={socket_file}", "-uroot", "-e"]
        subprocess.run([*ask, "CREATE DATABASE wordpress CHARACTER SET utf8mb4"], check=True, timeout=_PATIENCE)
        yield socket_file
    finally:
        _end(server)


@contextmanager
def _php_server(folder: Path, port: int, php: list[str]) -> Iterator[None]:
    server = subprocess.Popen(
        [*php, "-S", f"127.0.0.1:{port}", "-t", str(folder / "site"), str(folder / "site" / "router.php")],
        cwd=folder / "site",
        env=os.environ | {"PHP_CLI_SERVER_WORKERS": str(_WORKERS)},
        stdout=(folder / "php.log").open("wb"),
        stderr=subprocess.STDOUT,
        start_new_session=True,  # the workers outlive the server unless the group of all is ended
    )
    try:
        _wait_until(lambda: _listens(port), server)
        yield
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(_PATIENCE)


def _lay_out_site(root: Path, url: str, database: Path) -> None:
    """A copy of Debian's WordPress: the original reads its settings from /etc alone."""
    shutil.copytree(_DEBIANS, root, ignore=shutil.ignore_patterns(".htaccess", "wp-config*.php"))
    for name in ("router.php", "act.php"):
        shutil.copy(_PHP_FILES / name, root)
    settings = {
        "DB_NAME": "wordpress",
        "DB_USER": "root",
        "DB_PASSWORD": "",
        "DB_HOST": f"localhost:{database}",
        "DB_CHARSET": "utf8mb4",
        "DB_COLLATE": "",
        "WP_HOME": url,
        "WP_SITEURL": url,
        "WP_HTTP_BLOCK_EXTERNAL": True,  # nobody is called
        "DISABLE_WP_CRON": True,
        "AUTOMATIC_UPDATER_DISABLED": True,
    }
    lines = [f"define({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()]
    code = ["<?php", *lines, "$table_prefix = 'wp_';", "require_once __DIR__ . '/wp-settings.php';"]
    (root / "wp-config.php").write_text("\n".join(code).replace("\\/", "/"), "utf-8")


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _answers(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False).returncode == 0


def _wait_until(is_up: Callable[[], bool], server: subprocess.Popen[bytes]) -> None:
    for _ in range(_PATIENCE * 20):
        assert server.poll() is None, f"{server.args!r} has ended by itself"
        if is_up():
            return
        time.sleep(0.05)
    raise TimeoutError(f"{server.args!r} does not come up")


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
