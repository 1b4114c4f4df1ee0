"""Reports at the command line: the list for machines, files written whole, and exit codes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from aidtrack.cli import run
from aidtrack.reports import queries
from aidtrack.reports.catalogue import REPORTS
from aidtrack.settings import Settings
from tests.factories import DAI_ANG, OPERATOR
from tests.reports.campaign_days import delivered, two_wards
from tests.reports.samples import opened, table

AUDITOR = "0952 000 007"
VOLUNTEER = "+84952000005"


@pytest.fixture
def told(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Any:
    """`told(*arguments)`: exit code, standard output and error of a command on the world's database."""
    with app.app_context():
        delivered(two_wards())
    for name, value in (
        ("DATABASE_URL", settings.database_url),
        ("AIDTRACK_VAR", str(settings.var)),
        ("AIDTRACK_EDITION", settings.edition),
        ("AIDTRACK_CLOCK", settings.clock),
        ("AIDTRACK_SECRET_KEY", settings.secret_key),
        ("AIDTRACK_ISSUER", "UBND XÃ LIÊN NINH|BAN TỔ CHỨC"),
    ):
        monkeypatch.setenv(name, value)

    def tell(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["reports", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return tell


def test_the_reports_are_listed_for_machines_and_people(told: Any) -> None:
    code, out, _err = told("list", "--by", AUDITOR, "--json")
    assert code == 0 and [one["name"] for one in json.loads(out)] == list(REPORTS)
    assert "Danh sách ký nhận" in told("list", "--by", AUDITOR)[1]


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_written_into_a_file(told: Any, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out.xlsx"
    code, out, err = told(
        "export", name, "--campaign", "DOT-14-8", "-o", str(path), "--by", AUDITOR, "--json"
    )
    answer = json.loads(out)
    assert (code, err, answer["file"]) == (0, "", str(path))
    assert answer["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert answer["rows"] > 0 and len(answer["head"]) == 64
    assert opened(path.read_bytes()).worksheets[0]["A1"].value == "UBND XÃ LIÊN NINH"
    assert path.stat().st_mode & 0o077 == 0, "names and IDs are for whoever exported them"


def test_the_statement_is_made_for_chosen_days(told: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    given = ("--campaign", "DOT-14-8", "-o", str(path), "--by", AUDITOR)
    assert told("export", "stock-statement", *given, "--from", "2021-08-14", "--to", "14/8/2021")[0] == 0
    assert told("export", "stock-statement", *given, "--from", "mai")[0] == 2


def test_a_ward_narrows_it_and_a_file_of_that_name_is_replaced(told: Any, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    path.write_text("an older list")
    given = ("--campaign", "DOT-14-8", "--ward", DAI_ANG, "-o", str(path), "--by", AUDITOR)
    code, out, _err = told("export", "distribution-list", *given, "--posting")
    assert code == 0 and "Đã ghi 2 dòng" in out
    assert len(table(opened(path.read_bytes()).worksheets[0])) == 3
    assert [left.name for left in tmp_path.iterdir() if left.is_file()] == ["out.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("distribution-list", "--campaign", "DOT-99", "--by", AUDITOR), 1, "DOT-99"),
        (("distribution-list", "--campaign", "DOT-14-8", "--by", VOLUNTEER), 1, "DOT-14-8"),
        (("distribution-list", "--campaign", "DOT-14-8", "--by", "0952999999"), 1, "0952"),
        (("stock-statement", "--campaign", "DOT-14-8", "--ward", DAI_ANG, "--by", AUDITOR), 1, "để trống"),
        (
            ("distribution-list", "--campaign", "DOT-14-8", "--trip", "CHUYEN-77", "--by", AUDITOR),
            1,
            "CHUYEN-77",
        ),
        (
            ("distribution-list", "--campaign", "DOT-14-8", "--ward", "2021:00001x", "--by", AUDITOR),
            1,
            "2021:00001x",
        ),
        (("no-such-report", "--campaign", "DOT-14-8", "--by", AUDITOR), 2, "no-such-report"),
        (("distribution-list", "--by", AUDITOR), 2, "campaign"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_writes_nothing(
    told: Any, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    path = tmp_path / "out.xlsx"
    found, out, err = told("export", *arguments, "-o", str(path))
    assert (found, out) == (code, "") and said in err
    assert not path.exists()


def test_a_file_that_cannot_be_written_was_not_exported(told: Any, app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "out.xlsx"
    code, _out, err = told(
        "export", "ward-totals", "--campaign", "DOT-14-8", "-o", str(path), "--by", AUDITOR
    )
    assert code == 2 and "Không ghi được tệp" in err
    with app.app_context():
        assert queries.exports(OPERATOR) == []
