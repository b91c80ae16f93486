"""Markdown as it is read: safe HTML, and the plain lines shown in lists.

The stored text is the only truth; nothing here ever writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@dataclass(frozen=True)
class File:
    """A file of the journal: its type, and the addresses it is played from and saved from.

    The addresses are ours, made of an id, and hold nothing that a text could put there.
    """

    mime: str
    played: str
    saved: str


NAME_LENGTH = 120
SUMMARY_LENGTH = 240
SCHEMES = {"http", "https", "mailto"}
PLAYED = ("audio", "video")
TAGS = {
    *PLAYED,
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figure"),
    *("em", "strong", "s", "del", "mark", "code", "a", "img"),
    *("ul", "ol", "li", "input", "label", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "target", "title", "class"},
    "audio": {"controls", "preload", "src"},
    "video": {"controls", "preload", "src"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "li": {"class"},
    "ul": {"class"},
    "input": {"class", "type", "disabled", "checked", "value"},
    "th": {"class"},
    "td": {"class"},
    "*": {"dir"},
}
BLOCKS_WITH_DIRECTION = {
    "paragraph_open",
    "heading_open",
    "blockquote_open",
    "list_item_open",
    "table_open",
}
SIDES = {"center": "is-middle", "right": "is-end"}
_LINE_MARKS = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,9}[.)]\s+)+")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_INLINE_MARKS = re.compile(r"(\*\*|__|~~|==|`+)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])\*(\S(?:.*?\S)?)\*")
_SIGNS = re.compile("[*_~=`]")
_BOX = 'class="task-list-item-checkbox"'
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$")


def render(
    text: str,
    media_url: Callable[[str], str | None] = lambda _name: None,
    file_of: Callable[[str], File | None] = lambda _name: None,
    *,
    link_url: Callable[[str], str | None] = lambda _name: None,
    ticks: bool = False,
) -> Markup:
    """Markdown as safe HTML.

    Args:
        text: the Markdown of an entry.
        media_url: from the address of a picture (`media:<uid>`) to the address to show it
            from, or None when it is not ours: then its words are shown instead.
        file_of: from the address of a link to the file of ours that it leads to, or None.
        link_url: from the address of a link to a page of this program that it leads to, or None.
        ticks: whether boxes can be ticked; the value of each is then its line, counted from 0.

    Returns:
        HTML that holds no script, no style and no address outside this program but in links.
    """
    import nh3

    parser = _parser()
    tokens = parser.parse(text)
    _prepare(tokens, media_url, link_url)
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = list(_with_files(token.children, file_of))
            if ticks and token.map:
                _open_box(token.children, token.map[0])
    html = parser.renderer.render(tokens, parser.options, {})
    return Markup(  # noqa: S704 - cleaned in the line below
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="noopener noreferrer",
        )
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.tasklists import tasklists_plugin

    from webapp.core.highlights import highlights_plugin

    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": True})
    find = parser.linkify
    assert find is not None
    # Only what begins with http:// or https:// as it stands: a dot between words is no address.
    find.set({"fuzzy_link": False, "fuzzy_email": False})
    for scheme in ("ftp:", "//", "mailto:"):
        find.add(scheme, None)
    return (
        parser.enable(["table", "strikethrough", "linkify"])
        .use(tasklists_plugin, label=True)
        .use(highlights_plugin)
    )


def _prepare(
    tokens: list[Token],
    media_url: Callable[[str], str | None],
    link_url: Callable[[str], str | None],
) -> None:
    for token in tokens:
        if token.type in BLOCKS_WITH_DIRECTION:
            token.attrSet("dir", "auto")
        elif token.type == "link_open":
            _point_link(token, link_url)
        elif token.type in ("th_open", "td_open"):
            side = str(token.attrs.pop("style", "")).removeprefix("text-align:")
            token.attrSet("class", SIDES.get(side, ""))
        elif token.type == "image":
            _point_image(token, media_url)
        if token.children:
            _prepare(token.children, media_url, link_url)


def _open_box(tokens: list[Token], line: int) -> None:
    for token in tokens[:2]:
        if token.type == "html_inline" and token.content.startswith(f"<input {_BOX}"):
            token.content = token.content.replace('disabled="disabled"', f'value="{line}"')


def _with_files(tokens: list[Token], file_of: Callable[[str], File | None]) -> Iterator[Token]:
    """Links to files of the journal are handed over; sound and film can be played above them."""
    from markdown_it.token import Token as NewToken

    for token in tokens:
        found = None
        if token.type == "link_open":
            found = file_of(str(token.attrGet("href") or ""))
        if found is not None:
            kind = found.mime.partition("/")[0]
            if kind in PLAYED:
                player = NewToken("html_inline", "", 0)
                player.content = f'<{kind} controls preload="metadata" src="{found.played}">'
                player.content += f"</{kind}>"
                yield player
            token.attrs = {"href": found.saved, "class": "attached"}
        yield token


def _point_link(token: Token, link_url: Callable[[str], str | None]) -> None:
    page = link_url(str(token.attrGet("href") or ""))
    if page is None:
        token.attrSet("target", "_blank")
    else:
        token.attrSet("href", page)


def _point_image(token: Token, media_url: Callable[[str], str | None]) -> None:
    address = media_url(str(token.attrGet("src") or ""))
    if address is None:
        token.type, token.tag = "text", ""
        token.content = token.content or ""
        token.children = None
    else:
        token.attrSet("src", address)
        token.attrSet("loading", "lazy")


def plain_line(line: str) -> str:
    """One line without its Markdown marks."""
    if _RULE.match(line):
        return ""
    line = _LINE_MARKS.sub("", line)
    if "[" in line:
        line = _LINK.sub(r"\1", _IMAGE.sub(r"\1", line))
    if _SIGNS.search(line):
        line = _INLINE_MARKS.sub(lambda m: m.group(2) or m.group(3) or "", line)
    return line.strip()


def name_and_summary(title: str | None, body: str) -> tuple[str, str]:
    """What a list shows of an entry: its name and the words after it.

    Args:
        title: the title, or None: then the first line of the body is the name.
        body: the Markdown of the entry.

    Returns:
        The name, at most 120 signs, and the summary, at most 240; both plain and on one line.
    """
    wanted = SUMMARY_LENGTH + NAME_LENGTH
    lines: list[str] = []
    pictures = ""  # the words of those on a line of their own: a name if all else fails
    length = at = 0
    while at < len(body) and length < wanted:
        end = body.find("\n", at)
        end = len(body) if end < 0 else end
        line = body[at : min(end, at + 2 * wanted)]
        at = end + 1
        if "![" in line and not _IMAGE.sub("", line).strip():
            pictures = pictures or plain_line(line)
        elif line := plain_line(line):
            lines.append(line)
            length += len(line) + 1
    name = title.strip() if title and title.strip() else ""
    if not name and not lines:
        name = pictures
    elif not name:
        name = lines.pop(0)
        if len(name) > NAME_LENGTH:
            name, rest = _cut_sentence(name)
            lines.insert(0, rest)
    return _shorten(name, NAME_LENGTH), _shorten(" ".join(lines), SUMMARY_LENGTH)


def _cut_sentence(line: str) -> tuple[str, str]:
    """Cut a long first line after its first sentence, else at a word."""
    for match in re.finditer(r"[.!?…。！？](?=\s|$)|[。！？]", line):
        if match.end() <= NAME_LENGTH:
            return line[: match.end()], line[match.end() :].strip()
        break
    cut = line.rfind(" ", 0, NAME_LENGTH - 1)
    cut = cut if cut > NAME_LENGTH // 2 else NAME_LENGTH - 1
    return line[:cut] + "…", line[cut:].strip()


def _shorten(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    cut = text.rfind(" ", 0, length - 1)
    return text[: cut if cut > length // 2 else length - 1] + "…"


def count_words(text: str) -> int:
    """Words of a text; every Han, kana and Hangul sign and every Thai run counts as one."""
    if text.isascii() or not text.encode("utf-8", "surrogatepass").translate(None, _LOW_BYTES):
        return len(text.split())
    spaced = _wide().sub(" x ", text)
    return len(spaced.split())


# What begins with a higher byte in UTF-8 stands at U+3000 or above: a quick way to see none.
_LOW_BYTES = bytes(range(0xE3))


@cache  # not needed at the start, and long to compile
def _wide() -> re.Pattern[str]:
    return re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
