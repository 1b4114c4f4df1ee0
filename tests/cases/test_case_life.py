"""The life of cases through the actions, in any order that people may think of: what must hold, holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import or_, select

from aidtrack.audit import queries as audit
from aidtrack.cases import actions, lifecycle, pair_actions, queries
from aidtrack.cases.models import Case, CaseEvent, CasePair
from aidtrack.db import db, transaction
from aidtrack.errors import AidtrackError, Conflict, NotAllowed, RuleBroken
from aidtrack.rights import RIGHTS, Actor, Role
from tests.cases.world import LIEN_NINH, NOW, OPERATOR, TODAY, VINH_TUY, household, somebody

PEOPLE = ("volunteer", "coordinator", "other", "outsider", "auditor")
NAMES = ("Tuấn", "Mây", "An")
RUNS = count(10)


class Life(RuleBasedStateMachine):
    """Cases of three households, and five people who register, move, edit, compare and merge them."""

    cases = Bundle("cases")
    who: dict[str, Actor]

    def __init__(self) -> None:
        super().__init__()
        self.run = next(RUNS)
        self.known: dict[int, tuple[str, int]] = {}
        """State and version of each case of this run, as the rules left them."""
        self.registrars: dict[int, int | None] = {}
        self.correctors: dict[int, set[int | None]] = {}
        """Who changed what counts since somebody verified it."""

    def tried(self, act: Callable[[], Any]) -> tuple[Any, AidtrackError | None]:
        try:
            with transaction():
                return act(), None
        except (RuleBroken, NotAllowed, Conflict) as refused:
            return None, refused

    def seen(self, case_id: int) -> Case:
        return db.session.get_one(Case, case_id, populate_existing=True)

    def all_seen(self) -> Sequence[Case]:
        found = select(Case).where(Case.id.in_(self.known)).execution_options(populate_existing=True)
        return db.session.scalars(found).all()

    def remember(self, *case_ids: int) -> None:
        for case_id in case_ids:
            case = self.seen(case_id)
            self.known[case_id] = (case.state, case.version)

    @rule(target=cases, by=st.sampled_from(PEOPLE[:3]), name=st.sampled_from(NAMES), turn=st.integers(0, 2))
    def register(self, by: str, name: str, turn: int) -> int:
        # Households of other runs are other people, with other words in their names and other doors.
        family = " ".join("ABCDEGHIKL"[int(digit)] * 4 for digit in str(self.run))
        facts = household(
            f"{family} {name}",
            phone=f"09{NAMES.index(name) + 1}5{self.run:05}{turn}",
            birth_year=1977,
            address=f"{self.run * 10 + NAMES.index(name)} Đê La Thành",
            remark=str(len(self.known)),
        )
        case, refused = self.tried(lambda: actions.register(facts, by=self.who[by], at=NOW))
        assert refused is None
        self.registrars[case.id] = self.who[by].id
        self.remember(case.id)
        return int(case.id)

    @rule(case_id=cases, by=st.sampled_from(PEOPLE), move=st.sampled_from(sorted(lifecycle.MOVES)))
    def try_any_move(self, case_id: int, by: str, move: str) -> None:
        self.move(case_id, by, move)

    @rule(case_id=cases, by=st.sampled_from(PEOPLE[:3]), turn=st.integers(0, 12))
    def make_an_open_move(self, case_id: int, by: str, turn: int) -> None:
        moves = lifecycle.moves_from(self.seen(case_id).state)
        self.move(case_id, by, moves[turn % len(moves)].name)

    @rule(case_id=cases, by=st.sampled_from(PEOPLE[:3]))
    def verify(self, case_id: int, by: str) -> None:
        self.move(case_id, by, "verify")

    def move(self, case_id: int, by: str, move: str) -> None:
        case, actor = self.seen(case_id), self.who[by]
        state, suspected, into = case.state, case.suspected, case.merged_into_id
        row = lifecycle.MOVES[move]
        _, refused = self.tried(lambda: actions.move(case, move, reason="lý do", by=actor, at=NOW))
        entitled = row.right is not None and by != "outsider" and bool(actor.roles & RIGHTS[row.right])
        other = not row.other_person or self.registrars[case_id] != actor.id
        undoubted = not (row.decided_pair and suspected)
        own_word = row.fresh_eyes and actor.id in self.correctors.get(case_id, ())
        may = entitled and state in row.starts and other and undoubted and move != "mark_duplicate"
        may = may and not own_word
        assert (refused is None) is may, (by, move, state, refused)
        if may and move == "verify":
            self.correctors.pop(case_id, None)
        if may:
            assert (self.seen(case_id).state, self.seen(case_id).version) == (
                row.end,
                self.known[case_id][1] + 1,
            )
            self.remember(case_id, *([into] if into else []))

    @rule(case_id=cases, by=st.sampled_from(PEOPLE[:4]), people=st.integers(1, 6), behind=st.integers(0, 1))
    def edit(self, case_id: int, by: str, people: int, behind: int) -> None:
        case = self.seen(case_id)
        before = queries.facts_of(case)
        version, actor = case.version - behind, self.who[by]
        facts = replace(before, people=people)
        _, refused = self.tried(lambda: actions.edit(case, facts, version=version, by=actor, at=NOW))
        after = self.seen(case_id)
        if refused is None:
            changed = people != before.people
            assert after.version == self.known[case_id][1] + changed and after.people == people
            if self.known[case_id][0] == "verified":
                assert after.state == ("under_review" if changed else "verified")
            if changed:
                self.correctors.setdefault(case_id, set()).add(actor.id)
            self.remember(case_id)

    @rule(
        case_id=cases,
        by=st.sampled_from(PEOPLE[1:4]),
        decision=st.sampled_from(["same", "different"]),
        first=st.booleans(),
    )
    def compare(self, case_id: int, by: str, decision: str, first: bool) -> None:
        of_case = or_(CasePair.first_id == case_id, CasePair.second_id == case_id)
        pair = db.session.scalars(select(CasePair).where(of_case, CasePair.decision.is_(None))).first()
        if pair is None:
            return
        ids = (pair.first_id, pair.second_id)
        keep = pair.first if first else pair.second
        _, refused = self.tried(
            lambda: pair_actions.decide_pair(pair, decision, keep=keep, by=self.who[by], at=NOW)
        )
        assert (refused is None) is (by in ("coordinator", "other"))
        if refused is None:
            self.remember(*(one for one in ids if one in self.known))

    @rule(days=st.integers(80, 100))
    def grow_old(self, days: int) -> None:
        later = TODAY + timedelta(days=days)
        _, refused = self.tried(lambda: actions.expire_old(later, 90, by=OPERATOR, at=NOW, most=10_000))
        assert refused is None
        for case_id, (state, version) in list(self.known.items()):
            if state == "verified" and days > 90:
                assert (self.seen(case_id).state, self.seen(case_id).version) == ("under_review", version + 1)
            self.remember(case_id)

    @invariant()
    def nothing_moves_by_itself(self) -> None:
        assert {case.id: (case.state, case.version) for case in self.all_seen()} == self.known

    @invariant()
    def a_verified_case_was_verified_by_another_person_and_is_or_was_undoubted(self) -> None:
        for case in self.all_seen():
            if case.state == "verified":
                assert case.verified_by_id is not None and case.verified_by_id != self.registrars[case.id]
                assert case.verified_at == NOW

    @invariant()
    def a_case_is_suspected_exactly_while_a_pair_of_it_is_open(self) -> None:
        pairs = select(CasePair.first_id, CasePair.second_id).where(CasePair.decision.is_(None))
        waiting = {case_id for pair in db.session.execute(pairs) for case_id in pair}
        assert {case.id for case in self.all_seen() if case.suspected} == waiting & self.known.keys()

    @invariant()
    def a_merged_case_names_a_case_that_lives(self) -> None:
        for case in self.all_seen():
            assert (case.state == "duplicate") is (case.merged_into_id is not None)
            assert case.merged_into_id != case.id and (case.state != "duplicate" or not case.suspected)

    @invariant()
    def every_version_has_its_line_on_the_timeline(self) -> None:
        lines = select(CaseEvent.case_id, CaseEvent.said).where(CaseEvent.case_id.in_(self.known))
        told: dict[int, list[int]] = {case_id: [] for case_id in self.known}
        for case_id, said in db.session.execute(lines.order_by(CaseEvent.id)):
            told[case_id] += [said["version"]] if "version" in said else []
        assert told == {case_id: list(range(2, version + 1)) for case_id, (_, version) in self.known.items()}

    def teardown(self) -> None:
        assert audit.verify().ok


@pytest.mark.usefixtures("session")
def test_whatever_people_do_the_rules_of_a_case_hold() -> None:
    people = {
        "volunteer": somebody(Role.VOLUNTEER, VINH_TUY),
        "coordinator": somebody(Role.COORDINATOR, VINH_TUY),
        "other": somebody(Role.COORDINATOR),
        "outsider": somebody(Role.ADMIN, LIEN_NINH),
        "auditor": somebody(Role.AUDITOR),
    }

    class Here(Life):
        who = people

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=30, stateful_step_count=30, print_blob=False, suppress_health_check=list(HealthCheck)
        ),
    )
