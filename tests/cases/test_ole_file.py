"""The table of contents of an old Office file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.ole_file import MAGIC, OleFile
from tests.cases.odd_files import OLD, old_in_circles

DATA = OLD.read_bytes()


def test_the_streams_of_an_old_workbook_are_named() -> None:
    entries = {entry.name: entry for entry in OleFile(DATA).entries()}
    assert entries["Workbook"].is_stream and entries["Workbook"].size > 50_000
    # Every workbook's stream begins with the record BOF.
    assert OleFile(DATA).begins(entries["Workbook"])[:2] == b"\x09\x08"


@pytest.mark.parametrize("data", [b"", MAGIC, MAGIC + b"\0" * 600, DATA[:700], old_in_circles()])
def test_what_is_damaged_or_runs_in_circles_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        OleFile(data).entries()


@given(st.lists(st.tuples(st.integers(30, 80) | st.integers(512, 3_000), st.integers(0, 255)), max_size=6))
def test_bytes_changed_anywhere_give_entries_or_a_value_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(DATA)
    for at, value in changes:
        data[at] = value
    try:
        found = OleFile(bytes(data)).entries()
    except ValueError:
        found = []
    assert len(found) < 2_100
