"""The worker: huey wakes it every few minutes, and it does what is due. It ends with its parent."""

from __future__ import annotations

import logging
import os
import signal
import threading
from contextlib import AbstractContextManager
from typing import Any, Protocol

from huey import SqliteHuey, crontab

from aidtrack.db import clock_of_business
from aidtrack.jobs import nightly
from aidtrack.settings import Settings

log = logging.getLogger("aidtrack.jobs")


class Application(Protocol):
    """Whatever can open the context in which the database is reached."""

    def app_context(self) -> AbstractContextManager[Any]: ...


def make_huey(app: Application, settings: Settings) -> SqliteHuey:
    """The queue in `var/jobs.sqlite3`, with what runs by the clock."""
    huey = SqliteHuey("aidtrack", filename=str(settings.make_var() / "jobs.sqlite3"))

    @huey.periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
    def nightly_tasks() -> None:
        with app.app_context():
            nightly.run_if_due(settings, clock_of_business(settings.fixed_clock))

    return huey


def work(app: Application, settings: Settings, parent: int | None = None) -> None:
    """Work until told to stop; with `parent`, also until that process is gone."""
    if parent:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    make_huey(app, settings).create_consumer(workers=1, periodic=True, check_worker_health=False).run()


def _follow(parent: int) -> None:
    """End this process soon after its parent has ended, however that happened."""
    waiting = threading.Event()
    while os.getppid() == parent:
        waiting.wait(1)
    os.kill(os.getpid(), signal.SIGTERM)
