"""People at the command line: who there is, and a new person with role, place and password."""

from __future__ import annotations

import sys

import click

from aidtrack.cli.session import Session, as_operator, json_option, say, show
from aidtrack.db import transaction
from aidtrack.errors import RuleBroken
from aidtrack.people import actions, queries
from aidtrack.places import queries as places
from aidtrack.rights import Role
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence
from aidtrack.vietnamese.phone import show_phone


@click.group()
def people() -> None:
    """People and their assignments."""


@people.command("list")
@json_option
@as_operator
def list_people(session: Session, as_json: bool) -> None:
    """Everybody with the assignments in force."""
    rows = [
        {
            "phone": person.phone,
            "name": person.name,
            "assignments": [
                {"role": given.role, "place": given.place_id} for given in queries.in_force(person, session.today)
            ],
        }
        for person in queries.everybody(by=session.by)
    ]
    show(
        rows,
        as_json,
        lambda found: (
            f"{show_phone(one['phone'])}  {one['name']}  "
            + ", ".join(f"{given['role']}@{given['place'] or '*'}" for given in one["assignments"])
            for one in found
        ),
    )


@people.command("add")
@click.argument("phone")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--ward", "wards", multiple=True, metavar="EDITION:CODE", help="May be given several times.")
@click.option("--everywhere", is_flag=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@as_operator
def add(
    session: Session, phone: str, name: str, role: str, wards: tuple[str, ...], everywhere: bool, password_stdin: bool
) -> None:
    """Add a person who may sign in at once."""
    if everywhere == bool(wards):
        raise click.UsageError(say(N_("Give either --ward EDITION:CODE, once or more, or --everywhere.")))
    if not password_stdin:
        raise click.UsageError(say(N_("Give --password-stdin and send the password on standard input.")))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise RuleBroken(N_("The password on standard input is empty."), field="password")
    for ward in wards:
        places.get_unit(ward)
    with transaction():
        person = actions.add(phone, name, by=session.by, at=session.at)
        actions.set_password(person, password, by=session.by, at=session.at)
        for place_id in wards or (None,):
            actions.assign(person, Role(role), place_id, starts_on=session.today, by=session.by, at=session.at)
        shown = person.name
    click.echo(say(sentence(N_("{name} may sign in now."), name=shown)))


COMMANDS = (people,)
