"""YAML front matter: the block between `---` lines at the very top of a Markdown file.

Everything is read as text (no 001 that becomes 1, no date that becomes midnight in London), and no
tag in it can make anything but text, lists and maps. What is not valid YAML (tabs, templates, the
export of jrnl) is read by line where that is possible.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

Value = str | None | list["Value"] | dict[str, "Value"]

MAX_HEADER = 64 * 1024
MAX_NODES = 5_000  # aliases can make a small block unfold to a giant
MAX_BRACKETS = 1_000  # libyaml overruns the stack at some ten thousand levels
OPEN = re.compile(r"\A---[ \t]*\n")
CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
DEEP = re.compile(r"(?:[-?:][ \t]+){40}")
NULLS = {"", "~", "null", "Null", "NULL"}

# One line of a front matter that needs no YAML reader to be sure of: a plain word or a time, or
# text between double quotes without any escape.
PLAIN_LINE = re.compile(
    r"([A-Za-z][\w-]*):[ ]+(?:([A-Za-z0-9](?:[\w.,;/+()' -]|:(?=[\w/]))*)"
    r"|\"([^\"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]*)\")"
)
KEY_LINE = re.compile(r"([^\s:#'\"\-\[\]{}][^:\n]{0,80}?)[ \t]*:(?:[ \t]+(.*))?")
ITEM_LINE = re.compile(r"[ \t]*-[ \t]+(.*)")
BLOCK = re.compile(r"[|>][+-]?\d?[ \t]*")


class _TooMuch(Exception):
    """More nodes than any front matter has."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields with their own spelling, the raw block, and whether it was valid YAML."""

    fields: dict[str, Value]
    header: str
    is_valid: bool = True


def split(text: str) -> tuple[FrontMatter | None, str, bool]:
    """Front matter and body of a file.

    Returns:
        the front matter, or None where there is none; the rest of the text (all of it without
        front matter); and whether there was a block that could not be read, which then is part
        of the text.
    """
    opening = OPEN.match(text)
    if not opening:
        return None, text, False
    closing = CLOSE.search(text, opening.end(), opening.end() + MAX_HEADER)
    if not closing:
        return None, text, False
    header, body = text[opening.end() : closing.start()], text[closing.end() :]
    fields, is_valid = parse(header)
    if fields is None:
        # a text between two rules is no front matter; a block with keys that fails is one
        return None, text, not is_valid and KEY_LINE.match(header) is not None
    return FrontMatter(fields, header, is_valid), body, False


def parse(header: str) -> tuple[dict[str, Value] | None, bool]:
    """The fields of a front matter block, None when it is no map, and whether it is valid YAML."""
    plain = _plainly(header)
    if plain is not None:
        return plain, True
    import yaml

    brackets = header.count("[") + header.count("{")
    if brackets > MAX_BRACKETS or DEEP.search(header):
        return by_line(header), False
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node = yaml.compose(header, Loader=loader)
        value = _Unfolding().value(node) if node is not None else {}
    except (yaml.YAMLError, _TooMuch, RecursionError, ValueError):
        return by_line(header), False
    return (value, True) if isinstance(value, dict) else (None, True)


def _plainly(header: str) -> dict[str, Value] | None:
    """The fields where each line is plain: most entries of most exports, at a tenth of the cost."""
    fields: dict[str, Value] = {}
    for line in header.splitlines() if header.isascii() else header.split("\n"):
        if not line:
            continue
        found = PLAIN_LINE.fullmatch(line)
        if found is None or found[1] in fields:
            return None
        word = found[2]
        fields[found[1]] = found[3] if word is None else None if word in NULLS else word.rstrip(" ")
    return fields


class _Unfolding:
    """Nodes to plain values, with an end to it."""

    def __init__(self) -> None:
        self.count = 0

    def value(self, node: Any) -> Value:  # yaml.Node, whose kinds are told by `id`
        self.count += 1
        if self.count > MAX_NODES:
            raise _TooMuch
        if node.id == "scalar":
            return None if node.value in NULLS and not node.style else str(node.value)
        if node.id == "sequence":
            return [self.value(item) for item in node.value]
        fields: dict[str, Value] = {}
        for key, item in node.value:
            _put(fields, _as_key(self.value(key)), self.value(item))
        return fields


def _as_key(value: Value) -> str:
    if isinstance(value, str):
        return value
    # `created: {{date}}` of a template is a map whose key is a map
    raise _TooMuch


def _put(fields: dict[str, Value], key: str, value: Value) -> None:
    """A key that comes twice keeps both values."""
    fields[key] = value if key not in fields else [*_listed(fields[key]), *_listed(value)]


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def by_line(header: str) -> dict[str, Value] | None:
    """The fields of a block that is not valid YAML: `key: value`, lists with dashes (indented as
    they please) and blocks after `|`; None where a line fits nothing."""
    fields: dict[str, Value] = {}
    key = ""
    block: list[str] | None = None
    for line in header.split("\n"):
        if block is not None and (line[:1] in {" ", "\t"} or not line.strip()):
            block.append(line)
            continue
        if block is not None:
            fields[key], block = _dedented(block), None
        if not line.strip() or line.startswith("#"):
            continue
        found = KEY_LINE.fullmatch(line)
        if found:
            key, value = found[1], (found[2] or "").strip()
            if BLOCK.fullmatch(value):
                block = []
            else:
                _put(fields, key, _loose(value))
        elif not key or not _append(fields, key, line):
            return None
    if block is not None:
        fields[key] = _dedented(block)
    return fields or None


def _append(fields: dict[str, Value], key: str, line: str) -> bool:
    """Add a list item or a line that goes on to the last key; False when it is neither."""
    before = fields[key]
    item = ITEM_LINE.fullmatch(line)
    if item and (before is None or isinstance(before, list)):
        fields[key] = [*(before or []), _loose(item[1].strip())]
        return True
    if line[:1] in {" ", "\t"} and isinstance(before, str):
        fields[key] = f"{before} {line.strip()}"
        return True
    return False


def _loose(value: str) -> Value:
    if value in NULLS:
        return None
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if value.startswith("[") and value.endswith("]") and not value.startswith("[["):
        return [_loose(item.strip()) for item in value[1:-1].split(",") if item.strip()]
    return value


def _dedented(lines: list[str]) -> str:
    while lines and not lines[0].strip():
        del lines[0]
    if not lines:
        return ""
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip(" \t"))]
    return "\n".join(line.removeprefix(indent) for line in lines).rstrip()
