"""Logseq: `journals/2024_01_31.md`, `pages/`, `assets/`; Markdown or Org outlines.

A page is an outline of bullets; `key:: value` lines are properties of the page (at its top) or of a
block; `((id))` stands for the block that says `id:: id`; TODO and DONE stand before its words.
Journals are empty more often than not: an empty bullet is no entry. `logseq/bak` holds old copies.
From logseq/docs (its own journals) and the program's manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.features.transfer.decoding import Decoder, NotText
from webapp.features.transfer.formats import org
from webapp.features.transfer.formats.markdown import Reader
from webapp.features.transfer.reading import decoder_for, is_hidden
from webapp.features.transfer.shapes import Problem, ReadOptions, SourceEntry
from webapp.features.transfer.source import Member, MemberUnreadable, Source

NAME = "logseq"
JOURNAL = re.compile(r"(?:^|/)journals/\d{4}_\d{2}_\d{2}\.(?:md|org)$")
PAGE = re.compile(r"(?:^|/)(?:journals|pages)/[^/]+\.(?:md|org)$")
OLD = re.compile(r"(?:^|/)logseq/(?:bak|\.recycle|version-files)/")
OWN = re.compile(r"(?:^|/)logseq/")
PROPERTY = re.compile(r"^\s*(?:-\s+)?([A-Za-z][\w-]*):: ?(.*)$")
BLOCK_ID = re.compile(r"^\s*id:: ([0-9a-f-]{36})\s*$")
REFERENCE = re.compile(r"(?:\{\{embed )?\(\(([0-9a-f-]{36})\)\)(?:\}\})?")
TASK = re.compile(r"^(\s*- )(TODO|LATER|NOW|DOING|WAITING|DONE|CANCELED|CANCELLED) ", re.MULTILINE)
LONG_TAG = re.compile(r"#\[\[([^\]\n]{1,200})\]\]")
UNSEEN = {"id", "collapsed", "heading"}


def sniff(source: Source) -> float:
    """How surely the source is a Logseq graph, 0 to 1."""
    return 0.94 if any(JOURNAL.search(member.name) for member in source.members) else 0.0


def read(source: Source, options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The pages that hold something, by name.

    Raises:
        AskEncoding: it is not clear how some text is encoded.
    """
    yield from source.problems
    pages = [one for one in source.members if PAGE.search(one.name) and not OLD.search(one.name)]
    decoder = decoder_for(source, options, pages)
    blocks = _blocks(source, pages, decoder)

    def prepare(member: Member, text: str) -> str:
        return to_markdown(org.to_markdown(text) if member.suffix == ".org" else text, blocks)

    reader = Reader(source, options, decoder, prepare=prepare)
    for member in pages:
        yield from reader.read(member)
    for member in source.members:
        if OLD.search(member.name):
            yield Problem(member.name, "old_copy")
        elif not _is_expected(member) and member.name not in reader.shown:
            is_asset = "assets/" in member.name
            yield Problem(member.name, "photo_of_nothing" if is_asset else "not_read")


def _is_expected(member: Member) -> bool:
    return bool(PAGE.search(member.name) or OWN.search(member.name)) or is_hidden(member.name)


def _blocks(source: Source, pages: list[Member], decoder: Decoder) -> dict[str, str]:
    """The words of the blocks that others may stand for, by id."""
    found: dict[str, str] = {}
    for member in pages:
        try:
            data = source.read(member)
            lines = decoder.text(data).split("\n") if b"id:: " in data else []
        except (MemberUnreadable, NotText):
            continue
        words = ""
        for line in lines:
            identity = BLOCK_ID.match(line)
            if identity:
                found[identity[1]] = words
            elif line.lstrip().startswith("- "):
                words = line.strip().removeprefix("- ").strip()
    return found


def to_markdown(text: str, blocks: dict[str, str]) -> str:
    """A page as a Markdown file: properties of the page as front matter, blocks as a list."""
    is_headed = text.lstrip().startswith("---")
    head, body = ([], text) if is_headed else _properties(text)
    lines = [line for line in body.split("\n") if not _is_unseen(line)]
    body = REFERENCE.sub(lambda match: blocks.get(match[1], match[0]), "\n".join(lines))
    body = LONG_TAG.sub(lambda match: "#" + "-".join(match[1].split()), body)
    body = TASK.sub(lambda match: f"{match[1]}[{_tick(match[2])}] ", body)
    return "\n".join(["---", *head, "---", body]) if head else body


def _tick(word: str) -> str:
    return "x" if word in {"DONE", "CANCELED", "CANCELLED"} else " "


def _properties(text: str) -> tuple[list[str], str]:
    head: list[str] = []
    lines = text.split("\n")
    while lines and (match := PROPERTY.match(lines[0])):
        if match[1] not in UNSEEN:
            head.append(f"{match[1]}: {_value(match[2])}")
        lines.pop(0)
    return head, "\n".join(lines)


def _value(text: str) -> str:
    """A value as YAML text; links among tags lose their brackets."""
    plain = text.replace("[[", "").replace("]]", "").strip()
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_unseen(line: str) -> bool:
    match = PROPERTY.match(line)
    return match is not None and match[1] in UNSEEN
