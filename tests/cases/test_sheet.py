"""From an Excel file to plain cells in a process of its own: what it gives, what it refuses, how fast."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from pathlib import Path
from time import monotonic

import psutil
import pytest
from openpyxl import Workbook

from aidtrack.cases.intake import read_list
from aidtrack.cases.packed_rows import PackedRows
from aidtrack.cases.sheet import MOST_ROWS, SheetCells, TooLong, bytes_of, cells_of
from aidtrack.errors import RuleBroken
from aidtrack.places.tables import gazetteer
from tests.cases import lists
from tests.cases.hostile_files import REFUSED

MB = 1_000_000


def test_cells_come_as_they_stand() -> None:
    rows = [
        [1, 2.5, "04", date(1976, 5, 4), datetime.combine(date(1976, 5, 4), time(8)), True, None, " x "],
        [],
        [None, None, 38e9],
    ]
    (sheet,) = cells_of(lists.sheet_with(rows))
    assert sheet.name == "DS"
    assert sheet.rows == (
        (1, 2.5, "04", date(1976, 5, 4), date(1976, 5, 4), True, None, " x "),
        (),
        (None, None, 38_000_000_000),
    )


def test_cells_keep_their_places_though_the_first_rows_and_columns_are_empty() -> None:
    (sheet,) = cells_of(lists.sheet_with([[], [None, None, "a", "b"], [None, None, None, 1]], ["C2:C3"]))
    assert sheet.rows == ((), (None, None, "a", "b"), (None, None, None, 1))
    assert sheet.merged == ((1, 2, 2, 2),)


def test_merged_cells_are_told() -> None:
    (sheet,) = cells_of(lists.sheet_with([["a", None], ["b", "c"]], ["A1:B1"]))
    assert sheet.merged == ((0, 0, 0, 1),)


def test_hidden_sheets_are_left_alone() -> None:
    workbook = Workbook()
    workbook.active["A1"] = "seen"
    hidden = workbook.create_sheet("Ẩn")
    hidden["A1"] = "unseen"
    hidden.sheet_state = "hidden"
    assert [sheet.name for sheet in cells_of(lists.saved(workbook))] == ["Sheet"]


def test_a_path_is_read_as_well_as_bytes(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(lists.today())
    assert cells_of(path) == cells_of(str(path)) == cells_of(lists.today())
    assert isinstance(cells_of(path)[0], SheetCells)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=r"nowhere\.xlsx"):
        bytes_of(tmp_path / "nowhere.xlsx")
    with pytest.raises(RuleBroken, match="cannot be opened"):
        bytes_of(tmp_path)


@contextmanager
def memory_watched() -> Iterator[list[int]]:
    """The most memory that this process and its new children took more than at the start, in a list of one.

    Of a child counts what is its own: right after its birth it shares all that its parent holds.
    """
    me = psutil.Process()
    start, most, done = me.memory_info().rss, [0], threading.Event()
    there = {child.pid for child in me.children(recursive=True)}

    def watch() -> None:
        while not done.wait(0.01):
            taken = me.memory_info().rss
            for child in me.children(recursive=True):
                if child.pid not in there:
                    with suppress(psutil.NoSuchProcess):
                        taken += child.memory_full_info().uss
            most[0] = max(most[0], taken - start)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED)
def test_hostile_and_broken_files_are_refused_by_name_in_time_and_memory(
    make: Callable[[], bytes], words: str
) -> None:
    data = make()
    started = monotonic()
    with memory_watched() as most, pytest.raises(RuleBroken) as refused:
        read_list(data, gazetteers={"2021": gazetteer("2021")})
    assert words in str(refused.value)
    assert refused.value.field in ("file", "people")
    assert monotonic() - started < 10
    assert most[0] < 300 * MB


def test_a_list_that_is_too_long_to_wait_for_is_read_with_patience() -> None:
    lines = "".join(f"{number},Lò Văn An,2,Vĩnh Tuy\n" for number in range(1, MOST_ROWS + 1))
    data = f"STT,Họ tên,Số khẩu,Phường\n{lines}".encode()
    with pytest.raises(TooLong, match="more than 10000 rows"):
        cells_of(data, file_name="DS.csv")
    (sheet,) = cells_of(data, file_name="DS.csv", patience=True)
    assert len(sheet.rows) == MOST_ROWS + 1
    assert isinstance(sheet.rows, PackedRows) and sheet.rows[-1] == (MOST_ROWS, "Lò Văn An", 2, "Vĩnh Tuy")


@pytest.mark.parametrize(
    "name", ["bomb of shared text", "cell far away", "CSV of one endless row", "deep XML"]
)
def test_patience_is_no_help_to_hostile_files(name: str) -> None:
    make, words = REFUSED[name]
    data = make()
    started = monotonic()
    with memory_watched() as most, pytest.raises(RuleBroken) as refused:
        read_list(data, gazetteers={"2021": gazetteer("2021")}, patience=True)
    assert words in str(refused.value) and monotonic() - started < 10 and most[0] < 300 * MB


def test_a_refused_file_leaves_no_process_behind() -> None:
    before = {child.pid for child in psutil.Process().children()}
    with pytest.raises(RuleBroken):
        cells_of(REFUSED["cell far away"][0]())
    assert {child.pid for child in psutil.Process().children()} == before
