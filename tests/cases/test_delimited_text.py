"""Text with separators: its encoding, its separator and its quotes are found out."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.delimited_text import Unreadable, encoding_of, rows_of, separator_of
from tests.cases.second_list import ENCODINGS, windows_1258

LINES = [
    ["STT", "Họ và tên", "Địa chỉ, tổ"],
    ["1", "Nguyễn Thị Đào; bé", "số 5 | ngõ 7"],
    ["2", "Vũ", "x\ty"],
]


def as_text(lines: list[list[str]], separator: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows(lines)
    return stream.getvalue()


@pytest.mark.parametrize(("encoding", "separator"), ENCODINGS.values(), ids=ENCODINGS)
def test_lines_come_as_they_were_written(encoding: str, separator: str) -> None:
    text = as_text(LINES, separator)
    data = windows_1258(text) if encoding == "cp1258" else text.encode(encoding)
    assert separator_of(data) == (False, separator)
    found = [[unicodedata.normalize("NFC", str(cell)) for cell in row] for row in rows_of(data)]
    assert found == LINES


@pytest.mark.parametrize(
    ("data", "encoding"),
    [(b"\xff\xfea\0", "utf-16-le"), (b"\xfe\xff\0a", "utf-16-be"), (b"a\0,\0b\0", "utf-16-le"),
     (b"\0a\0,\0b", "utf-16-be"), (b"a,b", "utf-8"), (b"", "utf-8"), (b"a,b\0" + b"c" * 40, "utf-8")],
)  # fmt: skip
def test_two_byte_text_is_known_by_its_mark_or_its_zeros(data: bytes, encoding: str) -> None:
    assert encoding_of(data) == encoding


def test_whole_numbers_are_numbers_unless_a_zero_leads_them() -> None:
    (row,) = rows_of(b"1,01,-3,1.5,9999999999,0, ,x\n")
    assert row == [1, "01", -3, "1.5", "9999999999", 0, None, "x"]


def test_the_separator_may_be_named_in_a_line_of_its_own() -> None:
    assert list(rows_of(b"sep=^\r\na^b\r\n")) == [[], ["a", "b"]]


def test_a_quote_that_never_ends_swallows_nothing() -> None:
    data = b'1,"Lo Van An\n' + b"2,Lo Thi Ba\n" * 300
    assert len(list(rows_of(data))) == 301


def test_longer_cells_and_wider_rows_than_a_spreadsheet_has_are_not_read() -> None:
    for data in (b"a," + b"b" * 40_000, b"a," * 20_000):
        with pytest.raises(Unreadable):
            list(rows_of(data))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert all(len(row) <= len(data) + 1 for row in rows_of(data))
    except Unreadable:
        assert data
