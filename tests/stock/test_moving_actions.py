"""Work in a store: writing off, counting, taking a paper back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aidtrack.db import rows_in, transaction
from aidtrack.errors import Conflict, NotAllowed, RuleBroken
from aidtrack.rights import Role
from aidtrack.stock import actions, queries
from aidtrack.stock.ledger import DocumentKind, LocationKind
from aidtrack.stock.models import CountLine, Document, Lot, Movement
from tests.stock.shelf import CHIEF, LIEN_NINH, NOW, Shelf, actor

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def rice(shelf: Shelf) -> Lot:
    """100 kg of rice in the store."""
    with transaction():
        return shelf.lot("rice", 100_000)


def write_off(shelf: Shelf, lot: Lot, amount: int, reason: str = "ẩm mốc", **more: object) -> Document:
    given = {"key": shelf.key(), "by": CHIEF, "at": LATER, **more}
    return actions.write_off(shelf.store, [(lot.id, amount)], reason=reason, **given)  # type: ignore[arg-type]


def count(shelf: Shelf, *rows: tuple[int, int, int], **more: object) -> Document:
    given = {"key": shelf.key(), "by": CHIEF, "at": LATER, **more}
    return actions.count(shelf.store, rows, **given)  # type: ignore[arg-type]


def reverse(shelf: Shelf, document: Document, reason: str = "ghi nhầm", **more: object) -> Document:
    given = {"key": shelf.key(), "by": CHIEF, "at": LATER, **more}
    return actions.reverse(document, reason=reason, **given)  # type: ignore[arg-type]


def test_spoiled_goods_leave_the_books_with_a_reason(each_database: str, shelf: Shelf, rice: Lot) -> None:
    with transaction():
        paper = write_off(shelf, rice, 5_000)
    assert (paper.number, paper.reason, paper.kind) == ("PHH-0001", "ẩm mốc", "loss")
    assert shelf.held(rice) == (95_000, 0)
    with pytest.raises(RuleBroken, match="why"), transaction():
        write_off(shelf, rice, 5_000, "  ")


def test_only_the_office_of_the_place_writes_off_counts_and_takes_back(shelf: Shelf, rice: Lot) -> None:
    paper = queries.get_document("PNK-0001", by=CHIEF)
    strangers = (
        actor(Role.VOLUNTEER, LIEN_NINH),
        actor(Role.AUDITOR, LIEN_NINH),
        actor(Role.COORDINATOR, "2021/01/001/"),
    )
    for stranger in strangers:
        for deed in (
            lambda by: write_off(shelf, rice, 1, by=by),
            lambda by: count(shelf, (rice.id, 100_000, 1), by=by),
            lambda by: reverse(shelf, paper, by=by),
        ):
            with pytest.raises(NotAllowed), transaction():
                deed(stranger)
    with transaction():
        write_off(shelf, rice, 1, by=actor(Role.COORDINATOR, LIEN_NINH))


def test_a_stock_take_moves_the_difference_and_keeps_what_agrees(
    each_database: str, shelf: Shelf, rice: Lot
) -> None:
    with transaction():
        nuts, noodles = shelf.lot("peanuts", 50_000), shelf.lot("noodles", 63)
        paper = count(shelf, (rice.id, 100_000, 101_000), (nuts.id, 50_000, 50_000), (noodles.id, 63, 60))
    assert paper.number == "BKK-0001"
    assert [shelf.held(lot)[0] for lot in (rice, nuts, noodles)] == [101_000, 50_000, 60]
    shown = queries.get_document("BKK-0001", by=CHIEF)
    lines = [(line.lot.good_code, line.on_paper, line.counted) for line in queries.paper_lines(shown)]
    assert lines == [("rice", 100_000, 101_000), ("peanuts", 50_000, 50_000), ("noodles", 63, 60)]
    assert len(shown.movements) == 2


def test_a_stock_take_without_differences_is_a_paper_too(shelf: Shelf, rice: Lot) -> None:
    with transaction():
        paper = count(shelf, (rice.id, 100_000, 100_000))
    assert (paper.number, paper.place_path) == ("BKK-0001", LIEN_NINH)
    assert (rows_in(CountLine), rows_in(Movement)) == (1, 1)
    with pytest.raises(RuleBroken, match="at least one lot"), transaction():
        count(shelf)
    with pytest.raises(RuleBroken, match="nothing to take back"), transaction():
        reverse(shelf, paper)


def test_who_counts_while_others_draw_counts_again(each_database: str, shelf: Shelf, rice: Lot) -> None:
    with transaction():
        shelf.give(rice, 1_000)
    with pytest.raises(Conflict) as refusal, transaction():
        count(shelf, (rice.id, 100_000, 99_000))
    assert refusal.value.field == f"lot_{rice.id}"
    assert "the books said 100 kg, now 99 kg" in refusal.value.sentence.render()
    assert shelf.held(rice) == (99_000, 0)


def test_what_is_promised_cannot_be_counted_away(shelf: Shelf, rice: Lot) -> None:
    with transaction():
        actions.reserve([("portion:1", shelf.store_id, rice.id, 60_000)], expires_at=None, at=NOW)
    with pytest.raises(RuleBroken, match="60 kg of lot GẠO-0814-1 is promised"), transaction():
        count(shelf, (rice.id, 100_000, 59_000))
    with transaction():
        count(shelf, (rice.id, 100_000, 60_000))
    assert shelf.held(rice) == (60_000, 60_000)


def test_a_stock_take_sent_twice_acts_once(each_database: str, shelf: Shelf, rice: Lot) -> None:
    for _ in range(2):
        with transaction():
            assert count(shelf, (rice.id, 100_000, 90_000), key="count-1").number == "BKK-0001"
    assert shelf.held(rice) == (90_000, 0)
    with pytest.raises(Conflict, match="BKK-0001"), transaction():
        count(shelf, (rice.id, 90_000, 80_000), key="count-1")


def test_a_paper_is_taken_back_by_its_mirror_image(each_database: str, shelf: Shelf, rice: Lot) -> None:
    with transaction():
        lost = write_off(shelf, rice, 5_000)
        back = reverse(shelf, lost)
    assert (back.number, back.kind, back.reverses_id) == ("BTD-0001", "reversal", lost.id)
    assert shelf.held(rice) == (100_000, 0)
    found = queries.reversal_of(lost)
    assert found and found.number == "BTD-0001"
    assert next(row for row in queries.documents(CHIEF).rows if row.id == lost.id).reversed_by == "BTD-0001"


def test_a_paper_is_taken_back_once_and_a_reversal_never(shelf: Shelf, rice: Lot) -> None:
    with transaction():
        lost = write_off(shelf, rice, 5_000)
        back = reverse(shelf, lost, key="back")
    with transaction():
        assert reverse(shelf, lost, key="back").id == back.id
    with pytest.raises(RuleBroken, match="reversed already"), transaction():
        reverse(shelf, lost)
    with pytest.raises(RuleBroken, match="cannot be reversed"), transaction():
        reverse(shelf, back)
    with pytest.raises(RuleBroken, match="why"), transaction():
        reverse(shelf, lost, "")
    assert shelf.held(rice) == (100_000, 0)


def test_nothing_is_taken_back_behind_a_later_stock_take(each_database: str, shelf: Shelf, rice: Lot) -> None:
    with transaction():
        nuts = shelf.lot("peanuts", 10_000)
        lost, other = write_off(shelf, rice, 5_000), write_off(shelf, nuts, 1_000)
        counted = count(shelf, (rice.id, 95_000, 95_000))
        later = write_off(shelf, rice, 1_000)
    with pytest.raises(RuleBroken, match="counted after"), transaction():
        reverse(shelf, lost)
    with transaction():
        reverse(shelf, other)  # another lot
        reverse(shelf, later)  # after the count
    assert shelf.held(rice) == (95_000, 0)
    assert counted.number == "BKK-0001"


def test_a_stock_take_itself_may_be_taken_back(shelf: Shelf, rice: Lot) -> None:
    with transaction():
        counted = count(shelf, (rice.id, 100_000, 90_000))
        reverse(shelf, counted)
    assert shelf.held(rice) == (100_000, 0)


def test_what_was_given_on_cannot_be_taken_back_at_the_door(shelf: Shelf, rice: Lot) -> None:
    arrival = queries.get_document("PNK-0001", by=CHIEF)
    with transaction():
        shelf.give(rice, 60_000)
    with pytest.raises(RuleBroken, match="Only 40 kg"), transaction():
        reverse(shelf, arrival)


def test_a_paper_of_another_topic_is_taken_back_there(shelf: Shelf, rice: Lot) -> None:
    with transaction():
        paper = shelf.give(rice, 10_000, subject="donation:UH-0001")
    with pytest.raises(RuleBroken, match="donation UH-0001"), transaction():
        reverse(shelf, paper)
    with transaction():
        back = reverse(shelf, paper, owner="donation:UH-0001")
    assert back.subject == "donation:UH-0001"


def test_a_household_that_gives_back_is_no_return(shelf: Shelf, rice: Lot) -> None:
    with pytest.raises(RuleBroken, match="cannot lead"), transaction():
        shelf.post(DocumentKind.RETURN, LocationKind.BENEFICIARY, shelf.store, rice, 1)
