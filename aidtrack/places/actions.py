"""What may be done with places: load the tables into a database, safe to repeat."""

from __future__ import annotations

from sqlalchemy import func, insert, select

from aidtrack.db import db
from aidtrack.places import queries, tables
from aidtrack.places.models import Place, PlaceSuccession
from aidtrack.vietnamese.folding import fold


def load() -> int:
    """Put all units of both editions and the succession into the database; the number of new rows."""
    known = set(db.session.scalars(select(Place.id)))
    rows = [
        {
            "id": unit.key,
            "edition": edition,
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "parent_id": unit.parent,
            "path": book.path(unit),
            "folded": fold(unit.bare),
            "lat": unit.lat,
            "lon": unit.lon,
        }
        for edition in queries.EDITIONS
        for book in [queries.gazetteer(edition)]
        for unit in sorted(book, key=book.path)  # parents before children
        if unit.key not in known
    ]
    if rows:
        db.session.execute(insert(Place), rows)
    if not db.session.scalar(select(func.count()).select_from(PlaceSuccession)):
        successors = [
            {"old_id": unit.key, "new_id": new, "is_default": default}
            for unit in queries.gazetteer("2021").wards()
            for new, default in tables.succession().successors(unit.key)
        ]
        db.session.execute(insert(PlaceSuccession), successors)
    return len(rows)
