"""After an unlock, beside the person's work: what features do then, and a look at the files.

A damaged journal is shut.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask
from flask_babel import gettext as _

from webapp.core import clock, inspection
from webapp.core.database import journal_db
from webapp.core.jobs import Jobs, Progress
from webapp.core.page import leave_toast
from webapp.core.sessions import Session, Sessions
from webapp.features.accounts.doorstep import Doorstep

log = logging.getLogger(__name__)


def begin(app: Flask, live: Session) -> None:
    """Read the files through, once a day, then let the features do what they do after an unlock."""
    vault = live.vault
    due = [path for path in (vault.journal_path, vault.media_path) if inspection.is_due(path)]
    hooks = [feature.on_unlock for feature in app.extensions["features"] if feature.on_unlock]
    unlocked_at = clock.now_ms()
    jobs: Jobs = app.extensions["jobs"]

    def work(progress: Progress) -> None:
        for path in due:
            is_stopped: Callable[[], bool] = progress.job.stop.is_set
            found = inspection.find_damage(path, vault.key_while_open(), is_stopped)
            progress.check()
            if not found:
                inspection.note(path, is_whole=True)
                continue
            log.error("damaged: %s", path.name)
            if path == vault.journal_path:
                shut(app, live)
                return
            tell_of_media(app, live)
            return
        for hook in hooks:
            hook(unlocked_at)
            progress.check()

    jobs.start(vault, live.person_id, "unlocked", work)


def shut(app: Flask, live: Session) -> None:
    """Close a damaged journal in every window, and remember not to open it again."""
    sessions: Sessions = app.extensions["sessions"]
    doorstep: Doorstep = app.extensions["doorstep"]
    doorstep.damaged.add(live.person_id)
    sessions.close_person(live.person_id)
    journal_db.close()  # the job's own; the last one to close may still write to the file
    inspection.note(live.vault.journal_path, is_whole=False)


def tell_of_media(app: Flask, live: Session) -> None:
    """Say that some photos cannot be read; the words are in the other file, and stay open."""
    said = " ".join(
        (
            _("Part of the file with your photos cannot be read, so some of them will not show."),
            _("Your words are in another file, and that one is whole."),
            _("A copy of “media.sqlite3” that you kept can be put in its place."),
        )
    )
    leave_toast(live.kept, said, "error")
