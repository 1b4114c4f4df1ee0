"""The main path of each role in a real browser, from signing in to the last button, as people click it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown
from tests.browser.second_day import MORNING, trip_out
from tests.browser.sites import Site


def press(page: Page, name: str) -> None:
    """The button or link of that name, whichever it is."""
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def tab(page: Page, name: str) -> None:
    """A tab of the ledger on top."""
    page.get_by_role("navigation", name="Mục chính").get_by_role("link", name=name).click()


def open_row(page: Page, text: str) -> None:
    """The record of the row that says this."""
    page.locator("tr", has_text=text).get_by_role("link").first.click()


def says(page: Page, *texts: str) -> None:
    """The page shows each of these somewhere."""
    for text in texts:
        expect(page.locator("body")).to_contain_text(text)


def draw(page: Page) -> None:
    """A signature with the mouse."""
    page.wait_for_function("document.readyState === 'complete'")
    box = page.locator(".sign svg")
    box.evaluate("box => box.scrollIntoView({block: 'center'})")  # not under the sticky foot
    at = box.bounding_box()
    assert at
    page.mouse.move(at["x"] + 40, at["y"] + 60)
    page.mouse.down()
    page.mouse.move(at["x"] + 140, at["y"] + 90, steps=6)
    page.mouse.up()
    expect(page.locator("[data-sign] input")).to_have_value(re.compile("^M"))


@pytest.mark.parametrize("width", [1280, 360])
def test_a_coordinator_decides_a_pair_and_verifies_a_case(sit_down: SitDown, width: int) -> None:
    page = sit_down("trang", width=width)
    says(page, "Việc cần làm, gấp trước", "1 hồ sơ nghi trùng", "Đợt 22/8 trao đến 05/9")
    press(page, "So sánh")
    press(page, "Đối chiếu")
    says(page, "Lý Thế Tuấn", "0953 509 991", "0953 509 992")
    page.get_by_role("button", name=re.compile("Gộp, giữ HN-")).first.click()
    says(page, "Đã gộp hai hồ sơ làm một.", "Không có hai hồ sơ nào giống nhau")
    tab(page, "Việc hôm nay")
    expect(page.locator("main")).not_to_contain_text("nghi trùng")
    press(page, "Xác minh")
    open_row(page, "Đào Thị Huệ")
    press(page, "Xác minh")
    says(page, "Đào Thị Huệ, hộ 1 khẩu", "Nguyễn Thu Trang")
    expect(page.get_by_role("button", name="Xác minh")).to_have_count(0)


def test_goods_go_from_a_pledge_to_a_trip_on_its_way(sit_down: SitDown, demo_site: Site) -> None:
    demo_site.at("2021-08-18T15:00")
    page = sit_down("trang")
    press(page, "Nhập kho")
    press(page, "Câu lạc bộ Bếp Hồng (giả lập)")
    page.locator(".head").get_by_role("link", name="Nhập kho").click()
    page.get_by_label("Nhập vào kho").select_option("Kho Đông Anh")
    page.get_by_role("textbox", name="Người giao").fill("anh Toàn, lái xe")
    for good, counted in (("Gạo", "200 kg"), ("Trứng", "400 quả")):
        page.get_by_role("group", name=good).get_by_label("Đếm được").fill(counted)
    press(page, "Nhập kho")
    says(page, "anh Toàn, lái xe", "Đã nhận đủ")
    demo_site.at(MORNING)
    tab(page, "Phân bổ")
    press(page, "đợt 22/8")
    press(page, "Lập phương án")
    says(page, "Phương án phân bổ 1, đợt 22/8", "Nguyễn Thu Trang")
    expect(page.get_by_role("button", name="Duyệt phương án")).to_have_count(0)

    other = sit_down("hung")
    says(other, "Phương án phân bổ đợt 22/8 chờ người thứ hai duyệt")
    press(other, "Xem và duyệt")
    other.get_by_label("Tôi không có người thân trong danh sách này").check()
    press(other, "Duyệt phương án")
    says(other, "Đã duyệt phương án. Kho đã giữ hàng.")

    tab(page, "Giao nhận")
    press(page, "Xếp chuyến")
    # who received on 14 August rests; the households that were absent or declined get their share
    page.locator("tr", has_text="Quốc Tử Giám").get_by_role("link", name="Chọn").click()
    page.get_by_label("Người giao").select_option("Đỗ Tiến Đạt")
    press(page, "Xếp chuyến")
    says(page, "Đã xếp 1 chuyến.")
    press(page, "Xuất kho và cho đi")
    says(page, "Chuyến đã lên đường, hàng đã xuất kho.", "Đỗ Tiến Đạt")


def test_a_volunteer_adds_a_case_on_a_phone(sit_down: SitDown) -> None:
    page = sit_down("quan", width=360)
    page.locator(".tabs").get_by_role("link", name="Lập hồ sơ").click()
    page.get_by_label("Họ và tên chủ hộ").fill("Lò Văn Pó")
    page.get_by_label("Năm sinh").first.fill("1981")
    page.get_by_label("Hộ có mấy khẩu?").fill("4")
    page.get_by_role("combobox", name="Phường, xã").press_sequentially("lien ninh")
    page.get_by_role("option", name="Liên Ninh").click()
    page.get_by_label("Nơi ở hiện nay").fill("số 9, xóm 1, thôn Nhị Châu")
    page.get_by_label("Lao động mất việc").check()
    press(page, "Lập hồ sơ")
    expect(page.locator(".errsum")).to_be_focused()
    says(page, "Hỏi bà con trước rồi mới đánh dấu.", "Ghi ai đã đồng ý")
    expect(page.get_by_label("Họ và tên chủ hộ")).to_have_value("Lò Văn Pó")
    expect(page.get_by_role("combobox", name="Phường, xã")).to_have_value(re.compile("Liên Ninh"))
    expect(page.get_by_label("Lao động mất việc")).to_be_checked()
    page.get_by_label("Ai đồng ý?").fill("ông Pó")
    page.get_by_label("Bà con đã nghe đọc và đồng ý").check()
    page.locator(".foot").get_by_role("button", name="Lập hồ sơ").click()
    says(page, "Lò Văn Pó, hộ 4 khẩu", "Lao động mất việc")
    page.locator(".tabs").get_by_role("link", name="Hồ sơ", exact=True).click()
    page.get_by_label("Tìm tên, mã, số điện thoại").fill("lo van po")
    press(page, "Lọc")
    says(page, "Lò Văn Pó", "1 hồ sơ")


def test_a_volunteer_fills_in_the_template_and_brings_it_in(sit_down: SitDown) -> None:
    page = sit_down("quan", width=360)
    page.locator(".tabs").get_by_role("link", name="Hồ sơ", exact=True).click()
    press(page, "Nhập từ Excel")
    with page.expect_download() as coming:
        press(page, "Tải mẫu danh sách")
    workbook = openpyxl.load_workbook(coming.value.path().open("rb"))
    sheet = workbook.worksheets[0]
    titles = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value}
    told = {"Họ và tên": "Vừ A Dính", "Số khẩu": 3, "Phường": "Xã Yên Mỹ", "Quận": "Huyện Thanh Trì"}
    for title, value in told.items():
        head = next(cell for text, cell in titles.items() if text.startswith(title))
        sheet.cell(head.row + 1, head.column, value)
    filled = BytesIO()
    workbook.save(filled)
    page.get_by_label("Tệp Excel hoặc CSV").set_input_files(
        {"name": "ds-yen-my.xlsx", "mimeType": "application/octet-stream", "buffer": filled.getvalue()}
    )
    press(page, "Đọc tệp")
    says(page, "ds-yen-my.xlsx", "Chưa nhập hồ sơ nào.")
    press(page, "Nhập 1 hồ sơ")
    says(page, "Đã nhập 1 hồ sơ")


def test_a_volunteer_has_people_sign_and_notes_who_was_absent(sit_down: SitDown, demo_site: Site) -> None:
    demo_site.at(MORNING)
    trip = trip_out(demo_site.app)
    page = sit_down("quan", width=360)
    page.locator("section", has_text=trip).get_by_role("link", name="Mở chuyến").click()
    says(page, "Đã đến 0 trên 13 hộ")
    page.locator(".stops a").first.click()
    says(page, "Hộ 1 trên 13")
    draw(page)
    press(page, "Ký nhận")
    says(page, "Đã ký nhận:", "Hộ 2 trên 13")
    press(page, "Không trao được")
    page.get_by_label("Vắng mặt").check()
    page.get_by_label("Ghi chú").fill("gọi hai lần không ai nghe")
    press(page, "Lưu và sang hộ 3")
    says(page, "Vắng mặt:", "Hộ 3 trên 13")
    page.get_by_role("link", name="Quay lại").click()
    says(page, "Đã đến 2 trên 13 hộ")


def test_an_auditor_checks_exports_and_changes_nothing(sit_down: SitDown, tmp_path: Path) -> None:
    page = sit_down("hanh")
    says(page, "Sổ sách đợt 14/8")
    press(page, "Kiểm tra ngay")
    says(page, "Đã kiểm: sổ sách khớp.")
    press(page, "Xuất danh sách")
    with page.expect_download() as coming:
        page.get_by_role("button", name=re.compile("Danh sách ký nhận")).click()
    sheet = openpyxl.load_workbook(coming.value.path().open("rb")).worksheets[0]
    text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text and "Bằng chữ" in text
    file = tmp_path / "ds.xlsx"
    coming.value.save_as(file)
    tab(page, "Sổ sách")
    says(page, coming.value.suggested_filename)
    press(page, "Đối chiếu một tệp")
    page.locator("[type=file]").set_input_files(file)
    press(page, "Đối chiếu tệp")
    says(page, "Tệp này được xuất từ đây và còn nguyên vẹn.")
    tab(page, "Sổ sách")
    press(page, "Nhật ký thay đổi")
    press(page, "Kiểm tra chuỗi")
    says(page, "Chuỗi nguyên vẹn")


def test_an_auditor_finds_no_button_that_changes_anything(sit_down: SitDown) -> None:
    page = sit_down("hanh")
    # The kept views are one's own.
    harmless = re.compile(r"/(sign-out|check|export|excel|views|compare|reveal|password)$")
    seen, waiting = {kind_of(page.url)}, links(page)
    while waiting:
        address = waiting.pop()
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        page.goto(address)
        assert [one for one in sent_by_buttons(page) if not harmless.search(one)] == [], page.url
        waiting += links(page)
    assert len(seen) > 20


def kind_of(address: str) -> str:
    """The address of a page without what it is about."""
    path = address.split("?")[0].split("/", 3)[-1]
    return re.sub(r"\b[A-ZĐ]+-[\w-]+|\d+", "*", path)


def sent_by_buttons(page: Page) -> list[str]:
    """Where the buttons of a page would send something."""
    found: list[str] = page.locator("form[method=post] button:not([type=button])").evaluate_all(
        "all => all.map(one => one.hasAttribute('formaction') ? one.formAction : one.form.action)"
    )
    return found


def links(page: Page) -> list[str]:
    """The pages of ours that a page leads to, without downloads and the switch of language."""
    found: list[str] = page.locator("main a[href], header a[href]").evaluate_all(
        "all => all.map(one => one.href).filter(one => one.startsWith(location.origin))"
    )
    return [one for one in found if not re.search(r"/language|\.(pdf|xlsx)|#", one)]


def test_an_administrator_invites_a_person_who_sees_only_their_ward(sit_down: SitDown) -> None:
    page = sit_down("admin")
    tab(page, "Thiết lập")
    press(page, "Mời một người")
    page.get_by_label("Họ và tên").fill("Sầm Thị Nga")
    page.get_by_label("Số điện thoại").fill("0958 111 222")
    press(page, "Mời")
    says(page, "Sầm Thị Nga", "Chưa có phân công")
    press(page, "Phân công")
    page.get_by_label("Tình nguyện viên").check()
    page.get_by_role("combobox").press_sequentially("yen my")
    page.get_by_role("option", name="Xã Yên Mỹ").click()
    press(page, "Phân công")
    says(page, "Xã Yên Mỹ")
    press(page, "Tạo liên kết dùng một lần")
    address = page.locator(".code.text-break").inner_text()

    theirs = sit_down(width=360)
    theirs.goto(address)
    theirs.locator("#password").fill("mot hai ba bon nam")
    press(theirs, "Lưu và đăng nhập")
    theirs.locator(".tabs").get_by_role("link", name="Hồ sơ", exact=True).click()
    says(theirs, "Vàng Thị Mỷ")
    expect(theirs.locator("main")).not_to_contain_text("Liên Ninh")
    theirs.goto(address)
    says(theirs, "Liên kết này đã dùng hoặc đã hết hạn.")


def test_an_english_reader_verifies_a_case(sit_down: SitDown) -> None:
    page = sit_down("trang", language="en-GB")
    page.get_by_role("link", name="English").click()
    says(page, "To do, most urgent first", "1 possible duplicate")
    press(page, "Verify")
    open_row(page, "Đào Thị Huệ")
    press(page, "Verify")
    says(page, "Đào Thị Huệ, a household of 1")
    expect(page.get_by_role("button", name="Verify")).to_have_count(0)
