"""Settings: read once from the environment, refused by name, safe before others can reach the server."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from aidtrack.clock import moment_of
from aidtrack.errors import RuleBroken
from aidtrack.settings import Settings


def read(**environ: str) -> Settings:
    return Settings.from_environ(environ)


def test_an_empty_environment_is_a_private_deployment_below_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = read()
    assert found.database_url == f"sqlite:///{tmp_path}/var/aidtrack.sqlite3"
    assert (found.bind, found.port, found.language) == ("127.0.0.1", 8000, "vi")
    assert found.on_sqlite and found.private and found.fixed_clock is None


def test_a_relative_file_lies_below_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read(DATABASE_URL="sqlite:///aid.db").database_url == f"sqlite:///{tmp_path}/aid.db"
    assert read(DATABASE_URL="sqlite:////srv/aid.db").database_url == "sqlite:////srv/aid.db"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("AIDTRACK_EDITION", "2019"),
        ("AIDTRACK_LANGUAGE", "fr"),
        ("AIDTRACK_CLOCK", "yesterday"),
        ("AIDTRACK_YOUTH_UNION", "perhaps"),
        ("AIDTRACK_VERIFICATION_DAYS", "9.5"),
        ("DATABASE_URL", "mysql://db/aid"),
        ("DATABASE_URL", "postgresql://db/aid"),
        ("DATABASE_URL", "sqlite:///:memory:"),
    ],
)
def test_what_cannot_be_is_refused_by_its_variable(name: str, value: str) -> None:
    with pytest.raises(RuleBroken, match=name):
        Settings.from_environ({name: value})


def test_spaces_and_empty_values_count_as_unset() -> None:
    found = read(PORT="  ", AIDTRACK_EDITION="", AIDTRACK_YOUTH_UNION=" yes ")
    assert (found.port, found.edition, found.youth_union) == (8000, "", True)


def test_the_clock_of_tests_is_read_in_hanois_zone() -> None:
    assert read(AIDTRACK_CLOCK="2021-08-14T08:00").fixed_clock == moment_of("2021-08-14T01:00+00:00")


@pytest.mark.parametrize("bind", ["0.0.0.0", "192.168.1.9", "::", "aid.example"])
def test_where_others_reach_the_server_the_key_must_be_given(bind: str) -> None:
    found = read(AIDTRACK_BIND=bind)
    assert not found.private
    with pytest.raises(RuleBroken, match="AIDTRACK_SECRET_KEY must be given"):
        found.with_secret()
    assert read(AIDTRACK_BIND=bind, AIDTRACK_SECRET_KEY="k" * 16).with_secret().secret_key == "k" * 16


def test_on_postgresql_the_key_must_be_given() -> None:
    with pytest.raises(RuleBroken, match="AIDTRACK_SECRET_KEY must be given"):
        read(DATABASE_URL="postgresql+psycopg:///aid").with_secret()


def test_a_short_key_is_refused_everywhere() -> None:
    with pytest.raises(RuleBroken, match="too short"):
        read(AIDTRACK_SECRET_KEY="k" * 15).with_secret()


def test_a_private_deployment_makes_its_key_once_for_its_owner_alone(tmp_path: Path) -> None:
    found = read(AIDTRACK_VAR=str(tmp_path / "var"))
    key = found.with_secret().secret_key
    assert len(key) >= 48
    assert found.with_secret().secret_key == key
    file = tmp_path / "var" / "secret.key"
    assert file.stat().st_mode & 0o777 == 0o600 and file.read_text() == key
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert list(file.parent.iterdir()) == [file]


def test_two_processes_that_begin_together_agree_on_one_key(tmp_path: Path) -> None:
    found, keys = read(AIDTRACK_VAR=str(tmp_path)), []
    together = threading.Barrier(2)

    def begin() -> None:
        together.wait()
        keys.append(found.with_secret().secret_key)

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 2 and len(set(keys)) == 1


def test_secrets_do_not_show(tmp_path: Path) -> None:
    found = read(
        AIDTRACK_SECRET_KEY="very-secret-key-of-ours",
        DATABASE_URL="postgresql+psycopg://aid:p@ss@db:5432/aid?password=p@ss",
        AIDTRACK_LIMITS_STORAGE="redis://:p@ss@cache",
    )
    assert "very-secret" not in repr(found)
    listed = found.listed()
    assert "p@ss" not in str(listed) and "very-secret" not in str(listed)
    assert listed["AIDTRACK_SECRET_KEY"] == "***"
    assert str(listed["DATABASE_URL"]).startswith("postgresql+psycopg://aid:***@db:5432/aid")
    assert read().listed()["AIDTRACK_SECRET_KEY"] == ""
