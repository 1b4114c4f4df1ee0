"""The nightly tasks: promises run out, verifications grow old, traces are swept, once a business day."""

from __future__ import annotations

import logging
import os
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from aidtrack.books import queries as books
from aidtrack.campaigns.models import Portion
from aidtrack.cases import actions as cases
from aidtrack.cases import photo_files
from aidtrack.cases.models import Case, CaseImport
from aidtrack.cases.photos import Photo
from aidtrack.cases.visit_actions import record_visit
from aidtrack.cases.visits import AS_TOLD, VisitFacts
from aidtrack.clock import Clock, day_of, real_now
from aidtrack.db import DoneAct, db, kept_fact, rows_in, transaction
from aidtrack.jobs import nightly
from aidtrack.people import actions as people
from aidtrack.people.models import OneTimeLink, Person, SignedIn
from aidtrack.people.passwords import kept
from aidtrack.settings import Settings
from aidtrack.stock.models import Reservation
from tests.factories import LIEN_NINH, NOW, OPERATOR, allocated, person, staffed, verified_case

pytestmark = pytest.mark.usefixtures("each_database")


def test_promises_run_out_and_their_shares_are_free_again(app: Flask, settings: Settings) -> None:
    with app.app_context():
        allocated()
        late = NOW + timedelta(days=settings.reservation_days + 1)
        held = rows_in(Reservation)
        assert nightly.free_expired_promises(settings, NOW) == 0
        assert nightly.free_expired_promises(settings, late) == held > 0
        assert set(db.session.scalars(select(Reservation.ended))) == {"expired"}
        assert "reserved" not in set(db.session.scalars(select(Portion.state)))
        assert books.check() == []
        assert nightly.free_expired_promises(settings, late) == 0


def test_a_verification_that_has_grown_old_is_asked_for_again(app: Flask, settings: Settings) -> None:
    with app.app_context():
        with transaction():
            world = staffed()
            verified_case(1, 3, LIEN_NINH, by=world.who("admin"), checked_by=world.who("planner"))
        assert (
            nightly.ask_to_verify_again(settings, NOW + timedelta(days=settings.verification_days - 1)) == 0
        )
        assert (
            nightly.ask_to_verify_again(settings, NOW + timedelta(days=settings.verification_days + 1)) == 1
        )
        assert db.session.scalars(select(Case.state)).one() != "verified"


def test_the_books_are_checked_every_night_and_the_answer_is_kept(app: Flask, settings: Settings) -> None:
    with app.app_context():
        allocated()
        assert books.last_answer() is None
        assert nightly.check_the_books(settings, NOW) == 0
        answer = books.last_answer()
        assert answer and answer["itself"] and answer["chain"] and answer["checks"]["balance"]["count"] == 0


def test_old_traces_are_swept_and_fresh_ones_stay(app: Flask, settings: Settings) -> None:
    with app.app_context():
        with transaction():
            somebody = person("0953000001", "Ai đó", None, None)
        _traces(somebody, old=True)
        _traces(somebody, old=False)
        assert nightly.sweep(settings, NOW) == 1
        assert [rows_in(table) for table in (SignedIn, OneTimeLink, DoneAct, CaseImport)] == [1, 1, 1, 1]


def _traces(somebody: Person, *, old: bool) -> None:
    age = timedelta(days=60 if old else 0)
    with transaction():
        token = people.make_link(somebody, hours=1, by=OPERATOR, at=NOW)
        people.use_link(token, kept("mật khẩu rất dài"), days=1, at=NOW)
        db.session.add(DoneAct(key=f"act-{old}", done_at=real_now() - age))
        staged = {"token": f"t{old}", "file_name": "a.xlsx", "file_digest": "0" * 64, "edition": "2021"}
        db.session.add(CaseImport(**staged, by_name="x", at=NOW - age, reading={}, written=0, already=0))
        if old:
            for table in (SignedIn, OneTimeLink):
                for row in db.session.scalars(select(table)):
                    row.expires_at = real_now() - age


def test_they_run_once_a_business_day(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(nightly, "TASKS", [lambda settings, at: ran.append(at.isoformat()) or 1])
    with app.app_context():
        assert nightly.run_if_due(settings, Clock(fixed=NOW))
        assert not nightly.run_if_due(settings, Clock(fixed=NOW + timedelta(hours=15)))
        assert nightly.run_if_due(settings, Clock(fixed=NOW + timedelta(hours=16)))  # midnight in Hanoi
        assert len(ran) == 2
        assert kept_fact("nightly.ran") == "2021-08-15"


def test_a_task_that_fails_is_logged_and_does_not_stop_the_others(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(settings: Settings, at: object) -> int:
        with transaction():
            people.add("0953000002", "nửa chừng", by=OPERATOR, at=NOW)
            raise ZeroDivisionError("planted")

    ran: list[int] = []
    monkeypatch.setattr(nightly, "TASKS", [broken, lambda settings, at: ran.append(1) or 1])
    with app.app_context(), caplog.at_level(logging.INFO, "aidtrack.jobs"):
        assert nightly.run_if_due(settings, Clock(fixed=NOW))
        assert ran == [1]
        assert rows_in(Person) == 0
    assert "the nightly task broken failed" in caplog.text


def test_all_tasks_run_on_a_deployment_in_use(app: Flask, settings: Settings) -> None:
    with app.app_context():
        allocated()
        assert nightly.run_if_due(settings, Clock(fixed=NOW + timedelta(days=100)))
        assert books.check() == []


def test_goods_held_for_a_household_that_withdrew_are_free_in_the_morning(
    app: Flask, settings: Settings
) -> None:
    with app.app_context():
        world = allocated()
        with transaction():
            cases.move(world.cases[0], "withdraw", reason="đã về quê", by=world.who("office"), at=NOW)
        assert nightly.free_shares_of_the_gone(settings, NOW) == 2
        assert nightly.free_shares_of_the_gone(settings, NOW) == 0
        assert books.check() == []


def test_all_old_verifications_are_asked_for_in_one_night(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "AT_ONCE", 2)
    with app.app_context():
        with transaction():
            world = staffed()
            for number in range(5):
                verified_case(number, 3, LIEN_NINH, by=world.who("admin"), checked_by=world.who("planner"))
        late = NOW + timedelta(days=settings.verification_days + 1)
        assert nightly.ask_to_verify_again(settings, late) == 5


def test_photos_of_closed_cases_are_erased_and_what_a_failure_left(app: Flask, settings: Settings) -> None:
    with app.app_context():
        with transaction():
            world = staffed()
            case = verified_case(1, 3, LIEN_NINH, by=world.who("admin"), checked_by=world.who("planner"))
            told = VisitFacts(day_of(NOW), AS_TOLD, people_found=3)
            photo, folder = Photo(b"large", b"small", 16, 9), settings.photos
            how = {"photos": [photo], "folder": folder, "by": world.who("admin"), "at": NOW}
            kept = record_visit(case, told, **how).photos[0].name
        photo_files.write(folder, f"{'0' * 32}.jpg", b"nobody's")
        os.utime(folder / f"{'0' * 32}.jpg", (0, 0))
        late = NOW + timedelta(days=settings.photo_days + 1)
        assert nightly.erase_old_photos(settings, late) == 0, "the household still waits for its share"
        assert [path.name for path in photo_files.files(folder)] == [f"{kept}.jpg", f"{kept}.s.jpg"]
        with transaction():
            cases.move(case, "withdraw", reason="đã về quê", by=world.who("planner"), at=NOW)
        assert nightly.erase_old_photos(settings, NOW) == 0
        assert nightly.erase_old_photos(settings, late) == 1
        assert list(photo_files.files(folder)) == []
