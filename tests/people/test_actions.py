"""People in the database: signing in, assignments and links, each ending what it must end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update

from aidtrack.audit import queries as audit
from aidtrack.clock import real_now
from aidtrack.db import db, rows_in, transaction
from aidtrack.errors import Conflict, NotAllowed, NotFound, RuleBroken
from aidtrack.people import actions, queries
from aidtrack.people.models import OneTimeLink, Person, SignedIn
from aidtrack.people.passwords import FREE_FAILURES, LOCK_AFTER, kept
from aidtrack.rights import Actor, Role
from tests.factories import DISTRICT, LIEN_NINH, NOW, OPERATOR, TODAY, acting, person

pytestmark = pytest.mark.usefixtures("each_database")

PASSWORD = "gạo lạc mì tôm"


def somebody(
    phone: str = "0953 000 001", role: Role | None = Role.VOLUNTEER, place: str | None = LIEN_NINH
) -> Person:
    with transaction():
        made = person(phone, "Vũ Minh Quân", role, place)
        actions.set_password(made, kept(PASSWORD), by=OPERATOR, at=NOW)
    return made


def enter(who: Person | None, password: str = PASSWORD) -> str | None:
    tried = actions.try_password(who, password)
    with transaction():
        return actions.sign_in(tried, days=7, at=NOW)


def opened(who: Person) -> str:
    token = enter(who)
    assert token
    return token


def test_phone_and_password_open_a_session_that_signing_out_ends(app: Flask) -> None:
    with app.app_context():
        quan = somebody()
        token = opened(queries.by_phone("+84 953.000.001") or quan)
        assert queries.signed_in(token) is quan
        with transaction():
            actions.sign_out(token)
        assert queries.signed_in(token) is None


def test_the_database_keeps_no_token_and_no_password(app: Flask) -> None:
    with app.app_context():
        token = opened(somebody())
        assert token not in str(db.session.get_one(SignedIn, queries.digest_of(token)).token_digest)
        assert PASSWORD not in str(queries.by_phone("0953000001").password_hash)  # type: ignore[union-attr]


def test_wrong_passwords_slow_down_then_lock_and_time_opens_again(app: Flask) -> None:
    with app.app_context():
        quan = somebody()
        for _ in range(FREE_FAILURES):
            assert enter(quan, "wrong") is None
        assert enter(quan) is not None  # a success forgets the failures
        for _ in range(FREE_FAILURES + 1):
            assert enter(quan, "wrong") is None
        assert enter(quan) is None and 0 < queries.minutes_shut(quan) <= 1, (
            "the door is shut to the right one"
        )
        for failures in range(FREE_FAILURES + 1, LOCK_AFTER):
            _wait(quan)
            assert quan.failures == failures and enter(quan, "wrong") is None
        assert enter(quan) is None and queries.minutes_shut(quan) > 25
        _wait(quan)
        assert enter(quan) and queries.minutes_shut(quan) == 0
        assert [entry.action for entry in audit.about(f"person:{quan.id}")].count("people.lock") == 1


def _wait(quan: Person) -> None:
    with transaction():
        passed = real_now() - timedelta(seconds=1)
        db.session.execute(update(Person).where(Person.id == quan.id).values(locked_until=passed))


def _told(who: Person | None, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    """What can be seen of a try from outside: its answer, how often was hashed, and what was written."""
    hashed: list[str | None] = []
    asked: list[str] = []

    def matches(password: str, against: str | None) -> bool:
        assert not db.session.info.get("writing"), "nobody else can write while it is hashed"
        hashed.append(against)
        return False

    def note(*told: Any) -> None:
        asked.append(told[2].split()[0])

    monkeypatch.setattr(actions.passwords, "matches", matches)
    event.listen(db.engine, "before_cursor_execute", note)
    answer = enter(who, "wrong")
    event.remove(db.engine, "before_cursor_execute", note)
    return answer, len(hashed), [word for word in asked if word in ("INSERT", "UPDATE", "DELETE")]


def test_at_every_count_of_failures_a_known_phone_costs_what_an_unknown_one_costs(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        quan = somebody()
        for failures in range(LOCK_AFTER + 2):
            quan.id  # noqa: B018 - read again, as the page has just read it
            known, unknown = _told(quan, monkeypatch), _told(None, monkeypatch)
            if failures + 1 != LOCK_AFTER:  # once, the lock is written into the log as well
                assert known == unknown == (None, 1, ["UPDATE"]), failures
            if failures % 2:
                _wait(quan)  # the door open, and shut


def test_a_password_that_was_changed_while_it_was_tried_opens_nothing(app: Flask) -> None:
    with app.app_context():
        quan = somebody()
        tried = actions.try_password(quan, PASSWORD)
        with transaction():
            actions.set_password(quan, kept(PASSWORD + "!"), by=OPERATOR, at=NOW)
        with transaction():
            assert actions.sign_in(tried, days=7, at=NOW) is None


def test_an_unknown_phone_and_a_closed_account_get_no_session(app: Flask) -> None:
    with app.app_context():
        assert enter(None) is None
        quan = somebody()
        token = opened(quan)
        with transaction():
            actions.set_active(quan, False, by=OPERATOR, at=NOW)
        assert queries.signed_in(token) is None and enter(quan) is None


@pytest.mark.parametrize("change", ["assign", "end", "password", "close"])
def test_a_change_of_rights_ends_the_sessions(app: Flask, change: str) -> None:
    with app.app_context():
        quan = somebody()
        token = opened(quan)
        with transaction():
            match change:
                case "assign":
                    actions.assign(quan, Role.AUDITOR, DISTRICT, starts_on=TODAY, by=OPERATOR, at=NOW)
                case "end":
                    actions.end_assignment(quan.assignments[0], on=TODAY, by=OPERATOR, at=NOW)
                case "password":
                    actions.set_password(quan, kept(PASSWORD + "!"), by=OPERATOR, at=NOW)
                case "close":
                    actions.set_active(quan, False, by=OPERATOR, at=NOW)
        assert queries.signed_in(token) is None
        assert rows_in(SignedIn) == 0


def test_an_own_new_password_ends_all_other_sessions(app: Flask) -> None:
    with app.app_context():
        quan = somebody()
        here, elsewhere = opened(quan), opened(quan)
        wrong, right = (actions.try_password(quan, old) for old in ("wrong", PASSWORD))
        with pytest.raises(RuleBroken) as why, transaction():
            actions.change_password(quan, wrong, kept(PASSWORD + "!"), keep=here, at=NOW)
        assert why.value.field == "old"
        with transaction():
            actions.change_password(quan, right, kept(PASSWORD + "!"), keep=here, at=NOW)
        assert queries.signed_in(here) and queries.signed_in(elsewhere) is None
        assert enter(quan) is None and enter(quan, PASSWORD + "!")


def test_an_assignment_holds_from_its_first_day_to_its_last(app: Flask) -> None:
    with app.app_context():
        quan = somebody(role=None)
        with transaction():
            week = TODAY + timedelta(days=6)
            actions.assign(
                quan, Role.VOLUNTEER, LIEN_NINH, starts_on=TODAY, ends_on=week, by=OPERATOR, at=NOW
            )
        held = [bool(acting(quan, TODAY + timedelta(days=day)).grants) for day in (-1, 0, 6, 7)]
        assert held == [False, True, True, False]
        with pytest.raises(RuleBroken, match="last day"), transaction():
            actions.assign(
                quan,
                Role.AUDITOR,
                None,
                starts_on=TODAY,
                ends_on=TODAY - timedelta(days=1),
                by=OPERATOR,
                at=NOW,
            )


def test_an_assignment_ends_once_and_no_longer_holds_that_day(app: Flask) -> None:
    with app.app_context():
        quan = somebody()
        given = quan.assignments[0]
        with transaction():
            actions.end_assignment(given, on=TODAY, by=OPERATOR, at=NOW)
        assert acting(quan).grants == () and acting(quan, TODAY - timedelta(days=1)).grants
        with pytest.raises(Conflict), transaction():
            actions.end_assignment(given, on=TODAY, by=OPERATOR, at=NOW)


def test_a_one_time_link_opens_once_and_a_newer_one_ends_it(app: Flask) -> None:
    with app.app_context():
        quan = somebody()
        session = opened(quan)
        with transaction():
            first = actions.make_link(quan, hours=72, by=OPERATOR, at=NOW)
        with transaction():
            second = actions.make_link(quan, hours=72, by=OPERATOR, at=NOW)
        with pytest.raises(RuleBroken), transaction():
            actions.use_link(first, kept(PASSWORD + "!"), days=7, at=NOW)
        with transaction():
            fresh = actions.use_link(second, kept(PASSWORD + "!"), days=7, at=NOW)
        assert queries.signed_in(fresh) is quan and queries.signed_in(session) is None
        with pytest.raises(RuleBroken), transaction():
            actions.use_link(second, kept(PASSWORD + "?"), days=7, at=NOW)
        assert enter(quan, PASSWORD + "!")


def test_a_link_runs_out(app: Flask) -> None:
    with app.app_context():
        quan = somebody()
        with transaction():
            token = actions.make_link(quan, hours=1, by=OPERATOR, at=NOW)
            db.session.execute(update(OneTimeLink).values(expires_at=real_now()))
        assert queries.link(token) is None


def test_administrators_keep_people_and_nobody_keeps_themselves(app: Flask) -> None:
    with app.app_context():
        boss, quan = somebody("0953 000 009", Role.ADMIN, None), somebody()
        by = acting(boss)
        with transaction():
            actions.assign(quan, Role.COORDINATOR, DISTRICT, starts_on=TODAY, by=by, at=NOW)
        for refused in (
            lambda: actions.assign(boss, Role.AUDITOR, None, starts_on=TODAY, by=by, at=NOW),
            lambda: actions.end_assignment(boss.assignments[0], on=TODAY, by=by, at=NOW),
            lambda: actions.set_active(boss, False, by=by, at=NOW),
            lambda: actions.set_password(quan, kept(PASSWORD), by=by, at=NOW),
            lambda: actions.add("0953 000 010", "A", by=acting(quan), at=NOW),
            lambda: actions.assign(boss, Role.ADMIN, None, starts_on=TODAY, by=acting(quan), at=NOW),
        ):
            with pytest.raises(NotAllowed), transaction():
                refused()


def test_an_administrator_of_a_place_gives_rights_there_only(app: Flask) -> None:
    with app.app_context():
        boss, quan = somebody("0953 000 009", Role.ADMIN, DISTRICT), somebody()
        by: Actor = acting(boss)
        with transaction():
            actions.assign(quan, Role.COORDINATOR, LIEN_NINH, starts_on=TODAY, by=by, at=NOW)
        for place in ("2021:001", None):
            with pytest.raises(NotAllowed), transaction():
                actions.assign(quan, Role.COORDINATOR, place, starts_on=TODAY, by=by, at=NOW)


def test_who_has_no_assignment_yet_is_kept_by_who_invited_them_and_by_those_over_all(app: Flask) -> None:
    with app.app_context():
        ward = acting(somebody("0953 000 008", Role.ADMIN, LIEN_NINH))
        over_all = acting(somebody("0953 000 009", Role.ADMIN, None))
        with transaction():
            theirs = actions.add("0953 000 020", "Khách Của Phường", by=ward, at=NOW)
            other = actions.add("0953 000 021", "Khách Của Thành Phố", by=over_all, at=NOW)
        assert [one.name for one in queries.everybody(by=ward)] == [theirs.name, "Vũ Minh Quân"]
        with pytest.raises(NotFound):
            queries.get_person(other.id, by=ward)
        for refused in (
            lambda: actions.make_link(other, hours=1, by=ward, at=NOW),
            lambda: actions.set_active(other, False, by=ward, at=NOW),
        ):
            with pytest.raises(NotAllowed), transaction():
                refused()
        with transaction():
            assert actions.make_link(theirs, hours=1, by=ward, at=NOW)
            assert actions.make_link(other, hours=1, by=over_all, at=NOW)


def test_where_all_assignments_have_ended_the_past_ones_say_who_keeps_the_account(app: Flask) -> None:
    with app.app_context():
        ward, gone = acting(somebody("0953 000 008", Role.ADMIN, LIEN_NINH)), somebody(place=DISTRICT)
        with transaction():
            actions.end_assignment(gone.assignments[0], on=TODAY, by=OPERATOR, at=NOW)
        with pytest.raises(NotAllowed), transaction():
            actions.make_link(gone, hours=1, by=ward, at=NOW)


def test_a_phone_belongs_to_one_person_and_a_name_is_needed(app: Flask) -> None:
    with app.app_context():
        somebody()
        for phone, name, field in (("0953000001", "Ai đó", "phone"), ("0953000002", " \u200b ", "name")):
            with pytest.raises(RuleBroken) as why, transaction():
                actions.add(phone, name, by=OPERATOR, at=NOW)
            assert why.value.field == field
