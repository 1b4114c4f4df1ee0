"""The queue of pairs: on to the next after a decision, groups, and a question across two wards."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from aidtrack.rights import Role
from tests.web.casework import DAI_ANG, HANOI, LIEN_NINH, person, register

LYS = {"name": "Lý Thế Tuấn", "birth_year": 1977, "address": "158, ngõ 108 Đê La Thành", "people": 4}


@pytest.fixture
def desks(app: Flask, now: datetime, sign_in: Callable[..., None]) -> dict[str, Any]:
    """A volunteer who registers, a coordinator of each of two communes, one of both."""
    app.config["WTF_CSRF_ENABLED"] = False
    found = {}
    for number, (name, role, place) in enumerate(
        [
            ("quan", Role.VOLUNTEER, HANOI),
            ("here", Role.COORDINATOR, LIEN_NINH),
            ("there", Role.COORDINATOR, DAI_ANG),
            ("both", Role.COORDINATOR, HANOI),
        ],
        1,
    ):
        found[name] = app.test_client()
        sign_in(found[name], person(app, now, f"095200010{number}", role, place, f"Lò Thị {name}"))
    return found


def links(page: str) -> list[str]:
    return sorted(set(re.findall(r"/cases/pairs/\d+(?=\")", page)))


def test_after_a_decision_the_next_pair_of_the_same_household_comes(
    app: Flask, desks: dict[str, Any], now: datetime
) -> None:
    for change in ({"phone": "0953509991"}, {"phone": "0953509992"}, {"phone": None, "name": "Lý Tuấn"}):
        register(app, now, "0952000101", **(LYS | change))
    queue = desks["both"].get("/cases/pairs").text
    assert len(links(queue)) == 3 and "1 trong 3 cặp liên quan" in queue
    first = links(queue)[0]
    page = desks["both"].get(first).text
    assert 'name="queue"' in page and 'rel="next"' in page
    sent = desks["both"].post(first, data={"decision": "different", "queue": "1", "key": "k1"})
    assert sent.headers["Location"] in links(queue) and sent.headers["Location"] != first
    for key, pair in (("k2", links(queue)[1]), ("k3", links(queue)[2])):
        sent = desks["both"].post(pair, data={"decision": "different", "queue": "1", "key": key})
    assert sent.headers["Location"] == "/cases/pairs"


def test_one_ward_asks_and_the_other_answers(app: Flask, desks: dict[str, Any], now: datetime) -> None:
    near = register(app, now, "0952000101", **LYS, phone="0953509991")
    far = register(
        app, now, "0952000101", **(LYS | {"name": "Lý Tuấn"}), phone="0953509991", place_id=DAI_ANG
    )
    [pair] = links(desks["here"].get("/cases/pairs").text)
    page = desks["here"].get(pair).text
    assert "Hỏi điều phối viên Xã Đại Áng" in page and near in page and far not in page
    assert "Lý Tuấn" not in page and "Gộp, giữ" not in page
    assert desks["quan"].post(f"{pair}/ask", data={"key": "k0"}).status_code == 403
    for _ in range(2):
        sent = desks["here"].post(f"{pair}/ask", data={"note": "cao, quê Hà Giang", "key": "k1"})
        assert sent.headers["Location"] == pair
    assert "đã hỏi phường kia" in desks["here"].get("/cases/pairs").text
    assert "đang hỏi bạn" in desks["there"].get("/cases/pairs").text
    asked = desks["there"].get(pair).text
    assert "cao, quê Hà Giang" in asked and near not in asked and "Một hộ: gộp hai hồ sơ" in asked
    assert desks["here"].post(f"{pair}/answer", data={"decision": "same", "key": "k2"}).status_code == 403
    assert desks["there"].post(f"{pair}/answer", data={"decision": "", "key": "k3"}).status_code == 422
    data = {"decision": "different", "note": "vẫn ở đây", "queue": "1", "key": "k4"}
    assert desks["there"].post(f"{pair}/answer", data=data).headers["Location"] == "/cases/pairs"
    told = desks["here"].get(f"/cases/{near}").text
    assert "Xã Đại Áng trả lời: hai hộ khác nhau" in told and "vẫn ở đây" in told and far not in told
