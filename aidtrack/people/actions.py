"""What may be done with people: sign in and out, invite, assign, let back in; each ends what it must end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update

from aidtrack.audit.actions import record
from aidtrack.clock import day_of, real_now
from aidtrack.db import db
from aidtrack.errors import Conflict, NotAllowed, RuleBroken
from aidtrack.people import passwords, queries
from aidtrack.people.models import Assignment, OneTimeLink, Person, SignedIn
from aidtrack.people.passwords import Hashed
from aidtrack.places import queries as places
from aidtrack.rights import Actor, Role, require
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import clean, proper_name
from aidtrack.vietnamese.phone import parse_phone


@dataclass(frozen=True)
class Tried:
    """A password held against what is kept of a person (None: nobody has the phone), and whether it fits."""

    person_id: int | None
    held_against: str | None
    fits: bool


def try_password(person: Person | None, password: str) -> Tried:
    """Hold a password against a person's. It takes its time, so it comes before the transaction."""
    hashed = person.password_hash if person else None
    return Tried(person.id if person else None, hashed, passwords.matches(password, hashed))


def sign_in(tried: Tried, *, days: int, at: datetime) -> str | None:
    """A new session's token, or None: the phone is unknown, the password wrong, the account closed, or the
    door shut after failures. Which of these it is stays untold, in words and in time, so that nobody
    learns here who works for the wards. Failures are counted, so the caller commits in any case.
    """
    now, person = real_now(), queries.held(tried.person_id)
    if person is None or (person.locked_until and person.locked_until > now):
        _count_for_nobody()
        return None
    if not (tried.fits and person.active and person.password_hash == tried.held_against):
        _count_failure(person, now, at)
        return None
    person.failures, person.locked_until = 0, None
    return _open_session(person, days=days)


def _count_for_nobody() -> None:
    """Write as much as a counted failure does and change nothing, so that it takes as long."""
    first = select(func.min(Person.id)).scalar_subquery()
    db.session.execute(update(Person).where(Person.id == first).values(failures=Person.failures))


def _count_failure(person: Person, now: datetime, at: datetime) -> None:
    person.failures += 1
    person.locked_until = passwords.closed_until(person.failures, now)
    db.session.flush()
    if person.failures == passwords.LOCK_AFTER:
        record("people.lock", f"person:{person.id}", by=_self(person), at=at, failures=person.failures)


def _self(person: Person) -> Actor:
    return Actor(person.id, person.name)


def _open_session(person: Person, *, days: int) -> str:
    token, now = secrets.token_urlsafe(32), real_now()
    expires = now + timedelta(days=days)
    db.session.execute(delete(SignedIn).where(SignedIn.expires_at <= now))
    db.session.add(
        SignedIn(
            token_digest=queries.digest_of(token),
            person_id=person.id,
            began_at=now,
            seen_at=now,
            expires_at=expires,
        )
    )
    return token


def sign_out(token: str) -> None:
    """End one session."""
    db.session.execute(delete(SignedIn).where(SignedIn.token_digest == queries.digest_of(token)))


def forget_ended(before: datetime) -> None:
    """Drop sessions that have ended, and links that ran out before a moment (real time)."""
    db.session.execute(delete(SignedIn).where(SignedIn.expires_at <= real_now()))
    db.session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at <= before))


def end_sessions(person: Person, *, but: str | None = None) -> None:
    """End all sessions of a person, except the one with the token `but`."""
    ending = delete(SignedIn).where(SignedIn.person_id == person.id)
    if but:
        ending = ending.where(SignedIn.token_digest != queries.digest_of(but))
    db.session.execute(ending)


def add(phone: str, name: str, *, by: Actor, at: datetime, demo: bool = False) -> Person:
    """A new person without password or assignment. RuleBroken if the phone is taken."""
    require(by, "people.keep")
    name, number = clean(name), parse_phone(phone)
    name = proper_name(name.upper() if name.islower() else name)  # typed in haste
    if not name:
        raise RuleBroken(N_("Write the person's name."), field="name")
    if db.session.scalar(select(Person.id).where(Person.phone == number)) is not None:
        raise RuleBroken(N_("Somebody with this phone number is there already."), field="phone")
    person = Person(name=name, phone=number, created_at=at, demo=demo, active=True)
    db.session.add(person)
    db.session.flush()
    record("people.add", f"person:{person.id}", by=by, at=at, name=name, phone=number)
    return person


def assign(
    person: Person,
    role: Role,
    place_id: str | None,
    *,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Assignment:
    """Give a role at a place (None: everywhere) from a day to a day. Ends the person's sessions."""
    path = places.path_of(place_id) if place_id else ""
    require(by, "people.keep", within=path)
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken(N_("The last day lies before the first one."), field="ends_on")
    if person.id == by.id:
        raise NotAllowed(N_("Nobody changes their own assignments. Ask another administrator."))
    if _has_already(person, role, place_id, starts_on):
        raise RuleBroken(N_("This person has this assignment already."), field="place")
    given = Assignment(
        person_id=person.id,
        role=role.value,
        place_id=place_id,
        starts_on=starts_on,
        ends_on=ends_on,
        given_by_id=by.id,
    )
    db.session.add(given)
    end_sessions(person)
    record(
        "people.assign",
        f"person:{person.id}",
        by=by,
        at=at,
        path=path,
        role=role.value,
        place=place_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.flush()
    db.session.expire(person, ["assignments"])
    return given


def _has_already(person: Person, role: Role, place_id: str | None, starts_on: date) -> bool:
    return any(
        (given.role, given.place_id) == (role.value, place_id)
        and given.starts_on <= starts_on
        and given.ends_on is None
        for given in person.assignments
    )


def end_assignment(given: Assignment, *, on: date, by: Actor, at: datetime) -> None:
    """Let an assignment end with the day before `on`, so that it no longer holds. Ends the sessions."""
    path = places.path_of(given.place_id) if given.place_id else ""
    require(by, "people.keep", within=path)
    if given.person_id == by.id:
        raise NotAllowed(N_("Nobody changes their own assignments. Ask another administrator."))
    last = max(given.starts_on, on) - timedelta(days=1)
    if given.ends_on is not None and given.ends_on <= last:
        raise Conflict(N_("This assignment has ended already."))
    given.ends_on = last
    end_sessions(given.person)
    record(
        "people.end_assignment",
        f"person:{given.person_id}",
        by=by,
        at=at,
        path=path,
        role=given.role,
        last=last,
    )


def set_active(person: Person, active: bool, *, by: Actor, at: datetime) -> None:
    """Close an account or open it again, where the actor may keep all of the person's assignments."""
    _require_over(person, by, at)
    if person.id == by.id:
        raise NotAllowed(N_("Nobody closes their own account. Ask another administrator."))
    person.active = active
    end_sessions(person)
    record("people.activate" if active else "people.close", f"person:{person.id}", by=by, at=at)


def _require_over(person: Person, by: Actor, at: datetime) -> None:
    """NotAllowed unless the actor may keep people wherever this person is assigned."""
    require(by, "people.keep")
    if not queries.wholly_in_reach(person, by, day_of(at)):
        raise NotAllowed(
            N_("{name} works outside the area of your assignment too. Ask an administrator of all of it."),
            name=person.name,
        )


def make_link(person: Person, *, hours: int, by: Actor, at: datetime) -> str:
    """A one-time token to choose a password with; older links of the person stop working.

    Whoever holds it can sign in as that person, so it is made by those alone who may all that they may.
    """
    _require_over(person, by, at)
    if not person.active:
        raise RuleBroken(N_("This account is closed. Open it first."))
    now = real_now()
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
        .values(expires_at=now)
    )
    token = secrets.token_urlsafe(24)
    db.session.add(
        OneTimeLink(
            token_digest=queries.digest_of(token),
            person_id=person.id,
            made_by_id=by.id,
            made_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    )
    record("people.make_link", f"person:{person.id}", by=by, at=at, hours=hours)
    return token


def use_link(token: str, password: Hashed, *, days: int, at: datetime) -> str:
    """Choose a password by a one-time link; the answer is a new session's token."""
    link = queries.link(token)
    if link is None:
        raise RuleBroken(N_("This link was used or has run out. Ask an administrator for a new one."))
    taken = update(OneTimeLink).where(
        OneTimeLink.token_digest == link.token_digest, OneTimeLink.used_at.is_(None)
    )
    if db.session.execute(taken.values(used_at=real_now())).rowcount == 0:  # type: ignore[attr-defined]
        raise Conflict(N_("This link was used or has run out. Ask an administrator for a new one."))
    person = link.person
    person.password_hash, person.failures, person.locked_until = password, 0, None
    end_sessions(person)
    record("people.use_link", f"person:{person.id}", by=_self(person), at=at)
    return _open_session(person, days=days)


def change_password(person: Person, old: Tried, new: Hashed, *, keep: str | None, at: datetime) -> None:
    """Change one's own password; all other sessions end."""
    if not old.fits or person.password_hash != old.held_against:
        raise RuleBroken(N_("This is not your present password."), field="old")
    person.password_hash = new
    end_sessions(person, but=keep)
    record("people.change_password", f"person:{person.id}", by=_self(person), at=at)


def set_password(person: Person, password: Hashed, *, by: Actor, at: datetime) -> None:
    """The operator's way: set a password at the command line. Ends the sessions."""
    if not by.operator:
        raise NotAllowed(N_("Only the operator sets a password; others hand over a one-time link."))
    person.password_hash = password
    end_sessions(person)
    record("people.set_password", f"person:{person.id}", by=by, at=at)


def set_language(person: Person, language: str) -> None:
    """The language that a person reads."""
    person.language = language
