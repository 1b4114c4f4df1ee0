"""The parts in a real browser: accessible at every width and in both looks; what the scripts add works."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from werkzeug.serving import make_server

from tests.browser.findings import grave_findings
from tests.web.gallery import gallery_app

PAGES = ("/gallery", "/phone", "/sign-in", "/sign-in?wrong", "/error/404?volunteer", "/error/404?signed-out")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The gallery, served on a free port of this machine."""
    server = make_server("127.0.0.1", 0, gallery_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Any]:
    """`open_page("/gallery", width=360, dark=True)`; whatever the console says of errors fails the test."""
    contexts = []
    said: list[str] = []

    def enter(path: str, *, width: int = 1280, dark: bool = False, **more: Any) -> Page:
        look: Any = "dark" if dark else "light"
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=look, locale="vi-VN", **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda line: said.append(line.text) if "Content Security" in line.text else None)
        page.goto(address + path)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert said == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (360, False), (360, True)])
def test_axe_finds_nothing_grave(open_page: Any, path: str, width: int, dark: bool) -> None:
    assert grave_findings(open_page(path, width=width, dark=dark, bypass_csp=True)) == []


def test_axe_would_find_a_grave_fault(open_page: Any) -> None:
    page = open_page("/sign-in", bypass_csp=True)
    page.evaluate("document.querySelector('label[for=phone]').remove()")
    assert any(found.startswith("label:") for found in grave_findings(page))


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_at_320_pixels(open_page: Any, path: str) -> None:
    page = open_page(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/phone"])
def test_targets_on_a_phone_are_at_least_44_pixels_high(open_page: Any, path: str) -> None:
    page = open_page(path, width=360)
    low = page.evaluate(
        """[...document.querySelectorAll('main button, main input:not([type=hidden]):not(.form-check-input), '
          + '.pick label, .ptop a, .foot .btn, .base .switch a, .base button, .stops a')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert low == []


def test_a_volunteer_has_the_tabs_under_the_thumb_on_a_phone_only(open_page: Any) -> None:
    phone, desk = open_page("/error/404?volunteer", width=360), open_page("/error/404?volunteer")
    expect(phone.locator(".tabs")).to_be_visible()
    expect(phone.locator(".bar nav")).to_be_hidden()
    expect(desk.locator(".tabs")).to_be_hidden()
    expect(desk.locator(".bar nav")).to_be_visible()


def test_the_error_summary_has_the_focus(open_page: Any) -> None:
    expect(open_page("/sign-in?wrong").locator(".errsum")).to_be_focused()


def test_the_look_changes_and_is_kept(open_page: Any) -> None:
    page = open_page("/gallery")
    page.get_by_role("button", name="Tối").click()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert [one["value"] for one in page.context.cookies() if one["name"] == "theme"] == ["dark"]
    page.reload()
    expect(page.get_by_role("button", name="Tối")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Theo máy").click()
    assert page.evaluate("'bsTheme' in document.documentElement.dataset") is False


def test_the_steppers_add_and_take_away_and_stop_at_zero(open_page: Any) -> None:
    page = open_page("/phone", width=360)
    field = page.locator("#people")
    page.get_by_role("button", name="Thêm một").click()
    expect(field).to_have_value("6")
    for _ in range(8):
        page.get_by_role("button", name="Bớt một").click()
    expect(field).to_have_value("0")


def test_the_password_is_shown_on_demand(open_page: Any) -> None:
    page = open_page("/sign-in")
    page.get_by_role("button", name="Hiện").click()
    expect(page.locator("#password")).to_have_attribute("type", "text")
    page.get_by_role("button", name="Ẩn").click()
    expect(page.locator("#password")).to_have_attribute("type", "password")


def test_the_ward_picker_lists_and_takes_the_choice_by_keyboard(open_page: Any) -> None:
    page = open_page("/gallery")
    field = page.get_by_role("combobox", name="Phường, xã")
    field.press_sequentially("minh")
    expect(page.locator(".picker [role=option]")).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value("Phường Minh Khai, quận Bắc Từ Liêm")
    expect(page.locator("[name=ward-key]")).to_have_value("2021:00619")
    field.press("Backspace")
    expect(page.locator("[name=ward-key]")).to_have_value("")


def test_the_open_ward_picker_is_accessible_too(open_page: Any) -> None:
    page = open_page("/gallery", bypass_csp=True)
    page.get_by_role("combobox", name="Phường, xã").press_sequentially("minh")
    expect(page.locator(".picker [role=option]")).to_have_count(2)
    assert grave_findings(page) == []


def test_a_ward_that_does_not_exist_is_said_so(open_page: Any) -> None:
    page = open_page("/gallery")
    page.get_by_role("combobox", name="Phường, xã").press_sequentially("zz")
    expect(page.get_by_text("Không có phường, xã nào tên như vậy.")).to_be_attached()


def test_the_hint_about_a_known_phone_comes_on_leaving_the_field(open_page: Any) -> None:
    page = open_page("/phone", width=360)
    page.locator("#phone").fill("0959 675 307")
    page.locator("#phone").press("Tab")
    expect(page.locator("#phone-said")).to_contain_text("Có thể đã có hồ sơ.")
    expect(page.locator("#birth")).to_be_focused()


def test_a_draft_comes_back_after_the_page_was_closed(open_page: Any) -> None:
    page = open_page("/phone", width=360)
    page.locator("#birth").fill("1977")
    page.get_by_label("Người khác nhận thay").check()
    expect(page.get_by_text("Bản nháp đã lưu trên máy lúc")).to_be_visible()
    page.evaluate("document.querySelector('.flashes').remove()")
    page.reload()
    expect(page.locator("#birth")).to_have_value("1977")
    expect(page.get_by_label("Người khác nhận thay")).to_be_checked()
    page.get_by_role("button", name="Bỏ bản nháp").click()
    page.reload()
    expect(page.locator("#birth")).to_have_value("")


def test_what_was_typed_in_the_last_moment_is_in_the_draft(open_page: Any) -> None:
    page = open_page("/phone", width=360)
    page.evaluate("""() => {
      const field = document.querySelector("#birth");
      field.value = "1977";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      location.reload();
    }""")
    expect(page.get_by_role("button", name="Bỏ bản nháp")).to_be_visible()
    expect(page.locator("#birth")).to_have_value("1977")


def test_a_draft_that_was_taken_over_is_dropped(open_page: Any) -> None:
    page = open_page("/phone", width=360)
    kept = {"at": 4102444800000, "sent": True, "key": "old", "fields": {"birth": ["1977"]}}
    page.evaluate("kept => localStorage.setItem('draft:phone', kept)", json.dumps(kept))
    page.reload()
    expect(page.locator("#birth")).to_have_value("")
    assert page.evaluate("localStorage.getItem('draft:phone')") is None


def test_passwords_and_tokens_are_never_kept_in_a_draft(open_page: Any) -> None:
    page = open_page("/gallery")
    page.locator("#password").fill("bí mật")
    page.locator("#note").fill("đi vắng buổi sáng")
    expect(page.get_by_text("Bản nháp đã lưu trên máy lúc")).to_be_visible()
    kept = page.evaluate("localStorage.getItem('draft:gallery')")
    assert "đi vắng" in kept and "bí mật" not in kept and "csrf" not in kept


def test_a_signature_becomes_a_path_and_can_be_drawn_again(open_page: Any) -> None:
    page = open_page("/phone", width=360)
    page.get_by_role("button", name="Ký lại").click()
    expect(page.locator("#signature")).to_have_value("")
    box = page.locator(".sign svg").bounding_box()
    page.locator(".sign svg").scroll_into_view_if_needed()
    box = page.locator(".sign svg").bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 90, steps=5)
    page.mouse.up()
    path = page.locator("#signature").input_value()
    assert path.startswith("M") and path.count("L") >= 4 and len(path) < 200


def test_ticking_rows_counts_them_and_marks_them(open_page: Any) -> None:
    page = open_page("/gallery")
    bar = page.locator("[data-bulk-bar]")
    expect(bar).to_contain_text("Đã chọn 1 hồ sơ")
    page.get_by_label("Chọn HN-2K6D").check()
    expect(bar).to_contain_text("Đã chọn 2 hồ sơ")
    expect(page.locator("tr.on")).to_have_count(2)
    page.get_by_role("button", name="Bỏ chọn").click()
    expect(bar).to_be_hidden()


def test_the_keys_move_tick_and_search_but_not_in_fields(open_page: Any) -> None:
    page = open_page("/gallery")
    page.locator(".errsum").evaluate("element => element.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr.cur")).to_contain_text("HN-2K6D")
    page.keyboard.press("x")
    expect(page.get_by_label("Chọn HN-2K6D")).to_be_checked()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("tr.cur")).to_contain_text("HN-2K6D")


def test_the_keys_can_be_switched_off(open_page: Any) -> None:
    page = open_page("/gallery")
    page.keyboard.press("?")
    page.get_by_label("Dùng phím tắt").uncheck()
    page.reload()
    page.locator(".errsum").evaluate("element => element.blur()")
    page.keyboard.press("j")
    expect(page.locator("tr.cur")).to_have_count(0)


def test_a_form_is_sent_once_however_often_it_is_clicked(open_page: Any) -> None:
    page = open_page("/sign-in")
    sent: list[str] = []

    def count(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/sign-in", count)
    page.locator("main form").evaluate(
        "form => { for (let i = 0; i < 3; i += 1) form.querySelector('button:not([type])').click(); }"
    )
    page.wait_for_timeout(300)
    assert sent == ["POST"]
    expect(page.get_by_role("button", name="Đăng nhập")).to_be_disabled()


def test_a_phone_without_network_says_so(open_page: Any) -> None:
    page = open_page("/phone", width=360)
    page.context.set_offline(True)
    expect(page.get_by_text("Không có mạng.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Không có mạng.")).to_be_hidden()


def test_everything_can_be_filled_in_without_scripts(open_page: Any) -> None:
    page = open_page("/phone", width=360, java_script_enabled=False)
    page.locator("#people").fill("4")
    page.locator("#ward").fill("Minh Khai")
    page.get_by_label("Sinh viên").check()
    expect(page.get_by_role("button", name="Ký nhận")).to_be_enabled()
    expect(page.get_by_role("button", name="Thêm một")).to_be_hidden()
