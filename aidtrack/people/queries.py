"""What may be asked of people: who is signed in, with which grants, and who there is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from aidtrack.audit.models import Entry
from aidtrack.clock import real_now
from aidtrack.db import db
from aidtrack.errors import NotFound
from aidtrack.people.models import Assignment, OneTimeLink, Person, SignedIn
from aidtrack.places import queries as places
from aidtrack.rights import EVERYWHERE, ROLE_LABELS, Actor, Grant, Role, require
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.phone import parse_phone


def digest_of(token: str) -> str:
    """What is kept of a token: only its SHA-256 (hex)."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(token: str) -> Person | None:
    """The active person of a session that has not ended."""
    session = db.session.get(SignedIn, digest_of(token))
    if session is None or session.expires_at <= real_now() or not session.person.active:
        return None
    return session.person


def in_force(person: Person, on: date) -> list[Assignment]:
    """The assignments that hold on a day (both ends included)."""
    return [
        given
        for given in person.assignments
        if given.starts_on <= on and (given.ends_on is None or on <= given.ends_on)
    ]


def actor_of(person: Person, on: date) -> Actor:
    """A person with the grants of a day."""
    grants = tuple(
        Grant(Role(given.role), path)
        for given in in_force(person, on)
        for path in places.reach(given.place_id)
    )
    return Actor(person.id, person.name, grants)


def main_role(actor: Actor) -> Role | None:
    """The role that decides a person's menu: the one with the most to do."""
    for role in (Role.ADMIN, Role.COORDINATOR, Role.AUDITOR, Role.VOLUNTEER):
        if role in actor.roles:
            return role
    return None


def main_role_label(actor: Actor) -> str:
    """The label of the main role (a marked string), or that there is none."""
    role = main_role(actor)
    return ROLE_LABELS[role] if role else N_("No assignment")


def scope_label(person: Person, on: date) -> Sentence:
    """Where a person is assigned, in a few words."""
    given = in_force(person, on)
    if any(one.place is None for one in given):
        return say(N_("everywhere"))
    names = [one.place.name for one in given if one.place]
    if not names:
        return say(N_("nowhere"))
    if len(names) > 2:
        return say(N_("{first} and {more} more"), first=names[0], more=len(names) - 1)
    return say("{names}", names=names)


def by_phone(phone: str) -> Person | None:
    """The person with a phone, given in any form; RuleBroken if it is no phone number."""
    return db.session.scalar(select(Person).where(Person.phone == parse_phone(phone)))


def held(person_id: int | None) -> Person | None:
    """A person as the database has them now, held until the transaction ends; None stands for nobody."""
    wanted = select(Person).where(Person.id == (person_id or 0)).with_for_update()
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def minutes_shut(person: Person) -> int:
    """For how many minutes more nobody can sign in as a person after wrong passwords; 0 if somebody can."""
    left = (person.locked_until - real_now()).total_seconds() if person.locked_until else 0
    return max(0, -(-int(left) // 60))


def get_person(person_id: int, *, by: Actor) -> Person:
    """A person, for those who may see people there; NotFound if there is none or they work elsewhere."""
    require(by, "people.see")
    person = db.session.get(Person, person_id)
    if person is None or not _within_sight(person, by):
        raise NotFound(N_("There is no such person."))
    return person


def _within_sight(person: Person, by: Actor) -> bool:
    """Whether somebody has an assignment, past or present, in the actor's reach. Who has none yet is seen
    by administrators of everywhere and by who invited them: nobody else is to get at the account first."""
    paths = [path_of(given) for given in person.assignments]
    if not paths:
        return by.can("people.see", within=EVERYWHERE) or invited_by(by, person)
    return person.id == by.id or any(by.can("people.see", within=path) for path in paths)


def invited_by(actor: Actor, person: Person) -> bool:
    """Whether somebody invited a person, as the log of changes knows it. Asked by its subject, which has an
    index: the log is long."""
    act = select(Entry.seq).where(Entry.subject == f"person:{person.id}", Entry.action == "people.add")
    return db.session.scalar(act.where(Entry.actor == str(actor.id)).limit(1)) is not None


def path_of(given: Assignment) -> str:
    """The path of the place of an assignment; "" for everywhere."""
    return places.path_of(given.place_id) if given.place_id else EVERYWHERE


def wholly_in_reach(person: Person, by: Actor, on: date) -> bool:
    """Whether the actor may keep people wherever this person has or will have an assignment: else an
    administrator of one ward could take over the account of somebody who may do more than they. Where
    all have ended, the past ones count; who never had one is kept by who invited them."""
    lasting = [given for given in person.assignments if given.ends_on is None or given.ends_on >= on]
    paths = [path_of(given) for given in lasting or person.assignments]
    if not paths:
        return by.can("people.keep", within=EVERYWHERE) or invited_by(by, person)
    return all(by.can("people.keep", within=path) for path in paths)


def everybody(*, by: Actor, active: bool | None = None) -> Sequence[Person]:
    """All people within sight with their assignments, by name."""
    require(by, "people.see")
    wanted = select(Person).options(selectinload(Person.assignments)).order_by(Person.name, Person.id)
    if active is not None:
        wanted = wanted.where(Person.active.is_(active))
    return [person for person in db.session.scalars(wanted) if _within_sight(person, by)]


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """The names of people by their ids, for pages that tell of acts."""
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(list(ids))))
    return {row.id: row.name for row in found}


def with_role_within(roles: Sequence[Role], path: str, on: date) -> Sequence[Person]:
    """Active people who hold one of the roles at a place: who can drive a trip, who can approve."""
    wanted = (
        select(Person)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Person.active, Assignment.role.in_([role.value for role in roles]))
        .where(Assignment.starts_on <= on, or_(Assignment.ends_on.is_(None), Assignment.ends_on >= on))
        .options(selectinload(Person.assignments))
        .order_by(Person.name, Person.id)
        .distinct()
    )
    return [
        person
        for person in db.session.scalars(wanted)
        if any(path.startswith(g.path) and g.role in roles for g in actor_of(person, on).grants)
    ]


def anybody() -> bool:
    """Whether there is anybody at all."""
    return db.session.scalar(select(Person.id).limit(1)) is not None


def demo_accounts_exist() -> bool:
    """Whether accounts with published passwords are in the database."""
    return db.session.scalar(select(Person.id).where(Person.demo, Person.active).limit(1)) is not None


def link(token: str) -> OneTimeLink | None:
    """A one-time link that still works."""
    found = db.session.get(OneTimeLink, digest_of(token))
    if found is None or found.used_at or found.expires_at <= real_now() or not found.person.active:
        return None
    return found
