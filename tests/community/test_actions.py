"""Requests from sending to their answer: once, apart where something is odd, never a case by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from aidtrack.audit.models import Detail, Entry
from aidtrack.cases import actions as cases
from aidtrack.cases.models import Case, CaseEvent
from aidtrack.clock import real_now
from aidtrack.community import actions, limits, queries
from aidtrack.community.limit_actions import Doors
from aidtrack.community.models import HelpRequest, Knock
from aidtrack.db import db, rows_in, transaction
from aidtrack.errors import Conflict, NotAllowed, NotFound, RuleBroken
from aidtrack.jobs import nightly
from aidtrack.settings import Settings
from aidtrack.vietnamese.phone import show_phone
from tests.community.conftest import DOORS, REAL, SECRET, Send, arrived, told
from tests.factories import DAI_ANG, LIEN_NINH, NOW, OPERATOR, World, facts, verified_case

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def do(act: Callable[..., Any], *given: Any, by: Any = OPERATOR, **more: Any) -> Any:
    with transaction():
        return act(*given, by=by, at=NOW, **more)


def test_a_request_waits_in_the_queue_and_is_no_case(send: Send) -> None:
    request, code = send()
    assert (request.state, request.consent) == ("waiting", "2026-1") and len(code) == 11
    assert rows_in(Case) == 0


def test_what_is_odd_stands_apart_and_is_not_refused(send: Send) -> None:
    assert send(arrived(honeypot=True))[0].state == "apart"
    assert send(arrived(took=2), words="x")[0].state == "apart"
    assert send(arrived(opened=""), words="y")[0].state == "apart"
    again = send()[0]
    assert again.state == "apart" and "same_words" in {one["code"] for one in again.suspicions}


def test_the_chain_keeps_that_a_request_came_and_nothing_of_a_person(send: Send) -> None:
    request, code = send(for_neighbour=True, asker_name="Đỗ Văn An", asker_phone="0952000111")
    entry = db.session.scalars(select(Entry).where(Entry.subject == f"request:{request.id}")).one()
    detail = db.session.get_one(Detail, entry.seq)
    said = f"{entry.covered} {detail.content} {detail.actor_name}"
    for personal in (request.name, "509991", "000111", "Đỗ Văn An", "ngõ 214", "hết gạo", code):
        assert personal not in said
    assert detail.place_path == request.place_path


def test_neither_code_nor_key_nor_address_lies_in_the_database(send: Send) -> None:
    how = arrived(address="203.0.113.77")
    _request, code = send(how)
    rows = [str(tuple(row)) for table in ("help_requests", "request_knocks") for row in _all(table)]
    assert rows and not any(word in row for row in rows for word in (code, how.key, "203.0.113.77"))


def _all(table: str) -> Any:
    return db.session.execute(db.text(f"SELECT * FROM {table}"))


def test_a_form_that_was_sent_shows_its_code_again(send: Send) -> None:
    how = arrived()
    request, code = send(how)
    found = queries.sent_with(how.key, SECRET)
    assert found is not None and (found[0].id, found[1]) == (request.id, code)
    assert queries.sent_with("another key of a form", SECRET) is None


def test_a_closed_page_takes_nothing(send: Send) -> None:
    do(actions.keep_page, LIEN_NINH, is_open=False, phone="", reason="chưa có người xem")
    with pytest.raises(RuleBroken, match="takes no requests"):
        send()
    assert send(place_id=DAI_ANG)[0].state == "waiting"


@pytest.mark.parametrize("door", ["of_address", "of_phone", "of_ward"])
def test_a_door_shuts_after_so_many_and_opens_with_the_next_window(send: Send, door: str) -> None:
    shut: Doors = replace(DOORS, **{door: replace(getattr(DOORS, door), most=2)})
    names = ["Lý Thị Tuân", "Lò Thị Mai", "Hà Văn Ba"]
    for number in (0, 1):
        send(arrived(), doors=shut, name=names[number], words=names[number])
    with pytest.raises(limits.TooMany) as refused:
        send(arrived(), doors=shut, name=names[2])
    assert refused.value.until > REAL and "024 3861 2345" in str(refused.value)
    assert rows_in(HelpRequest) == 2
    others = {
        "of_address": {"how": arrived(address="10.0.0.2")},
        "of_phone": {"phone": "0953509992"},
        "of_ward": {"place_id": DAI_ANG},
    }
    assert send(doors=shut, **others[door])[0].id
    assert send(arrived(refused.value.until), doors=shut)[0].id


def test_what_is_refused_does_not_count(send: Send) -> None:
    shut = replace(DOORS, of_phone=replace(DOORS.of_phone, most=1))
    with pytest.raises(RuleBroken):
        send(doors=shut, agreed=False)
    assert send(doors=shut)[0].id
    for _ in range(3):
        with pytest.raises(limits.TooMany):
            send(doors=shut)
    assert [row.count for row in _all("request_knocks") if row.door == "send:phone"] == [1]


def test_taking_up_adds_a_case_that_somebody_else_verifies(send: Send, world: World) -> None:
    request, _code = send()
    volunteer = world.who("volunteer")
    case = do(
        actions.take_up, request, replace(queries.facts_of(request), consent_by="Lý Thị Tuân"), by=volunteer
    )
    assert (case.registered_by_id, case.state, case.phone) == (volunteer.id, "reported", "+84953509991")
    assert case.circumstances == request.words and request.state == "taken" and request.case_id == case.id
    lines = db.session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id)).all()
    assert any("request of a resident" in line.said["say"] for line in lines)
    with pytest.raises(RuleBroken, match="answered already"):
        do(actions.take_up, request, facts(1), by=world.who("planner"))
    assert rows_in(Case) == 1


def test_of_a_neighbours_request_the_household_itself_is_asked_at_the_visit(send: Send, world: World) -> None:
    request, _code = send(for_neighbour=True, asker_name="Đỗ Văn An", asker_phone="0952000111")
    case = do(actions.take_up, request, queries.facts_of(request), by=world.who("volunteer"))
    assert (case.asked_by_name, case.asked_by_phone, case.consent_by) == ("Đỗ Văn An", "+84952000111", "")
    assert case.phone == "+84953509991"


def test_a_take_up_that_fails_leaves_the_request_in_the_queue(send: Send) -> None:
    request, _code = send()
    with pytest.raises(RuleBroken) as refused:
        do(actions.take_up, request, queries.facts_of(request))
    assert refused.value.field == "consent_by"
    db.session.rollback()
    assert db.session.get_one(HelpRequest, request.id).state == "waiting"


def test_a_request_of_a_known_household_goes_to_its_case(send: Send, world: World) -> None:
    request, _code = send()
    case = do(cases.register, facts(1))
    with pytest.raises(RuleBroken) as refused:
        do(actions.link, request, "HN-2222222", by=world.who("volunteer"))
    assert refused.value.field == "code"
    do(actions.link, request, case.code, by=world.who("volunteer"))
    assert request.case_id == case.id and rows_in(Case) == 1
    lines = db.session.scalars(select(CaseEvent.text).where(CaseEvent.case_id == case.id)).all()
    assert request.words in lines


def test_nobody_reaches_requests_of_another_ward(send: Send, world: World) -> None:
    request, _code = send()
    for part, right in (("neighbour", "requests.see"), ("stranger", "requests.decline")):
        with pytest.raises(NotFound):
            queries.get_request(request.id, by=world.who(part), right=right)
        for act in (actions.restore, actions.discard_many):
            with pytest.raises(NotAllowed):
                do(act, [request] if act is actions.discard_many else request, by=world.who(part))
        assert queries.counts(world.who(part)).waiting == 0
        assert not queries.page(world.who(part), "waiting").rows
    elsewhere, _code = send(place_id=DAI_ANG, words="")
    assert [one.id for one in queries.others_from(elsewhere, world.who("neighbour"))] == []
    assert [one.id for one in queries.others_from(elsewhere, world.who("planner"))] == [request.id]


def test_volunteers_take_up_but_do_not_turn_away(send: Send, world: World) -> None:
    request, _code = send()
    for act, given in (
        (actions.decline, (request, "served")),
        (actions.discard_many, ([request],)),
        (actions.restore, (request,)),
    ):
        with pytest.raises(NotAllowed):
            do(act, *given, by=world.who("volunteer"))
    assert request.state == "waiting"


def test_nobody_answers_the_request_of_their_own_household(send: Send, world: World) -> None:
    own = show_phone(world.staff["planner"].phone)
    for more in ({"phone": own}, {"for_neighbour": True, "asker_name": "An", "asker_phone": own}):
        request, _code = send(words="", **more)
        with pytest.raises(NotAllowed, match="own household"):
            do(actions.decline, request, "served", by=world.who("planner"))
        with pytest.raises(NotAllowed, match="own household"):
            do(actions.take_up, request, facts(3), by=world.who("planner"))
        do(actions.decline, request, "served", by=world.who("approver"))


def test_a_wrong_answer_can_be_taken_back_until_it_is_erased(send: Send, world: World) -> None:
    request, code = send()
    planner = world.who("planner")
    do(actions.decline, request, "other", "không rõ", by=planner)
    followed = queries.followed(code, SECRET)
    assert followed is not None and (followed.stage, followed.reason) == ("not_now", "other")
    do(actions.restore, request, by=planner)
    assert (request.state, request.reason, request.reason_text) == ("waiting", "", "")
    do(actions.discard_many, [request], by=planner)
    do(actions.erase, NOW + DAY)
    with pytest.raises(RuleBroken, match="erased"):
        do(actions.restore, request, by=planner)


def test_many_are_discarded_under_one_entry_of_a_place(send: Send, world: World) -> None:
    found = [send(words="", name=f"Lý Thị {name}")[0] for name in ("Mơ", "Mận")]
    found.append(send(place_id=DAI_ANG, words="")[0])
    before = rows_in(Entry)
    assert do(actions.discard_many, found, by=world.who("planner")) == 3
    assert rows_in(Entry) == before + 2
    with pytest.raises(Conflict):
        do(actions.restore, found[0], seen=1, by=world.who("planner"))


def test_two_who_answer_at_once_get_one_answer(send: Send, world: World) -> None:
    request, _code = send()
    with transaction():
        assert request.version == 1
        db.session.execute(db.text("UPDATE help_requests SET version = version + 1"))
        with pytest.raises(Conflict, match="just answered"):
            actions.decline(request, "served", by=world.who("planner"), at=NOW)


def test_an_open_request_is_withdrawn_by_its_code_alone(send: Send) -> None:
    request, code = send()
    with transaction():
        assert actions.withdraw(code.lower(), secret=SECRET, at=NOW)
    assert request.state == "withdrawn" and request.answered_by_id is None
    for typed in (code, "2222222222X"):
        with pytest.raises(RuleBroken), transaction():
            actions.withdraw(typed, secret=SECRET, at=NOW)


def test_what_was_taken_up_is_not_withdrawn_behind_the_wards_back(send: Send, world: World) -> None:
    request, code = send()
    case = do(actions.take_up, request, replace(queries.facts_of(request), consent_by="bà Tuân"))
    for _ in range(2):
        with transaction():
            assert not actions.withdraw(code, secret=SECRET, at=NOW)
    assert case.state == "reported" and queries.counts(world.who("volunteer")).withdrawals == 1
    entries = select(Entry).where(Entry.action == "community.ask_to_withdraw")
    assert len(db.session.scalars(entries).all()) == 1
    assert do(actions.erase, NOW + DAY) == 0
    do(cases.move, case, "withdraw", reason="người dân rút")
    assert do(actions.erase, NOW + DAY) == 1 and request.name == ""
    assert queries.counts(world.who("volunteer")).withdrawals == 0
    followed = queries.followed(code, SECRET)
    assert followed is not None and followed.stage == "withdrawn"


def test_what_is_personal_goes_some_days_after_and_the_digest_stays(send: Send, world: World) -> None:
    kept, gone = send()[0], send(words="", for_neighbour=True, asker_name="An", asker_phone="0952000111")[0]
    do(actions.decline, gone, "other", "bà Tuân đã chuyển đi", by=world.who("planner"))
    assert do(actions.erase, NOW) == 0
    assert do(actions.erase, NOW + DAY) == 1 and do(actions.erase, NOW + DAY) == 0
    empty = (
        gone.name,
        gone.phone,
        gone.address,
        gone.words,
        gone.asker_name,
        gone.asker_phone,
        gone.reason_text,
    )
    assert not any(empty) and len(gone.digest) == 64 and gone.erased_at == NOW
    assert kept.name == "Lý Thị Tuân"


def test_a_page_is_opened_with_a_number_and_closed_with_a_reason(world: World) -> None:
    planner = world.who("planner")
    for change, field in (
        ({"is_open": True, "phone": ""}, "phone"),
        ({"is_open": False, "phone": ""}, "reason"),
    ):
        with pytest.raises(RuleBroken) as refused:
            do(actions.keep_page, LIEN_NINH, by=planner, **change)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        do(actions.keep_page, LIEN_NINH, is_open=True, phone="0952345678", by=world.who("stranger"))
    with pytest.raises(NotFound):
        do(actions.keep_page, LIEN_NINH, is_open=True, phone="0952345678", by=world.who("volunteer"))
    with pytest.raises(Conflict):
        do(actions.keep_page, LIEN_NINH, is_open=True, phone="0952345678", seen=0, by=planner)


def test_a_request_is_followed_to_the_case_that_goes_on(send: Send, world: World) -> None:
    request, code = send()
    office, checker = world.who("office"), world.who("planner")
    with transaction():
        other = verified_case(5, 3, LIEN_NINH, by=office, checked_by=checker)
    own = do(actions.take_up, request, replace(queries.facts_of(request), consent_by="bà Tuân"), by=office)
    assert _stage(code) == "looked_at"
    do(cases.merge, own, into=other, by=checker)
    assert _stage(code) == "accepted"


def _stage(code: str) -> str:
    followed = queries.followed(code, SECRET)
    assert followed is not None
    return followed.stage


def test_the_queue_shows_urgent_ones_first_then_the_longest_wait(send: Send, world: World) -> None:
    order = []
    for number, urgent in enumerate((False, True, False, True)):
        request, _code = send(at=NOW - number * HOUR, urgent=urgent, words="", phone=f"095350999{number}")
        order.append(request.id)
    rows = queries.page(world.who("volunteer"), "waiting").rows
    assert [row.id for row in rows] == [order[3], order[1], order[2], order[0]]
    for at, row in enumerate(rows):
        behind = queries.page(world.who("volunteer"), "waiting", after=row.id).rows
        assert list(behind) == list(rows[at + 1 :])
    counts = queries.counts(world.who("volunteer"))
    assert (counts.waiting, counts.urgent, counts.oldest) == (4, 2, NOW - 3 * HOUR)


def test_the_numbers_hold_on_both_databases(each_database: str, send: Send) -> None:
    """The counting statement and the queue's own sums, where they are dialects of their own."""
    shut = replace(DOORS, of_phone=replace(DOORS.of_phone, most=2))
    for _ in range(2):
        send(doors=shut, words="")
    with pytest.raises(limits.TooMany):
        send(doors=shut)
    assert queries.counts(OPERATOR).waiting == 2
    assert told().call_back == "0953509991"


def test_the_night_erases_after_the_days_of_the_setting_and_forgets_old_knocks(
    send: Send, world: World, settings: Settings
) -> None:
    request, _code = send(arrived(real_now() - 10 * DAY))
    send(arrived(real_now()), words="", phone="0953509992")
    do(actions.decline, request, "served", by=world.who("planner"))
    last = NOW + settings.request_days * DAY
    assert nightly.erase_old_requests in nightly.TASKS
    assert [nightly.erase_old_requests(settings, at) for at in (last, last + HOUR, last + DAY)] == [0, 1, 0]
    assert request.name == "" and rows_in(Knock) == 3, "the counts of today's window stay"
