r"""Backslashes that a Markdown text does not need, taken away.

Day One and others write `a\.b\-c` for a.b-c. That is right Markdown, and no way to keep a person's
words: they would be met again in the editor and miss in a search. What would become a mark without
its backslash keeps it: the text reads the same before and after.
https://spec.commonmark.org/0.31.2/#backslash-escapes
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
INDENTED = re.compile(r"^(?: {4}|\t)")
NEVER_A_MARK = frozenset("\"'$%,/;?@^{}")
SCHEMES = ("]", "http", "https", "mailto", "ftp")
LINK_MARKS = ("](", "]:", "][", "[[", "[^", "[ ]", "[x]", "[X]")
# what can stand before a mark that begins a block: other marks, and the numbers of lists
MARKS_ONLY = re.compile(r"(?:[^\w]|_|\b\d{1,9}\b)*")
NUMBER_FIRST = re.compile(r"(?:[^\w]|_|\b\d{1,9}\b)*\d{1,9}")


def lighten(text: str) -> str:
    """The text without needless backslashes; code is left as it is."""
    if "\\" not in text:
        return text
    lines, fence = [], ""
    for line, (has_link, has_code) in zip(text.split("\n"), _around(text), strict=True):
        found = FENCE.match(line)
        if found and (not fence or (line.strip().startswith(fence) and not line.strip(" `~"))):
            fence = "" if fence else found[1]
            lines.append(line)
        elif fence or INDENTED.match(line) or has_code:
            lines.append(line)
        else:
            lines.append(_line(line, has_link=has_link))
    return "\n".join(lines)


def _around(text: str) -> list[tuple[bool, bool]]:
    """For each line, whether its paragraph has (or would have) a link or box, and code."""
    found: list[tuple[bool, bool]] = []
    for _, group in groupby(text.split("\n"), lambda line: not line.strip()):
        lines = list(group)
        plain = ESCAPED.sub(r"\1", "\n".join(lines))
        found += [(any(mark in plain for mark in LINK_MARKS), "`" in plain)] * len(lines)
    return found


def _line(line: str, *, has_link: bool) -> str:
    def bare(found: re.Match[str]) -> str:
        sign = found[1]
        if has_link and sign in "[]()":
            return found[0]
        return sign if _is_safe(sign, line[: found.start()], line[found.end() :]) else found[0]

    return ESCAPED.sub(bare, line)


def _is_safe(sign: str, before: str, after: str) -> bool:
    """Whether the sign is no mark between what stands before and after it in its line."""
    judge = _JUDGES.get(sign)
    return sign in NEVER_A_MARK or (judge is not None and judge(sign, before, after))


def _begins_no_block(sign: str, before: str, _after: str) -> bool:
    return MARKS_ONLY.fullmatch(before) is None and (sign != ">" or "<" not in before)


def _ends_no_number(_sign: str, before: str, _after: str) -> bool:
    return NUMBER_FIRST.fullmatch(before) is None


def _leads_nowhere(_sign: str, before: str, _after: str) -> bool:
    return bool(re.search(r"\w", before)) and not before.endswith(SCHEMES)


def _stands_single(sign: str, before: str, after: str) -> bool:
    is_double = before.endswith(sign) or after.lstrip("\\").startswith(sign)
    return not is_double and MARKS_ONLY.fullmatch(before) is None


def _stands_alone(_sign: str, before: str, after: str) -> bool:
    return before.endswith(" ") and after[:1] == " " and MARKS_ONLY.fullmatch(before) is None


def _is_within_a_word(_sign: str, before: str, after: str) -> bool:
    return bool(re.search(r"[^\W_]$", before)) and bool(re.match(r"[^\W_]", after))


_JUDGES: dict[str, Callable[[str, str, str], bool]] = {
    "[": lambda _sign, _before, _after: True,
    "]": lambda _sign, _before, _after: True,
    "(": lambda _sign, before, _after: not before.endswith("]"),
    ")": _ends_no_number,
    ".": _ends_no_number,
    "-": _begins_no_block,
    "+": _begins_no_block,
    ">": _begins_no_block,
    "!": lambda _sign, _before, after: not after.startswith(("[", "\\[")),
    ":": _leads_nowhere,
    "_": _is_within_a_word,
    "~": _stands_single,
    "=": _stands_single,
    "*": _stands_alone,
    "&": lambda _sign, _before, after: re.match(r"\\?#|\w+\\?;", after) is None,
}
