"""Links between the files of a vault: `[[Note|words]]`, `![[Note]]`, `[words](Note.md)`.

As Obsidian and Logseq write them: a note is named by its file, wherever in the vault it is. What
leads to no file of the source is left as it stands.
https://help.obsidian.md/links
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from webapp.features.transfer.formats.pictures import TEXTS
from webapp.features.transfer.shapes import EntryLink
from webapp.features.transfer.source import Member, Source

WIKI = re.compile(
    r"!?\[\[([^\]\[|#^\n]{1,300})(?:[#^]([^\]\[|\n]{0,300}))?(?:\|([^\]\[\n]{0,300}))?\]\]"
)
INLINE = re.compile(r"(?<!!)\[([^\]\n]{1,500})\]\((<[^>\n]{1,500}>|[^()\s]{1,500})\)")
ENDINGS = ("", *sorted(TEXTS), ".org")


def links(body: str, member: Member, source: Source) -> tuple[EntryLink, ...]:
    """The links of a text to other texts of the source, each once, the longest first."""
    found: dict[str, EntryLink] = {}
    if "[[" in body or ".md" in body or ".markdown" in body:
        for link in (*_wiki(body, member, source), *_inline(body, member, source)):
            found[link.text] = link
    return tuple(sorted(found.values(), key=lambda link: -len(link.text)))


def _wiki(body: str, member: Member, source: Source) -> Iterator[EntryLink]:
    for match in WIKI.finditer(body):
        target = _target(match[1].strip(), member, source)
        if target is not None:
            words = match[3] or match[1].strip().rpartition("/")[2]
            yield EntryLink(match[0], target, words)


def _inline(body: str, member: Member, source: Source) -> Iterator[EntryLink]:
    for match in INLINE.finditer(body):
        address = unquote(match[2].strip("<>")).partition("#")[0]
        if ":" not in address and Member(address, 0).suffix in TEXTS:
            target = _target(address, member, source)
            if target is not None:
                yield EntryLink(match[0], target, match[1])


def _target(name: str, member: Member, source: Source) -> str | None:
    """The text that a name leads to: beside the one that names it, from the top, or anywhere."""
    folder = member.name.rpartition("/")[0]
    plain = name.removeprefix("./")
    for ending in ENDINGS:
        for place in (f"{folder}/{plain}{ending}" if folder else "", f"{plain}{ending}"):
            found = source.find(place) if place else None
            if found is not None and found.suffix in {*TEXTS, ".org"}:
                return found.name
        for other in source.named(f"{plain}{ending}".rpartition("/")[2]):
            if other.suffix in {*TEXTS, ".org"} and other.name.endswith(f"{plain}{ending}"):
                return other.name
    return None
