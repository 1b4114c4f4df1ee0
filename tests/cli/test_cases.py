"""`aidtrack cases`: the office's list comes in as its answers say, once, and other people verify it."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cases import hostile_files
from tests.cli.conftest import LIST, Line, one_sentence

DATA = LIST.parents[3] / "tests" / "data"
ANSWERS = json.loads((DATA / "recipients-2021-08-14.answers.json").read_text())
THAO, TRANG, AUDITOR = "0953 000 001", "0953 000 002", "0953 000 003"


@pytest.fixture
def office(line: Line, add_person: Callable[..., None]) -> Line:
    """A volunteer, a coordinator and an auditor for the whole city."""
    for phone, role in ((THAO, "volunteer"), (TRANG, "coordinator"), (AUDITOR, "auditor")):
        add_person(phone, role, "2021:01")
    return line


def test_the_list_of_august_has_the_figures_of_its_answers(office: Line) -> None:
    answer = office("cases", "import", LIST, "--by", THAO, "--json")
    assert answer.code == 0 and answer.complaint == ""
    told = answer.told
    assert list(told) == ["edition", "rows", "households", "people", "duplicates", "problems", "warnings"]
    assert (told["edition"], told["rows"]) == ("2021", ANSWERS["rows"])
    assert (told["households"], told["people"]) == (ANSWERS["households"], ANSWERS["people"])


def test_the_eight_duplicates_are_found_from_either_side(office: Line) -> None:
    told = office("cases", "import", LIST, "--by", THAO, "--json").told["duplicates"]
    assert {frozenset((pair["stt"], pair["of_stt"])) for pair in told} == {
        frozenset((pair["stt"], pair["of"])) for pair in ANSWERS["duplicates"]
    }
    assert len(told) == 8
    assert all(list(pair) == ["row", "stt", "of", "of_stt", "of_case", "why"] for pair in told)
    assert all(pair["of_case"] is None and pair["why"] for pair in told)


def test_the_five_problems_stand_with_row_and_column(office: Line) -> None:
    told = office("cases", "import", LIST, "--by", THAO, "--json").told
    assert {note["stt"] for note in told["problems"]} == {row["stt"] for row in ANSWERS["invalid"]}
    notes = [*told["problems"], *told["warnings"]]
    assert all(list(note) == ["row", "stt", "column", "field", "message"] for note in notes)
    sheet = load_workbook(LIST).worksheets[0]
    for note in told["problems"]:
        assert note["stt"] in [cell.value for cell in sheet[note["row"]]]
        assert note["column"].isalpha() and note["message"]


@pytest.mark.parametrize("name", ["wards-2021-08-20.xlsx", "wards-2021-08-20.xls"])
def test_the_list_of_the_second_kind_has_the_figures_of_its_answers(office: Line, name: str) -> None:
    kept = DATA / name
    told = office(
        "cases", "import", kept if kept.exists() else LIST.with_name(name), "--by", THAO, "--json"
    ).told
    expected = json.loads((DATA / "wards-2021-08-20.answers.json").read_text())
    assert {count: told[count] for count in ("rows", "households", "people")} == {
        count: expected[count] for count in ("rows", "households", "people")
    }
    assert sorted(sorted((pair["row"], pair["of"])) for pair in told["duplicates"]) == expected["duplicates"]
    problems = [[note["row"], note["column"], note["field"]] for note in told["problems"]]
    assert sorted(problems) == expected["problems"] and told["warnings"] == []


def test_nothing_is_written_without_commit(office: Line, tmp_path: Path) -> None:
    office("cases", "import", LIST, "--by", THAO, "--json")
    kept = tmp_path / "kept.aidtrack"
    assert office("backup", kept).code == 0
    with closing(sqlite3.connect(kept)) as copy:
        for name in ("cases", "case_imports", "case_waiting_rows"):
            assert copy.execute(f"SELECT COUNT(*) FROM {name}").fetchone() == (0,)


def test_a_list_is_written_once(office: Line) -> None:
    first = office("cases", "import", LIST, "--by", THAO, "--commit", "--json")
    assert (first.code, first.told["written"], first.told["already"]) == (0, 347, 0)
    second = office("cases", "import", LIST, "--by", THAO, "--commit", "--json")
    assert (second.code, second.told["written"], second.told["already"]) == (0, 0, 347)


def test_a_wrong_edition_is_asked_for_and_refused(office: Line) -> None:
    answer = office("cases", "import", LIST, "--by", THAO, "--edition", "2025", "--json")
    assert answer.code == 0 and answer.told["edition"] == "2025"
    assert len(answer.told["problems"]) > 5
    assert "2019" in one_sentence(office("cases", "import", LIST, "--by", THAO, "--edition", "2019"))


def test_rows_outside_the_importers_area_are_problems(office: Line, add_person: Callable[..., None]) -> None:
    add_person("0953 000 009", "volunteer", "2021:00682")
    told = office("cases", "import", LIST, "--by", "0953000009", "--json").told
    assert 0 < told["households"] < 40
    assert len(told["problems"]) > 300


def hostile(folder: Path, name: str) -> Path:
    """A file that is no list, by the name of its trouble."""
    path = folder / "danh-sach.xlsx"
    match name:
        case "no spreadsheet":
            path.write_bytes(b"%PDF-1.7 " + b"x" * 4000)
        case "empty":
            path.write_bytes(b"")
        case "damaged":
            path.write_bytes(LIST.read_bytes()[:20_000])
        case "password":
            path.write_bytes(hostile_files.ole("EncryptedPackage"))
        case "bomb":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("[Content_Types].xml", b"<Types/>")
                archive.writestr("xl/workbook.xml", b"<workbook/>")
                archive.writestr("xl/worksheets/sheet1.xml", b" " * 600_000_000)
        case "missing":
            return folder / "nowhere.xlsx"
        case "folder":
            return folder
    return path


@pytest.mark.parametrize(
    "trouble", ["no spreadsheet", "empty", "damaged", "password", "bomb", "missing", "folder"]
)
def test_a_file_that_cannot_be_read_is_named_with_its_trouble(
    office: Line, tmp_path: Path, trouble: str
) -> None:
    answer = office("cases", "import", hostile(tmp_path, trouble), "--by", THAO, "--json")
    assert answer.code == 2
    assert one_sentence(answer)


def test_a_person_without_the_right_is_refused(office: Line) -> None:
    answer = office("cases", "import", LIST, "--by", AUDITOR, "--json")
    assert answer.code == 1 and "right" in one_sentence(answer)


def test_nobody_acts_under_an_unknown_or_unreadable_phone(office: Line) -> None:
    unknown = office("cases", "import", LIST, "--by", "0953 999 999", "--json")
    assert unknown.code == 1 and "Nobody" in one_sentence(unknown)
    unreadable = office("cases", "import", LIST, "--by", "12", "--json")
    assert unreadable.code == 2 and "--by" in one_sentence(unreadable)


def test_a_command_without_a_person_is_wrong_usage(office: Line) -> None:
    answer = office("cases", "import", LIST)
    assert answer.code == 2 and "--by" in one_sentence(answer)


def test_another_person_verifies_what_waits(office: Line) -> None:
    office("cases", "import", LIST, "--by", THAO, "--commit")
    answer = office("cases", "verify", "--all", "--by", TRANG, "--json")
    assert answer.code == 0, answer.complaint
    # a row that waits keeps nobody back: whatever is decided of it, the household it looks like is there
    assert (len(answer.told["verified"]), answer.told["refused"]) == (347, [])


def test_a_volunteer_verifies_nothing_and_a_stranger_code_is_named(office: Line) -> None:
    assert office("cases", "verify", "--all", "--by", THAO, "--json").code == 1
    answer = office("cases", "verify", "HN-ZZZZZZZ", "--by", TRANG, "--json")
    assert answer.code == 1
    assert answer.told == {"verified": [], "refused": [{"code": "HN-ZZZZZZZ", "why": "Not found"}]}


def test_codes_and_all_at_once_are_wrong_usage(office: Line) -> None:
    assert office("cases", "verify", "--by", TRANG).code == 2
    assert office("cases", "verify", "HN-ZZZZZZZ", "--all", "--by", TRANG).code == 2


def test_the_list_says_of_itself_the_same_where_it_came_in_and_was_decided(on_demo: Line) -> None:
    told = on_demo("cases", "import", LIST, "--by", "0952345678", "--json").told
    assert (told["households"], told["people"], len(told["problems"])) == (347, 1000, 5)
    assert {frozenset((pair["stt"], pair["of_stt"])) for pair in told["duplicates"]} == {
        frozenset((pair["stt"], pair["of"])) for pair in ANSWERS["duplicates"]
    }
    read = on_demo("cases", "import", LIST, "--by", "0952345678").out
    assert "were decided before: 8" in read


def test_people_read_lines_instead_of_json(office: Line) -> None:
    answer = office("cases", "import", LIST, "--by", THAO, "--commit")
    assert "360 rows, 347 households, 1,000 people" in answer.out
    assert "347 written, 0 were there already" in answer.out
