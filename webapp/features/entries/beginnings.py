"""Templates: texts that a new entry can begin with. A starting set, and the person's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.core.texts import full_date
from webapp.features.entries.names import one_line
from webapp.features.entries.refusals import check_text

MAX_NAME = 80
MAX_TEMPLATES = 100
DATE = "{date}"

STARTING_SET = (
    (_l("Three good things"), _l("Three good things of {date}\n\n1. \n2. \n3. \n")),
    (_l("Morning"), _l("How I slept: \n\nWhat is on my mind: \n\nWhat today is for: \n")),
    (_l("Evening"), _l("What happened: \n\nWhat I am glad of: \n\nWhat can wait: \n")),
    (_l("Week"), _l("The week up to {date}\n\n## What it was about\n\n\n## What comes next\n\n")),
    (_l("Book or film"), _l("Title: \n\nWhat it is: \n\nWhat stays: \n")),
    (_l("Dream"), _l("A dream, {date}\n\nWhere I was: \n\nWho was there: \n\nHow it felt: \n")),
)


@dataclass(frozen=True)
class Template:
    """A text to begin with; `id` is 0 for one of the starting set."""

    id: int
    name: str
    body: str


def own_templates() -> list[Template]:
    """The person's own templates, by name."""
    rows = journal_db.execute_sql("SELECT id, name, body FROM template ORDER BY name, id")
    return [Template(*row) for row in rows.fetchall()]


def filled_in(day: date) -> list[Template]:
    """All templates, the person's own first, with {date} as that day is said."""
    start = [Template(0, str(name), str(body)) for name, body in STARTING_SET]
    said = full_date(day)
    return [
        Template(one.id, one.name, one.body.replace(DATE, said)) for one in own_templates() + start
    ]


def put_template(name: str, body: str, template_id: int | None = None) -> None:
    """Keep a template, a new one when there is no id.

    Raises:
        Refusal: it has no name or no text, or there are too many.
    """
    name, body = one_line(name, MAX_NAME), body.replace("\r\n", "\n")
    check_text(body, name)
    if not name or not body.strip():
        raise _refused(_("A template needs a name and a text."), _("Give both."))
    with journal_db.atomic("IMMEDIATE"):
        if template_id is not None:
            journal_db.execute_sql(
                "UPDATE template SET name = ?, body = ? WHERE id = ?", (name, body, template_id)
            )
            return
        if len(own_templates()) >= MAX_TEMPLATES:
            raise _refused(_("There are as many templates as Quietleaf keeps."), _("Delete one."))
        journal_db.execute_sql("INSERT INTO template (name, body) VALUES (?, ?)", (name, body))


def delete_template(template_id: int) -> Template | None:
    """Delete a template, and give it back for an undo; safe to repeat."""
    row = journal_db.execute_sql(
        "DELETE FROM template WHERE id = ? RETURNING id, name, body", (template_id,)
    ).fetchone()
    return Template(*row) if row else None


def _refused(happened: str, todo: str) -> Refusal:
    return Refusal(happened, _("Nothing has changed."), todo, status=422)
