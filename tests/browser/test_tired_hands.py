"""What a tired person does wrong: a sentence names the field and the remedy, what was typed stays, nothing
is done twice."""

from __future__ import annotations

from playwright.sync_api import Page, Request, expect
from sqlalchemy import func, select

from aidtrack.audit.models import Entry
from aidtrack.db import db
from tests.browser.conftest import SitDown
from tests.browser.second_day import MORNING, plan_proposed, trip_out
from tests.browser.sites import PASSWORD, Site
from tests.browser.test_main_paths import draw, open_row, press, says, tab

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(2000)


def times(site: Site, act: str) -> int:
    """How often something was done, as the chain has it."""
    with site.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Entry).where(Entry.action == act)) or 0


def refused(page: Page, *sentences: str) -> None:
    """The page shows its summary of errors, which has the focus and says these."""
    summary = page.locator(".errsum").first
    expect(summary).to_be_focused()
    for sentence in sentences:
        expect(summary).to_contain_text(sentence)


def press_twice(page: Page, name: str, within: str = "body") -> Request:
    """A double click, as of somebody whose page does not seem to answer; what was sent by it."""
    button = page.locator(within).get_by_role("button", name=name).first
    with page.expect_request(lambda sent: sent.method == "POST" and sent.is_navigation_request()) as sent:
        button.dblclick()
    page.wait_for_load_state()
    return sent.value


def send_again(page: Page, sent: Request) -> None:
    """The same once more, as from a browser that goes back and resends; it is said to be done already."""
    kind = {"Content-Type": sent.headers["content-type"]}
    answer = page.context.request.post(sent.url, data=sent.post_data_buffer, headers=kind)
    assert "Việc này đã lưu rồi, không làm lần thứ hai." in answer.text()


def household(page: Page, people: str = "4") -> None:
    """The fields of a household on the form that is open."""
    page.get_by_label("Họ và tên chủ hộ").fill("Lò Văn Pó")
    page.get_by_label("Hộ có mấy khẩu?").fill(people)
    page.get_by_role("combobox", name="Phường, xã").fill("Xã Liên Ninh")
    page.get_by_label("Ai đồng ý?").fill("ông Pó")
    page.get_by_label("Bà con đã nghe đọc và đồng ý").check()


def test_a_wrong_password_is_said_and_the_phone_number_stays(sit_down: SitDown, demo_site: Site) -> None:
    phone, page = demo_site.phone_of("trang"), sit_down()
    press(page, "Đăng nhập")
    press(page, "Đăng nhập")
    refused(page, "Nhập số điện thoại của bạn.", "Nhập mật khẩu của bạn.")
    page.get_by_label("Số điện thoại").fill(phone)
    page.locator("#password").fill("quên mất rồi")
    press(page, "Đăng nhập")
    refused(page, "Số điện thoại và mật khẩu không khớp.")
    expect(page.get_by_label("Số điện thoại")).to_have_value(phone)
    page.locator("#password").fill(PASSWORD)
    press_twice(page, "Đăng nhập")
    says(page, "Việc cần làm, gấp trước")


def test_a_household_is_added_once_however_it_is_sent(sit_down: SitDown, demo_site: Site) -> None:
    page, before = sit_down("quan", width=360), times(demo_site, "cases.register")
    page.locator(".tabs").get_by_role("link", name="Lập hồ sơ").click()
    household(page, people="bốn người")
    page.get_by_label("Số điện thoại", exact=True).fill("0912 34")
    press(page, "Lập hồ sơ")
    refused(page, "Hộ có mấy khẩu?", "Số điện thoại", "chữ số")
    expect(page.get_by_label("Hộ có mấy khẩu?")).to_have_value("bốn người")
    expect(page.get_by_label("Số điện thoại", exact=True)).to_have_value("0912 34")
    page.get_by_label("Hộ có mấy khẩu?").fill("4")
    page.get_by_label("Số điện thoại", exact=True).fill("0958 123 321")
    sent = press_twice(page, "Lập hồ sơ", within=".foot")
    says(page, "Lò Văn Pó, hộ 4 khẩu")
    send_again(page, sent)
    assert times(demo_site, "cases.register") == before + 1


def test_a_photograph_is_no_list(sit_down: SitDown) -> None:
    page = sit_down("quan", width=360)
    page.locator(".tabs").get_by_role("link", name="Hồ sơ", exact=True).click()
    press(page, "Nhập từ Excel")
    press(page, "Đọc tệp")
    refused(page, "Tệp Excel hoặc CSV", "Chọn tệp danh sách.")
    photo = {"name": "anh-chup-danh-sach.jpg", "mimeType": "image/jpeg", "buffer": JPEG}
    page.get_by_label("Tệp Excel hoặc CSV").set_input_files(photo)
    press(page, "Đọc tệp")
    refused(page, "Tệp Excel hoặc CSV", "không phải bảng tính", ".xlsx")


def test_goods_are_received_once_and_letters_are_no_amount(sit_down: SitDown, demo_site: Site) -> None:
    demo_site.at("2021-08-18T15:00")
    page, before = sit_down("trang"), times(demo_site, "donations.receive")
    press(page, "Nhập kho")
    press(page, "Câu lạc bộ Bếp Hồng (giả lập)")
    page.locator(".head").get_by_role("link", name="Nhập kho").click()
    page.get_by_label("Nhập vào kho").select_option("Kho Đông Anh")
    rice = page.get_by_role("group", name="Gạo")
    press(page, "Nhập kho")
    refused(page, "Gạo, đếm được")
    rice.get_by_label("Đếm được").fill("hai trăm cân")
    press(page, "Nhập kho")
    refused(page, "hai trăm cân")
    expect(rice.get_by_label("Đếm được")).to_have_value("hai trăm cân")
    rice.get_by_label("Đếm được").fill("2 tạ")
    sent = press_twice(page, "Nhập kho")
    says(page, "Đã nhập kho, phiếu")
    send_again(page, sent)
    assert times(demo_site, "donations.receive") == before + 1


def test_a_plan_is_approved_once_and_not_without_the_tick(sit_down: SitDown, demo_site: Site) -> None:
    plan_proposed(demo_site.app)
    demo_site.at(MORNING)
    page, before = sit_down("trang"), times(demo_site, "campaigns.approve")
    press(page, "Xem và duyệt")
    press(page, "Duyệt phương án")
    refused(page, "người thân")
    page.get_by_label("Tôi không có người thân trong danh sách này").check()
    sent = press_twice(page, "Duyệt phương án")
    says(page, "Đã duyệt phương án. Kho đã giữ hàng.")
    send_again(page, sent)
    assert times(demo_site, "campaigns.approve") == before + 1


def test_a_signature_is_asked_for_and_taken_once(sit_down: SitDown, demo_site: Site) -> None:
    trip = trip_out(demo_site.app)
    demo_site.at(MORNING)
    page, before = sit_down("quan", width=360), times(demo_site, "deliveries.record")
    page.locator("section", has_text=trip).get_by_role("link", name="Mở chuyến").click()
    page.locator(".stops a").first.click()
    page.get_by_label("Người khác nhận thay").check()
    press(page, "Ký nhận")
    refused(page, "Hãy mời ký", "Tên người nhận thay")
    page.get_by_label("Tên người nhận thay").fill("bà Ngô Thị Mùi")
    draw(page)
    sent = press_twice(page, "Ký nhận")
    says(page, "Nhận thay:", "Hộ 2 trên 13")
    send_again(page, sent)
    assert times(demo_site, "deliveries.record") == before + 1


def test_an_auditor_compares_nothing_searches_in_vain_and_asks_for_a_missing_trip(sit_down: SitDown) -> None:
    page = sit_down("hanh")
    press(page, "Đối chiếu một tệp")
    press(page, "Đối chiếu tệp")
    refused(page, "Hãy chọn tệp bạn đang giữ.")
    tab(page, "Sổ sách")
    press(page, "Xuất danh sách")
    page.get_by_label("Chuyến").fill("CHUYEN-9999")
    page.get_by_role("button", name="Xuất Excel").first.click()
    refused(page, "Chuyến")
    expect(page.get_by_label("Chuyến")).to_have_value("CHUYEN-9999")
    tab(page, "Hồ sơ")
    page.get_by_label("Tìm tên, mã, số điện thoại").fill("khong ai ten the nay")
    press(page, "Lọc")
    expect(page.locator(".empty")).to_be_visible()


def test_an_auditor_takes_one_list_after_the_other_without_waiting(sit_down: SitDown) -> None:
    page = sit_down("hanh")
    tab(page, "Sổ sách")
    press(page, "Xuất danh sách")
    for one in range(5):
        with page.expect_download() as taken:
            page.get_by_role("button", name="Xuất Excel").nth(one).click(timeout=5000)
        assert taken.value.suggested_filename.endswith(".xlsx")


def test_a_person_is_invited_once_with_a_real_number(sit_down: SitDown, demo_site: Site) -> None:
    page, before = sit_down("admin"), times(demo_site, "people.add")
    tab(page, "Thiết lập")
    press(page, "Mời một người")
    press(page, "Mời")
    refused(page, "Họ và tên", "Số điện thoại")
    page.get_by_label("Họ và tên").fill("Sầm Thị Nga")
    page.get_by_label("Số điện thoại").fill("không có số")
    press(page, "Mời")
    refused(page, "Số điện thoại")
    expect(page.get_by_label("Họ và tên")).to_have_value("Sầm Thị Nga")
    page.get_by_label("Số điện thoại").fill("0958 111 222")
    press_twice(page, "Mời")
    says(page, "Sầm Thị Nga", "Chưa có phân công")
    press(page, "Phân công")
    press(page, "Phân công")
    refused(page, "Chọn một vai trò.", "Chọn một nơi, hoặc đánh dấu “Mọi nơi”.")
    tab(page, "Thiết lập")
    press(page, "Mời một người")
    page.get_by_label("Họ và tên").fill("Sầm Thị Nga")
    page.get_by_label("Số điện thoại").fill("0958111222")
    press(page, "Mời")
    refused(page, "Số điện thoại", "Đã có người dùng số điện thoại này.")
    assert times(demo_site, "people.add") == before + 1


def test_a_case_is_verified_once_by_two_tired_people(sit_down: SitDown, demo_site: Site) -> None:
    before = times(demo_site, "cases.verify")
    page, other = sit_down("trang"), sit_down("hung")
    for one in (page, other):
        press(one, "Xác minh")
        open_row(one, "Đào Thị Huệ")
    press_twice(page, "Xác minh")
    says(page, "Nguyễn Thu Trang")
    press(other, "Xác minh")
    says(other, "Đào Thị Huệ")
    assert times(demo_site, "cases.verify") == before + 1
