"""Of what lies in a store, which campaign holds how much for how many households."""

from __future__ import annotations

import pytest

from aidtrack.campaigns.promise_queries import HeldFor, holders
from aidtrack.rights import Actor
from aidtrack.stock import queries as stock
from tests.campaigns.august_world import approve, august, propose

pytestmark = pytest.mark.usefixtures("session")


def test_each_lot_says_who_holds_it(each_database: str) -> None:
    world = august()
    assert holders(world.store_id, by=world.approver) == {}
    approve(propose(world), world.approver)
    held = holders(world.store_id, by=world.approver)
    lots = {lot.lot_id: lot for lot in stock.lots_at([world.store_id])}
    assert {lots[lot].good_code for lot in held} == {"rice", "peanuts", "noodles", "fish_sauce"}
    for lot, found in held.items():
        assert sum(one.amount for one in found) == lots[lot].reserved
        assert found == [HeldFor("DOT-14-8", found[0].name, 1, found[0].households, found[0].amount)]
    bottles = next(found[0] for lot, found in held.items() if lots[lot].good_code == "fish_sauce")
    assert (bottles.households, bottles.amount) == (100, 100)
    assert holders(world.store_id, by=Actor(None, "nobody", ())) == {}
