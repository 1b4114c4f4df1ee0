"""A measured figure beside what is asked of it, and the means to measure time fairly."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Literal


@dataclass(frozen=True)
class Figure:
    """A measured value, its unit, and the bound that an issue asks for (None: only worth knowing).

    By default the value may reach at most what is asked; with `better="more"` it must reach at least that.
    """

    name: str
    value: float
    unit: str
    asked: float | None = None
    better: Literal["less", "more"] = "less"

    def kept(self) -> bool:
        """Whether the value keeps the bound."""
        if self.asked is None:
            return True
        return self.value <= self.asked if self.better == "less" else self.value >= self.asked

    def shown(self, value: float) -> str:
        """A value with the unit, with three digits that count."""
        digits = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
        return f"{value:,.{digits}f} {self.unit}"

    def bound(self) -> str:
        """What is asked, as the table says it."""
        if self.asked is None:
            return "-"
        return f"{'≤' if self.better == 'less' else '≥'} {self.shown(self.asked)}"

    def verdict(self) -> str:
        """The last column of the table."""
        return "" if self.asked is None else "kept" if self.kept() else "MISSED"


def milliseconds(act: Callable[[], object], times: int = 20) -> float:
    """The median time of an act in milliseconds; a first, unmeasured time warms it up."""
    act()
    return median(_once(act) for _ in range(times)) * 1000


def seconds(act: Callable[[], object]) -> float:
    """The time of an act that happens once, in seconds."""
    return _once(act)


def _once(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
