"""The worker: woken by the clock and by pages (huey), it does what is due. It ends with its parent.

What is wanted stands in the database; the queue only says "look". A worker that begins looks first of all,
so what another one left half done is gone on with.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from contextlib import AbstractContextManager
from typing import Any, Protocol

from huey import SqliteHuey, crontab

from aidtrack.db import clock_of_business
from aidtrack.jobs import lists, nightly
from aidtrack.settings import Settings

log = logging.getLogger("aidtrack.jobs")

_LOOK = "look_for_work"
_PATIENCE = 1.0
"""Seconds until a worker that has nothing to do looks into its queue again."""


class Application(Protocol):
    """Whatever can open the context in which the database is reached."""

    def app_context(self) -> AbstractContextManager[Any]: ...


def _queue(settings: Settings) -> SqliteHuey:
    return SqliteHuey("aidtrack", filename=str(settings.make_var() / "jobs.sqlite3"))


def make_huey(app: Application, settings: Settings) -> SqliteHuey:
    """The queue in `var/jobs.sqlite3`, with what runs by the clock and what a page may ask for."""
    huey = _queue(settings)

    @huey.periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
    def nightly_tasks() -> None:
        with app.app_context():
            nightly.run_if_due(settings, clock_of_business(settings.fixed_clock))

    def look() -> None:
        with app.app_context():
            lists.go_on_with_all(clock_of_business(settings.fixed_clock))

    huey.task(name=_LOOK)(look)
    huey.periodic_task(crontab(minute="*"), name="lists_that_wait")(look)
    huey.on_startup(name="lists_left_half_done")(look)
    return huey


def wake(settings: Settings) -> None:
    """Tell the worker that something waits for it; it would find it by itself within a minute."""
    huey = _queue(settings)
    try:
        huey.task(name=_LOOK)(_nothing)()
    finally:
        huey.storage.close()


def _nothing() -> None:
    """What the page's side knows of the task: its name."""


def work(app: Application, settings: Settings, parent: int | None = None) -> None:
    """Work until told to stop; with `parent`, also until that process is gone."""
    if parent:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    consumer = make_huey(app, settings).create_consumer(
        workers=1, periodic=True, check_worker_health=False, max_delay=_PATIENCE
    )
    consumer.run()


def _follow(parent: int) -> None:
    """End this process soon after its parent has ended, however that happened."""
    waiting = threading.Event()
    while os.getppid() == parent:
        waiting.wait(1)
    os.kill(os.getpid(), signal.SIGTERM)
