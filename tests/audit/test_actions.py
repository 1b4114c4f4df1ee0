"""Entries in the database: numbered in the transaction, and any tampering behind our back is found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from aidtrack.audit import queries
from aidtrack.audit.actions import record
from aidtrack.audit.chain import Link
from aidtrack.audit.models import Detail, Entry
from aidtrack.clock import HANOI, moment_of, real_now
from aidtrack.db import db, transaction
from aidtrack.rights import Actor, Grant, Role
from aidtrack.sentences import say
from tests.databases import Databases

pytestmark = pytest.mark.usefixtures("each_database")

NOW = moment_of("2021-08-14T08:00")
TRANG = Actor(7, "Nguyễn Thu Trang", (Grant(Role.COORDINATOR),))


@pytest.fixture
def ten(app: Flask) -> Flask:
    """A chain of ten entries."""
    with app.app_context():
        for number in range(1, 11):
            with transaction():
                record("test.act", f"thing:{number}", by=TRANG, at=NOW, path="2021/01/", number=number)
    return app


def unguarded(*statements: str) -> None:
    """As somebody with the database's own password could: without the triggers that refuse it."""
    db.session.rollback()
    sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect().execution_options(aidtrack_writes=True) as connection, connection.begin():
        if sqlite:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entries_no_{verb}"))
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        else:
            connection.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))


def test_an_entry_keeps_who_when_and_what(app: Flask) -> None:
    with app.app_context():
        with transaction():
            record(
                "cases.note",
                "case:HN-1",
                by=TRANG,
                at=NOW,
                path="2021/01/",
                why=say("{n} left", n=3),
                on=date(2021, 8, 14),
            )
        (entry,) = queries.about("case:HN-1")
        assert (entry.seq, entry.action, entry.actor, entry.at) == (1, "cases.note", "7", NOW)
        assert abs((entry.recorded_at - real_now()).total_seconds()) < 60
        kept = entry.detail
        assert kept and (kept.actor_name, kept.place_path) == ("Nguyễn Thu Trang", "2021/01/")
        assert kept.content == {"why": {"say": "{n} left", "with": {"n": 3}}, "on": "2021-08-14"}
        assert queries.head() == entry.hash


def test_the_chain_itself_holds_no_name_and_no_content(ten: Flask) -> None:
    with ten.app_context():
        row = db.session.get_one(Entry, 3).covered
        assert "Trang" not in str(row) and set(row) == {
            "seq",
            "action",
            "subject",
            "actor",
            "at",
            "recorded_at",
            "digest",
        }


def test_an_untouched_chain_holds_to_its_head(ten: Flask) -> None:
    with ten.app_context():
        verdict = queries.verify()
        assert (verdict.ok, verdict.rows, verdict.first_bad, verdict.head) == (True, 10, None, queries.head())


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        (["UPDATE audit_details SET content = '{\"number\": 99}' WHERE seq = 4"], 4),
        (["UPDATE audit_details SET actor_name = 'x' WHERE seq = 4"], 4),
        (["UPDATE audit_details SET place_path = '2021/02/' WHERE seq = 4"], 4),
        (["DELETE FROM audit_details WHERE seq = 4"], 4),
        (["UPDATE audit_entries SET subject = 'thing:9' WHERE seq = 5"], 5),
        (["UPDATE audit_entries SET actor = '8' WHERE seq = 5"], 5),
        (["DELETE FROM audit_details WHERE seq = 6", "DELETE FROM audit_entries WHERE seq = 6"], 6),
        (["DELETE FROM audit_details WHERE seq = 10", "DELETE FROM audit_entries WHERE seq = 10"], 10),
        (["UPDATE audit_head SET seq = 9"], 10),
        (["UPDATE audit_head SET hash = '00'"], 11),
        (["DELETE FROM audit_head"], 11),
    ],
)
def test_every_tampering_is_found_where_it_begins(ten: Flask, statements: list[str], first: int) -> None:
    with ten.app_context():
        unguarded(*statements)
        verdict = queries.verify()
        assert (verdict.ok, verdict.first_bad) == (False, first)


def test_an_entry_that_was_slipped_in_is_found(ten: Flask) -> None:
    with ten.app_context():
        columns = "action, subject, actor, at, recorded_at, digest, hash"
        copied = f"SELECT 11, {columns} FROM audit_entries WHERE seq = 10"
        unguarded(f"INSERT INTO audit_entries (seq, {columns}) {copied}")
        assert queries.verify().first_bad == 11


def test_a_tail_cut_together_with_the_head_shows_only_beside_a_printed_head(ten: Flask) -> None:
    with ten.app_context():
        printed = queries.head()
        unguarded(
            "UPDATE audit_head SET seq = 8, hash = (SELECT hash FROM audit_entries WHERE seq = 8)",
            "DELETE FROM audit_details WHERE seq > 8",
            "DELETE FROM audit_entries WHERE seq > 8",
        )
        assert queries.verify().ok
        assert queries.head() != printed


def test_an_erased_detail_keeps_the_chain_whole(ten: Flask) -> None:
    with ten.app_context():
        with transaction():
            kept = db.session.get_one(Detail, 4)
            kept.content, kept.actor_name, kept.erased_at = None, "", real_now()
        assert queries.verify().ok


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entries SET actor = '8' WHERE seq = 5", "DELETE FROM audit_entries WHERE seq = 10"],
)
def test_the_database_itself_refuses_to_rewrite_the_chain(ten: Flask, statement: str) -> None:
    with ten.app_context():
        with pytest.raises(DBAPIError, match="only grows"), transaction():
            db.session.execute(text(statement))
        assert queries.verify().ok


def test_what_belongs_to_other_places_is_not_read(ten: Flask, databases: Databases) -> None:
    with ten.app_context():
        here = Actor(1, "A", (Grant(Role.AUDITOR, "2021/01/"),))
        elsewhere = Actor(2, "B", (Grant(Role.AUDITOR, "2021/02/"),))
        nowhere = Actor(3, "C", (Grant(Role.VOLUNTEER, ""),))
        assert [len(queries.page(actor)) for actor in (here, elsewhere, nowhere)] == [10, 0, 0]
        assert [entry.seq for entry in queries.page(here, before=4)] == [3, 2, 1]
        assert [entry.seq for entry in queries.page(here, subjects=("thing:2",))] == [2]


def test_a_moment_told_in_another_zone_does_not_break_the_chain(app: Flask) -> None:
    with app.app_context():
        with transaction():
            record("test.act", "thing:1", by=TRANG, at=NOW.astimezone(HANOI), number=1)
        assert queries.verify().ok


def test_what_is_written_while_the_chain_is_walked_is_no_break(
    ten: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL each question sees what was committed before it; so an eleventh comes in between."""
    with ten.app_context():
        if db.engine.dialect.name == "sqlite":
            assert queries.verify().ok, "there a reader sees one moment only"
            return
        walk = queries.chain.first_bad

        def with_a_newcomer(links: Iterable[Link]) -> int | None:
            found = walk(links)
            with ten.app_context(), transaction():
                record("test.act", "thing:11", by=TRANG, at=NOW, number=11)
            return found

        monkeypatch.setattr(queries.chain, "first_bad", with_a_newcomer)
        assert queries.verify().ok
