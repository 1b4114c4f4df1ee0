"""What kind of post it is: signs and hints speak for kinds with their weights, and the heaviest wins.

A request that is missed costs a household its meal, a false one costs a volunteer a minute: in
doubt it is a request.
"""

from __future__ import annotations

from dataclasses import dataclass

from aidtrack.posts.hints import lean
from aidtrack.posts.phrases import Phrase
from aidtrack.posts.signs_of_help import AUDIENCE, HELP
from aidtrack.posts.signs_of_news import NEWS
from aidtrack.posts.written import Written


@dataclass(frozen=True)
class Evidence:
    """What else the reader knows about the post when it asks for its kind."""

    phones: int = 0
    people: bool = False
    needs: int = 0
    urgent: int = 0
    categories: int = 0
    address: bool = False


_SAVED = Phrase(
    r"(?:nhưng|mà giờ|nay lại|giờ lại|đến nay|hiện tại lại|lại hết|mà nay|vẫn thiếu"
    r"|vẫn khó)(?: \w+){0,6} (?:hết|thiếu|cần|khó khăn|đói|chưa|cạn)"
)
_ASKS_STILL = Phrase(
    r"(?:vẫn|còn|đang|chúng tôi|chúng em|nhà em|giờ|nay) (?:cần|thiếu|rất cần)|(?:cần"
    r"|xin|mong) (?:thêm|mọi người|hỗ trợ|được|giúp)|lại hết"
)
_DENIED = Phrase(
    r"(?:chưa|chẳng|vẫn chưa|không thấy|không ai|không có ai)(?: \w+){0,2} (?:được|nhận|có|thấy)|không được"
)
_PET = Phrase(
    r"(?:lạc|mất|tìm|rơi|nhặt được|thất lạc|bỏ nhà)(?: \w+){0,2} (?:chó|mèo|cún|poodle"
    r"|corgi|vẹt|ví|chìa khóa|giấy tờ|xe máy|xe đạp|điện thoại|iphone|cccd|túi xách)"
    r"|(?:chó|mèo|cún|poodle|corgi|vẹt)(?: \w+){0,4} (?:lạc|mất|chạy|bỏ)"
)
_LACKS = Phrase(
    r"(?:nhà|phòng|bọn|chúng|em|tôi|cháu|mình)(?: \w+){0,3} (?:hết(?! hạn)|đói|cạn"
    r"|thiếu|không còn|thất nghiệp|mất việc)"
)
"""Who asks where something is given out, and says that they have none, asks for it."""
_LEADS = 60
_NOT_YET = Phrase(
    r"(?:vẫn )?chưa (?:có |thấy )?(?:ai|đoàn nào|bên nào|người nào)(?: \w+)? (?:đến|tới|giúp|hỗ trợ|liên hệ"
    r"|gọi|cho|qua|mang)"
    r"|chưa (?:được )?(?:nhận|hỗ trợ)(?: được)?(?: gì| lần nào| bao giờ)?|lại hết|hết thật"
)
"""Who writes again because nobody came asks still."""
IN_DOUBT = 0.5
"""So much lighter a request may be and still win."""
LEAST = 1.1
SIGNS = (*HELP, *NEWS)


@dataclass(frozen=True)
class Verdict:
    """The kind, the places of the words that decided it, and how all kinds scored."""

    kind: str
    words: tuple[tuple[int, int], ...]
    scores: dict[str, float]


def judge(text: Written, known: Evidence) -> Verdict:
    """The kind of a post."""
    scores: dict[str, float] = {}
    words: dict[str, list[tuple[int, int]]] = {}
    own = _without_audience(text)
    for sign in SIGNS:
        match = sign.words.first(own if sign.kind == "request" else text)
        if match is None:
            continue
        weight = sign.weight
        if (
            sign.kind in ("thanks", "other", "rumour", "question", "missing_person", "served")
            and match.start() < _LEADS
        ):
            weight += 1
        if sign.kind == "served" and _denied(text, match.start(), match.end()):
            continue
        scores[sign.kind] = scores.get(sign.kind, 0) + weight
        if sign.kind != "request" or own is text:
            words.setdefault(sign.kind, []).append(match.span())
    sure = scores.get("served", 0) >= 3
    leanings = lean(text)
    if own is not text:
        leanings["request"] = lean(own)["request"]
        known = Evidence(phones=known.phones)
    for kind, leaning in leanings.items():
        scores[kind] = scores.get(kind, 0) + leaning
    _weigh(text, known, scores, sure)
    kind = max(scores, key=lambda one: scores[one] + IN_DOUBT * (one == "request"), default="other")
    if scores.get(kind, 0) < LEAST:
        kind = "other"
    return Verdict(kind, tuple(words.get(kind, ())), scores)


def _without_audience(text: Written) -> Written:
    """The post without the clause that says for whom an offer is; the post itself if there is none."""
    match = AUDIENCE.first(text)
    if match is None:
        return text
    return Written.joined([text.part(0, match.start()), text.part(match.end(), len(text.plain))])


def _denied(text: Written, start: int, end: int) -> bool:
    return (
        _DENIED.first(text, max(0, start - 14), min(end, start + 12)) is not None
        and "nua" not in text.plain[start:end]
    )


def _is_a_household(known: Evidence) -> bool:
    """Whether so much is told of people that whoever asks or tells by the way asks for them."""
    told = bool(known.categories) + bool(known.needs) + bool(known.address) + bool(known.urgent)
    return told + 2 * known.people >= 3


def _weigh(text: Written, known: Evidence, scores: dict[str, float], surely_served: bool) -> None:
    """What the household's own facts say, and where one kind speaks against another."""
    household = (
        1.0 * bool(known.phones)
        + 1.2 * known.people
        + 0.4 * min(known.needs, 3)
        + 0.8 * bool(known.urgent)
        + 0.8 * min(known.categories, 2)
        + 0.5 * known.address
    )
    asks = scores.get("request", 0)
    others = max((value for kind, value in scores.items() if kind != "request"), default=0)
    if asks and asks < 4 and others >= 4 and not known.phones:
        household *= 0.4
    if asks:
        scores["request"] = asks + household
    elif household >= (1.3 if known.categories and known.address else 1.9) and others < 2.5:
        scores["request"] = household - 0.5
    if scores.get("served", 0) >= 3:
        if _SAVED.first(text) or (asks >= 6 and known.needs and _ASKS_STILL.first(text)):
            scores["served"] -= 3
        elif surely_served:
            scores["served"] += 0.8 * household + min(asks, 5) * 0.8
    if scores.get("served") and known.phones and _NOT_YET.first(text):
        scores["served"] -= 5
        scores["request"] = scores.get("request", 0) + 1
    household_told = bool(known.phones) and _is_a_household(known)
    if household_told:
        for kind in ("question", "other"):
            scores[kind] = scores.get(kind, 0) - 4
        if max(scores.get(kind, 0) for kind in ("offer", "missing_person", "served")) < 3:
            scores["request"] = scores.get("request", 0) + 2
    if scores.get("question") and _LACKS.first(text):
        scores["request"] = scores.get("request", 0) + 3
    if scores.get("question") and known.phones and household >= 2.2:
        scores["request"] = max(scores.get("request", 0) + 2, household + 1)
        scores["question"] -= 2
    if known.phones and (known.people or known.categories or known.urgent) and not surely_served:
        scores["thanks"] = scores.get("thanks", 0) - 3
    if _PET.first(text):
        scores.pop("missing_person", None)
        scores["other"] = scores.get("other", 0) + 4
    _against(known, scores, household_told and known.people, asks)


def _against(known: Evidence, scores: dict[str, float], told: bool, asks: float) -> None:
    """What a strong sign of another kind takes from a request."""
    if scores.get("offer", 0) >= 3.5:
        scores["offer"] += 0.5 * bool(known.phones)
        scores["request"] = scores.get("request", 0) - (1 if told else 4 if scores["offer"] < 6 else 6)
    for kind in ("violation", "missing_person", "rumour"):
        if scores.get(kind, 0) >= 6:
            scores["request"] = scores.get("request", 0) - 2.0
    if scores.get("thanks", 0) >= 6 and asks < 5:
        scores["request"] = scores.get("request", 0) - 2.0
