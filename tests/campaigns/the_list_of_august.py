"""The 347 households of the list of 14 August 2021, as their sizes and classes in the list's order."""

from __future__ import annotations

from datetime import UTC, datetime

from aidtrack.campaigns.entitlement import Norm, Order, Per
from aidtrack.campaigns.fairness import Household
from aidtrack.cases.priority import Standing
from aidtrack.goods.catalogue import BY_CODE

SIZES = (
    "241351122331434231455616645221415142212453323351434354314212441122632151513254333427352"
    "451434531724453324533235213213164123113322241114332523317342462336112244123476434642141"
    "431121425222131221164114515514121121343431321125111112324131611232431362253133324522151"
    "21413534162142322342524322334312432534223251333425142112225437532248222264161254114541"
)
CLASSES = (
    "212232211211211441214411412221214223211111222112212221124112121112141112121124312331111"
    "114112111422212112123421413221111211331111121212221211442112112112112331324122211122211"
    "112111111131211221321111221423132214121124221114124241321141221221111111211121412211224"
    "12111144222241412411121412112131211222134222122242111114133113112123431111121412222411"
)
DAY = datetime(2021, 8, 13, 1, 0, tzinfo=UTC)

HOUSEHOLDS = [
    Household(
        case_id=place,
        people=int(people),
        standing=Standing(code=f"HN-{place:04}", klass=int(klass), registered_at=DAY, position=place),
    )
    for place, (people, klass) in enumerate(zip(SIZES, CLASSES, strict=True), start=1)
]

NORMS = (
    Norm(BY_CODE["rice"], 4_000),
    Norm(BY_CODE["peanuts"], 1_000),
    Norm(BY_CODE["noodles"], 9),
    Norm(BY_CODE["fish_sauce"], 1, Per.HOUSEHOLD, order=Order.LARGEST, households=100),
)
SUPPLIES = {"rice": 4_000_000, "peanuts": 1_000_000, "noodles": 9_000, "fish_sauce": 100}
