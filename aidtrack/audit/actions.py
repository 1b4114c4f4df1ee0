"""What may be done to the chain: append an entry as the last step of a transaction, and nothing else."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from aidtrack.audit import chain
from aidtrack.audit.models import Detail, Entry, Head
from aidtrack.clock import real_now
from aidtrack.db import as_last_step, db
from aidtrack.rights import Actor
from aidtrack.sentences import Sentence


def record(
    action: str,
    subject: str,
    *,
    by: Actor,
    at: datetime,
    path: str | None = None,
    **content: Any,
) -> None:
    """Queue an entry: `action` such as "cases.verify", `subject` such as "case:HN-7F3K2QA".

    `path` is the place it belongs to (who may read it); `content` is the readable detail. The entry
    gets its number when the transaction ends, so a rollback leaves no hole.
    """
    session = db.session()
    if not session.info.get("writing"):
        raise RuntimeError("an entry of the chain belongs into a transaction")
    waiting = session.info.setdefault("for_the_chain", [])
    waiting.append((action, subject, by, at, path, plain(content)))


def plain(value: Any) -> Any:
    """The JSON form of a detail."""
    if isinstance(value, Sentence):
        return value.to_plain()
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(part) for part in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


@as_last_step
def _append(session: Session) -> None:
    """Number and link the queued entries, the head row locked."""
    waiting = session.info.pop("for_the_chain", [])
    if not waiting:
        return
    head = session.execute(select(Head.seq, Head.hash).where(Head.id == 1).with_for_update()).one()
    seq, last = head.seq, head.hash
    details: list[Detail] = []
    for action, subject, by, at, path, content in waiting:
        seq += 1
        salt = secrets.token_hex(16)
        entry = Entry(
            seq=seq,
            action=action,
            subject=subject,
            actor="operator" if by.id is None else str(by.id),
            at=at.astimezone(UTC),  # as it will be read again: the hash covers it
            recorded_at=real_now(),
            digest=chain.digest([salt, by.name, path, content]),
        )
        entry.hash = last = chain.next_hash(last, entry.covered)
        session.add(entry)
        details.append(Detail(seq=seq, actor_name=by.name, place_path=path, content=content, salt=salt))
    session.flush()
    session.add_all(details)
    session.flush()
    session.execute(update(Head).where(Head.id == 1).values(seq=seq, hash=last))
