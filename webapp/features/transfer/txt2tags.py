"""txt2tags, as RedNotebook writes it, made Markdown.

`**bold** //italic// __underline__ --strike-- ``code`` ""as it is""`, `= H =` to `===== H =====`,
`- ` and `+ ` lists, a rule of twenty `=`, `\\\\` at the end of a line,
`[""file:///path/name"".png?300]` a picture, `[words ""address""]` a link, `[words 2019-02-14]` a
link to a day. From RedNotebook's own help and its markup.py (2.29). Underlined words become
slanted: Markdown has no line below.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

HEADING = re.compile(r"^\s*(={1,5})\s*(\S.*?)\s*\1(?:\[[\w-]*\])?\s*$")
RULE = re.compile(r"^\s*(?:={20,}|-{20,}|_{20,})\s*$")
ITEM = re.compile(r"^(\s*)([-+])\s+(\S.*)$")
AT_LINE_START = re.compile(r"^(\s*)(#{1,6}\s|>|\*\s|={3,}\s*$|-{3,}\s*$)")
NUMBERED = re.compile(r"^(\s*\d{1,9})([.)]\s)")
MARK = re.compile(r"(?<!\w)_|_(?!\w)|[*\\`]|~~|==")
INLINE = re.compile(
    r"``(?P<code>[^`\n]+)``"
    r'|\[""(?P<image>[^"\n]{1,1000})""(?P<ending>\.\w{2,5})(?:\?\d+)?\]'
    r'|\[(?P<words>[^\]"\n]{0,500}?)\s*""(?P<address>[^"\n]{1,2000})""\]'
    r"|\[(?P<name>[^\]\n]{1,200}?)\s+(?P<day>\d{4}-\d{2}-\d{2})\]"
    r'|""(?P<raw>[^"\n]+)""'
    r"|(?P<url>(?:https?|ftp|file)://[^\s\]\"]+)"
    r"|(?<!\*)\*\*(?P<bold>(?=\S)[^\n]+?(?<=\S))\*\*(?!\*)"
    r"|//(?P<italic>(?=\S)[^\n]+?(?<=\S))//"
    r"|__(?P<under>(?=\S)[^\n]+?(?<=\S))__"
    r"|--(?P<strike>(?=[^\s-])[^\n]+?(?<=[^\s-]))--(?!-)"
)
DEEPEST = 8


@dataclass
class Found:
    """What a text shows and leads to: `images` and `files` by address, `days` by link."""

    images: list[tuple[str, str]] = field(default_factory=list)
    files: list[tuple[str, str, str]] = field(default_factory=list)
    days: list[tuple[str, str, str]] = field(default_factory=list)


def to_markdown(text: str) -> tuple[str, Found]:
    """A text and what is in it.

    Returns:
        The Markdown; and its pictures (what stands for them, their address), files (the same, and
        their words) and links to days (what stands for them, the day, the words).
    """
    found = Found()
    lines, blanks = [], 0
    for line in text.replace("\r\n", "\n").split("\n"):
        blanks = 0 if line.strip() else blanks + 1
        if blanks < 2:
            lines.append(_line(line, found))
    return "\n".join(lines).strip("\n"), found


def _line(line: str, found: Found) -> str:
    line = line.rstrip()
    if RULE.match(line):
        return "---"
    heading = HEADING.match(line)
    if heading:
        return f"{'#' * len(heading[1])} {_inline(heading[2], found)}"
    item = ITEM.match(line)
    if item:
        mark = "-" if item[2] == "-" else "1."
        return f"{item[1]}{mark} {_inline(item[3], found)}"
    line = line.removesuffix("\\\\").rstrip()
    line = AT_LINE_START.sub(lambda mark: f"{mark[1]}\\{mark[2]}", _inline(line, found))
    return NUMBERED.sub(lambda mark: f"{mark[1]}\\{mark[2]}", line)


def _inline(text: str, found: Found, depth: int = 0) -> str:
    parts, at = [], 0
    for match in INLINE.finditer(text):
        parts.append(_plain(text[at : match.start()]))
        parts.append(_made(match, found, depth))
        at = match.end()
    parts.append(_plain(text[at:]))
    return "".join(parts)


def _plain(text: str) -> str:
    return MARK.sub(lambda mark: "".join(f"\\{sign}" for sign in mark[0]), text)


def _made(match: re.Match[str], found: Found, depth: int) -> str:
    kind = match.lastgroup or ""
    if kind in WRAPS:
        inner = match[kind]
        words = _inline(inner, found, depth + 1) if depth < DEEPEST else _plain(inner)
        return f"{WRAPS[kind]}{words}{WRAPS[kind]}"
    return MAKERS[kind](match, found)


def _image(match: re.Match[str], found: Found) -> str:
    text = f"![](picture-{len(found.images) + 1})"
    found.images.append((text, f"{match['image']}{match['ending']}"))
    return text


def _link(match: re.Match[str], found: Found) -> str:
    words, address = match["words"].strip(), match["address"].strip()
    label = _plain(words or address).replace("]", "\\]")
    if re.match(r"https?://|mailto:", address):
        return f"[{label}]({address.replace('(', '%28').replace(')', '%29')})"
    text = f"[{label}](file-{len(found.files) + 1})"
    found.files.append((text, address, words))
    return text


def _day(match: re.Match[str], found: Found) -> str:
    text = f"[{_plain(match['name'])}](day-{match['day']}-{len(found.days) + 1})"
    found.days.append((text, match["day"], match["name"]))
    return text


WRAPS = {"bold": "**", "italic": "*", "under": "*", "strike": "~~"}
MAKERS: dict[str, Callable[[re.Match[str], Found], str]] = {
    "code": lambda match, _found: f"`{match['code']}`",
    "raw": lambda match, _found: _plain(match["raw"]),
    "url": lambda match, _found: match["url"],
    "ending": _image,
    "address": _link,
    "day": _day,
}
