"""Running: `serve` with its worker, `work`, and the demo's accounts on the screen."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from typing import Any

import click
import waitress
from sqlalchemy import inspect

from aidtrack import care, schema
from aidtrack.app import create_app
from aidtrack.cli.session import say
from aidtrack.db import db
from aidtrack.demo import accounts, story
from aidtrack.errors import RuleBroken
from aidtrack.jobs import runner
from aidtrack.people import queries as people
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence
from aidtrack.settings import Settings

THREADS = 8


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Instead of PORT.")
@click.option("--bind", help="Instead of AIDTRACK_BIND.")
@click.option("--demo", is_flag=True, help="Load the demo the first time.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; run `aidtrack work` elsewhere.")
def serve(port: int | None, bind: str | None, demo: bool, no_worker: bool) -> None:
    """Serve the pages, with the worker as a child."""
    settings = _settings(port, bind)
    app = create_app(settings)
    with app.app_context():
        _make_ready(settings, demo)
        _refuse_demo_in_public(settings)
        for line in accounts.lines(settings):
            click.echo(line)
        db.session.remove()
        db.engine.dispose()
    server = waitress.create_server(
        app,
        host=settings.bind,
        port=settings.port,
        threads=THREADS,
        ident="aidtrack",
        clear_untrusted_proxy_headers=False,  # the demo's door wants to see that a request was forwarded
    )
    worker = None if no_worker else _start_worker()
    shown = f"http://{settings.bind}:{server.effective_port}"
    click.echo(say(sentence(N_("aidtrack serves on {address}. Ctrl-C stops it."), address=shown)))
    signal.signal(signal.SIGTERM, _stop)
    try:
        with contextlib.suppress(KeyboardInterrupt, SystemExit):
            server.run()
    finally:
        server.close()
        _end_worker(worker)
    click.echo(say(N_("Stopped.")))


def _settings(port: int | None, bind: str | None) -> Settings:
    environ = dict(os.environ)
    if port is not None:
        environ["PORT"] = str(port)
    if bind is not None:
        environ["AIDTRACK_BIND"] = bind
    return Settings.from_environ(environ).with_secret()


def _make_ready(settings: Settings, demo: bool) -> None:
    """An empty SQLite database is made ready; others wait for `aidtrack init`."""
    settings.var.mkdir(parents=True, exist_ok=True)
    empty = not inspect(db.engine).get_table_names()
    if settings.on_sqlite:
        care.init()
    elif schema.revision(db.engine) != schema.newest():
        raise RuleBroken(N_("The database is not ready. Run “aidtrack init” first."))
    if demo and empty:
        click.echo(say(N_("Loading the demo, this takes some seconds…")))
        story.tell(settings)


def _refuse_demo_in_public(settings: Settings) -> None:
    if people.demo_accounts_exist() and not settings.private:
        raise RuleBroken(
            N_("Demo accounts exist, so the server starts only on SQLite and 127.0.0.1. Use an empty database.")
        )


def _start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "aidtrack", "work", "--parent", str(os.getpid())])


def _end_worker(worker: subprocess.Popen[bytes] | None) -> None:
    if worker is None:
        return
    worker.terminate()
    try:
        worker.wait(10)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _stop(signum: int, frame: Any) -> None:
    raise SystemExit(0)


@click.command()
@click.option("--parent", type=int, hidden=True)
def work(parent: int | None) -> None:
    """Do the background work until stopped."""
    settings = Settings.from_environ()
    runner.work(create_app(settings), settings, parent)


COMMANDS = (serve, work)
