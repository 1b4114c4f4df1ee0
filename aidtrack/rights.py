"""Who may do what, and where: one table of rights by role, one actor who carries dated grants.

A role says *what*, the place of an assignment says *where*. Nobody without a grant sees anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from aidtrack.errors import NotAllowed
from aidtrack.sentences import N_

EVERYWHERE = ""
"""The path that lies above every place: a grant for it reaches all units of all editions."""


class Role(StrEnum):
    """The four roles of people who sign in."""

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMIN = "admin"


ROLE_LABELS: Mapping[Role, str] = {
    Role.VOLUNTEER: N_("Volunteer"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMIN: N_("Administrator"),
}

_V, _C, _K, _A = Role.VOLUNTEER, Role.COORDINATOR, Role.AUDITOR, Role.ADMIN
_FIELD = frozenset({_V, _C, _A})
_OFFICE = frozenset({_C, _A})
_READ = frozenset({_C, _K, _A})
_ALL = frozenset({_V, _C, _K, _A})
_ADMIN = frozenset({_A})

RIGHTS: Mapping[str, frozenset[Role]] = {
    # home and one's own account
    "home.see": _ALL,
    "account.keep": _ALL,
    # places, goods
    "places.see": _ALL,
    "goods.see": _ALL,
    "goods.keep": _ADMIN,
    # people
    "people.see": _ADMIN,
    "people.keep": _ADMIN,
    # cases
    "cases.see": _ALL,
    "cases.register": _FIELD,
    "cases.import": _FIELD,
    "cases.edit": _FIELD,
    "cases.note": _FIELD,
    "cases.take_up": _FIELD,
    "cases.visit": _FIELD,
    "cases.prioritise": _OFFICE,
    "cases.resubmit": _FIELD,
    "cases.verify": _OFFICE,
    "cases.send_back": _OFFICE,
    "cases.reject": _OFFICE,
    "cases.appeal": _FIELD,
    "cases.hold": _OFFICE,
    "cases.resume": _OFFICE,
    "cases.withdraw": _FIELD,
    "cases.reopen": _OFFICE,
    "cases.compare": _OFFICE,
    "cases.reveal": _READ,
    # posts of community groups
    "posts.see": _FIELD,
    "posts.read": _FIELD,
    "posts.decide": _FIELD,
    # requests that residents send themselves
    "requests.see": _ALL,
    "requests.take_up": _FIELD,
    "requests.decline": _OFFICE,
    "requests.page": _OFFICE,
    # donations and stock
    "donations.see": _READ,
    "donations.keep": _OFFICE,
    "donations.receive": _OFFICE,
    "stock.see": _READ,
    "stock.move": _OFFICE,
    "stock.count": _OFFICE,
    "stock.write_off": _OFFICE,
    "stock.reverse": _OFFICE,
    "stock.locations": _OFFICE,
    # campaigns
    "campaigns.see": _READ,
    "campaigns.keep": _OFFICE,
    "campaigns.propose": _OFFICE,
    "campaigns.approve": _OFFICE,
    # deliveries
    "deliveries.see": _ALL,
    "deliveries.plan": _OFFICE,
    "deliveries.send_out": _OFFICE,
    "deliveries.record": _FIELD,
    "deliveries.close": _OFFICE,
    # reports, books, audit
    "reports.see": _READ,
    "reports.export": _READ,
    "books.check": _READ,
    "audit.see": frozenset({_K, _A}),
}
"""The whole policy. Administrators may all that coordinators may; two-person rules bind them too."""


@dataclass(frozen=True)
class Grant:
    """One assignment in force: a role at a place (its path; `EVERYWHERE` for all)."""

    role: Role
    path: str = EVERYWHERE


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in person with grants, or the operator at the command line.

    `id` is None for the operator, whose acts are recorded under the name "operator".
    """

    id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    operator: bool = False

    def can(self, right: str, within: str | None = None) -> bool:
        """Whether the actor holds a right, at a place if one is given (its path)."""
        if right not in RIGHTS:
            raise KeyError(f"there is no right called {right!r}")
        if self.operator:
            return True
        return any(
            grant.role in RIGHTS[right] and (within is None or within.startswith(grant.path))
            for grant in self.grants
        )

    def reach(self, right: str) -> tuple[str, ...]:
        """The paths within which the actor holds a right, outermost only; () means nowhere."""
        if self.operator:
            return (EVERYWHERE,)
        return outermost(grant.path for grant in self.grants if grant.role in RIGHTS[right])

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Drop every path that lies within another one.

    >>> outermost(["2021/01/006/", "2021/01/"])
    ('2021/01/',)
    """
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(path.startswith(outer) for outer in kept):
            kept.append(path)
    return tuple(kept)


def require(actor: Actor, right: str, *, within: str | None = None) -> None:
    """Let the actor pass, or raise NotAllowed."""
    if not actor.can(right, within):
        raise NotAllowed(N_("You have no right to do this here. Ask an administrator for an assignment."))


def two_persons(first_id: int | None, second: Actor, template: str) -> None:
    """The two-person rule: who did the first step does not do the second. NotAllowed if it is one person."""
    if first_id is not None and first_id == second.id:
        raise NotAllowed(template)
