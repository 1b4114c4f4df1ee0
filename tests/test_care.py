"""Backup and restore: one moment kept while others write; back into an empty place, whole or not at all."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select

from aidtrack import care
from aidtrack.app import create_app
from aidtrack.audit import queries as audit
from aidtrack.books import queries as books
from aidtrack.cases import list_queries, photo_files
from aidtrack.cases.list_queries import CaseFilters
from aidtrack.cases.photos import Photo
from aidtrack.clock import day_of, moment_of, real_now
from aidtrack.db import Base, clock_of_business, db, transaction
from aidtrack.errors import RuleBroken
from aidtrack.people import actions as people
from aidtrack.people.models import Person
from aidtrack.rights import Actor
from aidtrack.settings import Settings
from tests.conftest import let_go
from tests.databases import SECRET, Databases

OPERATOR = Actor(None, "operator", operator=True)
NOW = moment_of("2021-08-15T08:00")


@contextmanager
def opened(url: str, var: Path) -> Iterator[Flask]:
    """The application on a database, inside its context."""
    app = create_app(Settings(database_url=url, var=var, secret_key=SECRET))
    try:
        with app.app_context():
            yield app
    finally:
        let_go(app)


def rows_of_every_table() -> dict[str, int]:
    """How many rows each table has."""
    counts = {}
    for table in Base.metadata.sorted_tables:
        counts[table.name] = int(db.session.scalar(select(func.count()).select_from(table)) or 0)
    return counts


def found_by_search(typed: str) -> list[str]:
    """The first names that a search shows."""
    page = list_queries.page(OPERATOR, CaseFilters(search=typed), today=day_of(NOW))
    return [row.name for row in page.rows][:1]


def add_somebody(number: int) -> Person:
    with transaction():
        return people.add(f"0959{number:06}", f"người {number}", by=OPERATOR, at=NOW)


@pytest.fixture
def kept_demo(databases: Databases, tmp_path: Path) -> Path:
    """A backup of the demo."""
    url = databases.demo("sqlite")
    with opened(url, tmp_path):
        care.backup(tmp_path / "demo.aidtrack")
    databases.drop(url)
    return tmp_path / "demo.aidtrack"


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("sqlite", "sqlite"),
        pytest.param("sqlite", "postgres", marks=pytest.mark.postgres),
        pytest.param("postgres", "sqlite", marks=pytest.mark.postgres),
        pytest.param("postgres", "postgres", marks=pytest.mark.postgres),
    ],
)
def test_a_backup_comes_back_with_every_row_and_the_same_head(
    databases: Databases, tmp_path: Path, there: str, back: str
) -> None:
    file, source, target = tmp_path / "demo.aidtrack", databases.demo(there), databases.empty(back)
    with opened(source, tmp_path):
        kept = care.backup(file)
        rows, head, highest = rows_of_every_table(), audit.head(), db.session.scalar(func.max(Person.id))
    assert file.stat().st_mode & 0o777 == 0o600
    with opened(target, tmp_path):
        assert care.restore(file) == kept
        assert rows_of_every_table() == rows
        assert audit.head() == kept.head == head
        assert audit.verify().ok and books.check() == []
        assert day_of(clock_of_business().now()).year == 2021, "business time jumped to today"
        assert found_by_search("lý tuấn") == ["Lý Thế Tuấn"], "what was restored is found"
        assert add_somebody(1).id == (highest or 0) + 1  # the counters go on behind what was there
        assert audit.verify().ok
    databases.drop(source)
    databases.drop(target)


def test_a_backup_carries_the_photos_in_its_one_file(databases: Databases, tmp_path: Path) -> None:
    file, there, back = tmp_path / "kept.aidtrack", tmp_path / "photos", tmp_path / "elsewhere"
    name, source, target = photo_files.new_name(), databases.ready("sqlite"), databases.empty("sqlite")
    photo_files.keep(there, name, Photo(b"large", b"small", 16, 9))
    (there / "of somebody else.txt").write_text("no photo")
    with opened(source, tmp_path):
        kept = care.backup(file, there)
    with opened(target, tmp_path):
        assert care.restore(file, back) == kept
    assert [path.name for path in photo_files.files(back)] == [f"{name}.jpg", f"{name}.s.jpg"]
    assert photo_files.read(back, name) == b"large"
    for url in (source, target):
        databases.drop(url)


@pytest.mark.usefixtures("each_database")
def test_a_backup_taken_while_others_write_holds_one_moment(app: Flask, tmp_path: Path) -> None:
    stop, wrote = threading.Event(), []

    def write() -> None:
        with app.app_context():
            while not stop.is_set():
                wrote.append(add_somebody(len(wrote)).id)
                db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with app.app_context():
            for number in range(3):
                seen = len(wrote)
                file = tmp_path / f"{number}.aidtrack"
                kept = care.backup(file)
                with closing(sqlite3.connect(file)) as copy:
                    (persons,) = copy.execute("SELECT COUNT(*) FROM people").fetchone()
                    seq, head = copy.execute("SELECT seq, hash FROM audit_head").fetchone()
                    (entries,) = copy.execute("SELECT COUNT(*) FROM audit_entries").fetchone()
                assert persons == seq == entries and persons >= seen
                assert head == kept.head
    finally:
        stop.set()
        writer.join()
    assert len(wrote) > 3


def refused(file: Path, var: Path, url: str) -> str:
    """The sentence with which a file is refused; the database stays empty."""
    with opened(url, var):
        with pytest.raises(RuleBroken) as why:
            care.restore(file)
        assert inspect(db.engine).get_table_names() == []
        return why.value.sentence.render()


def change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as kept:
        for statement in statements:
            kept.execute(statement)
        kept.commit()


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda file: file.write_text("hello"), "no backup"),
    "nothing": (lambda file: file.write_bytes(b""), "no backup"),
    "somebody else's database": (
        lambda file: (file.unlink(), change(file, "CREATE TABLE recipes (id INTEGER)")),
        "no backup",
    ),
    "half of the file": (lambda file: file.write_bytes(file.read_bytes()[: 300 * 4096]), "damaged"),
    "an unbalanced book": (
        lambda file: change(file, "UPDATE stock_balances SET on_hand = on_hand + 1 WHERE lot_id = 1"),
        "books",
    ),
    "a changed detail": (
        lambda file: change(file, "UPDATE audit_details SET actor_name = 'x' WHERE seq = 9"),
        "chain of this backup is broken at entry 9",
    ),
    "a row that refers to nobody": (
        lambda file: change(file, "UPDATE assignments SET person_id = 9999 WHERE id = 1"),
        "damaged",
    ),
    "a newer program's tables": (
        lambda file: change(file, "UPDATE alembic_version SET version_num = '9999'"),
        "newer aidtrack",
    ),
}


@pytest.mark.parametrize("trouble", SPOILED)
def test_a_file_that_is_not_whole_is_refused_and_nothing_is_left_behind(
    kept_demo: Path, databases: Databases, tmp_path: Path, trouble: str
) -> None:
    spoil, said = SPOILED[trouble]
    spoil(kept_demo)
    url = databases.empty("sqlite")
    assert said in refused(kept_demo, tmp_path, url)
    databases.drop(url)


@pytest.mark.usefixtures("each_database")
def test_a_restore_that_breaks_off_leaves_the_place_empty(
    kept_demo: Path, empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(connection: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(care, "_mend_counters", power_cut)
    with opened(empty_database_url, tmp_path):
        with pytest.raises(KeyboardInterrupt):
            care.restore(kept_demo)
        assert inspect(db.engine).get_table_names() == []
        monkeypatch.undo()
        care.restore(kept_demo)


@pytest.mark.usefixtures("each_database")
def test_nothing_is_restored_over_a_database_that_is_used(kept_demo: Path, app: Flask) -> None:
    with app.app_context():
        before = rows_of_every_table()
        with pytest.raises(RuleBroken, match="not empty"):
            care.restore(kept_demo)
        assert rows_of_every_table() == before


def test_a_backup_overwrites_nothing(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    with app.app_context(), pytest.raises(RuleBroken, match="overwritten"):
        care.backup(tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "precious"
    assert list(tmp_path.glob(".*unfinished")) == []


def test_odd_names_of_files_are_no_obstacle(app: Flask, tmp_path: Path, databases: Databases) -> None:
    file = tmp_path / "bản sao #1? 100%.aidtrack"
    with app.app_context():
        kept = care.backup(file)
    url = databases.empty("sqlite")
    with opened(url, tmp_path):
        assert care.restore(file) == kept
    databases.drop(url)


@pytest.mark.usefixtures("each_database")
def test_what_init_does_may_be_repeated(app: Flask) -> None:
    with app.app_context():
        before = rows_of_every_table()
        care.init()
        assert rows_of_every_table() == before
        assert real_now() > NOW
