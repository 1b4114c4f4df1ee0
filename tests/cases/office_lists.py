"""Lists with the habits of many offices, each with what a careful clerk would say of it.

`OFFICES` maps what is special about a list to its rows and merged cells, and to
(rows, households, people, duplicates, rows with problems).
"""

from __future__ import annotations

import unicodedata
from typing import Any

Row = list[Any]
Answer = tuple[int, int, int, int, tuple[int, ...]]
N = None
PLAIN: Row = ["STT", "Họ và tên", "Năm sinh", "Số khẩu", "Phường/xã"]


def nfd(text: str) -> str:
    """The text as some phones and Macs write it: letters and marks apart."""
    return unicodedata.normalize("NFD", text)


OFFICES: dict[str, tuple[list[Row], list[str], Answer]] = {
    "empty rows and columns before the table, a head of two rows, goods and Ký nhận": (
        [
            [N, N, "DANH SÁCH CÁC HỘ NHẬN QUÀ HỖ TRỢ"], [], [], [], [], [], [],
            [N, N, "STT", "Họ và tên", "Năm sinh", N, "Địa chỉ", N, "Trong đó", N, "Quà tặng", N, "Ký nhận"],
            [N, N, N, N, "Nam", "Nữ", "Số nhà, tổ", "Phường", "Số khẩu", "Trẻ dưới 6 tuổi", "Gạo", "Mì"],
            [N, N, 1, "NGUYỄN VĂN BÌNH", 1970, N, "12 ngõ 4", "Bạch Mai", 3, 1, 12, 27],
            [N, N, 2, "TRẦN THỊ CÚC", N, 1980, "14 ngõ 4", "Thanh Nhàn", 4, N, 16, 36],
            [N, N, "Tổng cộng", N, N, N, N, N, 7, 1, 28, 63],
            [N, N, "Bằng chữ: hai mươi tám ki-lô-gam gạo"],
            [N, N, N, "NGƯỜI LẬP BIỂU", N, N, N, "THỦ TRƯỞNG ĐƠN VỊ"],
        ],
        ["E8:F8", "G8:H8", "I8:J8", "K8:L8", "C8:C9", "D8:D9", "M8:M9"],
        (2, 2, 7, 0, ()),
    ),
    "each person on a line, the head with the number and the count": (
        [
            ["DANH SÁCH NHÂN KHẨU PHƯỜNG VĨNH TUY, QUẬN HAI BÀ TRƯNG"],
            ["STT", "Họ và tên", "Quan hệ với chủ hộ", "Năm sinh", "Số CCCD", "Địa chỉ", "Số khẩu"],
            [1, "Nguyễn Văn An", "Chủ hộ", 1970, "001070000011", "12 ngõ 5 Vĩnh Tuy", 3],
            [N, "Trần Thị Ba", "Vợ", 1972, "001172000012"],
            [N, "Nguyễn Văn Con", "Con", 2005],
            [2, "Lê Thị Dung", "Chủ hộ", 1980, "001180000013", "14 ngõ 5 Vĩnh Tuy", 1],
            ["Tổng", N, N, N, N, N, 4],
        ],
        [],
        (2, 2, 4, 0, ()),
    ),
    "people below their head told only by the empty number": (
        [PLAIN, [1, "Nguyễn Văn An", 1970, 3, "Vĩnh Tuy"], [N, "Trần Thị Ba", 1972], [N, "Nguyễn Văn Con"],
         [2, "Lê Thị Dung", 1980, 2, "Vĩnh Tuy"], [N, "Lê Văn Em", 2010, N, "nt"]],
        ["A2:A4", "D2:D4"],
        (2, 2, 5, 0, ()),
    ),
    "people with numbers of their own, households with another": (
        [
            ["STT", "Hộ số", "Họ và tên", "Quan hệ", "Năm sinh", "Phường", "Số khẩu"],
            [1, 1, "Nguyễn Văn An", "Chủ hộ", 1970, "Vĩnh Tuy", 2],
            [2, N, "Trần Thị Ba", "Vợ", 1972],
            [3, 2, "Lê Thị Dung", "Chủ hộ", 1980, "Vĩnh Tuy", N],
            [4, N, "Lê Văn Em", "Con", 2010],
            [5, 3, "Lê Văn Giang", "Chủ hộ", 1990, "Vĩnh Tuy", N],
        ],
        [],
        (3, 2, 4, 0, (6,)),
    ),
    "no count at all, but everybody's relation to the head": (
        [["STT", "Họ và tên", "Quan hệ với chủ hộ", "Năm sinh", "Phường, xã"],
         [1, "Tạ Văn Nhất", "Chủ hộ", 1961, "Vĩnh Tuy"], [N, "Tạ Thị Hai", "Vợ", 1962],
         [2, "Ngô Thị Tư", "Chủ hộ", 1950, "Vĩnh Tuy"]],
        [],
        (2, 2, 3, 0, ()),
    ),
    "titles of sections with their sums, districts above wards, sums after each": (
        [
            ["STT", "Họ và tên", "Năm sinh", "Số khẩu", "Gạo (kg)", "Mì (gói)"],
            ["A", "QUẬN HAI BÀ TRƯNG", N, 6, 24, 54],
            [1, "Phường Minh Khai", N, 2, 8, 18],
            [1, "Lê Văn Nhất", 1971, 2, 8, 18],
            [N, "Cộng phường Minh Khai", N, 2, 8, 18],
            [2, "Phường Vĩnh Tuy", N, 4, 16, 36],
            [1, "Lê Văn Nhì", 1972, 4, 16, 36],
            ["B", "QUẬN BẮC TỪ LIÊM"],
            [1, "Phường Minh Khai"],
            [1, "Lê Văn Tam", 1973, 3, 12, 27],
            [N, "TỔNG CỘNG (A+B)", N, 9, 36, 81],
        ],
        [],
        (3, 3, 9, 0, ()),
    ),
    "hamlets as titles of sections, the commune in the list's title": (
        [
            ["DANH SÁCH HỘ KHÓ KHĂN XÃ LIÊN NINH - HUYỆN THANH TRÌ"],
            ["TT", "Chủ hộ", "Sinh năm", "Nhân khẩu", "Hoàn cảnh"],
            ["I", "THÔN NHỊ CHÂU"],
            [1, "Lưu Văn Mười", 1955, 2, "già yếu"],
            [N, "Cộng thôn Nhị Châu", N, 2],
            ["II", "Thôn Thọ Am: 2 hộ"],
            [1, "Chử Văn Tám", 1966, "04"],
            [2, "Chử Thị Bảy", 1977, "5 khẩu", "đau ốm"],
            [N, "Cộng", N, 9],
        ],
        [],
        (3, 3, 11, 0, ()),
    ),
    "pages with sums carried over, the head again, a row of numbers": (
        [
            PLAIN, ["A", "B", "1", "2=3+4", "3"],
            [1, "Lê Văn Nhất", 1971, 2, "Vĩnh Tuy"],
            [N, "Cộng trang 1", N, 2],
            [N, "Mang sang trang 2", N, 2],
            PLAIN,
            [N, N, "Trang trước chuyển sang", 2],
            [2, "Lê Văn Nhì", 1972, 3, "Vĩnh Tuy"],
            [N, N, "Lũy kế", 5], [N, N, N, 5],
            [3, "Lê Văn Tam", 1973, 1, "Vĩnh Tuy"],
        ],
        [],
        (3, 3, 6, 0, ()),
    ),
    "the count split into men, women and children under a head of three rows": (
        [
            ["STT", "Họ và tên chủ hộ", "Năm sinh", "Nhân khẩu", N, N, N, "Nơi ở hiện tại", N],
            [N, N, N, "Tổng số", "Trong đó", N, N, "Địa chỉ", "Xã/phường"],
            [N, N, N, N, "Nam", "Nữ", "Trẻ em"],
            [1, "Lê Văn Nhất", 1970, 4, 2, 2, 1, "số 1 ngõ 2", "Vĩnh Tuy"],
            [2, "Lê Thị Nhì", 1971, 3, 1, 2, 1, "số 3 ngõ 2", "Bạch Mai"],
        ],
        ["D1:G1", "E2:G2", "H1:I1", "A1:A3", "B1:B3", "C1:C3", "D2:D3", "H2:H3", "I2:I3"],
        (2, 2, 7, 0, ()),
    ),
    "adults and children counted apart, without a sum": (
        [
            ["TT", "Tên chủ hộ", "Số lượng", N, "Quà tặng", "Địa chỉ tạm trú (phường, quận)"],
            [N, N, "Người lớn", "Trẻ em"],
            [1, "Lê Văn Nhất", 2, 1, 10, "12 ngõ 4 Minh Khai, phường Vĩnh Tuy, quận Hai Bà Trưng"],
            [2, "Lê Văn Nhì", 1, N, 10, "P. Thanh Nhàn, Q. Hai Bà Trưng"],
        ],
        ["C1:D1"],
        (2, 2, 4, 0, ()),
    ),
    "counts as people write them": (
        [
            ["TT", "Tên chủ hộ", "Số lượng (người)", "Xã"],
            *([n, f"Hà Văn {chr(64 + n) * 2}", written, "Liên Ninh"] for n, written in enumerate(
                ["2 người + 1 trẻ em", "04", "4 khẩu", "3 NK (1 trẻ)", "2 người lớn, 2 trẻ em", "nhiều", N,
                 "3-4"], 1
            )),
        ],
        [],
        (8, 5, 18, 0, (7, 8, 9)),
    ),
    "the ward only beside the first household of each": (
        [["Phường", "Quận", "STT", "Họ và tên", "Số khẩu"], ["Minh Khai", "Q. HBT", 1, "Lê Văn Nhất", 2],
         [N, N, 2, "Lê Văn Nhì", 3], ["Vĩnh Tuy", "HBT", 3, "Lê Văn Ba", 1], [N, N, 4, "Lê Văn Bốn", 1]],
        [],
        (4, 4, 7, 0, ()),
    ),
    "wards in every dress, twice without a district, one of another city": (
        [
            ["TT", "Họ tên chủ hộ", "Năm sinh", "SL khẩu", "Địa bàn"],
            [1, "An Văn Mốt", 1961, 1, "X. Liên Ninh, H. Thanh Trì"],
            [2, "An Văn Hai", 1962, 1, nfd("Phường Vĩnh Tuy")],
            [3, "An Văn Ba", 1963, 1, "vinh tuy"],
            [4, "An Văn Bốn", 1964, 1, "Minh Khai"],
            [5, "An Văn Năm", 1965, 1, "Minh Khai (Hai Bà Trưng)"],
            [6, "An Văn Bảy", 1967, 1, "TT. Văn Điển"],
            [7, "An Văn Chín", 1969, 1, "P. Bến Nghé, Q.1, TP.HCM"],
            [8, "An Văn Mười", 1970, 1, "Phuong Phuong Lien"],
            [9, "An Văn Tơ", 1971, 1, "Mỹ Đình II"],
        ],
        [],
        (9, 7, 7, 0, (5, 8)),
    ),
    "titles in two languages, one below the other": (
        [PLAIN, ["No.", "Full name", "Birth year", "People", "Ward"], [1, "Tạ Văn Nhất", 1961, 2, "Vĩnh Tuy"],
         [2, "Tạ Văn Nhì", 1961, 2, "Vĩnh Tuy"]],
        [],
        (2, 2, 4, 0, ()),
    ),
    "addresses with words of signatures, no column of numbers": (
        [
            ["Họ", "Tên", "Khẩu", "Nơi trọ", "P/X", "Q/H"],
            ["Nguyễn Văn", "An", 2, "cạnh công an phường", "Minh Khai", "Hai Bà Trưng"],
            ["Trần Thị", "Bích", 3, N, "Minh Khai", "Bắc Từ Liêm"],
            ["Lê", "Cường", 1, N, "Quang Trung", "Hà Đông"],
            ["Cộng", N, 6],
        ],
        [],
        (3, 3, 6, 0, ()),
    ),
    "one household three times, neighbours with one phone, two people with one name": (
        [
            ["STT", "Họ và tên", "Năm sinh", "CCCD", "SĐT", "Địa chỉ", "Phường", "Số khẩu"],
            [1, "Nguyễn Văn Hùng", 1970, "001070000061", "0955000061", "5 ngõ 9 Lĩnh Nam", "Vĩnh Tuy", 3],
            [2, nfd("NGUYỄN VĂN HÙNG"), 1970, 1070000061, 955000061, "số 5, ngõ 9 Lĩnh Nam", "Vĩnh Tuy", 3],
            [3, "Nguyen Van Hung", N, N, "0955.000.061", N, "Vĩnh Tuy", 3],
            [4, "Trần Thị Mai", 1980, "001180000062", "0955000062", "số 7 ngõ 9", "Vĩnh Tuy", 2],
            [5, "Lê Thị Lan", 1990, "001190000063", "0955000062", "số 7 ngõ 9", "Vĩnh Tuy", 2],
            [6, "Phạm Văn Sơn", 1960, "001060000644", N, "số 11 Lĩnh Nam", "Vĩnh Tuy", 1],
            [7, "Phạm Văn Sơn", 1991, "001091000777", N, "số 88 Trương Định", "Vĩnh Tuy", 1],
        ],
        [],
        (7, 5, 9, 2, ()),
    ),
}  # fmt: skip
