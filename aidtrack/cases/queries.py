"""What may be asked of cases (being built)."""

from __future__ import annotations

from aidtrack.rights import Actor


def waiting_for(actor: Actor) -> int:
    return 0
