"""A text in the smallest parts that people compare: words, signs of Han and kana, marks, spaces,
photos.

The parts put together are the text again, to the byte.
"""

from __future__ import annotations

import re
from functools import cache

_SIGNS = (  # written without spaces, each a word of its own: Han, kana, and what repeats them
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
_VARIANTS = "\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"  # belong to the sign before them
_MARKS = (  # not the joiners U+200C and U+200D: they stand inside words and pictures
    "!-/:-@\\[-`{-~\u00a1\u00ab\u00b7\u00bb\u00bf\u2010-\u206f"
    "\u3000-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_LETTER = rf"[^\s{_SIGNS}{_MARKS}]"
_PHOTO = r"!\[[^\[\]\r\n]*\]\(media:[0-9a-f]{32}\)"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+")
_CAPTION = re.compile(r"!\[([^\[\]\r\n]*)\]\(media:[0-9a-f]{32}\)")
_WORD = re.compile(r"[^\W_]")
SHOWN = 200  # signs at each end of a long stretch


@cache  # not needed at the start, and long to compile
def _token() -> re.Pattern[str]:
    return re.compile(
        rf"{_PHOTO}|\r\n|[\r\n]|[^\S\r\n]+|[{_SIGNS}][{_VARIANTS}]*"
        rf"|{_LETTER}+(?:['\u2019]{_LETTER}+)*|.",
        re.DOTALL,
    )


def tokens(text: str) -> list[str]:
    """The parts of a text, in order; line ends stand alone."""
    return _token().findall(text)


def lines(text: str) -> list[str]:
    """The lines of a text, each with its end."""
    return _LINE.findall(text)


def words(text: str) -> list[str]:
    """The parts that hold a letter or a figure."""
    return [part for part in tokens(text) if _WORD.search(part) and not _CAPTION.match(part)]


def photos_apart(text: str) -> list[str]:
    """A text cut at its photos: text, caption, text, caption, text."""
    return _CAPTION.split(text)


def shortened(text: str) -> tuple[str, str, str]:
    """A long text as its beginning, what can be folded away, and its end, cut between parts."""
    if len(text) <= 3 * SHOWN:
        return text, "", ""
    parts = tokens(text)
    first = _reach(parts)
    last = len(parts) - _reach(parts[:first:-1])
    return "".join(parts[:first]), "".join(parts[first:last]), "".join(parts[last:])


def _reach(parts: list[str]) -> int:
    """How many parts make up what is shown of an end."""
    length = 0
    for number, part in enumerate(parts):
        if length >= SHOWN and part.isspace():
            return number
        length += len(part)
    return len(parts)
