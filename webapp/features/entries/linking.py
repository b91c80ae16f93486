"""Links from one entry to another: `[words](entry:ID)` in the text."""

from __future__ import annotations

import re

from webapp.core.database import journal_db

ENTRY_SCHEME = "entry:"
_ADDRESS = re.compile(rf"{ENTRY_SCHEME}([0-9a-f]{{32}})")


def page_of(address: str) -> str | None:
    """Where a link of a text leads to: what `core.markdown.render` asks for.

    Args:
        address: as it stands in the text.

    Returns:
        An address of this program; None when it names no entry, or one that is not here.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    row = journal_db.execute_sql("SELECT 1 FROM entry WHERE uid = ?", (found[1],)).fetchone()
    return f"/entries/{found[1]}" if row is not None else None
