"""PDF files as a test reads them."""

from __future__ import annotations

import io
from dataclasses import dataclass

from pypdf import PdfReader

MM = 72 / 25.4  # points


@dataclass(frozen=True)
class Paper:
    """A printed document: the words and the number of pictures of each page, and where words stand.

    `left`, `right`, `top` and `bottom` are the margins of its words in mm, over all pages.
    """

    texts: list[str]
    pictures: list[int]
    left: float
    top: float
    bottom: float

    @property
    def text(self) -> str:
        """All words, each parted by one space."""
        return " ".join(" ".join(self.texts).split())


def read(pdf: bytes) -> Paper:
    """What stands on the pages of a PDF."""
    texts, pictures = [], []
    lefts: list[float] = []
    tops: list[float] = []
    bottoms: list[float] = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        height = float(page.mediabox.height)

        def see(text: str, cm: list[float], tm: list[float], *_font: object) -> None:
            if not text.strip():
                return
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            lefts.append(x / MM)
            tops.append((height - y) / MM)  # noqa: B023 - called within this turn
            bottoms.append(y / MM)

        texts.append(page.extract_text(visitor_text=see))
        pictures.append(len(page.images))
    return Paper(texts, pictures, min(lefts), min(tops), min(bottoms))
