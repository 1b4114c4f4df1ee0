"""Lists as other offices lay them out, made on the spot: other words, other order, other heads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet


def saved(workbook: Workbook) -> bytes:
    """The workbook's bytes."""
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sheet_with(rows: Iterable[Sequence[Any]], merged: Iterable[str] = (), title: str = "DS") -> bytes:
    """A workbook of one sheet with these rows."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    fill(sheet, rows, merged)
    sheet.title = title
    return saved(workbook)


def fill(sheet: Worksheet, rows: Iterable[Sequence[Any]], merged: Iterable[str] = ()) -> None:
    """Rows from the first one on, then the merged ranges."""
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    for area in merged:
        sheet.merge_cells(area)


def womens_union() -> bytes:
    """One row of titles in another order and in other words; dates; sex by a word; districts shortened."""
    return sheet_with(
        [
            ["HỘI LIÊN HIỆP PHỤ NỮ (dữ liệu giả lập)"],
            ["DANH SÁCH HỘ KHÓ KHĂN CẦN TRỢ GIÚP"],
            [],
            ["TT", "Tên người nhận", "Giới tính", "Ngày, tháng, năm sinh", "Nhân khẩu", "Đối tượng",
             "Tình trạng", "Điện thoại liên lạc", "Số định danh cá nhân", "Chỗ ở hiện tại",
             "Xã, phường, thị trấn", "Quận", "Quê quán"],
            ["1", "Lò Thị Mây", "Nữ", date(1990, 3, 8), "03", "LĐ ngoại tỉnh, mất việc", "quán đóng cửa",
             "095.123.4567", 14190000001, "12 ngách 5/8 Lĩnh Nam", "P. Mai Động", "Q. Hoàng Mai", "Sơn La"],
            ["2", "ĐẶNG VĂN AN", "nam", "15/07/1949", 1.0, "người già neo đơn", None, None, "012345678",
             "tổ 4", "TT Yên Viên", "H. Gia Lâm", None],
            ["3", "Bà Vũ Thị Lụa", None, 1952, "2 người", "chạy xe ôm", "chồng nằm viện", 951112223, None,
             "thôn Đông", "Xã Yên Viên", "Gia Lâm", "Nam Định"],
            ["4", "Hoàng Văn Tám", "Nữ", 1980, 4, "NKT; trẻ em mồ côi", None, "0951112224 / 0951112225",
             "014080000009", "số 6", "mỹ đình II", "Nam Từ Liêm", None],
            ["Cộng:", None, None, None, 10],
            ["Bằng chữ: mười người"],
            [None, "Người lập", None, None, None, None, None, "Chủ tịch Hội"],
            [None, "Trần Thị Hạnh", None, None, None, None, None, "Lê Thị Mười"],
        ]
    )  # fmt: skip


def fatherland_front() -> bytes:
    """A cover sheet first; wards as titles of sections; a head of two rows without merged cells."""
    workbook = Workbook()
    cover = workbook.active
    assert isinstance(cover, Worksheet)
    cover.title = "Bìa"
    fill(
        cover,
        [
            ["ỦY BAN MẶT TRẬN TỔ QUỐC"],
            [],
            ["Tổng hợp"],
            ["Phường", "Số hộ"],
            ["Vĩnh Tuy", 3],
            ["Bạch Mai", 2],
        ],
    )
    fill(
        workbook.create_sheet("Chi tiết"),
        [
            ["BIỂU TỔNG HỢP HỘ CẦN HỖ TRỢ, THÁNG 8 NĂM 2021"],
            [None, None, "Năm sinh", None, None, "Địa chỉ", None, None, None],
            [
                "Số TT",
                "Họ tên chủ hộ",
                "Nam",
                "Nữ",
                "Số NK",
                "Số nhà, ngõ",
                "Tổ dân phố",
                "SĐT",
                "Thuộc diện",
            ],
            ["A", "B", 1, 2, 3, 4, 5, 6, 7],
            ["Phường Vĩnh Tuy - Quận Hai Bà Trưng"],
            [1, "Phan Văn Bảy", 1961, None, 2, "số 9 ngõ 122", "Tổ 15", "0953 000 001", "thất nghiệp"],
            [2, "Phan Thị Sen", None, "1975", "5 khẩu", "số 11 ngõ 122", '"', "0953000002", "Người nhà BN"],
            [3, "Đỗ Văn Tư", 1982, None, 3, "số 13 ngõ 122", "Tổ 16", 953000003, "SV"],
            [None, "Cộng phường Vĩnh Tuy", None, None, 10],
            ["II", "P. Bạch Mai (2 hộ)"],
            [1, "Ngô Văn Chín", 1958, None, 1, "số 2 ngõ 4", "Tổ 1", None, "Người cao tuổi neo đơn"],
            [2, "Ngô Thị Na", None, 1999, 2, "số 4 ngõ 4", "Tổ 1", "0953000005", "sinh viên"],
            ["Tổng cộng", None, None, None, 13],
            [],
            [None, "Hà Nội, ngày 20 tháng 8 năm 2021"],
            [None, "TM. BAN THƯỜNG TRỰC", None, None, None, "CHỦ TỊCH"],
            [None, "Nguyễn Văn Một", None, None, None, "Nguyễn Văn Hai"],
        ],
    )
    return saved(workbook)


def ward_office() -> bytes:
    """One ward in the list's title, ticks for categories, names in two columns, two rows of titles."""
    return sheet_with(
        [
            ["UBND PHƯỜNG TRUNG VĂN", *[None] * 4, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["QUẬN NAM TỪ LIÊM"],
            ["DANH SÁCH RÀ SOÁT"],
            ["Thôn/tổ", "Số thứ tự", "Họ và tên", None, "Sinh năm", "Đối tượng", None, None,
             "Số người trong hộ", "CMND hoặc CCCD", "ĐT", "Địa chỉ thường trú", "Địa chỉ tạm trú", "Ghi chú"],
            [*[None] * 5, "Sinh viên", "Bệnh nhân", "Mất việc"],
            ["Tổ 1", 1, "Trần Văn", "Hiếu", 2001, "x", None, None, 1, "036201000001", "0954 111 222",
             "Ý Yên, Nam Định", "5 ngõ 7 Trung Văn", None],
            [None, 2, "Lý Thị", "Hoa", 1969, None, "X", "x", 2, None, None, "Bắc Kạn", "7 ngõ 7 Trung Văn",
             "chạy thận"],
            ["Tổ 2", 3, "Lý A", "Sáng", 1988, None, None, "x", 4, "01188000003", "0954111224", "Điện Biên",
             "9 ngõ 7 Trung Văn", None],
            [*[None] * 8, 7],
        ],
        ["C4:D4", "F4:H4", "A6:A7", "A4:A5", "B4:B5", "E4:E5", "I4:I5"],
    )  # fmt: skip


def with_wards_in_addresses() -> bytes:
    """No column for the ward: it stands at the end of each address."""
    return sheet_with(
        [
            ["STT", "Họ và tên", "Năm sinh", "Địa chỉ hiện nay", "SĐT", "Số người"],
            [1, "Cao Văn Một", 1970, "số 5 ngõ 20 phường Định Công quận Hoàng Mai, Hà Nội", "0955000001", 2],
            [2, "Cao Văn Hai", 1971, "thôn Thọ Am, xã Liên Ninh, huyện Thanh Trì", "0955000002", 3],
            [3, "Cao Văn Ba", 1972, "12 Trần Cung, P.Cổ Nhuế 1, Q.Bắc Từ Liêm", "0955000003", 4],
            [4, "Cao Văn Bốn", 1973, "3 Kim Ngưu, Thanh Nhàn, Hai Bà Trưng, Hà Nội", "0955000004", 1],
            [5, "Cao Văn Năm", 1974, "3 Lê Lợi, phường Bến Nghé, Quận 1", "0955000005", 1],
        ]
    )


def today() -> bytes:
    """A list of the places as they are since July 2025: no districts."""
    return sheet_with(
        [
            ["STT", "Họ tên", "Sinh năm", "Số khẩu", "Phường/xã"],
            [1, "Vi Văn Đông", 1980, 2, "Phường Vĩnh Tuy"],
            [2, "Vi Văn Tây", 1981, 3, "Xã Ngọc Hồi"],
            [3, "Vi Văn Nam", 1982, 4, "Phường Thanh Liệt"],
        ]
    )
