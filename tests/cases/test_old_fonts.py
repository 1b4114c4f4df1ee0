"""Text typed for an old Vietnamese font is known for what it is, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from aidtrack.cases.old_fonts import old_font_in
from aidtrack.places.tables import gazetteer

TCVN3 = "Hä vµ tªn; Sè khÈu; §Þa chØ; NguyÔn V¨n ¸nh; ph­êng VÜnh Tuy; ®­êng sè 5; tæ d©n phè"
VNI = "Hoï vaø teân; Soá khaåu; Ñòa chæ; Nguyeãn Vaên AÙnh; phöôøng Vónh Tuy; ñöôøng soá 5"


@pytest.mark.parametrize(("text", "font"), [(TCVN3, "TCVN3"), (VNI, "VNI"), ("tªn", None), ("", None)])
def test_old_fonts_are_told_by_several_signs(text: str, font: str | None) -> None:
    assert old_font_in(text) == font


def test_the_names_of_all_places_are_taken_for_no_old_font() -> None:
    names = "\n".join(unit.name for unit in gazetteer("2025").units)
    assert old_font_in(names) is None
