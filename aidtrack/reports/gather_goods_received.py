"""Gathers the goods received notes: every arrival at the campaign's store in its days, a sheet each.

What was taken back is none: its goods lie in no store, and nobody shall count the sheet.
"""

from __future__ import annotations

from collections import defaultdict

from aidtrack.clock import day_of
from aidtrack.donations import queries as donations
from aidtrack.donations.models import DonationReceipt
from aidtrack.errors import RuleBroken
from aidtrack.reports.goods_notes import GoodsNote, NoteLine, goods_received
from aidtrack.reports.packing import packing_of
from aidtrack.reports.report import Asked, Made, column_of
from aidtrack.rights import require
from aidtrack.sentences import N_
from aidtrack.stock.models import Document


def gather(asked: Asked) -> Made:
    """The notes in the order of their papers: what stood on the donor's paper, and what was counted."""
    store = asked.campaign.store
    require(asked.by, "reports.export", within=store.place_path)
    arrivals: dict[int, list[DonationReceipt]] = defaultdict(list)
    for one in donations.arrivals_between(asked.by, *asked.period):
        if any(movement.to_id == store.id for movement in one.document.movements):
            arrivals[one.document_id].append(one)
    if not arrivals:
        raise RuleBroken(N_("Nothing arrived at this campaign's store in its days yet."))
    notes = [_note(asked, lines[0].document, lines) for _id, lines in sorted(arrivals.items())]
    return Made(goods_received(asked.paper(), notes), len(notes))


def _note(asked: Asked, document: Document, arrivals: list[DonationReceipt]) -> GoodsNote:
    first = arrivals[0]
    donor, hands = first.donation.donor.name, first.handed_over_by
    return GoodsNote(
        asked.paper(number=document.number, on=day_of(document.at)),
        party=", ".join(dict.fromkeys(name for name in (hands, donor) if name)),
        store=asked.campaign.store.name,
        lines=[_line(one) for one in arrivals],
        basis=f"Phiếu ủng hộ {first.donation.code} của {donor}",
        remark=_remark(arrivals),
    )


def _line(one: DonationReceipt) -> NoteLine:
    good = column_of(one.lot.good)
    return NoteLine(good, one.on_paper, one.counted, packing_of(one.lot, good))


def _remark(arrivals: list[DonationReceipt]) -> str:
    """Why paper and count differ."""
    return "; ".join(
        f"{one.lot.good.name}: {one.difference_reason}" for one in arrivals if one.difference_reason
    )
