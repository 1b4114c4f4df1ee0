"""Every part of the front end once, in a small application of its own: no database, the pages' own filters.

`python -m tests.web.gallery` serves it on port 8010 for whoever changes a part.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, flash, g, jsonify, render_template, render_template_string, request
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import FileSystemLoader
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from aidtrack.languages import LANGUAGES
from aidtrack.sentences import say
from aidtrack.web import filters, languages

ROOT = Path(__file__).parents[2]
CSP = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


class SampleForm(FlaskForm):
    """A field of each kind."""

    key = HiddenField(default="once-1")
    phone = StringField("Số điện thoại", description="Không có thì để trống, hoặc ghi số chủ trọ.")
    people = IntegerField("Hộ có mấy khẩu?")
    birth = StringField("Năm sinh")
    ward = StringField("Phường, xã", description="Gõ không dấu cũng được.")
    state = SelectField(
        "Trạng thái", choices=[SelectChoice("", "Tất cả"), SelectChoice("verified", "Đã xác minh")]
    )
    who = RadioField(
        "Ai nhận?",
        choices=[SelectChoice("self", "Người trong hộ"), SelectChoice("other", "Người khác nhận thay")],
    )
    categories = SelectMultipleField(
        "Hộ thuộc diện nào?", choices=[SelectChoice("student", "Sinh viên"), SelectChoice("ill", "Bệnh nhân")]
    )
    note = TextAreaField("Ghi chú")
    consent = BooleanField("Bà con đã nghe đọc và đồng ý")
    password = PasswordField("Mật khẩu")
    file = FileField("Tệp Excel")
    signature = HiddenField("Ký bằng ngón tay")
    remember = BooleanField("Máy này của tôi, giữ đăng nhập 7 ngày")


def sample_form(*, wrong: bool = False) -> SampleForm:
    """The form filled in; with errors if asked for."""
    typed = {"phone": "0959 675 307", "people": 5, "who": "self", "signature": "M40 90L90 60L140 100"}
    form = SampleForm(formdata=None, data={**typed, "categories": ["student"]})
    if wrong:
        form.process(data={"phone": "0953 509 99", "birth": "bốn"})
        form.phone.errors = ["Số này có 9 chữ số, cần 10. Ví dụ 0952 345 678."]
        form.birth.errors = [say("Nhập một con số, ví dụ {example}.", example=4)]
        form.consent.errors = ["Hỏi bà con trước rồi mới đánh dấu."]
    return form


def gallery_app() -> Flask:
    """The application: /gallery, /phone, /sign-in, /error/404; `?signed-out`, `?volunteer` say who reads."""
    app = Flask(__name__, static_folder=str(ROOT / "aidtrack/web/static"))
    app.jinja_loader = FileSystemLoader([ROOT / "templates", ROOT / "tests/browser"])
    app.config.update(SECRET_KEY="gallery", SETTINGS=SimpleNamespace(language="vi"), WTF_CSRF_ENABLED=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["csp_nonce"] = lambda: g.nonce
    for part in (languages, filters):
        part.init(app)
    CSRFProtect(app)
    app.before_request(_somebody)
    app.context_processor(_around)
    app.after_request(_harden)
    _routes(app)
    return app


def _somebody() -> None:
    g.nonce = "gallery"
    actor = SimpleNamespace(name="Nguyễn Thu Trang", role_label="Điều phối viên", scope_label="cụm Nam")
    g.actor = None if "signed-out" in request.args or request.path == "/sign-in" else actor


def _harden(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CSP.format(nonce=g.nonce)
    return response


def _tab(label: str, icon: str, count: int = 0, current: bool = False) -> dict[str, Any]:
    return {"url": "/gallery", "label": label, "icon": icon, "count": count, "current": current}


def _around() -> dict[str, Any]:
    nav = [
        _tab("Việc hôm nay", "sun"),
        _tab("Hồ sơ", "people", 12, True),
        _tab("Kho", "box-seam"),
        _tab("Phân bổ", "diagram-3", 1),
        _tab("Giao nhận", "truck"),
        _tab("Sổ sách", "journal-check"),
    ]
    tabs = [
        _tab("Hôm nay", "sun"),
        _tab("Lập hồ sơ", "person-plus"),
        _tab("Chuyến giao", "truck", current=True),
        _tab("Chờ gửi", "cloud-arrow-up", 4),
    ]
    return {
        "language": languages.language(),
        "languages": LANGUAGES,
        "nav": nav,
        "tabs": tabs,
        "on_phone": "volunteer" in request.args,
        "demo": True,
    }


def _routes(app: Flask) -> None:
    for endpoint, path in (
        ("home.show", "/"),
        ("home.language", "/language"),
        ("cases.index", "/cases"),
        ("people.account", "/account"),
    ):
        app.add_url_rule(path, endpoint, lambda: "")
    app.add_url_rule("/sign-in", "people.sign_in", _sign_in, methods=["GET", "POST"])
    app.add_url_rule("/sign-out", "people.sign_out", lambda: "", methods=["POST"])
    app.add_url_rule("/places/search", "places.search", _search)
    app.add_url_rule("/cases/alike", "cases.alike", _alike, methods=["POST"])
    app.add_url_rule("/gallery", "gallery", lambda: _show("gallery.html"))
    app.add_url_rule("/phone", "phone", lambda: _show("gallery_phone.html"))
    app.add_url_rule("/error/<int:status>", "error", _error)


def _show(name: str) -> str:
    flash("Đã nhập 347 hồ sơ.", "done")
    return render_template(name, form=sample_form(), wrong=sample_form(wrong=True))


def _sign_in() -> str:
    form = sample_form(wrong="wrong" in request.args)
    form.birth.errors = form.consent.errors = []
    return render_template("people/sign_in.html", form=form, ask_url="/ask")


def _error(status: int) -> tuple[str, int]:
    text = "Không có trang nào ở đây."
    return render_template("errors/error.html", title="Không tìm thấy", text=text, status=status), status


def _alike() -> str:
    """What the duplicate hint answers: a note, or nothing."""
    return render_template_string(
        '{% import "parts/all.html" as ui %}'
        '{{ ui.note("wait", "Số này là của hộ Lý Thị Oanh.", "Có thể đã có hồ sơ.") }}'
    )


def _search() -> Response:
    units = [("2021:00337", "Minh Khai", "Hai Bà Trưng"), ("2021:00619", "Minh Khai", "Bắc Từ Liêm")]
    found = [{"key": key, "label": f"Phường {name}", "district": f"quận {area}"} for key, name, area in units]
    return jsonify(found if request.args["q"].lower().startswith("minh") else [])


if __name__ == "__main__":
    gallery_app().run(port=8010)
