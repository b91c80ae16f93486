"""The writing page: begin an entry, change one, save by itself."""

from __future__ import annotations

import secrets

from flask import current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.clock import When
from webapp.core.web import saves_text
from webapp.features.entries import beginnings, forms, service, ticking
from webapp.features.entries.blueprint import blueprint
from webapp.features.entries.drafts import Drafts
from webapp.features.entries.refusals import StaleEntry, no_such_entry
from webapp.features.entries.runs import Runs
from webapp.features.entries.service import Entry
from webapp.features.entries.views import go, looked_at
from webapp.features.preferences import service as preferences

READING = "reading"  # in place of a page's id: all pages that only read are one


@blueprint.get("/entries/new")
def new() -> ResponseReturnValue:
    """Begin an entry of now. Its id is in the address, so that a reload finds what was written."""
    uid = drafts().begin(When.now(preferences.read().zone_name), looked_at())
    return redirect(url_for("entries.edit", uid=uid))


@blueprint.post("/entries/new")
def new_on_a_day() -> ResponseReturnValue:
    """Begin an entry of another day, at the time it is now."""
    day = forms.read_day(request.form.get("day", ""))
    now = When.now(preferences.read().zone_name)
    begun = drafts().begin(When(day, now.time, now.zone), looked_at())
    return redirect(url_for("entries.edit", uid=begun))


@blueprint.get("/entries/<uid>/edit")
def edit(uid: str) -> ResponseReturnValue:
    """The writing page of an entry, or of one just begun."""
    entry = service.read_entry(uid) if service.has_entry(uid) else None
    if entry is not None and entry.trashed_at is not None:
        return go(url_for("entries.trashed_entry", uid=uid))
    when = entry.when if entry is not None else drafts().when(uid)
    if when is None:
        raise no_such_entry()
    return render_template(
        "entries/writing.html",
        uid=uid,
        copy_uid=service.new_uid(),
        entry=entry,
        when=when,
        saved_at=saved_clock(entry) if entry is not None else "",
        tags=entry.tags if entry is not None else [],
        known_tags=[tag.name for tag in service.all_tags()],
        zones=forms.zone_names(),
        **margin_values(uid, entry),
        beginnings=[] if entry else beginnings.filled_in(when.day),
        page_id=secrets.token_hex(8),
    )


def margin_values(uid: str, entry: Entry | None) -> dict[str, object]:
    """What the margin of the writing page shows and proposes."""
    begun_in = drafts().journal_id(uid)
    default = service.default_journal() if begun_in is None else service.read_journal(begun_in)
    return {
        "journal": entry.journal if entry else default,
        "journals": service.all_journals(),
        "margin": entry.margin if entry else service.NO_MARGIN,
        "known_people": service.known_people(),
        "known_places": service.known_places(),
        "known_weathers": service.known_weathers(),
    }


@blueprint.put("/entries/<uid>")
@saves_text
def save(uid: str) -> ResponseReturnValue:
    """Save what a writing page sends."""
    sent = forms.read_save(_json())
    is_new = not sent.base_version
    when = drafts().change(uid, sent.when) if is_new else sent.when
    journal_id = sent.journal_id or (drafts().journal_id(uid) if is_new else None)
    if sent.is_blank and not sent.base_version and not service.has_entry(uid):
        current_app.extensions["pages"].saved(sent.page)
        return jsonify(version=0, name="", words=0, tags=[])

    def write(base: int) -> tuple[Entry, int]:
        entry = service.save_entry(
            uid,
            body=sent.body,
            title=sent.title,
            base_version=base,
            when=when,
            tags=sent.tags,
            starred=sent.starred,
            goes_on=runs().goes_on(uid, sent.page, base),
            journal_id=journal_id,
            margin=sent.margin,
        )
        return entry, entry.version

    entry = runs().save(uid, sent.page, sent.base_version, write)
    current_app.extensions["pages"].saved(sent.page)
    return jsonify(saved(entry))


@blueprint.route("/entries/<uid>/done", methods=["GET", "POST"])
def done(uid: str) -> ResponseReturnValue:
    """Where a writing page leads when it is left: to the entry, if anything was written."""
    if service.has_entry(uid):
        return redirect(url_for("entries.entry", uid=uid))
    return redirect(url_for("entries.timeline"))


@blueprint.post("/entries/<uid>/tick")
def tick(uid: str) -> ResponseReturnValue:
    """Tick a box of the entry that is being read, or take the tick off."""
    line, ticked, version = forms.read_tick(_json())

    def write(base: int) -> tuple[Entry, int]:
        goes_on = runs().goes_on(uid, READING, base)
        entry = ticking.tick(uid, line, ticked=ticked, base_version=base, goes_on=goes_on)
        return entry, entry.version

    return jsonify(version=runs().save(uid, READING, version, write).version)


@blueprint.errorhandler(StaleEntry)
def stale(refusal: StaleEntry) -> ResponseReturnValue:
    """Another window has saved the entry since: the page learns which version is stored."""
    return jsonify(error=refusal.as_json(), version=refusal.version), refusal.status


def saved(entry: Entry) -> dict[str, object]:
    """What the page learns of a save."""
    return {
        "version": entry.version,
        "saved_at": saved_clock(entry),
        "name": entry.name,
        "words": entry.words,
        "tags": [{"name": tag.name, "in_text": tag.in_text} for tag in entry.tags],
        "position": entry.position,
    }


def drafts() -> Drafts:
    """The unwritten entries of this session."""
    found: Drafts = g.session.kept.setdefault("entry_drafts", Drafts())
    return found


def runs() -> Runs:
    """The last saves of this session."""
    found: Runs = g.session.kept.setdefault("entry_runs", Runs())
    return found


def _json() -> object:
    try:
        return request.get_json(force=True, silent=True)
    except RecursionError:  # brackets in brackets in brackets
        return None


def saved_clock(entry: Entry) -> str:
    """The time at which an entry was saved, "21:04", where the person is."""
    zone = preferences.read().zone_name
    return When.of_instant(entry.updated_at, zone).time.isoformat("minutes")
