"""Pictures that stand within a text as data addresses (RFC 2397) become files of the source."""

from __future__ import annotations

import base64
import binascii
import io
import mimetypes
import re
from urllib.parse import unquote_to_bytes

from bs4 import Tag

from webapp.features.transfer.shapes import MediaReference
from webapp.features.transfer.source import Source

ADDRESS = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+=\"-]+)*?)(;base64)?,", re.IGNORECASE)
LARGEST = 256 * 1024**2
ENDINGS = {"image/jpeg": ".jpg", "image/webp": ".webp", "image/heic": ".heic", "audio/mp4": ".m4a"}


class Pictures:
    """Collects the pictures of one HTML text; `html.to_markdown` asks `image` for each.

    Args:
        source: the files are given to.
        place: a name that no other text of the source has.
    """

    def __init__(self, source: Source, place: str) -> None:
        self._source, self._place = source, place
        self.references: list[MediaReference] = []

    def image(self, tag: Tag) -> str | None:
        """What stands for the picture in the text; None when it is no picture of this text."""
        address = str(tag.get("src") or "")
        alt = " ".join(str(tag.get("alt") or "").split())
        name = give(self._source, f"{self._place}/{len(self.references) + 1}", address)
        if name is None:
            return None
        text = f"![](picture-{len(self.references) + 1})"
        is_picture = address[5:11].lower() == "image/"
        self.references.append(MediaReference(text, name, name, alt, is_picture))
        return f"\n\n{text}\n\n"


def give(source: Source, place: str, address: str) -> str | None:
    """Make a file of a data address; its name, None when it is none.

    Args:
        source: what it is given to.
        place: the name without its ending.
        address: `data:image/png;base64,...`.
    """
    found = ADDRESS.match(address)
    if found is None or len(address) > LARGEST:
        return None
    mime = (found[1] or "").lower()
    name = f"{place}{ENDINGS.get(mime) or mimetypes.guess_extension(mime) or ''}"
    content, is_base64 = address[found.end() :], found[3] is not None

    def opener() -> io.BytesIO:
        try:
            raw = base64.b64decode(content) if is_base64 else unquote_to_bytes(content)
        except binascii.Error as error:
            raise OSError("damaged") from error
        return io.BytesIO(raw)

    source.give(name, len(content) * 3 // 4, opener)
    return name
