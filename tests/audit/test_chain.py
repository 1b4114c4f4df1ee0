"""The chain's arithmetic: whatever is changed, left out, put in or swapped is found at its first place."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from aidtrack.audit.chain import GENESIS, Link, canonical, digest, digest_of_rows, first_bad, next_hash


def chain_of(length: int) -> list[Link]:
    links, last = [], GENESIS
    for seq in range(1, length + 1):
        covered = {"seq": seq, "action": "test", "digest": digest(seq)}
        last = next_hash(last, covered)
        links.append(Link(seq, covered, last))
    return links


def test_an_untouched_chain_holds() -> None:
    for length in (0, 1, 2, 50):
        assert first_bad(chain_of(length)) is None


@given(st.integers(2, 30), st.data())
def test_each_kind_of_tampering_is_found(length: int, data: st.DataObject) -> None:
    links = chain_of(length)
    at = data.draw(st.integers(0, length - 2))
    changed = [*links]
    changed[at] = replace(links[at], covered={**links[at].covered, "action": "other"})
    assert first_bad(changed) == at + 1
    assert first_bad(links[:at] + links[at + 1 :]) == at + 1
    assert first_bad([*links[: at + 1], links[at], *links[at + 1 :]]) == at + 1
    swapped = [*links[:at], links[at + 1], links[at], *links[at + 2 :]]
    assert first_bad(swapped) == at + 1


def test_an_entry_that_was_hashed_anew_breaks_at_the_next_one() -> None:
    links = chain_of(5)
    covered = {**links[2].covered, "action": "other"}
    links[2] = Link(3, covered, next_hash(links[1].hash, covered))
    assert first_bad(links) == 4


def test_a_cut_tail_is_not_seen_by_the_links_alone() -> None:
    assert first_bad(chain_of(5)[:3]) is None  # that is what the printed head is for


@given(st.dictionaries(st.text(), st.one_of(st.integers(), st.text(), st.none(), st.booleans())))
def test_equal_values_have_equal_bytes_in_any_order(value: dict[str, object]) -> None:
    backwards = dict(reversed(list(value.items())))
    assert canonical(value) == canonical(backwards)
    assert digest(value) == digest(backwards)


def test_a_digest_of_rows_knows_their_order_and_their_bounds() -> None:
    assert digest_of_rows([1, 2]) != digest_of_rows([2, 1])
    assert digest_of_rows(["a", "b"]) != digest_of_rows(["ab"])
    assert digest_of_rows([]) == digest_of_rows(iter([]))
