"""People at the command line: who there is, and a new person with role, place and password."""

from __future__ import annotations

import sys
from typing import Any

import click

from aidtrack.cli.session import Session, as_operator, json_option, reading, say, show
from aidtrack.cli.spoken_help import SpokenGroup, placeholder
from aidtrack.cli.typed import key_of_place
from aidtrack.db import transaction
from aidtrack.errors import RuleBroken
from aidtrack.people import actions, passwords, queries
from aidtrack.people.models import Person
from aidtrack.places.queries import label_of
from aidtrack.rights import ROLE_LABELS, Role
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence
from aidtrack.vietnamese.phone import parse_phone, show_phone


@click.group(cls=SpokenGroup)
def people() -> None:
    """People and their assignments."""


@people.command("list")
@json_option
@as_operator
def list_people(session: Session, as_json: bool) -> None:
    """Everybody with the assignments in force."""
    rows = [_told(person, session) for person in queries.everybody(by=session.by)]
    show(
        rows,
        as_json,
        lambda found: (
            f"{show_phone(one['phone'])}  {one['name']}  "
            + "; ".join(_assignment(given) for given in one["assignments"])
            for one in found
        ),
    )


def _told(person: Person, session: Session) -> dict[str, Any]:
    given = [{"role": one.role, "place": one.place_id} for one in queries.in_force(person, session.today)]
    return {"phone": person.phone, "name": person.name, "assignments": given}


def _assignment(given: dict[str, Any]) -> str:
    """A role and its place as people say them."""
    place = label_of(given["place"]) if given["place"] else say(N_("everywhere"))
    return f"{say(ROLE_LABELS[Role(given['role'])])}, {place}"


def _first_line(context: click.Context, option: click.Parameter, wanted: bool) -> str | None:
    """The password on standard input, read once even if the command is tried again."""
    return sys.stdin.readline().rstrip("\r\n") if wanted else None


@people.command("add")
@click.argument("phone")
@click.option("--name", required=True, help="The full name.")
@click.option(
    "--role", required=True, type=click.Choice([role.value for role in Role]), help="What the person may do."
)
@click.option("--ward", "wards", multiple=True, metavar="EDITION:CODE", help="May be given several times.")
@click.option("--everywhere", is_flag=True, help="In the whole deployment.")
@click.option(
    "--password-stdin",
    "password",
    is_flag=True,
    callback=_first_line,
    help="Read the password from standard input.",
)
@json_option
@as_operator
def add(
    session: Session,
    phone: str,
    name: str,
    role: str,
    wards: tuple[str, ...],
    everywhere: bool,
    password: str | None,
    as_json: bool,
) -> None:
    """Add a person who may sign in at once."""
    if everywhere == bool(wards):
        raise click.UsageError(say(N_("Give either --ward EDITION:CODE, once or more, or --everywhere.")))
    if password is None:
        raise click.UsageError(say(N_("Give --password-stdin and send the password on standard input.")))
    if not password:
        raise RuleBroken(N_("The password on standard input is empty."), field="password")
    places: list[str | None] = [key_of_place(ward) for ward in dict.fromkeys(wards)]
    with reading(placeholder("PHONE")):
        parse_phone(phone)
    hashed = passwords.kept(password)
    with transaction():
        person = actions.add(phone, name, by=session.by, at=session.at)
        actions.set_password(person, hashed, by=session.by, at=session.at)
        for place_id in places or [None]:
            actions.assign(
                person, Role(role), place_id, starts_on=session.today, by=session.by, at=session.at
            )
        answer = _told(person, session)
    show(answer, as_json, lambda one: iter([say(sentence(N_("{name} may sign in now."), name=one["name"]))]))


COMMANDS = (people,)
