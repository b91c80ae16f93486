"""Names of tags, people and journals: how they are kept, and when two are one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

MAX_TAG = 80
JOINERS = "\u200c\u200d"  # stand inside words of Persian and of the Indic languages


def tidy(name: str) -> str:
    """A tag as it is kept: one line, no leading #, at most 80 signs; "" when nothing is left."""
    return one_line(one_line(name).lstrip("#"), MAX_TAG)


def one_line(text: str, most: int | None = None) -> str:
    """A name on one line: composed, without signs that are not shown, at most so many of them."""
    shown = "".join(sign if _is_shown(sign) else " " for sign in text)
    return " ".join(unicodedata.normalize("NFC", shown).split())[:most].strip()


def _is_shown(sign: str) -> bool:
    return sign in JOINERS or unicodedata.category(sign)[0] != "C"


def fold(name: str) -> str:
    """A tag as it is compared: #Dad and #dad are one."""
    return unicodedata.normalize("NFC", tidy(name).casefold())


def unique(names: Iterable[str]) -> list[str]:
    """The names tidied, each once, in order."""
    kept: dict[str, str] = {}
    for name in names:
        tidied = tidy(name)
        if tidied:
            kept.setdefault(fold(tidied), tidied)
    return list(kept.values())
