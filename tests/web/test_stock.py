"""Stock through its pages: who sees what, goods moved, written off and counted by hand."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidtrack.rights import Role
from tests.web.stockroom import (
    FORMS,
    LIEN_NINH,
    PAGES,
    Stockroom,
    furnish,
    main_of,
    newest,
    refusals,
    rows_of,
    send,
)


@pytest.fixture
def room(app: Flask, now: datetime) -> Stockroom:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnish(app, now)


@pytest.fixture
def keeper(room: Stockroom) -> FlaskClient:
    return room.browser(Role.COORDINATOR)


# ---- who sees what ----


def test_what_lies_in_a_store_is_shown_by_lot_with_its_packs(keeper: FlaskClient) -> None:
    page = main_of(keeper.get("/stock/").text)
    for words in ("Gạo", "400<u>kg</u>", "300<u>gói</u>", "10 thùng 30", "01/02/2022", "Kho Liên Ninh"):
        assert words in page, words


def test_a_good_of_several_lots_has_its_sum(room: Stockroom, keeper: FlaskClient) -> None:
    assert "Tổng Gạo" not in keeper.get("/stock/").text
    link = send(room, keeper, rice="100 kg")
    keeper.post(link, data={"key": "a", **room.amounts(rice="100 kg")})
    page = keeper.get("/stock/").text
    assert "Tổng Gạo" in page and "300<u>kg</u>" in page and "100<u>kg</u>" in page
    assert "300<u>kg</u>" not in keeper.get(f"/stock/?store={room.there}").text


def test_volunteers_see_no_stock(room: Stockroom) -> None:
    volunteer = room.browser(Role.VOLUNTEER, LIEN_NINH)
    for path in PAGES:
        assert volunteer.get(path).status_code == 403, path


def test_auditors_read_and_change_nothing(room: Stockroom, keeper: FlaskClient) -> None:
    transfer, auditor = send(room, keeper), room.browser(Role.AUDITOR)
    paper = f"/stock/documents/{newest(room)}"
    for path in ("/stock/", "/stock/documents", "/stock/locations", "/stock/statement", transfer, paper):
        answer = auditor.get(path)
        assert answer.status_code == 200, path
        assert 'method="post"' not in main_of(answer.text) and "/new" not in main_of(answer.text), path
    assert "/reverse" not in auditor.get(paper).text
    for path in (*FORMS, "/stock/locations/new", f"{paper}/reverse"):
        assert auditor.get(path).status_code == auditor.post(path).status_code == 403, path
    assert auditor.post(f"{transfer}/give-up", data={"reason": "mất"}).status_code == 403
    assert auditor.post(transfer, data={"key": "a", **room.amounts(rice="2 tạ")}).status_code == 403
    assert room.moves("rice") == 200_000


def test_a_store_outside_ones_wards_is_not_there(room: Stockroom, keeper: FlaskClient) -> None:
    send(room, keeper)
    elsewhere = room.browser(Role.COORDINATOR, "2021:00622")
    assert "Kho Liên Ninh" not in elsewhere.get("/stock/").text
    assert "Kho Liên Ninh" not in elsewhere.get("/stock/locations").text
    for path in (*(f"{form}?store={room.here}" for form in FORMS), f"/stock/documents/{newest(room)}"):
        assert elsewhere.get(path).status_code == 404, path
    assert elsewhere.get("/stock/transfers/1").status_code == 404
    assert newest(room) not in elsewhere.get("/stock/documents").text
    assert "Gạo" not in main_of(elsewhere.get("/stock/statement").text)


def test_an_address_that_nobody_wrote_shows_a_page(keeper: FlaskClient) -> None:
    for path in ("/stock/?store=nothing", "/stock/documents?kind=nonsense&before=abc"):
        assert keeper.get(path).status_code == 200, path
    for path in ("/stock/documents/PNK-9999", "/stock/transfers/99999999999", "/stock/counts/new?store=x"):
        assert keeper.get(path).status_code == 404, path


@pytest.mark.parametrize("path", FORMS)
def test_who_has_no_store_yet_reads_what_to_do_first(room: Stockroom, path: str) -> None:
    elsewhere = room.browser(Role.COORDINATOR, "2021:00622")
    answer = elsewhere.get(path)
    assert answer.status_code == 200 and "/stock/locations/new" in main_of(answer.text)
    assert "mở một kho" in main_of(answer.text)
    assert elsewhere.post(path, data={"key": "k"}).status_code == 200


# ---- to another store ----


def test_goods_go_to_another_store_under_the_carriers_name(room: Stockroom, keeper: FlaskClient) -> None:
    link = send(room, keeper, rice="2 tạ", noodles="3 thùng lẻ 5 gói")
    assert (room.lies("rice"), room.lies("noodles")) == (200_000, 205)
    assert (room.moves("rice"), room.moves("noodles")) == (200_000, 95)
    assert "Trần Văn Tải" in keeper.get("/stock/").text, "what is on its way is said above the list"
    page = main_of(keeper.get(link).text)
    for words in ("Trần Văn Tải", "200<u>kg</u>", "95<u>gói</u>", "3 thùng 30 và 5 gói"):
        assert words in page, words


def test_what_arrives_short_stays_open_under_the_carriers_name(room: Stockroom, keeper: FlaskClient) -> None:
    link = send(room, keeper)
    assert keeper.post(link, data={"key": "a", **room.amounts(rice="195 kg")}).headers["Location"] == link
    assert (room.lies("rice", room.there), room.moves("rice")) == (195_000, 5_000)
    page = keeper.get(link).text
    assert "5<u>kg</u>" in page and "Trần Văn Tải" in page and "/give-up" in page
    assert keeper.post(link, data={"key": "b", **room.amounts(rice="5 kg")}).status_code == 302
    assert room.moves("rice") == 0 and "/give-up" not in keeper.get(link).text
    assert "Trần Văn Tải" not in keeper.get("/stock/").text


def test_what_never_arrives_is_given_up_with_a_reason(room: Stockroom, keeper: FlaskClient) -> None:
    link = send(room, keeper)
    keeper.post(link, data={"key": "a", **room.amounts(rice="195 kg")})
    refused = keeper.post(f"{link}/give-up", data={"key": "g", "reason": " "})
    assert refused.status_code == 422 and refusals(refused) == ["Nhập lý do."]
    for _ in range(2):
        answer = keeper.post(f"{link}/give-up", data={"key": "g", "reason": "rách bao dọc đường"})
        assert answer.headers["Location"] == link
    assert room.moves("rice") == 0 and "Không còn hàng đi đường" in keeper.get(link).text
    assert "rách bao dọc đường" in keeper.get(f"/stock/documents/{newest(room)}").text


def test_more_than_was_sent_does_not_arrive(room: Stockroom, keeper: FlaskClient) -> None:
    link = send(room, keeper)
    answer = keeper.post(link, data={"key": "a", **room.amounts(rice="201 kg")})
    assert answer.status_code == 422 and "chỉ còn 200 kg" in refusals(answer)[0]
    assert 'value="201 kg"' in answer.text and room.moves("rice") == 200_000


def test_two_transfers_of_one_lot_are_counted_apart(room: Stockroom, keeper: FlaskClient) -> None:
    send(room, keeper, rice="100 kg")
    told = {"key": "t2", "store": room.here, "target": room.there, "carrier": "Xe khác"}
    keeper.post("/stock/transfers/new", data=told | room.amounts(rice="30 kg"))
    assert room.moves("rice") == 130_000
    page = main_of(keeper.get("/stock/transfers/2").text)
    assert "30<u>kg</u>" in page and "130<u>kg</u>" not in page


def test_a_transfer_needs_a_carrier_and_somewhere_to_go(room: Stockroom, keeper: FlaskClient) -> None:
    told = {"key": "t", "store": room.here, "target": "KHO-9999", "carrier": "", "note": "gấp"}
    answer = keeper.post("/stock/transfers/new", data=told | room.amounts(rice="2 tạ"))
    assert answer.status_code == 422 and "Nhập tên người chở hàng." in refusals(answer)
    assert 'value="2 tạ"' in answer.text and 'value="gấp"' in answer.text
    assert room.lies("rice") == 400_000


def test_where_there_is_one_store_only_the_page_says_so(room: Stockroom) -> None:
    page = main_of(room.browser(Role.COORDINATOR, LIEN_NINH).get("/stock/transfers/new").text)
    assert "Chưa có kho nào khác" in page and 'method="post"' not in page


# ---- amounts, in all three forms ----


MORE: dict[str, dict[str, str]] = {
    "/stock/transfers/new": {"carrier": "Trần Văn Tải", "note": "xe tải"},
    "/stock/write-offs/new": {"reason": "chuột cắn"},
    "/stock/counts/new": {"note": "xe tải"},
}


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", "“abc”"),
        ("-3 kg", "bỏ dấu trừ"),
        ("4,500", "hai cách"),
        ("2 chai", "“chai”"),
        ("1/2", "1/2"),
        ("9" * 40, "999"),
    ],
)
def test_an_amount_that_cannot_be_read_is_named_with_the_remedy_and_kept(
    room: Stockroom, keeper: FlaskClient, path: str, typed: str, said: str
) -> None:
    told = {"key": "x", "store": room.here, "target": room.there, **MORE[path]}
    answer = keeper.post(path, data=told | room.amounts(rice=typed, noodles="5 gói"))
    assert answer.status_code == 422
    assert len(refusals(answer)) == 1 and said in refusals(answer)[0]
    assert f'href="#lot_{room.lots["rice"]}"' in answer.text, "the summary leads to the field"
    assert f'value="{typed}"' in answer.text and 'value="5 gói"' in answer.text
    assert all(f'value="{text}"' in answer.text for text in MORE[path].values())
    assert (room.lies("rice"), room.lies("noodles")) == (400_000, 300)


@pytest.mark.parametrize("path", ["/stock/transfers/new", "/stock/write-offs/new"])
@pytest.mark.parametrize(("typed", "wanted"), [("4.500 tấn", "4.500.000 kg"), ("401", "401 kg")])
def test_more_than_is_free_is_refused_beside_its_lot_with_what_is_there(
    room: Stockroom, keeper: FlaskClient, path: str, typed: str, wanted: str
) -> None:
    told = {"key": "x", "store": room.here, "target": room.there, **MORE[path]}
    answer = keeper.post(path, data=told | room.amounts(rice=typed))
    assert answer.status_code == 422 and f'value="{typed}"' in answer.text
    assert "400 kg" in refusals(answer)[0] and wanted in refusals(answer)[0]
    assert room.lies("rice") == 400_000 and rows_of(room) == 3


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_any_amount_says_so(room: Stockroom, keeper: FlaskClient, path: str) -> None:
    answer = keeper.post(path, data={"key": "x", "store": room.here, "target": room.there, **MORE[path]})
    assert answer.status_code == 422 and "Nhập số lượng của ít nhất một lô." in answer.text


@pytest.mark.parametrize("path", FORMS)
def test_a_form_sent_twice_acts_once_also_when_it_emptied_the_lot(
    room: Stockroom, keeper: FlaskClient, path: str
) -> None:
    told = {"key": "x", "store": room.here, "target": room.there, **MORE[path]}
    typed = "0" if "counts" in path else "4 tạ"
    led = [keeper.post(path, data=told | room.amounts(rice=typed)).headers.get("Location") for _ in range(2)]
    assert led[0] and led[0] == led[1]
    assert room.lies("rice") == 0 and rows_of(room) == 4


# ---- off the books ----


def test_spoiled_goods_leave_the_books_with_the_reason(room: Stockroom, keeper: FlaskClient) -> None:
    told = {"key": "w", "store": room.here, "reason": ""} | room.amounts(rice="1 yến")
    refused = keeper.post("/stock/write-offs/new", data=told)
    assert refused.status_code == 422 and refusals(refused) == ["Ghi vì sao ghi giảm hàng."]
    link = keeper.post("/stock/write-offs/new", data=told | {"reason": "mốc"}).headers["Location"]
    page = keeper.get(link).text
    assert room.lies("rice") == 390_000 and "mốc" in page and "10<u>kg</u>" in page


# ---- a stock-take ----


def test_a_stock_take_writes_the_difference(room: Stockroom, keeper: FlaskClient) -> None:
    told = {"key": "c", "store": room.here, "note": "hai người đếm"}
    link = keeper.post(
        "/stock/counts/new", data=told | room.amounts(rice="398 kg", noodles="10 thùng")
    ).headers["Location"]
    assert (room.lies("rice"), room.lies("noodles"), room.lies("fish_sauce")) == (398_000, 300, 20)
    page = keeper.get(link).text
    for words in ("Sổ ghi", "400<u>kg</u>", "398<u>kg</u>", "300<u>gói</u>", "hai người đếm"):
        assert words in page, words
    page = keeper.get("/stock/statement").text
    assert "398<u>kg</u>" in page and re.search(r"[-−]2<u>kg</u>", page)


def test_nothing_may_be_found_of_a_lot(room: Stockroom, keeper: FlaskClient) -> None:
    told = {"key": "c", "store": room.here} | room.amounts(fish_sauce="0")
    assert keeper.post("/stock/counts/new", data=told).status_code == 302
    assert room.lies("fish_sauce") == 0
    page = keeper.get(f"/stock/counts/new?store={room.here}").text
    assert f"lot_{room.lots['fish_sauce']}" in page, "it may be found again"
    assert f"lot_{room.lots['fish_sauce']}" not in keeper.get("/stock/write-offs/new").text


def test_a_stock_take_is_refused_when_the_books_moved_meanwhile_and_counted_again(
    room: Stockroom, keeper: FlaskClient
) -> None:
    page = keeper.get(f"/stock/counts/new?store={room.here}").text
    expected = dict(re.findall(r'name="(expected_\d+)" value="(\d+)"', page))
    room.give("rice", 50_000)
    told = {"key": "c", "store": room.here, "note": "kho A", **expected}
    answer = keeper.post("/stock/counts/new", data=told | room.amounts(rice="350 kg"))
    assert answer.status_code == 422 and "sổ ghi 400 kg, nay là 350 kg" in refusals(answer)[0]
    assert 'value="350 kg"' in answer.text and 'value="kho A"' in answer.text
    assert room.lies("rice") == 350_000
    expected = dict(re.findall(r'name="(expected_\d+)" value="(\d+)"', answer.text))
    told = {"key": "c", "store": room.here, **expected}
    assert keeper.post("/stock/counts/new", data=told | room.amounts(rice="349 kg")).status_code == 302
    assert room.lies("rice") == 349_000


def test_a_slip_of_the_pen_does_not_hide_that_the_books_moved(room: Stockroom, keeper: FlaskClient) -> None:
    page = keeper.get(f"/stock/counts/new?store={room.here}").text
    expected = dict(re.findall(r'name="(expected_\d+)" value="(\d+)"', page))
    room.give("rice", 50_000)
    told = {"key": "c", "store": room.here, **expected}
    answer = keeper.post("/stock/counts/new", data=told | room.amounts(rice="bốn tạ gì đó"))
    expected = dict(re.findall(r'name="(expected_\d+)" value="(\d+)"', answer.text))
    answer = keeper.post("/stock/counts/new", data=told | expected | room.amounts(rice="4 tạ"))
    assert answer.status_code == 422 and "nay là 350 kg" in refusals(answer)[0]
