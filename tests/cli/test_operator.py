"""The operator's commands: ready, settings, books, chain, demo; and how every refusal leaves."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from aidtrack.books import queries as books
from tests.cli.conftest import Line, one_sentence


@pytest.mark.usefixtures("each_database")
def test_an_empty_database_is_made_ready_and_stays_so(type_line: Line, empty_database_url: str) -> None:
    before = type_line("people", "list", database=empty_database_url)
    assert before.code == 1 and "aidtrack init" in one_sentence(before)
    assert type_line("init").code == 0
    again = type_line("init", "--json")
    assert again.code == 0 and again.told["ready"] is True
    assert type_line("people", "list", "--json").told == []
    assert type_line("books", "check", "--json").told == {"ok": True, "differences": []}
    assert type_line("audit", "verify", "--json").told == {
        "ok": True,
        "rows": 0,
        "head": "0" * 64,
        "first_bad": None,
    }


def test_settings_are_listed_without_any_secret(type_line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIDTRACK_SECRET_KEY", "very-secret-and-long-enough")
    monkeypatch.setenv("AIDTRACK_LIMITS_STORAGE", "redis://:hunter2@cache:6379")
    url = "postgresql+psycopg://aidtrack:hunter2@db.example/aidtrack?password=hunter2&sslmode=require"
    for words in (("settings",), ("settings", "--json")):
        answer = type_line(*words, database=url)
        assert answer.code == 0
        assert "very-secret" not in answer.out and "hunter2" not in answer.out
        assert "db.example" in answer.out and "sslmode=require" in answer.out
    told = type_line("settings", "--json").told
    assert told["AIDTRACK_SECRET_KEY"] == "***" and told["PORT"] == 8000


def test_a_setting_that_cannot_be_is_refused_by_its_name(
    type_line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "eighty")
    answer = type_line("settings")
    assert answer.code == 1 and "PORT" in one_sentence(answer)


def spoil(url: str, *statements: str) -> None:
    """Change a database behind everybody's back, as somebody with its password could."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.usefixtures("each_database")
def test_books_that_differ_are_named_and_answer_no(on_demo: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_demo("books", "check", "--json").told == {"ok": True, "differences": []}
    url = on_demo("settings", "--json").told["DATABASE_URL"]
    spoil(url, "UPDATE stock_balances SET on_hand = on_hand + 7 WHERE on_hand > 0 AND lot_id = 1")
    answer = on_demo("books", "check", "--json")
    assert answer.code == 1 and len(answer.complaint.splitlines()) == 1
    assert answer.told["ok"] is False
    found = answer.told["differences"][0]
    assert list(found) == ["check", "table", "id", "expected", "found"]
    assert found["table"] == "stock_balances" and int(found["found"]) == int(found["expected"]) + 7
    assert on_demo("books", "check").code == 1


def test_a_chain_that_was_tampered_with_answers_no(on_demo: Line) -> None:
    whole = on_demo("audit", "verify", "--json").told
    assert whole["ok"] and whole["rows"] > 100 and whole["first_bad"] is None
    url = on_demo("settings", "--json").told["DATABASE_URL"]
    spoil(url, "UPDATE audit_details SET actor_name = 'somebody else' WHERE seq = 17")
    answer = on_demo("audit", "verify", "--json")
    assert answer.code == 1 and "17" in answer.complaint
    assert list(answer.told) == ["ok", "rows", "head", "first_bad"]
    assert (answer.told["ok"], answer.told["first_bad"]) == (False, 17)


def test_the_demo_is_not_played_over_people_or_where_others_reach_it(
    on_demo: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = on_demo("demo")
    assert answer.code == 1 and "empty" in one_sentence(answer)
    monkeypatch.setenv("AIDTRACK_BIND", "0.0.0.0")
    answer = on_demo("demo")
    assert answer.code == 1 and "127.0.0.1" in one_sentence(answer)


@pytest.mark.postgres
def test_the_demo_is_not_played_on_postgresql(type_line: Line, empty_database_url: str) -> None:
    answer = type_line("demo", database=empty_database_url)
    assert answer.code == 1 and "SQLite" in one_sentence(answer)
    assert "init" in type_line("people", "list").complaint, "the database was touched"


def test_the_demo_publishes_its_accounts_to_their_owner_alone(type_line: Line, tmp_path: Path) -> None:
    told = type_line("demo", "--json").told["accounts"]
    assert [one["role"] for one in told] == ["admin", "coordinator", "auditor", "volunteer"]
    file = tmp_path / "var" / "demo-accounts"
    assert file.stat().st_mode & 0o777 == 0o600
    assert all(one["password"] in file.read_text() for one in told)
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    listed = type_line("campaigns", "list", "--by", told[1]["phone"], "--json").told
    assert [one["name"] for one in listed] == ["đợt 14/8", "đợt 22/8"]


def test_backup_and_restore_say_what_they_carried(on_demo: Line, tmp_path: Path) -> None:
    head = on_demo("audit", "verify", "--json").told["head"]
    kept = on_demo("backup", tmp_path / "demo.aidtrack", "--json")
    assert kept.code == 0 and kept.told["head"] == head
    again = on_demo("backup", tmp_path / "demo.aidtrack")
    assert again.code == 1 and "overwritten" in one_sentence(again)
    refused = on_demo("restore", tmp_path / "demo.aidtrack")
    assert refused.code == 1 and "not empty" in one_sentence(refused)
    empty = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    back = on_demo("restore", tmp_path / "demo.aidtrack", "--json", database=empty)
    assert back.code == 0 and back.told == kept.told
    assert on_demo("audit", "verify", "--json").told["head"] == head


def test_a_file_that_is_no_backup_is_unreadable_input(type_line: Line, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("no backup at all")
    for name in ("letter", "nowhere"):
        answer = type_line("restore", tmp_path / name)
        assert answer.code == 2 and name in one_sentence(answer)


def test_a_folder_that_cannot_be_written_is_named(on_demo: Line) -> None:
    answer = on_demo("backup", "/proc/nowhere/demo.aidtrack")
    assert answer.code == 2 and "/proc/nowhere" in one_sentence(answer)


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("books",),
        ("books", "check", "--loud"),
        ("cases", "import"),
        ("deliveries", "record", "X"),
    ],
)
def test_wrong_usage_leaves_with_two(type_line: Line, words: tuple[str, ...]) -> None:
    answer = type_line(*words)
    assert answer.code == 2 and answer.out == "" and answer.complaint


def test_help_and_version_leave_with_zero(type_line: Line) -> None:
    assert type_line("--help").code == type_line("cases", "import", "-h").code == 0
    assert "aidtrack" in type_line("--version").out


def test_an_internal_fault_leaves_with_three_and_one_sentence(
    on_demo: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("a planted\nfault")

    monkeypatch.setattr(books, "check", broken)
    with caplog.at_level(logging.DEBUG, "aidtrack.cli"):
        answer = on_demo("books", "check", "--json")
    assert answer.code == 3
    assert "ZeroDivisionError: a planted" in one_sentence(answer)
    assert "Traceback" in caplog.text


def test_a_database_that_cannot_be_reached_is_said(type_line: Line) -> None:
    answer = type_line("people", "list", database="sqlite:////nowhere/at/all.sqlite3")
    assert answer.code == 3 and "DATABASE_URL" in one_sentence(answer)


def test_the_command_line_speaks_vietnamese_by_default(
    type_line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIDTRACK_LANGUAGE")
    assert one_sentence(type_line("people", "list")).startswith("Cơ sở dữ liệu chưa sẵn sàng")
