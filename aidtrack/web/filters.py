"""How things are written on a page: sentences, dates, numbers and amounts in the reader's language."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g, url_for
from markupsafe import Markup, escape

from aidtrack import languages
from aidtrack.clock import HANOI, day_of
from aidtrack.goods.units import UNITS
from aidtrack.sentences import Sentence
from aidtrack.vietnamese.citizen_id import mask_citizen_id
from aidtrack.vietnamese.dates import show_date
from aidtrack.vietnamese.phone import mask_phone, show_phone
from aidtrack.web.languages import language

STATIC = Path(__file__).parent / "static"


def say(said: Any) -> str:
    """A sentence, a kept sentence or a marked string, in the reader's language."""
    if isinstance(said, dict):
        said = Sentence.from_plain(said)
    return languages.say_in(language(), said) if said else ""


def number(value: Any) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English."""
    return "" if value is None else languages.show_in(language(), value)


def day(value: date | datetime | None) -> str:
    """14/8/2021."""
    if value is None:
        return ""
    return show_date(day_of(value) if isinstance(value, datetime) else value)


def short_day(value: date | datetime | None) -> str:
    """14/8 within the business year, 14/8/2020 of another one."""
    if value is None:
        return ""
    value = day_of(value) if isinstance(value, datetime) else value
    text = show_date(value)
    return text.rsplit("/", 1)[0] if value.year == g.clock.today().year else text


def clock_time(value: datetime | None) -> str:
    """09:41."""
    return "" if value is None else f"{value.astimezone(HANOI):%H:%M}"


def moment(value: datetime | None) -> str:
    """14/8, 09:41."""
    return "" if value is None else f"{short_day(value)}, {clock_time(value)}"


def amount(base_units: int | None, good: Any) -> Markup:
    """A quantity with its unit, as the design's `.qty`; `good` has `shown` and `shown_factor`."""
    if base_units is None:
        return Markup("")
    shown, unit = Decimal(base_units) / good.shown_factor, UNITS[good.shown]
    word = say(Sentence(unit.one if shown == 1 else unit.many, {"n": ""})).strip()
    return Markup('<span class="qty">{}<u>{}</u></span>').format(number(shown), word)


def good_name(good: Any) -> str:
    """The name of a good in the reader's language."""
    return str(good.name_en if language() == "en" else good.name)


@cache
def _fingerprint(name: str, changed: float) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file with its fingerprint, so that it may be cached for a year."""
    return url_for("static", filename=name, v=_fingerprint(name, (STATIC / name).stat().st_mtime))


def init(app: Flask) -> None:
    """Hand the filters to the templates."""
    app.jinja_env.filters.update(
        say=say,
        number=number,
        date=day,
        short_date=short_day,
        time=clock_time,
        datetime=moment,
        amount=amount,
        good_name=good_name,
        phone=lambda e164: show_phone(e164) if e164 else "",
        mask_phone=lambda e164: mask_phone(e164) if e164 else "",
        mask_citizen_id=lambda cid: mask_citizen_id(cid) if cid else "",
        nl2br=lambda text: Markup("<br>").join(escape(line) for line in (text or "").splitlines()),
    )
    app.jinja_env.globals.update(asset=asset)
