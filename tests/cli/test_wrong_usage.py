"""Whatever is mistyped, the command line answers in one sentence of ours, in the reader's language."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from tests.cli.conftest import Line, one_sentence

MISTYPED = {
    ("peple",): ("“peple”", "people"),
    ("people", "lst"): ("“lst”", "list"),
    ("people", "list", "--jso"): ("“--jso”", "--json"),
    ("people", "list", "more"): ("aidtrack people list --help",),
    ("people", "add"): ("SĐT",),
    ("people", "add", "0912345678"): ("--name",),
    ("people", "add", "0912345678", "--name"): ("--name",),
    ("people", "add", "0912345678", "--name", "A", "--role", "king"): ("--role", "volunteer", "admin"),
    ("serve", "--port", "eighty"): ("--port", "65535"),
    ("serve", "--port", "99999"): ("--port", "65535"),
    ("restore", "not-there.sqlite3"): ("not-there.sqlite3",),
    ("cases", "import", "not-there.xlsx", "--by", "0952345678"): (),
}
ENGLISH = re.compile(
    r"\b(the|is|such|file|missing|option|command|argument|invalid|already|address|of|not)\b", re.I
)
"""Words that no Vietnamese sentence has, outside of what was typed."""


@pytest.mark.parametrize("words", MISTYPED, ids=" ".join)
def test_what_is_mistyped_is_answered_in_vietnamese_with_the_remedy(
    type_line: Line, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("AIDTRACK_LANGUAGE", "vi")
    answer = type_line(*words)
    said = one_sentence(answer)
    assert answer.code in (1, 2) and answer.out == ""
    for part in MISTYPED[words]:
        assert part in said
    assert not ENGLISH.search(re.sub(r"“.*?”|--[a-z-]+|[\w/.-]*not-there[\w.-]*", "", said)), said


def test_a_port_that_is_taken_names_the_next_command_to_type(
    type_line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        for language, begins in (("vi", f"Cổng {port} đang có"), ("en", f"Another program uses port {port}")):
            monkeypatch.setenv("AIDTRACK_LANGUAGE", language)
            answer = type_line("serve", "--port", str(port), "--no-worker")
            said = one_sentence(answer)
            assert answer.code == 1 and said.startswith(begins)
            assert re.search(r"PORT=\d+ make run", said) and "in use" not in said
    monkeypatch.setenv("AIDTRACK_SECRET_KEY", "a key of our own, long")
    assert "AIDTRACK_BIND" in one_sentence(type_line("serve", "--bind", "203.0.113.7", "--no-worker"))


def test_a_file_that_cannot_be_opened_says_why_in_the_readers_language(
    line: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    line("people", "add", "0952345678", "--name", "A", "--role", "admin", "--everywhere", "--password-stdin",
         sent="gao-lac-mi-tom-2021")  # fmt: skip
    monkeypatch.setenv("AIDTRACK_LANGUAGE", "vi")
    gone = line("cases", "import", tmp_path / "khong-co.xlsx", "--by", "0952345678")
    folder = line("cases", "import", tmp_path, "--by", "0952345678")
    (tmp_path / "tep").write_text("")
    nowhere = line("backup", tmp_path / "tep" / "a.sqlite3")
    assert "không có tệp hay thư mục này" in one_sentence(gone)
    assert "đây là thư mục" in one_sentence(folder)
    assert nowhere.code != 0 and not ENGLISH.search(nowhere.complaint.replace(str(tmp_path), ""))


def test_people_are_listed_with_their_roles_and_places_in_words(line: Line) -> None:
    line("people", "add", "0952345678", "--name", "Trang", "--role", "coordinator", "--ward", "2021:00682",
         "--password-stdin", sent="gao-lac-mi-tom-2021")  # fmt: skip
    assert "0952 345 678  Trang  Coordinator, Xã Liên Ninh" in line("people", "list").out
