"""The whole main job at the command line alone: a list, a gift, a plan, trips, doors, the auditor's list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import LIST, Line, one_sentence

ADMIN, THAO, TRANG, HUNG = "0953 000 001", "0953 000 002", "0953 000 003", "0953 000 004"
DAT, AUDITOR = "0953 000 005", "0953 000 006"
HANOI, LIEN_NINH = "2021:01", "2021:00682"
CAMPAIGN = ("--campaign", "DOT-14-8")
MORNING, DAY = "2021-08-14T06:00", "2021-08-14T08:00"


def done(line: Line, *words: str | Path, by: str, at: str = "") -> object:
    """What a command answered, as JSON; it must have been done."""
    answer = line(*words, "--by", by, "--json", at=at)
    assert answer.code == 0, answer.complaint
    return answer.told


@pytest.fixture
def prepared(line: Line, add_person: Callable[..., None]) -> Line:
    """People, the list imported and verified, a store with goods for everybody, a campaign with its norms."""
    for phone, role in (
        (ADMIN, "admin"),
        (THAO, "volunteer"),
        (TRANG, "coordinator"),
        (HUNG, "coordinator"),
        (DAT, "volunteer"),
        (AUDITOR, "auditor"),
    ):
        add_person(phone, role, HANOI)
    done(line, "cases", "import", LIST, "--commit", by=THAO)
    done(line, "cases", "verify", "--all", by=TRANG)
    done(line, "stores", "open", "Kho Thanh Trì", "--place", HANOI, by=HUNG)
    rice = ("--good", "rice", "--on-paper", "4 tấn", "--donor", "Hội Chữ thập đỏ")
    assert done(line, "donations", "receive", *rice, by=HUNG)["counted"] == 4_000_000  # type: ignore[index]
    noodles = ("--good", "noodles", "--on-paper", "300 thùng", "--counted", "298 thùng", "--pack", "30")
    short = ("--donor", "Bình An", "--expires", "31/12/2021", "--why", "thiếu 2 thùng")
    gift = done(line, "donations", "receive", *noodles, *short, by=HUNG)
    assert gift["counted"] == 8940  # type: ignore[index]
    rest = ("--donation", gift["donation"], "--good", "noodles", "--on-paper", "2 thùng")  # type: ignore[index]
    assert done(line, "donations", "receive", *rest, by=HUNG)["counted"] == 60  # type: ignore[index]
    opened = ("DOT-14-8", "--name", "đợt 14/8", "--place", HANOI)
    windows = ("--receives", "30/7/2021", "14/8/2021", "--distributes", "2021-08-14", "2021-08-20")
    done(line, "campaigns", "open", *opened, *windows, by=HUNG)
    done(line, "campaigns", "norm", *CAMPAIGN, "--person", "rice=4 kg", "--person", "noodles=9 gói", by=HUNG)
    return line


@pytest.mark.usefixtures("each_database")
def test_from_the_list_to_the_auditors_list(prepared: Line, tmp_path: Path) -> None:
    line = prepared
    plan = done(line, "campaigns", "plan", *CAMPAIGN, by=HUNG, at=MORNING)
    assert (plan["state"], plan["households"] > 330) == ("proposed", True)  # type: ignore[index]
    alone = line("campaigns", "approve", *CAMPAIGN, "--no-relatives", "--by", HUNG, "--json")
    assert alone.code == 1 and one_sentence(alone)
    approved = done(line, "campaigns", "approve", *CAMPAIGN, "--no-relatives", by=TRANG)
    assert approved["state"] == "approved"  # type: ignore[index]

    trips = done(line, "deliveries", "plan", *CAMPAIGN, "--ward", LIEN_NINH, "--driver", DAT, by=TRANG)
    assert isinstance(trips, list) and trips[0]["ward"] == LIEN_NINH
    cancelled = trips[0]["trip"]
    assert (
        done(line, "deliveries", "cancel", cancelled, "--reason", "xe hỏng", by=TRANG)["state"] == "cancelled"
    )  # type: ignore[index]
    trips = done(line, "deliveries", "plan", *CAMPAIGN, "--ward", LIEN_NINH, "--driver", DAT, by=TRANG)
    assert isinstance(trips, list)
    trip = trips[0]["trip"]
    assert done(line, "deliveries", "send-out", trip, by=TRANG, at=DAY)["state"] == "out"  # type: ignore[index]
    stops = done(line, "deliveries", "stops", trip, by=DAT)
    assert isinstance(stops, list) and len(stops) == trips[0]["stops"] >= 3
    ends = {
        1: ("absent",),
        2: ("received_for", "--received-by", "bà Mùi", "--relation", "hàng xóm"),
        3: ("partial", "--given", "rice=1 kg", "--note", "bao rách"),
    }
    approver = line("deliveries", "record", trip, "1", "--outcome", "received", "--by", TRANG, "--json")
    assert approver.code == 1 and one_sentence(approver), "who approved a share confirmed its receipt"
    for stop in stops:
        outcome = ends.get(stop["stop"], ("received",))
        words = ("deliveries", "record", trip, str(stop["stop"]), "--outcome", *outcome)
        assert done(line, *words, by=DAT)["outcome"] == outcome[0]  # type: ignore[index]
    twice = line("deliveries", "record", trip, "1", "--outcome", "received", "--by", DAT, "--json")
    assert twice.code == 1 and one_sentence(twice)
    mended = ("deliveries", "correct", trip, "1", "--outcome", "received", "--reason", "bấm nhầm")
    assert done(line, *mended, by=DAT)["outcome"] == "received"  # type: ignore[index]
    assert done(line, "deliveries", "close", trip, by=TRANG)["state"] == "closed"  # type: ignore[index]
    row, given_up = done(line, "deliveries", "list", *CAMPAIGN, by=AUDITOR)  # type: ignore[misc]
    assert (row["state"], row["done"], given_up["state"]) == ("closed", len(stops), "cancelled")

    file = tmp_path / "danh-sach.xlsx"
    done(
        line, "reports", "export", "distribution-list", *CAMPAIGN, "--ward", LIEN_NINH, "-o", file, by=AUDITOR
    )
    assert load_workbook(file).worksheets[0].max_row > len(stops)
    assert line("books", "check", "--json").told == {"ok": True, "differences": []}
    assert line("audit", "verify", "--json").told["ok"]
    assert done(line, "campaigns", "list", by=AUDITOR)[0]["code"] == "DOT-14-8"  # type: ignore[index]


BOSS, GIVES = "0952 000 102", ("--campaign", "DOT-22-8")
"""A coordinator and the open campaign of the demo."""


def test_what_cannot_be_is_refused_and_changes_nothing(on_demo: Line) -> None:
    before = on_demo("audit", "verify", "--json").told["rows"]
    receive = ("donations", "receive", "--good", "rice", "--store", "KHO-0002", "--donor", "A", "--on-paper")
    record = ("deliveries", "record", "CG-0001", "1", "--outcome")
    for code, words in (
        (2, (*receive, "four sacks of it")),
        (2, (*receive, "-4 kg")),
        (1, (*receive, "4 kg", "--counted", "3 kg")),
        (2, (*receive, "4 kg", "--expires", "31/2/2021")),
        (2, (*receive, "4 kg", "--donation", "UH-0001")),
        (1, (*receive, "4 kg", "--store", "KHO-9999")),
        (1, (*receive, "1 kg", "--good", "gold")),
        (2, ("donations", "receive", "--good", "rice", "--donor", "A", "--on-paper", "1 kg")),
        (1, ("campaigns", "plan", "--campaign", "DOT-1")),
        (2, ("campaigns", "norm", *GIVES, "--person", "rice")),
        (2, ("campaigns", "norm", *GIVES, "--person", "rice=4 kg", "--largest", "rice=all")),
        (1, ("campaigns", "norm", *GIVES)),
        (1, ("campaigns", "approve", *GIVES, "--no-relatives")),
        (1, ("deliveries", "plan", *GIVES, "--ward", LIEN_NINH)),
        (2, ("deliveries", "plan", *GIVES, "--ward", "Liên Ninh")),
        (2, ("deliveries", "plan", *GIVES, "--ward", LIEN_NINH, "--driver", "12")),
        (1, ("deliveries", "plan", *GIVES, "--ward", LIEN_NINH, "--driver", "0953999999")),
        (1, ("deliveries", "send-out", "CG-9999")),
        (2, (*record, "vanished")),
        (2, (*record, "received", "--at", "noon")),
        (2, (*record, "received", "--at", "2031-01-01T08:00")),
        (1, ("reports", "export", "ward-totals", "--campaign", "DOT-1", "-o", "/tmp/never.xlsx")),
    ):
        answer = on_demo(*words, "--by", BOSS, "--json")
        assert answer.code == code, (words, answer)
        assert one_sentence(answer), words
    assert on_demo("audit", "verify", "--json").told["rows"] == before


def test_the_same_key_receives_once(on_demo: Line) -> None:
    words = ("donations", "receive", "--good", "rice", "--store", "KHO-0002", "--key", "xe-29C-1234")
    first = done(on_demo, *words, "--on-paper", "10 kg", "--donor", "Nhà máy gạo", by=BOSS)
    assert first == done(on_demo, *words, "--on-paper", "10 kg", "--donor", "Nhà máy gạo", by=BOSS)
    other = on_demo(*words, "--on-paper", "20 kg", "--donor", "Nhà máy gạo", "--by", BOSS)
    assert other.code == 1 and one_sentence(other)
    stores = done(on_demo, "stores", "list", by=BOSS)
    assert [one["free"] for one in stores if one["code"] == "KHO-0002"] == [{"rice": 10_000}]  # type: ignore[attr-defined]


def test_people_read_a_sentence_where_machines_read_json(
    prepared: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = prepared
    given = ("--good", "rice", "--on-paper", "2 tạ", "--donor", "Bếp Hồng")
    rice = ("donations", "receive", *given, "--by", HUNG)
    plan = ("campaigns", "plan", *CAMPAIGN, "--by", HUNG)
    received, planned = line(*rice).out, line(*plan).out
    assert received == "Rice: 200 kg received from Bếp Hồng. Receipt note PNK-0004, donation UH-0003.\n"
    assert planned == "Plan 1 of DOT-14-8: 347 households, 1,000 people. It waits for approval.\n"
    monkeypatch.setenv("AIDTRACK_LANGUAGE", "vi")
    received, planned = line(*rice).out, line(*plan).out
    assert received == (
        "Gạo: đã nhập kho 200 kg của Bếp Hồng. Phiếu nhập kho PNK-0005, đợt ủng hộ UH-0004.\n"
    )
    assert planned == "Phương án 2 của DOT-14-8: 347 hộ, 1.000 khẩu, đang chờ duyệt.\n"
    listed = line("campaigns", "list", "--by", HUNG).out
    assert listed == "DOT-14-8  đợt 14/8  Đợt đang mở\n"
