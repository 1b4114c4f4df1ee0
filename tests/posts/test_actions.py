"""Posts brought in, drafts confirmed, put aside, handed on: by whom, where, once; and forgotten in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from aidtrack.audit.models import Detail, Entry
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.models import Case, CaseEvent
from aidtrack.db import db, rows_in, transaction
from aidtrack.errors import Conflict, NotAllowed, NotFound, RuleBroken
from aidtrack.posts import actions, forgetting_actions, queries
from aidtrack.posts.actions import Brought, ReadPost
from aidtrack.posts.models import Post, PostDraft
from aidtrack.posts.pasting import Pasted
from aidtrack.posts.reading import Household, Reading, Span
from aidtrack.rights import Actor, Role
from tests.cases.world import HAI_BA_TRUNG, LIEN_NINH, NOW, OPERATOR, THANH_NHAN, VINH_TUY, somebody

pytestmark = pytest.mark.usefixtures("session")

TEXT = "em Lò Thị Thắm 0952317408, 3 người hết gạo. Bạn em bên Thanh Nhàn Hà Văn Chung 0952884310 cũng cần"
THAM = Household("Lò Thị Thắm", "0952317408", 3, ward_code="00283", needs=("rice",), urgency="high")
CHUNG = Household("Hà Văn Chung", "0952884310", None, ward_code="00271")
SPANS = (Span(3, 14, "name", 0), Span(15, 25, "phone", 0), Span(66, 78, "name", 1), Span(79, 89, "phone", 1))


def read_as(kind: str, *households: Household, text: str = TEXT, spans: tuple[Span, ...] = ()) -> ReadPost:
    return ReadPost(Pasted(text), Reading(kind, households, spans))


BOTH = read_as("request", THAM, CHUNG, spans=SPANS)


def brought(*posts: ReadPost, by: Actor, ward: str = VINH_TUY) -> Brought:
    with transaction():
        return actions.bring(posts, ward, by=by, at=NOW)


def facts(name: str = "Lò Thị Thắm", place_id: str = VINH_TUY, **told: object) -> CaseFacts:
    asked = {"asked_by_name": name, "asked_by_relation": "đề nghị trên nhóm", "phone": "0952 317 408"}
    made = CaseFacts(name=name, place_id=place_id, people=3, needs=("rice",))
    return replace(made, **{**asked, **told})  # type: ignore[arg-type]


def confirmed(draft: PostDraft, how: CaseFacts, by: Actor) -> Case:
    with transaction():
        return actions.confirm(draft, how, by=by, at=NOW)


def entries(action: str) -> list[dict[str, object]]:
    rows = select(Detail.content).join(Entry, Entry.seq == Detail.seq).where(Entry.action == action)
    return [dict(content or {}) for content in db.session.scalars(rows)]


def test_posts_become_drafts_in_the_wards_where_their_households_live(each_database: str) -> None:
    quan, far = somebody(Role.VOLUNTEER, VINH_TUY), somebody(Role.VOLUNTEER, THANH_NHAN)
    done = brought(BOTH, read_as("thanks", text="cảm ơn cả nhà"), by=quan)
    assert (done.new, done.already, done.proposed) == (2, 0, 2)
    [mine], [theirs] = queries.waiting(quan).rows, queries.waiting(far).rows
    assert (mine.facts["name"], mine.phone, mine.urgent) == ("Lò Thị Thắm", "+84952317408", True)
    assert (theirs.facts["name"], theirs.place_id) == ("Hà Văn Chung", THANH_NHAN)
    assert [post.kind_read for post in queries.unsorted(quan).posts] == ["thanks"]
    assert queries.unsorted(far).posts == []
    [entry] = entries("posts.bring")
    assert (entry["count"], entry["proposed"]) == (2, 2) and len(str(entry["digest"])) == 64
    assert rows_in(Case) == 0


def test_the_same_post_is_read_once_in_a_group_and_again_in_another() -> None:
    thao = somebody(Role.COORDINATOR)
    brought(BOTH, by=thao)
    again = read_as("request", THAM, CHUNG, text=TEXT.upper() + " 🙏")
    done = brought(again, by=thao)
    assert (done.new, done.already) == (0, 1)
    assert len(entries("posts.bring")) == 1
    assert brought(again, by=thao, ward=THANH_NHAN).new == 1


def test_posts_are_brought_in_for_ones_own_wards_only() -> None:
    quan, auditor = somebody(Role.VOLUNTEER, VINH_TUY), somebody(Role.AUDITOR)
    for who, ward in ((quan, LIEN_NINH), (quan, HAI_BA_TRUNG), (auditor, VINH_TUY), (quan, "2021:99999")):
        with pytest.raises(RuleBroken) as refusal:
            brought(BOTH, by=who, ward=ward)
        assert refusal.value.field == "ward"
    assert rows_in(Post) == 0


def test_a_confirmed_draft_is_a_case_of_whoever_confirmed_it(each_database: str) -> None:
    quan = somebody(Role.VOLUNTEER, VINH_TUY)
    brought(BOTH, by=quan)
    draft = queries.get_draft(1, 1, by=quan)
    case = confirmed(draft, facts(people=4), quan)
    assert (case.registered_by_id, case.state, case.consent_by) == (quan.id, "reported", "")
    assert case.asked_by_relation == "đề nghị trên nhóm"
    assert (draft.state, draft.case_id, draft.corrected) == ("confirmed", case.id, ["people"])
    kinds = set(db.session.scalars(select(CaseEvent.kind).where(CaseEvent.case_id == case.id)))
    assert "post" in kinds
    assert entries("posts.confirm") == [{"case": case.code, "fields": ["people"]}]
    assert draft.post.kind is None, "the other household of the post waits still"
    with pytest.raises(Conflict):
        confirmed(draft, facts("Lò Thị Thắm Hai"), quan)
    assert rows_in(Case) == 1


def test_nobody_decides_on_a_draft_of_another_ward() -> None:
    quan, far = somebody(Role.VOLUNTEER, VINH_TUY), somebody(Role.COORDINATOR, THANH_NHAN)
    brought(BOTH, by=quan)
    theirs = queries.get_draft(1, 2, by=far)
    with pytest.raises(NotFound):
        queries.get_draft(1, 2, by=quan)
    for deed in (
        lambda: actions.discard(theirs, "served", by=quan, at=NOW),
        lambda: actions.forward(theirs, VINH_TUY, by=quan, at=NOW),
        lambda: actions.confirm(theirs, facts("Hà Văn Chung"), by=quan, at=NOW),
        lambda: actions.sort(theirs.post, "offer", by=far, at=NOW),
    ):
        with pytest.raises(NotAllowed), transaction():
            deed()
    with pytest.raises(RuleBroken):  # their ward, but the household is written into mine
        confirmed(theirs, facts("Hà Văn Chung", VINH_TUY), far)
    assert queries.get_draft(1, 2, by=far).state == "open" and rows_in(Case) == 0


def test_the_words_of_a_household_elsewhere_are_hidden_but_from_whoever_brought_them() -> None:
    quan, mate = somebody(Role.VOLUNTEER, VINH_TUY), somebody(Role.COORDINATOR, VINH_TUY)
    far, lost = somebody(Role.VOLUNTEER, THANH_NHAN), somebody(Role.COORDINATOR, LIEN_NINH)
    brought(BOTH, by=quan)
    seen = {
        who: "".join(piece.text for piece in queries.shown(queries.get_post(1, by=who), who))
        for who in (quan, mate, far)
    }
    assert seen[quan] == TEXT
    assert "0952317408" in seen[mate] and "Chung" not in seen[mate] and "0952884310" not in seen[mate]
    assert "0952884310" in seen[far] and "Thắm" not in seen[far] and "0952317408" not in seen[far]
    with pytest.raises(NotFound):
        queries.get_post(1, by=lost)


def test_a_draft_that_is_no_case_keeps_its_reason_and_says_what_the_post_is() -> None:
    thao = somebody(Role.COORDINATOR)
    brought(BOTH, by=thao)
    for number, reason in ((1, "offer"), (2, "unreachable")):
        with transaction():
            actions.discard(queries.get_draft(1, number, by=thao), reason, by=thao, at=NOW)
    assert queries.get_post(1, by=thao).kind == "request", "one of its households could not be reached"
    assert [entry["put_aside"] for entry in entries("posts.discard")] == ["offer", "unreachable"]
    with pytest.raises(Conflict), transaction():
        actions.discard(queries.get_draft(1, 1, by=thao), "served", by=thao, at=NOW)
    with pytest.raises(RuleBroken), transaction():
        actions.discard(queries.get_draft(1, 1, by=thao), "because", by=thao, at=NOW)


def test_a_draft_is_handed_on_to_the_ward_where_it_lives() -> None:
    quan, far = somebody(Role.VOLUNTEER, VINH_TUY), somebody(Role.VOLUNTEER, LIEN_NINH)
    brought(read_as("request", replace(THAM, ward_code=None)), by=quan)
    draft = queries.get_draft(1, 1, by=quan)
    assert draft.place_id == VINH_TUY and not draft.place_known
    with transaction():
        actions.forward(draft, LIEN_NINH, by=quan, at=NOW)
    assert queries.waiting(quan).rows == []
    [theirs] = queries.waiting(far).rows
    assert theirs.place_known and theirs.place_id == LIEN_NINH
    case = confirmed(theirs, facts(place_id=LIEN_NINH), far)
    assert case.place_id == LIEN_NINH


def test_a_post_that_was_misread_gets_an_empty_draft() -> None:
    thao = somebody(Role.COORDINATOR)
    brought(read_as("question", text="ai có gạo không"), read_as("offer", text="cho gạo"), by=thao)
    with transaction():
        draft = actions.sort(queries.get_post(1, by=thao), "request", by=thao, at=NOW)
    assert draft is not None and queries.waiting(thao).rows == [draft]
    with transaction():
        assert actions.sort(queries.get_post(2, by=thao), "offer", by=thao, at=NOW) is None
    assert queries.unsorted_for(thao) == 0
    with pytest.raises(Conflict), transaction():
        actions.sort(queries.get_post(2, by=thao), "thanks", by=thao, at=NOW)


def test_many_posts_are_sorted_as_they_were_read(each_database: str) -> None:
    thao, far = somebody(Role.COORDINATOR), somebody(Role.COORDINATOR, LIEN_NINH)
    told = [read_as(kind, text=kind) for kind in ("thanks", "offer", "rumour")]
    brought(*told, read_as("request", text="hết gạo"), BOTH, by=thao)
    every = queries.posts_by_id(range(1, 6), by=thao)
    assert queries.posts_by_id(range(1, 6), by=far) == []
    for turn, (who, count) in enumerate(((far, 0), (thao, 3), (thao, 0))):
        with transaction():
            assert actions.sort_as_read(every, by=who, at=NOW) == count, turn
    kinds = list(db.session.scalars(select(Post.kind).order_by(Post.id)))
    assert kinds == ["thanks", "offer", "rumour", None, None]
    assert [entry["count"] for entry in entries("posts.sort_many")] == [3]


def test_a_post_that_says_it_was_helped_shows_beside_the_household_that_asked() -> None:
    thao = somebody(Role.COORDINATOR)
    brought(BOTH, read_as("served", THAM, text="nhà em nhận gạo rồi 0952317408"), by=thao)
    assert queries.waiting_for(thao) == 2, "who has been helped is not proposed"
    [beside] = queries.same_phone(queries.get_draft(1, 1, by=thao), by=thao)
    assert (beside.post_id, beside.state) == (2, "served")


def test_the_urgent_come_first_then_the_oldest_posts() -> None:
    thao = somebody(Role.COORDINATOR)
    posts = [
        ReadPost(
            Pasted(f"bài {number}", NOW - timedelta(hours=number % 3)),
            Reading(
                "request", (Household(f"Tên {number}", urgency="high" if number % 4 == 0 else "normal"),)
            ),
        )
        for number in range(9)
    ]
    brought(*posts, by=thao)
    whole = [draft.post_id for draft in queries.waiting(thao).rows]
    assert whole == [9, 5, 1, 3, 6, 2, 8, 4, 7]
    paged, after = [], None
    while True:
        page = queries.waiting(thao, after=after, size=2)
        paged += [draft.post_id for draft in page.rows]
        after = page.after
        if after is None:
            break
    assert paged == whole
    first = queries.waiting(thao).rows[0]
    following = queries.next_waiting(first, by=thao)
    assert following is not None and following.post_id == 5
    assert (queries.waiting_for(thao), queries.urgent_for(thao)) == (9, 3)


def test_how_well_posts_were_read_is_counted(each_database: str) -> None:
    thao, stranger = somebody(Role.COORDINATOR), somebody(Role.COORDINATOR, LIEN_NINH)
    brought(BOTH, read_as("thanks", text="cảm ơn"), by=thao)
    confirmed(queries.get_draft(1, 1, by=thao), facts(), thao)
    with transaction():
        actions.discard(queries.get_draft(1, 2, by=thao), "known", by=thao, at=NOW)
    assert queries.score(thao) == queries.Score(2, 2, 1, 1, 1)
    assert queries.score(stranger) == queries.Score()


def test_the_ward_of_the_last_posts_is_remembered_while_it_is_ones_own() -> None:
    quan = somebody(Role.VOLUNTEER, VINH_TUY)
    assert queries.last_ward(quan) is None
    brought(BOTH, by=quan)
    assert queries.last_ward(quan) == VINH_TUY
    assert queries.last_ward(replace(quan, grants=())) is None


def test_texts_are_forgotten_when_nothing_of_them_waits(each_database: str) -> None:
    thao = somebody(Role.COORDINATOR)
    served = read_as("served", THAM, text="đã nhận 0952317408")
    brought(BOTH, read_as("thanks", text="cảm ơn cô Lan 0952111222"), served, by=thao)
    case = confirmed(queries.get_draft(1, 1, by=thao), facts(), thao)

    def swept(days: int) -> int:
        with transaction():
            return forgetting_actions.forget(NOW + timedelta(days=days), by=OPERATOR, at=NOW)

    assert swept(0) == 0
    assert swept(15) == 2, "a household of the first post waits still"
    with transaction():
        actions.discard(queries.get_draft(1, 2, by=thao), "served", by=thao, at=NOW + timedelta(days=9))
    assert swept(8) == 0 and swept(10) == 1 and swept(99) == 0
    left = [(post.text, post.link, post.digest, post.spans) for post in db.session.scalars(select(Post))]
    assert left == [("", "", None, [])] * 3
    drafts = list(db.session.scalars(select(PostDraft).order_by(PostDraft.id)))
    assert [(one.facts, one.phone, one.case_id) for one in drafts] == [({}, None, case.id), ({}, None, None)]
    with pytest.raises(NotAllowed), transaction():
        forgetting_actions.forget(NOW, by=thao, at=NOW)
