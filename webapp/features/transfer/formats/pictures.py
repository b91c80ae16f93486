"""Pictures and files that a Markdown text refers to, found among the members of the source."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from webapp.features.transfer.formats.frontmatter import Value
from webapp.features.transfer.shapes import MediaReference
from webapp.features.transfer.source import Member, Source

PICTURES = frozenset(
    {".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".avif", ".bmp", ".tif", ".tiff"}
    | {".svg", ".jxl"}
)
FILES = frozenset(
    {".pdf", ".mp4", ".mov", ".m4v", ".webm", ".mp3", ".m4a", ".aac", ".wav", ".ogg", ".flac"}
    | {".opus", ".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".zip", ".epub"}
)
TEXTS = frozenset({".md", ".markdown", ".mdown", ".mkd", ".txt", ".text"})

# bounded repeats: a line of a million brackets must not take a minute
TARGET = r"<[^>\n]{1,2000}>|[^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,2000}){0,4}"
INLINE = re.compile(rf"(!?)\[([^\]\n]{{0,1000}})\]\(((?:{TARGET})[^()\n]{{0,300}})\)")
WIKI = re.compile(r"!\[\[([^\]|\n]{1,500})(?:\|([^\]\n]{0,300}))?\]\]")
IMG = re.compile(
    r"<img\b[^>]{0,2000}?\bsrc\s*=\s*(\"[^\"]{1,2000}\"|'[^']{1,2000}')[^>]{0,2000}>",
    re.IGNORECASE,
)
ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
TITLED = re.compile(r"(.*?)\s+(?:\"[^\"]*\"|'[^']*')\s*", re.DOTALL)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//|#")
NAMED = re.compile(r"(?:!?\[\[)?([^\]|\n]{1,300}\.[A-Za-z0-9]{3,5})(?:\|[^\]]*)?(?:\]\])?")


def references(
    body: str, member: Member, source: Source, fields: dict[str, Value]
) -> tuple[MediaReference, ...]:
    """What the text (and the front matter) refers to, in the order of the text, each once."""
    found: dict[str, MediaReference] = {}
    if "](" in body or "![" in body or "<img" in body or "<IMG" in body:
        for reference in _in_text(body, member, source):
            found.setdefault(reference.text, reference)
    for name in _in_fields(fields):
        target = _find(name, member, source)
        place = target.name if target else None
        if place is None or all(reference.member != place for reference in found.values()):
            found.setdefault(f"\x00{name}", MediaReference("", name, place))
    return tuple(found.values())


def _in_text(body: str, member: Member, source: Source) -> Iterator[MediaReference]:
    for match in INLINE.finditer(body):
        target = match[3].strip()
        titled = TITLED.fullmatch(target)
        name = (titled[1] if titled else target).strip().strip("<>").strip()
        reference = _reference(match[0], name, match[2], member, source, is_shown=bool(match[1]))
        if reference is not None:
            yield reference
    for match in WIKI.finditer(body):
        name, alt = match[1].partition("#")[0].strip(), match[2] or ""
        size_only = alt.replace("x", "").isdigit()
        reference = _reference(match[0], name, "" if size_only else alt, member, source)
        if reference is not None:
            yield reference
    for match in IMG.finditer(body):
        alt = ALT.search(match[0])
        words = (alt[1] or alt[2] or "") if alt else ""
        reference = _reference(match[0], match[1][1:-1], words, member, source)
        if reference is not None:
            yield reference


def _reference(
    text: str, name: str, alt: str, member: Member, source: Source, *, is_shown: bool = True
) -> MediaReference | None:
    """The reference, or None when it is a link to the web, to a note or to nothing that counts."""
    if name.startswith("file:"):
        name = name.removeprefix("file:").lstrip("/")
    elif SCHEME.match(name):
        return None
    suffix = posixpath.splitext(unquote(name).partition("?")[0])[1].lower()
    if suffix in TEXTS or not suffix:
        return None
    target = _find(name, member, source)
    is_known = suffix in PICTURES or suffix in FILES
    if target is None and not is_known:
        return None
    is_picture = suffix in PICTURES and (is_shown or target is not None)
    return MediaReference(text, name, target.name if target else None, alt.strip(), is_picture)


def _find(name: str, member: Member, source: Source) -> Member | None:
    """The member a name points to: from the file's folder, from the top, else by its last part."""
    folder = posixpath.dirname(member.name)
    for spelling in dict.fromkeys((name, unquote(name), unquote(name).partition("?")[0])):
        plain = spelling.replace("\\", "/")
        near = posixpath.normpath(posixpath.join(folder, plain.lstrip("/")))
        top = posixpath.normpath(plain.lstrip("/"))
        for path in (near, top):
            target = source.find(path)
            if target is not None:
                return target
    same = source.named(posixpath.basename(unquote(name).replace("\\", "/").partition("?")[0]))
    return same[0] if same else None


def _in_fields(fields: dict[str, Value]) -> Iterator[str]:
    """Pictures named in front matter: `cover: "[[out-of-control.jpg]]"`."""
    for value in fields.values():
        for text in value if isinstance(value, list) else [value]:
            if not isinstance(text, str) or "." not in text:
                continue
            named = NAMED.fullmatch(text.strip())
            if named is None or SCHEME.match(named[1]):
                continue
            if posixpath.splitext(named[1])[1].lower() in PICTURES:
                yield named[1]
