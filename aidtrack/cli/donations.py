"""Donations at the command line: receive what arrived, with the quantity on paper and the one counted."""

from __future__ import annotations

import secrets

import click

from aidtrack.cli.session import Session, as_person, json_option, say, show
from aidtrack.cli.spoken_help import SpokenGroup
from aidtrack.cli.typed import amount_of, day_typed, the_only_store
from aidtrack.db import transaction
from aidtrack.donations import actions, queries
from aidtrack.donations.arrivals import STATES, Arrival
from aidtrack.donations.models import Donation
from aidtrack.errors import RuleBroken
from aidtrack.goods.queries import facts_of, get_good
from aidtrack.goods.units import show_amount
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence


@click.group(cls=SpokenGroup)
def donations() -> None:
    """Donations and their arrivals."""


@donations.command("list")
@json_option
@as_person
def list_donations(session: Session, as_json: bool) -> None:
    """Donations, newest first."""
    rows = [
        {
            "code": one.code,
            "donor": one.donor.name,
            "state": one.state,
            "goods": {n.good_code: n.promised for n in one.lines},
        }
        for one in queries.index(session.by)
    ]
    show(
        rows,
        as_json,
        lambda found: (f"{one['code']}  {one['donor']}  {say(STATES[one['state']])}" for one in found),
    )


@donations.command("receive")
@click.option("--donation", "code", help="The code of a pledge; without it --donor writes a new one.")
@click.option("--donor", help="The donor's name.")
@click.option("--good", "good_code", required=True, help="The good's code, such as rice.")
@click.option("--on-paper", required=True, help="Such as “4 tấn” or “300 thùng”.")
@click.option("--counted", help="By default the same as on paper.")
@click.option("--why", default="", help="Why paper and count differ.")
@click.option("--pack", type=click.IntRange(min=1), help="Base units in a pack of this lot.")
@click.option("--expires", help="Such as 31/12/2021.")
@click.option("--store", help="The store's code; may be left out where there is one store.")
@click.option("--key", help="The same key receives once.")
@json_option
@as_person
def receive(
    session: Session,
    code: str | None,
    donor: str | None,
    good_code: str,
    on_paper: str,
    counted: str | None,
    why: str,
    pack: int | None,
    expires: str | None,
    store: str | None,
    key: str | None,
    as_json: bool,
) -> None:
    """Book an arrival into a store."""
    if bool(code) == bool(donor):
        raise click.UsageError(say(N_("Give either --donation CODE or --donor NAME.")))
    with transaction():
        paper = amount_of(on_paper, good_code, "--on-paper", pack=pack)
        arrival = Arrival(
            good_code,
            paper,
            amount_of(counted, good_code, "--counted", pack=pack, zero_ok=True) if counted else paper,
            pack_name=_pack_name(good_code, pack) if pack else None,
            pack_factor=pack,
            expires_on=day_typed(expires, "--expires") if expires else None,
            difference_reason=why,
        )
        where = the_only_store(store, session.by)
        donation = (
            queries.get_donation(code, by=session.by)
            if code
            else _pledged(session, donor or "", arrival, key)
        )
        paper_kept = actions.receive(
            donation, [arrival], store=where, key=key or secrets.token_hex(8), by=session.by, at=session.at
        )
        answer = {"document": paper_kept.number, "donation": donation.code, "counted": arrival.counted}
    words = N_("{good}: {counted} received from {donor}. Receipt note {document}, donation {donation}.")
    facts = facts_of(get_good(good_code))
    told = {"good": facts.title, "counted": show_amount(arrival.counted, facts), "donor": donation.donor.name}
    named = {"document": paper_kept.number, "donation": donation.code}
    show(answer, as_json, lambda _: iter([say(sentence(words, **told, **named))]))


def _pack_name(good_code: str, factor: int) -> str | None:
    """What a pack of so many base units is called: as the good's pack of that size, else as its first one."""
    packs = facts_of(get_good(good_code)).packs
    return next((pack.unit for pack in packs if pack.factor == factor), packs[0].unit if packs else None)


def _pledged(session: Session, donor: str, arrival: Arrival, key: str | None) -> Donation:
    """The pledge that an unannounced arrival makes: as much as stands on paper."""
    if not donor.strip():
        raise RuleBroken(N_("Write the donor's name."), field="donor")
    if key and (sent_before := queries.received_with(key, by=session.by)):
        return sent_before
    known = queries.donor_named(donor, by=session.by)
    path = queries.own_place(session.by)
    giver = known or actions.add_donor(donor, place_path=path, by=session.by, at=session.at)
    promised = [(arrival.good_code, arrival.on_paper)]
    return actions.pledge(giver, promised, place_path=path, by=session.by, at=session.at)


COMMANDS = (donations,)
