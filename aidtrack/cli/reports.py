"""Reports at the command line: list them, and export one into a file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import click

from aidtrack.campaigns import queries as campaigns
from aidtrack.cli.session import Session, as_person, json_option, say, show
from aidtrack.cli.spoken_help import SpokenGroup
from aidtrack.cli.typed import day_typed
from aidtrack.db import transaction
from aidtrack.deliveries import queries as deliveries
from aidtrack.errors import RuleBroken, why_of
from aidtrack.places import queries as places
from aidtrack.reports import actions
from aidtrack.reports.actions import Exported
from aidtrack.reports.catalogue import REPORTS
from aidtrack.reports.report import Letterhead
from aidtrack.rights import require
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence


@click.group(cls=SpokenGroup)
def reports() -> None:
    """Lists, notes and statements as Excel files."""


@reports.command("list")
@json_option
@as_person
def list_reports(session: Session, as_json: bool) -> None:
    """The reports that can be exported, and what may narrow each."""
    require(session.by, "reports.see")
    rows = [
        {"name": one.name, "title": say(one.title), "about": say(one.said), "takes": sorted(one.takes)}
        for one in REPORTS.values()
    ]
    show(rows, as_json, lambda found: (f"{one['name']:<18} {one['title']}" for one in found))


@reports.command("export")
@click.argument("report", type=click.Choice(list(REPORTS)))
@click.option("--campaign", "code", required=True, metavar="CODE", help="The campaign's code.")
@click.option("--ward", metavar="EDITION:CODE", help="A ward, or a district or province around wards.")
@click.option("--trip", metavar="CODE", help="Only this trip.")
@click.option("--posting", is_flag=True, help="Mask IDs and phone numbers, to hang the list up.")
@click.option("--from", "first", metavar="DAY", help="Such as 13/8/2021; by default the campaign's days.")
@click.option("--to", "last", metavar="DAY", help="The last day.")
@click.option("-o", "--output", required=True, metavar="FILE", help="A file of that name is replaced.")
@json_option
@as_person
def export(
    session: Session,
    report: str,
    code: str,
    ward: str | None,
    trip: str | None,
    posting: bool,
    first: str | None,
    last: str | None,
    output: str,
    as_json: bool,
) -> None:
    """Export a report into FILE, and record the file's checksum in the log."""
    with transaction():
        exported = actions.export(
            report,
            campaign=campaigns.get_campaign(code, by=session.by),
            place_id=places.get_unit(ward).key if ward else None,
            trip=deliveries.get_trip(trip, by=session.by) if trip else None,
            posting=posting,
            days=(day_typed(first, "--from") if first else None, day_typed(last, "--to") if last else None),
            letterhead=_letterhead(session),
            by=session.by,
            at=session.at,
        )
        # Inside the transaction: a file that could not be written was not exported.
        _write(Path(output), exported.data)
    show(_answer(output, exported), as_json, lambda one: iter(_lines(one)))


def _letterhead(session: Session) -> Letterhead:
    settings = session.settings
    return Letterhead(settings.issuer, settings.youth_union, settings.citizen_id_title)


def _write(path: Path, data: bytes) -> None:
    """The whole file or none of it: whoever reads the old one meanwhile reads it to its end."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        words = N_("The file {path} cannot be written: {why}.")
        raise RuleBroken(words, field="file", path=str(path), why=why_of(error)) from None


def _answer(output: str, exported: Exported) -> dict[str, object]:
    return {"file": output, "rows": exported.rows, "sha256": exported.sha256, "head": exported.head}


def _lines(answer: dict[str, object]) -> list[str]:
    return [
        say(sentence(N_("{rows} rows written to {file}."), rows=answer["rows"], file=answer["file"])),
        say(sentence(N_("Checksum (SHA-256): {sha256}"), sha256=answer["sha256"])),
    ]


COMMANDS = (reports,)
