"""15 August, early: what is left for a newcomer's first ten minutes, none of it in a closed balance."""

from __future__ import annotations

from datetime import date

from aidtrack.campaigns import actions as campaigns
from aidtrack.campaigns.entitlement import Norm
from aidtrack.cases import actions as cases
from aidtrack.cases.facts import CaseFacts
from aidtrack.db import db
from aidtrack.demo.givers import KG, good
from aidtrack.demo.stage import Stage
from aidtrack.donations import actions as donations
from aidtrack.stock import actions as stock

LIEN_NINH, YEN_MY, MINH_KHAI = "2021:00682", "2021:00661", "2021:00295"

REPORTED = (
    (
        "quan",
        "2021-08-14T18:10",
        CaseFacts(
            "Lý Thế Tuấn",
            LIEN_NINH,
            4,
            phone="0953 509 991",
            birth_year=1977,
            sex="m",
            address="nhà số 158, xóm 3, thôn Nhị Châu",
            home_address="Hà Giang",
            categories=("lost_job",),
            circumstances="Phục vụ quán ăn, quán đóng cửa từ 24/7. Vợ và hai con nhỏ ở cùng phòng trọ.",
            consent_by="ông Tuấn",
        ),
    ),
    (
        "thao",
        "2021-08-14T18:45",
        CaseFacts(
            "Lý Thế Tuấn",
            LIEN_NINH,
            4,
            phone="0953 509 992",
            birth_year=1977,
            sex="m",
            address="số 158, xóm 3, thôn Nhị Châu",
            home_address="Hà Giang",
            categories=("lost_job",),
            consent_by="bà chủ trọ",
        ),
    ),
    (
        "quan",
        "2021-08-14T19:05",
        CaseFacts(
            "Đào Thị Huệ",
            LIEN_NINH,
            1,
            phone="0954 118 204",
            birth_year=1942,
            sex="f",
            address="nhà số 11, xóm 5, thôn Yên Phú",
            home_address="Hà Nội",
            categories=("elderly_alone",),
            circumstances="Sống một mình, chân yếu.",
            consent_by="cụ Huệ",
        ),
    ),
    (
        "quan",
        "2021-08-14T19:30",
        CaseFacts(
            "Vàng Thị Mỷ",
            YEN_MY,
            3,
            phone="0957 220 415",
            birth_year=1995,
            sex="f",
            address="nhà số 40, xóm 2, thôn 1",
            home_address="Lai Châu",
            categories=("stranded_worker", "child"),
            circumstances="Công trường dừng, có con 2 tuổi.",
            consent_by="chị Mỷ",
        ),
    ),
    (
        "dat",
        "2021-08-14T20:15",
        CaseFacts(
            "Hoàng Văn Dũng",
            MINH_KHAI,
            2,
            phone="0956 771 830",
            birth_year=1968,
            sex="m",
            address="số 25, ngõ 298 Minh Khai, tổ 6",
            home_address="Nam Định",
            categories=("patient",),
            circumstances="Chạy thận, ở trọ gần viện.",
            consent_by="ông Dũng",
        ),
    ),
)
"""Cases of the evening: two of them look like one household."""


def play(stage: Stage) -> None:
    """Five cases to look at, a pair to decide, and a second campaign with a pledge that has not arrived.

    It is for those whom 14 August did not reach: who received then rests for two weeks.
    """
    for who, moment, facts in REPORTED:
        with stage.act(who, moment) as (by, at):
            cases.register(facts, by=by, at=at)
    with stage.act("hung", "2021-08-15T07:20") as (by, at):
        store = stock.open_store("Kho Đông Anh", "2021:01", by=by, at=at)
        campaign = campaigns.open_campaign(
            "DOT-22-8",
            "đợt 22/8",
            place_id="2021:01",
            store=store,
            receives_from=date(2021, 8, 15),
            receives_to=date(2021, 8, 21),
            distributes_from=date(2021, 8, 15),
            distributes_to=date(2021, 9, 5),
            purpose="Các hộ bổ sung và bỏ sót",
            by=by,
            at=at,
        )
        norms = [Norm(good("rice"), 5 * KG), Norm(good("eggs"), 10), Norm(good("milk"), 4)]
        campaigns.set_norms(campaign, norms, rest_days=14, by=by, at=at)
        donor = donations.add_donor("Câu lạc bộ Bếp Hồng (giả lập)", place_path="2021/01/", by=by, at=at)
        donations.pledge(
            donor,
            [("rice", 200 * KG), ("eggs", 400)],
            expected_on=date(2021, 8, 18),
            note="Chở đến kho Đông Anh chiều 18/8",
            place_path="2021/01/",
            by=by,
            at=at,
        )
        db.session.flush()
