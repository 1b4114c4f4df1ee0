"""What happened at a door, at the command line: recorded once, and corrected by a newer receipt."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import click

from aidtrack.cli.session import Session, as_person, json_option, say, show
from aidtrack.cli.spoken_help import SpokenCommand
from aidtrack.cli.typed import amount_of, moment_typed
from aidtrack.db import transaction
from aidtrack.deliveries import actions, queries
from aidtrack.deliveries.models import Receipt, Stop
from aidtrack.deliveries.trips import OUTCOMES, Outcome
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence


def happened(outcome: str | None) -> str:
    """An outcome in the reader's words; None: nobody was there yet."""
    return say(OUTCOMES[Outcome(outcome)].label) if outcome else say(N_("Not visited yet"))


def _the_door(act: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments that recording and correcting share."""
    outcomes = click.Choice([outcome.value for outcome in Outcome])
    for option in reversed(
        (
            click.argument("trip"),
            click.argument("stop", type=int),
            click.option("--outcome", required=True, type=outcomes, help="What happened at the door."),
            click.option("--received-by", default="", help="Who received it for the household."),
            click.option("--relation", default="", help="Who that is to the household."),
            click.option(
                "--given", multiple=True, metavar="GOOD=AMOUNT", help="For “partial”, such as rice=8kg."
            ),
            click.option("--note", default="", help="Anything else to remember."),
        )
    ):
        act = option(act)
    return act


@click.command("record", cls=SpokenCommand)
@_the_door
@click.option("--at", "moment", help="When it happened, such as 2021-08-14T09:41; by default now.")
@click.option("--key", help="The same key records once.")
@json_option
@as_person
def record(
    session: Session, trip: str, stop: int, moment: str | None, key: str | None, as_json: bool, **told: Any
) -> None:
    """Record what happened at a stop."""
    at = moment_typed(moment) if moment else session.at
    if at > session.at:
        raise click.UsageError(say(N_("The outcome lies in the future. Check the time.")))
    with transaction():
        found = _stop(session, trip, stop)
        receipt = actions.record(found, **_told(told), **_who(session, at, key))
        answer = _answer(trip, stop, receipt)
    show(answer, as_json, _sentence)


@click.command("correct", cls=SpokenCommand)
@_the_door
@click.option("--reason", required=True, help="Why what was recorded is wrong.")
@click.option("--key", help="The same key corrects once.")
@json_option
@as_person
def correct(
    session: Session, trip: str, stop: int, reason: str, key: str | None, as_json: bool, **told: Any
) -> None:
    """Put another outcome in the place of the one recorded; the old receipt is kept."""
    with transaction():
        found = _stop(session, trip, stop)
        receipt = actions.correct(found, **_told(told), reason=reason, **_who(session, session.at, key))
        answer = _answer(trip, stop, receipt)
    show(answer, as_json, _sentence)


def _stop(session: Session, trip: str, position: int) -> Stop:
    return queries.get_stop(queries.get_trip(trip, by=session.by, right="deliveries.record"), position)


def _told(typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed of the visit, as the actions take it."""
    given = dict(_amount(one) for one in typed["given"])
    return {**typed, "outcome": Outcome(typed["outcome"]), "given": given}


def _amount(text: str) -> tuple[str, int]:
    code, _sign, amount = text.partition("=")
    return code.strip(), amount_of(amount, code.strip(), "--given", zero_ok=True)


def _who(session: Session, at: datetime, key: str | None) -> dict[str, Any]:
    return {"key": key or secrets.token_hex(8), "by": session.by, "at": at}


def _answer(trip: str, stop: int, receipt: Receipt) -> dict[str, Any]:
    return {"trip": trip, "stop": stop, "outcome": receipt.outcome, "at": receipt.at}


def _sentence(one: dict[str, Any]) -> Iterator[str]:
    """What was recorded at a stop."""
    told = {"trip": one["trip"], "stop": str(one["stop"]), "outcome": happened(one["outcome"])}
    yield say(sentence(N_("{trip}, stop {stop}: {outcome}."), **told))
