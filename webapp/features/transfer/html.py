"""HTML that other programs write made Markdown, as far as an entry has words for it.

Scripts, styles and everything that is not text are dropped: what comes out is text, and the page
cleans it once more when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Comment, Tag
from markdownify import MarkdownConverter

NO_TEXT = (
    *("script", "style", "template", "noscript", "iframe", "object", "embed", "head", "title"),
    *("svg", "math", "canvas", "meta", "link", "base", "form", "button", "select", "textarea"),
)
LINKS = ("http:", "https:", "mailto:")
BLANKS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
ENDS = re.compile(r"[ \t]+$", re.MULTILINE)
# within a word an underscore is no mark
MARK = re.compile(r"(?<!\w)_|_(?!\w)|[*\\`]")
AT_LINE_START = re.compile(r"^(\s*)(#{1,6}\s|>|[-+]\s|={3,}\s*$|-{3,}\s*$)", re.MULTILINE)
NUMBERED = re.compile(r"^(\s*\d{1,9})([.)]\s)", re.MULTILINE)
DEEPEST = 300  # levels: what is deeper was made to stop its readers

Told = Callable[[Tag], str | None]
"""What stands for a tag, as Markdown; None: nothing does."""


def to_markdown(html: str, *, image: Told | None = None, link: Told | None = None) -> str:
    """The text of a piece of HTML.

    Args:
        html: a document or a part of one.
        image: called for each `img`, `video`, `audio` and `en-media`.
        link: called for each `a` that leads elsewhere than to the web; None keeps its words alone.

    Returns:
        Markdown without blank lines at its ends.
    """
    return of_soup(BeautifulSoup(html, "html.parser"), image=image, link=link)


def of_soup(soup: Tag, *, image: Told | None = None, link: Told | None = None) -> str:
    """The same from what is parsed already; `soup` is changed by it."""
    for tag in soup.find_all(NO_TEXT):
        tag.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    if _depth(soup) > DEEPEST:
        return soup.get_text("\n").strip()
    text = str(_Converter(image, link).convert_soup(soup))
    return BLANKS.sub("\n\n", ENDS.sub("", text)).strip("\n")


def _depth(soup: Tag) -> int:
    deepest, waiting = 0, [(soup, 0)]
    while waiting:
        tag, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in tag.children if isinstance(child, Tag))
    return deepest


class _Converter(MarkdownConverter):
    """Markdown as Quietleaf reads it: a line is a line, and tasks are boxes.

    The methods and the names of their parameters are those that markdownify calls.
    """

    def __init__(self, image: Told | None, link: Told | None) -> None:
        super().__init__(heading_style="ATX", bullets="-", newline_style="BACKSLASH", wrap=False)
        self._image, self._link = image, link

    def escape(self, text: str, parent_tags: set[str]) -> str:
        if parent_tags & {"pre", "code", "kbd", "samp"}:
            return text
        text = MARK.sub(lambda found: f"\\{found[0]}", text)
        text = AT_LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}", text)
        return NUMBERED.sub(lambda found: f"{found[1]}\\{found[2]}", text)

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return (self._image(el) if self._image else None) or ""

    convert_video = convert_audio = convert_img

    def convert_en_media(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self.convert_img(el, text, parent_tags)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address = str(el.get("href") or "")
        if not address.startswith(LINKS):
            told = self._link(el) if self._link else None
            return text if told is None else told
        if text.strip() == address:
            return text.replace("\\", "")
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " if parent_tags & {"td", "th", "h1", "h2", "h3", "h4", "h5", "h6"} else "\n"

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if parent_tags & {"td", "th"}:
            return f" {text.strip()} "
        # a paragraph of one empty line is how people make room in such programs
        return f"\n{text.strip(chr(10))}\n" if text.strip() or el.find("br") is None else "\n\n"

    def convert_mark(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"=={text}==" if text.strip() else text

    def convert_input(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if str(el.get("type")) != "checkbox":
            return ""
        return "[x] " if el.has_attr("checked") else "[ ] "
