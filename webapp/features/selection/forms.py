"""What a page sends of a selection, read and refused in words a person understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.core.jobs import Progress
from webapp.features.entries.service import several

Work = Callable[[Sequence[int], Progress], several.Change]
LAST = (1 << 62) - 1
_OWN_PLACE = re.compile(r"/(?!/)[\w/?=&.%~+-]*")

VERBS = ("star", "unstar", "move", "tag", "untag", "trash")


def read_work(verb: str, sent: Mapping[str, str]) -> Work:
    """What shall be done with the entries: a verb with what it needs {to_journal}, {tag_name}.

    Raises:
        Refusal: what it needs is not there.
    """
    if verb in ("star", "unstar"):
        return lambda ids, progress: several.star(ids, verb == "star", progress)
    if verb == "move":
        journal_id = _number(sent, "to_journal")
        return lambda ids, progress: several.move(ids, journal_id, progress)
    if verb == "tag":
        name = sent.get("tag_name", "")
        return lambda ids, progress: several.tag(ids, name, progress)
    if verb == "untag":
        tag_id = several.tag_of(sent.get("tag_name", ""))
        return lambda ids, progress: several.untag(ids, tag_id, progress)
    return several.trash


def read_back(sent: Mapping[str, str]) -> str:
    """The place of ours that the person goes back to."""
    place = sent.get("back", "")
    return place if _OWN_PLACE.fullmatch(place) else "/"


def nothing_selected() -> Refusal:
    """The answer to a selection that is empty, or of which nothing is there any more."""
    return Refusal(
        _("No entry is selected."),
        _("Nothing has changed."),
        _("Select one or more entries, then try again."),
        status=422,
    )


def _number(sent: Mapping[str, str], name: str) -> int:
    text = sent.get(name, "")
    return min(int(text), LAST) if text.isdecimal() and text.isascii() else 0
