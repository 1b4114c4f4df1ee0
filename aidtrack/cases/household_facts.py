"""What is compared of a household, as it is told, and as it is prepared once for many comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from aidtrack.cases.resemblance import WrittenAddress, WrittenName, words_of_place
from aidtrack.vietnamese import citizen_id as cards


class Named(Protocol):
    """Somebody of a household."""

    @property
    def name(self) -> str: ...


class Told(Protocol):
    """A household as a form or a line of a list tells it; attributes as in `Facts`."""

    @property
    def name(self) -> str: ...
    @property
    def birth_year(self) -> int | None: ...
    @property
    def sex(self) -> str | None: ...
    @property
    def citizen_id(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def address(self) -> str: ...
    @property
    def people(self) -> int: ...
    @property
    def home_address(self) -> str: ...
    @property
    def members(self) -> Sequence[Named]: ...


@dataclass(frozen=True)
class Facts:
    """What is compared of a household; whatever is not known is None or empty.

    `sex` begins with "m" or "f", `phone` E.164, `unit` the key of the ward ("2021:00682"),
    `home_address` the place of permanent residence, `members` the names of its people.
    """

    name: str
    birth_year: int | None = None
    sex: str | None = None
    citizen_id: str | None = None
    phone: str | None = None
    address: str = ""
    unit: str | None = None
    people: int | None = None
    home_address: str = ""
    members: tuple[str, ...] = ()

    @classmethod
    def of(cls, told: Told, unit: str) -> Facts:
        """What is compared of a household that is told elsewhere, in a ward."""
        return cls(
            name=told.name,
            birth_year=told.birth_year,
            sex=told.sex,
            citizen_id=told.citizen_id,
            phone=told.phone,
            address=told.address,
            unit=unit,
            people=told.people,
            home_address=told.home_address,
            members=tuple(member.name for member in told.members),
        )

    @cached_property
    def prepared(self) -> Prepared:
        """The facts prepared for comparison."""
        return Prepared(self)


class Prepared:
    """The facts with the name read, and with what the identity number tells besides.

    Most pairs are told apart by these alone; the address, the members and the permanent residence are read
    when somebody first asks for them. `sex` is told or stands in the number.
    """

    __slots__ = (
        *("name", "birth_year", "sex", "citizen_id", "phone", "unit", "people"),
        *("_address", "_home", "_members"),
    )

    def __init__(self, facts: Facts) -> None:
        self.name = WrittenName.of(facts.name)
        card = cards.facts(facts.citizen_id) if facts.citizen_id else None
        self.birth_year = facts.birth_year or (card.birth_year if card else None)
        self.sex = facts.sex[0] if facts.sex else card.sex[0] if card else None
        self.citizen_id = facts.citizen_id or None
        self.phone = facts.phone or None
        self.unit = facts.unit or None
        self.people = facts.people
        self._address: WrittenAddress | str = facts.address
        self._home: frozenset[str] | str = facts.home_address
        self._members: frozenset[str] | tuple[str, ...] = facts.members

    @property
    def probable_sex(self) -> str | None:
        """The sex, if need be as the name tells it."""
        return self.sex or self.name.sex

    @property
    def address(self) -> WrittenAddress:
        """The address, read."""
        if isinstance(self._address, str):
            self._address = WrittenAddress.of(self._address) if self._address else _NOWHERE
        return self._address

    @property
    def home(self) -> frozenset[str]:
        """The words of the permanent residence."""
        if isinstance(self._home, str):
            self._home = words_of_place(self._home)
        return self._home

    @property
    def members(self) -> frozenset[str]:
        """The people besides the head, by folded names."""
        if isinstance(self._members, tuple):
            names = {WrittenName.of(name).folded for name in self._members}
            self._members = frozenset(names - {self.name.folded, ""}) if names else _NOBODY
        return self._members

    @property
    def whole(self) -> tuple[object, ...]:
        """All that is told, for finding copies."""
        told = (self.birth_year, self.citizen_id, self.phone, self.unit, self.people)
        return self.name.marked, *told, self.address, self.members


_NOWHERE = WrittenAddress((), (), (), ())
_NOBODY: frozenset[str] = frozenset()
