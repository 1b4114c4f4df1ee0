"""What happens by itself once a business day: promises run out, verifications grow old, traces are swept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from aidtrack.books import actions as books_actions
from aidtrack.books import queries as books
from aidtrack.campaigns.actions import release_expired, release_gone
from aidtrack.cases import photo_files
from aidtrack.cases.actions import expire_old
from aidtrack.cases.import_actions import drop_stale
from aidtrack.cases.visit_actions import erase_photos, strays
from aidtrack.clock import Clock, day_of, real_now
from aidtrack.community import actions as requests
from aidtrack.db import db, forget_acts, keep_fact, kept_fact, transaction
from aidtrack.people.actions import forget_ended
from aidtrack.posts import forgetting_actions as posts
from aidtrack.rights import Actor
from aidtrack.settings import Settings
from aidtrack.stock.actions import expire_reservations

log = logging.getLogger("aidtrack.jobs")

NIGHT = Actor(None, "aidtrack", operator=True)
"""Who did it, in the log of changes."""

KEEP_ACTS = timedelta(days=30)
KEEP_KNOCKS = timedelta(days=2)
KEEP_STAGED = timedelta(days=7)
KEEP_POSTS = timedelta(days=14)
"""So long the text of a post is kept after the last word about it."""
KEEP_STRAYS = timedelta(days=1)
AT_ONCE = 500


def free_expired_promises(settings: Settings, at: datetime) -> int:
    """End promises whose time is over, at most 500 in a transaction; their shares are released."""
    total = 0
    while True:
        with transaction():
            ended = expire_reservations(at)
            release_expired(ended, at=at)
        total += len(ended)
        if len(ended) < 500:
            return total


def free_shares_of_the_gone(settings: Settings, at: datetime) -> int:
    """Let go what is held for households that withdrew, were rejected or merged."""
    with transaction():
        return release_gone(by=NIGHT, at=at)


def ask_to_verify_again(settings: Settings, at: datetime) -> int:
    """Send cases whose verification has grown old back to review, at most 500 in a transaction."""
    total = 0
    while True:
        with transaction():
            found = expire_old(day_of(at), settings.verification_days, by=NIGHT, at=at, most=AT_ONCE)
        total += found
        if found < AT_ONCE:
            return total


def erase_old_photos(settings: Settings, at: datetime) -> int:
    """Erase photos of visits when nobody needs them any more, and files that a failure left behind."""
    total, folder = 0, settings.photos
    while True:
        with transaction():
            names = erase_photos(at - timedelta(days=settings.photo_days), by=NIGHT, at=at)
        for name in names:
            photo_files.erase(folder, name)
        total += len(names)
        if not names:
            break
    for name in strays(folder, real_now() - KEEP_STRAYS):
        photo_files.erase(folder, name)
    return total


def erase_old_requests(settings: Settings, at: datetime) -> int:
    """Erase what is personal of requests that ended without a case, some days after; forget old knocks."""
    total = 0
    while True:
        with transaction():
            found = requests.erase(at - timedelta(days=settings.request_days), by=NIGHT, at=at, most=AT_ONCE)
            requests.forget_knocks(real_now() - KEEP_KNOCKS)
        total += found
        if found < AT_ONCE:
            return total


def check_the_books(settings: Settings, at: datetime) -> int:
    """Go through the books, so that every morning the auditor's page has an answer; how many rows differ."""
    found = books.examine()
    with transaction():
        books_actions.keep(found, by=NIGHT, at=at)
    return found.differences


def forget_old_posts(settings: Settings, at: datetime) -> int:
    """Forget the text of posts on which everything was decided some time ago, or that asked for nothing."""
    total = 0
    while True:
        with transaction():
            found = posts.forget(at - KEEP_POSTS, by=NIGHT, at=at)
        total += found
        if found < posts.MOST_AT_ONCE:
            return total


def sweep(settings: Settings, at: datetime) -> int:
    """Forget ended sessions and links, old once-keys and lists that nobody committed."""
    before = real_now() - KEEP_ACTS
    with transaction():
        forget_acts(before)
        forget_ended(before)
        return drop_stale(at - KEEP_STAGED, by=NIGHT)


TASKS: Sequence[Callable[[Settings, datetime], int]] = (
    free_expired_promises,
    free_shares_of_the_gone,
    ask_to_verify_again,
    erase_old_requests,
    erase_old_photos,
    forget_old_posts,
    sweep,
    check_the_books,
)
"""Every nightly task; a new one is a function here."""


def run_if_due(settings: Settings, clock: Clock) -> bool:
    """Run all tasks unless they ran this business day; one that fails does not stop the others."""
    today = clock.today().isoformat()
    if kept_fact("nightly.ran") == today:
        return False
    for task in TASKS:
        try:
            count = task(settings, clock.now())
        except Exception:
            db.session.rollback()
            log.exception("the nightly task %s failed", task.__name__)
        else:
            log.info("%s: %s", task.__name__, count)
    with transaction():
        keep_fact("nightly.ran", today)
    return True
