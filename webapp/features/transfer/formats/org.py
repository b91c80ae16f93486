"""Org outlines, as Logseq writes them, made Markdown: headings become a list.

`* ` to `***** ` headings, `[[address][words]]`, `*bold*`, `/slanted/`, `=code=`, `~code~`,
`+gone+`, `#+TITLE:`, drawers from `:NAME:` to `:END:`, `#+BEGIN_SRC`. https://orgmode.org/manual/
"""

from __future__ import annotations

import re

HEADING = re.compile(r"^(\*{1,12})\s+(.*)$")
KEYWORD = re.compile(r"^#\+(\w+):\s*(.*)$")
BEGIN = re.compile(r"^\s*#\+BEGIN_(\w+)\s*(\w*).*$", re.IGNORECASE)
END = re.compile(r"^\s*#\+END_\w+\s*$", re.IGNORECASE)
DRAWER = re.compile(r"^\s*:(\w+):\s*$")
LINK = re.compile(r"\[\[([^\]\n]{1,1000})\]\[([^\]\n]{1,500})\]\]")
BARE = re.compile(r"\[\[((?:https?|mailto)[^\]\n]{1,1000})\]\]")
MARKS = {"*": "**", "/": "*", "=": "`", "~": "`", "+": "~~", "_": "*"}
MARK = re.compile(r"(?<![\w*/=~+_:.-])([*/=~+_])(\S|\S[^\n]*?\S)\1(?![\w*/=~+_])")


def to_markdown(text: str) -> str:
    """The page as Markdown, its keywords as front matter."""
    head: list[str] = []
    lines: list[str] = []
    depth, is_block, is_drawer = 0, False, False
    for line in text.replace("\r\n", "\n").split("\n"):
        indent = "  " * depth
        keyword = KEYWORD.match(line)
        heading = HEADING.match(line)
        if is_drawer or (DRAWER.match(line) and not is_block):
            is_drawer = line.strip().upper() != ":END:"
        elif BEGIN.match(line) or END.match(line):
            begin = BEGIN.match(line)
            is_block = begin is not None
            lines.append(f"{indent}```{begin[2] if begin else ''}")
        elif is_block:
            lines.append(f"{indent}{line.strip()}")
        elif keyword:
            head.append(f"{keyword[1].lower()}: {keyword[2]}")
        elif heading:
            depth = len(heading[1])
            lines.append(f"{'  ' * (depth - 1)}- {_inline(heading[2])}")
        else:
            lines.append(f"{indent}{_inline(line.strip())}" if line.strip() else "")
    body = "\n".join(lines).strip("\n")
    return "\n".join(["---", *head, "---", body]) if head else body


def _inline(text: str) -> str:
    text = LINK.sub(lambda match: f"[{match[2]}]({match[1]})", text)
    text = BARE.sub(lambda match: f"<{match[1]}>", text)
    return MARK.sub(lambda match: f"{MARKS[match[1]]}{match[2]}{MARKS[match[1]]}", text)
