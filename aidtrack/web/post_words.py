"""What pages say of posts: a draft in one row, the words for its fields, how well posts were read."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.posts import queries
from aidtrack.posts.models import Post, PostDraft
from aidtrack.posts.proposing import FREE_NEEDS, KIND_LABELS, PRESSING, REASONS
from aidtrack.sentences import N_
from aidtrack.vietnamese.phone import show_phone
from aidtrack.web import case_words, filters

FIELDS = {
    "name": N_("Name"),
    "phone": N_("Phone"),
    "people": N_("Number of people"),
    "address": N_("Current address"),
    "ward": N_("Ward or commune"),
    "category": N_("Category"),
    "need": N_("What they need"),
    "urgency": N_("Urgency"),
    "kind": N_("What the post is"),
}
"""What a marked word was read as."""

TONES = {"missing_person": "son", "violation": "lua", "rumour": "lua", "served": "ma"}
EXCERPT = 140


def kind_label(kind: str) -> str:
    """A kind in words."""
    return filters.say(KIND_LABELS.get(kind, KIND_LABELS["other"]))


def title_of(draft: PostDraft) -> str:
    """What a household is called in a list."""
    return draft.facts.get("name") or str(_("No name read"))


def heading_of(draft: PostDraft) -> str:
    """What a household is called above its form: without a name, by its phone."""
    return draft.facts.get("name") or (show_phone(draft.phone) if draft.phone else title_of(draft))


def needs_of(draft: PostDraft) -> str:
    """Its needs in words."""
    said = [
        filters.say(FREE_NEEDS[code]) if code in FREE_NEEDS else case_words.needs_in_words([code])
        for code in draft.facts.get("needs", [])
    ]
    return ", ".join(one[:1].lower() + one[1:] for one in said)


def row(draft: PostDraft) -> dict[str, Any]:
    """A household in a list."""
    people = draft.facts.get("people")
    case = draft.case if draft.case and g.actor.can("cases.see", within=draft.case.place_path) else None
    return {
        "draft": draft,
        "case": case,
        "name": case.name if case else title_of(draft),
        "phone": show_phone(draft.phone) if draft.phone else "",
        "people": people or "",
        "address": draft.facts.get("address", ""),
        "place": queries.ward_of(draft),
        "needs": needs_of(draft),
        "state": state_of(draft),
    }


def state_of(draft: PostDraft | queries.SamePhone) -> dict[str, str]:
    """What became of a draft: words and a tone."""
    if draft.state == "confirmed":
        return {"said": _("became a case"), "tone": "ma"}
    if draft.state == "discarded":
        return {"said": filters.say(REASONS.get(draft.reason or "", REASONS["other"])), "tone": ""}
    if draft.state == "served":
        return {"said": kind_label("served"), "tone": "ma"}
    return {"said": _("waits"), "tone": "lua"}


def post_row(post: Post) -> dict[str, Any]:
    """A post in a list, with its beginning as far as the reader may see it."""
    text = " ".join("".join(piece.text for piece in queries.shown(post, g.actor)).split())
    return {
        "post": post,
        "kind": kind_label(post.kind or post.kind_read),
        "tone": TONES.get(post.kind_read, ""),
        "pressing": post.kind_read in PRESSING,
        "text": text if len(text) <= EXCERPT else text[:EXCERPT] + "…",
        "place": queries.ward_of(post),
    }


def score_said(score: queries.Score) -> str:
    """How well the posts of one's wards were read, in a sentence."""
    read = ngettext(
        "%(posts)s post read", "%(posts)s posts read", score.posts, posts=filters.number(score.posts)
    )
    proposed = ngettext(
        "%(count)s household proposed",
        "%(count)s households proposed",
        score.proposed,
        count=filters.number(score.proposed),
    )
    became = _(
        "%(confirmed)s confirmed (%(unchanged)s of them without a correction), %(discarded)s put aside",
        confirmed=filters.number(score.confirmed),
        unchanged=filters.number(score.unchanged),
        discarded=filters.number(score.discarded),
    )
    return f"{read}, {proposed}: {became}."
