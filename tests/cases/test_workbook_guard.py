"""Is this file a safe spreadsheet? Asked of its first bytes and its table of contents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.workbook_guard import LARGEST_FILE, refuse_unsafe
from aidtrack.errors import RuleBroken
from tests.cases import lists
from tests.cases.hostile_files import with_parts


@pytest.mark.parametrize("make", [lists.today, lists.fatherland_front, lists.ward_office])
def test_plain_workbooks_pass(make: object) -> None:
    assert callable(make)
    refuse_unsafe(make())


def test_a_file_beyond_the_limit_is_not_even_looked_into() -> None:
    with pytest.raises(RuleBroken, match="larger than 25 MB"):
        refuse_unsafe(b"PK\x03\x04" + b"\0" * LARGEST_FILE)


def test_many_pictures_in_a_workbook_are_allowed() -> None:
    refuse_unsafe(with_parts({f"xl/media/{n}.png": bytes(1000) for n in range(100)}))


@given(st.binary(max_size=300))
def test_any_bytes_pass_or_are_refused_by_a_sentence(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")):
        with pytest.raises(RuleBroken) as refused:
            refuse_unsafe(start + data)
        assert refused.value.field == "file"


@given(st.integers(0, 4_000), st.integers(0, 255))
def test_a_workbook_with_a_byte_changed_passes_or_is_refused_by_a_sentence(at: int, value: int) -> None:
    data = bytearray(lists.today())
    data[-(at % len(data)) - 1] = value
    try:
        refuse_unsafe(bytes(data))
    except RuleBroken as refused:
        assert refused.field == "file"
