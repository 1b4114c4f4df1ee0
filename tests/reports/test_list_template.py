"""The empty list to fill in, read back as the import reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from aidtrack.cases.heading import find_head
from aidtrack.cases.sheet import cells_of
from aidtrack.reports.list_template import COLUMNS, list_template
from tests.reports.samples import opened

AT = datetime(2021, 8, 14, tzinfo=UTC)


def test_the_import_understands_every_column_of_the_template():
    form, _ = cells_of(list_template(at=AT))
    head = find_head(form)
    assert head is not None
    assert [column.title for column in head.columns] == [column.title for column in COLUMNS]
    fields = {column.field for column in head.columns}
    assert {
        "name",
        "birth",
        "sex",
        "citizen_id",
        "phone",
        "address",
        "ward",
        "district",
        "people",
        "categories",
    } <= fields


def test_the_hints_are_not_taken_for_a_list():
    _, hints = cells_of(list_template(at=AT, categories=["mất việc"]))
    assert find_head(hints) is None


def test_what_is_typed_stays_text_with_its_zeros():
    book = opened(list_template(at=AT))
    row = book.worksheets[0][3]
    assert {cell.number_format for cell in row} == {"@"} and len(row) == len(COLUMNS)


def test_sexes_and_categories_are_offered():
    sheet = opened(list_template(at=AT, categories=["mất việc", "sinh viên"])).worksheets[0]
    offered = {choice.formula1 for choice in sheet.data_validations.dataValidation}
    assert offered == {'"Nam,Nữ"', '"mất việc,sinh viên"'}


def test_the_categories_are_explained_even_if_too_many_to_offer():
    many = [f"diện hỗ trợ số {n} của phường" for n in range(20)]
    book = opened(list_template(at=AT, categories=many))
    said = " ".join(str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row)
    assert all(category in said for category in many)


def test_the_same_template_is_the_same_file():
    assert BytesIO(list_template(at=AT)).read() == list_template(at=AT)
