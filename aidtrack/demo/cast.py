"""Who acts in the demo: invented people with roles and places; phones begin 095, a network that closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aidtrack.rights import Role

HANOI = "2021:01"
SOUTH = "2021:020"
"""Huyện Thanh Trì, where the store stands."""


@dataclass(frozen=True)
class Player:
    """One person: `shown` ones get a published password and stand on the screen."""

    key: str
    name: str
    phone: str
    role: Role
    places: Sequence[str | None]
    shown: bool = False


CAST: Sequence[Player] = (
    Player("admin", "Phạm Quốc Bảo", "0952 000 101", Role.ADMIN, (None,), shown=True),
    Player("hung", "Trần Mạnh Hùng", "0952 000 102", Role.COORDINATOR, (HANOI,)),
    Player("trang", "Nguyễn Thu Trang", "0952 345 678", Role.COORDINATOR, (HANOI,), shown=True),
    Player("hanh", "Phạm Thị Hạnh", "0952 000 104", Role.AUDITOR, (HANOI,), shown=True),
    Player(
        "quan",
        "Vũ Minh Quân",
        "0952 000 105",
        Role.VOLUNTEER,
        ("2021:00682", "2021:00661", "2021:00658"),
        shown=True,
    ),
    Player("thao", "Lò Hồng Thảo", "0952 000 106", Role.VOLUNTEER, (HANOI,)),
    Player("dat", "Đỗ Tiến Đạt", "0952 000 107", Role.VOLUNTEER, (HANOI,)),
)
"""Thảo brings in the list, Trang verifies, Hùng proposes, Trang approves; Quân and Đạt deliver."""
