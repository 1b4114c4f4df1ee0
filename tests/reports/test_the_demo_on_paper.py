"""The papers of 14 August 2021: what the demo's list, totals and statement must say, to the packet."""

from __future__ import annotations

from flask import Flask

from aidtrack.campaigns import queries as campaigns
from aidtrack.clock import day_of, moment_of
from aidtrack.db import transaction
from aidtrack.demo import story
from aidtrack.people import queries as people
from aidtrack.reports import actions
from aidtrack.settings import Settings
from tests.reports.samples import opened, table

AUDITOR = "0952 000 104"
GOODS = ("Gạo (kg)", "Lạc (kg)", "Mì tôm (gói)", "Nước mắm (chai)")
AT = moment_of("2021-08-15T08:34")


def test_the_lists_of_the_demo_equal_its_ledger(app: Flask, settings: Settings) -> None:
    settings.var.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        story.tell(settings)
        sheets = {}
        for name in ("distribution-list", "ward-totals", "stock-statement"):
            with transaction():
                by = people.actor_of(people.by_phone(AUDITOR), day_of(AT))  # type: ignore[arg-type]
                campaign = campaigns.get_campaign("DOT-14-8", by=by)
                file = actions.export(name, campaign=campaign, by=by, at=AT)
                sheets[name] = [table(sheet) for sheet in opened(file.data).worksheets]
    households, by_ward = sheets["distribution-list"]
    assert [row["STT"] for row in households[:-1]] == list(range(1, 348))
    for totals in (households[-1], by_ward[-1], sheets["ward-totals"][0][-1]):
        assert [totals[good] for good in GOODS] == [3972, 993, 8937, 100]
        assert totals["Số khẩu"] == 1000
    notes = [str(row["Ghi chú"]) for row in households[:-1]]
    people_by = {
        word: sum(int(str(row["Số khẩu"])) for row in households[:-1] if str(row["Ghi chú"]).startswith(word))
        for word in ("Đã nhận", "Nhận thay", "Vắng mặt", "Từ chối")
    }
    assert list(people_by.values()) == [962, 31, 5, 2] and len(notes) == 347
    rice = sheets["stock-statement"][0][0]
    assert [rice[title] for title in ("Nhập", "Xuất", "Nhập lại", "Tồn cuối kỳ")] == [4000, 4000, 28, 28]
