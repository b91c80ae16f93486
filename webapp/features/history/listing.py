"""The history of an entry as its page shows it: what it was when, and what that changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core import clock
from webapp.core.clock import When
from webapp.core.texts import clock_time, day_in_words
from webapp.features.history.diffs import words_changed
from webapp.features.history.models import State, Version

NOW = 0
MOST_SIGNS = 2_000_000  # of the texts whose words are counted for one page: a quarter of a second
PHOTO = "](media:"


@dataclass(frozen=True)
class Step:
    """One text of an entry, and what it has changed of the one before it.

    `id` is the version's row, `NOW` for what the entry is now. `added` and `removed` are words,
    None where they are not counted.
    """

    id: int
    when: When
    state: State
    what: str
    why: str = ""
    added: int | None = None
    removed: int | None = None

    @property
    def is_now(self) -> bool:
        """Whether that is the entry."""
        return self.id == NOW

    @property
    def said(self) -> str:
        """Its moment: "Yesterday, 21:58"."""
        return f"{day_said(self.when)}, {clock_time(self.when.time)}"


def steps(
    present: State, saved_at: int, kept: Iterable[Version], zone: str
) -> list[Step]:  # fmt: skip
    """The texts of an entry, the newest first; one that changed nothing is left out.

    Args:
        present: what it is now.
        saved_at: since when, in ms since 1970 UTC.
        kept: its versions, the newest first.
        zone: the person's.
    """
    told = [(NOW, saved_at, present, "")]
    for one in kept:
        if one.state != told[-1][2]:
            told.append((one.id, one.made_at, one.state, one.why))
    budget, found = MOST_SIGNS, []
    for number, (row, made_at, state, why) in enumerate(told):
        before = told[number + 1][2] if number + 1 < len(told) else None
        budget -= len(state.body) + len(before.body if before else "")
        added, removed = (
            words_changed(before.body if before else "", state.body)
            if budget >= 0
            else (None, None)
        )
        when = When.of_instant(made_at, zone)
        found.append(Step(row, when, state, what(state, before, row, why), why, added, removed))
    return found


def what(state: State, before: State | None, row: int, why: str) -> str:
    """What a text has changed: "Words, tags"."""
    if why == "mine":
        return str(_("From another window"))
    if row == NOW:
        return str(_("Now"))
    if before is None:
        return str(_("The first one kept"))
    photos = state.body.count(PHOTO) - before.body.count(PHOTO)
    changed = [
        (state.body != before.body and not photos, _("words")),
        (photos > 0, ngettext("%(num)s photo added", "%(num)s photos added", photos)),
        (photos < 0, ngettext("%(num)s photo taken out", "%(num)s photos taken out", -photos)),
        (state.title != before.title, _("title")),
        (state.all_tags != before.all_tags, _("tags")),
        (state.when != before.when, _("date")),
    ]
    words = ", ".join(str(word) for is_so, word in changed if is_so)
    return words[:1].upper() + words[1:]


def day_said(when: When) -> str:
    """A day of a version: "Today", "Yesterday" or "Sunday 22 November"."""
    today = clock.today(when.zone)
    if when.day == today:
        return str(_("Today"))
    if when.day == today - timedelta(days=1):
        return str(_("Yesterday"))
    return day_in_words(when.day)
