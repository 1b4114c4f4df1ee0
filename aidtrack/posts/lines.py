"""Posts as lines of JSON, in and out: what `aidtrack cases read` reads and what it prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from aidtrack.errors import RuleBroken
from aidtrack.places.hierarchy import Gazetteer, Unit
from aidtrack.posts.reading import Reading
from aidtrack.sentences import N_, Sentence


@dataclass(frozen=True)
class PostLine:
    """One post of a file with what is known of it; `group` is the ward of its group."""

    id: str | int
    text: str
    posted_at: datetime | None = None
    group: Unit | None = None


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be read, and why."""

    number: int
    why: Sentence


def parse_lines(data: bytes, places: Gazetteer) -> Iterator[PostLine | BadLine]:
    """Every line that is not empty, as a post or with the reason why it is none."""
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not raw.strip():
            continue
        try:
            yield _post(raw, places)
        except RuleBroken as refused:
            yield BadLine(number, refused.sentence)


def _post(raw: bytes, places: Gazetteer) -> PostLine:
    try:
        told = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise RuleBroken(N_("This is not UTF-8.")) from None
    except (ValueError, RecursionError):
        raise RuleBroken(N_("This is no JSON object.")) from None
    if not isinstance(told, dict):
        raise RuleBroken(N_("This is no JSON object."))
    name, text = told.get("id"), told.get("text")
    if not isinstance(name, (str, int)) or isinstance(name, bool):
        raise RuleBroken(N_("“id” is missing; it is a text or a number."))
    if not isinstance(text, str):
        raise RuleBroken(N_("“text” is missing; it is a text."))
    return PostLine(name, text, _moment(told.get("posted_at")), _group(told.get("group_ward"), places))


def _moment(told: object) -> datetime | None:
    try:
        return datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None


def _group(told: object, places: Gazetteer) -> Unit | None:
    """The group's ward by its code, else by its name; RuleBroken if neither is known."""
    if not told:
        return None
    if not isinstance(told, Mapping):
        raise RuleBroken(N_("“group_ward” is an object with “code” and “name”."))
    code, name = told.get("code"), told.get("name")
    key = f"2021:{code:05}" if isinstance(code, int) else f"2021:{code}"
    if key in places and places.get(key).is_ward:
        return places.get(key)
    found = [unit for unit in places.find(name) if unit.is_ward] if isinstance(name, str) and name else []
    if len(found) == 1:
        return found[0]
    raise RuleBroken(
        N_("The ward {code} of the group is not in the edition of 2021."), code=str(code or name)[:40]
    )


def plain(id_of_post: str | int, reading: Reading) -> dict[str, object]:
    """What is printed for a post; telephone numbers as they are dialled, 0912345678."""
    return {
        "id": id_of_post,
        "kind": reading.kind,
        "households": [
            {
                **asdict(one),
                "phone": national(one.phone),
                "categories": [*one.categories],
                "needs": [*one.needs],
            }
            for one in reading.households
        ],
    }


def national(e164: str | None) -> str | None:
    """A number with its leading zero: "+84912345678" is "0912345678"."""
    return "0" + e164.removeprefix("+84") if e164 else None
