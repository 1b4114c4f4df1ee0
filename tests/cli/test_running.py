"""`aidtrack serve` as a process of its own: what it says and refuses, and that its worker ends with it."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.cli.conftest import Line, one_sentence
from tests.databases import Databases

WITHIN = 60.0


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "AIDTRACK_VAR": str(folder / "var"), "AIDTRACK_LANGUAGE": "en", **more}


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, *words: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server that has answered its first page, and its address."""
    port = free_port()
    command = [sys.executable, "-m", "aidtrack", "serve", *words]
    server = subprocess.Popen(
        command,
        env=surroundings(folder, PORT=port, **more),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        assert status(address, server) == 200
        yield server, address
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.communicate()


def status(address: str, server: subprocess.Popen[str]) -> int:
    patience = time.monotonic() + WITHIN
    while server.poll() is None and time.monotonic() < patience:
        try:
            with urllib.request.urlopen(address, timeout=20) as page:
                return int(page.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.1)
    return 0


def ended(server: subprocess.Popen[str], how: signal.Signals) -> str:
    """Everything the server said, after it was ended and its worker with it."""
    workers = psutil.Process(server.pid).children(recursive=True)
    assert len(workers) == 1
    server.send_signal(how)
    said, _ = server.communicate(timeout=20)
    assert server.returncode == 0, said
    assert psutil.wait_procs(workers, timeout=2)[1] == [], "a worker outlived its server"
    assert "Traceback" not in said
    return said


def said_and_left(folder: Path, *words: str, **more: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "aidtrack", *words],
        env=surroundings(folder, **more),
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
    )
    assert done.stdout == ""
    return done.returncode, done.stderr.splitlines()


def test_a_demo_that_was_broken_off_begins_anew_and_the_next_run_keeps_the_data(tmp_path: Path) -> None:
    _break_off_the_demo(tmp_path)
    with serving(tmp_path, "--demo") as (server, address):
        said = ended(server, signal.SIGTERM)
    assert "begins anew" in said and "Loading" in said
    assert f"serves on {address}" in said and "Stopped." in said
    assert said.count("0952 ") == 4, "one account for each role"
    accounts = (tmp_path / "var" / "demo-accounts").read_text()
    with serving(tmp_path, "--demo") as (server, _):
        again = ended(server, signal.SIGINT)
    assert "anew" not in again and "Loading" not in again and again.count("0952 ") == 4
    assert (tmp_path / "var" / "demo-accounts").read_text() == accounts
    public = {"AIDTRACK_BIND": "0.0.0.0", "AIDTRACK_SECRET_KEY": "a key of our own, long"}
    code, refused = said_and_left(tmp_path, "serve", PORT=free_port(), **public)
    assert code == 1 and len(refused) == 1 and "Demo accounts exist" in refused[0]


def _break_off_the_demo(folder: Path) -> None:
    """Kill the first run as soon as somebody stands in the database."""
    command = [sys.executable, "-m", "aidtrack", "demo"]
    first = subprocess.Popen(command, env=surroundings(folder), cwd=folder)
    patience = time.monotonic() + WITHIN
    while not _begun(folder / "var" / "aidtrack.sqlite3") and time.monotonic() < patience:
        time.sleep(0.05)
    assert first.poll() is None
    first.kill()
    first.wait()


def _begun(database: Path) -> bool:
    if not database.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as looker:
            return bool(looker.execute("SELECT COUNT(*) FROM people").fetchone()[0])
    except sqlite3.OperationalError:
        return False


def test_a_worker_does_not_outlive_a_server_that_was_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as (server, _):
        workers = psutil.Process(server.pid).children(recursive=True)
        server.kill()
        assert workers and psutil.wait_procs(workers, timeout=20)[1] == []


def test_a_port_in_use_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        code, said = said_and_left(tmp_path, "serve", "--demo", PORT=port)
    assert code == 1 and len(said) == 1 and port in said[0] and "PORT=" in said[0]
    assert not (tmp_path / "var" / "demo-accounts").exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"AIDTRACK_BIND": "0.0.0.0"}, "AIDTRACK_SECRET_KEY"),
        ({"AIDTRACK_BIND": "0.0.0.0", "AIDTRACK_SECRET_KEY": "short"}, "too short"),
        ({"DATABASE_URL": "postgresql+psycopg://nowhere/aid"}, "AIDTRACK_SECRET_KEY"),
        ({"AIDTRACK_BIND": "256.1.1.1", "AIDTRACK_SECRET_KEY": "k" * 20}, "256.1.1.1"),
        ({"PORT": "http"}, "PORT"),
    ],
)
def test_a_start_that_is_not_safe_stops_with_a_sentence(
    type_line: Line, monkeypatch: pytest.MonkeyPatch, more: dict[str, str], words: str
) -> None:
    for name, value in {"PORT": free_port(), **more}.items():
        monkeypatch.setenv(name, value)
    answer = type_line("serve")
    assert answer.code == 1 and words in one_sentence(answer)


@pytest.mark.postgres
def test_on_postgresql_the_operator_makes_ready_first(tmp_path: Path, databases: Databases) -> None:
    url, key = databases.empty("postgres"), "a key of our own, long"
    there = {"DATABASE_URL": url, "AIDTRACK_SECRET_KEY": key}
    code, said = said_and_left(tmp_path, "serve", PORT=free_port(), **there)
    assert code == 1 and len(said) == 1 and "aidtrack init" in said[0]
    subprocess.run(
        [sys.executable, "-m", "aidtrack", "init"], env=surroundings(tmp_path, **there), check=True
    )
    with serving(tmp_path, "--demo", **there) as (server, _):
        said_by_it = ended(server, signal.SIGTERM)
    assert "Loading" not in said_by_it, "the demo was played where others can reach it"
    assert not (tmp_path / "var" / "secret.key").exists()
    databases.drop(url)
