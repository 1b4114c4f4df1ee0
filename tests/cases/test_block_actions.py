"""Keys of another version are made anew for every case, once."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select

from aidtrack.cases import block_actions
from aidtrack.cases.models import CaseBlock
from aidtrack.db import db, keep_fact, kept_fact, transaction
from aidtrack.rights import Role
from tests.cases.world import LYS, household, registered, somebody

pytestmark = pytest.mark.usefixtures("session")


def keys() -> set[tuple[str, int]]:
    return {(row.key, row.case_id) for row in db.session.execute(select(CaseBlock.key, CaseBlock.case_id))}


def test_keys_of_an_older_version_are_made_anew(each_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quan = somebody(Role.VOLUNTEER)
    for facts in (LYS, household("Đặng Văn An"), household("Mai")):
        case = registered(facts, by=quan)
    todays = keys()
    with transaction():
        db.session.execute(delete(CaseBlock))
        db.session.execute(insert(CaseBlock), [{"key": "old:1", "case_id": case.id}])
        keep_fact(block_actions.FACT, "1")
    monkeypatch.setattr(block_actions, "AT_ONCE", 2)
    assert block_actions.refresh() == 3 and keys() == todays
    assert kept_fact(block_actions.FACT) == block_actions.VERSION
    assert block_actions.refresh() == 0


def test_a_new_database_is_of_todays_version() -> None:
    assert kept_fact(block_actions.FACT) == block_actions.VERSION
