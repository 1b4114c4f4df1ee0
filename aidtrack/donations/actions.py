"""What may be done with donations: write down donor and pledge, receive what arrives, withdraw the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, update

from aidtrack.audit.actions import record
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.donations import queries
from aidtrack.donations.arrivals import Arrival, check_arrivals, state_after
from aidtrack.donations.models import Donation, DonationLine, DonationReceipt, Donor
from aidtrack.errors import Conflict, NotFound, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_
from aidtrack.stock import papers
from aidtrack.stock import queries as stock
from aidtrack.stock.actions import new_lot, post, reverse
from aidtrack.stock.balance_actions import next_number
from aidtrack.stock.ledger import DocumentKind, Line, LocationKind
from aidtrack.stock.models import Document, Location, Lot
from aidtrack.stock.posting_actions import paper_with
from aidtrack.vietnamese.folding import clean, fold
from aidtrack.vietnamese.phone import parse_phone


def add_donor(
    name: str, *, phone: str = "", note: str = "", place_path: str = "", by: Actor, at: datetime
) -> Donor:
    """Write a donor down; `place_path` is where, and who may read it."""
    require(by, "donations.keep", within=place_path)
    if not clean(name):
        raise RuleBroken(N_("Write the donor's name."), field="donor")
    donor = Donor(
        name=clean(name),
        folded=fold(name),
        phone=parse_phone(phone) if phone.strip() else None,
        note=clean(note, lines=True),
        place_path=place_path,
    )
    db.session.add(donor)
    db.session.flush()
    record("donations.add_donor", f"donor:{donor.id}", by=by, at=at, path=place_path, name=donor.name)
    return donor


def pledge(
    donor: Donor,
    lines: Sequence[tuple[str, int]],
    *,
    expected_on: date | None = None,
    note: str = "",
    earmark: Sequence[str] = (),
    place_path: str = "",
    by: Actor,
    at: datetime,
) -> Donation:
    """A promise of goods: (good's code, base units) for each. The same good twice is one line."""
    require(by, "donations.keep", within=place_path)
    promised: dict[str, int] = {}
    for code, amount in lines:
        if amount <= 0:
            raise RuleBroken(N_("The amount of a pledge must be above zero."), field="amount")
        promised[code] = promised.get(code, 0) + amount
    if not promised:
        raise RuleBroken(N_("Write at least one good with its amount."), field="amount")
    if expected_on is not None and expected_on < day_of(at):
        raise RuleBroken(N_("The day it is expected lies in the past."), field="expected_on")
    donation = Donation(
        code=papers.numbered("UH", next_number("UH")),
        donor_id=donor.id,
        state="promised",
        promised_at=at,
        expected_on=expected_on,
        note=clean(note, lines=True),
        earmark=list(earmark),
        place_path=place_path,
        version=1,
    )
    db.session.add(donation)
    db.session.flush()
    for code, amount in promised.items():
        db.session.add(DonationLine(donation_id=donation.id, good_code=code, promised=amount, received=0))
    db.session.flush()
    record(
        "donations.pledge",
        f"donation:{donation.code}",
        by=by,
        at=at,
        path=place_path,
        donor=donor.name,
        goods=promised,
    )
    return donation


def receive(
    donation: Donation,
    arrivals: Sequence[Arrival],
    *,
    store: Location,
    handed_over_by: str = "",
    key: str,
    by: Actor,
    at: datetime,
) -> Document:
    """Book what arrived: a lot for each line, on paper and counted, one receiving document.

    Only what was counted comes into stock; a difference needs its reason. The same key with the same
    arrivals gives the same document again, with others it is a Conflict.
    """
    require(by, "donations.receive", within=store.place_path)
    if (known := paper_with(f"{key}:receive")) is not None:
        return _same_arrivals(known, donation, arrivals)
    db.session.refresh(donation, with_for_update={"of": Donation})
    if donation.state == "withdrawn":
        raise RuleBroken(N_("This pledge was withdrawn. Write a new one for what arrives."))
    check_arrivals(arrivals, on=day_of(at))
    donors = stock.virtual(LocationKind.DONOR)
    lots = [_lot_of(one, at) for one in arrivals]
    document = post(
        DocumentKind.RECEIVE,
        [Line(lot.id, donors.id, store.id, one.counted) for lot, one in zip(lots, arrivals, strict=True)],
        key=f"{key}:receive",
        subject=f"donation:{donation.code}",
        by=by,
        at=at,
    )
    for lot, one in zip(lots, arrivals, strict=True):
        _keep_receipt(donation, document, lot, one, clean(handed_over_by))
        _add_to_line(donation, one)
    _set_state(donation)
    record(
        "donations.receive",
        f"donation:{donation.code}",
        by=by,
        at=at,
        path=donation.place_path,
        paper=document.number,
        goods=[[one.good_code, one.on_paper, one.counted] for one in arrivals],
    )
    return document


def _lot_of(one: Arrival, at: datetime) -> Lot:
    return new_lot(
        one.good_code,
        pack_name=one.pack_name,
        pack_factor=one.pack_factor,
        expires_on=one.expires_on,
        received_on=day_of(at),
    )


def _keep_receipt(donation: Donation, document: Document, lot: Lot, one: Arrival, giver: str) -> None:
    """What stood on paper and what was counted, beside the booking."""
    db.session.add(
        DonationReceipt(
            donation_id=donation.id,
            document_id=document.id,
            lot_id=lot.id,
            on_paper=one.on_paper,
            counted=one.counted,
            difference_reason=clean(one.difference_reason),
            handed_over_by=giver,
        )
    )


def _same_arrivals(known: Document, donation: Donation, arrivals: Sequence[Arrival]) -> Document:
    """The paper that was written with this key, if it says the same."""
    told = [(one.lot.good_code, one.on_paper, one.counted) for one in queries.arrivals_on(known)]
    sent = [(one.good_code, one.on_paper, one.counted) for one in arrivals]
    if known.subject != f"donation:{donation.code}" or told != sent:
        raise Conflict(
            N_("Paper {number} was written with the same key and says something else. Begin again."),
            number=known.number,
        )
    return known


def _add_to_line(donation: Donation, one: Arrival) -> None:
    """Count it towards the pledge; a good that was not promised gets a line of its own, with 0 promised."""
    added = db.session.execute(
        update(DonationLine)
        .where(DonationLine.donation_id == donation.id, DonationLine.good_code == one.good_code)
        .values(received=DonationLine.received + one.counted)
    )
    if added.rowcount == 0:  # type: ignore[attr-defined]
        db.session.add(
            DonationLine(donation_id=donation.id, good_code=one.good_code, promised=0, received=one.counted)
        )
    db.session.flush()


def take_back(
    donation: Donation, document: Document, reason: str, *, key: str, by: Actor, at: datetime
) -> Document:
    """Undo an arrival that was booked wrongly: its goods leave the store, its amounts leave the pledge.

    The paper stays readable beside its reversal. RuleBroken once the goods are promised, given or counted.
    """
    subject = f"donation:{donation.code}"
    if document.subject != subject or document.kind != DocumentKind.RECEIVE.value:
        raise NotFound(N_("This donation has no such paper."))
    if (known := paper_with(key)) is not None:
        return known
    db.session.refresh(donation, with_for_update={"of": Donation})
    reversal = reverse(document, reason=reason, key=key, by=by, at=at, owner=subject)
    for one in queries.arrivals_on(document):
        _take_from_line(donation, one)
    _set_state(donation)
    record(
        "donations.take_back",
        subject,
        by=by,
        at=at,
        path=donation.place_path,
        paper=document.number,
        reason=clean(reason),
    )
    return reversal


def _take_from_line(donation: Donation, one: DonationReceipt) -> None:
    """Count it no longer; of a good that was not promised and of which nothing is left, no line stays."""
    mine = (DonationLine.donation_id == donation.id) & (DonationLine.good_code == one.lot.good_code)
    db.session.execute(
        update(DonationLine).where(mine).values(received=DonationLine.received - one.counted)
    )
    db.session.execute(
        delete(DonationLine).where(mine, DonationLine.promised == 0, DonationLine.received == 0)
    )


def _set_state(donation: Donation) -> None:
    """Promised, received in part, or received: by what its lines hold now. A withdrawn one stays so."""
    db.session.flush()
    db.session.expire(donation)
    if donation.state == "withdrawn":
        return
    donation.state = state_after([(line.promised, line.received) for line in donation.lines])
    donation.version += 1
    db.session.flush()


def withdraw(donation: Donation, reason: str, *, by: Actor, at: datetime) -> Donation:
    """Give up what has not arrived; what has arrived stays. Needs a reason."""
    require(by, "donations.keep", within=donation.place_path)
    if not clean(reason):
        raise RuleBroken(N_("Write why the pledge is withdrawn."), field="reason")
    moved = db.session.execute(
        update(Donation)
        .where(Donation.id == donation.id, Donation.state.in_(["promised", "part"]))
        .values(state="withdrawn", version=Donation.version + 1)
    )
    if moved.rowcount == 0:  # type: ignore[attr-defined]
        raise Conflict(N_("This pledge was received or withdrawn already."))
    db.session.refresh(donation)
    record(
        "donations.withdraw",
        f"donation:{donation.code}",
        by=by,
        at=at,
        path=donation.place_path,
        reason=clean(reason),
    )
    return donation
