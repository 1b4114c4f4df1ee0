"""What people type at the command line: files, amounts, days, places and stores, each read or refused."""

from __future__ import annotations

from datetime import date, datetime

import click

from aidtrack.cli.session import reading, say
from aidtrack.clock import moment_of
from aidtrack.errors import NotFound, RuleBroken, why_of
from aidtrack.goods import queries as goods
from aidtrack.goods.amounts import parse_amount
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence
from aidtrack.stock import queries as stock
from aidtrack.stock.models import Location
from aidtrack.vietnamese.dates import parse_date

LARGEST_FILE = 64 * 1024 * 1024
"""More is not even looked at (bytes)."""


def content_of(path: str) -> bytes:
    """A file's content; RuleBroken (exit code 2) if it cannot be read."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        words = N_("The file {path} cannot be read: {why}.")
        raise RuleBroken(words, field="file", path=path, why=why_of(error)) from None
    if len(data) > LARGEST_FILE:
        raise RuleBroken(N_("The file {path} is too large."), field="file", path=path)
    return data


def amount_of(
    text: str, good_code: str, option: str, *, pack: int | None = None, zero_ok: bool = False
) -> int:
    """An amount of a good as people write it, "2 tạ", in base units."""
    good = goods.facts_of(goods.get_good(good_code))
    with reading(option):
        return parse_amount(text, good, pack_factor=pack, zero_ok=zero_ok)


def day_typed(text: str, option: str) -> date:
    """A day as people write it, 14/8/2021, or as machines do, 2021-08-14."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        with reading(option):
            return parse_date(text)


def key_of_place(text: str) -> str:
    """A place given as EDITION:CODE; NotFound if there is none."""
    if ":" not in text:
        raise click.UsageError(
            say(sentence(N_("Write a place as EDITION:CODE, such as 2021:00682, not “{found}”."), found=text))
        )
    return places.get_unit(text).key


def the_only_store(code: str | None, by: Actor) -> Location:
    """The store with a code; without a code the only one there is in the person's area."""
    if code:
        return stock.get_location(code.strip().upper(), by=by)
    found = stock.stores(by)
    if not found:
        raise NotFound(N_("There is no store in your area yet. Open one with “aidtrack stores open”."))
    if len(found) > 1:
        names = [f"{one.code} {one.name}" for one in found]
        raise click.UsageError(say(sentence(N_("Say which store with --store: {stores}."), stores=names)))
    return found[0]


def moment_typed(text: str) -> datetime:
    """A moment such as 2021-08-14T09:41, in Hanoi's zone if it names none."""
    try:
        return moment_of(text)
    except ValueError:
        raise click.UsageError(say(N_("Write a moment such as 2021-08-14T09:41."))) from None
