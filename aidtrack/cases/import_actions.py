"""What may be done with a list that is brought in: read and stage it, commit it once, forget a stale one."""

from __future__ import annotations

from datetime import datetime

from aidtrack.cases.listing import ListReading
from aidtrack.cases.models import CaseImport
from aidtrack.rights import Actor


def read(data: bytes, *, edition: str | None = None, by: Actor) -> ListReading:
    """Read a spreadsheet in a child process; RuleBroken (field "file" or "edition") if it cannot be read.

    Touches no database: a page calls it before its transaction, so that nobody waits for the reading.
    """
    raise NotImplementedError


def stage_import(
    data: bytes,
    file_name: str,
    *,
    edition: str | None = None,
    by: Actor,
    at: datetime,
    reading: ListReading | None = None,
) -> CaseImport:
    """Stage a list for its preview: read (unless `reading` was read before), wards outside the importer's
    assignment made problems, compared with the cases that are there. Writes no case.

    `staged.token` names it in the address of its pages; see `import_queries` for what it says.
    """
    raise NotImplementedError


def commit_import(staged: CaseImport, *, by: Actor, at: datetime) -> CaseImport:
    """Write the households of a staged list as cases, all or nothing; look-alikes wait for a decision.

    Afterwards `written` and `already` are set. A second time it changes nothing. What was
    written meanwhile by others is looked at again. Only who staged it may commit it.
    """
    raise NotImplementedError


def drop_stale(before: datetime, *, by: Actor) -> int:
    """Forget lists that were staged before a moment and never committed; how many. The nightly job's."""
    raise NotImplementedError
