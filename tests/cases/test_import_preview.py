"""A staged list counts what would be written, what waits and what is there, and survives being kept."""

from __future__ import annotations

from dataclasses import replace

from aidtrack.cases.import_preview import LikeCase, Staged, kept_inside
from aidtrack.cases.intake import paired
from aidtrack.cases.listing import HouseholdRow, ListReading, MappedColumn
from aidtrack.sentences import Sentence, say

TUAN = HouseholdRow(
    row=9,
    stt=1,
    key="k1",
    name="Lý Thế Tuấn",
    unit="2021:00283",
    people=4,
    phone="+84953509991",
    birth_year=1977,
)
AGAIN = replace(TUAN, row=10, stt=2, key="k2", birth_year=None, unit="2021:00271", citizen_id="002077000084")
AN = HouseholdRow(row=11, stt=3, key="k3", name="Đặng Văn An", unit="2021:00271", people=2)


def reading(*rows: HouseholdRow) -> ListReading:
    staying, waiting, pairs = paired(rows)
    return ListReading(
        edition="2021",
        sheet="DS",
        head_rows=(7, 8),
        columns=(MappedColumn("I", "Phường/xã", "ward"),),
        rows=len(rows),
        households=staying,
        waiting=waiting,
        duplicates=pairs,
        problems=(),
        warnings=(),
    )


def only_in(unit: str) -> object:
    def refusal(of: str) -> Sentence | None:
        return None if of == unit else say("{place} is not here", place="Phường Thanh Nhàn")

    return refusal


LIKE = LikeCase(5, None, say("same name"), say("ask"))


def test_what_is_there_is_not_fresh_and_what_looks_alike_waits() -> None:
    staged = Staged(reading(TUAN, AN), frozenset({"k1"}), {11: LIKE})
    assert ([row.key for row in staged.staying], staged.fresh, staged.already, staged.people) == (
        ["k1"],
        [],
        1,
        4,
    )
    [found] = staged.duplicates
    assert (found.row, found.of, found.of_case, found.why.render()) == (11, None, None, "ask")


def test_what_is_there_does_not_wait_for_what_it_looks_like() -> None:
    staged = Staged(reading(AN), frozenset({"k3"}), {11: LIKE})
    assert (staged.already, staged.duplicates) == (1, [])


def test_look_alikes_of_which_somebody_decided_are_counted_apart() -> None:
    whole = reading(TUAN, AGAIN, AN)
    [waits] = whole.waiting
    fresh, decided = Staged(whole, frozenset(), {}), Staged(whole, frozenset({waits.key}), {})
    assert (len(fresh.duplicates), fresh.decided) == (1, [])
    assert (decided.duplicates, decided.decided) == ([], [waits])
    assert decided.alike == fresh.alike == fresh.duplicates


def test_a_staged_list_comes_back_as_it_was_kept() -> None:
    staged = Staged(reading(TUAN, AGAIN, AN), frozenset({"k1"}), {11: LIKE})
    assert Staged.from_plain(staged.to_plain()) == staged


def test_rows_outside_become_problems_where_their_ward_stands() -> None:
    inside = kept_inside(reading(TUAN, AN), only_in("2021:00283"))  # type: ignore[arg-type]
    assert [row.key for row in inside.households] == ["k1"]
    assert [(note.row, note.stt, note.column, note.field) for note in inside.problems] == [
        (11, 3, "I", "ward")
    ]
    assert inside.problems[0].found == "Phường Thanh Nhàn"
    assert inside.rows == 2


def test_who_looked_like_a_row_outside_waits_no_longer() -> None:
    whole = reading(TUAN, AGAIN)
    assert (len(whole.households), len(whole.waiting)) == (1, 1)
    for unit in ("2021:00283", "2021:00271"):
        inside = kept_inside(whole, only_in(unit))  # type: ignore[arg-type]
        assert ([row.unit for row in inside.households], inside.waiting, inside.duplicates) == (
            [unit],
            (),
            (),
        )


def test_without_a_refusal_the_reading_stays_as_it_is() -> None:
    whole = reading(TUAN, AGAIN, AN)
    assert kept_inside(whole, lambda _unit: None) is whole
