"""The worker: it ends when it is told to and when its parent is gone, and does what is due."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from flask import Flask

from aidtrack.cases import import_actions, import_queries
from aidtrack.db import clock_of_business, kept_fact, transaction
from aidtrack.jobs import runner
from aidtrack.rights import Actor
from aidtrack.settings import Settings

ENDS_WITHIN = 20.0


@pytest.fixture
def surroundings(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": database_url, "AIDTRACK_VAR": str(tmp_path / "var")}


def at_work(var: Path) -> None:
    """Wait until the worker has opened its queue."""
    patience = time.monotonic() + 60
    while not (var / "jobs.sqlite3").exists():
        assert time.monotonic() < patience, "the worker did not begin"
        time.sleep(0.1)


def test_it_ends_when_it_is_told_to(surroundings: dict[str, str], tmp_path: Path) -> None:
    worker = subprocess.Popen([sys.executable, "-m", "aidtrack", "work"], env=surroundings)
    at_work(tmp_path / "var")
    time.sleep(0.5)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(ENDS_WITHIN) == 0


PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-m", "aidtrack", "work", "--parent", str(os.getpid())])
print(child.pid, flush=True)
time.sleep(300)
"""


def test_it_follows_a_parent_that_was_killed(surroundings: dict[str, str], tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], env=surroundings, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    worker = psutil.Process(int(parent.stdout.readline()))
    at_work(tmp_path / "var")
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _gone, alive = psutil.wait_procs([worker], timeout=ENDS_WITHIN)
    for one in alive:
        one.kill()
    assert not alive


def test_its_periodic_task_does_what_is_due(app: Flask, settings: Settings) -> None:
    huey = runner.make_huey(app, settings)
    tasks = {type(task).__name__: task for task in huey._registry.periodic_tasks}
    assert set(tasks) == {"nightly_tasks", "lists_that_wait"}
    huey.execute(tasks["nightly_tasks"])
    with app.app_context():
        assert kept_fact("nightly.ran") == "2021-08-14"


def test_a_page_wakes_it_and_it_looks_for_lists(app: Flask, settings: Settings) -> None:
    with app.app_context(), transaction():
        by = Actor(None, "x", operator=True)
        token = import_actions.receive(b"no list at all", "x.csv", by=by, at=clock_of_business().now()).token
    runner.wake(settings)
    huey = runner.make_huey(app, settings)
    task = huey.dequeue()
    assert task is not None
    huey.execute(task)
    with app.app_context():
        assert import_queries.get_import(token, by=by).state == "refused"
