"""The icons of the page: Lucide's line drawings, put into the page as inline SVG.

The path data lies in `static/icons.json` (name -> what stands inside the `<svg>`, on a 24 grid),
its licence beside it in `static/icons-LICENSE.txt`. An icon is decoration: it is hidden from screen
readers, so the word or the `aria-label` beside it must say what it means.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

ICONS = Path(__file__).parent.parent / "static" / "icons.json"


@cache
def drawings() -> dict[str, str]:
    """All icons, name to path data. Read once: every page needs some of them."""
    loaded: dict[str, str] = json.loads(ICONS.read_text(encoding="utf-8"))
    return loaded


def icon(name: str, classes: str = "") -> Markup:
    """The icon as an `<svg>` element.

    Args:
        name: Lucide's name, such as "lock".
        classes: more classes beside "ico": "ico-s" for 16 px, "ico-l" for 24 px.

    Raises:
        KeyError: there is no such icon; the message says where to add it.
    """
    try:
        inside = drawings()[name]
    except KeyError:
        raise KeyError(f"no icon {name!r} in {ICONS.name}; add its drawing there") from None
    extra = " ".join(word for word in classes.split() if word != "ico")
    klass = escape(f"ico {extra}".rstrip())
    return Markup(  # noqa: S704 - the drawings are our own file
        f'<svg class="{klass}" viewBox="0 0 24 24" aria-hidden="true">{inside}</svg>'
    )
