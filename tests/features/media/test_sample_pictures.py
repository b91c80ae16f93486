"""The photos of real exports: opened, upright, made small, and given back to the byte."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from tests.support.samples import samples
from webapp.features.media import service
from webapp.features.media.thumbs import SIZES

pytestmark = pytest.mark.usefixtures("alice_journal")
ENDINGS = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic"}
BROKEN = {
    "invalid-image.jpg",  # text, as samples/README.md says
    "photos/a36a701e0fe5e46e37fb460b40ccda7b.png",  # 76 bytes, cut off in its only part
}


def pictures() -> list[tuple[str, bytes]]:
    """Every picture of the samples that holds anything, in folders and in zips."""
    found = []
    for path in sorted(samples().rglob("*")):
        if path.suffix.lower() in ENDINGS and path.name not in BROKEN:
            found.append((path.name, path.read_bytes()))
        elif path.suffix.lower() in {".zip", ".textpack"}:
            found += in_zip(path)
    return [(name, content) for name, content in found if content]


def in_zip(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if Path(name).suffix.lower() in ENDINGS]
        return [(name, archive.read(name)) for name in names if name not in BROKEN]


def test_every_picture_comes_back_to_the_byte_and_is_shown_upright() -> None:
    found = pictures()
    assert len(found) >= 10
    for name, content in found:
        media = service.add(io.BytesIO(content), name)
        assert b"".join(service.read(media.uid)[1]) == content, name
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
        assert (media.width, media.height) == upright.size, name
        for size in SIZES:
            small = Image.open(io.BytesIO(service.thumb(media.uid, size)))
            assert max(small.size) == min(size, max(upright.size)), name
            assert (small.width > small.height) == (upright.width > upright.height), name


def test_one_that_cannot_be_shown_is_kept_as_a_file() -> None:
    text = samples("joplin", "md-plain", "invalid-image.jpg").read_bytes()
    with zipfile.ZipFile(samples("dayone-json", "fictional", "day-one-fictional.zip")) as archive:
        half = archive.read("photos/a36a701e0fe5e46e37fb460b40ccda7b.png")
    for content in (text, half):
        media = service.add(io.BytesIO(content), "photo.jpg")
        assert not media.is_picture
        assert b"".join(service.read(media.uid)[1]) == content
