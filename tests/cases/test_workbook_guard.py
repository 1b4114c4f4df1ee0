"""Is this file a safe spreadsheet? Asked of its first bytes and its table of contents."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aidtrack.cases.ole_file import MAGIC
from aidtrack.cases.sheet import cells_of
from aidtrack.cases.workbook_guard import LARGEST_FILE, TEXT, kind_of
from aidtrack.errors import RuleBroken
from tests.cases import lists
from tests.cases.hostile_files import parts_of, with_parts, zipped


@pytest.mark.parametrize("make", [lists.today, lists.fatherland_front, lists.ward_office])
def test_plain_workbooks_pass_and_with_a_macro_the_same_are_refused(make: Callable[[], bytes]) -> None:
    assert refusal(make()) is None
    parts = {**parts_of(make()), "xl/vbaProject.bin": b"macro"}
    assert "macros" in str(refusal(zipped(parts)))


def refusal(data: bytes) -> RuleBroken | None:
    """Why a file is refused, None if it passes."""
    try:
        kind_of(data)
    except RuleBroken as refused:
        return refused
    return None


def test_a_file_beyond_the_limit_is_not_even_looked_into() -> None:
    with pytest.raises(RuleBroken, match="larger than 25 MB"):
        kind_of(b"PK\x03\x04" + b"\0" * LARGEST_FILE)


def test_many_pictures_in_a_workbook_are_allowed_and_leave_its_cells_alone() -> None:
    pictured = with_parts({f"xl/media/{n}.png": bytes(1000) for n in range(100)})
    assert cells_of(pictured) == cells_of(lists.today())


@given(st.binary(max_size=300))
def test_any_bytes_pass_or_are_refused_by_a_sentence(data: bytes) -> None:
    for start in (b"PK\x03\x04", MAGIC, MAGIC + b"\0" * 500):
        with pytest.raises(RuleBroken) as refused:
            kind_of(start + data)
        assert refused.value.field == "file"
    plain = refusal(data)
    assert plain.field == "file" if plain else kind_of(data) == TEXT


@example(355, ord("O"))
@given(st.integers(0, 4_000), st.integers(0, 255))
def test_a_workbook_with_a_byte_changed_passes_or_is_refused_by_a_sentence(at: int, value: int) -> None:
    data = bytearray(TODAY)
    data[-(at % len(data)) - 1] = value
    refused = refusal(bytes(data))
    # Whatever passes has a table of contents that can be read, with the parts of a workbook in it.
    passed = refused is None and any(name.startswith("xl/worksheets/") for name in names_in(bytes(data)))
    assert passed or (refused is not None and refused.field == "file")


TODAY = lists.today()


def names_in(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return [name.lower() for name in packed.namelist()]
