"""The list of 14 August as a second office would send it, with its answers: a cover sheet and a summary,
wards as titles of sections, other words, another order, heads of two rows that come again on each page.

`python -m tests.cases.second_list DIRECTORY` writes it as .xlsx; the .xls in tests/data was saved from it
by LibreOffice (`soffice --convert-to xls`), and the .csv files of the tests are made of the same rows.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from aidtrack.cases import sheet
from aidtrack.cases.sheet import cells_of
from aidtrack.vietnamese.folding import fold
from tests.cases import lists

REAL = Path(sheet.__file__).parent / "data" / "recipients-2021-08-14.xlsx"
DATA = Path(__file__).parents[1] / "data"
SHEET = "Chi tiết"
PAGE = 45
N = None

HEAD: list[list[Any]] = [
    ["Đối tượng", "Nhân khẩu", "Số TT", "Tên người nhận", N, "Giới", "Năm sinh", "Nguyên quán",
     "Chỗ ở hiện tại", "Điện thoại liên lạc", "Số định danh cá nhân", "Lý do khó khăn", "Gạo (kg)",
     "Ký nhận"],
    [N, N, N, "Họ và đệm", "Tên", *[N] * 9],
]  # fmt: skip
MERGED = ["D{0}:E{0}", *(f"{letter}{{0}}:{letter}{{1}}" for letter in "ABCFGHIJKLMN")]
NUMBERS: list[Any] = [f"({number})" for number in range(1, 15)]
ROMAN = [
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI"),
    *("XVII", "XVIII", "XIX", "XX", "XXI", "XXII", "XXIII", "XXIV", "XXV", "XXVI", "XXVII", "XXVIII", "XXIX"),
]
TITLES = ("{ward} - {district}", "{ward}, {district}: {count} hộ", "{ward} ({district})")


@cache
def _sections() -> list[tuple[str, str, list[tuple[Any, ...]]]]:
    """The real list's lines by their wards, as (ward with its kind, district, lines), in order of coming."""
    (real,) = cells_of(REAL)
    found: dict[tuple[str, str], tuple[str, str, list[tuple[Any, ...]]]] = {}
    for line in real.rows[8:368]:
        ward, district = str(line[8]), str(line[9] or "")
        bare = ward
        for kind in ("Phường ", "Xã ", "Thị trấn "):
            bare = bare.removeprefix(kind)
        if bare == ward:
            ward = f"{'Phường' if district.startswith('Quận') else 'Xã'} {bare}"
        found.setdefault((fold(bare), fold(district)), (ward, district, []))[2].append(line)
    return list(found.values())


@cache
def written() -> tuple[list[list[Any]], list[int], dict[int, int]]:
    """The detailed sheet's rows, the numbers of those where a head begins, and the row of each real line."""
    rows: list[list[Any]] = [
        ["UBND THÀNH PHỐ HÀ NỘI (dữ liệu giả lập)"],
        [],
        ["BIỂU CHI TIẾT HỘ GẶP KHÓ KHĂN DO DỊCH, THÁNG 8 NĂM 2021"],
        [],
    ]
    heads, row_of = [len(rows) + 1], {}
    rows += [*HEAD, NUMBERS]
    for number, (ward, district, lines) in enumerate(_sections()):
        rows.append(_title(number, ward, district, len(lines)))
        for turn, line in enumerate(lines, start=1):
            if len(rows) + 1 >= heads[-1] + PAGE:
                rows.append([N, N, N, "Cộng trang", N, *[N] * 7, 0])
                heads.append(len(rows) + 1)
                rows += HEAD
            rows.append(_line(turn, line))
            row_of[line[0]] = len(rows)
        people = sum(line[10] for line in lines if isinstance(line[10], int))
        rows.append([N, people, N, f"Cộng {ward}", *[N] * 8, people * 4])
    rows += [
        ["TỔNG CỘNG", 1000, *[N] * 10, 4000],
        ["Bằng chữ: bốn nghìn ki-lô-gam gạo"],
        [],
        [N, N, N, N, N, N, N, N, "Hà Nội, ngày 20 tháng 8 năm 2021"],
        [N, N, N, "NGƯỜI TỔNG HỢP", N, N, N, N, "TM. ỦY BAN NHÂN DÂN"],
        [N, N, N, "(Ký, ghi rõ họ tên)", N, N, N, N, "KT. CHỦ TỊCH"],
        [],
        [N, N, N, "Lê Thị Tổng", N, N, N, N, "Nguyễn Văn Duyệt"],
    ]
    return rows, heads, row_of


def _title(number: int, ward: str, district: str, count: int) -> list[Any]:
    said = TITLES[number % 3].format(ward=ward, district=district, count=count) if district else ward
    title = f"{ROMAN[number]}. {said}" if number % 2 else said
    return [title.upper() if number % 5 == 4 else title]


def _line(turn: int, line: tuple[Any, ...]) -> list[Any]:
    _, name, man, woman, cid, phone, home, address, _, _, people, category, why, *_ = [*line, N, N]
    family, _, given = (name or "").rpartition(" ")
    sex, rice = "Nam" if man else "Nữ", people * 4 if isinstance(people, int) else N
    born = man or woman
    return [category, people, turn, family or N, given or N, sex, born, home, address, phone, cid, why, rice]


def workbook() -> bytes:
    """The whole workbook: cover, summary, details, and a sheet of notes."""
    book = Workbook()
    lists.fill(
        book.worksheets[0],
        [["ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"], [], ["Kính gửi: Thành đoàn Hà Nội"], [N, "Tệp gồm 3 biểu"]],
    )
    book.worksheets[0].title = "Bìa"
    summary = [[ward, district, len(lines)] for ward, district, lines in _sections()]
    lists.fill(book.create_sheet("Tổng hợp"), [["Phường, xã", "Quận, huyện", "Số hộ"], *summary])
    rows, heads, _ = written()
    merged = [area.format(at, at + 1) for at in heads for area in MERGED]
    lists.fill(book.create_sheet(SHEET), rows, merged)
    lists.fill(book.create_sheet("Ghi chú"), [["Số liệu đến hết ngày 20/8/2021"]])
    return lists.saved(book)


ENCODINGS: Mapping[str, tuple[str, str]] = {
    "utf-8 with its mark, commas": ("utf-8-sig", ","),
    "utf-8, semicolons": ("utf-8", ";"),
    "utf-16 little end first, tabs": ("utf-16-le", "\t"),
    "utf-16 big end first, semicolons": ("utf-16-be", ";"),
    "windows-1258, semicolons": ("cp1258", ";"),
    "windows-1258, commas": ("cp1258", ","),
    "utf-8, bars": ("utf-8", "|"),
}


def as_csv(encoding: str, separator: str) -> bytes:
    """The detailed sheet as text; in the two-byte encodings with the mark that Excel writes."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows(written()[0])
    text = stream.getvalue()
    if encoding == "cp1258":
        return windows_1258(text)
    return ("\ufeff" + text if encoding.startswith("utf-16") else text).encode(encoding)


def windows_1258(text: str) -> bytes:
    """Text in the encoding of old Vietnamese Windows: letters whole, tones behind them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    found = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        found.append(letter + "".join(part for part in parts if part in tones))
    return "".join(found).encode("cp1258")


def answers(real: Mapping[str, Any]) -> dict[str, Any]:
    """What is to come out, from the real list's answers: rows instead of numbers, columns as here."""
    _, _, row_of = written()
    columns = {124: ("B", "people"), 222: ("I", "ward"), 273: ("B", "people"), 288: ("E", "name"),
               330: ("I", "ward")}  # fmt: skip
    return {
        "rows": real["rows"],
        "households": real["households"],
        "people": real["people"],
        "duplicates": sorted(
            sorted((row_of[pair["stt"]], row_of[pair["of"]])) for pair in real["duplicates"]
        ),
        "problems": sorted([row_of[stt], *place] for stt, place in columns.items()),
    }


def main(arguments: Sequence[str]) -> None:
    """Write the workbook and its answers into a directory."""
    folder = Path(arguments[0])
    (folder / "wards-2021-08-20.xlsx").write_bytes(workbook())
    real = json.loads((DATA / "recipients-2021-08-14.answers.json").read_text())
    text = json.dumps(answers(real), ensure_ascii=False, indent=1)
    (folder / "wards-2021-08-20.answers.json").write_text(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
