"""Running: `serve` with its worker, `work`, and the demo's accounts on the screen."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import waitress
from flask import Flask
from sqlalchemy import inspect
from waitress.server import MultiSocketServer

from aidtrack import care, schema
from aidtrack.app import create_app
from aidtrack.cli.session import say
from aidtrack.cli.spoken_help import SpokenCommand
from aidtrack.db import db
from aidtrack.demo import accounts, story
from aidtrack.errors import RuleBroken
from aidtrack.jobs import runner
from aidtrack.people import queries as people
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence
from aidtrack.settings import Settings

THREADS = 8
BEGUN_AGAIN = 5.0
"""Seconds after which a worker that has died is begun again."""


@click.command(cls=SpokenCommand)
@click.option("--port", type=click.IntRange(0, 65535), help="Instead of PORT.")
@click.option("--bind", help="Instead of AIDTRACK_BIND.")
@click.option("--demo", is_flag=True, help="Load the demo the first time.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; run `aidtrack work` elsewhere.")
def serve(port: int | None, bind: str | None, demo: bool, no_worker: bool) -> None:
    """Serve the pages, with the worker as a child."""
    settings = _settings(port, bind)
    settings.make_var()
    app = create_app(settings)
    server = _listening(app, settings)
    try:
        with app.app_context():
            _make_ready(settings, demo)
            _refuse_demo_in_public(settings)
            for line in accounts.lines(settings):
                click.echo(line)
            db.session.remove()
            db.engine.dispose()
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's "&" would have it ignored
        with contextlib.nullcontext() if no_worker else _worker():
            shown = f"http://{_host(settings.bind)}:{server.effective_port}"
            click.echo(say(sentence(N_("aidtrack serves on {address}. Ctrl-C stops it."), address=shown)))
            with contextlib.suppress(KeyboardInterrupt, SystemExit):
                server.run()
    finally:
        server.close()
    click.echo(say(N_("Stopped.")))


def _settings(port: int | None, bind: str | None) -> Settings:
    given = Settings.from_environ()
    given = replace(given, port=given.port if port is None else port, bind=bind or given.bind)
    return given.with_secret()


def _host(bind: str) -> str:
    return f"[{bind}]" if ":" in bind else bind


def _listening(app: Flask, settings: Settings) -> Any:
    """The server with its port taken, before anything slow begins. RuleBroken if it cannot be taken."""
    try:
        server = waitress.create_server(
            app,
            host=settings.bind,
            port=settings.port,
            threads=THREADS,
            ident="aidtrack",
            clear_untrusted_proxy_headers=False,  # the demo's door wants to see that a request was forwarded
        )
    except (OSError, ValueError) as error:
        raise _no_port(settings, getattr(error, "errno", None)) from None
    if isinstance(server, MultiSocketServer):  # a name with several addresses
        server.effective_port = server.effective_listen[0][1]
    return server


def _no_port(settings: Settings, number: int | None) -> RuleBroken:
    """Why nobody can be served there, with the way out."""
    other = settings.port + 1 if 1024 <= settings.port < 65535 else 8001
    told = {"port": str(settings.port), "bind": settings.bind, "other": str(other)}
    if number == errno.EADDRINUSE:
        words = N_("Another program uses port {port} already. Take another one: PORT={other} make run")
    elif number == errno.EACCES:
        words = N_("Port {port} is kept for the system. Take another one: PORT={other} make run")
    else:
        words = N_("{bind} is no address of this machine. Set AIDTRACK_BIND to 127.0.0.1, or leave it out.")
    return RuleBroken(words, **told)


def _make_ready(settings: Settings, demo: bool) -> None:
    """A SQLite database is made ready and gets the demo, if wanted; others wait for `aidtrack init`."""
    if not settings.on_sqlite:
        if schema.revision(db.engine) != schema.newest():
            raise RuleBroken(N_("The database is not ready. Run “aidtrack init” first."))
        return
    if story.was_interrupted():
        click.echo(say(N_("The demo was interrupted the last time; it begins anew.")))
        _remove(Path(str(db.engine.url.database)))
    if not inspect(db.engine).has_table("people") or schema.revision(db.engine) != schema.newest():
        care.init()
    if demo and settings.private and not people.anybody():
        click.echo(say(N_("Loading the demo, this takes some seconds…")))
        story.tell(settings)


def _remove(database: Path) -> None:
    """Forget a SQLite database."""
    db.session.remove()
    db.engine.dispose()
    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _refuse_demo_in_public(settings: Settings) -> None:
    if people.demo_accounts_exist() and not settings.private:
        raise RuleBroken(
            N_("Demo accounts exist: the server starts only on SQLite and 127.0.0.1. Use an empty database.")
        )


@contextlib.contextmanager
def _worker() -> Iterator[None]:
    """The worker as a child, begun again if it dies; it goes on where it was."""
    over, children = threading.Event(), [_begin_work()]

    def watch() -> None:
        while not over.wait(BEGUN_AGAIN):
            if children[-1].poll() is not None:
                children.append(_begin_work())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        _end(children[-1])


def _begin_work() -> subprocess.Popen[bytes]:
    """It does not hear Ctrl-C itself: it is ended, or follows us if we are killed."""
    command = [sys.executable, "-m", "aidtrack", "work", "--parent", str(os.getpid())]
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own words


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _stop(signum: int, frame: Any) -> None:
    """SIGTERM ends the server as Ctrl-C does."""
    raise SystemExit(0)


@click.command(cls=SpokenCommand)
@click.option("--parent", type=int, hidden=True)
def work(parent: int | None) -> None:
    """Do the background work until stopped."""
    settings = Settings.from_environ()
    runner.work(create_app(settings), settings, parent)


COMMANDS = (serve, work)
