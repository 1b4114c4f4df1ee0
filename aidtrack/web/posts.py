"""Posts of community groups: bring some in, look at each household, confirm it or put it aside."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.cases.facts import CaseFacts
from aidtrack.errors import RuleBroken
from aidtrack.posts import actions, pasting, queries
from aidtrack.posts.models import Post, PostDraft
from aidtrack.posts.on_behalf import asks_for_others
from aidtrack.posts.pasting import Pasted
from aidtrack.rights import EVERYWHERE
from aidtrack.web import post_words
from aidtrack.web.access import needs
from aidtrack.web.forms.base import Form
from aidtrack.web.forms.people import ConfirmForm
from aidtrack.web.forms.posts import BringForm, DiscardForm, DraftForm, ForwardForm, SortForm, drafted

VIEWS = ("waiting", "others", "decided")
MOST_DIGITS = 9
MOST_TICKED = 200

pages = Blueprint("posts", __name__, url_prefix="/posts")


@pages.get("/")
@needs("posts.see")
def index() -> Any:
    view, batch = request.args.get("view", ""), request.args.get("batch", "")[:40]
    view = view if view in VIEWS else VIEWS[0]
    sent = request.args.get("after", "")
    after = int(sent) if _is_number(sent) else None
    if view == "waiting":
        page = queries.waiting(g.actor, after=after, batch=batch)
    else:
        page = (queries.unsorted if view == "others" else queries.decided)(g.actor, after=after)
    return render_template(
        "posts/index.html",
        view=view,
        batch=batch,
        form=ConfirmForm(formdata=None),
        **_shown(page, view, batch),
    )


def _shown(page: queries.Page, view: str, batch: str) -> dict[str, Any]:
    counts = {"waiting": queries.waiting_for(g.actor), "others": queries.unsorted_for(g.actor)}
    labels = {"waiting": _("To look at"), "others": _("They ask for nothing"), "decided": _("Decided")}
    more: dict[str, Any] = {"view": view, "batch": batch} if batch else {"view": view}
    return {
        "rows": [post_words.row(draft) for draft in page.rows],
        "posts": [post_words.post_row(post) for post in page.posts],
        "views": [
            {
                "url": url_for(".index", view=one),
                "label": labels[one],
                "count": counts.get(one),
                "current": one == view,
            }
            for one in VIEWS
        ],
        "pager": {
            "said": post_words.score_said(queries.score(g.actor)),
            "before": None,
            "after": url_for(".index", after=page.after, **more) if page.after else None,
            "after_label": _("Next"),
        },
    }


@pages.route("/new", methods=["GET", "POST"])
@needs("posts.read")
def new() -> Any:
    form = BringForm(data={"ward": queries.last_ward(g.actor) or _only_ward()})
    if form.submitted() and (read := _read(form)) is not None:
        with form.acting() as act:
            done = actions.bring(read, form.ward.place_id or "", by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".index", batch=done.batch) if done.new else url_for(".index")
        if act.done:
            _tell_brought(done)
            return redirect(act.leads_to)
    return render_template("posts/new.html", form=form), form.status


def _only_ward() -> str | None:
    """The ward of somebody who reads the posts of a single one."""
    paths = g.actor.reach("posts.read")
    return queries.ward_at(paths[0]) if len(paths) == 1 and paths[0] != EVERYWHERE else None


def _read(form: BringForm) -> list[actions.ReadPost] | None:
    """The posts as they were read, or None with the refusal beside its field."""
    try:
        return actions.read_all(_pasted(form), form.ward.place_id or "", by=g.actor)
    except RuleBroken as error:
        form.refuse(error)
        return None


def _pasted(form: BringForm) -> list[Pasted]:
    file = form.file.data
    data = file.read(pasting.MOST_BYTES + 1) if file else b""
    return pasting.from_file(data) if data else pasting.from_text(form.text.data or "")


def _tell_brought(done: actions.Brought) -> None:
    """How many posts were new, how many households stand in the queue, and what was there already."""
    if done.new:
        said = ngettext("%(num)d post is read:", "%(num)d posts are read:", done.new)
        found = ngettext("%(num)d household to look at.", "%(num)d households to look at.", done.proposed)
        flash(f"{said} {found}", "done")
    if done.elsewhere:
        flash(
            ngettext(
                "%(num)d household lives in another ward; it stands in that ward's queue.",
                "%(num)d households live in other wards; they stand in those wards' queues.",
                done.elsewhere,
            ),
            "note",
        )
    if done.already:
        text = ngettext(
            "%(num)d post was read before and is left out.",
            "%(num)d posts were read before and are left out.",
            done.already,
        )
        flash(text, "wait")


@pages.post("/sort")
@needs("posts.decide")
def sort_many() -> Any:
    """The ticked posts are what they were read to be."""
    form = ConfirmForm()
    if form.submitted():
        ids = [int(one) for one in request.form.getlist("post")[:MOST_TICKED] if _is_number(one)]
        with form.acting() as act:
            count = actions.sort_as_read(queries.posts_by_id(ids, by=g.actor), by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".index", view="others")
        if act.done:
            flash(ngettext("%(num)d post is noted.", "%(num)d posts are noted.", count), "done")
    return redirect(url_for(".index", view="others"))


def _is_number(sent: str) -> bool:
    return sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS


@pages.get("/<int:post_id>")
@needs("posts.see")
def show(post_id: int) -> Any:
    return _post_page(queries.get_post(post_id, by=g.actor))


def _post_page(post: Post, form: SortForm | None = None) -> Any:
    form = form or SortForm(formdata=None, data={"kind": post.kind_read})
    households = [
        {"row": post_words.row(one), "mine": g.actor.can(queries.RIGHT, within=one.place_path)}
        for one in post.drafts
    ]
    shown = {
        "pieces": queries.shown(post, g.actor),
        "households": households,
        "kind": post_words.kind_label(post.kind or post.kind_read),
        "fields": post_words.FIELDS,
        "place": queries.ward_of(post),
        "sorting": queries.may_sort(post, by=g.actor),
    }
    return render_template("posts/show.html", post=post, form=form, **shown), 422 if form.problems else 200


@pages.post("/<int:post_id>/sort")
@needs("posts.decide")
def sort(post_id: int) -> Any:
    post, form = queries.get_post(post_id, by=g.actor), SortForm()
    if form.submitted():
        with form.acting() as act:
            made = actions.sort(post, form.kind.data or "", by=g.actor, at=g.clock.now())
            act.leads_to = _of(made) if made else url_for(".index", view="others")
        if act.done:
            flash(
                _("Write down what the household needs.") if made else _("It is noted what the post is."),
                "done",
            )
            return redirect(act.leads_to)
    return _post_page(post, form)


def _of(draft: PostDraft) -> str:
    return url_for(".draft", post_id=draft.post_id, number=draft.number)


@pages.route("/<int:post_id>/<int:number>", methods=["GET", "POST"])
@needs("posts.decide")
def draft(post_id: int, number: int) -> Any:
    """One household that was read, with the words it was read from; whoever confirms it adds the case."""
    one = queries.get_draft(post_id, number, by=g.actor)
    if request.method == "GET" and one.state != "open":
        return redirect(url_for(".show", post_id=post_id))
    form = DraftForm(data=drafted(one))
    if form.submitted():
        with form.acting() as act:
            case = actions.confirm(one, form.facts(), by=g.actor, at=g.clock.now())
            act.leads_to = _onwards(one)
        if act.done:
            flash(
                _(
                    "%(name)s is a case now: %(code)s. Somebody else verifies it.",
                    name=case.name,
                    code=case.code,
                ),
                "done",
            )
            return redirect(act.leads_to)
    return _draft_page(one, form), form.status


def _draft_page(one: PostDraft, form: DraftForm, discarding: DiscardForm | None = None) -> str:
    read = CaseFacts(
        name=one.facts.get("name", ""),
        place_id=one.place_id,
        people=one.facts.get("people") or 1,
        phone=one.phone,
        address=one.facts.get("address", ""),
    )
    shown = {
        "pieces": queries.shown(one.post, g.actor, household=one.number - 1),
        "quoted": queries.words_of(one),
        "fields": post_words.FIELDS,
        "title": post_words.heading_of(one),
        "group": queries.ward_of(one.post),
        "beside": [(found, post_words.state_of(found)) for found in queries.same_phone(one, by=g.actor)],
        "hints": queries.hints(read, by=g.actor),
        "discarding": discarding or DiscardForm(formdata=None),
        "left": queries.waiting_for(g.actor),
        "others": asks_for_others(one.post.text),
    }
    return render_template("posts/draft.html", draft=one, form=form, **shown)


def _onwards(one: PostDraft) -> str:
    """Where the queue goes on."""
    following = queries.next_waiting(one, by=g.actor)
    return _of(following) if following else url_for(".index")


@pages.post("/<int:post_id>/<int:number>/discard")
@needs("posts.decide")
def discard(post_id: int, number: int) -> Any:
    one, form = queries.get_draft(post_id, number, by=g.actor), DiscardForm()
    if form.submitted():
        with form.acting() as act:
            actions.discard(one, form.reason.data or "", by=g.actor, at=g.clock.now())
            act.leads_to = _onwards(one)
        if act.done:
            flash(_("It is put aside."), "done")
            return redirect(act.leads_to)
    return _refused_page(one, form)


@pages.post("/<int:post_id>/<int:number>/forward")
@needs("posts.decide")
def forward(post_id: int, number: int) -> Any:
    """Hand the household on to the people of the ward that was chosen in its form."""
    one, form = queries.get_draft(post_id, number, by=g.actor), ForwardForm()
    if form.submitted():
        with form.acting() as act:
            actions.forward(one, form.place.place_id or "", by=g.actor, at=g.clock.now())
            act.leads_to = _onwards(one)
        if act.done:
            flash(_("It stands in the queue of %(place)s now.", place=form.place.data), "done")
            return redirect(act.leads_to)
    return _refused_page(one, form)


def _refused_page(one: PostDraft, refused: Form) -> Any:
    """The household's page with what was typed, and why it could not be put aside or handed on."""
    form = DraftForm() if "name" in request.form else DraftForm(formdata=None, data=drafted(one))
    if isinstance(refused, DiscardForm):
        return _draft_page(one, form, refused), 422
    form.place.errors = list(refused["place"].errors)
    form.refused += refused.refused
    return _draft_page(one, form), 422
