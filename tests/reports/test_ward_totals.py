"""What each ward got."""

from __future__ import annotations

from aidtrack.reports.ward_totals import WardTotal, totals_by_ward, ward_totals
from tests.reports.samples import GOODS, PAPER, cells, columns_of, opened, table

HAI_BA_TRUNG = WardTotal(
    "Phường Minh Khai", "Quận Hai Bà Trưng", 2, 5, {"rice": 20_000, "noodles": 45}, served=2
)
TU_LIEM = WardTotal("Phường Minh Khai", "Quận Bắc Từ Liêm", 1, 1, {"rice": 4_000}, served=0)


def test_wards_of_one_name_in_two_districts_stay_apart_and_parts_of_one_ward_meet():
    found = totals_by_ward([HAI_BA_TRUNG, TU_LIEM, HAI_BA_TRUNG], GOODS)
    assert [(ward.district, ward.households, ward.people, ward.served) for ward in found] == [
        ("Quận Hai Bà Trưng", 4, 10, 4),
        ("Quận Bắc Từ Liêm", 1, 1, 0),
    ]
    assert found[0].amounts["rice"] == 40_000 and HAI_BA_TRUNG.amounts["rice"] == 20_000


def test_the_paper_has_a_row_for_each_ward_and_their_sum():
    content = ward_totals(PAPER, GOODS, [HAI_BA_TRUNG, TU_LIEM])
    rows = table(opened(content).worksheets[0])
    assert [(row["Số hộ"], row["Số khẩu"], row["Số hộ đã nhận"], row["Gạo (kg)"]) for row in rows] == [
        (2, 5, 2, 20),
        (1, 1, 0, 4),
        (3, 6, 2, 24),
    ]
    said = [cell.value for cell in cells(content)]
    assert (
        "Người lập biểu" in said and "Bằng chữ: Hai mươi tư ki-lô-gam gạo; bốn mươi lăm gói mì tôm." in said
    )


def test_the_column_of_those_served_is_there_only_if_somebody_counted_them():
    sheet = opened(ward_totals(PAPER, GOODS, [WardTotal("Xã Liên Ninh", "", 1, 1)])).worksheets[0]
    assert "Số hộ đã nhận" not in columns_of(sheet)
