"""One table of all pages: which address shows which template, to whom, and what to click before it is there.

A new template without an entry fails `test_every_page`. Addresses are those of `tests.web.samples`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playwright.sync_api import Page

from aidtrack.cases import import_actions
from aidtrack.clock import Clock, moment_of
from aidtrack.db import db, transaction
from aidtrack.demo.story import OPERATOR
from aidtrack.jobs import lists
from aidtrack.people import actions as people
from aidtrack.people.models import Person
from aidtrack.rights import Role
from tests.cases.lists import sheet_with
from tests.web.samples import SAMPLES
from tests.web.two_wards import Side, World

NOBODY = None
VOLUNTEER, COORDINATOR, AUDITOR, ADMIN = Role.VOLUNTEER, Role.COORDINATOR, Role.AUDITOR, Role.ADMIN


@dataclass(frozen=True)
class Visit:
    """Where a template is seen. `path` fills the address unlike the samples; `before` clicks on."""

    endpoint: str
    by: Role | None = COORDINATOR
    where: str = "own"
    path: Callable[[Side], Mapping[str, object]] | None = None
    query: str = ""
    before: Callable[[Page, World], None] | None = None
    status: int = 200

    def address(self, world: World) -> str:
        """The address without the server."""
        fill = self.path or SAMPLES[self.endpoint].path
        with world.app.test_request_context():
            return world.app.url_for(self.endpoint, **fill(world.own)) + self.query


def _tick_and_verify(page: Page, _world: World) -> None:
    page.locator("tbody input[type=checkbox]").first.check()
    page.locator("[data-bulk-bar] button").first.click()


def _tick_and_send_back(page: Page, _world: World) -> None:
    page.locator("tbody input[type=checkbox]").first.check()
    page.locator("[data-bulk-bar] button[value=send_back]").click()


def _change_twice(page: Page, world: World) -> None:
    """Somebody else changes the number of people while this page is open."""
    other = page.context.new_page()
    other.goto(page.url)
    count = int(page.locator("#people").input_value())
    other.locator("#people").fill(str(count + 1))
    _save(other)
    other.close()
    page.locator("#people").fill(str(count + 2))
    _save(page)


def _save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("[name=name]").evaluate("field => field.form.requestSubmit()")


def _make_link(page: Page, _world: World) -> None:
    page.locator("form[action$='/link'] button").click()


def _open_link(page: Page, world: World) -> None:
    with world.app.app_context(), transaction():
        person = db.session.get_one(Person, world.own.person)
        token = people.make_link(person, hours=1, by=OPERATOR, at=moment_of("2021-08-15T08:00"))
    page.goto(page.url.split("/people/")[0] + f"/people/links/{token}")


def _compare_something(page: Page, _world: World) -> None:
    page.locator("[type=file]").set_input_files(
        {"name": "ds.xlsx", "mimeType": "application/octet-stream", "buffer": b"nothing of ours"}
    )
    page.locator("main form button").first.click()


def _head_unknown(page: Page, world: World) -> None:
    """A list comes in whose titles nobody knows."""
    lines = [["Ai", "Mấy", "Đâu", "Gì"], ["Bế Thị Nụ", 2, world.own.label, "x"], ["Ma Văn Tỉn", 3, "", "y"]]
    _received(page, world, sheet_with(lines), "la.xlsx")
    with world.app.app_context():
        lists.go_on_with_all(Clock(fixed=moment_of("2021-08-15T08:00")))
    page.reload()


def _worker_at_it(page: Page, world: World) -> None:
    """A list waits for the worker, and none is there."""
    _received(page, world, b"not looked at yet", "dai.xlsx")


def _received(page: Page, world: World, data: bytes, name: str) -> None:
    by = Role.VOLUNTEER
    with world.app.app_context(), transaction():
        how = {"by": world.who(by, "own"), "at": moment_of("2021-08-15T08:00")}
        token = import_actions.receive(data, name, **how).token
    page.goto(page.url.split("/imports/")[0] + f"/imports/{token}")


def _nothing_typed(page: Page, _world: World) -> None:
    with page.expect_navigation():
        page.locator("[name=key]").first.evaluate("field => field.form.submit()")


def _see_photos(page: Page, _world: World) -> None:
    page.locator("form[action$='/photos'] button").first.click()
    page.wait_for_load_state()


def _ask_for_help(page: Page, _world: World) -> None:
    for field, text in {
        "name": "Lò Thị Ín",
        "phone": "0953711222",
        "people": "3",
        "address": "ngõ 9",
    }.items():
        page.locator(f"#{field}").fill(text)
    page.locator("#agreed").check()
    _save(page)


def _follow(page: Page, world: World) -> None:
    page.locator("#code").fill(world.own.follow)
    page.locator("main form button").first.click()


def _take_back(page: Page, world: World) -> None:
    _follow(page, world)
    page.wait_for_load_state()
    page.locator("main form button").first.click()


def _gone(_side: Side) -> Mapping[str, object]:
    return {"code": "KHONG-CO"}


VISITS: Mapping[str, tuple[Visit, ...]] = {
    "audit/chain.html": (Visit("audit.chain", AUDITOR, "everywhere"),),
    "audit/index.html": (Visit("audit.index", AUDITOR, "everywhere"),),
    "books/index.html": (Visit("books.index", AUDITOR, "everywhere", query="?campaign=DOT-14-8"),),
    "campaigns/free_share.html": (Visit("campaigns.free_share"),),
    "campaigns/households.html": (Visit("campaigns.households"),),
    "campaigns/index.html": (Visit("campaigns.index", where="everywhere"),),
    "campaigns/new.html": (
        Visit("campaigns.new"),
        Visit("campaigns.new", before=_nothing_typed, status=422),
    ),
    "campaigns/plan.html": (
        Visit("campaigns.plan", where="parent"),
        Visit("campaigns.plan", where="everywhere", path=lambda _side: {"code": "DOT-14-8", "number": 1}),
    ),
    "campaigns/set_norms.html": (Visit("campaigns.set_norms"),),
    "campaigns/show.html": (
        Visit("campaigns.show"),
        Visit("campaigns.show", where="everywhere", path=lambda _side: {"code": "DOT-14-8"}),
    ),
    "cases/call_list.html": (Visit("cases.calls.show"),),
    "cases/calls.html": (Visit("cases.calls.index"),),
    "cases/conflict.html": (Visit("cases.edit", before=_change_twice, status=409),),
    "cases/edit.html": (Visit("cases.edit"), Visit("cases.edit", VOLUNTEER)),
    "cases/import_columns.html": (Visit("cases.imports.show", VOLUNTEER, before=_head_unknown),),
    "cases/import_new.html": (Visit("cases.imports.new", VOLUNTEER),),
    "cases/import_preview.html": (
        Visit("cases.imports.show", VOLUNTEER),
        Visit("cases.imports.show", VOLUNTEER, query="?show=columns"),
    ),
    "cases/import_undo.html": (
        Visit("cases.imports.undo", VOLUNTEER, path=lambda side: {"token": side.committed}),
    ),
    "cases/import_working.html": (Visit("cases.imports.show", VOLUNTEER, before=_worker_at_it),),
    "cases/import_result.html": (
        Visit("cases.imports.show", VOLUNTEER, path=lambda side: {"token": side.committed}),
    ),
    "cases/index.html": (Visit("cases.index", where="everywhere"), Visit("cases.index", VOLUNTEER)),
    "cases/move.html": (Visit("cases.ask_reason"),),
    "cases/new.html": (
        Visit("cases.new"),
        Visit("cases.new", VOLUNTEER),
        Visit("cases.new", VOLUNTEER, before=_nothing_typed, status=422),
    ),
    "cases/pair.html": (Visit("cases.pairs.show", where="parent"),),
    "cases/pairs.html": (Visit("cases.pairs.index", where="everywhere"),),
    "cases/photos.html": (Visit("cases.show", path=lambda side: {"code": side.case}, before=_see_photos),),
    "cases/priority.html": (Visit("cases.priority.show"),),
    "cases/show.html": (
        Visit("cases.show"),
        Visit("cases.show", VOLUNTEER),
        Visit("cases.show", path=lambda side: {"code": side.reported}),
    ),
    "cases/many.html": (Visit("cases.index", query="?view=waiting", before=_tick_and_send_back),),
    "cases/views.html": (Visit("cases.lists.keep", query="?state=verified"),),
    "cases/verify.html": (Visit("cases.index", query="?view=waiting", before=_tick_and_verify),),
    "cases/visit.html": (
        Visit("cases.visits.new", VOLUNTEER),
        Visit("cases.visits.new", VOLUNTEER, before=_nothing_typed, status=422),
    ),
    "cases/waiting_row.html": (Visit("cases.pairs.show_row"),),
    "community/ask.html": (
        Visit("community.ask", NOBODY),
        Visit("community.ask", NOBODY, before=_nothing_typed, status=422),
    ),
    "community/closed.html": (Visit("community.ask", NOBODY, path=lambda _side: {"ward": "2021-00001"}),),
    "community/decline.html": (Visit("community.requests.decline"),),
    "community/discard.html": (
        Visit("community.requests.index", query="?tab=apart", before=_tick_and_verify),
    ),
    "community/index.html": (Visit("community.index", NOBODY),),
    "community/requests.html": (
        Visit("community.requests.index"),
        Visit("community.requests.index", VOLUNTEER),
    ),
    "community/sent.html": (Visit("community.ask", NOBODY, before=_ask_for_help),),
    "community/show.html": (
        Visit("community.requests.show"),
        Visit("community.requests.show", path=lambda side: {"request_id": side.apart}),
    ),
    "community/status.html": (
        Visit("community.status", NOBODY),
        Visit("community.status", NOBODY, before=_follow),
    ),
    "community/take_up.html": (
        Visit("community.requests.take_up"),
        Visit("community.requests.take_up", VOLUNTEER),
    ),
    "community/ward.html": (Visit("community.wards.show"),),
    "community/wards.html": (Visit("community.wards.index"),),
    "community/withdraw.html": (Visit("community.status", NOBODY, before=_take_back),),
    "deliveries/board.html": (Visit("deliveries.ward_board", where="everywhere"),),
    "deliveries/failed.html": (Visit("deliveries.stops.show", VOLUNTEER, query="?failed=1"),),
    "deliveries/index.html": (Visit("deliveries.index", where="everywhere"),),
    "deliveries/new.html": (Visit("deliveries.new", where="parent"),),
    "deliveries/receipt.html": (
        Visit("deliveries.stops.show", path=lambda side: {"code": side.trip, "position": side.absent}),
    ),
    "deliveries/round.html": (Visit("deliveries.show", VOLUNTEER),),
    "deliveries/rounds.html": (Visit("deliveries.index", VOLUNTEER),),
    "deliveries/scan.html": (Visit("deliveries.stops.scan", VOLUNTEER, query="?code=HN"),),
    "deliveries/show.html": (
        Visit("deliveries.show", where="parent"),
        Visit("deliveries.show", where="parent", path=lambda side: {"code": side.planned}),
    ),
    "deliveries/stop.html": (
        Visit("deliveries.stops.show", VOLUNTEER),
        Visit("deliveries.stops.show", VOLUNTEER, query="?in_part=1", before=_nothing_typed, status=422),
    ),
    "donations/index.html": (Visit("donations.index", where="everywhere"),),
    "donations/new.html": (Visit("donations.new"),),
    "donations/receive.html": (
        Visit("donations.receive"),
        Visit("donations.receive", before=_nothing_typed, status=422),
    ),
    "donations/show.html": (Visit("donations.show"),),
    "donations/take_back.html": (Visit("donations.take_back", ADMIN, "everywhere"),),
    "errors/error.html": (
        Visit("cases.show", path=_gone, status=404),
        Visit("people.index", VOLUNTEER, status=403),
    ),
    "home/today.html": (
        Visit("home.show"),
        Visit("home.show", ADMIN, "everywhere"),
        Visit("home.show", where="none"),
    ),
    "home/today_on_phone.html": (Visit("home.show", VOLUNTEER),),
    "home/welcome.html": (Visit("home.show", NOBODY),),
    "people/account.html": (Visit("people.account", VOLUNTEER),),
    "people/assign.html": (Visit("people.assign", ADMIN, "everywhere"),),
    "people/change_password.html": (Visit("people.change_password", VOLUNTEER),),
    "people/index.html": (Visit("people.index", ADMIN, "everywhere"),),
    "people/link.html": (Visit("people.show", ADMIN, "everywhere", before=_make_link),),
    "people/new.html": (
        Visit("people.new", ADMIN, "everywhere"),
        Visit("people.new", ADMIN, "everywhere", before=_nothing_typed, status=422),
    ),
    "people/show.html": (Visit("people.show", ADMIN, "everywhere"),),
    "people/sign_in.html": (
        Visit("people.sign_in", NOBODY),
        Visit("people.sign_in", NOBODY, before=_nothing_typed, status=422),
    ),
    "people/use_link.html": (Visit("people.sign_in", NOBODY, before=_open_link),),
    "posts/draft.html": (Visit("posts.draft"), Visit("posts.draft", VOLUNTEER)),
    "posts/index.html": (
        Visit("posts.index", where="everywhere"),
        Visit("posts.index", VOLUNTEER),
        Visit("posts.index", VOLUNTEER, query="?view=others"),
    ),
    "posts/new.html": (Visit("posts.new", VOLUNTEER),),
    "posts/show.html": (
        Visit("posts.show"),
        Visit("posts.show", path=lambda side: {"post_id": side.offer}),
    ),
    "reports/compare.html": (
        Visit("reports.compare", AUDITOR, "everywhere"),
        Visit("reports.compare", AUDITOR, "everywhere", before=_compare_something),
    ),
    "reports/exports.html": (Visit("reports.exports", AUDITOR, "everywhere"),),
    "reports/index.html": (Visit("reports.index", AUDITOR, "everywhere"),),
    "goods/edit.html": (Visit("goods.edit", ADMIN, "everywhere"),),
    "goods/index.html": (Visit("goods.index", ADMIN, "everywhere"),),
    "goods/new.html": (
        Visit("goods.new", ADMIN, "everywhere"),
        Visit("goods.new", ADMIN, "everywhere", before=_nothing_typed, status=422),
    ),
    "stock/document.html": (Visit("stock.document"),),
    "stock/documents.html": (Visit("stock.documents", where="everywhere"),),
    "stock/index.html": (Visit("stock.index", where="everywhere"),),
    "stock/locations.html": (Visit("stock.locations", where="everywhere"),),
    "stock/new_count.html": (
        Visit("stock.new_count"),
        Visit("stock.new_count", before=_nothing_typed, status=422),
    ),
    "stock/new_location.html": (Visit("stock.new_location", ADMIN, "everywhere"),),
    "stock/new_transfer.html": (Visit("stock.new_transfer"),),
    "stock/new_write_off.html": (
        Visit("stock.new_write_off"),
        Visit("stock.new_write_off", before=_nothing_typed, status=422),
    ),
    "stock/no_store.html": (Visit("stock.new_transfer", where="bare"),),
    "stock/reverse.html": (Visit("stock.reverse", ADMIN, "everywhere"),),
    "stock/statement.html": (Visit("stock.statement", AUDITOR, "everywhere"),),
    "stock/transfer.html": (Visit("stock.transfer"),),
}
