"""What may be asked of requests: a ward's queue, one request, a ward's page, a request by its code."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.models import Case
from aidtrack.cases.progress import Progress
from aidtrack.community import keyed
from aidtrack.community.answering import OPEN, TO_ERASE, RequestState
from aidtrack.community.models import HelpRequest, RequestPage
from aidtrack.community.stages import Stage, stage_of
from aidtrack.db import db, scoped, within
from aidtrack.errors import NotFound
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import N_

PER_PAGE = 25
TABS = ("waiting", "apart", "answered")
"""The queue, the quarantine, and what was answered."""
_TABS = {
    "waiting": (RequestState.WAITING,),
    "apart": (RequestState.APART,),
    "answered": tuple(state for state in RequestState if state not in OPEN),
}


@dataclass(frozen=True)
class RequestCounts:
    """What waits within reach: the queue with its urgent ones and its oldest, the quarantine, withdrawals."""

    waiting: int = 0
    urgent: int = 0
    oldest: datetime | None = None
    apart: int = 0
    withdrawals: int = 0


@dataclass(frozen=True)
class RequestRows:
    """A page of a list: its rows, and after which row the next page begins."""

    rows: Sequence[HelpRequest]
    after: int | None


@dataclass(frozen=True)
class Followed:
    """What the code's holder is told: when it came, how far it is, where to ask. Nothing of a person."""

    request_id: int
    place_id: str
    sent_at: datetime
    stage: Stage
    reason: str
    open: bool
    withdrawal_asked: bool


def counts(by: Actor) -> RequestCounts:
    """What waits for an answer within the actor's reach."""
    here, urgent = HelpRequest.state, and_(HelpRequest.state == "waiting", HelpRequest.urgent)
    asked = HelpRequest.withdrawal_asked_at.is_not(None) & HelpRequest.case_id.in_(
        select(Case.id).where(Case.state.not_in(("withdrawn", "duplicate", "rejected")))
    )
    sums = [func.count(case((one, 1))) for one in (here == "waiting", urgent, here == "apart")]
    oldest: ColumnElement[Any] = func.min(case((here == "waiting", HelpRequest.sent_at)))
    mine = scoped(HelpRequest, by, "requests.see")
    row: Any = db.session.execute(select(*sums, oldest).where(mine, here.in_(("waiting", "apart")))).one()
    wanted = select(func.count()).select_from(HelpRequest).where(mine, here == "taken", asked)
    withdrawals = db.session.scalar(wanted) or 0
    return RequestCounts(row[0], row[1], oldest=row[3], apart=row[2], withdrawals=withdrawals)


def page(by: Actor, tab: str, *, phone: str | None = None, after: int | None = None) -> RequestRows:
    """A page of the queue: urgent ones first, then the oldest; of what was answered, the newest first.

    With a phone number (E.164), all that name it, whatever became of them.
    """
    newest_first = tab == "answered" or phone is not None
    wanted = select(HelpRequest).where(scoped(HelpRequest, by, "requests.see"))
    if phone is None:
        wanted = wanted.where(HelpRequest.state.in_(_TABS[tab]))
    else:
        wanted = wanted.where(or_(HelpRequest.phone == phone, HelpRequest.asker_phone == phone))
    begun = db.session.get(HelpRequest, after) if after else None
    if begun is not None and by.can("requests.see", within=begun.place_path):
        wanted = wanted.where(_behind(begun, newest_first))
    if newest_first:
        wanted = wanted.order_by(HelpRequest.sent_at.desc(), HelpRequest.id.desc())
    else:
        wanted = wanted.order_by(HelpRequest.urgent.desc(), HelpRequest.sent_at, HelpRequest.id)
    rows = list(db.session.scalars(wanted.limit(PER_PAGE + 1)))
    shown = rows[:PER_PAGE]
    return RequestRows(shown, shown[-1].id if len(rows) > PER_PAGE else None)


def _behind(row: HelpRequest, newest_first: bool) -> ColumnElement[bool]:
    """Whatever stands behind a row in the order of its list."""
    at, number = HelpRequest.sent_at, HelpRequest.id
    if newest_first:
        return or_(at < row.sent_at, and_(at == row.sent_at, number < row.id))
    later = or_(at > row.sent_at, and_(at == row.sent_at, number > row.id))
    if row.urgent:
        return or_(HelpRequest.urgent.is_(False), and_(HelpRequest.urgent.is_(True), later))
    return and_(HelpRequest.urgent.is_(False), later)


def get_request(request_id: int, *, by: Actor, right: str = "requests.see") -> HelpRequest:
    """A request where the actor holds the right; NotFound otherwise."""
    wanted = select(HelpRequest).where(HelpRequest.id == request_id, scoped(HelpRequest, by, right))
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound(N_("There is no request {number} that you may see."), number=request_id)
    return found


def requests_by_id(ids: Sequence[int], *, by: Actor, right: str) -> list[HelpRequest]:
    """Several requests in the order in which they were sent; those out of reach are left out."""
    wanted = select(HelpRequest).where(HelpRequest.id.in_(ids), scoped(HelpRequest, by, right))
    return list(db.session.scalars(wanted.order_by(HelpRequest.sent_at, HelpRequest.id)))


def others_from(request: HelpRequest, by: Actor) -> Sequence[HelpRequest]:
    """Other requests within reach that name one of the same phone numbers, the newest first, at most ten."""
    numbers = [number for number in (request.phone, request.asker_phone) if number]
    same = or_(HelpRequest.phone.in_(numbers), HelpRequest.asker_phone.in_(numbers))
    wanted = select(HelpRequest).where(same, HelpRequest.id != request.id)
    wanted = wanted.where(scoped(HelpRequest, by, "requests.see")).order_by(HelpRequest.id.desc())
    return db.session.scalars(wanted.limit(10)).all() if numbers else []


def page_of(place_id: str) -> RequestPage | None:
    """The settings of a ward's page; None where nobody has ever opened it."""
    return db.session.get(RequestPage, place_id)


def pages_within(by: Actor) -> Sequence[RequestPage]:
    """The pages of all wards within reach that have one, the open ones first."""
    wanted = select(RequestPage).where(within(RequestPage.place_path, by.reach("requests.see")))
    return db.session.scalars(wanted.order_by(RequestPage.is_open.desc(), RequestPage.place_path)).all()


def sent_with(key: str, secret: bytes) -> tuple[HelpRequest, str] | None:
    """The request that came with a form's key, and its follow-up code."""
    wanted = select(HelpRequest).where(HelpRequest.key_digest == keyed.digest(secret, "key", key))
    found = db.session.scalar(wanted)
    if found is None:
        return None
    for turn in range(TURNS):
        code = keyed.follow_code(secret, key, turn)
        if hmac.compare_digest(keyed.digest(secret, "code", code), found.code_digest):
            return found, code
    return None


TURNS = 5
"""So many codes are tried for one form, should one be taken already."""


def followed(typed: str, secret: bytes) -> Followed | None:
    """What a follow-up code leads to, typed in any form; None for all that leads nowhere.

    An unknown code, a mistyped one and no code at all take the same way: a digest, a question, an answer.
    """
    wanted = keyed.digest(secret, "code", keyed.plain(typed))
    found = db.session.scalar(select(HelpRequest).where(HelpRequest.code_digest == wanted))
    if found is None or not hmac.compare_digest(found.code_digest, wanted):
        return None
    its_case = _goes_on_as(found.case) if found.case else None
    stage = (
        stage_of(found.state, its_case.state, its_case.progress)
        if its_case
        else stage_of(found.state, None, Progress.NONE)
    )
    return Followed(
        found.id,
        found.place_id,
        found.sent_at,
        stage,
        found.reason,
        found.state in OPEN,
        found.withdrawal_asked_at is not None,
    )


def _goes_on_as(found: Case) -> Case:
    """The case that goes on for one that was merged."""
    seen = {found.id}
    while found.merged_into_id and found.merged_into_id not in seen:
        seen.add(found.merged_into_id)
        found = db.session.get_one(Case, found.merged_into_id)
    return found


def count_of_others(
    place_id: str, since: datetime, *, phone: str | None = None, words_digest: str | None = None
) -> int:
    """How many requests of a ward since a moment came from a phone, or with the very same words."""
    wanted = select(func.count()).select_from(HelpRequest)
    wanted = wanted.where(HelpRequest.place_id == place_id, HelpRequest.sent_at >= since)
    if phone:
        wanted = wanted.where(or_(HelpRequest.phone == phone, HelpRequest.asker_phone == phone))
    if words_digest is not None:
        wanted = wanted.where(HelpRequest.words_digest == words_digest)
    return db.session.scalar(wanted) or 0


def to_erase(before: datetime, most: int) -> list[HelpRequest]:
    """Requests that ended before a moment without a case, or with one that was withdrawn as the resident
    asked, and that still hold something personal."""
    withdrawn = HelpRequest.case_id.in_(select(Case.id).where(Case.state == "withdrawn"))
    asked = and_(HelpRequest.state == "taken", HelpRequest.withdrawal_asked_at < before, withdrawn)
    gone = or_(HelpRequest.state.in_(sorted(TO_ERASE)), asked)
    wanted = select(HelpRequest).where(
        gone, HelpRequest.erased_at.is_(None), HelpRequest.answered_at < before
    )
    return list(db.session.scalars(wanted.order_by(HelpRequest.id).limit(most)))


def place_in_reach(place_id: str, by: Actor, right: str) -> str:
    """The path of a ward in which the actor holds a right; NotFound elsewhere."""
    unit = places.get_unit(place_id)
    path = places.path_of(place_id)
    if not unit.is_ward or not by.can(right, within=path):
        raise NotFound(N_("There is no place {key}."), key=place_id)
    return path


A_DAY = timedelta(days=1)
"""Signs of abuse are counted within a day."""


def facts_of(request: HelpRequest) -> CaseFacts:
    """What a request tells, as the facts of a case that may come of it."""
    return CaseFacts(
        name=request.name,
        place_id=request.place_id,
        people=request.people,
        phone=request.phone,
        address=request.address,
        categories=tuple(request.categories),
        needs=tuple(request.needs),
        circumstances=request.words,
        asked_by_name=request.asker_name,
        asked_by_phone=request.asker_phone,
    )
