"""Goods are usable through the day of expiry, and what expires first goes out first."""

from __future__ import annotations

from datetime import date

SOON = 30
"""Days before the expiry from which a lot is shown as expiring soon."""


def usable(expires_on: date | None, on: date) -> bool:
    """Whether a lot may still be given on a day; the day of expiry is the last one."""
    return expires_on is None or on <= expires_on


def days_left(expires_on: date | None, on: date) -> int | None:
    """Days on which a lot may still be given after this one; negative if it has expired; None if it keeps."""
    return None if expires_on is None else (expires_on - on).days


def expires_soon(expires_on: date | None, on: date, *, within: int = SOON) -> bool:
    """Whether a usable lot has at most so many days left."""
    left = days_left(expires_on, on)
    return left is not None and 0 <= left <= within


def turn(expires_on: date | None, received_on: date, lot_id: int) -> tuple[bool, date, date, int]:
    """The sort key of first-expired-first-out: no expiry last, then the earlier received, then id."""
    return (expires_on is None, expires_on or date.max, received_on, lot_id)
