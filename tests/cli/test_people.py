"""`aidtrack people`: the operator lets people in, with role, place and password."""

from __future__ import annotations

import pytest

from tests.cli.conftest import PASSWORD, Line, one_sentence

QUAN = ("people", "add", "0952 000 105", "--name", "Vũ Minh Quân", "--role", "volunteer", "--password-stdin")


def test_a_person_is_added_with_several_wards_and_listed(line: Line) -> None:
    wards = ("--ward", "2021:00682", "--ward", "2021:00661")
    added = line(*QUAN, *wards, "--json", sent=f"{PASSWORD}\n")
    told = {
        "phone": "+84952000105",
        "name": "Vũ Minh Quân",
        "assignments": [
            {"role": "volunteer", "place": "2021:00682"},
            {"role": "volunteer", "place": "2021:00661"},
        ],
    }
    assert (added.code, added.told) == (0, told)
    assert line("people", "list", "--json").told == [told]


def test_somebody_everywhere_has_no_place(line: Line) -> None:
    words = ("people", "add", "0952000101", "--name", "Bảo", "--role", "admin", "--everywhere")
    assert line(*words, "--password-stdin", sent=PASSWORD).code == 0
    assert line("people", "list", "--json").told[0]["assignments"] == [{"role": "admin", "place": None}]


@pytest.mark.parametrize(
    "phone", ["0952 000 105", "0952.000.105", "+84 952 000 105", "952000105", "84952000105"]
)
def test_a_phone_may_be_typed_in_any_form(line: Line, phone: str) -> None:
    words = ("people", "add", phone, *QUAN[3:], "--everywhere", "--json")
    assert line(*words, sent=f"{PASSWORD}\n").told["phone"] == "+84952000105"


@pytest.mark.parametrize(
    ("words", "sent", "code", "said"),
    [
        ((), PASSWORD, 2, "--everywhere"),
        (("--everywhere", "--ward", "2021:00682"), PASSWORD, 2, "--everywhere"),
        (("--ward", "00682"), PASSWORD, 2, "EDITION:CODE"),
        (("--ward", "2021:99999"), PASSWORD, 1, "2021:99999"),
        (("--ward", "1999:00682"), PASSWORD, 1, "1999:00682"),
        (("--everywhere",), "", 1, "empty"),
        (("--everywhere",), "short", 1, "at least 10"),
        (("--everywhere", "--role", "boss"), PASSWORD, 2, "boss"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(
    line: Line, words: tuple[str, ...], sent: str, code: int, said: str
) -> None:
    answer = line(*QUAN, *words, sent=sent)
    assert answer.code == code
    assert said in one_sentence(answer)
    assert line("people", "list", "--json").told == []


def test_without_the_word_for_it_no_password_is_read(line: Line) -> None:
    answer = line(*QUAN[:-1], "--everywhere", sent=PASSWORD)
    assert answer.code == 2 and "--password-stdin" in one_sentence(answer)


def test_a_phone_that_is_none_is_wrong_usage_and_one_that_is_taken_is_refused(line: Line) -> None:
    unreadable = line("people", "add", "12", *QUAN[3:], "--everywhere", sent=PASSWORD)
    assert unreadable.code == 2 and one_sentence(unreadable)
    assert line(*QUAN, "--everywhere", sent=PASSWORD).code == 0
    again = line(*QUAN, "--everywhere", sent=PASSWORD)
    assert again.code == 1 and "already" in one_sentence(again)


def test_the_operators_acts_are_recorded_as_the_operators(line: Line) -> None:
    line(*QUAN, "--everywhere", sent=PASSWORD)
    verdict = line("audit", "verify", "--json").told
    assert verdict["ok"] and verdict["rows"] == 3  # added, password, assignment
