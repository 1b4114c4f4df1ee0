"""A pair of two wards: one coordinator asks, the other answers; each learns only what the other writes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aidtrack.cases import actions, asking_actions, pair_actions, pair_queries, queries
from aidtrack.cases.models import Case, CasePair
from aidtrack.db import db, transaction
from aidtrack.errors import Conflict, NotAllowed, NotFound, RuleBroken
from aidtrack.rights import Actor, Role
from tests.cases.world import LIEN_NINH, LYS, NOW, VINH_TUY, fresh, moved, registered, somebody, the_pair

pytestmark = pytest.mark.usefixtures("session")

WITH_ID = replace(LYS, citizen_id="002077000084")


def across() -> tuple[Case, Case, Actor, Actor]:
    """A suspected pair of two wards, and who coordinates each of them."""
    quan = somebody(Role.VOLUNTEER)
    near = registered(WITH_ID, by=quan)
    far = registered(replace(WITH_ID, place_id=LIEN_NINH, name="Lý Văn Mật"), by=quan)
    return near, far, somebody(Role.COORDINATOR, VINH_TUY), somebody(Role.COORDINATOR, LIEN_NINH)


def asked(by: Actor, note: str = "chủ nhà trọ quen cả hai") -> CasePair:
    pair = the_pair(by)
    with transaction():
        asking_actions.ask(pair, note=note, by=by, at=NOW)
    return pair


def answered(by: Actor, decision: str, note: str = "") -> Case:
    pair = the_pair(by)
    with transaction():
        question = pair_queries.kept_question(pair.id, by=by)
        return asking_actions.answer(question, decision, note=note, by=by, at=NOW)


def test_who_asked_and_when_stands_beside_the_pair_on_both_sides(each_database: str) -> None:
    near, far, here, there = across()
    [before] = pair_queries.pairs_open(here)
    assert before.askable and not before.answerable and not before.decidable
    asked(here)
    [mine], [theirs] = pair_queries.pairs_open(here), pair_queries.pairs_open(there)
    assert mine.asked and (mine.asked.by_name, mine.asked.at, mine.asked.place) == (
        here.name,
        NOW,
        "Xã Liên Ninh",
    )
    assert (mine.askable, mine.answerable) == (False, False)
    assert theirs.answerable and theirs.asked and theirs.asked.note == "chủ nhà trọ quen cả hai"
    assert near.code not in repr(theirs) and far.code not in repr(mine) and "Mật" not in repr(mine)
    assert fresh(near).suspected and fresh(far).suspected


def test_two_wards_find_two_households_and_the_asker_reads_the_answer(each_database: str) -> None:
    near, far, here, there = across()
    asked(here)
    assert answered(there, "different", "anh Mật vẫn ở đây").id == far.id
    assert not fresh(near).suspected and not fresh(far).suspected
    told = queries.timeline(near)[0]
    assert told.said.render() == "Xã Liên Ninh answered: two households" and told.text == "anh Mật vẫn ở đây"
    assert far.code not in " ".join(line.said.render() for line in queries.timeline(near))
    assert not pair_queries.pairs_open(here) and not pair_queries.pairs_open(there)


def test_two_wards_find_one_household_and_it_can_be_parted_again(each_database: str) -> None:
    near, far, here, there = across()
    asked(here)
    answered(there, "same")
    merged = [case for case in (fresh(near), fresh(far)) if case.state == "duplicate"]
    assert len(merged) == 1 and merged[0].merged_into_id in (near.id, far.id)
    moved(merged[0], "unmark", by=somebody(Role.COORDINATOR))
    assert fresh(near).suspected and fresh(far).suspected


def test_goods_of_a_hidden_case_are_not_told_with_its_code() -> None:
    near, far, here, there = across()
    asked(here)
    for case in (near, far):
        with transaction():
            db.session.get_one(Case, case.id).progress = "allocated"
    with pytest.raises(RuleBroken, match="coordinates both places") as refused:
        answered(there, "same")
    assert near.code not in refused.value.sentence.render()
    assert fresh(near).suspected and the_pair(there).decision is None


def test_a_suspected_case_waits_until_the_answer() -> None:
    near, _, here, there = across()
    asked(here)
    with pytest.raises(RuleBroken):
        moved(near, "verify", by=here)
    answered(there, "different")
    assert moved(near, "verify", by=here).state == "verified"


def test_who_may_ask_and_answer() -> None:
    near, _far, here, there = across()
    pair = the_pair(here)
    for nobody in (somebody(Role.VOLUNTEER, VINH_TUY), somebody(Role.AUDITOR)):
        with pytest.raises(NotAllowed), transaction():
            asking_actions.ask(pair, by=nobody, at=NOW)
    both = somebody(Role.COORDINATOR)
    with pytest.raises(RuleBroken, match="decide it yourself"), transaction():
        asking_actions.ask(pair, by=both, at=NOW)
    asked(here)
    with pytest.raises(Conflict), transaction():
        asking_actions.ask(pair, by=there, at=NOW)
    question = pair_queries.kept_question(pair.id, by=here)
    for wrong in (here, somebody(Role.VOLUNTEER)):
        with pytest.raises(NotAllowed), transaction():
            asking_actions.answer(question, "different", by=wrong, at=NOW)
    relative = somebody(Role.COORDINATOR, LIEN_NINH, phone=near.phone or "")
    with pytest.raises(NotAllowed, match="own household"), transaction():
        asking_actions.answer(question, "different", by=relative, at=NOW)
    with pytest.raises(NotFound):
        pair_queries.kept_question(pair.id, by=somebody(None))


def test_a_question_lapses_when_somebody_else_decides() -> None:
    _, _, here, there = across()
    pair, both = asked(here), somebody(Role.COORDINATOR)
    question = pair_queries.kept_question(pair.id, by=there)
    with transaction():
        pair_actions.decide_pair(pair, "different", by=both, at=NOW)
    with pytest.raises(Conflict), transaction():
        asking_actions.answer(question, "same", by=there, at=NOW)
    assert db.session.get_one(type(question), question.id).answer == "lapsed"


def test_a_pair_that_was_two_households_is_asked_anew_only_when_the_facts_speak_louder() -> None:
    thao = somebody(Role.COORDINATOR)
    first = registered(replace(LYS, phone=None), by=thao)
    second = registered(replace(LYS, phone=None, name="Lý Tuấn", birth_year=None), by=thao)
    with transaction():
        pair_actions.decide_pair(the_pair(thao), "different", by=thao, at=NOW)
    for field, value, again in (("home_address", "Hà Giang", False), ("citizen_id", "002077000084", True)):
        for case in (first, second):
            now = fresh(case)
            told = replace(queries.facts_of(now), **{field: value})
            with transaction():
                actions.edit(now, told, version=now.version, by=thao, at=NOW)
        assert fresh(second).suspected is again, field
