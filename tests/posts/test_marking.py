"""The text of a post in pieces: nothing of it is lost, words are marked, the words of others are hidden."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.posts.marking import HIDDEN, Piece, pieces, quoted

TEXT = "em Tâm 0952449106 và bạn Nương 0952449117"
SPANS = [
    [3, 6, "name", 0],
    [7, 17, "phone", 0],
    [25, 30, "name", 1],
    [31, 41, "phone", 1],
    [0, 6, "kind", None],
]


def test_words_are_marked_with_what_was_read_from_them() -> None:
    assert pieces(TEXT, SPANS, household=0) == [
        Piece("em ", ("kind",)),
        Piece("Tâm", ("name", "kind")),
        Piece(" "),
        Piece("0952449106", ("phone",)),
        Piece(" và bạn Nương 0952449117"),
    ]


def test_the_words_of_a_household_that_is_not_ones_own_are_hidden() -> None:
    shown = "".join(piece.text for piece in pieces(TEXT, SPANS, unseen={1}))
    assert shown == f"em Tâm 0952449106 và bạn {HIDDEN} {HIDDEN}"


def test_the_words_of_a_field_are_quoted_once_each_in_their_order() -> None:
    assert quoted(TEXT, [*SPANS, [18, 20, "phone", 0], [7, 17, "phone", 0]], 0) == {
        "name": "Tâm",
        "phone": "0952449106 … và",
        "kind": "em Tâm",
    }


spans = st.lists(
    st.tuples(
        st.integers(-5, 60),
        st.integers(-5, 60),
        st.sampled_from(["name", "kind", "phone"]),
        st.none() | st.integers(0, 3),
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(st.text(max_size=50), spans, st.none() | st.integers(0, 3))
def test_no_letter_is_lost_whatever_the_spans_are(
    text: str, found: list[tuple[int, int, str, int | None]], household: int | None
) -> None:
    cut = pieces(text, found, household=household)
    assert "".join(piece.text for piece in cut) == text
    assert all(a.fields != b.fields for a, b in pairwise(cut))


@settings(max_examples=60)
@given(spans, st.sets(st.integers(0, 3)))
def test_a_hidden_letter_never_shows(found: list[tuple[int, int, str, int | None]], unseen: set[int]) -> None:
    text = "".join(chr(0x4E00 + at) for at in range(60))  # every letter only once
    shown = "".join(piece.text for piece in pieces(text, found, unseen=unseen))
    for start, end, field, household in found:
        if household in unseen and field != "kind" and 0 <= start < end <= len(text):
            assert not set(text[start:end]) & set(shown)
