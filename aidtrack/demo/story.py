"""The story of 14 August 2021: the list, five receipts, the plan, the trips, the doors; and what is left.

Every step is an action that people have, by the person who would do it, at the time it happened.
Only afterwards does business time begin to run on from 15 August, 08:00.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import inspect, select

from aidtrack import cases as cases_package
from aidtrack.cases import calling_actions, calling_queries, import_actions, pair_actions
from aidtrack.cases import queries as case_queries
from aidtrack.cases.models import Case, WaitingRow
from aidtrack.cases.sampling import CONFIRMED, NOT_REACHED
from aidtrack.cases.visit_models import CallList
from aidtrack.clock import moment_of, real_now
from aidtrack.db import db, keep_fact, kept_fact, transaction
from aidtrack.demo import accounts, givers, leftovers
from aidtrack.demo.cast import CAST
from aidtrack.demo.stage import Stage
from aidtrack.errors import RuleBroken
from aidtrack.people import actions as people
from aidtrack.people.models import Person
from aidtrack.people.passwords import kept
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.settings import Settings

LIST = Path(cases_package.__file__).parent / "data" / "recipients-2021-08-14.xlsx"
OPERATOR = Actor(None, "operator", operator=True)
UNFINISHED = "demo.unfinished"
GOES_ON = "2021-08-15T08:00"
"""Where business time begins to run on."""


def check_stage(settings: Settings) -> None:
    """RuleBroken unless the demo may be played here: on SQLite and loopback, where nobody is yet."""
    if not settings.private:
        raise RuleBroken(N_("The demo runs only on SQLite and 127.0.0.1, because its passwords are shown."))
    if inspect(db.engine).has_table("people") and db.session.scalar(select(Person.id).limit(1)) is not None:
        raise RuleBroken(N_("The demo needs an empty database; this one holds people already."))


def tell(settings: Settings) -> None:
    """Play the whole story into a database that is ready and holds nobody, and publish its accounts."""
    check_stage(settings)
    with transaction():
        keep_fact(UNFINISHED, "1")
    accounts.keep(settings, play(settings))
    with transaction():
        keep_fact(UNFINISHED, None)


def was_interrupted() -> bool:
    """Whether somebody stopped the demo in the middle: what it left is of no use."""
    return inspect(db.engine).has_table("kept_facts") and kept_fact(UNFINISHED) is not None


def play(settings: Settings) -> dict[str, str]:
    """The story itself, on whichever database; the passwords of the cast by key."""
    stage = Stage(settings)
    passwords = _enter(stage)
    _bring_in_the_list(stage)
    givers.play(stage)
    leftovers.play(stage)
    with transaction():
        keep_fact("clock.distance", str((moment_of(GOES_ON) - real_now()).total_seconds()))
        keep_fact("edition", "2021")
    return passwords


def _enter(stage: Stage) -> dict[str, str]:
    """The cast gets accounts and assignments; the passwords by key."""
    at = moment_of("2021-08-12T08:00")
    passwords: dict[str, str] = {}
    for player in CAST:
        with transaction():
            person = people.add(player.phone, player.name, by=OPERATOR, at=at, demo=True)
            passwords[player.key] = accounts.new_password()
            people.set_password(person, kept(passwords[player.key]), by=OPERATOR, at=at)
            for place_id in player.places:
                people.assign(person, player.role, place_id, starts_on=date(2021, 8, 12), by=OPERATOR, at=at)
            stage.ids[player.key] = person.id
    return passwords


def _bring_in_the_list(stage: Stage) -> None:
    """Thảo imports the list; Trang decides the look-alikes, calls a sample back, and verifies what Thảo
    registered."""
    data = LIST.read_bytes()
    at = moment_of("2021-08-13T06:30")
    reading = import_actions.read(data, edition="2021", by=stage.actor("thao", at))
    with stage.act("thao", "2021-08-13T06:30") as (by, at):
        staged = import_actions.stage_import(data, LIST.name, edition="2021", by=by, at=at, reading=reading)
        import_actions.commit_import(staged, by=by, at=at)
    with stage.act("trang", "2021-08-13T07:40") as (by, at):
        for row in db.session.scalars(select(WaitingRow).order_by(WaitingRow.id)).all():
            pair_actions.decide_row(row, "same", by=by, at=at)
    with stage.act("trang", "2021-08-13T07:55") as (by, at):
        codes = list(db.session.scalars(select(Case.code).order_by(Case.id)))
        found = case_queries.cases_by_code(codes, by=by, right="cases.verify")
        called = calling_actions.open_list(found, by=by, at=at)
    _call_back(stage, called)
    with stage.act("trang", "2021-08-13T10:15") as (by, at):
        verified, refused = calling_actions.verify_list(called, by=by, at=at)
        if refused or len(verified) != len(codes):
            raise RuntimeError(f"the demo's list was not verified whole: {refused[:3]}")


def _call_back(stage: Stage, called: CallList) -> None:
    """Trang calls those whom the lot named; one is reached only at the second try."""
    with stage.act("trang", "2021-08-13T09:20") as (by, at):
        first, *others = calling_queries.calls_of(called)
        calling_actions.answer(called, first.case, NOT_REACHED, by=by, at=at)
        for call in others:
            calling_actions.answer(called, call.case, CONFIRMED, by=by, at=at)
    with stage.act("trang", "2021-08-13T10:05") as (by, at):
        calling_actions.answer(called, calling_queries.calls_of(called)[0].case, CONFIRMED, by=by, at=at)
