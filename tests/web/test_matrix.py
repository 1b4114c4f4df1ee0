"""Who gets which page: every role, at every place, on every address, one ward against its neighbour.

What is expected follows from `rights.RIGHTS` and the right that each view declares, from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from aidtrack.rights import EVERYWHERE, RIGHTS, Role
from tests.web.samples import SAMPLES, Sample
from tests.web.two_wards import Side, World
from tests.web.untouched import fingerprint, put_back

ANSWERS = {200, 302, 409, 422}
"""What a page may answer to somebody who may see it: never 500."""
INSIDE = [("own", "own"), ("parent", "sibling"), ("everywhere", "own")]
"""Where somebody is assigned, and of which ward the thing is that they reach."""
OUTSIDE = [("own", "sibling"), ("sibling", "own")]
NOWHERE = ["none", "expired"]
OPEN_TO_ALL = ("account.keep", "home.see")


def rules(app: Flask, method: str) -> Iterator[Rule]:
    """The addresses that take a method, by their names; one without a sample fails its own test."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.endpoint):
        if method in (rule.methods or ()) and rule.endpoint in SAMPLES:
            yield rule


def right_of(app: Flask, endpoint: str) -> str | None:
    return app.view_functions[endpoint].right  # type: ignore[attr-defined,no-any-return]


def side_of(world: World, name: str) -> Side:
    return world.own if name == "own" else world.sibling


def address(world: World, rule: Rule, sample: Sample, side: str) -> str:
    with world.app.test_request_context():
        return world.app.url_for(rule.endpoint, **sample.path(side_of(world, side)))


def ask(world: World, role: Role | None, where: str, rule: Rule, side: str, method: str) -> Any:
    """One request of one person, for a thing of one ward."""
    sample = SAMPLES[rule.endpoint]
    body = dict(sample.body(side_of(world, side))) if method == "POST" else None
    kind = {"content_type": "multipart/form-data"} if body and "file" in body else {}
    return world.browser(role, where).open(
        address(world, rule, sample, side), method=method, data=body, **kind
    )


def test_every_address_has_its_sample(world: World) -> None:
    known = {rule.endpoint for rule in world.app.url_map.iter_rules()} - {"static"}
    assert known - SAMPLES.keys() == set(), "write a sample for these in tests/web/samples.py"
    assert SAMPLES.keys() - known == set(), "these are gone"


def test_a_sample_without_a_ward_has_no_parameter_of_one(world: World) -> None:
    for method in ("GET", "POST"):
        for rule in rules(world.app, method):
            sample = SAMPLES[rule.endpoint]
            assert sample.anywhere == (sample.path(world.own) == sample.path(world.sibling)), rule.endpoint


@pytest.mark.parametrize("role", Role)
def test_a_page_opens_for_its_roles_inside_their_reach_only(world: World, role: Role) -> None:
    wrong = []
    for rule in rules(world.app, "GET"):
        sample, right = SAMPLES[rule.endpoint], right_of(world.app, rule.endpoint)
        holds = right is None or role in RIGHTS[right]
        for where, side in INSIDE + OUTSIDE[: 0 if sample.anywhere else 2]:
            wanted = {403} if not holds else {404} if (where, side) in OUTSIDE or sample.owner else ANSWERS
            if sample.owner and role is Role.VOLUNTEER and where == side:
                wanted = ANSWERS
            if right is None:
                wanted = ANSWERS | {404}
            if over_all(world, rule.endpoint) and where != "everywhere":
                wanted = {403}
            answer = ask(world, role, where, rule, side, "GET")
            if answer.status_code not in wanted:
                wrong.append((rule.endpoint, f"{role} of {where} asks for {side}", answer.status_code))
    assert not wrong, "\n".join(map(str, wrong))


def test_without_an_assignment_in_force_nothing_opens_but_ones_own_account(world: World) -> None:
    wrong = []
    for method in ("GET", "POST"):
        for rule in rules(world.app, method):
            right = right_of(world.app, rule.endpoint)
            for where in NOWHERE if right is not None else ():
                answer = ask(world, Role.ADMIN, where, rule, "own", method)
                if answer.status_code != 403:
                    wrong.append((method, rule.endpoint, where, answer.status_code))
    assert [one for one in wrong if right_of(world.app, one[1]) not in OPEN_TO_ALL] == []


def test_signed_out_every_page_leads_to_the_sign_in(world: World) -> None:
    for method in ("GET", "POST"):
        for rule in rules(world.app, method):
            answer = ask(world, None, "", rule, "own", method)
            if right_of(world.app, rule.endpoint) is None:
                assert answer.status_code in ANSWERS | {404}, rule.endpoint
            else:
                assert answer.status_code == 302, (method, rule.endpoint)
                assert answer.headers["Location"].startswith("/people/sign-in?next="), rule.endpoint


def asked_right(world: World, endpoint: str) -> str | None:
    """The right that a form asks for: the action's own, else the view's."""
    return SAMPLES[endpoint].right or right_of(world.app, endpoint)


def over_all(world: World, endpoint: str) -> bool:
    """Whether a page is only for those who hold its right everywhere."""
    return getattr(world.app.view_functions[endpoint], "within", None) == EVERYWHERE


def strangers(world: World, rule: Rule) -> Iterator[tuple[Role, str, str]]:
    """Who may not send a form: roles without its right, those of the other ward, and those of any ward
    where the form is about the whole deployment."""
    right = asked_right(world, rule.endpoint)
    for role in Role:
        if right and role not in RIGHTS[right]:
            yield role, "everywhere", "own"
        elif over_all(world, rule.endpoint):
            yield role, "own", "own"
        elif right and not SAMPLES[rule.endpoint].anywhere:
            yield from ((role, where, side) for where, side in OUTSIDE)


def test_a_form_sent_by_somebody_who_may_not_changes_nothing(world: World) -> None:
    wrong = []
    for rule in rules(world.app, "POST"):
        before = fingerprint(world)
        for role, where, side in strangers(world, rule):
            answer = ask(world, role, where, rule, side, "POST")
            if answer.status_code not in (403, 404):
                wrong.append((rule.endpoint, f"{role} of {where} for {side}", answer.status_code))
            empty = world.browser(role, where).post(address(world, rule, SAMPLES[rule.endpoint], side))
            if empty.status_code not in (403, 404, 422):
                wrong.append((rule.endpoint, f"{role} of {where} sends nothing", empty.status_code))
        if fingerprint(world) != before:
            wrong.append((rule.endpoint, "something was changed", 0))
    assert not wrong, "\n".join(map(str, wrong))


SPOKEN_OF = [
    (endpoint, sample)
    for endpoint, sample in SAMPLES.items()
    if sample.anywhere and sample.body(Side("a", "", "")) != sample.body(Side("b", "", ""))
]
"""Forms whose body, not whose address, names something of a ward."""


@pytest.mark.parametrize(("endpoint", "sample"), SPOKEN_OF, ids=[name for name, _ in SPOKEN_OF])
def test_a_body_that_names_something_of_the_other_ward_changes_nothing(
    world: World, endpoint: str, sample: Sample
) -> None:
    rule = next(rule for rule in rules(world.app, "POST") if rule.endpoint == endpoint)
    right = asked_right(world, endpoint)
    before = fingerprint(world)
    for role in Role:
        if right is None or role in RIGHTS[right]:
            answer = ask(world, role, "own", rule, "sibling", "POST")
            assert answer.status_code in (200, 302, 403, 404, 422), (role, answer.status_code)
    after = fingerprint(world)
    staged = endpoint == "cases.imports.new"  # a list is staged whatever is in it; its rows are problems then
    assert staged or after == before


def test_the_refused_forms_would_be_taken_from_the_right_person(world: World) -> None:
    """Otherwise the tests above could not fail: their bodies would be refused for another reason."""
    idle = []
    for rule in rules(world.app, "POST"):
        sample, right = SAMPLES[rule.endpoint], asked_right(world, rule.endpoint)
        if right is None or sample.tells or sample.body(world.own) == {} == sample.path(world.own):
            continue
        role = Role.VOLUNTEER if Role.VOLUNTEER in RIGHTS[right] else Role.ADMIN
        where = "own" if sample.owner or role is Role.VOLUNTEER else "everywhere"
        with put_back(world):
            before = fingerprint(world)
            answer = ask(world, role, where, rule, "own", "POST")
            if answer.status_code not in (200, 302) or fingerprint(world) == before:
                idle.append((rule.endpoint, role, answer.status_code))
    assert not idle, "\n".join(map(str, idle))


def test_every_form_without_its_token_is_refused(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = True
    try:
        before = fingerprint(world)
        for rule in rules(world.app, "POST"):
            for role in (None, Role.ADMIN):
                answer = ask(world, role, "everywhere", rule, "own", "POST")
                assert answer.status_code == 400, rule.endpoint
        assert fingerprint(world) == before
    finally:
        world.app.config["WTF_CSRF_ENABLED"] = False
