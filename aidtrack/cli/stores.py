"""Stores at the command line: which there are, and a new one."""

from __future__ import annotations

import click

from aidtrack.cli.session import Session, as_person, json_option, show
from aidtrack.cli.spoken_help import SpokenGroup
from aidtrack.cli.typed import key_of_place
from aidtrack.db import transaction
from aidtrack.stock import actions, queries


@click.group(cls=SpokenGroup)
def stores() -> None:
    """Where goods lie."""


@stores.command("list")
@json_option
@as_person
def list_stores(session: Session, as_json: bool) -> None:
    """The stores in reach, with what may be promised of each good today (base units)."""
    rows = [
        {"code": one.code, "name": one.name, "free": queries.free_totals(one.id, on=session.today)}
        for one in queries.stores(session.by)
    ]
    show(rows, as_json, lambda found: (f"{one['code']}  {one['name']}" for one in found))


@stores.command("open")
@click.argument("name")
@click.option("--place", metavar="EDITION:CODE", help="The area that it serves; by default everywhere.")
@json_option
@as_person
def open_store(session: Session, name: str, place: str | None, as_json: bool) -> None:
    """Open a store."""
    with transaction():
        opened = actions.open_store(
            name, key_of_place(place) if place else None, by=session.by, at=session.at
        )
        answer = {"code": opened.code, "name": opened.name}
    show(answer, as_json, lambda one: iter([f"{one['code']}  {one['name']}"]))


COMMANDS = (stores,)
