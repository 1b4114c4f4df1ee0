"""The form of the books: the one button that checks them."""

from __future__ import annotations

from wtforms import HiddenField

from aidtrack.web.forms.base import Form


class CheckForm(Form):
    """Check all that must hold; `campaign` is where one was."""

    campaign = HiddenField()
