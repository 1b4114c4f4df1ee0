"""Places for the picker: the units whose names fit what somebody has typed so far."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify, request

from aidtrack.places import queries
from aidtrack.web.access import public
from aidtrack.web.limits import limiter

pages = Blueprint("places", __name__, url_prefix="/places")


@pages.get("/search")
@public
@limiter.limit("300 per minute")
def search() -> Any:
    """JSON `[{"key", "label", "district"}]`, best first. `areas=1` offers districts and provinces too."""
    book = queries.gazetteer(queries.edition_in_force(current_app.config["SETTINGS"].edition))
    wanted = request.args.get("q", "")[:80]
    kinds = {"ward", "commune", "township", "special"}
    if request.args.get("areas"):
        kinds |= {"district", "province"}
    found = book.search(wanted, limit=12, kinds=kinds)
    return jsonify(
        [
            {
                "key": unit.key,
                "label": book.label_in(unit),
                "district": book.get(unit.parent).label if unit.parent else "",
            }
            for unit in found
        ]
    )
