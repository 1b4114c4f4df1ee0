"""What a list says once it is read, and how it is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.categories import CODES
from aidtrack.cases.listing import HouseholdRow, ListReading, MappedColumn, RowNote, RowPair
from aidtrack.sentences import say

texts = st.text(max_size=12)
households = st.builds(
    HouseholdRow,
    row=st.integers(1, 9_999),
    stt=st.none() | st.integers(0, 999) | texts,
    key=texts,
    name=texts,
    unit=texts,
    people=st.integers(1, 99),
    sex=st.sampled_from(["male", "female", None]),
    birth_year=st.none() | st.integers(1900, 2021),
    birth_date=st.none() | st.dates(),
    citizen_id=st.none() | texts,
    categories=st.lists(st.sampled_from(CODES), max_size=3).map(tuple),
    needs=st.lists(texts, max_size=3).map(tuple),
    remark=texts,
)
notes = st.builds(
    RowNote,
    row=st.integers(1, 999),
    stt=st.none() | texts,
    column=texts,
    field=texts,
    sentence=st.builds(lambda n: say("{n} of {others}", n=n, others=[say("two"), "x"]), st.integers()),
    found=texts,
)


@given(st.lists(households, max_size=3).map(tuple), st.lists(notes, max_size=2).map(tuple))
def test_a_reading_comes_back_from_json_as_it_was(
    rows: tuple[HouseholdRow, ...], said: tuple[RowNote, ...]
) -> None:
    reading = ListReading(
        edition="2021",
        sheet="DS",
        head_rows=(7, 8),
        columns=(MappedColumn("B", "Họ tên", "name", "An"),),
        rows=len(rows),
        households=rows,
        waiting=rows[:1],
        duplicates=(RowPair(3, 1, 2, None, 14, say("{signals}", signals=[say("same phone")])),),
        problems=said,
        warnings=said[:1],
    )
    kept = json.loads(json.dumps(reading.to_plain()))
    revived = ListReading.from_plain(kept)
    assert revived.households == reading.households and revived.waiting == reading.waiting
    assert revived.to_plain() == kept
    assert revived.people == sum(row.people for row in rows)
    assert revived.mapping == {"B": "name"}


AN = HouseholdRow(
    5, 1, "", "Lò Văn An", "2021:00682", 3, birth_date=date(1970, 5, 4), categories=("student",)
)


def test_the_key_of_a_line_forgets_where_it_stands_and_how_it_is_spelled() -> None:
    moved = replace(AN, row=99, stt="x", key="y", name="LÒ VĂN AN")
    assert moved.digest() == AN.digest()


@given(st.sampled_from([{"people": 4}, {"unit": "2021:00683"}, {"phone": "+84955000000"}, {"remark": "m"}]))
def test_the_key_of_a_line_changes_with_its_content(change: dict[str, object]) -> None:
    assert replace(AN, **change).digest() != AN.digest()  # type: ignore[arg-type]


def test_equal_lines_of_one_list_differ_by_their_turn() -> None:
    assert len({AN.digest(), AN.digest(2), AN.digest(3)}) == 3


def test_the_fuller_line_gives_more_facts() -> None:
    assert replace(AN, phone="+84955000000").fullness == AN.fullness + 1
    assert replace(AN, categories=()).fullness == AN.fullness - 1
