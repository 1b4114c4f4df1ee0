"""What is the same for everybody travels compressed to whoever understands it; a page never does."""

from __future__ import annotations

import gzip

from flask.testing import FlaskClient

ASKED = {"Accept-Encoding": "gzip, br"}
SHEET = "/static/theme.css"


def test_a_style_sheet_is_compressed_and_says_the_same(client: FlaskClient) -> None:
    plain, packed = client.get(SHEET), client.get(SHEET, headers=ASKED)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 3
    assert packed.content_length == len(packed.data)
    assert packed.headers["Cache-Control"] == plain.headers["Cache-Control"]


def test_whoever_does_not_understand_it_gets_it_plain(client: FlaskClient) -> None:
    for asked in ({}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip;q=0"}):
        answer = client.get(SHEET, headers=asked)
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(SHEET, headers=ASKED)
    again = client.get(SHEET, headers={**ASKED, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_page_is_never_compressed(client: FlaskClient) -> None:
    page = client.get("/people/sign-in", headers=ASKED)
    assert page.status_code == 200 and len(page.data) > 1_000
    assert "Content-Encoding" not in page.headers
