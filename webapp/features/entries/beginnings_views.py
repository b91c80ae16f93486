"""How a new entry can begin: a question, a template; and the page of the templates."""

from __future__ import annotations

from flask import g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.core.page import toast
from webapp.features.entries import beginnings, service
from webapp.features.entries.blueprint import blueprint
from webapp.features.entries.journals_views import inside
from webapp.features.entries.questions import next_question


@blueprint.post("/questions/next")
def question() -> ResponseReturnValue:
    """A question to begin with."""
    return jsonify(question=next_question())


@blueprint.get("/settings/templates")
def templates() -> ResponseReturnValue:
    """The person's own templates."""
    return templates_page()


@blueprint.post("/settings/templates")
def new_template() -> ResponseReturnValue:
    """Keep a new template."""
    return put(None)


@blueprint.post("/settings/templates/<int:template_id>")
def change_template(template_id: int) -> ResponseReturnValue:
    """Change a template's name and text."""
    return put(inside(template_id))


@blueprint.post("/settings/templates/<int:template_id>/delete")
def delete_template(template_id: int) -> ResponseReturnValue:
    """Delete a template; it can be undone."""
    gone = beginnings.delete_template(inside(template_id))
    if gone is not None:
        g.session.kept["template_gone"] = gone
        undo = url_for("entries.undelete_template")
        toast(str(_("The template is gone")), action=str(_("Undo")), url=undo)
    return redirect(url_for("entries.templates"))


@blueprint.post("/settings/templates/undelete")
def undelete_template() -> ResponseReturnValue:
    """Bring back the template that was deleted last."""
    gone = g.session.kept.pop("template_gone", None)
    if gone is not None:
        beginnings.put_template(gone.name, gone.body)
    return redirect(url_for("entries.templates"))


@blueprint.post("/entries/<uid>/template")
def keep_as_template(uid: str) -> ResponseReturnValue:
    """Make a template of an entry's text."""
    entry = service.read_entry(uid)
    beginnings.put_template(entry.name or str(_("Template")), entry.body)
    toast(str(_("It is a template now; the entry stays as it is")))
    return redirect(url_for("entries.templates"))


def put(template_id: int | None) -> ResponseReturnValue:
    """Keep what the page sends."""
    name, body = request.form.get("name", ""), request.form.get("body", "")
    try:
        beginnings.put_template(name, body, template_id)
    except Refusal as refusal:
        return templates_page(refusal), refusal.status
    return redirect(url_for("entries.templates"))


def templates_page(refusal: Refusal | None = None) -> str:
    """The page of the templates."""
    return render_template(
        "entries/templates.html",
        templates=beginnings.own_templates(),
        starting=[str(name) for name, _body in beginnings.STARTING_SET],
        refusal=refusal,
        panel_endpoint="entries.templates",
    )
