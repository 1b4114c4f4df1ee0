"""What may be asked of donations: pledges and arrivals in reach, and the paper behind an arrival."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from aidtrack.clock import day_of
from aidtrack.db import db, scoped, within
from aidtrack.donations.models import Donation, DonationReceipt, Donor
from aidtrack.errors import NotFound
from aidtrack.rights import EVERYWHERE, Actor
from aidtrack.sentences import N_
from aidtrack.stock.models import Document
from aidtrack.vietnamese.folding import fold

PAGE = 50


def _seen(by: Actor, right: str = "donations.see") -> ColumnElement[bool]:
    """The donations that a person may read: written down in their places, or arrived at a store of theirs.

    Not those of the places around: who gave there, and their phone, is nothing to a single ward.
    """
    arrived = select(DonationReceipt.donation_id).join(Document, Document.id == DonationReceipt.document_id)
    came = arrived.where(within(Document.place_path, by.reach(right)))
    return or_(scoped(Donation, by, right), Donation.id.in_(came))


def index(by: Actor, *, before: int | None = None, state: str | None = None) -> Sequence[Donation]:
    """Donations in reach, newest first, 51 at most: one more than a page."""
    wanted = (
        select(Donation)
        .where(_seen(by))
        .options(selectinload(Donation.lines))
        .order_by(Donation.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        wanted = wanted.where(Donation.id < before)
    if state:
        wanted = wanted.where(Donation.state == state)
    return db.session.scalars(wanted).all()


def get_donation(code: str, *, by: Actor, right: str = "donations.see") -> Donation:
    """A donation by its code; NotFound outside the actor's reach."""
    found = db.session.scalar(
        select(Donation).where(Donation.code == code, _seen(by, right))
    )
    if found is None:
        raise NotFound(N_("There is no donation “{code}” in your area."), code=code)
    return found


def received_with(key: str, *, by: Actor) -> Donation | None:
    """The donation in reach that an arrival with this key was booked for."""
    subject = select(Document.subject).where(Document.key == f"{key}:receive").scalar_subquery()
    return db.session.scalar(select(Donation).where(_seen(by), "donation:" + Donation.code == subject))


def donors(by: Actor, find: str = "") -> Sequence[Donor]:
    """Donors in reach by name, 20 at most."""
    wanted = select(Donor).where(scoped(Donor, by, "donations.see"))
    if find:
        wanted = wanted.where(Donor.folded.contains(fold(find), autoescape=True))
    return db.session.scalars(wanted.order_by(Donor.folded).limit(20)).all()


def donor_named(name: str, *, by: Actor) -> Donor | None:
    """The donor of exactly this name (marks and capitals aside) in reach."""
    mine = scoped(Donor, by, "donations.see")
    return db.session.scalar(select(Donor).where(Donor.folded == fold(name), mine).limit(1))


def own_place(by: Actor) -> str:
    """The path under which a person writes donors and pledges down: the first place of their reach."""
    return next(iter(by.reach("donations.keep")), EVERYWHERE)


def taken_back(donation: Donation) -> set[int]:
    """The ids of a donation's receiving papers that were reversed."""
    wanted = select(Document.reverses_id).where(
        Document.subject == f"donation:{donation.code}", Document.reverses_id.is_not(None)
    )
    return {found for found in db.session.scalars(wanted) if found is not None}


def arrivals_of(donation: Donation) -> Sequence[DonationReceipt]:
    """What arrived for a donation, newest first, with its papers."""
    wanted = (
        select(DonationReceipt)
        .where(DonationReceipt.donation_id == donation.id)
        .options(joinedload(DonationReceipt.document))
        .order_by(DonationReceipt.id.desc())
    )
    return db.session.scalars(wanted).all()


def _stands() -> ColumnElement[bool]:
    """The condition that the paper of an arrival was not taken back."""
    undone = select(Document.reverses_id).where(Document.reverses_id.is_not(None))
    return DonationReceipt.document_id.not_in(undone)


def paper_of(donation: Donation, number: str) -> Document:
    """A receiving paper of a donation by its number; NotFound if there is none."""
    subject = f"donation:{donation.code}"
    found = db.session.scalar(
        select(Document).where(
            Document.number == number, Document.subject == subject, Document.reverses_id.is_(None)
        )
    )
    if found is None:
        raise NotFound(N_("This donation has no such paper."))
    return found


def arrivals_on(document: Document) -> Sequence[DonationReceipt]:
    """The lines of a receiving document: what stood on paper and what was counted."""
    wanted = (
        select(DonationReceipt)
        .where(DonationReceipt.document_id == document.id)
        .options(joinedload(DonationReceipt.donation))
        .order_by(DonationReceipt.id)
    )
    return db.session.scalars(wanted).all()


def arrivals_between(by: Actor, first: date, last: date) -> Sequence[DonationReceipt]:
    """Every arrival that stands of a span of days (Hanoi), in the order of their papers."""
    wanted = (
        select(DonationReceipt)
        .join(Donation, Donation.id == DonationReceipt.donation_id)
        .where(_seen(by), _stands())
        .options(joinedload(DonationReceipt.document), joinedload(DonationReceipt.donation))
        .order_by(DonationReceipt.id)
    )
    return [one for one in db.session.scalars(wanted) if first <= day_of(one.document.at) <= last]


def short(by: Actor) -> Sequence[DonationReceipt]:
    """Arrivals that were short and whose donation still waits for the rest."""
    wanted = (
        select(DonationReceipt)
        .join(Donation, Donation.id == DonationReceipt.donation_id)
        .where(Donation.state == "part", DonationReceipt.counted < DonationReceipt.on_paper)
        .where(_seen(by), _stands())
        .options(joinedload(DonationReceipt.document), joinedload(DonationReceipt.donation))
        .order_by(DonationReceipt.id)
    )
    return db.session.scalars(wanted).all()
