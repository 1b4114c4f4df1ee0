"""Who waits for a later campaign: a household that received lately, or that another campaign is serving.

Goods that come a week after the last ones go to those whom the last ones did not reach.
"""

from __future__ import annotations

from datetime import date

from aidtrack.cases.progress import Progress

UNDER_WAY = (Progress.ALLOCATED, Progress.OUT)
"""A share that is held or on its way: the household is about to receive."""

USUAL_REST = 14
"""Days that are proposed for a new campaign; who plans it may write another number, or none."""


def rests(progress: Progress, served_on: date | None, *, rest_days: int, first_day: date) -> bool:
    """Whether a household is left out of a campaign that begins to give on `first_day`.

    `rest_days` is how far two gifts lie apart at least; 0 means that nobody rests. Who was absent or
    declined has received nothing and does not rest.
    """
    if not rest_days:
        return False
    return progress in UNDER_WAY or (served_on is not None and (first_day - served_on).days < rest_days)
