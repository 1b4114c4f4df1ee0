"""A new edition of places: what goes where, decided by two people."""

from __future__ import annotations

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
