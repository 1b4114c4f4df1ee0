"""What every command needs: the application, who acts, in which language, and JSON for machines."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

import click
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from aidtrack import languages, schema
from aidtrack.app import create_app
from aidtrack.clock import Clock
from aidtrack.db import clock_of_business, db
from aidtrack.errors import RuleBroken
from aidtrack.people import queries as people
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence
from aidtrack.settings import Settings

OPERATOR = Actor(None, "operator", operator=True)
"""Whoever sits at the machine: needs nobody's rights, and is recorded as the operator."""

TRIES = 3
TRY_AGAIN = frozenset({"40001", "40P01"})


def language() -> str:
    """The language of the command line: AIDTRACK_LANGUAGE, else the machine's, else Vietnamese."""
    asked = (os.environ.get(name) for name in ("AIDTRACK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    wanted = next(filter(None, asked), "")[:2]
    return wanted if wanted in languages.LANGUAGES else "vi"


def say(said: Sentence | str) -> str:
    """A sentence in the language of the command line."""
    return languages.say_in(language(), said)


@dataclass
class Session:
    """One command at work: its settings, its clock, and who acts."""

    settings: Settings
    clock: Clock
    by: Actor

    @property
    def at(self) -> datetime:
        """Business time."""
        return self.clock.now()

    @property
    def today(self) -> date:
        """Business day in Hanoi."""
        return self.clock.today()


@contextmanager
def opened(by_phone: str | None = None, *, empty: bool = False) -> Iterator[Session]:
    """The application with its database; `by_phone` acts with that person's rights, else the operator.

    Unless `empty` is meant, a database that was not made ready is refused with the remedy.
    """
    settings = Settings.from_environ()
    settings.make_var()
    app = create_app(settings)
    with app.app_context():
        if not empty and schema.revision(db.engine) != schema.newest():
            raise RuleBroken(N_("The database is not ready. Run “aidtrack init” first."))
        clock = clock_of_business(settings.fixed_clock) if not empty else Clock(fixed=settings.fixed_clock)
        try:
            yield Session(settings, clock, _actor(by_phone, clock) if by_phone else OPERATOR)
        finally:
            db.session.remove()
            db.engine.dispose()


def _actor(phone: str, clock: Clock) -> Actor:
    with reading("--by"):
        person = people.by_phone(phone)
    if person is None or not person.active:
        raise RuleBroken(N_("Nobody with the phone number {phone} may act here."), field="by", phone=phone)
    return people.actor_of(person, clock.today())


def patiently(act: Callable[..., Any]) -> Callable[..., Any]:
    """Repeat a whole command up to three times where PostgreSQL asks for it."""

    @wraps(act)
    def patient(*args: Any, **kwargs: Any) -> Any:
        for attempt in range(1, TRIES + 1):
            try:
                return act(*args, **kwargs)
            except (DBAPIError, OperationalError, ProgrammingError) as error:
                if attempt == TRIES or getattr(error.orig, "sqlstate", None) not in TRY_AGAIN:
                    raise
        raise AssertionError("unreachable")

    return patient


def as_person(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command that asks for `--by PHONE` and hands the session over as its first argument."""

    @click.option("--by", "by_phone", required=True, metavar="PHONE", help="Act with this person's rights.")
    @wraps(command)
    @patiently
    def acted(by_phone: str, **kwargs: Any) -> Any:
        with opened(by_phone) as session:
            return command(session, **kwargs)

    return acted


def as_operator(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command of the operator, on a database that is ready."""

    @wraps(command)
    @patiently
    def acted(**kwargs: Any) -> Any:
        with opened() as session:
            return command(session, **kwargs)

    return acted


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


def show(value: Any, as_json: bool, lines: Callable[[Any], Iterator[str]] | None = None) -> None:
    """Print JSON, or the lines that people read."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, default=_plain))
        return
    for line in lines(value) if lines else [json.dumps(value, ensure_ascii=False, indent=1, default=_plain)]:
        click.echo(line)


def _plain(value: Any) -> Any:
    if isinstance(value, Sentence):
        return say(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


@contextmanager
def reading(option: str = "") -> Iterator[None]:
    """Around what somebody typed or sent: if it cannot be read, that is wrong usage (exit code 2)."""
    try:
        yield
    except RuleBroken as refused:
        raise click.UsageError(
            f"{option}: {say(refused.sentence)}" if option else say(refused.sentence)
        ) from None
