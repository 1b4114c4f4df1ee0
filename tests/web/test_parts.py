"""The parts of the pages: labels, hints and errors belong to their fields, figures carry their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from aidtrack.sentences import say
from tests.web.gallery import SampleForm, gallery_app, sample_form

Part = Callable[..., str]


@pytest.fixture(scope="module")
def app() -> Flask:
    return gallery_app()


@pytest.fixture
def ui(app: Flask) -> Iterator[Any]:
    """The parts, in Vietnamese."""
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        app.preprocess_request()
        yield app.jinja_env.get_template("parts/all.html").module


def page(app: Flask, path: str, language: str = "vi") -> str:
    return app.test_client().get(path, headers={"Accept-Language": language}).get_data(as_text=True)


def described(html: str) -> list[str]:
    """The ids that the control's aria-describedby names."""
    found = re.search(r'aria-describedby="([^"]*)"', html)
    return found[1].split() if found else []


def test_a_field_is_labelled_and_described_by_its_hint(ui: Any) -> None:
    html = str(ui.field(sample_form().phone))
    assert '<label for="phone">' in html
    assert described(html) == ["phone-hint"] and 'id="phone-hint"' in html
    assert "aria-invalid" not in html and "bad" not in html


def test_an_error_stands_between_label_and_field_and_describes_it(ui: Any) -> None:
    html = str(ui.field(sample_form(wrong=True).phone))
    assert html.index("<label") < html.index('class="err"') < html.index("<input")
    assert described(html) == ["phone-hint", "phone-err"] and 'aria-invalid="true"' in html
    assert 'value="0953 509 99"' in html, "what was typed is kept"


def test_the_browser_neither_validates_nor_cuts_what_is_typed(ui: Any) -> None:
    from wtforms import StringField
    from wtforms.validators import InputRequired, Length

    class Strict(SampleForm):
        name = StringField("Họ và tên", [InputRequired(), Length(max=3)])

    html = str(ui.field(Strict(formdata=None).name))
    assert " required" not in html and "maxlength" not in html and 'aria-required="true"' in html


def test_few_choices_are_radios_in_a_named_group(ui: Any) -> None:
    html = str(ui.field(sample_form().who))
    assert "<legend>Ai nhận?</legend>" in html and html.count('type="radio"') == 2
    assert re.search(r'value="self" checked', html)


def test_categories_are_checkboxes(ui: Any) -> None:
    html = str(ui.field(sample_form().categories))
    assert html.count('type="checkbox"') == 2 and 'value="student" checked' in html


def test_the_buttons_that_need_scripts_are_hidden_without_them(ui: Any) -> None:
    form = sample_form()
    for html in (ui.field(form.people, kind="stepper"), ui.field(form.password), ui.sign(form.signature)):
        buttons = re.findall(r'<button[^>]*type="button"[^>]*>', str(html))
        assert buttons and all(" hidden" in button for button in buttons)


def test_the_ward_picker_is_a_plain_text_field_at_first(ui: Any) -> None:
    html = str(ui.field(sample_form().ward, kind="ward"))
    assert 'type="text"' in html and 'data-picker="/places/search"' in html and 'name="ward-key"' in html


def test_a_watched_field_asks_when_left_and_says_so_in_a_status(ui: Any) -> None:
    html = str(ui.field(sample_form().phone, watch="/cases/alike"))
    assert 'hx-post="/cases/alike"' in html and 'hx-trigger="change"' in html
    assert '<div class="said" id="phone-said" role="status">' in html and "phone-said" in described(html)


def test_a_form_carries_its_key_and_token_unseen(ui: Any) -> None:
    html = str(ui.submit(sample_form(), "Lưu"))
    assert 'name="key"' in html and 'name="csrf_token"' in html and html.rstrip().endswith("Lưu</button>")


def test_the_error_summary_names_each_field_and_leads_to_it(ui: Any) -> None:
    form = sample_form(wrong=True)
    html = str(ui.error_summary(form))
    assert "Còn 3 chỗ cần xem lại" in html and "autofocus" in html
    assert '<a href="#phone">Số điện thoại</a>: Số này có 9 chữ số' in html
    assert "Nhập một con số, ví dụ 4." in html
    assert str(ui.error_summary(sample_form())).strip() == ""


def test_a_refusal_of_the_whole_form_is_in_the_summary(ui: Any) -> None:
    form = sample_form()
    form.refused = ["Chỉ còn 300 kg gạo."]
    assert "Còn 1 chỗ cần xem lại" in str(ui.error_summary(form)) and "300 kg" in str(ui.error_summary(form))


def test_what_people_typed_never_becomes_html(ui: Any) -> None:
    nasty = "<script>alert(1)</script>"
    shown = [
        ui.tag(nasty),
        ui.why(nasty),
        ui.note("info", nasty),
        ui.facts([(nasty, nasty)]),
        ui.differ(nasty, ""),
        ui.timeline([{"title": nasty, "text": nasty, "kind": ""}]),
        ui.why(say("{name} is here.", name=nasty)),
    ]
    assert all("<script" not in str(html) for html in shown)


def test_a_state_says_how_far_in_squares_and_what_in_words(ui: Any) -> None:
    html = str(ui.state_badge({"tone": "bien", "squares": 2, "label": "Đã xác minh"}))
    assert 'class="state bien n2"' in html and "Đã xác minh" in html


def test_only_the_differing_character_is_marked(ui: Any) -> None:
    assert str(ui.differ("0953 509 991", "0953 509 992")) == "0953 509 99<mark>1</mark>"


def test_the_segments_of_a_bar_fill_it(ui: Any) -> None:
    html = str(ui.segments([(347, "ma", ""), (8, "lua", ""), (5, "son", ""), (0, "bien", "")], "360 dòng"))
    widths = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)%"', html)]
    assert len(widths) == 3 and sum(widths) == pytest.approx(100, abs=0.05)
    assert 'role="img" aria-label="360 dòng"' in html


def test_an_empty_bar_and_an_empty_fortnight_are_drawn_too(ui: Any) -> None:
    for drawn in (ui.segments([], ""), ui.columns14([0] * 14), ui.level(0, 0)):
        assert "<svg" in str(drawn)


def test_the_tick_of_a_level_stands_at_the_need(ui: Any) -> None:
    html = str(ui.level(50, 100, "có 50, cần 100"))
    assert 'class="lvl m-lua"' in html and 'x="93.00%"' in html and 'width="46.50%"' in html


def test_a_level_far_above_the_need_is_not_called_just_enough(ui: Any) -> None:
    verdicts = [str(ui.level_row("Gạo", have, 95, f"{have} kg", "95 kg")) for have in (60, 95, 200)]
    assert [re.findall(r"chưa đủ|thiếu|vừa đủ|đủ", one)[0] for one in verdicts] == ["thiếu", "vừa đủ", "đủ"]


def test_a_zero_is_written(ui: Any) -> None:
    assert "0<u>kg</u>" in str(ui.qty(0, "kg"))


def test_a_sentence_is_said_in_the_reader_s_language(ui: Any) -> None:
    assert "Bỏ hết" in str(ui.tag(say("Remove all")))


def test_the_pager_offers_only_the_pages_that_exist(ui: Any) -> None:
    page = {"said": "12 hồ sơ", "before": None, "after": "/cases?after=x", "after_label": "25 hồ sơ sau"}
    html = str(ui.pager(page))
    assert 'rel="next" href="/cases?after=x"' in html and 'rel="prev"' not in html


@pytest.mark.parametrize("path", ["/gallery", "/phone", "/sign-in", "/error/404", "/error/404?signed-out"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_has_one_h1_a_skip_link_and_the_languages(app: Flask, path: str, language: str) -> None:
    html = page(app, path, language)
    assert html.count("<h1") == 1 and '<a class="skip" href="#main">' in html
    assert f'<html lang="{language}"' in html and 'hreflang="vi"' in html and 'hreflang="en"' in html


@pytest.mark.parametrize("path", ["/gallery", "/phone", "/sign-in", "/error/404"])
def test_no_id_stands_twice_on_a_page(app: Flask, path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page(app, path))
    assert sorted(set(ids)) == sorted(ids)


def test_the_scope_stands_under_the_name_and_leads_to_the_account(app: Flask) -> None:
    shown = r'href="/account".*Nguyễn Thu Trang<br>Điều phối viên · cụm Nam'
    assert re.search(shown, page(app, "/gallery"), re.S)


def test_a_stranger_sees_no_tabs_and_nobody_s_name(app: Flask) -> None:
    html = page(app, "/error/404?signed-out")
    assert "Sổ sách" not in html and "Nguyễn Thu Trang" not in html and 'href="/sign-in"' in html


def test_the_chosen_look_is_drawn_from_the_start(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("theme", "dark")
    assert 'data-bs-theme="dark"' in client.get("/sign-in").get_data(as_text=True)
    client.set_cookie("theme", '"><b>')
    assert "data-bs-theme" not in client.get("/sign-in").get_data(as_text=True)


def test_a_phone_page_shows_either_its_foot_or_the_tabs(app: Flask) -> None:
    html = page(app, "/phone")
    assert 'class="foot"' in html and 'class="tabs"' not in html
