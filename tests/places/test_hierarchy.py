"""A written name leads to the one ward it means, or to a sentence that says what is missing."""

from __future__ import annotations

import timeit
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import RuleBroken
from aidtrack.places import tables
from aidtrack.places.hierarchy import Unit
from aidtrack.vietnamese.folding import fold

OLD = tables.gazetteer("2021")
NEW = tables.gazetteer("2025")
HANOI = "2025:01"


@pytest.mark.parametrize(
    ("typed", "district", "name", "in_district"),
    [
        ("Phường Minh Khai", "Quận Hai Bà Trưng", "Phường Minh Khai", "Quận Hai Bà Trưng"),
        ("P. Minh Khai", "Q. Hai Bà Trưng", "Phường Minh Khai", "Quận Hai Bà Trưng"),
        ("minh khai", "bac tu liem", "Phường Minh Khai", "Quận Bắc Từ Liêm"),
        ("Minh Khai", "H.Hoài Đức", "Xã Minh Khai", "Huyện Hoài Đức"),
        ("Xã Minh Khai", None, "Xã Minh Khai", "Huyện Hoài Đức"),
        ("Minh Khai, Hai Bà Trưng", None, "Phường Minh Khai", "Quận Hai Bà Trưng"),
        ("Minh Khai - Bắc Từ Liêm", None, "Phường Minh Khai", "Quận Bắc Từ Liêm"),
        ("P. Minh Khai (Q. Bắc Từ Liêm)", "", "Phường Minh Khai", "Quận Bắc Từ Liêm"),
        ("Minh Khai", "Quận Hai Bà Trưng, Hà Nội", "Phường Minh Khai", "Quận Hai Bà Trưng"),
        ("Xã Liên Ninh, Hà Nội", "Thanh Trì", "Xã Liên Ninh", "Huyện Thanh Trì"),
        ("X. Liên Ninh", None, "Xã Liên Ninh", "Huyện Thanh Trì"),
        ("LIÊN NINH", "HUYỆN THANH TRÌ", "Xã Liên Ninh", "Huyện Thanh Trì"),
        ("Xã Đại áng", "Huyện Thanh Trì", "Xã Đại Áng", "Huyện Thanh Trì"),
        ("TT Yên Viên", None, "Thị trấn Yên Viên", "Huyện Gia Lâm"),
        ("Xã Yên Viên", "Huyện Gia Lâm", "Xã Yên Viên", "Huyện Gia Lâm"),
        ("P.Mỹ Đình 2", None, "Phường Mỹ Đình 2", "Quận Nam Từ Liêm"),
        ("Mỹ Đình 02", "Nam Từ Liêm", "Phường Mỹ Đình 2", "Quận Nam Từ Liêm"),
        ("Mĩ Đình II", None, "Phường Mỹ Đình 2", "Quận Nam Từ Liêm"),
        ("Phương Liên", None, "Phường Phương Liên", "Quận Đống Đa"),
        ("phuong lien", "dong da", "Phường Phương Liên", "Quận Đống Đa"),
        ("Phường Phuong Lien", None, "Phường Phương Liên", "Quận Đống Đa"),
        ("phuong trung tu", None, "Phường Trung Tự", "Quận Đống Đa"),
        ("Quang Trung", "TX Sơn Tây", "Phường Quang Trung", "Thị xã Sơn Tây"),
        ("Phường Yên Hoà", None, "Phường Yên Hoà", "Quận Cầu Giấy"),
        ("Phường Yên Hòa", "Cầu Giấy", "Phường Yên Hoà", "Quận Cầu Giấy"),
        ("Đồng Xuân", None, "Phường Đồng Xuân", "Quận Hoàn Kiếm"),
    ],
)
def test_a_written_name_is_understood(typed: str, district: str | None, name: str, in_district: str) -> None:
    unit = OLD.resolve(typed, district=district)
    above = OLD.district_of(unit)
    assert fold(unit.name) == fold(name)
    assert above is not None and above.name == in_district


@pytest.mark.parametrize(
    ("typed", "district", "sentence"),
    [
        (
            "phường minh khai",
            None,
            "Phường Minh Khai stands twice (Quận Hai Bà Trưng, Quận Bắc Từ Liêm): write the district.",
        ),
        (
            "Phường Quang Trung",
            None,
            "Phường Quang Trung stands 3 times (Quận Đống Đa, Quận Hà Đông, Thị xã Sơn Tây): "
            "write the district.",
        ),
        (
            "Minh Khai",
            None,
            "This may be Phường Minh Khai – Quận Hai Bà Trưng, Phường Minh Khai – Quận Bắc Từ Liêm, "
            "Xã Minh Khai – Huyện Hoài Đức: write which of them.",
        ),
        ("Yên Viên", "Gia Lâm", "This may be Thị trấn Yên Viên, Xã Yên Viên: write which of them."),
        ("Phường Bến Nghé", "Quận 1", "Quận 1 lies outside the area."),
        (
            "Phường Bến Nghé",
            None,
            "Phường Bến Nghé lies outside the area: no ward or commune has this name.",
        ),
        (
            "Phường Minh Khai",
            "Quận Đống Đa",
            "Phường Minh Khai does not lie in Quận Đống Đa but in Quận Hai Bà Trưng, Quận Bắc Từ Liêm: "
            "mend the one or the other.",
        ),
        ("Phường Liên Ninh", "Thanh Trì", "There is no Phường Liên Ninh here, but Xã Liên Ninh."),
        ("Đống Đa", None, "Quận Đống Đa is no ward or commune: write which of its wards."),
        (
            "Xã Liên Nih",
            "Thanh Trì",
            "Xã Liên Nih lies outside the area; or do you mean Xã Liên Ninh?",
        ),
        ("", None, "Write the ward or commune."),
        ("  ", "Thanh Trì", "Write the ward or commune."),
    ],
)
def test_what_cannot_be_resolved_gets_a_sentence_with_the_remedy(
    typed: str, district: str | None, sentence: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        OLD.resolve(typed, district=district)
    assert str(refusal.value) == sentence
    assert refusal.value.field == "ward"


def test_the_field_to_mend_can_be_named() -> None:
    with pytest.raises(RuleBroken) as refusal:
        OLD.resolve("Bến Nghé", field="ward_name")
    assert refusal.value.field == "ward_name"


def test_a_very_long_text_is_refused_in_a_short_sentence() -> None:
    with pytest.raises(RuleBroken) as refusal:
        OLD.resolve("á" * 10_000, district="b" * 10_000)
    assert len(str(refusal.value)) < 300


ALL = st.sampled_from([*OLD.wards(), *NEW.wards()])
COSTUMES = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        lambda s: unicodedata.normalize("NFD", s),
        lambda s: f"  {s.replace(' ', '  ')} ",
    ]
)


def above(unit: Unit) -> str:
    assert unit.parent is not None
    return (OLD if unit.edition == "2021" else NEW).get(unit.parent).name


def test_every_unit_of_both_editions_resolves_to_itself_by_full_name_and_district() -> None:
    for book in (OLD, NEW):
        for unit in book.wards():
            assert book.resolve(unit.name, district=above(unit)) is unit


@given(ALL, COSTUMES, COSTUMES)
def test_so_it_does_in_capitals_small_letters_and_decomposed(unit: Unit, one, other) -> None:  # type: ignore[no-untyped-def]
    book = OLD if unit.edition == "2021" else NEW
    assert book.resolve(one(unit.name), district=other(above(unit))) is unit


@given(st.sampled_from(OLD.wards()))
def test_without_marks_every_unit_of_2021_is_found_among_its_namesakes(unit: Unit) -> None:
    assert unit in OLD.find(fold(unit.name), district=fold(above(unit)))
    assert unit in OLD.find(unit.bare)


def test_only_the_thirteen_repeated_full_names_need_a_district() -> None:
    refused = set()
    for unit in OLD.wards():
        try:
            OLD.resolve(unit.name)
        except RuleBroken:
            refused.add(unit.name)
    assert len(refused) == 13


@given(st.text(max_size=40), st.one_of(st.none(), st.text(max_size=20)))
def test_any_text_ends_in_a_ward_or_in_a_sentence(text: str, district: str | None) -> None:
    try:
        assert OLD.resolve(text, district=district).is_ward
    except RuleBroken as refusal:
        assert str(refusal)


def test_exactly_marked_names_come_first() -> None:
    found = OLD.find("Đông Xuân")
    assert [unit.name for unit in found] == ["Xã Đông Xuân", "Xã Đông Xuân", "Phường Đồng Xuân"]
    assert OLD.find("dong xuan")[0].name == "Phường Đồng Xuân"  # no marks: the order of the table


def test_a_kind_narrows_and_a_district_is_found_by_its_kind() -> None:
    assert [unit.kind for unit in OLD.find("Phường Minh Khai")] == ["ward", "ward"]
    assert [unit.name for unit in OLD.find("Quận Đống Đa")] == ["Quận Đống Đa"]
    assert OLD.find("Xã Đống Đa") == []
    assert OLD.find("Minh Khai", within="2021:007") == [OLD.get("2021:00295")]


def test_today_a_province_decides_and_an_old_district_tells_nothing_within_one() -> None:
    ward = NEW.resolve("Phường Hoàng Mai", district="TP Hà Nội")
    assert NEW.path(ward).startswith("2025/01/")
    assert NEW.resolve("Phường Hoàng Mai", within=HANOI) is ward
    assert NEW.resolve("Phường Hoàng Mai", district="Quận Hoàng Mai", within=HANOI) is ward
    with pytest.raises(RuleBroken, match=r"stands 2 times \(.*\): write the province"):
        NEW.resolve("Phường Hoàng Mai")
    with pytest.raises(RuleBroken, match="does not lie in Quận Hoàng Mai"):
        NEW.resolve("Phường Hoàng Mai", district="Quận Hoàng Mai")


def test_a_name_in_many_provinces_lists_only_the_first_of_them() -> None:
    with pytest.raises(RuleBroken, match=r"…\): write the province"):
        NEW.resolve("Xã Tân Tiến")


def test_names_of_the_whole_country_resolve() -> None:
    assert NEW.resolve("P. 2 Bảo Lộc").name == "Phường 2 Bảo Lộc"
    assert NEW.resolve("Văn Miếu – Quốc Tử Giám").name == "Phường Văn Miếu - Quốc Tử Giám"
    assert NEW.resolve("xã Cư M’gar").name == "Xã Cư M'gar"
    assert NEW.resolve("ĐK Phú Quốc").kind == "special"


def test_the_district_stands_behind_a_name_only_where_it_repeats() -> None:
    assert OLD.label_in(OLD.get("2021:00295")) == "Phường Minh Khai, Quận Hai Bà Trưng"
    assert OLD.label_in(OLD.get("2021:00682")) == "Xã Liên Ninh"
    assert OLD.label_in(OLD.get("2021:006")) == "Quận Đống Đa"
    ward = NEW.resolve("Phường Hoàng Mai", within=HANOI)
    assert NEW.label_in(ward) == "Phường Hoàng Mai, Thành phố Hà Nội"
    assert NEW.label_in(ward, within=HANOI) == "Phường Hoàng Mai"


def test_there_are_no_districts_today() -> None:
    assert NEW.district_of(NEW.get("2025:00097")) is None
    assert not NEW.has_districts


def test_the_picker_stays_inside_and_shows_wards_unless_told() -> None:
    assert [OLD.label_in(unit) for unit in OLD.search("minh khai hai")] == [
        "Phường Minh Khai, Quận Hai Bà Trưng"
    ]
    assert OLD.search("đống đa", kinds=("district",)) == [OLD.get("2021:006")]
    assert all(unit.is_ward for unit in OLD.search("đống đa", limit=100))
    assert OLD.search("minh khai", within="2021:007") == [OLD.get("2021:00295")]
    assert len(OLD.search("", limit=7)) == 7


def test_resolving_takes_microseconds() -> None:
    def resolve() -> None:
        OLD.resolve("Phường Phương Liên", district="Quận Đống Đa")

    resolve()
    assert min(timeit.repeat(resolve, number=200, repeat=5)) / 200 < 100e-6


def test_an_area_is_a_district_or_a_province_never_a_ward() -> None:
    assert OLD.areas("Huyện Đống Đa") == [OLD.get("2021:006")]  # quận and huyện are both districts
    assert OLD.areas("Tỉnh Đống Đa") == []
    assert OLD.areas("Trung Tự") == []
    assert OLD.areas("TP. Hà Nội") == [OLD.get("2021:01")]


def test_what_the_picker_shows_resolves_to_what_was_picked() -> None:
    for book in (OLD, NEW):
        for unit in book.wards():
            assert book.resolve(book.label_in(unit)) is unit
    assert NEW.resolve("Phường Xuân Trường - Đà Lạt, Tỉnh Lâm Đồng").bare == "Xuân Trường - Đà Lạt"
