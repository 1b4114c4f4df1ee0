"""Photos at the door: made small on the phone before they are sent, one shot after the other."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from aidtrack.cases.visit_models import VisitPhoto
from aidtrack.db import db
from tests.browser.conftest import SitDown
from tests.browser.sites import Site
from tests.browser.test_main_paths import open_row, press, says

MAKER = 0x010F


def shot() -> bytes:
    """A photo of four megapixels as phones write it, with the maker's name in it."""
    exif, out = Image.Exif(), BytesIO()
    exif[MAKER] = "GiauTen Phone"
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def test_two_shots_are_made_small_on_the_phone_and_sent_together(sit_down: SitDown, demo_site: Site) -> None:
    page, raw = sit_down("quan"), shot()
    page.goto(page.url.rstrip("/") + "/cases/?q=Đào Thị Huệ")
    open_row(page, "Đào Thị Huệ")
    page.get_by_role("link", name="Ghi lần thăm").first.click()
    for count in (1, 2):
        page.locator("[name=photos]").set_input_files(
            {"name": f"{count}.jpg", "mimeType": "image/jpeg", "buffer": raw}
        )
        expect(page.locator("[data-photos-said]")).to_contain_text(f"Sẵn sàng {count} ảnh")
    page.get_by_label("Không có ai ở nhà").check()
    held = page.locator("[name=photos]").evaluate(
        "field => Promise.all([...field.files].map(one => one.text()))"
    )
    assert len(held) == 2 and not any("GiauTen" in one for one in held) and b"GiauTen" in raw
    assert sum(map(len, held)) < len(raw), "both together are smaller than one as it was shot"
    press(page, "Ghi lần thăm")
    says(page, "Đã ghi lần thăm.")
    with demo_site.app.app_context():
        sizes = db.session.execute(select(VisitPhoto.width, VisitPhoto.height)).all()
    assert [tuple(size) for size in sizes] == [(1600, 1200)] * 2
