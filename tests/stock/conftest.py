"""What the tests of stock may ask for."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.stock.shelf import Shelf, fresh_shelf


@pytest.fixture
def shelf(session: Session) -> Shelf:
    """An empty store at Liên Ninh, inside the application."""
    return fresh_shelf()
