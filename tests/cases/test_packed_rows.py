"""Packed rows come back as they were, in any order of asking."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases import packed_rows
from aidtrack.cases.packed_rows import PackedRows, RowPacker

cells = st.none() | st.integers() | st.text(max_size=5) | st.booleans()
rows = st.lists(st.lists(cells, max_size=4).map(tuple), max_size=30)


def packed(given_rows: list[tuple[Any, ...]]) -> PackedRows:
    packer = RowPacker()
    for row in given_rows:
        packer.take(json.dumps(row).encode())
    return packer.rows(lambda cell: cell)


@given(rows, st.integers(-5, 35), st.integers(-5, 35), st.integers(1, 7))
def test_rows_and_slices_are_those_of_a_list(
    written: list[tuple[Any, ...]], first: int, last: int, together: int
) -> None:
    before = packed_rows.ROWS_TOGETHER
    packed_rows.ROWS_TOGETHER = together
    try:
        kept = packed(written)
        assert list(kept) == written and len(kept) == len(written) and kept == written
        assert list(kept[first:last]) == written[first:last] and list(kept[::2]) == written[::2]
        assert [kept[at] for at in reversed(range(len(written)))] == written[::-1]
        assert list(zip(kept, kept, strict=True)) == list(zip(written, written, strict=True))
    finally:
        packed_rows.ROWS_TOGETHER = before


def test_other_rows_are_not_the_same() -> None:
    assert packed([(1,), (2,)]) != packed([(1,), (3,)]) and packed([(1,)]) != packed([])
    assert packed([(1,)]) != 1 and hash(packed([(1,)])) == hash(packed([(1,)]))


def test_dates_are_revived() -> None:
    packer = RowPacker()
    packer.take(b'[{"date":"2021-08-14"},1]')
    assert packer.rows(lambda cell: cell["date"])[0] == ("2021-08-14", 1)
