"""What may be done with requests: send one, take it up, link it to a case, decline, discard, restore it.

Residents act without an account: what they do is recorded without a name. Everything else is done by somebody
with a right in the ward, who may not decide on their own household.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from aidtrack.audit.actions import record
from aidtrack.audit.chain import digest_of_rows
from aidtrack.cases import actions as cases
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.models import Case
from aidtrack.cases.queries import get_case, refuse_own_household
from aidtrack.cases.row_actions import free_text, tell
from aidtrack.clock import day_of
from aidtrack.community import answering, keyed, queries, suspicions
from aidtrack.community.answering import ANSWERS, RequestState
from aidtrack.community.asking import CONSENT, Asked, checked
from aidtrack.community.limit_actions import Doors, knock
from aidtrack.community.models import HelpRequest, Knock, RequestPage
from aidtrack.community.queries import Followed
from aidtrack.db import db
from aidtrack.errors import AidtrackError, Conflict, RuleBroken
from aidtrack.places import queries as places
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.phone import parse_phone

RESIDENT = Actor(None, "resident")
"""Whoever sends or withdraws a request: nobody knows who."""


@dataclass(frozen=True)
class Arrived:
    """How a request came: the form's key, its sealed moment of opening, the field that people do not see,
    the address it came from, and the real time."""

    key: str
    opened: str
    honeypot: bool
    address: str
    real: datetime


def send(
    asked: Asked, arrived: Arrived, *, doors: Doors, secret: bytes, at: datetime
) -> tuple[HelpRequest, str]:
    """Keep a resident's request, in the queue or apart; the request and its follow-up code.

    RuleBroken names the field to mend; `limits.TooMany` says from when on one may try again.
    """
    page = queries.page_of(asked.place_id)
    if page is None or not page.is_open:
        raise RuleBroken(N_("This ward takes no requests on this page now."))
    asked = checked(asked, today=day_of(at))
    key = arrived.key if len(arrived.key) >= 16 else secrets.token_urlsafe(16)
    at_the_ward = f"{arrived.address} {asked.place_id}"  # one address of a mobile network serves many wards
    knock(doors.of_address, at_the_ward, arrived.real, secret=secret, phone=page.phone)
    knock(doors.of_phone, asked.call_back or "", arrived.real, secret=secret, phone=page.phone)
    knock(doors.of_ward, asked.place_id, arrived.real, secret=secret, phone=page.phone)
    code, code_digest = _free_code(key, secret)
    words_digest = keyed.digest(secret, "words", asked.words) if len(asked.words) >= 20 else ""
    signs = _signs(asked, arrived, words_digest, secret, at)
    found = suspicions.found(signs)
    request = HelpRequest(
        code_digest=code_digest,
        key_digest=keyed.digest(secret, "key", key),
        digest=keyed.digest(secret, "request", asked.written),
        state=RequestState.APART if suspicions.keep_apart(found) else RequestState.WAITING,
        place_path=places.path_of(asked.place_id),
        sent_at=at,
        consent=CONSENT,
        suspicions=[one.to_plain() for one in found],
        words_digest=words_digest,
        **_told(asked),
    )
    db.session.add(request)
    db.session.flush()
    signs_named = [one.code for one in found]
    record(
        "community.send", _subject(request), by=RESIDENT, at=at, path=request.place_path, signs=signs_named
    )
    return request, code


def _told(asked: Asked) -> dict[str, Any]:
    names = "place_id name phone people address urgent words for_neighbour asker_name asker_phone".split()
    told = {name: getattr(asked, name) for name in names}
    return {**told, "categories": list(asked.categories), "needs": list(asked.needs)}


def _free_code(key: str, secret: bytes) -> tuple[str, str]:
    """A code that nobody has, and its digest."""
    for turn in range(queries.TURNS):
        code = keyed.follow_code(secret, key, turn)
        if queries.followed(code, secret) is None:
            return code, keyed.digest(secret, "code", code)
    raise Conflict(N_("Somebody else has sent another case under this key."))


def _signs(
    asked: Asked, arrived: Arrived, words_digest: str, secret: bytes, at: datetime
) -> suspicions.Signs:
    opened, since = keyed.unsealed(arrived.opened, secret), at - queries.A_DAY
    others = queries.count_of_others
    return suspicions.Signs(
        honeypot=arrived.honeypot,
        took=arrived.real - opened if opened else None,
        from_phone=others(asked.place_id, since, phone=asked.call_back) if asked.call_back else 0,
        same_words=others(asked.place_id, since, words_digest=words_digest) if words_digest else 0,
        words=asked.words,
    )


def follow(typed: str, address: str, real: datetime, *, doors: Doors, secret: bytes) -> Followed | None:
    """What a code leads to; nobody at one address may try codes without end (`limits.TooMany`)."""
    knock(doors.of_codes, address, real, secret=secret)
    return queries.followed(typed, secret)


def take_up(
    request: HelpRequest, facts: CaseFacts, *, seen: int | None = None, by: Actor, at: datetime
) -> Case:
    """Add the case of a request under the name of whoever takes it up; another person verifies it."""
    _answer(request, "take_up", seen, by, at)
    case = cases.register(facts, by=by, at=at)
    said = say(N_("Comes from a request of a resident, no. {number}"), number=str(request.id))
    tell(case.id, "note", said, by=by, at=at)
    record(
        "community.take_up", _subject(request), by=by, at=at, path=case.place_path, serves=f"case:{case.code}"
    )
    return _with_case(request, case)


def link(request: HelpRequest, code: str, *, seen: int | None = None, by: Actor, at: datetime) -> Case:
    """Say that a request's household has its case already, which goes on for both."""
    try:
        case = get_case(code, by=by)
    except AidtrackError as error:
        raise RuleBroken(error.sentence, field="code") from None
    _answer(request, "link", seen, by, at, linked=True)
    said = say(N_("Asked for help again, request no. {number}"), number=str(request.id))
    tell(case.id, "note", said, by=by, at=at, text=request.words)
    record(
        "community.link", _subject(request), by=by, at=at, path=request.place_path, serves=f"case:{case.code}"
    )
    return _with_case(request, case)


def _with_case(request: HelpRequest, case: Case) -> Case:
    request.state, request.case_id = RequestState.TAKEN, case.id
    db.session.flush()
    return case


def decline(
    request: HelpRequest, reason: str, text: str = "", *, seen: int | None = None, by: Actor, at: datetime
) -> None:
    """Answer that a request is not part of this round, with a reason from the list; the resident reads that
    reason's own words, never the text."""
    text = free_text(text, "text")
    answering.check_reason(reason, text)
    _answer(request, "decline", seen, by, at, reason=reason, reason_text=text)
    told = say(answering.REASONS[reason].label)
    record("community.decline", _subject(request), by=by, at=at, path=request.place_path, reason=told)


def restore(request: HelpRequest, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Put a request (back) into the queue: out of quarantine, or after a wrong answer."""
    if request.erased_at:
        raise RuleBroken(N_("What was personal of this request is erased; there is nothing left to answer."))
    _answer(request, "restore", seen, by, at, reason="", reason_text="")
    record("community.restore", _subject(request), by=by, at=at, path=request.place_path)


def discard_many(
    requests: Sequence[HelpRequest], *, seen: dict[int, int] | None = None, by: Actor, at: datetime
) -> int:
    """Discard requests as spam; how many. One entry of the log for all of a place."""
    done: dict[str, list[int]] = {}
    for request in requests:
        _answer(request, "discard", (seen or {}).get(request.id), by, at)
        done.setdefault(request.place_path, []).append(request.id)
    for path, ids in done.items():
        digest = digest_of_rows([[number] for number in ids])
        record("community.discard", "requests", by=by, at=at, path=path, count=len(ids), digest=digest)
    return sum(map(len, done.values()))


def blocked(request: HelpRequest, answer: str, by: Actor) -> Sentence | None:
    """Why the actor cannot give an answer; None if nothing stands in the way."""
    try:
        _check(request, answer, by)
    except AidtrackError as refusal:
        return refusal.sentence
    return None


def _check(request: HelpRequest, answer: str, by: Actor) -> RequestState:
    right = ANSWERS[answer].right
    if right is not None:
        require(by, right, within=request.place_path)
        refuse_own_household(request.phone, by)
        refuse_own_household(request.asker_phone, by)
    return answering.after(request.state, answer)


def _answer(
    request: HelpRequest, answer: str, seen: int | None, by: Actor, at: datetime, **values: Any
) -> None:
    """Move a request if it still is what was read; Conflict if somebody was quicker."""
    end = _check(request, answer, by)
    if seen is not None and request.version != seen:
        raise Conflict(N_("Somebody else has just answered this request. Look at it again."))
    if end is not RequestState.TAKEN:  # that state needs its case, which comes next
        values["state"] = end
    values |= {"answered_by_id": by.id, "answered_by_name": by.name, "answered_at": at}
    still = (HelpRequest.id == request.id, HelpRequest.version == request.version)
    change = update(HelpRequest).where(*still, HelpRequest.state == request.state)
    change = change.values(version=request.version + 1, **values)
    done = db.session.execute(change.execution_options(synchronize_session=False))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(N_("Somebody else has just answered this request. Look at it again."))
    db.session.refresh(request)


def withdraw(typed: str, *, secret: bytes, at: datetime) -> bool:
    """Take a request back with its code; True if it is done, False if the ward is asked to do it, because
    somebody has taken the request up. RuleBroken where the code leads nowhere or nothing is left to do."""
    followed = queries.followed(typed, secret)
    if followed is None:
        raise RuleBroken(N_("No request has this code."), field="code")
    request = db.session.get_one(HelpRequest, followed.request_id)
    if followed.open:
        _answer(request, "withdraw", None, RESIDENT, at)
        record("community.withdraw", _subject(request), by=RESIDENT, at=at, path=request.place_path)
        return True
    if request.state != RequestState.TAKEN:
        answering.after(request.state, "withdraw")
    if request.withdrawal_asked_at is None:
        request.withdrawal_asked_at = at
        record("community.ask_to_withdraw", _subject(request), by=RESIDENT, at=at, path=request.place_path)
    return False


def keep_page(
    place_id: str,
    *,
    is_open: bool,
    phone: str,
    reason: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> RequestPage:
    """Open or close the page of a ward: closing wants a reason, opening a number that residents may call."""
    path = queries.place_in_reach(place_id, by, "requests.page")
    require(by, "requests.page", within=path)
    reason, number = free_text(reason, "reason"), parse_phone(phone) if phone.strip() else None
    if not is_open and not reason:
        raise RuleBroken(N_("Write the reason, so that the others understand it."), field="reason")
    if is_open and not number:
        raise RuleBroken(
            N_("Write the ward's phone number: residents see whom they may call."), field="phone"
        )
    page = queries.page_of(place_id)
    if seen is not None and seen != (page.version if page else 0):
        raise Conflict(N_("Somebody else has just changed this page. Look at it again."))
    if page is None:
        page = RequestPage(place_id=place_id, place_path=path, version=0)
        db.session.add(page)
    page.is_open, page.phone, page.reason = is_open, number, reason
    page.changed_by_name, page.changed_at, page.version = by.name, at, page.version + 1
    told = {"place": place_id, "active": is_open, "phone": number or "", "reason": reason}
    record("community.keep_page", f"page:{place_id}", by=by, at=at, path=path, **told)
    db.session.flush()
    return page


def erase(before: datetime, *, by: Actor, at: datetime, most: int = 500) -> int:
    """Erase what is personal of requests that were declined, discarded or withdrawn before a moment.

    How many; the digest of what was written stays.
    """
    gone = queries.to_erase(before, most)
    empty: dict[str, Any] = {
        "name": "",
        "phone": None,
        "address": "",
        "words": "",
        "asker_name": "",
        "asker_phone": None,
    }
    empty |= {"words_digest": "", "reason_text": "", "erased_at": at}
    for request in gone:
        for name, value in empty.items():
            setattr(request, name, value)
    if gone:
        digest = digest_of_rows([[request.id, request.digest] for request in gone])
        record("community.erase", "requests", by=by, at=at, count=len(gone), digest=digest)
    return len(gone)


def forget_knocks(before: datetime) -> None:
    """Drop the counts of windows that ended before a moment (real time)."""
    db.session.execute(delete(Knock).where(Knock.since < before))


def _subject(request: HelpRequest) -> str:
    return f"request:{request.id}"
